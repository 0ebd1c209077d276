"""The shelf: threads as they come, kept while there is room, read again when there was none."""

from __future__ import annotations

import json

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from threadmark.errors import InputError
from threadmark.sources.reading import open_threads
from threadmark.sources.source import Reading
from threadmark.thread import Article
from threadmark.thread.build import ThreadBuilder
from threadmark.thread.report import ImportReport
from threadmark.tui.shelf import Shelf, Spine, drawn_lot


def made(name, *texts, **article):
    """A thread of comments with these texts, as it is read."""
    builder = ThreadBuilder(ImportReport(file=f"corpus/{name}.thread.json"))
    for number, text in enumerate(texts, 1):
        builder.add(f"c{number}", None, "bob", text)
    article = article or {"title": f"About {name}"}
    return Reading(builder.build(Article(**article), thread_id=name), builder.report)


class Input:
    """Gives threads, as often as it is opened; counts how often, and how many it gave.

    Args:
        readings: the threads; an error among them is raised in its place.
    """

    def __init__(self, *readings):
        self.readings = readings
        self.opened = self.given = 0

    def __call__(self):
        """Open it."""
        self.opened += 1
        return self._read()

    def _read(self):
        for reading in self.readings:
            if isinstance(reading, Exception):
                raise reading
            self.given += 1
            yield reading


BROKEN = InputError("is cut short", where="corpus:3")


def test_spines():
    """Each thread has its place, id, title, file, date, comments, and those of them that have no text."""
    reading = made("lane", "Why?", "", "So.", title="Mill Lane closes", published="2024-03-12")
    assert list(Shelf(Input(reading), "corpus").spines()) == [
        Spine(0, "lane", "Mill Lane closes", "lane.thread.json", "2024-03-12", 3, frozenset({"c2"}))
    ]


def test_a_thread_without_a_dated_article_has_the_date_of_its_earliest_comment(tmp_path):
    """Mail has no article: its conversation began with the first mail, whatever the order and without mails of no time."""
    rows = [{"id": "a", "text": "Late."}, {"id": "b", "text": "So.", "created": "2024-03-13T10:00:00Z"}]
    rows.append({"id": "c", "text": "Why?", "created": "2024-03-12T09:30:00Z"})
    path = tmp_path / "mail.thread.json"
    path.write_text(json.dumps({"format": "threadmark-thread", "version": 1, "id": "m", "comments": rows}))
    (spine,) = Shelf(lambda: open_threads(path), "mail").spines()
    assert spine.published == "2024-03-12T09:30:00Z"


@pytest.mark.parametrize(
    ("article", "title"),
    [
        ({"title": "Mill Lane", "paragraphs": ("It closes.",)}, "Mill Lane"),
        ({"paragraphs": ("The council\n\tvoted.", "Then left.")}, "The council voted."),
        ({"paragraphs": ("x" * 300,)}, "x" * 200),
        ({"byline": "Harbour Post"}, "lane"),
    ],
)
def test_what_a_thread_is_called(article, title):
    """Without a title the beginning of the article stands for it, on one line; without an article its id."""
    (spine,) = Shelf(Input(made("lane", "Why?", **article)), "corpus").spines()
    assert spine.title == title


def test_two_threads_are_read_at_once_and_no_more():
    """Whether there is one thread or several is known from the first two; the others are read when they are asked for."""
    source = Input(*(made(name, "Why?") for name in "abcd"))
    shelf = Shelf(source, "corpus")
    assert (source.given, shelf.holds_one) == (2, False)
    spines = shelf.spines()
    assert [next(spines).thread, next(spines).thread] == ["a", "b"]
    assert source.given == 2
    assert [spine.thread for spine in spines] == ["c", "d"]
    assert source.opened == 1


def test_one_thread():
    """A file with one thread is no list of threads."""
    shelf = Shelf(Input(made("lane", "Why?")), "lane")
    assert shelf.holds_one
    assert shelf.reading(0).thread.id == "lane"


def test_no_thread():
    """What holds no thread is refused by its name."""
    with pytest.raises(InputError, match="corpus: there is no thread in it"):
        Shelf(Input(), "corpus")


def test_broken_from_the_beginning():
    """What can't be read at all is refused with its own error."""
    with pytest.raises(InputError, match="cut short"):
        Shelf(Input(BROKEN), "corpus")


@pytest.mark.parametrize("before", [1, 2, 4])
def test_broken_later(before):
    """Whatever can be read is there, be it one thread, before it is told what can't be."""
    source = Input(*(made(name, "Why?") for name in "abcd"[:before]), BROKEN, made("never", "Why?"))
    shelf = Shelf(source, "corpus")
    assert not shelf.holds_one
    spines = shelf.spines()
    assert [next(spines).thread for _ in range(before)] == list("abcd"[:before])
    with pytest.raises(InputError, match="cut short"):
        next(spines)
    assert shelf.reading(before - 1).thread.id == "abcd"[before - 1]


def test_what_was_kept_is_not_read_again(monkeypatch):
    """A thread for which there is room stays in memory; one beyond is read again each time, and is the same thread."""
    monkeypatch.setattr("threadmark.tui.shelf.KEPT", 10)
    source = Input(made("a", "12345"), made("b", "1234567"), made("c", "12345"), made("d", "1"))
    shelf = Shelf(source, "corpus")
    assert [spine.thread for spine in shelf.spines()] == list("abcd")
    for place, name, times in ((0, "a", 1), (2, "c", 1), (1, "b", 2), (3, "d", 3), (1, "b", 4)):
        assert shelf.reading(place).thread.id == name
        assert source.opened == times


def test_the_first_is_kept_whatever_its_size(monkeypatch):
    """A single thread is there without another reading, also when it is larger than all that is kept of many."""
    monkeypatch.setattr("threadmark.tui.shelf.KEPT", 1)
    source = Input(made("a", "12345"), made("b", "12345"))
    shelf = Shelf(source, "corpus")
    assert len(list(shelf.spines())) == 2
    assert shelf.reading(0).thread.id == "a"
    assert source.opened == 1


def test_a_thread_that_is_gone(monkeypatch):
    """A file that got shorter since it was listed says so when its last thread is opened."""
    monkeypatch.setattr("threadmark.tui.shelf.KEPT", 1)
    source = Input(made("a", "12345"), made("b", "12345"), made("c", "12345"))
    shelf = Shelf(source, "corpus")
    list(shelf.spines())
    source.readings = source.readings[:2]
    assert shelf.reading(1).thread.id == "b"
    with pytest.raises(InputError, match="corpus: the thread is not there any more"):
        shelf.reading(2)


@settings(deadline=None, max_examples=50)
@given(st.lists(st.integers(0, 12), min_size=1, max_size=8), st.integers(0, 40), st.data())
def test_every_place_holds_its_thread(sizes, room, data):
    """Whatever there is room for, and whenever a thread is asked for: each place holds the thread that stood there."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("threadmark.tui.shelf.KEPT", room)
        source = Input(*(made(f"t{number}", "x" * size) for number, size in enumerate(sizes)))
        shelf = Shelf(source, "corpus")
        for place, spine in enumerate(shelf.spines()):
            assert (spine.place, spine.thread) == (place, f"t{place}")
            asked = data.draw(st.integers(0, place))
            assert shelf.reading(asked).thread.id == f"t{asked}"
    assert source.given >= len(sizes)


def test_a_real_corpus(tmp_path, monkeypatch):
    """Threads of a file, for which there is no room, come from the file again with the same comments."""
    monkeypatch.setattr("threadmark.tui.shelf.KEPT", 1)
    corpus = tmp_path / "some.threads.jsonl"
    lines = [
        {"format": "threadmark-thread", "version": 1, "id": name, "comments": [{"id": "c1", "text": f"{name} says."}]}
        for name in "abc"
    ]
    corpus.write_text("".join(json.dumps(line) + "\n" for line in lines), encoding="utf-8")
    shelf = Shelf(lambda: open_threads(corpus), str(corpus))
    assert [spine.file for spine in shelf.spines()] == ["some.threads.jsonl"] * 3
    assert [shelf.reading(place).thread.texts[0] for place in (2, 0, 1)] == ["c says.", "a says.", "b says."]


NAMES = st.text(st.characters(exclude_categories=["C"]), max_size=8)  # as names are cleaned


@given(NAMES, NAMES, NAMES, NAMES)
def test_lots(annotator, thread, other_annotator, other_thread):
    """The lot of a thread is always the same for an annotator, and another for every other thread or annotator."""
    assert drawn_lot(annotator, thread) == drawn_lot(annotator, thread)
    if (annotator, thread) != (other_annotator, other_thread):
        assert drawn_lot(annotator, thread) != drawn_lot(other_annotator, other_thread)


def test_a_lot_is_the_same_on_every_machine():
    """An order that was drawn once can be drawn again by another program, from the two names."""
    assert drawn_lot("ana", "lane")[:12] == "15e27c16bc4b"
