"""A second, blind round over some of one's own comments, from the command to the figures."""

from __future__ import annotations

import json
from functools import partial

import pytest
from click.testing import CliRunner
from tests.tui.opening import opened, pictured  # noqa: F401 -- a fixture
from tests.tui.sitting import THEME, documents, sitting, written

from threadmark.cli import program
from threadmark.errors import UsageError
from threadmark.labels.drawing import Wish
from threadmark.labels.store import LabelStore
from threadmark.opening import Wishes, open_program
from threadmark.places import shipped
from threadmark.sources.reading import open_threads
from threadmark.tui.app import ThreadmarkApp
from threadmark.tui.shelf import Shelf
from threadmark.tui.workshop import Workshop


@pytest.fixture
async def labelled(thread_file, labels):
    """A thread of which ana has done three comments."""
    thread = thread_file()
    async with sitting(thread, labels) as here:
        await here.type("c n m s enter p n enter p y f a enter")
    return thread


def again(thread, labels, share="3", seed=None, **wishes):
    """Open a thread once more for a second round."""
    return partial(open_program, Wishes(str(thread), labels, "ana", again=Wish(share, seed), **wishes))


def test_the_second_round_is_blind(labelled, labels):
    """No earlier label is on a comment, in its panel, under a fold, in what is found, in the figures or in the counts."""

    async def act(here):
        assert here.selected == "c1"
        assert "round 2 · 3 drawn · 0 done" in here.text
        assert "saved · 0/3" in here.text
        assert here.said == "round 2: 3 drawn here, earlier labels are hidden; ] goes on"
        for words in ("against", "sarcasm", "✓"):
            assert words not in here.text
        await here.type("c")
        assert not here.desk.already()
        await here.type("escape space")
        assert "4 replies · 2 to do" in here.text
        assert "disagree" not in here.text
        await here.type("space &")
        await here.write("has:label")
        await here.type("enter")
        assert "0 of 8" in here.text
        await here.type("escape #")
        assert "against" not in here.text

    assert opened(again(labelled, labels), act) == 0


def test_the_second_round_is_worked_through(labelled, labels):
    """`enter` goes over the drawn comments only; labels and reviews are of round 2, those of round 1 as they were."""
    before = documents(labels, "labels")

    async def act(here):
        await here.type("c y m space enter")
        assert here.selected == "c2"
        await here.type("p n m space enter")
        assert here.selected == "c3"
        await here.type("p n m space f space enter")
        assert here.said == "done; nothing is left to do"
        assert "3 drawn · 3 done" in here.text

    assert opened(again(labelled, labels), act) == 0
    found = documents(labels, "labels")
    assert [label for label in found if label["round"] == 1] == before
    assert {label["comment"] for label in found if label["round"] == 2} == {"c1", "c2", "c3"}
    statuses = {
        (review["round"], review["status"]) for review in documents(labels, "reviews") if review["comment"] != "c4"
    }
    assert statuses == {(1, "done"), (2, "done")}
    assert [session["round"] for session in documents(labels, "sessions")] == [1, 2]


def test_other_comments_can_be_read_and_not_labelled(labelled, labels):
    """A label on one that was not drawn is refused with words; `enter` there goes on to the next to do."""

    async def act(here):
        await here.type("G x o")
        assert "this comment was not drawn for this round" in here.text
        await here.type("enter")
        assert here.selected == "c1"
        await here.type("G F")
        assert "nothing is required of this comment; enter goes on" in here.text
        await here.type("enter n")
        assert here.selected == "c1"
        assert [label["comment"] for label in here.documents("labels") if label["round"] == 2] == ["c1"]

    assert opened(again(labelled, labels), act) == 0


def test_undo_stays_within_the_round(labelled, labels):
    """`u` takes back what this round did, and then says that there is nothing."""

    async def act(here):
        await here.type("u")
        assert here.said == "nothing to undo"
        await here.type("c y u u")
        assert here.said == "nothing to undo"

    before = documents(labels, "labels")
    assert opened(again(labelled, labels), act) == 0
    assert documents(labels, "labels") == before


def test_a_restart_goes_on_with_the_same_sample(labelled, labels):
    """What was drawn is in the label file with its seed, and the same command opens it again."""
    drawn = []

    async def act(here):
        drawn.append(here.selected)

    for _ in range(4):
        opened(again(labelled, labels, "33%"), act)
    (record,) = documents(labels, "rounds")
    assert drawn == list(record["comments"]) * 4
    assert (record["share"], record["pool"], record["round"], record["annotator"]) == ("33%", 3, 2, "ana")


def test_a_folder_lists_the_drawn_threads_only(tmp_path, labels):
    """The sample goes over all threads of a folder; the list has those with something drawn, and how far one is."""
    folder = tmp_path / "threads"
    folder.mkdir()
    for name in ("lane", "pool", "shop"):
        written(folder, [{"id": "c1", "text": "Only this."}], name=name, title=f"About the {name}")

    async def label(here):
        await here.type("enter c n enter q j enter c n enter q")

    opened(partial(open_program, Wishes(str(folder), labels, "ana")), label)

    async def look(here):
        assert "threads, round 2 · 2 threads" in here.text
        assert "About the shop" not in here.text
        assert [shown.todo for shown in here.app.screen.list.shown] == [1, 1]
        await here.type("enter c y enter q")
        assert [shown.todo for shown in here.app.screen.list.shown] == [0, 1]

    assert opened(again(folder, labels, "100%"), look) == 0


def test_the_first_drawn_comment_is_selected(thread_file, labels):
    """Even where it is the last of the thread."""
    thread = thread_file(
        [{"id": "c1", "text": "Good."}, {"id": "c2", "text": "Not done."}, {"id": "c3", "text": "Bad."}]
    )

    async def label(here):
        await here.type("G c n enter")

    opened(partial(open_program, Wishes(str(thread), labels, "ana")), label)

    async def look(here):
        assert here.selected == "c3"

    assert opened(again(thread, labels, "1"), look) == 0


def test_picture(labelled, labels, pictured):  # noqa: F811 -- the fixture
    """Two of three drawn, the first of them done again: its new label shows, the old ones and the third comment don't."""
    workshop = Workshop((), (), [shipped("keymaps")], labels, "ana", theme=THEME)
    shelf = Shelf(lambda: open_threads(labelled), "lane")
    workshop.draw(Wish("2", seed=1), shelf.threads())
    try:
        assert pictured(ThreadmarkApp(shelf, workshop, theme=THEME), "c y m space enter")
    finally:
        workshop.close()


@pytest.mark.parametrize(
    ("share", "who", "said"),
    [("5%", "ben", "ben has done no comment here"), ("9", "ana", "9 comments can't be drawn")],
)
def test_nothing_to_draw_ends_the_program(labelled, labels, share, who, said):
    """Before there is a screen, with what to do, and with the label file free for others."""
    with pytest.raises(UsageError, match=said) as refused:
        open_program(Wishes(str(labelled), labels, who, again=Wish(share)))
    assert refused.value.next_step
    store = LabelStore.open(labels)
    assert not store.read_only
    store.close()
    assert documents(labels, "rounds") == []


def test_a_seed_without_a_draw_is_refused(labelled, monkeypatch):
    """An option that would do nothing is a mistake."""
    monkeypatch.setattr("threadmark.cli.commands.open.need_terminal", lambda _: None)
    result = CliRunner().invoke(program, ["open", str(labelled), "--seed", "3"])
    assert "--seed draws a sample" in str(result.exception)


def test_the_command_says_what_is_wished(labelled, labels, monkeypatch):
    """`open FILE --again 3 --seed 7` is a second round drawn with that seed."""
    monkeypatch.setattr("threadmark.cli.commands.open.need_terminal", lambda _: None)
    monkeypatch.setattr(ThreadmarkApp, "run", lambda _: None)
    words = ["open", str(labelled), "--labels", str(labels), "--annotator", "ana", "--again", "3", "--seed", "7"]
    assert CliRunner().invoke(program, words, catch_exceptions=False).exit_code == 0
    (record,) = documents(labels, "rounds")
    assert (record["seed"], record["comments"]) == (7, ["c1", "c2", "c3"])


def test_the_export_tells_rounds_apart(labelled, labels):
    """A row of the second round says so."""

    async def act(here):
        await here.type("c y")

    opened(again(labelled, labels), act)
    exported = CliRunner().invoke(program, ["export", str(labels)], catch_exceptions=False)
    rows = [json.loads(line) for line in exported.stdout.splitlines() if line.startswith("{")]
    found = {(row["round"], row["label"]) for row in rows if row["comment"] == "c1" and row["dimension"] == "stance"}
    assert found == {(1, "against"), (2, "favor")}
