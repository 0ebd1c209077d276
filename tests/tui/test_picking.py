"""The list of threads, by real keys: moving, opening, filtering, sorting, and how far one is."""

from __future__ import annotations

import pytest
from tests.tui.conftest import LANE
from tests.tui.sitting import written

from threadmark.keys.commands import COMMANDS
from threadmark.tui.picker import DOES_HERE


@pytest.fixture
def folder(tmp_path):
    """Three threads in files of one folder."""
    folder = tmp_path / "work"
    written(folder, LANE, name="lane", title="Mill Lane closes", published="2024-03-12", article=["It does."])
    written(folder, LANE[:2], name="hedge", title="A hedge", published="2024-05-01", article=["It grows."])
    written(folder, [], name="market", published="2023-01-02", article=["The night market stays where it is."])
    return folder


@pytest.fixture
def pick(sit, folder):
    """Sit down in front of the list of these threads."""

    def sit_down(**options):
        return sit(path=folder, picked="sample threads", **options)

    return sit_down


def titles(here):
    """The titles in the list, in its order."""
    return [shown.spine.title for shown in here.app.screen.list.shown]


def chosen(here):
    """The title of the selected thread."""
    return titles(here)[here.app.screen.list.selected]


async def listed(here):
    """Wait until all threads are in the list."""
    await here.until(lambda: "reading on" not in here.rows()[0] and "3 threads" in here.rows()[0])


@pytest.mark.proves("next_comment", "previous_comment", "first_comment", "last_comment", "page_down", "help")
async def test_the_movement_keys_move_the_list(pick):
    """The same keys as on a thread go through the list, and stop at its ends."""
    async with pick() as here:
        await listed(here)
        assert "sample threads" in here.rows()[0]
        assert titles(here) == ["A hedge", "Mill Lane closes", "The night market stays where it is."]
        for keys, title in (
            ("j", 1),
            ("down", 2),
            ("j", 2),
            ("g g", 0),
            ("k", 0),
            ("G", 2),
            ("pageup", 0),
            ("pagedown", 2),
        ):
            await here.type(keys)
            assert (keys, chosen(here)) == (keys, titles(here)[title])
        await here.type("?")
        assert here.over == "Page"
        await here.type("escape")
        assert here.over == "Picker"


@pytest.mark.proves("done", "unfold_or_reply", "leave", "label")
async def test_a_thread_is_opened_and_left(pick):
    """`enter` or `l` opens the selected thread, `q` comes back to the list, which then knows what was done."""
    async with pick() as here:
        await listed(here)
        await here.type("j l")
        assert here.over == "ReadingScreen"
        await here.type("c n enter q")
        assert here.over == "Picker"
        assert chosen(here) == "Mill Lane closes"
        row = next(row for row in here.rows() if "Mill Lane closes" in row)
        assert row.split("2024-03-12")[1].split()[:3] == ["8", "1", "6"]
        await here.type("enter")
        await here.until(lambda: "✓ bob" in here.text)


@pytest.mark.proves("search", "escape")
async def test_filtering(pick):
    """`/` shows the threads that have some words in title or file; `esc` shows all again."""
    async with pick() as here:
        await listed(here)
        await here.type("/")
        await here.write("MARKET")
        await here.type("enter")
        assert titles(here) == ["The night market stays where it is."]
        assert "1 of 3 threads" in here.rows()[0]
        await here.type("escape")
        assert len(titles(here)) == 3
        await here.type("/ n o n e enter enter j")
        assert titles(here) == []
        assert here.app.is_running


@pytest.mark.proves("sort_threads")
async def test_sorting(pick):
    """`s` goes from order to order and around; the selected thread stays selected, and the order is named."""
    async with pick() as here:
        await listed(here)
        await here.type("j")
        orders = {}
        for _ in range(7):
            await here.type("s")
            assert chosen(here) == "Mill Lane closes"
            orders[here.rows()[0].split(" · ")[-1].rstrip(" ─")] = titles(here)
        assert orders["by title"] == ["A hedge", "Mill Lane closes", "The night market stays where it is."]
        assert orders["newest article first"] == ["A hedge", "Mill Lane closes", "The night market stays where it is."]
        assert orders["most comments first"][0] == "Mill Lane closes"
        assert "3 threads" in orders


@pytest.mark.parametrize("key", ["q", "ctrl+q"])
async def test_leaving_the_list_ends_the_program(pick, key):
    """From the list there is no way back but the shell."""
    async with pick() as here:
        await listed(here)
        await here.type(key)
        assert not here.app.is_running


async def test_a_key_of_the_thread_says_where_it_works(pick):
    """A labelling key in the list does nothing and says so."""
    async with pick() as here:
        await listed(here)
        await here.type("f a")
        assert here.rows()[-1].lstrip().startswith("this key works in a thread")
        await here.type("Z")
        assert here.rows()[-1].lstrip().startswith("Z is no key here")


async def test_help_tells_what_keys_do_in_the_list(pick):
    """Its first part has the keys that work here, in the list's own words, and no others."""
    async with pick() as here:
        await listed(here)
        await here.type("?")
        told = " ".join(" ".join(here.rows()).split())
        assert "enter l → open the thread" in told.split("in a thread")[0]
        await here.type("escape")
        for command in COMMANDS:
            if command not in ("leave", "quit", "suspend", "done", "unfold_or_reply"):
                here.app.screen._do(command)
                await here.settle()
                waits = here.over == "Picker" and "this key works in a thread" in here.app.screen._status.said
                assert waits == (command not in DOES_HERE), command
                while here.over != "Picker":
                    await here.type("escape")
                here.app.screen._status.said = ""


async def test_the_mouse_opens_a_thread(pick):
    """A press on a row opens that thread."""
    async with pick() as here:
        await listed(here)
        await here.pilot.click("#threads", offset=(4, 3))
        await here.until(lambda: here.over == "ReadingScreen")
        assert here.reading.thread.article.title == "Mill Lane closes"


async def test_a_thread_for_which_there_was_no_room_is_read_again(pick, monkeypatch):
    """Beyond what is kept in memory a thread is read anew when it is opened."""
    monkeypatch.setattr("threadmark.tui.shelf.KEPT", 1)
    async with pick() as here:
        await listed(here)
        await here.type("j enter")
        assert here.reading.thread.article.title == "Mill Lane closes"
        await here.type("c n q G enter")
        assert "no comments in this thread" in here.text


async def test_a_random_order_is_the_annotators_own(pick):
    """An order drawn by lot is the same at every start, and is not the files'."""
    seen = {}
    for annotator in ("ana", "ben", "ana", "cleo", "dan"):
        async with pick(annotator=annotator, random_order=True) as here:
            await listed(here)
            seen.setdefault(annotator, titles(here))
            assert titles(here) == seen[annotator]
    assert len({tuple(order) for order in seen.values()}) > 1
