"""Threads are put right by real keys: attached, accepted, split and merged, undone, and written with who did what."""

from __future__ import annotations

import json
from hashlib import sha256

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.tui.conftest import ARTICLE, LANE
from tests.tui.opening import opened, pictured  # noqa: F401 -- a fixture
from tests.tui.sitting import NARROW, THEME, WIDE, written

from threadmark.errors import ThreadmarkError, UsageError
from threadmark.keys.layers import load_keymap
from threadmark.opening import Wishes, open_program
from threadmark.places import shipped
from threadmark.repairing import repair_program
from threadmark.sources.reading import open_threads
from threadmark.thread.repairing import CannotRepairError, accepted, attached, merged, split
from threadmark.tui.app import ThreadmarkApp
from threadmark.tui.bench import Bench
from threadmark.tui.shelf import Shelf
from threadmark.tui.veil import Veil
from threadmark.tui.workshop import RepairShop

DOUBTFUL = [
    {"id": "c1", "author": "bob", "text": "Closing it punishes drivers."},
    {
        "id": "c2",
        "parent": "c1",
        "author": "ana_k",
        "text": "So what?",
        "inferred": {"cue": "quote", "confidence": 0.8},
    },
    {"id": "c3", "parent": "c2", "author": "bob", "text": "Typical.", "inferred": {"cue": "@name", "confidence": 0.6}},
    {"id": "c4", "author": "Ida", "text": "Maybe read the plan.\n\nNobody asked the shops.\nThey close too."},
    {"id": "c5", "parent": "c4", "author": "tom", "text": "It was.", "inferred": {"cue": "quote", "confidence": 0.7}},
]
"""c1 ┊ c2 ┊ c3
c4, in which two were run together ┊ c5
"""


@pytest.fixture
def out(tmp_path):
    """Where the repaired thread goes."""
    return tmp_path / "out.thread.json"


@pytest.fixture
def repair(tmp_path, out):
    """Sit down to repair a thread, do something, and leave; what is in the file then."""

    def repaired(act, comments=DOUBTFUL, *, to=out, **options):
        given = written(tmp_path / "work", comments, **ARTICLE)
        assert opened(lambda: repair_program(str(given), str(to), "ana", (), None), act, **options) == 0
        return json.loads(out.read_text(encoding="utf-8")) if out.exists() else None

    return repaired


def parents(thread):
    """Whom each comment of a file answers, in its order."""
    return [(comment["id"], comment.get("parent")) for comment in thread["comments"]]


def done(thread):
    """What was done to the thread of a file."""
    return [{name: said for name, said in each.items() if name != "at"} for each in thread["extra"]["repairs"]]


async def command(here, name):
    """Do a command as the palette does, without typing its name there."""
    here.desk.run(name)
    await here.settle()


def test_attach_by_typing(repair):
    """`A` offers parents, typing finds others by name or words, `enter` attaches; the branch goes along."""

    async def act(here):
        await here.type("j A")
        assert here.over == "PickOne"
        assert "whom does ana_k answer?" in here.text
        await here.write("the PLAN")
        assert "Closing it punishes" not in here.rows()[-4]
        await here.type("enter")
        assert here.said == "now a reply to Ida"
        assert here.selected == "c2"
        assert "ana_k ↩ Ida" in here.text

    thread = repair(act)
    assert parents(thread) == [("c1", None), ("c4", None), ("c2", "c4"), ("c3", "c2"), ("c5", "c4")]
    assert "inferred" not in thread["comments"][2]
    assert done(thread) == [{"kind": "attach", "comment": "c2", "parent": "c4", "by": "ana"}]


def test_attach_to_the_article_and_to_the_likeliest(repair):
    """What is offered without a word: the article, then the comments that it most likely answers."""

    async def act(here):
        await here.type("j j A enter")
        assert here.said == "now top-level"
        await here.type("G A down enter")
        assert here.said == "now a reply to Ida"
        await here.type("A down down enter")
        assert here.said == "now a reply to bob"

    assert parents(repair(act)) == [("c1", None), ("c2", "c1"), ("c5", "c1"), ("c3", None), ("c4", None)]


def test_what_was_written_is_said_at_the_end(repair, out, capsys):
    """Back in the shell, one line says where the repaired thread is; nothing is said where nothing was written."""

    async def look(here):
        await here.type("j")

    async def act(here):
        await here.type("j j A enter")

    repair(look)
    assert capsys.readouterr().err == ""
    repair(act)
    assert capsys.readouterr().err.startswith(f"{out}: 1 repair of ")


def test_an_impossible_repair_says_why(repair, out):
    """Nothing is changed and nothing is written where a repair makes no thread."""

    async def act(here):
        before = here.reading.thread
        for keys, said in (
            ("A enter", "it hangs there already"),
            ("Y", "this link is not inferred"),
            ("u", "nothing to undo"),
            ("ctrl+r", "nothing to redo"),
        ):
            await here.type(keys)
            assert here.said == said
        await command(here, "merge_comment")
        assert here.said == "there is no comment before this one"
        await command(here, "split_comment")
        assert here.said == "this comment has one line only"
        assert here.reading.thread is before

    assert repair(act) is None
    assert not out.exists()


def test_inferred_links_from_the_least_certain(repair):
    """`I` goes through the inferred replies in order of certainty, `Y` accepts one, and `I` goes on from there."""

    async def act(here):
        await here.type("I")
        assert (here.selected, here.said) == ("c3", "inferred by @name, confidence 60%; 1 of 3")
        await here.type("I")
        assert (here.selected, here.said) == ("c5", "inferred by quote, confidence 70%; 2 of 3")
        await here.type("Y")
        assert here.said == "accepted"
        await here.type("I")
        assert (here.selected, here.said) == ("c2", "inferred by quote, confidence 80%; 2 of 2")
        await here.type("I")
        assert here.selected == "c3"
        await here.type("A enter I")
        assert here.selected == "c2"
        await here.type("Y I")
        assert here.said == "no reply here is inferred"

    thread = repair(act)
    assert not any("inferred" in comment for comment in thread["comments"])
    assert [(each["kind"], each["comment"]) for each in done(thread)] == [
        ("accept", "c5"),
        ("attach", "c3"),
        ("accept", "c2"),
    ]


def test_split(repair):
    """The lines that can begin a comment are offered; the second half is a comment by nobody known."""

    async def act(here):
        await here.type("}")
        await here.command("cut this")
        assert "with which line does the second comment begin?" in here.text
        assert [text for text, _ in here.app.screen._found] == ["Nobody asked the shops.", "They close too."]
        await here.write("shops")
        await here.type("enter")
        assert here.said == "cut in two; the second has no author"
        assert here.selected == "c4"

    thread = repair(act)
    first, reply, second = thread["comments"][3:]
    assert (first["id"], first["text"]) == ("c4", "Maybe read the plan.")
    assert reply["parent"] == "c4"
    assert (second.get("author"), second["text"]) == (None, "Nobody asked the shops.\nThey close too.")


def test_merge(repair):
    """A comment becomes part of the one before it, which is selected then."""

    async def act(here):
        await here.type("j j")
        await here.command("merge this")
        assert here.said == "merged with the comment before"
        assert here.selected == "c2"
        assert here.reading.thread.texts[1] == "So what?\nTypical."

    thread = repair(act)
    assert parents(thread) == [("c1", None), ("c2", "c1"), ("c4", None), ("c5", "c4")]
    assert done(thread) == [{"kind": "merge", "comment": "c3", "into": "c2", "by": "ana"}]


def test_undo_and_redo(repair, out):
    """Undo goes back to the very version before, on the screen and in the file, and redo on again."""

    async def act(here):
        first = here.reading.thread
        await here.type("j j A enter")
        second, bytes_then = here.reading.thread, out.read_bytes()
        await here.type("I Y")
        assert len(json.loads(out.read_text())["extra"]["repairs"]) == 2
        await here.type("u")
        assert (here.said, here.reading.thread) == ("undone: accepted", second)
        assert out.read_bytes() == bytes_then
        await here.type("U")
        assert (here.said, here.selected) == ("u again undoes: now top-level", "c3")
        assert here.reading.thread is second
        await here.type("U")
        assert (here.reading.thread, here.selected) == (first, "c3")
        assert "extra" not in json.loads(out.read_text())
        await here.type("G ctrl+r")
        assert (here.said, here.reading.thread, here.selected) == ("redone: now top-level", second, "c3")
        await here.type("I Y ctrl+r")
        assert here.said == "nothing to redo"

    assert [(each["kind"], each["comment"]) for each in done(repair(act))] == [("attach", "c3"), ("accept", "c5")]


def test_what_stands_above_and_below(repair):
    """The heading counts comments, inferred replies and repairs; the line below says whether all is written."""

    async def act(here):
        assert "5 comments · 3 inferred replies · 0 repairs" in here.text
        assert here.reading.status.saved == "nothing to write"
        await here.type("I Y")
        assert "5 comments · 2 inferred replies · 1 repair " in here.text
        assert here.reading.status.saved == "written"

    repair(act)


def test_names_follow_the_repairs(repair):
    """After a repair that moves or adds comments, questions and offers name those who are there now."""

    async def act(here):
        await here.type("}")
        await command(here, "split_comment")
        await here.type("enter")
        await here.type("G A")
        assert "whom does unknown answer?" in here.text
        assert [text.partition(":")[0] for text, _ in here.app.screen._found] == [
            "the article", "tom", "Ida", "bob", "ana_k", "bob"
        ]  # fmt: skip
        await here.type("escape g g } A")
        assert "whom does Ida answer?" in here.text
        await here.write("shops")
        assert [text for text, _ in here.app.screen._found] == ["unknown: Nobody asked the shops. They close too."]
        await here.type("enter")
        assert here.said == "now a reply to unknown"

    repair(act)


def test_folds_stay_folded(repair):
    """A repair leaves folded what was folded, and unfolds what hides the comment that it is about."""

    async def act(here):
        await here.type("} space { j j A enter")
        assert here.said == "now top-level"
        assert here.visible == ["c1", "c2", "c3", "c4"]
        await here.type("{ space } A down enter")
        assert here.said == "now a reply to ana_k"
        assert here.visible == ["c1", "c2", "c3", "c4"]

    repair(act)


def test_labels_have_to_wait(repair, out):
    """A key that gives a label, or keeps track of the work, does nothing and says where that is done."""

    async def act(here):
        for keys in ("c", "f", "enter", "R", "E", "S"):
            await here.type(keys)
            assert here.said == "not while repairing; threadmark open the repaired thread to label it"
        await here.type("j space z R G a tab tab")
        assert here.selected == "c5"

    assert repair(act) is None


def test_help_and_palette_tell_what_can_be_done_there(repair):
    """The page of keys and the palette have what repairs and moves, and nothing that would only say that it waits."""

    async def act(here):
        await here.type("?")
        told = here.app.screen.pane.paragraphs()
        assert any("attach" in line.text for line in told)
        assert not [line for line in told if any(word in line.text for word in ("skip", "ad hominem", "revisit"))]
        await here.type("escape")
        commands = {binding.command for binding in here.desk.keymap.bindings.values()}
        for name in sorted(commands - {"suspend", "leave", "quit"}):
            here.desk.run(name, next(iter(here.desk.keymap.arguments_of(name))))
            assert "not while repairing" not in here.said, name
            await here.settle()
            while here.over != "ReadingScreen":
                await here.type("escape")
        await here.type(": s k i p")
        assert "skip this comment" not in here.text
        await here.type("escape")

    repair(act)


def test_a_thread_without_comments(repair):
    """There is nothing to repair, and every key says so."""

    async def act(here):
        for key in ("A", "Y", "I"):
            await here.type(key)
            assert here.said == "there is no comment here"
        for name in ("merge_comment", "split_comment"):
            await command(here, name)
            assert here.said == "there is no comment here"
        await here.type("u")
        assert here.said == "nothing to undo"

    assert repair(act, []) is None


@pytest.mark.parametrize("way", ["q", "ctrl+q"])
def test_leaving_with_nothing_left_to_write(repair, way):
    """One key leaves, and the file has it all."""

    async def act(here):
        await here.type("I Y")
        await here.type(way)
        assert not here.app.is_running

    assert len(repair(act)["extra"]["repairs"]) == 1


def test_a_large_thread_is_written_when_it_is_left(repair, out, monkeypatch):
    """Where writing would keep every key waiting, it is done once, at the end."""
    monkeypatch.setattr("threadmark.tui.bench._WRITTEN_AT_ONCE", 3)

    async def act(here):
        await here.type("I Y I Y")
        assert here.reading.status.saved == "not written yet"
        assert not out.exists()
        await here.type("q")

    assert len(repair(act)["extra"]["repairs"]) == 2


def test_the_thread_itself_may_be_where_it_goes(repair, tmp_path):
    """The file that is repaired can be replaced, and repaired again, with all repairs in it."""
    given = tmp_path / "work" / "lane.thread.json"

    async def act(here):
        await here.type("I Y")

    repair(act, to=given)
    assert opened(lambda: repair_program(str(given), str(given), "ben", (), None), act) == 0
    thread = json.loads(given.read_text(encoding="utf-8"))
    assert [(each["comment"], each["by"]) for each in thread["extra"]["repairs"]] == [("c3", "ana"), ("c5", "ben")]


def test_a_repaired_thread_tells_its_version(repair, tmp_path):
    """It says how many repairs it has behind it, and the hash of the file that was repaired."""

    async def act(here):
        await here.type("I Y")

    thread = repair(act)
    given = (tmp_path / "work" / "lane.thread.json").read_bytes()
    assert thread["extra"]["repaired_version"] == {"number": 2, "repaired_from": sha256(given).hexdigest()}


def test_a_thread_that_has_labels_is_not_written_over(repair, tmp_path, out):
    """The refusal says how to go on; as a new version it is repaired, opened again, and what can't follow is listed."""
    given = written(tmp_path / "work", DOUBTFUL, **ARTICLE)
    labels = given.parent / "labels.json"

    async def label(here):
        await here.type("x o j j j x o")

    assert opened(lambda: open_program(Wishes(str(given), annotator="ana")), label) == 0
    before = given.read_bytes(), labels.read_bytes()
    with pytest.raises(UsageError, match=r"has labels in labels\.json.*-o OTHER"):
        repair_program(str(given), str(given), "ana", (), None)
    assert (given.read_bytes(), labels.read_bytes()) == before

    async def cut(here):
        await here.type("j j j")
        await command(here, "split_comment")
        await here.type("enter")

    repair(cut)

    async def look(here):
        assert "1 of your labels and notes can't follow" in here.said
        assert [note.text for note in here.reading.report.notes if "cut in two by ana" in note.text]

    wishes = Wishes(str(out), labels=labels, annotator="ana")
    assert opened(lambda: open_program(wishes), look) == 0


# where it can't be written


class Refusing:
    """Writes threads, or refuses."""

    def __init__(self):
        self.refuses = True
        self.threads = []

    def __call__(self, thread):
        """Write, or refuse."""
        if self.refuses:
            raise ThreadmarkError("can't be written: no space left on device", where="out.thread.json")
        self.threads.append(thread)


@pytest.fixture
def refused(repair, monkeypatch):
    """Repair a thread that can't be written for now."""
    disk = Refusing()
    monkeypatch.setattr("threadmark.repairing.write_threads", lambda _, threads: disk(*threads))
    return repair, disk


NOT_WRITTEN = "not written: out.thread.json: can't be written: no space left on device"


def test_what_can_not_be_written_is_said_and_kept(refused):
    """Repairs, undo and redo go on while nothing can be written; all is written as soon as it can be."""
    repair, disk = refused

    async def act(here):
        for keys in ("I Y", "I Y", "u", "ctrl+r"):
            await here.type(keys)
            assert here.said == NOT_WRITTEN
            assert here.reading.status.trouble
            assert here.reading.status.saved == "not written yet"
        disk.refuses = False
        await here.type("I Y")
        assert (here.said, here.reading.status.saved) == ("accepted", "written")
        await here.type("q")
        assert not here.app.is_running

    repair(act)
    assert [len(thread.extra["repairs"]) for thread in disk.threads] == [3]


def test_leaving_asks_twice_before_anything_is_lost(refused):
    """The first key says that the last version is not written, the second leaves; the command then fails and says why."""
    repair, _ = refused

    async def act(here):
        await here.type("I Y q")
        assert here.said == f"again leaves without what is {NOT_WRITTEN}"
        await here.type("j q")
        assert here.app.is_running
        await here.type("ctrl+q")
        assert not here.app.is_running

    with pytest.raises(ThreadmarkError, match="no space left"):
        repair(act)


def test_leaving_tries_again(refused):
    """What can be written by the time it is left is written."""
    repair, disk = refused

    async def act(here):
        await here.type("I Y q")
        disk.refuses = False
        await here.type("q")
        assert not here.app.is_running

    repair(act)
    assert len(disk.threads) == 1


def test_who_only_looks_is_asked_nothing(refused):
    """Nothing was repaired, so nothing has to be written."""
    repair, disk = refused

    async def act(here):
        await here.type("j q")
        assert not here.app.is_running

    repair(act)
    assert disk.threads == []


# what is refused at once


@pytest.mark.parametrize(
    ("out", "why"),
    [
        ("-", "a repaired thread goes into a file, since stdout is the screen"),
        (".", "is a folder"),
        ("nowhere/out.thread.json", "its folder does not exist"),
    ],
)
def test_no_place_for_the_thread(tmp_path, out, why):
    """Where nothing could ever be written, that is said before anything is repaired."""
    given = written(tmp_path, DOUBTFUL)
    with pytest.raises(UsageError, match=why):
        repair_program(str(given), out, "ana", (), None)


def test_several_threads_are_refused(tmp_path, out):
    """A corpus, or a folder of threads, is repaired one thread at a time."""
    first, second = written(tmp_path, LANE, name="lane"), written(tmp_path, LANE, name="hedge")
    corpus = tmp_path / "both.threads.jsonl"
    corpus.write_bytes(b"".join(path.read_bytes() + b"\n" for path in (first, second)))
    for several in (corpus, tmp_path):
        with pytest.raises(UsageError, match="there are several threads in it"):
            repair_program(str(several), str(out), "ana", (), None)
    assert not out.exists()


# any keys


class Quiet:
    """A screen that nobody sees."""

    def __init__(self, thread):
        self.thread, self.selected, self.veil = thread, 0, Veil(thread)
        self.tree_view = self

    def show(self, thread, selected):
        """Another version, with a comment selected."""
        self.thread, self.selected = thread, thread.place(selected) or 0

    def go(self, index, *, jump):
        """Select a comment."""
        self.selected = index

    def say(self, words, *, trouble=False):
        """Nobody listens."""


@pytest.fixture(scope="session")
def keymap():
    """The shipped keys."""
    return load_keymap(search=[shipped("keymaps")])


KINDS = {
    "attach": lambda thread, at, to, by: attached(thread, at, to if to < len(thread) else None, by),
    "accept": lambda thread, at, _, by: accepted(thread, at, by),
    "split": lambda thread, at, to, by: split(thread, at, to, None, by),
    "merge": lambda thread, at, _, by: merged(thread, at, by),
}


@settings(deadline=None, max_examples=60)
@given(
    st.lists(st.tuples(st.sampled_from([*KINDS, "undo", "redo"]), st.integers(0, 9), st.integers(0, 9)), max_size=16)
)
def test_undo_gives_back_the_very_version(tmp_path_factory, keymap, steps):
    """Whatever is repaired, undone and done again: each version is the one that it was, and the last one is written."""
    (reading,) = open_threads(written(tmp_path_factory.mktemp("bench"), DOUBTFUL))
    screen, file = Quiet(reading.thread), []
    bench = Bench(screen, keymap, "ana", file.append)
    versions, at = [reading.thread], 0
    for kind, index, to in steps:
        before = screen.thread
        if kind == "undo":
            bench.undo()
            if screen.thread is before:  # it went to the comment first
                bench.undo()
            at = max(0, at - 1)
        elif kind == "redo":
            bench.redo()
            at = min(len(versions) - 1, at + 1)
        else:
            try:
                KINDS[kind](screen.thread, index % len(screen.thread), to, bench.signed())
            except CannotRepairError:
                continue
            bench.repair(lambda: KINDS[kind](before, index % len(before), to, bench.signed()), "done")  # noqa: B023 -- called at once
            versions[at + 1 :] = [screen.thread]
            at += 1
        assert screen.thread is versions[at]
    bench.close()
    assert not file or file[-1] is versions[at]
    assert len(versions) == 1 or file


# as it looks


@pytest.fixture
def bench(tmp_path):
    """The program as it is opened to repair a thread; what it writes is thrown away."""
    given = written(tmp_path, DOUBTFUL, **ARTICLE)
    shop = RepairShop((), [shipped("keymaps")], "ana", lambda _: None)
    app = ThreadmarkApp(Shelf(lambda: open_threads(given), "lane"), shop, theme=THEME)
    app.animation_level = "none"
    return app


@pytest.mark.parametrize("size", [WIDE, NARROW], ids=["wide", "narrow"])
def test_picture_of_a_parent_being_picked(pictured, bench, size):  # noqa: F811 -- the fixture
    """Suggested parents over the thread, the question above them, inferred replies dotted."""
    assert pictured(bench, "j A down", size=size)


def test_picture_after_a_repair(pictured, bench):  # noqa: F811 -- the fixture
    """What was done is said, repairs are counted, and the reply is not in doubt any more."""
    assert pictured(bench, "I Y")
