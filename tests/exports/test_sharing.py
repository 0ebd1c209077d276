"""Texts that many records have, kept once: nothing of it shows in what is read."""

import json

import msgspec
import pytest
from hypothesis import given as for_all
from hypothesis import strategies as some

from threadmark.exports.sharing import NEWS_AT_MOST, TEXTS_AT_MOST, Sharer, SharingDecoder
from threadmark.labels.records import Answer, Label, Review


def label(number=0, **said):
    """A label as JSON has it."""
    return {"thread": "t", "comment": f"c{number}", "annotator": "ana", "round": 1, "dimension": "stance",
            "target": None, "label": "against"} | said  # fmt: skip


def decoder():
    """One for labels."""
    return SharingDecoder(Label, Sharer(Label, ("thread", "annotator", "dimension", "target", "label", "via")))


def slice_of(*documents):
    """Documents as they come from a file."""
    return json.dumps(dict(enumerate(documents, 1))).encode()


def said(records):
    """What records say, whatever their type."""
    return [msgspec.to_builtins(record) for record in records]


_WORDS = some.sampled_from(["a", "b", "é", "🙄", "", "null", "1"])
_LABELS = some.builds(
    label, some.integers(0, 3), annotator=_WORDS, label=_WORDS, target=some.none() | _WORDS, via=_WORDS
)


@for_all(some.lists(some.lists(_LABELS, max_size=4), max_size=6))
def test_records_are_as_without_sharing(slices):
    """Whatever texts turn up, whenever: each slice says what it says when it is read by itself."""
    sharing, plain = decoder(), msgspec.json.Decoder(dict[str, Label])
    for documents in slices:
        data = slice_of(*documents)
        records = sharing.decode(data)
        assert said(records) == said(plain.decode(data).values())
        assert all(isinstance(record, Label) for record in records)


def test_texts_that_were_there_before_are_one_object():
    """From the second slice on; comments are not shared, since each has its own."""
    sharing = decoder()
    sharing.decode(slice_of(label()))
    first, second = sharing.decode(slice_of(label(1), label(2)))
    for field in ("thread", "annotator", "dimension", "label", "via"):
        assert getattr(first, field) is getattr(second, field)
    assert (first.via, first.target, second.comment) == ("key", None, "c2")


def test_answers_inside_reviews_share_too():
    """Their dimensions and targets, in records that are reviews and answers."""
    sharing = SharingDecoder(Review, Sharer(Review, ("thread",), {"answers": Sharer(Answer, ("dimension", "target"))}))
    answer = {"dimension": "stance", "target": "claim:k1", "asked": True, "outcome": "labelled"}
    review = {"thread": "t", "comment": "c1", "annotator": "ana", "round": 1, "answers": [answer, answer]}
    sharing.decode(slice_of(review))
    [found] = sharing.decode(slice_of(review))
    one, other = found.answers
    assert isinstance(one, Answer)
    assert one.target is other.target
    assert said([found]) == said([msgspec.convert(review, Review)])


@pytest.mark.parametrize("news", [NEWS_AT_MOST + 5, TEXTS_AT_MOST + 5])
def test_a_field_of_many_texts_is_left_alone(news):
    """However many there are and whether they come together or one by one, they are all read, and others go on sharing."""
    sharing = decoder()
    at_once = news > TEXTS_AT_MOST
    for some_of in [range(news)] if at_once else [[number] for number in range(news)]:
        found = sharing.decode(slice_of(*(label(number, target=f"comment:c{number}") for number in some_of)))
        assert [each.target for each in found] == [f"comment:c{number}" for number in some_of]
    first, second = sharing.decode(slice_of(label(1, target="comment:c1"), label(2, target="comment:new")))
    assert first.thread is second.thread
    assert second.target == "comment:new"


def test_what_is_no_label_is_refused():
    """As without sharing, in the first slice and later."""
    sharing = decoder()
    for _ in range(2):
        with pytest.raises(msgspec.ValidationError):
            sharing.decode(slice_of(label(round="one")))
        sharing.decode(slice_of(label()))
