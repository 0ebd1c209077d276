"""A batch of many is undone and redone by one line of the history, and whoever reads the history comes to the same."""

from __future__ import annotations

import errno
import itertools
import json
import os
import random
import shutil
import subprocess
import sys
import time

import msgspec
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from threadmark.errors import LabelFileError
from threadmark.labels import turning
from threadmark.labels.disk import NotSaved
from threadmark.labels.history import PROGRAM, decode, encode
from threadmark.labels.records import PLAIN, TURNS, Context
from threadmark.labels.recover import recover
from threadmark.labels.round import Round
from threadmark.labels.standing import Standing
from threadmark.labels.store import LabelStore
from threadmark.library import open_labels


@pytest.fixture(autouse=True)
def few_are_many(monkeypatch):
    """Have every batch that can be turned by one line turned so."""
    monkeypatch.setattr(turning, "MANY", 1)


def _documents(store):
    """All that a store has of threads, by key: each document's id and record."""
    return {
        name: {key: (document.id, document.record) for key, document in store._tables[name].documents()}
        for name in ("labels", "reviews", "targets", "links")
    }


def _shown(standing, *, documents=True):
    """What a screen shows of a standing; without `documents` only what is counted."""
    indexes = range(len(standing.thread))
    counted = (
        standing.counts,
        [(standing.todo(index), standing.revisit(index)) for index in indexes],
        [standing.branch_counts(index) for index in indexes],
        [sorted((label.label, count) for label, count in standing.branch_labels(index)) for index in indexes],
        standing.finished_branches(),
        standing.claim,
    )
    if not documents:
        return counted
    return *counted, [(sorted(standing.labels(index), key=repr), standing.review(index)) for index in indexes]


def _afresh(here):
    """The same standing, read from the store anew."""
    return Standing(
        here.store, here.thread, here.codebook, annotator=here.annotator, number=here.number, passes=here.passes
    )


def _nothing_seen(_):
    return Context()


def _of_a_branch(here):
    return here.give_branch(0, "fallacy", None, "ad_hominem", context=_nothing_seen)


def _lines(here):
    return here.store.history.read_bytes().splitlines(keepends=True)


def _read_again(path, folder):
    """What the history alone says, and what a copy of both files says, as somebody who only reads finds them."""
    for name in ("alone", "both"):
        (folder / name).mkdir(exist_ok=True)
        shutil.copy(path.with_name("labels.history.jsonl"), folder / name)
    if path.exists():
        shutil.copy(path, folder / "both")
    for name in ("alone", "both"):
        yield _documents(LabelStore.open(folder / name / "labels.json", read_only=True))


def test_one_line_a_turn(begin):
    """Undo and redo of a branch each add one line, on the disk when they return, and no more than that."""
    here = begin()
    _of_a_branch(here)
    for turn in (lambda: here.undo(0), here.redo, lambda: here.undo(0)):
        before = len(_lines(here))
        assert len(turn().comments) > 1
        assert here.store._disk.steps[-2:] == ["write", "fsync"]
        (line,) = _lines(here)[before:]
        assert json.loads(line)["table"] == "batches"


def test_few_are_undone_line_by_line(begin, monkeypatch):
    """A batch of few is undone by changes that say by themselves what they do, in a file that older programs read."""
    monkeypatch.setattr(turning, "MANY", 9)
    here = begin()
    _of_a_branch(here)
    here.undo(0)
    assert b'"table":"batches"' not in here.store.history.read_bytes()
    assert here.store.meta.version == PLAIN


def test_the_file_gets_a_new_version(begin, path):
    """From the first such line on the label file is of a version that programs which don't know it refuse."""
    here = begin()
    _of_a_branch(here)
    here.store.checkpoint()
    assert json.loads(path.read_bytes())["meta"]["1"]["version"] == PLAIN
    here.undo(0)
    here.store.checkpoint()
    assert json.loads(path.read_bytes())["meta"]["1"]["version"] == TURNS
    here.store.close()
    path.unlink()
    begin().store.close()
    assert json.loads(path.read_bytes())["meta"]["1"]["version"] == TURNS


@pytest.mark.parametrize("is_read", [True, False])
def test_a_change_of_an_unknown_table(begin, path, is_read):
    """A line of a table that this program does not know is a newer program's: it is refused, not mended away."""
    here = begin()
    here.give(0, "fallacy", None, "straw_man")
    here.store.close()
    *_, last = map(decode, _lines(here))
    seq = last.seq + 1
    strange = encode(msgspec.structs.replace(last, seq=seq, batch=f"{seq}-{seq}", table="dreams"))
    with here.store.history.open("ab") as file:
        file.write(strange)
    before = here.store.history.read_bytes()
    with pytest.raises(LabelFileError, match=r"newer than this program: it has a change of table dreams"):
        LabelStore.open(path, read_only=is_read)
    with pytest.raises(LabelFileError, match="newer than this program"):
        recover(path)
    assert here.store.history.read_bytes() == before


def test_turns_across_restarts(begin, path):
    """What one start of the program undid by one line the next one redoes, and undoes again, with the label file or without."""
    here = begin()
    _of_a_branch(here)
    given_ = _documents(here.store)
    for _ in range(2):
        here.undo(0)
        here.store.close()
        path.unlink()
        here = begin()
        assert not here.labels(0)
        assert here.redo().comments
        assert _documents(here.store)["labels"] == given_["labels"]
        here.store.close()
        here = begin()
    assert here.undo(0).comments
    assert not here.labels(0)
    assert here.undo(0).said == "nothing to undo"


def test_undo_and_redo_at_once(begin):
    """Who undoes, redoes and undoes faster than the documents are worked out finds what each step says."""
    here = begin()
    here.give(1, "rhetoric", None, "sarcasm_irony")
    _of_a_branch(here)
    for _ in range(2):
        here.undo(0)
        here.redo()
    assert [label.label for label in here.labels(1)] == ["sarcasm_irony", "ad_hominem"]
    here.undo(0)
    assert _shown(here) == _shown(_afresh(here))


def test_parts_of_a_branch_action(begin):
    """What was done to one of its comments since is undone before it, and what was taken away by hand stays away."""
    here = begin()
    _of_a_branch(here)
    here.take(1, here.labels(1)[0])
    assert here.undo(1).said == "undone: fallacy: ad hominem taken away"
    here.redo()
    here.undo(1)
    assert here.undo(0).said == "undone: fallacy: ad hominem on 4 comments"
    assert not any(here.labels(index) for index in range(len(here.thread)))
    here.redo()
    assert len(list(here.store.labels())) == 4


def test_a_claim_that_others_rest_on(begin, path):
    """The claim that came with a branch stays when its labels go and another one rests on it; every reader keeps it."""
    here = begin()
    here.give_branch(0, "stance", "claim", "favor", context=_nothing_seen)
    other = begin(here.store, annotator="bob")
    other.give(4, "stance", "claim", "against")
    here.undo(0)
    assert here.claim is not None
    assert [label.annotator for label in here.store.labels()] == ["bob"]
    kept = _documents(here.store)
    here.store.close()
    path.unlink()
    assert _documents(begin().store) == kept


def test_a_torn_turn_is_not_in_force(begin, path):
    """A line that a power cut left unfinished, at whatever byte, turned nothing."""
    here = begin()
    _of_a_branch(here)
    here.store.close()
    given_ = _documents(here.store)
    whole = here.store.history.read_bytes()
    here = begin()
    here.undo(0)
    turned = here.store.history.read_bytes()
    here.store.close()
    undone = _documents(here.store)
    for end in range(len(whole), len(turned) + 1):
        path.unlink(missing_ok=True)
        here.store.history.write_bytes(turned[:end])
        found = _documents(LabelStore.open(path, read_only=True))
        assert found == (undone if end == len(turned) else given_)


def test_a_turn_that_can_not_be_saved(begin, opened, disk):
    """On a full disk nothing is undone, and it works once there is room."""
    here = begin(opened(disk=disk))
    _of_a_branch(here)
    before = _shown(here), here.store.history.read_bytes()
    disk.fails["write"] = errno.ENOSPC
    with pytest.raises(NotSaved):
        here.undo(0)
    assert (_shown(here), here.store.history.read_bytes()) == before
    assert here.store.meta.version == PLAIN
    disk.fails.clear()
    assert here.undo(0).said == "undone: fallacy: ad hominem on 4 comments"


@pytest.mark.parametrize("looked", [0, 1, 5])
def test_a_slow_disk_loses_a_turn(begin, opened, disk, looked):
    """Turns that a slow disk could not write are taken back, however much of them was worked out already."""
    here = begin(opened(disk=disk))
    here.give(1, "rhetoric", None, "sarcasm_irony")
    _of_a_branch(here)
    disk.lag = 1.0
    here.set_note(4, "the disk is slow from here on")
    before, documents = _shown(here), _documents(here.store)
    disk.gate.clear()
    here.undo(0)
    disk.fails["fsync"] = errno.EIO
    for index in range(looked):
        here.labels(index)
    assert _shown(here, documents=False) == _shown(_afresh(here), documents=False)
    disk.gate.set()
    here.store.wait()
    assert (_shown(here), _documents(here.store)) == (before, documents)
    disk.fails.clear()
    assert here.undo(4).said == "undone: note"
    assert here.undo(0).said == "undone: fallacy: ad hominem on 4 comments"
    assert here.store.wait()


def _spoil(lines, number):
    lines[number] = lines[number].replace(b'"via":"', b'"via":"x', 1)


def _damaged(here, spoilt):
    """The labels on a branch, undone and redone, the file closed, and a line of the history spoilt."""
    here.give(4, "fallacy", None, "straw_man")
    _of_a_branch(here)
    here.undo(0)
    here.redo()
    here.store.close()
    lines = _lines(here)
    number = next(number for number, line in enumerate(lines) if spoilt in line)
    _spoil(lines, number)
    here.store.history.write_bytes(b"".join(lines))
    return number + 1


def test_a_turn_of_what_is_damaged(begin, path):
    """Where the batch that a line turns is damaged, the file is refused; mended, each line that is lost is told."""
    here = begin()
    line = _damaged(here, b'"label":"ad_hominem"')
    path.unlink()
    for read_only in (True, False):
        with pytest.raises(LabelFileError) as caught:
            LabelStore.open(path, read_only=read_only)
        assert caught.value.where == f"{here.store.history}:{line}"
    report = recover(path)
    assert report.lost
    told = "\n".join(report.lines())
    assert f"{here.store.history.name}:{line}: the line does not match its checksum" in told
    assert told.count("which is lost; it was not done again") == 2
    here = begin()
    assert [label.label for label in here.store.labels()] == ["straw_man"]
    assert here.undo(4).said == "undone: fallacy: straw man"


def test_a_damaged_turn(begin, path):
    """Where the line itself is damaged it is told, and the label file beside it has what it did."""
    here = begin()
    line = _damaged(here, b'"table":"batches"')
    before = json.loads(path.read_bytes())["labels"]
    with pytest.raises(LabelFileError) as caught:
        LabelStore.open(path)
    assert caught.value.where == f"{here.store.history}:{line}"
    assert not recover(path).lost
    assert json.loads(path.read_bytes())["labels"] == before
    here = begin()
    assert here.undo(0).said == "undone: fallacy: ad hominem on 4 comments"


def test_a_reader_checks_what_it_turns(begin, path):
    """Who only reads looks at the lines that a turn names, though the label file has them: a damaged one is told."""
    here = begin()
    _of_a_branch(here)
    here.store.close()
    here = begin()
    here.store.close()
    kept = path.read_bytes()
    here = begin()
    here.undo(0)
    here.store.close()
    path.write_bytes(kept)
    lines = _lines(here)
    _spoil(lines, next(number for number, line in enumerate(lines) if b'"label":"ad_hominem"' in line))
    here.store.history.write_bytes(b"".join(lines))
    with pytest.raises(LabelFileError, match="checksum"):
        LabelStore.open(path, read_only=True)


def test_mended_history_turns_the_same(begin, path):
    """A history that is numbered anew after a loss names the batches of its turns by their new numbers."""
    here = begin()
    here.give(4, "fallacy", None, "straw_man")
    here.give(4, "rhetoric", None, "sarcasm_irony")
    _of_a_branch(here)
    here.undo(0)
    here.store.close()
    lines = _lines(here)
    _spoil(lines, next(number for number, line in enumerate(lines) if b'"label":"straw_man"' in line))
    here.store.history.write_bytes(b"".join(lines))
    assert not recover(path).lost
    path.unlink()
    here = begin()
    assert sorted(label.label for label in here.store.labels()) == ["sarcasm_irony", "straw_man"]
    assert here.redo().said == "redone: fallacy: ad hominem on 4 comments"
    here.store.close()
    assert not recover(path).mended


def _kept(begin):
    """A closed label file with turns in its history, and what it says."""
    here = begin()
    here.give(4, "fallacy", None, "straw_man")
    _of_a_branch(here)
    here.undo(0)
    here.skip_branch(0, "later")
    here.undo(0)
    here.redo()
    here.give_branch(0, "fallacy", None, "none", context=_nothing_seen)
    here.store.close()
    return here, _documents(here.store)


def test_each_line_damaged(begin, path):
    """Whichever line is damaged: a whole label file keeps all, without it each loss is told and the rest opens."""
    here, kept = _kept(begin)
    lines, label_file = _lines(here), path.read_bytes()
    records = {table: {key: record for key, (_, record) in found.items()} for table, found in kept.items()}
    for number in range(len(lines) - 1):
        hurt = [*lines]
        _spoil(hurt, number)
        for is_there in (True, False):
            path.write_bytes(label_file)
            here.store.history.write_bytes(b"".join(hurt))
            if not is_there:
                path.unlink()
            report = recover(path)
            assert report.lost is not is_there
            path.unlink()
            store = LabelStore.open(path, read_only=True)
            found = {
                table: {key: record for key, (_, record) in table_found.items()}
                for table, table_found in _documents(store).items()
            }
            assert not is_there or found == records
            recovered = recover(path)
            assert not recovered.lost
            assert not recovered.damage


def test_mending_stopped_in_the_middle(begin, path, new_disk):
    """Wherever mending a history with turns stops, mending again ends well."""
    here, kept = _kept(begin)
    lines, label_file = _lines(here), path.read_bytes()
    _spoil(lines, 0)
    for cut in range(30):
        path.write_bytes(label_file)
        here.store.history.write_bytes(b"".join(lines))
        disk = new_disk()
        disk.stops_before = cut
        try:
            recover(path, disk=disk)
        except disk.PowerCut:
            recover(path)
        else:
            assert cut > 8
            break
        for is_there in (True, False):
            if not is_there:
                path.unlink()
            assert _documents(LabelStore.open(path, read_only=True))["labels"].keys() == kept["labels"].keys()


KILLS = int(os.environ.get("THREADMARK_KILLS", "6"))
LABELLER = """
import sys
from pathlib import Path
from threadmark.keys.layers import load_keymap
from threadmark.labels import turning
from threadmark.labels.records import Context
from threadmark.labels.round import Round
from threadmark.labels.store import LabelStore
from threadmark.places import shipped
from threadmark.thread import Article
from threadmark.thread.build import ThreadBuilder
from threadmark.thread.report import ImportReport

turning.MANY = 1
builder = ThreadBuilder(ImportReport())
for number in range(50):
    builder.add(f"c{number}", f"c{number - 1}" if number else None, "bob", "Typical council.")
thread = builder.build(Article(title="Mill Lane"), thread_id="lane")
store = LabelStore.open(Path(sys.argv[1]), ticker=iter(range(10**9)).__next__)
here = Round(store, thread, load_keymap(search=[shipped("keymaps")]).codebook, annotator="ana")
print("begins", flush=True)
while True:
    if here.labels(0):
        here.undo()
    elif here.redo().said == "nothing to redo":
        here.give_branch(0, "fallacy", None, "ad_hominem", context=lambda _: Context())
    store.wait()
    print(len(here.labels(7)), flush=True)
    if store.checkpoint_due():
        store.begin_checkpoint()
"""
"""Labels fifty comments, undoes it, does it again and so on; each is told once it is acknowledged."""


def test_killed_while_it_turns(path):
    """A process that turns batches and is killed leaves each acknowledged one, and all or nothing of the one in flight."""
    rng, acts = random.Random(7), 0
    for _ in range(KILLS):
        labeller = subprocess.Popen([sys.executable, "-c", LABELLER, str(path)], stdout=subprocess.PIPE, text=True)
        assert labeller.stdout.readline() == "begins\n"
        time.sleep(rng.uniform(0, 0.05))
        labeller.kill()
        told = [int(line) for line in labeller.stdout.read().splitlines(keepends=True) if line.endswith("\n")]
        labeller.wait()
        labeller.stdout.close()
        store = LabelStore.open(path)
        found = len(list(store.labels()))
        store.close()
        history = store.history.read_bytes() if store.history.exists() else b""
        changes = map(decode, history.splitlines(keepends=True))
        there = len({change.batch for change in changes if change.via != PROGRAM})
        assert acts + len(told) <= there <= acts + len(told) + 1
        acts = there
        assert found == 50 * (acts % 2)
        path.unlink(missing_ok=True)
        assert len(list(LabelStore.open(path, read_only=True).labels())) == found


def test_a_checkpoint_at_each_moment(begin, path, tmp_path):
    """Whatever of a turn was worked out when the label file is written, file and history agree, and stay idempotent."""
    here = begin()
    for act in (_of_a_branch, lambda here: here.undo(0), lambda here: here.redo(), lambda here: here.undo(0)):
        act(here)
        here.store.checkpoint()
        alone, both = _read_again(path, tmp_path)
        assert alone == both == _documents(here.store)


def test_exports_see_a_turn(begin, path):
    """A program that only reads has what was undone as undone, while the label file does not have it yet."""
    here = begin()
    _of_a_branch(here)
    here.give(4, "fallacy", None, "straw_man")
    here.store.checkpoint()
    here.undo(4)
    here.undo(0)
    assert [row.label for row in open_labels(path) if row.label] == []
    here.redo()
    assert [row.label for row in open_labels(path) if row.label] == ["ad_hominem"] * 4


LOOKS = [
    lambda here: here.labels(1),
    lambda here: here.review(0),
    lambda here: here.catch_up(0),
    lambda here: here.catch_up(),
    lambda here: here.store.checkpoint(),
    lambda here: list(here.store.labels()),
]
ACTS = st.sampled_from(
    [
        lambda here: here.give(0, "fallacy", None, "straw_man"),
        lambda here: here.give(1, "stance", "claim", "against"),
        lambda here: here.give(0, "rhetoric", None, "sarcasm_irony"),
        _of_a_branch,
        lambda here: here.give_branch(0, "stance", "claim", "favor", context=_nothing_seen),
        lambda here: here.give_branch(0, "stance", "parent", "agree", context=_nothing_seen),
        lambda here: here.give_branch(0, "fallacy", None, "none", context=_nothing_seen),
        lambda here: here.skip_branch(0, "later"),
        lambda here: here.add_seconds(1, 2.5),
        lambda here: here.set_note(1, "hm"),
        lambda here: here.toggle_revisit(3),
        lambda here: here.set_claim("Mill Lane should stay open."),
        lambda here: here.done(4),
        *[lambda here: here.done(0)] * 2,
        *[lambda here: here.undo()] * 5,
        *[lambda here: here.redo()] * 3,
        *LOOKS,
    ]
)


@settings(max_examples=60, deadline=None)
@given(acts=st.lists(ACTS, max_size=24), passes=st.sampled_from([(), (("stance",), ("rhetoric", "fallacy"))]))
def test_readers_come_to_the_same(tmp_path_factory, thread, codebook, new_disk, acts, passes):
    """The screen after each act, the history alone, the label file with its history, and the program agree."""
    folder = tmp_path_factory.mktemp("turns")
    path = folder / "labels.json"
    ticks = itertools.count()
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(turning, "MANY", 1)
        store = LabelStore.open(path, disk=new_disk(), clock=lambda: 1_710_237_600.0 + next(ticks))
        try:
            here = Round(store, thread, codebook, annotator="ana", session="s-1", passes=passes)
            for act in acts:
                act(here)
                assert _shown(here, documents=False)[:5] == _counted_by_hand(here)
            if store.history.exists():
                assert list(_read_again(path, folder)) == [_documents(store)] * 2
            assert _shown(here) == _shown(_afresh(here))
        finally:
            store.close()


def _counted_by_hand(here):
    """What is counted, from copies of the documents, so that looking works nothing out."""
    copy = Standing.__new__(Standing)
    store = _Copied(here.store)
    Standing.__init__(
        copy, store, here.thread, here.codebook, annotator=here.annotator, number=here.number, passes=here.passes
    )
    return _shown(copy, documents=False)[:5]


class _Copied:
    """The documents that a store will have, worked out beside it."""

    def __init__(self, store):
        self.listeners = []
        self._found = {
            name: self._worked_out(store._tables[name]) for name in ("labels", "reviews", "targets", "links")
        }

    @staticmethod
    def _worked_out(table):
        found = {key: document.record for heap in table._warm.values() for key, document in heap.items()}
        for later in table._later:
            for key, seq in later.due.items():
                record = later.work_out(seq, found.get(key))
                found.pop(key, None)
                if record is not None:
                    found[key] = record
        return found

    def __getattr__(self, name):
        return lambda thread=None: iter(self._found[name].values())
