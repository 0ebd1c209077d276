"""The next start goes on where this one ended: thread, comment, folds, filter, panes. By keys, through the command."""

from __future__ import annotations

import os
from functools import partial
from pathlib import Path

import pytest
from tests.tui.opening import opened
from tests.tui.sitting import written

from threadmark.opening import Wishes, open_program
from threadmark.tui.session import session_file


@pytest.fixture
def thread(thread_file):
    """A thread in a folder of its own."""
    return thread_file()


def start(given, **wishes):
    """Open it."""
    return partial(open_program, Wishes(str(given), **{"annotator": "ana", **wishes}))


def sitting(given, keys, **wishes):
    """Sit down, press keys, leave by `ctrl+q`; what was there before the keys."""
    found = {}

    async def act(here):
        await here.settle()
        found.update(selected=here.selected, visible=here.visible, text=here.text, share=here.reading.division)
        await here.type(f"{keys} ctrl+q")

    assert opened(start(given, **wishes), act) == 0
    return found


def kept():
    """The files that are kept."""
    return sorted((Path(os.environ["HOME"]) / ".local" / "state" / "threadmark" / "sessions").glob("*"))


def test_one_goes_on_where_one_left(thread):
    """The comment is selected and in sight, folds are folded, and the panes as wide as they were."""
    sitting(thread, "j space J J > >")
    there = sitting(thread, "g g z R a")
    assert there["selected"] == "c6"
    assert there["visible"] == ["c1", "c2", "c5", "c6", "c7", "c8"]
    assert there["share"] == (48, True)
    again = sitting(thread, "")
    assert (again["selected"], len(again["visible"]), again["share"]) == ("c1", 8, (48, False))


def test_the_filter_is_on_again(thread):
    """With the folds below it, which are there when it is taken off."""

    async def act(here):
        await here.type("j space &")
        await here.write("author:tom")
        await here.type("enter ctrl+q")

    assert opened(start(thread), act) == 0

    async def look(here):
        await here.until(lambda: here.reading.outline.is_filtered)
        assert "& author:tom: 2 of 8" in here.text
        await here.type("escape")
        assert here.visible == ["c1", "c2", "c5", "c6", "c7", "c8"]

    assert opened(start(thread), look) == 0


def test_a_filter_that_nothing_meets_any_more_is_said(thread):
    """It is not put on, and what is typed next is no text for it."""

    async def act(here):
        await here.type("x o &")
        await here.write("flag:off_topic")
        await here.type("enter u ctrl+q")

    assert opened(start(thread), act) == 0

    async def look(here):
        await here.until(lambda: "is not restored" in here.text)
        assert not here.reading.outline.is_filtered
        await here.type("j")
        assert here.selected == "c2"

    assert opened(start(thread), look) == 0


def test_fresh_begins_at_the_top(thread):
    """`--fresh` forgets the comment and the folds; what is left then is kept."""
    sitting(thread, "j space G")
    there = sitting(thread, "j j", fresh=True)
    assert (there["selected"], len(there["visible"])) == ("c1", 8)
    assert sitting(thread, "")["selected"] == "c3"


def test_each_annotator_has_a_place(thread):
    """One file for each annotator, label file and round; another's place is no business of mine."""
    sitting(thread, "G")
    assert sitting(thread, "j", annotator="ben")["selected"] == "c1"
    assert sitting(thread, "")["selected"] == "c8"
    assert len(kept()) == 2
    assert session_file(Path("a.json"), "ana", 1) != session_file(Path("a.json"), "ana", 2)


@pytest.mark.parametrize("content", [b"", b'{"places": 3}', b'{"thread": "\xed\xa0\x80"}'])
def test_a_broken_file_is_ignored_with_one_line(thread, content):
    """One begins at the top, is told so, and the next place is kept over it."""
    sitting(thread, "G")
    (file,) = kept()
    file.write_bytes(content)
    there = sitting(thread, "j")
    assert there["selected"] == "c1"
    assert f"where you were is not known: {file.name} can't be read" in there["text"]
    assert sitting(thread, "")["selected"] == "c2"


def test_a_file_of_a_later_version_is_ignored(thread):
    """Silently: a newer program wrote it."""
    sitting(thread, "G")
    (file,) = kept()
    file.write_bytes(file.read_bytes().replace(b'{"', b'{"version":9,"', 1))
    assert sitting(thread, "")["selected"] == "c1"


def test_a_folder_that_cannot_be_written_is_no_trouble(thread, monkeypatch):
    """Nothing is kept, nothing fails."""
    (Path(os.environ["HOME"]) / ".local").write_text("a file in the way", encoding="utf-8")
    assert sitting(thread, "G")["selected"] == "c1"
    assert sitting(thread, "")["selected"] == "c1"


def test_a_comment_that_is_gone_is_not_gone_to(thread, thread_file):
    """Ids of a thread that was repaired meanwhile are passed over."""
    sitting(thread, "z M G")
    thread_file([{"id": "c1", "text": "Only this is left."}])
    assert sitting(thread, "")["selected"] == "c1"


def test_the_list_stands_on_the_thread_that_was_left(tmp_path):
    """And in it one is where one was; a key that comes first moves as ever."""
    folder = tmp_path / "threads"
    folder.mkdir()
    for name in ("a", "b", "c"):
        written(folder, [{"id": "c1", "text": "One."}, {"id": "c2", "text": "Two."}], name=name, title=f"About {name}")

    async def act(here):
        await here.until(lambda: len(here.app.screen.list.shown) == 3)
        await here.type("j enter j ctrl+q")

    assert opened(start(folder), act) == 0

    async def look(here):
        picker = here.app.screen
        await here.until(lambda: len(picker.list.shown) == 3)
        await here.until(lambda: picker.list.selected == 1)
        await here.type("enter")
        assert (here.reading.thread.id, here.selected) == ("b", "c2")

    assert opened(start(folder), look) == 0


def test_a_place_is_kept_while_one_works(thread):
    """At a checkpoint, which is made in a pause: a program that is killed loses no more than that."""

    async def act(here):
        await here.type("G x o")
        assert kept() == []
        here.workshop.store.checkpoint_due = lambda: True
        here.workshop.checkpoint_if_due()
        assert len(kept()) == 1
        await here.type("g g ctrl+q")

    assert opened(start(thread), act) == 0
