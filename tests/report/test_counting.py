"""What is counted of labels, against the same counted by hand."""

from __future__ import annotations

import json
import unicodedata
from pathlib import Path

import pytest
from click.testing import CliRunner

from threadmark.cli import program
from threadmark.exports.labelled import LabelledThread, Pass, open_labelled
from threadmark.exports.tally import Tally
from threadmark.keys.layers import load_keymap
from threadmark.labels.records import Label
from threadmark.labels.round import Round
from threadmark.labels.store import LabelStore
from threadmark.places import shipped
from threadmark.report.as_json import as_json
from threadmark.report.figures import by_pair, count
from threadmark.report.plain import as_text
from threadmark.sources.reading import open_threads
from threadmark.thread import Article
from threadmark.thread.build import ThreadBuilder
from threadmark.thread.report import ImportReport

TO_CLAIM, TO_PARENT = ("stance", "claim"), ("stance", "comment")


@pytest.fixture
def figures(study):
    """All figures of the study."""
    return count(open_labelled(study / "labels.json", warn=pytest.fail).threads())


def test_progress_by_annotator(figures):
    """Who looked at how many comments, how long, and how quickly."""
    ana, ben = figures.progress
    assert (ana.annotator, ana.seen, ana.done, ana.seconds, ana.typical, ana.an_hour) == ("ana", 3, 3, 36, 12, 300)
    assert (ben.annotator, ben.done) == ("ben", 3)


def test_labels_by_question(figures):
    """How often each label was given, toward what."""
    assert figures.labels[TO_CLAIM] == (("against", 2),)
    assert dict(figures.labels[TO_PARENT]) == {"disagree": 2, "agree": 1}
    assert dict(figures.labels["fallacy", ""]) == {"none": 4, "ad_hominem": 2, "tu_quoque": 1}


def test_stances_by_depth(figures):
    """A label counts at the depth of its comment."""
    table = figures.by_depth[TO_PARENT]
    assert (table.rows, table.columns) == (("depth 2", "depth 3"), ("disagree", "agree"))
    assert table.counts == ((1, 1), (1, 0))


def test_stances_over_time(figures):
    """Every label of a comment whose time is known is in one stretch, the first and the last among them."""
    table = figures.over_time[TO_PARENT]
    assert table.rows == tuple(f"2024-03-12 {hour}:00" for hour in range(11, 23))
    assert sum(map(sum, table.counts)) == 3
    assert sum(table.counts[0]) == 2
    assert sum(table.counts[-1]) == 1


@pytest.mark.parametrize(
    ("after", "rows", "second"),
    [
        (0, 1, None),
        (20, 1, None),
        (660, 12, "2024-03-12 10:01"),
        (4_000, 7, "2024-03-12 10:10"),
        (90_000, 9, "2024-03-12 12:00"),
        (86_400 * 9, 10, "2024-03-13"),
        (86_400 * 365 * 3, 7, None),
        (86_400 * 365 * 40, 12, None),
    ],
)
def test_stretches_of_time_begin_when_people_would_say(after, rows, second):
    """No two are called alike, there are a dozen at most, and each comment is in the one that it was written in."""
    builder = ThreadBuilder(ImportReport())
    began = 1_710_237_600.0
    for number, at in enumerate((began, began + after)):
        builder.add(f"c{number}", None, "bob", f"No {number}.", created=at)
    thread = builder.build(Article("The lane"), thread_id="lane")
    labels = [
        Label("lane", f"c{number}", "ana", 1, "stance", "claim:k1", name)
        for number, name in enumerate(("favor", "against"))
    ]
    given = [Pass(each.comment, "ana", 1, None, (each,)) for each in labels]
    held = LabelledThread("lane", thread, given, {}, Path("labels.json"), Tally())
    table = count([held]).over_time[TO_CLAIM]
    assert len(set(table.rows)) == len(table.rows) == rows
    assert second is None or table.rows[1] == second
    assert (sum(table.counts[0]), sum(table.counts[-1])) == ((1, 1) if rows > 1 else (2, 2))


def test_labels_of_a_question_stand_in_one_order_everywhere(figures):
    """So that a label has one colour in all drawings of the question."""
    order = tuple(label for label, _ in figures.labels[TO_PARENT])
    assert figures.by_depth[TO_PARENT].columns == figures.over_time[TO_PARENT].columns == order
    assert by_pair(figures).columns == order


def test_who_answers_whom(figures):
    """Replies by the pair of authors, with the stances that annotators saw in them."""
    assert [(pair.author, pair.answered, pair.replies) for pair in figures.pairs] == [
        ("ana_k", "bob", 1),
        ("bob", "ana_k", 1),
    ]
    assert dict(figures.pairs[0].stances) == {"agree": 1, "disagree": 1}


def test_labels_on_one_comment(figures):
    """Labels of two dimensions by one annotator on one comment, every pair of them."""
    together = {(one, other): times for one, other, times in figures.together}
    assert together["fallacy.none", "rhetoric.rhetorical_question"] == 1
    assert together["fallacy.ad_hominem", "rhetoric.none"] == 2


def test_agreement_of_two_annotators(figures):
    """By question: what both judged, how far they agree, and that alpha is undefined where nothing varies."""
    by_question = {each.question: each for each in figures.agreement}
    claim = by_question[TO_CLAIM]
    assert (claim.units, claim.annotators, claim.agreement, claim.alpha) == (1, 2, 1, None)
    fallacy = by_question["fallacy", ""]
    assert fallacy.units == 3
    assert fallacy.agreement == pytest.approx((1 + 1 + 0.5) / 3)
    assert "undefined (no variation)" in as_text(figures)


def test_text_of_a_file_without_labels():
    """Nothing to count is said, not failed on."""
    assert "nothing was looked at yet" in as_text(count(()))


def test_ascii_figures_are_ascii(figures):
    """For terminals where other signs are too wide."""
    assert as_text(figures, ascii_only=True).isascii()
    assert any(unicodedata.name(sign, "").startswith("BRAILLE") for sign in as_text(figures))


@pytest.mark.parametrize("given", ["", "labels.json"])
def test_the_command_prints_them(study, given):
    """For a label file, or for all label files of a folder."""
    result = CliRunner().invoke(program, ["stats", str(study / given)], catch_exceptions=False)
    assert result.exit_code == 0
    assert "stance toward the parent, by depth" in result.output


def test_the_command_prints_json(study):
    """The same for scripts, for one annotator alone."""
    result = CliRunner().invoke(program, ["stats", str(study), "--json", "--annotator", "ana"], catch_exceptions=False)
    content = json.loads(result.output)
    assert [each["annotator"] for each in content["progress"]] == ["ana"]
    assert content["labels"][0] == {
        "dimension": "fallacy",
        "target": None,
        "counts": {"none": 2, "ad_hominem": 1, "tu_quoque": 1},
    }
    assert content["agreement"] == []


def test_a_folder_without_labels_is_refused(tmp_path):
    """By name, with what to do."""
    result = CliRunner().invoke(program, ["stats", str(tmp_path)])
    assert "no label file" in str(result.exception)


def again(study, annotator, number, given):
    """Another round of an annotator over the study's comments."""
    [reading] = open_threads(study / "lane.thread.json")
    store = LabelStore.open(study / "labels.json")
    codebook = load_keymap(search=[shipped("keymaps")]).codebook
    work = Round(store, reading.thread, codebook, annotator=annotator, session="s", number=number)
    for comment, labels in given.items():
        for label in labels:
            work.give(reading.thread.index(comment), *label)
    store.close()


def test_agreement_with_oneself(study):
    """Between the first round and a later one, by annotator and question; other annotators' agreement is of the first."""
    before = count(open_labelled(study / "labels.json", warn=pytest.fail).threads())
    assert before.repeated == ()
    parent = [("stance", "parent", "agree")], [("stance", "parent", "disagree")]
    again(study, "ana", 2, {"c2": parent[0], "c3": parent[1] + [("fallacy", None, "ad_hominem")]})
    again(study, "ana", 3, {"c2": [("fallacy", None, "none")]})
    figures = count(open_labelled(study / "labels.json", warn=pytest.fail).threads())
    assert figures.agreement == before.agreement
    found = {(each.round, each.question): each for each in figures.repeated}
    assert {each.annotator for each in figures.repeated} == {"ana"}
    stance = found[2, TO_PARENT]
    assert (stance.units, stance.agreement) == (2, 0.5)
    assert stance.alpha == pytest.approx(0.0)
    fallacy = found[2, ("fallacy", "")]
    assert (fallacy.units, fallacy.agreement) == (1, 0.5)
    assert (found[3, ("fallacy", "")].agreement, found[3, ("fallacy", "")].alpha) == (1, None)
    printed = as_text(figures)
    assert "agreement with oneself" in printed
    assert "1 and 2" in printed
    (row,) = [each for each in json.loads(as_json(figures))["repeated"] if each["dimension"] == "stance"]
    assert (row["annotator"], row["rounds"], row["agreement"]) == ("ana", [1, 2], 0.5)


def test_why_comments_were_skipped(study):
    """As often as each reason was given; skipping without one is in the progress alone."""
    [reading] = open_threads(study / "lane.thread.json")
    store = LabelStore.open(study / "labels.json")
    work = Round(store, reading.thread, load_keymap(search=[shipped("keymaps")]).codebook, annotator="cy", session="s")
    for comment, reason in (("c1", "off_topic"), ("c2", ""), ("c3", "off_topic"), ("c4", "in Latin")):
        work.skip(reading.thread.index(comment), reason)
    store.close()
    figures = count(open_labelled(study / "labels.json", warn=pytest.fail).threads())
    assert figures.reasons == (("off_topic", 2), ("in Latin", 1))
    assert any(line.split()[:2] == ["off", "topic"] for line in as_text(figures).splitlines())
