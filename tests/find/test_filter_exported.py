"""The filter language on rows of exports."""

import hashlib
from collections import Counter

import pytest
from tests.find.lane import CODEBOOK, a_label

from threadmark.errors import ThreadmarkError
from threadmark.exports.labelled import open_labelled
from threadmark.exports.rows import rows
from threadmark.find import chosen, parse, recorded_codebook
from threadmark.keys.codebook import Codebook, Dimension, LabelDefinition
from threadmark.labels.records import Answer, CodebookRecord, Label, Review, Target, ThreadRecord, put
from threadmark.labels.standing import Standing
from threadmark.labels.store import LabelStore
from threadmark.sources.native.writing import write_thread


def recorded(codebook):
    """A codebook as a label file has it."""
    document = codebook.document()
    return CodebookRecord(**{name: document[name] for name in ("sha256", "version", "layers", "dimensions")})


@pytest.fixture
def path(tmp_path, lane, said):
    """A label file with what ana said about the thread, and two labels of ben's."""
    source = tmp_path / "lane.thread.json"
    source.write_bytes(write_thread(lane))
    reviews = [
        Review(
            *("lane", f"c{index}", "ana", 1),
            status=said.status(index),
            note=said.note(index),
            revisit=said.revisit(index),
            answers=(Answer("rhetoric", None, asked=True, outcome="skipped"),),
        )
        for index in range(6)
    ]
    records = [
        *(label for given in said.given.values() for label in given),
        *reviews,
        *(Label("lane", comment, "ben", 1, "fallacy", None, "straw_man") for comment in ("c0", "c6")),
        Target("k1", "lane", "claim", "The lane should be closed."),
        ThreadRecord("lane", None, source.name, hashlib.sha256(source.read_bytes()).hexdigest(), 7),
        recorded(CODEBOOK),
    ]
    store = LabelStore.open(tmp_path / "labels.json")
    store.commit([put(record) for record in records], annotator="ana", session="s-1")
    store.close()
    return tmp_path / "labels.json"


@pytest.fixture
def exported(path):
    """All rows of the label file, as an export has them."""
    return list(rows(open_labelled(path, warn=pytest.fail)))


@pytest.mark.parametrize(
    "text",
    [
        "",
        "lane -mill",
        '"mill lane" or strasse',
        "/^todo/",
        "author:bob*",
        "-author:bob",
        "id:c1",
        "role:moderator",
        "depth:>1",
        "score:>=0",
        "-score:>=0",
        "created:2024-03-12",
        "todo",
        "done or skipped",
        "revisit",
        "has:note",
        "has:evidence",
        "has:link",
        "has:label",
        "has:replies",
        "is:deleted",
        "is:inferred",
        "is:top",
        "stance:against fallacy:none",
        "claim:any or parent:none",
        "-fallacy:any",
        "fallacy:support -fallacy:family.person",
        "label:cant_tell",
    ],
)
def test_an_export_has_the_comments_that_the_screen_finds(text, exported, path, lane):
    """The same words find the same comments, beside the thread, for each annotator."""
    where = parse(text, CODEBOOK)
    kept = {(row.annotator, row.comment) for row in chosen(exported, where, lambda _: lane)}
    store = LabelStore.open(path)
    standings = {name: Standing(store, lane, CODEBOOK, annotator=name) for name in ("ana", "ben")}
    flags = {name: where.flags(lane, standing) for name, standing in standings.items()}
    store.close()
    seen = {(row.annotator, row.comment) for row in exported}
    assert kept == {(name, comment) for name, comment in seen if flags[name][lane.index(comment)]}


def test_rows_of_a_comment_stay_together(exported):
    """All rows of a pass stay, in their order, though the filter is about one of its labels only."""
    kept = list(chosen(exported, parse("claim:against", CODEBOOK)))
    assert kept == [row for row in exported if (row.annotator, row.comment) == ("ana", "c0")]
    assert len(kept) > 1


def test_many_rows_are_chosen_from_as_few(exported):
    """Nothing is lost or doubled where they are looked at in batches."""
    many = [row for _ in range(300) for row in exported]
    kept = Counter(row.comment for row in chosen(iter(many), parse("is:top or depth:3", CODEBOOK)))
    once = Counter(row.comment for row in exported if row.depth in {1, 3})
    assert kept == {comment: 300 * count for comment, count in once.items()}


def test_without_the_thread_what_rows_do_not_say_is_not_known(exported):
    """Scores, times, roles and replies meet no condition then; what rows say still does."""
    kept = {
        text: {row.comment for row in chosen(exported, parse(text, CODEBOOK))} for text in ("score:>-9", "author:bob")
    }
    assert kept == {"score:>-9": set(), "author:bob": {"c0", "c2"}}
    for text in ("created:<2030", "role:*", "has:replies", "is:deleted", "is:inferred"):
        assert list(chosen(exported, parse(text, CODEBOOK))) == []
        assert list(chosen(exported, parse(f"-{text}", CODEBOOK))) == exported


def test_one_row_alone_is_a_comment_with_its_label(exported, lane):
    """For whoever wants rows, not comments."""
    row = next(row for row in exported if row.label == "against")
    assert parse("stance:against -fallacy:none score:14", CODEBOOK).matches_rows([row], lane)
    assert not parse("fallacy:none", CODEBOOK).matches_rows([row], lane)


def test_the_codebook_of_a_label_file_is_enough_to_filter_by(path):
    """It has the fields and labels that the shipped one had when it was written."""
    contents = open_labelled(path, warn=pytest.fail).contents
    codebook = recorded_codebook(contents.codebooks)
    for text in (
        "stance:none",
        "claim:any",
        "parent:disagree",
        "fallacy:person",
        "label:cant_tell",
        'rhetoric:"Sarcasm / irony"',
    ):
        assert parse(text, codebook) == parse(text, CODEBOOK)


def test_codebooks_of_a_label_file_are_put_together():
    """A label of either is known, and a family has the labels of both."""

    def codebook(*labels, dimension="mood"):
        made = tuple(LabelDefinition(label, dimension, None, None, None, label.title(), "") for label in labels)
        return Codebook((), (Dimension(dimension, "Mood", "many", "x", "never", "none", "?", labels=made),))

    both = recorded_codebook([recorded(codebook("calm", "none")), recorded(codebook("angry", "none"))])
    assert str(parse("mood:calm or mood:angry or mood:none", both)) == "mood:calm or mood:angry or mood:none"
    assert [label.id for label in both.dimension("mood").labels] == ["calm", "none", "angry"]
    with pytest.raises(ThreadmarkError):
        parse("mood:sad", both)
    assert recorded_codebook([]).dimensions == ()


def test_labels_count_for_the_pass_that_they_were_given_in():
    """Rounds and annotators are not mixed up, though their rows follow one another."""
    first = a_label("c0", "fallacy", "none")
    given = [first, Label("lane", "c0", "ana", 2, "fallacy", None, "straw_man")]

    class Row:
        """A row, as much as a filter asks of it."""

        def __init__(self, label):
            self.thread, self.comment, self.annotator, self.round = (
                label.thread,
                label.comment,
                label.annotator,
                label.round,
            )
            self.dimension, self.target, self.label, self.evidence = label.dimension, None, label.label, ()
            self.depth = self.author = self.text = self.note = self.status = self.revisit = None

    made = [Row(label) for label in given]
    assert list(chosen(made, parse("fallacy:none", CODEBOOK))) == made[:1]
    assert list(chosen(made, parse("fallacy:any", CODEBOOK))) == made[1:]
