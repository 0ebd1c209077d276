"""A study that asks all comments for one dimension first, and for the next in a second pass: by keys, to the disk."""

from __future__ import annotations

from functools import partial

import pytest
from tests.tui.conftest import ARTICLE
from tests.tui.opening import opened, pictured  # noqa: F401 -- a fixture
from tests.tui.sitting import THEME, documents, written

from threadmark.errors import UsageError
from threadmark.opening import Wishes, open_program
from threadmark.places import shipped
from threadmark.project import read_project
from threadmark.sources.reading import open_threads
from threadmark.study import Study
from threadmark.tui.app import ThreadmarkApp
from threadmark.tui.shelf import Shelf
from threadmark.tui.workshop import Workshop

COMMENTS = [
    {"id": "c1", "author": "bob", "text": "Closing it punishes drivers."},
    {"id": "c2", "parent": "c1", "author": "ana_k", "text": "So you'd rather kids get run over?"},
]
PASSES = '[study]\npasses = [["stance"], ["rhetoric", "fallacy"]]\n'


@pytest.fixture
def study(tmp_path):
    """A folder with a thread and the settings of a study."""
    folder = tmp_path / "study"
    folder.mkdir()

    def make(settings=PASSES, comments=COMMENTS):
        (folder / "threadmark.toml").write_text(settings, encoding="utf-8")
        return written(folder, comments, **ARTICLE)

    return make


def start(thread):
    """Open it."""
    return partial(open_program, Wishes(str(thread), annotator="ana"))


def reviews(thread):
    """Status and passes done, by comment."""
    found = documents(thread.parent / "labels.json", "reviews")
    return {review["comment"]: (review["status"], review["passed"]) for review in found}


@pytest.mark.proves("done")
def test_done_is_by_pass(study):
    """`enter` writes no none into what a later pass asks; when nothing is left it says what comes, and `]` begins it."""
    thread = study()

    async def act(here):
        assert "2 comments · pass 1 of 2 · 0 done" in here.text
        await here.type("c n enter")
        assert here.labels() == [("c1", "stance.against")]
        assert here.selected == "c2"
        assert "✓ bob" in here.text
        assert "pass 1 of 2 · 1 done" in here.text
        assert "saved · 1/2" in here.text
        await here.type("p n enter")
        assert here.selected == "c2"
        assert here.said == "pass 1 of 2 is done here; ] begins pass 2: rhetoric, fallacy"
        assert "pass 2 of 2 · 0 done" in here.text
        assert "✓" not in here.text
        await here.type("]")
        assert here.selected == "c1"
        await here.type("enter m s enter")
        assert here.said == "done; nothing is left to do"

    assert opened(start(thread), act) == 0
    assert reviews(thread) == {"c1": ("done", 1), "c2": ("done", 1)}
    given = [
        (label["comment"], label["dimension"], label["label"])
        for label in documents(thread.parent / "labels.json", "labels")
    ]
    assert ("c1", "rhetoric", "none") in given
    assert ("c2", "fallacy", "none") in given


@pytest.mark.proves("flow")
def test_flow_asks_what_the_pass_asks(study):
    """The stance of every comment, one key each; flow ends with the pass, and begun again asks for the rest."""
    thread = study()

    async def act(here):
        await here.type("F")
        assert here.desk.panel.title == "claim?"
        await here.type("n")
        assert (here.selected, here.desk.panel.title) == ("c2", "parent?")
        await here.type("y")
        assert here.desk.flow is None
        assert here.said.startswith("pass 1 of 2 is done here")
        await here.type("] F")
        assert here.desk.panel.dimension == "rhetoric"
        await here.type("space -")
        assert here.selected == "c2"
        await here.type("space -")
        assert here.said == "done; nothing is left to do"

    assert opened(start(thread), act) == 0
    assert reviews(thread) == {"c1": ("done", 1), "c2": ("done", 1)}


def test_a_study_opens_its_threads_in_flow(study):
    """The first question is asked at once, as the study says, at each start; not where nothing is left to do."""
    thread = study("[study]\nflow = true\n")

    async def act(here):
        assert here.desk.panel.title == "claim?"
        await here.type("n space -")
        assert (here.selected, here.desk.panel.title) == ("c2", "parent?")
        await here.type("escape")
        assert here.desk.flow is None

    async def again(here):
        assert (here.selected, here.desk.panel.title) == ("c2", "parent?")
        await here.type("y space -")
        assert here.said == "done; nothing is left to do"

    async def done(here):
        assert here.desk.flow is None

    for what in (act, again, done):
        assert opened(start(thread), what) == 0
    assert reviews(thread) == {"c1": ("done", 0), "c2": ("done", 0)}


def test_a_restart_goes_on_in_the_pass(study):
    """Which pass a comment is done in is on the disk; a review that was done before there were passes is done."""
    thread = study("", COMMENTS)

    async def without(here):
        await here.type("c n enter")

    assert opened(start(thread), without) == 0
    study(PASSES)

    async def first(here):
        assert "pass 1 of 2 · 1 done" in here.text
        await here.type("j p n enter")

    assert opened(start(thread), first) == 0

    async def second(here):
        assert "pass 2 of 2 · 1 done" in here.text
        await here.type("]")
        assert here.selected == "c2"

    assert opened(start(thread), second) == 0


@pytest.mark.proves("undo", "redo", "skip", "fold_done")
def test_everything_else_follows_the_pass(study):
    """Undo brings a pass back; a skipped comment is skipped for all passes; filter and folds know what is to do now."""
    thread = study()

    async def act(here):
        await here.type("c n enter")
        await here.type("u u")
        assert "✓" not in here.text
        assert "pass 1 of 2 · 0 done" in here.text
        await here.type("ctrl+r")
        assert "pass 1 of 2 · 1 done" in here.text
        await here.type("&")
        await here.write("done")
        await here.type("enter")
        assert "1 of 2" in here.text
        await here.type("escape G S o")
        assert here.said.startswith("pass 1 of 2 is done here")
        await here.type("]")
        assert here.selected == "c1"
        await here.type("enter")
        assert here.said == "done; nothing is left to do"
        await here.type("z d")
        assert here.visible == ["c1"]
        await here.type("u")
        assert "pass 2 of 2 · 0 done" in here.text
        await here.type("u u")
        assert "pass 1 of 2 · 1 done" in here.text

    assert opened(start(thread), act) == 0
    assert reviews(thread)["c2"] == ("open", 0)


@pytest.mark.parametrize(
    ("passes", "said"),
    [
        ('["stance"]', "up to 20 lists of dimensions"),
        ("[[]]", "up to 20 lists of dimensions"),
        ("[[3]]", "a list of texts"),
        ('[["stance"], ["stance"]]', "has a dimension twice"),
        ('"stance"', "must be a list"),
    ],
)
def test_what_can_be_no_pass_is_refused(study, passes, said):
    """With the file, and what a pass can be."""
    thread = study(f"[study]\npasses = {passes}\n")
    with pytest.raises(UsageError, match=said):
        read_project(thread.parent)


def test_an_unknown_dimension_is_refused(study):
    """By name, with those that there are."""
    thread = study('[study]\npasses = [["stance"], ["fallacies"]]\n')

    async def act(here):
        await here.pilot.pause()

    with pytest.raises(UsageError, match="fallacies, which no layer declares; the dimensions are stance, rhetoric"):
        opened(start(thread), act)


def test_picture(study, pictured):  # noqa: F811 -- the fixture
    """The end of a first pass: what is done in it, and what comes."""
    thread = study()
    passes = Study(passes=(("stance",), ("rhetoric", "fallacy")))
    workshop = Workshop((), (), [shipped("keymaps")], thread.parent / "labels.json", "ana", theme=THEME, study=passes)
    app = ThreadmarkApp(Shelf(lambda: open_threads(thread), "lane"), workshop, theme=THEME)
    try:
        assert pictured(app, "c n enter p n enter")
    finally:
        workshop.close()


def test_what_was_volunteered_in_one_pass_was_asked_once_a_later_one_asks_it(study):
    """Rhetoric given in the first pass, which asks for stance, answers the question of the second."""
    thread = study()

    def asked():
        found = documents(thread.parent / "labels.json", "reviews")
        answers = next(review["answers"] for review in found if review["comment"] == "c1")
        return {answer["dimension"]: answer["asked"] for answer in answers}

    async def first(here):
        await here.type("m s c n enter p n enter")

    async def second(here):
        await here.type("g g enter")

    assert opened(start(thread), first) == 0
    assert asked() == {"rhetoric": False, "stance": True}
    assert opened(start(thread), second) == 0
    assert asked() == {"rhetoric": True, "stance": True, "fallacy": True}
