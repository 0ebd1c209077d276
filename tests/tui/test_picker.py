"""The list of threads while they are still being read, where they can't be, and how far one is in each."""

from __future__ import annotations

import asyncio
import threading
from contextlib import asynccontextmanager

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.tui.conftest import LANE
from tests.tui.opening import opened, pictured  # noqa: F401 -- a fixture
from tests.tui.sitting import NARROW, THEME, WIDE, Sitting, sitting, written
from tests.tui.test_shelf import Input, made
from textual import events

from threadmark.errors import InputError, LabelFileError
from threadmark.opening import Wishes, open_program
from threadmark.places import shipped
from threadmark.sources.reading import open_threads
from threadmark.tui.app import ThreadmarkApp
from threadmark.tui.picker import SORTS, Progress, Shown
from threadmark.tui.shelf import Shelf, Spine
from threadmark.tui.workshop import Workshop


class Gates(Input):
    """Gives threads one at a time, each when it is let through; an error among them is raised."""

    def __init__(self, *readings, at_once=2):
        super().__init__(*readings)
        self._may = threading.Semaphore(at_once)
        self.waited_in_vain = False

    def let(self, number=1):
        """Let so many more through."""
        self._may.release(number)

    def _read(self):
        for reading in self.readings:
            if not self._may.acquire(timeout=20):
                self.waited_in_vain = True
                return
            if isinstance(reading, Exception):
                raise reading
            yield reading
        self._may.acquire(timeout=20)


@asynccontextmanager
async def before(shelf, labels, *, size=WIDE, annotator="ana", **study):
    """Sit down in front of the list of what a shelf holds."""
    workshop = Workshop((), (), [shipped("keymaps")], labels, annotator, theme=THEME)
    app = ThreadmarkApp(shelf, workshop, picked="some threads", theme=THEME, **study)
    app.animation_level = "none"
    try:
        async with app.run_test(size=size) as pilot:
            await pilot.pause()
            yield Sitting(app, pilot, workshop, labels)
    finally:
        workshop.close()


def listed(here):
    """The ids of the threads in the list, in its order."""
    return [shown.spine.thread for shown in here.app.screen_stack[1].list.shown]


def heading(here):
    """What stands above the list."""
    return here.rows()[0].strip(" ─")


def row_of(here, title):
    """The cells of the row of a thread, behind its title."""
    row = next(row for row in here.rows() if title in row)
    return row.split(title)[1].split()


async def whole(here):
    """Wait until there is nothing more to come."""
    await here.until(lambda: "reading on" not in heading(here))


# while they come


async def test_threads_appear_as_they_are_read(labels):
    """The first threads are there while the others are still to come, and each of those as soon as it is read."""
    source = Gates(*(made(name, "Why?") for name in "abcd"))
    async with before(Shelf(source, "corpus"), labels) as here:
        await here.until(lambda: listed(here) == ["a", "b"])
        assert heading(here) == "some threads · 2 threads · reading on"
        source.let()
        await here.until(lambda: listed(here) == ["a", "b", "c"])
        assert heading(here) == "some threads · 3 threads · reading on"
        source.let(2)
        await whole(here)
        assert listed(here) == list("abcd")
        assert heading(here) == "some threads · 4 threads"


async def test_work_begins_before_the_last_is_read(labels):
    """A thread can be opened, labelled and left while others come; those are in the list when one is back."""
    source = Gates(*(made(name, "Why?") for name in "abcd"))
    async with before(Shelf(source, "corpus"), labels) as here:
        await here.until(lambda: listed(here) == ["a", "b"])
        await here.type("j enter")
        assert here.reading.thread.id == "b"
        source.let(2)
        await here.type("f a")
        await here.until(lambda: listed(here) == list("abcd"))
        assert here.over == "ReadingScreen"
        await here.type("q")
        assert here.over == "Picker"
        assert here.labels() == [("c1", "fallacy.ad_hominem")]
        source.let()
        await whole(here)
        assert here.app.screen.list.selected == 1


async def test_the_selected_thread_stays_selected(labels):
    """Threads that come before it in the order move the list and not the choice; a filter is for what comes too."""
    source = Gates(made("m", "Why?"), made("b", "Why?"), made("a", "Why?"), made("z", "Why?"), at_once=2)
    async with before(Shelf(source, "corpus"), labels) as here:
        await here.until(lambda: listed(here) == ["m", "b"])
        await here.type("s j")
        assert here.app.screen._chosen() == 0
        source.let()
        await here.until(lambda: listed(here) == ["a", "b", "m"])
        assert here.app.screen._chosen() == 0
        await here.type("/ z enter")
        assert listed(here) == []
        source.let(2)
        await here.until(lambda: listed(here) == ["z"])
        assert heading(here) == "some threads · 1 of 4 threads · filter: z · by title"


def test_leaving_waits_for_nobody(labels):
    """The program ends at once, in the middle of a corpus and of a read that takes for ever."""
    source = Gates(*(made(name, "Why?") for name in "abcd"))
    shelf = Shelf(source, "corpus")

    async def leave():
        async with before(shelf, labels) as here:
            await here.until(lambda: listed(here) == ["a", "b"])
            await here.type("q")
            assert not here.app.is_running

    try:
        asyncio.run(leave())
        assert not source.waited_in_vain
    finally:
        source.let(3)
    for thread in threading.enumerate():
        if thread.name == "reading threads":
            thread.join(20)


# what can't be read


async def test_a_broken_corpus_keeps_what_was_read(labels):
    """An error further on is told with its place, what came before it is there, and that it is not all stays in sight."""
    trouble = InputError("is not JSON", where="corpus:3", next_step="mend the line")
    source = Gates(made("a", "Why?"), made("b", "Why?"), trouble, at_once=2)
    async with before(Shelf(source, "corpus"), labels) as here:
        await here.until(lambda: listed(here) == ["a", "b"])
        source.let()
        await whole(here)
        assert here.rows()[-1].strip() == "corpus:3: is not JSON; mend the line"
        assert here.app.screen._status.trouble
        assert heading(here) == "some threads · 2 threads · the rest can't be read"
        await here.type("j")
        assert heading(here) == "some threads · 2 threads · the rest can't be read"
        await here.type("enter")
        assert here.reading.thread.id == "b"


async def test_only_the_first_can_be_read(labels):
    """One thread, and then what can't be read, is a list of one thread and an error."""
    source = Input(made("a", "Why?"), InputError("is cut short", where="corpus:2"))
    async with before(Shelf(source, "corpus"), labels) as here:
        await whole(here)
        assert heading(here) == "some threads · 1 thread · the rest can't be read"
        assert here.rows()[-1].strip() == "corpus:2: is cut short"


async def test_an_error_steers_no_terminal(labels):
    """A file's name in an error is text from outside: what steers a terminal is not shown."""
    source = Input(made("a", "Why?"), InputError("is cut short", where="cor\x1b[2Jpus\n:2"))
    async with before(Shelf(source, "corpus"), labels) as here:
        await whole(here)
        assert here.rows()[-1].strip() == "corpus :2: is cut short"


async def test_a_defect_is_no_silence(labels):
    """What is no error of the input ends the program as a defect does."""
    source = Input(made("a", "Why?"), made("b", "Why?"), ZeroDivisionError("ours"))
    with pytest.raises(ZeroDivisionError, match="ours"):
        async with before(Shelf(source, "corpus"), labels) as here:
            await here.until(lambda: not here.app.is_running)


async def test_a_thread_that_is_gone_when_it_is_opened(labels, monkeypatch):
    """A thread that can't be read again says so, and the others can still be opened."""
    monkeypatch.setattr("threadmark.tui.shelf.KEPT", 1)
    source = Input(*(made(name, "12345") for name in "abc"))
    async with before(Shelf(source, "corpus"), labels) as here:
        await whole(here)
        source.readings = source.readings[:2]
        await here.type("G enter")
        assert here.over == "Picker"
        assert here.rows()[-1].strip() == "corpus: the thread is not there any more"
        await here.type("k enter")
        assert here.reading.thread.id == "b"


async def test_a_damaged_label_file_ends_the_program(labels):
    """Labels that can't be read are no labels that are not there: the program ends and says what is damaged."""
    async with before(Shelf(Input(made("a", "Why?")), "corpus"), labels) as here:
        await here.type("enter c n enter")
    text = labels.read_text(encoding="utf-8")
    labels.write_text(text.replace('"status":"done"', '"status":"gone"'), encoding="utf-8")
    assert labels.read_text(encoding="utf-8") != text
    async with before(Shelf(Input(made("a", "Why?")), "corpus"), labels) as here:
        await here.until(lambda: not here.app.is_running)
    assert isinstance(here.app.failure, LabelFileError)


# how far one is


async def test_progress_columns(labels, monkeypatch):
    """Done, to do, to revisit and when it was last opened, for what this annotator did, as soon as the thread is left."""
    monkeypatch.setattr("threadmark.labels.store.LabelStore.now", lambda _: "2024-03-12T17:30:00.000Z")
    shelf = Shelf(Input(made("a", "Why?", "", "So.", "No."), made("b", "Why?")), "corpus")
    async with before(shelf, labels) as here:
        await whole(here)
        assert here.rows()[1].split("title")[1].split() == [
            "date", "comments", "done", "to", "do", "revisit", "last", "opened"
        ]  # fmt: skip
        assert row_of(here, "About a") == ["4", "0", "3"]
        await here.type("enter c n enter R q")
        assert row_of(here, "About a") == ["4", "1", "2", "1", "2024-03-12", "17:30"]
        assert row_of(here, "About b") == ["1", "0", "1"]
        await here.type("enter G S t o f f enter R c n enter q")
        assert row_of(here, "About a")[:3] == ["4", "3", "0"]
    async with before(shelf_of("a", "b"), labels, annotator="ben") as here:
        await whole(here)
        assert row_of(here, "About a") == ["1", "0", "1"]


def shelf_of(*names):
    """A shelf of threads of one comment."""
    return Shelf(Input(*(made(name, "Why?") for name in names)), "corpus")


async def test_a_comment_without_a_text_is_not_to_do(labels):
    """A thread is finished when all comments with a text are, also where somebody has looked at the others."""
    async with before(Shelf(Input(made("a", "Why?", ""), made("b", "", "")), "corpus"), labels) as here:
        await whole(here)
        assert row_of(here, "About a") == ["2", "0", "1"]
        assert row_of(here, "About b") == ["2", "0", "0"]
        await here.type("enter j c n enter q")
        assert row_of(here, "About a")[:3] == ["2", "1", "1"]
        await here.type("enter c n enter q")
        assert row_of(here, "About a")[:3] == ["2", "2", "0"]


# sorting

SHOWN = st.builds(
    lambda place, title, date, comments, done, when: Shown(
        Spine(place, f"t{place}", title, "file", date, comments),
        Progress({f"c{number}" for number in range(done)}, 0, when),
    ),
    st.integers(0, 99),
    st.sampled_from(["a", "B", "b", ""]),
    st.sampled_from(["", "2024-03-12", "2024-03-12T08:00:00Z", "2023-01-01"]),
    st.integers(5, 9),
    st.integers(0, 5),
    st.sampled_from(["", "2024-03-12T08:00:00.000Z", "2024-03-12T08:00:00.001Z"]),
)


@given(st.lists(SHOWN))
def test_orders(shown):
    """Each order is what it is called; what is alike stays in the order of the files, what was never opened is last."""
    for name, told, backwards in (
        ("in the order of the files", lambda each: each.spine.place, False),
        ("by title", lambda each: each.spine.title.casefold(), False),
        ("newest article first", lambda each: each.spine.published, True),
        ("most comments first", lambda each: each.spine.comments, True),
        ("most to do first", lambda each: each.todo, True),
        ("last opened first", lambda each: each.progress.opened, True),
    ):
        ordered = sorted(shown, key=SORTS[name])
        assert [told(each) for each in ordered] == sorted(map(told, shown), reverse=backwards)
        assert ordered == sorted(shown, key=told, reverse=backwards)
    assert len(SORTS) == 6


async def test_most_to_do_first_follows_the_work(labels):
    """The order by what is to do, and by when a thread was opened, is that of now when one comes back from a thread."""
    async with before(shelf_of("a", "b", "c"), labels) as here:
        await whole(here)
        await here.type("s s s s")
        assert heading(here).endswith("most to do first")
        await here.type("enter c n enter q")
        assert listed(here) == ["b", "c", "a"]
        assert here.app.screen._chosen() == 0
        await here.type("s")
        assert listed(here) == ["a", "b", "c"]
        await here.type("G enter f a q")
        assert listed(here) == ["a", "c", "b"]


# on the screen


async def test_sixty_columns(labels):
    """Where there is no room for how far one is, titles, dates and comments are there, the titles cut."""
    long = made("a", "Why?", title="The council has voted to close Mill Lane to all cars", published="2024-03-12")
    async with before(Shelf(Input(long, made("b", "Why?")), "corpus"), labels, size=NARROW) as here:
        await whole(here)
        assert here.rows()[1].split() == ["title", "date", "comments"]
        assert here.rows()[2].split("…")[1].split() == ["2024-03-12", "1"]
        assert all(len(row) <= 60 for row in here.rows())
        await here.type("enter q")
        assert here.over == "Picker"


async def test_the_selected_thread_stays_in_sight(labels):
    """Further down than there are rows, and when the terminal gets smaller, the selected thread is on the screen."""
    async with before(shelf_of(*(f"t{number}" for number in range(60))), labels) as here:
        await whole(here)
        await here.type("G k k")
        assert "About t57" in here.text
        await here.resize(80, 9)
        assert "About t57" in here.text
        await here.type("g g")
        assert "About t0" in here.text
        assert "About t57" not in here.text


async def test_the_wheel_goes_through_the_list(labels):
    """The wheel moves the selection, and stops at the ends."""
    async with before(shelf_of("a", "b", "c"), labels) as here:
        await whole(here)
        threads = here.app.screen.list
        for kind, place in (("Down", 1), ("Down", 2), ("Down", 2), ("Up", 1)):
            threads.post_message(
                getattr(events, f"MouseScroll{kind}")(
                    threads, 1, 3, 0, 1, 0, shift=False, meta=False, ctrl=False, screen_x=1, screen_y=3
                )
            )
            await here.settle()
            assert threads.selected == place


async def test_the_mouse_opens_only_what_is_there(labels):
    """A press on the names of the columns, or below the last thread, opens nothing."""
    async with before(shelf_of("a", "b"), labels) as here:
        await whole(here)
        for y in (0, 1, 4, 20):
            await here.pilot.click("#threads", offset=(4, y))
            assert here.over == "Picker"
        await here.pilot.click("#threads", offset=(4, 2))
        await here.until(lambda: here.over == "ReadingScreen")
        assert here.reading.thread.id == "a"


async def test_a_filter_by_file_and_id(labels):
    """The filter looks in title, file and id; leaving the question leaves the filter, an empty one shows all."""
    shelf = Shelf(Input(made("lane", "Why?"), made("hedge", "Why?", title="Of lanes"), made("c", "Why?")), "corpus")
    async with before(shelf, labels) as here:
        await whole(here)
        for words, found in (("LANE", ["lane", "hedge"]), ("hedge.thread", ["hedge"]), ("", ["lane", "hedge", "c"])):
            await here.type("/")
            for _ in range(20):
                await here.type("backspace")
            await here.write(words)
            await here.type("enter")
            assert listed(here) == found
        await here.type("/ c o r p u s enter / x escape")
        assert listed(here) == []
        assert "filter: corpus" in heading(here)
        await here.type("escape escape")
        assert listed(here) == ["lane", "hedge", "c"]
        assert here.app.is_running


def test_the_samples_are_named(monkeypatch, tmp_path):
    """Without a file the sample threads are offered, under that name, and nobody is asked who labels."""
    seen = []

    async def act(here):
        await whole(here)
        seen.append(heading(here))
        await here.type("enter")
        assert here.over == "ReadingScreen"
        await here.type("q q")
        assert not here.app.is_running

    assert opened(lambda: open_program(Wishes(None)), act) == 0
    samples = sum(1 for _ in open_threads(shipped("sample_threads")))
    assert seen == [f"sample threads · {samples} threads"]


def test_a_folder_is_named_as_it_was_given(tmp_path):
    """The list says what was opened; a single thread in a folder needs no list."""
    folder = tmp_path / "work" / "study\x1b[31m"
    folder.mkdir()
    written(folder, LANE, name="lane")
    over = []

    async def act(here):
        over.append(here.over)
        if here.over == "Picker":
            await whole(here)
            over.append(heading(here))

    assert opened(lambda: open_program(Wishes(str(folder), annotator="ana")), act) == 0
    written(folder, LANE, name="hedge")
    assert opened(lambda: open_program(Wishes(str(folder), annotator="ana")), act) == 0
    assert over == ["ReadingScreen", "Picker", f"{folder.parent}/study · 2 threads"]


async def test_leaving_a_single_thread_ends_the_program(tmp_path, labels):
    """Where there was no list, the thread is the last level."""
    async with sitting(written(tmp_path, LANE), labels) as here:
        await here.type("q")
        assert not here.app.is_running


def several():
    """A shelf of threads with and without titles and dates."""
    return Shelf(
        Input(
            made("lane", *["Why?"] * 1204, title="Council votes to close Mill Lane", published="2024-03-12T08:00:00Z"),
            made("long", "Why?", title="The library will open on Sundays after all, the council has said " * 3),
            made("market", "Why?", "", "So.", paragraphs=("The night market stays where it is, for a year at least.",)),
            made("町", "Why?", title="町議会、ミル通りの閉鎖を決定", published="2024-05-01"),
            made("bare", published="2023-01-02"),
        ),
        "corpus",
    )


@pytest.mark.parametrize("size", [WIDE, NARROW], ids=["wide", "narrow"])
def test_picture(pictured, labels, monkeypatch, size):  # noqa: F811 -- the fixture
    """Titles with dates and counts, and where there is room how far one is in each; one thread was labelled."""
    monkeypatch.setattr("threadmark.labels.store.LabelStore.now", lambda _: "2024-03-12T17:30:00.000Z")
    workshop = Workshop((), (), [shipped("keymaps")], labels, "ana", theme=THEME)
    app = ThreadmarkApp(several(), workshop, picked="some threads", theme=THEME)
    app.animation_level = "none"

    async def all_read(pilot):
        await whole(Sitting(app, pilot, workshop, labels))

    try:
        assert pictured(app, "enter c n enter R q j", size=size, before=all_read)
    finally:
        workshop.close()
