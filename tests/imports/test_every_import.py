"""What holds for every format that labels come back in."""

from __future__ import annotations

import json

import pytest
from click.testing import CliRunner
from hypothesis import Phase, given, settings
from hypothesis import strategies as st
from tests.exports.everything import everything_in
from tests.imports.round_trips import KEYMAP, LOSSES, brought_back, declared, facts, held, kept

import threadmark.imports
from threadmark.cli import program
from threadmark.errors import InputError, UsageError
from threadmark.imports.bringing import import_labels
from threadmark.imports.registry import import_for, imports
from threadmark.labels.records import Answer, Label, Review, Span, key_of, put
from threadmark.labels.store import LabelStore


@pytest.fixture(scope="module")
def everything(tmp_path_factory):
    """A thread with everything in it, labelled in every way."""
    return everything_in(tmp_path_factory.mktemp("everything"))


@pytest.mark.parametrize("name", sorted(imports()))
def test_own_exports_come_back_equal_but_for_what_is_declared_lost(everything, name):
    """Labels with evidence, either/or and times; how each comment was left, what was asked, what stances are toward."""
    labels, brought = brought_back(everything.export(name), everything.folder)
    assert brought.format == name
    assert (brought.left, brought.unknown, brought.moved) == ({}, {}, [])
    assert kept(labels, name) == kept(everything.labels, name)


@pytest.mark.parametrize("name", sorted(imports()))
def test_nothing_is_declared_lost_that_comes_back(everything, name):
    """Each loss that can show in the thread with everything in it does."""
    labels, _ = brought_back(everything.export(name), everything.folder)
    before, after = facts(everything.labels), facts(labels)
    for clause in declared(name):
        lost = set(filter(LOSSES[clause], before))
        assert not lost or lost - after, clause


@pytest.mark.parametrize("name", sorted(imports()))
def test_what_is_there_already_is_not_brought_twice(everything, name):
    """Reading an export into the file that it came from changes no label."""
    before = held(everything.labels)
    brought = import_labels(everything.export(name), everything.labels, KEYMAP)
    assert brought.new == 0
    assert brought.there == len(before)
    assert held(everything.labels) == before


_QUESTIONS = [
    ("fallacy", None, ("straw_man", "ad_hominem", "family.person")),
    ("rhetoric", None, ("hyperbole", "sarcasm_irony")),
    ("stance", "claim:k1", ("favor",)),
    ("stance", "comment:c1", ("agree",)),
    ("stance", "named:n1", ("against",)),
]


_PASSES = st.sampled_from([(who, number) for who in ("ana", "b.$é/n") for number in (1, 2)])
_WORDS = st.text(st.sampled_from('a "=\\🏊é,\n'), max_size=6).map(str.strip)


@st.composite
def _labels(draw):
    """Labels anywhere in a text of any script, no two that shut each other out."""
    made = {}
    for _ in range(draw(st.integers(1, 5))):
        dimension, target, names = draw(st.sampled_from(_QUESTIONS))
        ends = st.lists(st.integers(0, 8), min_size=2, max_size=2, unique=True).map(sorted)
        spans = [
            Span(start, end, TEXT[start:end], TEXT[:start], TEXT[end:])
            for start, end in draw(st.lists(ends, max_size=2))
        ]
        evidence = tuple(dict.fromkeys(spans))
        stamps = {"created": "2024-03-12T10:00:00.000Z", "updated": "2024-03-12T10:00:05.125Z"}
        label = Label(
            *("pool", "p1", *draw(_PASSES), dimension, target, draw(st.sampled_from(names)), evidence), **stamps
        )
        made[key_of(label)] = label
    return list(made.values())


@st.composite
def _labels_and_reviews(draw):
    """Labels, and how some of their annotators and others left the comment and what they were asked."""
    labels = draw(_labels())
    answered = {(each.annotator, each.round, each.dimension, each.target) for each in labels}
    reviews = []
    for who in draw(st.lists(_PASSES, max_size=3, unique=True)):
        asked = [question[:2] for question in draw(st.lists(st.sampled_from(_QUESTIONS), max_size=2, unique=True))]
        outcomes = ["labelled" if (*who, *question) in answered else "skipped" for question in asked]
        review = Review(
            *("pool", "p1", *who, draw(st.sampled_from(["open", "done", "skipped"]))),
            reason=" ".join(draw(_WORDS).split()),
            revisit=draw(st.booleans()),
            note=draw(_WORDS),
            answers=tuple(Answer(*of, asked=True, outcome=came) for of, came in zip(asked, outcomes, strict=True)),
            seconds=draw(st.sampled_from([0.0, 0.25, 61.5])),
        )
        reviews.append(review)
    return [*labels, *reviews]


TEXT = "Save the pool, @ana_k 🏊!"


@given(_labels_and_reviews())
@settings(
    max_examples=3, deadline=None, phases=[Phase.explicit, Phase.reuse, Phase.generate]
)  # shrinking takes minutes
def test_any_labels_and_reviews_come_back(tmp_path_factory, records):
    """In every format, whatever they are and wherever they rest, but for what the format declares to lose."""
    everything = everything_in(tmp_path_factory.mktemp("any"))
    store = LabelStore.open(everything.labels)
    store.commit([put(record) for record in records], annotator="ana", session="s1")
    store.close()
    for name in sorted(imports()):
        again, brought = brought_back(everything.export(name), everything.folder)
        assert (brought.left, brought.unknown) == ({}, {})
        assert kept(again, name) == kept(everything.labels, name), name


def test_a_new_format_is_one_new_file(tmp_path, monkeypatch):
    """A module with an `IMPORT` in the package's folder is a format, and nothing else names it."""
    (tmp_path / "smoke_signals.py").write_text(
        "from threadmark.imports.registry import Import\n"
        "IMPORT = Import('smoke-signals', 'from hills', lambda path, head: head == b'puff', lambda path: iter(()))\n"
    )
    monkeypatch.setattr(threadmark.imports, "__path__", [*threadmark.imports.__path__, str(tmp_path)])
    (tmp_path / "seen").write_bytes(b"puff")
    assert import_for(tmp_path / "seen").name == "smoke-signals"


def test_what_looks_like_no_labels_is_refused(tmp_path):
    """The error names the formats there are; so does the one for a format that is not there."""
    (tmp_path / "poem.txt").write_text("Roses are red.")
    with pytest.raises(InputError, match=r"jsonl, .*webannotation"):
        import_for(tmp_path / "poem.txt")
    with pytest.raises(UsageError, match=r"jsonl, .*webannotation"):
        import_for(tmp_path / "poem.txt", "pigeon")


@pytest.fixture
def bring(everything):
    """A function that reads rows of JSON Lines into a new label file."""

    def read(*rows, **options):
        file = everything.folder / "rows.jsonl"
        file.write_text("".join(json.dumps({"dimension": "fallacy", "annotator": "ana"} | row) + "\n" for row in rows))
        return brought_back(file, everything.folder, **options)

    return read


def test_comments_are_found_by_text_where_ids_fail(bring):
    """Another program's numbers are no ids here; a text that only one comment has is enough."""
    labels, brought = bring({"comment": "17", "text": TEXT, "label": "straw_man"})
    assert [one[:2] for one in held(labels)] == [("pool", "p1")]
    assert brought.found == {"text": 1}


def test_what_finds_no_comment_or_label_is_reported(bring):
    """Nothing is left out in silence: why, and where in the file."""
    labels, brought = bring(
        {"comment": "c99", "label": "straw_man"},
        {"comment": "c1", "label": "moon_phase"},
        {"comment": "c1", "label": "ad_hominem", "annotator": None},
    )
    said = "\n".join(brought.lines())
    assert "no thread has such a comment (line 1)" in said
    assert "no layer declares fallacy: moon_phase (line 2)" in said
    assert "--annotator names somebody (line 3)" in said
    assert not held(labels)


def test_annotator_names_who_is_not_named(bring):
    """Formats without annotators get one."""
    labels, _ = bring({"comment": "c1", "label": "ad_hominem", "annotator": None}, annotator="eva")
    assert [one[2] for one in held(labels)] == ["eva"]


def test_a_quote_that_moved_is_found_and_one_that_is_gone_reported(bring):
    """Offsets that count otherwise are mended by the words; words that are nowhere are no evidence."""
    spans = [{"start": 3, "end": 7, "quote": "pool"}, {"start": 0, "end": 4, "quote": "lido"}]
    labels, brought = bring({"comment": "p1", "label": "straw_man", "evidence": spans})
    [(*_, evidence, _)] = held(labels)
    assert [span[1:4] for span in evidence] == [(9, 13, "pool")]
    assert any("lido" in line and "gone" in line for line in brought.lines())


def test_an_answer_that_is_there_stays(bring):
    """A label that would take another's place is left out and reported."""
    stance = {"comment": "c1", "dimension": "stance", "target": "claim:k1"}
    labels, brought = bring(stance | {"label": "favor"}, stance | {"label": "against"})
    assert [one[6] for one in held(labels)] == ["favor"]
    assert "stance is answered otherwise already" in brought.left


def test_annotations_of_other_programs_come_in(everything):
    """A page of the standard's terms only: the label by its name, the comment by the end of the target's name."""
    page = {
        "@context": "http://www.w3.org/ns/anno.jsonld",
        "type": "AnnotationPage",
        "items": [
            {
                "type": "Annotation",
                "creator": {"type": "Person", "nickname": "ann1"},
                "body": [{"type": "TextualBody", "value": "sarcasm_irony", "purpose": "tagging"}],
                "target": {
                    "source": "urn:example:comment:p1",
                    "selector": [{"type": "TextQuoteSelector", "exact": "pool", "prefix": "the "}],
                },
            }
        ],
    }
    file = everything.folder / "page.jsonld"
    file.write_text(json.dumps(page))
    labels, brought = brought_back(file, everything.folder)
    [(*key, evidence, _)] = held(labels)
    assert key == ["pool", "p1", "ann1", 1, "rhetoric", None, "sarcasm_irony"]
    assert [span[1:4] for span in evidence] == [(9, 13, "pool")]
    [*_, missing] = brought.lines()
    assert len(brought.lines()) == 3
    assert missing == (
        "not in the file: when a label was given, so that it has the time of this import (1), what was visible (1)"
    )


def test_the_command_brings_labels_and_says_so(everything):
    """`threadmark import-labels FILE --labels LABELS --annotator NAME --thread-file …`; the report is on stderr."""
    folder = everything.folder / "command"
    folder.mkdir()
    (folder / "rows.jsonl").write_text(json.dumps({"dimension": "fallacy", "label": "other", "comment": "c1"}) + "\n")
    labels, threads = str(folder / "labels.json"), str(everything.folder / "lane.thread.json")
    given = [str(folder / "rows.jsonl"), "--labels", labels, "--annotator", "eva", "--thread-file", threads]
    came = CliRunner().invoke(program, ["import-labels", *given])
    assert came.exit_code == 0, came.output
    assert "labels from jsonl: 1 new, 0 there already" in came.stderr
    assert [one[1:3] for one in held(folder / "labels.json")] == [("c1", "eva")]


@pytest.mark.parametrize("of", [{"round": "second"}, {"target": {"source": "urn:x", "selector": {"start": "here"}}}])
def test_a_number_that_is_none_is_refused_by_name(tmp_path, of):
    """What another program wrote where a number belongs ends in one line that names the file, and nothing is written."""
    page = tmp_path / "page.jsonld"
    annotation = {"type": "Annotation", "motivation": "classifying", "body": "none", "target": "urn:x", "round": 1}
    items = [annotation | of]
    page.write_text(
        json.dumps({"@context": "http://www.w3.org/ns/anno.jsonld", "type": "AnnotationPage", "items": items}),
        encoding="utf-8",
    )
    labels = tmp_path / "labels.json"
    came = CliRunner().invoke(program, ["import-labels", str(page), "--labels", str(labels), "--annotator", "ana"])
    assert came.exception is None or isinstance(came.exception, InputError | UsageError | SystemExit), came.exception
    assert not labels.exists()
