"""Labels follow a repaired thread where the text is the same; the others are listed."""

from threadmark.labels.following import left_behind
from threadmark.labels.records import Label, Review
from threadmark.thread.build import ThreadBuilder
from threadmark.thread.model import Article
from threadmark.thread.repairing import Signed, attached, merged, split
from threadmark.thread.report import ImportReport

THEN = Signed("ben", "2024-03-12T10:00:00Z")
EARLIER, LATER = "2024-03-12T09:00:00.000Z", "2024-03-12T11:00:00.000Z"


def lane():
    """Three comments, the first of two lines."""
    builder = ThreadBuilder(ImportReport())
    builder.add("a", None, "bob", "Closing it punishes drivers.\nIt does not.")
    builder.add("b", None, "ana", "So walk.")
    builder.add("c", "b", "gull", "In this rain?")
    return builder.build(Article(), thread_id="lane")


def label(comment, updated=EARLIER, annotator="ana"):
    """A flag on a comment."""
    return Label("lane", comment, annotator, 1, "flag", None, "off_topic", updated=updated)


def behind(thread, *labels):
    """The comments of ana's labels that can't follow."""
    return [line.split(":")[0].split(",")[0] for line in left_behind(thread, labels, "ana")]


def test_attaching_takes_labels_along():
    """Its text is the same, wherever it hangs."""
    assert behind(attached(lane(), 2, 0, THEN), label("a"), label("b"), label("c")) == []


def test_a_text_that_was_cut_or_joined_keeps_no_label_unseen():
    """Labels from before the repair are listed; those from after it, and other annotators', are not."""
    cut = split(lane(), 0, 1, None, THEN)
    assert behind(cut, label("a"), label("b")) == ["comment a"]
    assert behind(cut, label("a", LATER), label("a", annotator="ben")) == []
    assert behind(merged(lane(), 1, THEN), label("a"), label("b"), label("c")) == ["comment a", "comment b"]


def test_a_comment_that_is_not_there_any_more_is_named():
    """Whatever happened to it."""
    assert behind(lane(), label("x", LATER)) == ["comment x"]


def review(comment, session="first", annotator="ana", **given):
    """A review of a comment, done unless said otherwise."""
    return Review("lane", comment, annotator, 1, **({"status": "done"} | given), session=session)


def test_reviews_and_notes_are_listed_too():
    """Those of sessions before the repair are, and of a comment with a listed label only the note; open ones tell nothing."""
    started = {"first": EARLIER, "second": LATER}
    cut = split(lane(), 0, 1, None, THEN)

    def lines(*reviews, labels=(), thread=cut):
        return [line.split(":")[0] for line in left_behind(thread, labels, "ana", reviews, started)]

    assert lines(review("a"), review("b")) == ["comment a, review"]
    assert lines(review("a", note="Irony?"), labels=[label("a")]) == ["comment a, flag.off_topic", "comment a, note"]
    assert lines(review("a"), labels=[label("a")]) == ["comment a, flag.off_topic"]
    assert lines(review("a", "second"), review("a", annotator="ben"), review("a", status="open")) == []
    assert lines(review("x", "second"), thread=lane()) == ["comment x, review"]
