"""What becomes of a label file row by row."""

import hashlib
import json

import pytest
from hypothesis import HealthCheck, settings
from hypothesis import given as for_all
from hypothesis import strategies as some
from msgspec.structs import replace

from threadmark.errors import LabelFileError
from threadmark.exports.rows import FIELDS
from threadmark.labels.records import Answer, Context, Span, ThreadRecord

PUBLISHED = (
    "thread, comment, parent, depth, author, text, annotator, round, dimension, label, family, target, target_text, "
    "evidence, either, via, note, status, reason, revisit, asked, context, codebook, created, updated, seconds"
)


def test_fields_are_those_of_the_export_in_their_order():
    """A row has exactly the published fields, in the published order."""
    assert ", ".join(FIELDS) == PUBLISHED


def test_a_label_comes_with_all_that_it_was_given_in(study):
    """A label's row stands by itself: thread, comment, review, context and codebook are in it."""
    answer = Answer("fallacy", None, asked=True, outcome="labelled")
    span = Span(5, 11, "you'd ", "🙄 So ", "rather")
    study.keep(
        study.label(
            "c2", "fallacy", "ad_hominem", evidence=(span,), either=1, via="flow", context=Context(ancestors=1)
        ),
        study.review("c2", answer, status="done", note="sharp", revisit=True, seconds=12.5),
    )
    [row] = study.rows()
    assert row == {
        "thread": "lane",
        "comment": "c2",
        "parent": "c1",
        "depth": 2,
        "author": "ana_k",
        "text": "🙄 So you'd rather kids get run over?\nClassic.",
        "annotator": "ana",
        "round": 1,
        "dimension": "fallacy",
        "label": "ad_hominem",
        "family": "person",
        "target": None,
        "target_text": None,
        "evidence": [
            {"start": 5, "end": 11, "quote": "you'd ", "prefix": "🙄 So ", "suffix": "rather", "part": "comment"}
        ],
        "either": 1,
        "via": "flow",
        "note": "sharp",
        "status": "done",
        "reason": None,
        "revisit": True,
        "asked": True,
        "context": {"ancestors": 1, "paragraphs": [], "replies": 0, "others": False, "hidden": []},
        "codebook": row["codebook"],
        "created": "2024-03-12T10:00:00.000Z",
        "updated": "2024-03-12T10:00:05.000Z",
        "seconds": 12.5,
    }
    assert len(row["codebook"]) == 12
    assert ", ".join(row) == PUBLISHED


def test_none_not_answered_and_not_seen_stay_apart(study):
    """None is a label, a question without an answer a row without a label, a comment nobody saw no row."""
    study.keep(
        study.label("c1", "fallacy", "none"),
        study.review(
            "c1",
            Answer("fallacy", None, asked=True, outcome="none"),
            Answer("stance", "claim:k1", asked=True, outcome="skipped"),
            Answer("rhetoric", None, asked=False, outcome="skipped"),
        ),
        study.review("c2", status="skipped"),
    )
    seen = [(row["comment"], row["dimension"], row["target"], row["label"], row["asked"]) for row in study.rows()]
    assert seen == [
        ("c1", "fallacy", None, "none", True),
        ("c1", "stance", "claim:k1", None, True),
        ("c2", None, None, None, None),
    ]


def test_a_comment_without_any_label_says_what_was_asked_and_that_it_was_looked_at(study):
    """Each question left open has its row, and the comment one of its own with how it was left."""
    study.keep(study.review("c1", Answer("stance", "claim:k1", asked=True, outcome="skipped"), status="done", note="?"))
    question, comment = study.rows()
    assert (question["dimension"], question["target_text"], question["label"]) == (
        "stance",
        "The lane should be closed.",
        None,
    )
    assert (comment["dimension"], comment["status"], comment["note"], comment["asked"]) == (None, "done", "?", None)


def test_a_label_without_a_review_says_nothing_of_one(study):
    """What is not on record is null, not a default."""
    study.keep(study.label("c1", "stance", "against"))
    [row] = study.rows()
    assert [row[name] for name in ("note", "status", "revisit", "asked", "seconds")] == [None] * 5


def test_a_label_given_without_being_asked_says_so(study):
    """`asked` is false for an answer that was volunteered."""
    study.keep(
        study.label("c1", "fallacy", "ad_hominem"),
        study.review("c1", Answer("fallacy", None, asked=False, outcome="labelled")),
    )
    assert [row["asked"] for row in study.rows()] == [False]


def test_a_stance_comes_with_the_text_of_what_it_is_toward(study):
    """`target_text` is the claim's text, or the whole text of the comment that was answered."""
    study.keep(
        study.label("c2", "stance", "against", target="claim:k1"),
        study.label("c2", "stance", "disagree", target="comment:c1"),
        study.label("c2", "stance", "favor", target="named:gone"),
    )
    texts = [row["target_text"] for row in study.rows()]
    assert texts == ["The lane should be closed.", "Closing it punishes drivers.", None]


@pytest.mark.parametrize(
    ("label", "codebook", "family"),
    [
        ("ad_hominem", None, "person"),
        ("family.person", None, "person"),
        ("none", None, None),
        ("ad_hominem", "0" * 12, None),
    ],
)
def test_family_is_that_of_the_codebook_the_label_was_given_by(study, label, codebook, family):
    """A label has its family, a family alone is its own, and an unknown codebook tells nothing."""
    study.keep(study.label("c1", "fallacy", label, **({"codebook": codebook} if codebook else {})))
    assert [row["family"] for row in study.rows()] == [family]


def test_comments_come_in_the_order_of_the_thread_and_annotators_sorted(study):
    """The order of the rows depends on what they say, not on when they were given."""
    for comment, annotator, number in [
        ("c3", "ben", 1),
        ("c2", "ben", 1),
        ("c1", "ben", 2),
        ("c1", "ana", 1),
        ("c1", "ben", 1),
    ]:
        study.keep(study.label(comment, "stance", "against", by=annotator, pass_=number))
    assert [(row["comment"], row["annotator"], row["round"]) for row in study.rows()] == [
        ("c1", "ana", 1),
        ("c1", "ben", 1),
        ("c1", "ben", 2),
        ("c2", "ben", 1),
        ("c3", "ben", 1),
    ]


def test_a_review_is_its_annotators_own(study):
    """One annotator's note, seconds and answers are on no other's rows."""
    study.keep(
        study.label("c1", "stance", "against", by="ana"),
        study.label("c1", "stance", "favor", by="ben"),
        study.review("c1", by="ana", note="mine", seconds=3.0),
    )
    assert [(row["annotator"], row["note"], row["seconds"]) for row in study.rows()] == [
        ("ana", "mine", 3.0),
        ("ben", None, None),
    ]


@pytest.mark.parametrize(
    ("spoil", "why"),
    [
        (lambda source: source.unlink(), "not found"),
        (lambda source: source.write_bytes(source.read_bytes() + b"\n"), "has changed since it was labelled"),
    ],
)
def test_a_thread_that_is_gone_or_changed_leaves_rows_without_text(study, spoil, why):
    """The labels come all the same, without what can't be known, and a warning names the file and the thread."""
    study.keep(study.label("c2", "stance", "disagree", target="comment:c1", evidence=(Span(0, 4, "gone"),)))
    spoil(study.source)
    [row] = study.rows()
    assert [row[name] for name in ("parent", "depth", "author", "text", "target_text")] == [None] * 5
    assert (row["label"], row["evidence"][0]["quote"]) == ("disagree", "gone")
    [said] = study.said
    assert str(study.source) in said
    assert "lane" in said
    assert why in said


def test_a_thread_that_its_file_does_not_have_is_named(study):
    """A file that is as it was and gives another thread (it was read as another format) is no source of text."""
    study.keep(replace(study.label("c1", "stance", "against"), thread="lame"))
    sha256 = hashlib.sha256(study.source.read_bytes()).hexdigest()
    study.keep(ThreadRecord("lame", None, study.source.name, sha256, 3))
    assert [row["text"] for row in study.rows()] == [None]
    assert study.said == [f"{study.source}: has no such thread; thread lame exported without text"]


def test_a_thread_that_the_file_knows_nothing_of_is_named(study):
    """Labels of a thread without a record of where it came from come without text, and a warning says so."""
    study.keep(study.label("c1", "stance", "against"))
    stray = json.loads(study.labels.read_text())
    for document in stray["labels"].values():
        document["thread"] = "stray"
    study.labels.write_text(json.dumps(stray))
    (study.folder / "labels.history.jsonl").unlink()
    [row] = study.rows()
    assert (row["thread"], row["text"]) == ("stray", None)
    assert "thread stray" in study.said[0]


def test_a_comment_that_the_thread_does_not_have_is_named(study):
    """Its labels come last, without text."""
    study.keep(study.label("c9", "stance", "against"), study.label("c1", "stance", "against"))
    assert [(row["comment"], row["text"]) for row in study.rows()] == [
        ("c1", "Closing it punishes drivers."),
        ("c9", None),
    ]
    assert "comment c9" in study.said[0]


@pytest.mark.parametrize(
    "span", [Span(4, 10, "you'd "), Span(0, 3, "The", part="article:3"), Span(0, 3, "xyz", part="article:1")]
)
def test_evidence_that_is_not_where_it_says_stops_the_export(study, span):
    """A span is cut out of the text again, in code points; where its quote is not there, the comment is named."""
    study.keep(study.label("c2", "fallacy", "ad_hominem", evidence=(span,)))
    with pytest.raises(LabelFileError, match="comment c2"):
        study.rows()
    assert not (study.folder / "exported").exists()


def test_evidence_in_the_article_counts_in_its_paragraph(study):
    """`article:2` is the paragraph that the screen shows as the second."""
    study.keep(study.label("c2", "fallacy", "ad_hominem", evidence=(Span(17, 25, "900 cars", part="article:2"),)))
    assert [row["evidence"][0]["part"] for row in study.rows()] == ["article:2"]


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@for_all(some.data())
def test_every_label_has_one_row_and_every_comment_looked_at_has_some(study, data):
    """Whatever is in the file, no label is lost or doubled, and nothing but what was looked at has rows."""
    keys = some.tuples(
        some.sampled_from(["c1", "c2", "c3", "c9"]), some.sampled_from(["ana", "ben"]), some.integers(1, 2)
    )
    what = some.sampled_from(
        [("fallacy", None, "none"), ("fallacy", None, "ad_hominem"), ("stance", "claim:k1", "against")]
    )
    labels = data.draw(some.sets(some.tuples(keys, what), max_size=8))
    reviews = data.draw(some.sets(keys, max_size=5))
    study.labels.unlink(missing_ok=True)
    (study.folder / "labels.history.jsonl").unlink(missing_ok=True)
    study.keep(
        *(study.label(c, d, label, by=a, pass_=r, target=t) for (c, a, r), (d, t, label) in sorted(labels, key=str)),
        *(
            study.review(c, Answer("stance", "claim:k1", asked=True, outcome="skipped"), by=a, pass_=r)
            for c, a, r in reviews
        ),
    )
    rows = study.rows() if labels or reviews else []
    of_label = [
        ((row["comment"], row["annotator"], row["round"]), (row["dimension"], row["target"], row["label"]))
        for row in rows
        if row["label"] is not None
    ]
    assert sorted(of_label, key=str) == sorted(labels, key=str)
    open_stances = {
        (row["comment"], row["annotator"], row["round"])
        for row in rows
        if (row["dimension"], row["label"]) == ("stance", None)
    }
    assert open_stances == reviews - {key for key, (dimension, _, _) in labels if dimension == "stance"}
    without_label = {(row["comment"], row["annotator"], row["round"]) for row in rows if row["dimension"] is None}
    assert without_label == reviews - {key for key, _ in labels}
