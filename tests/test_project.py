"""A study's folder: what its `threadmark.toml` says is what happens on the screen and in the label file."""

from __future__ import annotations

import json
import os
import tomllib
from pathlib import Path

import click
import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st
from tests.tui.conftest import ARTICLE, LANE, nobodys_home, quick_disk  # noqa: F401 -- fixtures
from tests.tui.opening import opened
from tests.tui.sitting import documents, written

from threadmark.errors import UsageError
from threadmark.labels.targets import NamedTarget
from threadmark.opening import Wishes, open_program
from threadmark.project import Project, SavedFilters, keep_annotator, label_file, read_project
from threadmark.study import Study
from threadmark.thread.text import clean_line


@pytest.fixture
def study(tmp_path):
    """A folder with a thread and what its `threadmark.toml` says."""

    def make(settings_="", *names):
        folder = tmp_path / "study"
        folder.mkdir(exist_ok=True)
        for name in names or ("lane",):
            written(folder, LANE, name=name, **{**ARTICLE, "title": f"About {name}"})
        (folder / "threadmark.toml").write_text(settings_, encoding="utf-8")
        return folder

    return make


def work(folder, act, **wishes):
    """Open a folder and do something there."""
    assert opened(lambda: open_program(Wishes(str(folder), **wishes)), act) == 0


# what it may say


def test_a_folder_without_settings(tmp_path):
    """Without the file everything is as usual."""
    assert read_project(tmp_path) == Project(tmp_path)


def test_all_settings(study):
    """Each setting is understood."""
    folder = study(
        """
        annotator = "ana"
        labels = "labels/ana.json"
        keymap = ["navigation", "stance"]
        extended = true
        [study]
        authors = "pseudonyms"
        scores = false
        order = "random"
        targets = "closed"
        idle = 30
        [[target]]
        text = "The bays should stay."
        name = "bays"
        aliases = ["parking"]
        type = "policy"
        threads = ["lane"]
        [[target]]
        text = "It is loud."
        [claims]
        lane = "Mill Lane should be closed."
        "https://example.org/2" = { text = "Prices rose.", type = "fact" }
        3 = { text = "It will rain." }
        """
    )
    assert read_project(folder) == Project(
        folder,
        annotator="ana",
        labels=folder / "labels/ana.json",
        keymap=("navigation", "stance"),
        extended=True,
        study=Study(
            pseudonyms=True,
            scores=False,
            random_order=True,
            idle=30.0,
            closed=True,
            claims={
                "lane": ("Mill Lane should be closed.", None),
                "https://example.org/2": ("Prices rose.", "fact"),
                "3": ("It will rain.", None),
            },
            targets=(
                (NamedTarget("The bays should stay.", "bays", ("parking",), "policy"), frozenset({"lane"})),
                (NamedTarget("It is loud."), frozenset()),
            ),
        ),
    )


@pytest.mark.parametrize(
    ("settings_", "why"),
    [
        ("annotator = ", "Invalid value"),
        ("\xff", "decode|invalid"),
        ('anotator = "ana"', "anotator is not known here.*known are annotator, labels"),
        ("annotator = 3", "annotator must be a text in quotes"),
        ('annotator = " "', "the annotator's name is empty"),
        ('keymap = "stance"', "keymap must be a list"),
        ('extended = "yes"', "extended must be true or false"),
        ('study = "random"', "study must be a table"),
        ("[study]\nidle = 0", "idle must be a number of seconds above 0"),
        ("[study]\nidle = true", "idle must be a number"),
        ('[study]\ntargets = "shut"', "study.targets must be one of open, closed"),
        ('[[target]]\nname = "bays"', "a target has a text"),
        ('[[target]]\ntext = "x"\ntype = "wish"', "no type of a target.*types are fact"),
        ('[study]\nauthor = "shown"', "author is not known here"),
        ('[study]\nauthors = "hidden"', "study.authors must be one of shown, pseudonyms"),
        ('[study]\nscores = "no"', "scores must be true or false"),
        ('[study]\norder = "shuffled"', "study.order must be one of given, random"),
        ("[claims]\nlane = 3", "a claim is a text"),
        ('[claims]\nlane = " "', "a claim is a text"),
        ('[claims]\nlane = { text = "It rains.", type = "opinion" }', "types are fact, forecast, policy, value"),
        ('[claims]\nlane = { text = "It rains.", kind = "fact" }', "a claim is a text"),
        ('[claims]\nlane = { type = "fact" }', "a claim is a text"),
        ('[claims]\nlane = { text = ["It rains."] }', "a claim is a text"),
        ("[filters]\ndoubts = 3", "a filter is a name and a text in quotes"),
        ('[filters]\n"" = "author:bob"', "a filter is a name and a text in quotes"),
        ('filters = "author:bob"', "filters must be a table"),
    ],
)
def test_what_is_not_understood(study, settings_, why):
    """A slip is refused with the file's name and what would be right, and never taken for something else."""
    folder = study()
    (folder / "threadmark.toml").write_bytes(settings_.encode("latin-1"))
    with pytest.raises(UsageError, match=f"(?s)study/threadmark.toml: .*({why})"):
        read_project(folder)


# filters


WRITTEN = st.sampled_from(
    [
        "",
        "# by hand",
        'annotator = "ana"\r\n[filters]  # ours\r\nold = "todo"  # yes\r\n\r\n[study]\r\nscores = false\r\n',
        'filters = { old = "todo" }\nextended = true\n',
        'filters.old = "todo"\n[claims]\nlane = "It rains."',
    ]
)


@settings(deadline=None, max_examples=60)
@given(WRITTEN, st.text(min_size=1, max_size=8), st.text(min_size=1, max_size=20))
def test_a_filter_that_is_kept_is_read_again(tmp_path_factory, before, name, words):
    """Whatever it is called: it is there at the next start, and every other line of the file is as it was written."""
    name, words = clean_line(name)[0], clean_line(words)[0]
    assume(name.strip() and words.strip())
    folder = tmp_path_factory.mktemp("filters")
    path = folder / "threadmark.toml"
    path.write_bytes(before.encode())
    then = read_project(folder)
    saved = SavedFilters(folder, dict(then.filters))
    saved.keep(name, words)
    now = read_project(folder)
    assert now.filters == saved.words == {**then.filters, name: words}
    assert (now.annotator, now.extended, now.study) == (then.annotator, then.extended, then.study)
    if name not in then.filters and "filters = {" not in before:
        assert set(before.splitlines()) <= set(path.read_bytes().decode().splitlines())
    assert [each.name for each in folder.iterdir()] == ["threadmark.toml"]


def test_a_filter_of_the_folder_is_there(study):
    """What the settings name is offered, cleaned as all that comes from outside."""
    folder = study('annotator = "ana"\n[filters]\n"do\\u001b[2Jubts" = "author:bob"')
    seen = []

    async def act(here):
        seen.append(dict(here.desk.finding.named))

    work(folder, act)
    assert seen == [{"doubts": "author:bob"}]


# who labels


NAMES = st.text(max_size=12).map(lambda name: clean_line(name)[0])
SETTINGS = st.sampled_from(
    [
        "",
        'labels = "mine.json"',
        "extended = true",
        '[study]\nscores = false\n[claims]\nlane = "It rains."',
        "# by hand",
    ]
)


@settings(deadline=None, max_examples=60)
@given(NAMES, SETTINGS)
def test_a_name_that_is_kept_is_read_again(tmp_path_factory, name, before):
    """Whatever a name is made of, it is the same at the next start, and the other settings stay."""
    assume(name)
    folder = tmp_path_factory.mktemp("kept")
    (folder / "threadmark.toml").write_text(before, encoding="utf-8")
    then = read_project(folder)
    assert keep_annotator(folder, name)
    kept = read_project(folder)
    assert kept.annotator == name
    assert (kept.labels, kept.extended, kept.study) == (
        then.labels,
        then.extended,
        then.study,
    )
    assert (folder / "threadmark.toml").read_text(encoding="utf-8").endswith(before)
    assert [path.name for path in folder.iterdir()] == ["threadmark.toml"]


def test_the_name_is_asked_once(study, monkeypatch):
    """The first start asks who labels, the next knows, and labels are under that name."""
    asked = []
    monkeypatch.setattr(
        click, "prompt", lambda question, default: asked.append(question) or ["", "Ana  K."][len(asked) - 1]
    )
    folder = study()

    async def act(here):
        await here.type("f a")

    work(folder, act)
    assert asked == ["who labels here?"] * 2
    work(folder, act)
    assert len(asked) == 2
    assert tomllib.loads((folder / "threadmark.toml").read_text(encoding="utf-8")) == {"annotator": "Ana K."}
    assert [label["annotator"] for label in documents(folder / "labels.json", "labels")] == ["Ana K."]


def test_a_name_that_can_not_be_kept(study, monkeypatch, capsys):
    """Where the folder takes no file the work goes on, and it is said that the name will be asked again."""
    monkeypatch.setattr(click, "prompt", lambda *_, **__: "ana")
    folder = study()
    (folder / "threadmark.toml").unlink()
    (folder / "threadmark.toml.new").mkdir()
    assert not keep_annotator(folder, "ana")

    async def act(here):
        await here.type("f a")

    work(folder, act)
    assert "the name is asked again next time; --annotator gives it" in capsys.readouterr().err
    assert [label["annotator"] for label in documents(folder / "labels.json", "labels")] == ["ana"]


def test_the_command_line_goes_before_the_folder(study):
    """`--annotator` and `--labels` hold for this start, whatever the folder says."""
    folder = study('annotator = "ana"\nlabels = "ana.json"')

    async def act(here):
        await here.type("f a")

    work(folder, act)
    work(folder, act, annotator=" ben\t", labels=folder / "ben.json")
    for name in ("ana", "ben"):
        assert [label["annotator"] for label in documents(folder / f"{name}.json", "labels")] == [name]
    assert not (folder / "labels.json").exists()
    with pytest.raises(UsageError, match="the annotator's name is empty"):
        open_program(Wishes(str(folder), annotator=" \x1b[2J "))


# where labels go


def test_where_labels_go(tmp_path, monkeypatch):
    """The folder's own file, else beside the thread or in the folder; samples and stdin into the current folder."""
    folder, thread = tmp_path / "study", tmp_path / "study" / "lane.thread.json"
    folder.mkdir()
    thread.touch()
    plain = Project(folder)
    assert label_file(thread, plain, sample=False) == folder / "labels.json"
    assert label_file(folder, plain, sample=False) == folder / "labels.json"
    assert label_file(folder, Project(folder, labels=folder / "own.json"), sample=False) == folder / "own.json"
    assert label_file(None, plain, sample=False) == Path("labels.json")
    assert label_file(folder, plain, sample=True) == Path("labels.json")
    monkeypatch.setattr(os, "access", lambda *_: False)
    assert label_file(thread, plain, sample=False) == Path("labels.json")
    (folder / "labels.json").touch()
    assert label_file(thread, plain, sample=False) == folder / "labels.json"


def test_all_threads_of_a_folder_share_one_file(study):
    """Threads that are opened from the list, or each by its name, are labelled into the same file."""
    folder = study('annotator = "ana"', "lane", "hedge")

    async def from_the_list(here):
        await here.until(lambda: "2 threads" in here.rows()[0] and "reading on" not in here.rows()[0])
        await here.type("enter f a q j enter f a q")

    async def by_name(here):
        await here.type("f s")

    work(folder, from_the_list)
    work(folder / "lane.thread.json", by_name)
    found = [(label["thread"], label["label"]) for label in documents(folder / "labels.json", "labels")]
    assert sorted(found) == [("hedge", "ad_hominem"), ("lane", "ad_hominem"), ("lane", "straw_man")]


# keys


def test_the_folders_layers(study):
    """The folder names its stack, with layers of its own beside it; what is not in the stack is no key."""
    folder = study('annotator = "ana"\nkeymap = ["navigation", "fallacies", "mine"]')
    (folder / "mine.toml").write_text('[layer]\nname = "mine"\n[keys]\n"f2" = "label fallacy.ad_hominem"\n')

    async def act(here):
        await here.type("c")
        assert "c is no key here" in here.said
        await here.type("f2")
        assert here.said == "fallacy: ad hominem"

    work(folder, act)


@pytest.mark.parametrize("extended", [False, True])
def test_extended_labels(study, extended):
    """Labels that not every study needs are there where the folder asks for them."""
    folder = study(f'annotator = "ana"\nextended = {str(extended).lower()}')

    async def act(here):
        labels = [label for dimension in here.workshop.keymap.codebook.dimensions for label in dimension.labels]
        assert any(label.extended for label in labels) == extended

    work(folder, act)


# claims


@pytest.mark.parametrize(
    ("claim", "heading", "kind"),
    [
        ('"Mill Lane should be closed."', "claim", None),
        ('{ text = "Mill Lane should be closed.", type = "policy" }', "claim (policy)", "policy"),
        ('{ text = """\\nMill Lane\\n  should be\\u0007 closed.\\n""" }', "claim", None),
    ],
)
def test_the_studys_claim(study, claim, heading, kind):
    """The claim is in sight with its type while a stance toward it is chosen, and is written with the first answer."""
    folder = study(f'annotator = "ana"\n[claims]\nlane = {claim}\nhedge = "Hedges grow."')

    async def act(here):
        await here.type("c")
        assert here.desk.panel_words(here.desk.panel) == [(heading, "Mill Lane should be closed.")]
        assert "Mill Lane should be closed." in here.text
        assert heading in here.text
        assert here.documents("targets") == []
        await here.type("n")
        assert here.said == "claim: against"

    work(folder, act)
    (target,) = documents(folder / "labels.json", "targets")
    assert (target["text"], target["claim_type"], target["author"]) == ("Mill Lane should be closed.", kind, None)
    (label,) = documents(folder / "labels.json", "labels")
    assert label["target"] == f"claim:{target['id']}"


def test_a_thread_that_the_study_has_no_claim_for(study):
    """Its own title is the claim."""
    folder = study('annotator = "ana"\n[claims]\nhedge = "Hedges grow."')

    async def act(here):
        await here.type("c n")

    work(folder, act)
    assert [target["text"] for target in documents(folder / "labels.json", "targets")] == ["About lane"]


# what is hidden


@pytest.mark.parametrize(
    ("hidden", "stored"),
    [
        ("", []),
        ('authors = "shown"\nscores = true', []),
        ('authors = "pseudonyms"', ["authors"]),
        ("scores = false", ["scores"]),
        ('authors = "pseudonyms"\nscores = false', ["authors", "scores"]),
    ],
)
def test_what_is_hidden_is_stored(study, hidden, stored):
    """Authors under pseudonyms that stay the same, votes nowhere; each label and review says what was hidden."""
    folder = study(f'annotator = "ana"\n[study]\n{hidden}')

    async def act(here):
        names = [name for name in ("ana_k", "Gull", "Ida", "Mole") if name in here.text]
        assert bool(names) == ("authors" not in stored)
        assert ("▲14" in here.text) == ("scores" not in stored)
        if "authors" in stored:
            heads = [row for row in here.rows() if "author 1" in row.split("↩")[0]]
            assert len(heads) == 2  # both comments of bob's
            await here.type("j E")
            assert "note on author 2's comment" in here.text
            await here.type("escape k")
        await here.type("c n enter")

    work(folder, act)
    (label,) = [each for each in documents(folder / "labels.json", "labels") if each["dimension"] == "stance"]
    assert label["context"]["hidden"] == stored
    (review,) = [each for each in documents(folder / "labels.json", "reviews") if each["comment"] == "c1"]
    assert review["context"]["hidden"] == stored


# the order of threads


def test_a_random_order_is_stable(study):
    """Each annotator has an order by lot: the same at every start, and a further thread moves no other."""
    names = ("lane", "hedge", "market", "library", "pool", "tram")
    orders = {}

    def listed(folder, annotator):
        found = []

        async def act(here):
            await here.until(lambda: "reading on" not in here.rows()[0])
            found.extend(shown.spine.thread for shown in here.app.screen.list.shown)
            await here.type("s")
            assert [shown.spine.title for shown in here.app.screen.list.shown] == sorted(
                shown.spine.title for shown in here.app.screen.list.shown
            )

        work(folder, act, annotator=annotator)
        return found

    for annotator in ("ana", "ben", "ana"):
        orders.setdefault(annotator, []).append(listed(study('[study]\norder = "random"', *names[:5]), annotator))
    assert orders["ana"][0] == orders["ana"][1] != orders["ben"][0]
    assert sorted(orders["ana"][0]) == sorted(orders["ben"][0]) == sorted(names[:5])
    more = listed(study('[study]\norder = "random"', *names), "ana")
    assert [name for name in more if name != "tram"] == orders["ana"][0]
    assert listed(study("", *names), "ana") == sorted(names)


def test_the_list_says_how_far_one_is_in_the_folder(study):
    """Labels of an earlier start count, whichever way the thread was opened then."""
    folder = study('annotator = "ana"', "lane", "hedge")

    async def label(here):
        await here.type("c n enter")

    async def look(here):
        await here.until(lambda: "reading on" not in here.rows()[0])
        progress = {shown.spine.thread: (shown.progress.done, shown.todo) for shown in here.app.screen.list.shown}
        assert progress == {"lane": (1, 6), "hedge": (0, 7)}

    work(folder / "lane.thread.json", label)
    work(folder, look)
    assert json.loads((folder / "labels.json").read_text(encoding="utf-8"))["threads"]
