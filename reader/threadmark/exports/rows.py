"""The rows that most formats are written from: one for each label, and one for each question that stayed open.

A row stands by itself: whoever reads it needs neither the thread nor the codebook. `target_text` is therefore the whole
text of what a stance is toward, the parent's too: text, target_text and label are the triple that stance corpora are
made of, and a parent's text on one row of a comment is little beside the comment's own on each.

Rows with `label` null keep apart what an absent label would mix up:

- a question that was asked and has no answer: `dimension` and `target` say which, `asked` is true;
- a comment that was looked at and has no label at all: `dimension` is null, `status` says how it was left.

*None* is a label like others (`none`, `no_argument` …), and a comment that nobody looked at has no row.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import chain, islice, repeat
from operator import attrgetter

from msgspec import Struct

from threadmark.exports.entries import Entries, Families, families_of
from threadmark.exports.labelled import Labelled, LabelledThread
from threadmark.labels.records import Context, Span


class Row(Struct, frozen=True, gc=False):
    """One label with all that it was given in, or one question without a label.

    Attributes:
        thread: the thread's id.
        comment: the comment's id.
        parent: the id of the comment it answers; null for a top-level comment.
        depth: 1 for a top-level comment.
        author: who wrote it.
        text: its cleaned text; it and the three before it are null where the thread can't be read.
        annotator: who labelled it.
        round: the annotator's pass over the comments, from 1.
        dimension: the dimension's id; null for a comment without any label.
        label: the label's id; null for none given.
        family: the id of the label's family in the codebook that it was given by.
        target: what a stance is toward (`claim:ID`, `named:ID`, `comment:ID`).
        target_text: the whole text of the claim, the named target or the comment.
        evidence: spans, in code points of `text` or of a paragraph of the article.
        either: a number that readings of the same thing share.
        via: how it was given (`key`, `flow`, `repeat`, `branch`, `import`).
        note: the annotator's note on the comment.
        status: how the comment was left (`open`, `done`, `skipped`); null where it has no review.
        reason: why it was skipped: the id of a layer's reason, or what was written; null where that was not said.
        revisit: whether the annotator wants to come back.
        asked: whether the question was required when it was answered; null where that is not on record.
        context: what could be seen.
        codebook: the first twelve digits of its hash.
        created: RFC 3339, UTC.
        updated: RFC 3339, UTC.
        seconds: active time on the comment, the same on all rows of one pass.
    """

    thread: str
    comment: str
    parent: str | None
    depth: int | None
    author: str | None
    text: str | None
    annotator: str
    round: int
    dimension: str | None = None
    label: str | None = None
    family: str | None = None
    target: str | None = None
    target_text: str | None = None
    evidence: tuple[Span, ...] = ()
    either: int | None = None
    via: str | None = None
    note: str | None = None
    status: str | None = None
    reason: str | None = None
    revisit: bool | None = None
    asked: bool | None = None
    context: Context | None = None
    codebook: str | None = None
    created: str | None = None
    updated: str | None = None
    seconds: float | None = None


FIELDS: tuple[str, ...] = Row.__struct_fields__
"""The names of a row's fields, in the order in which every format has them."""


_SAID = ("dimension", "label", "target", "evidence", "either", "via", "context", "codebook")
"""The fields that an entry has under the same name."""


def rows(labelled: Labelled) -> Iterator[Row]:
    """All rows: thread by thread, comments in the thread's order, then by annotator and round, labels as they were given.

    Raises:
        LabelFileError: a span's quote is not what stands there in the text.
    """
    families = families_of(labelled.contents.codebooks)
    for held in labelled.threads():
        yield from _rows(Entries(held, families))


def pass_rows(held: LabelledThread, families: Families) -> Iterator[list[Row]]:
    """The rows of one thread, together what one annotator made of one comment in one round."""
    entries = Entries(held, families)
    left = _rows(entries)
    return (list(islice(left, count)) for count in map(len, entries.said))


def _rows(entries: Entries) -> Iterator[Row]:
    counts = list(map(len, entries.said))
    numbers = list(chain.from_iterable(entries.said))
    said: dict[str, list[object]] = {name: list(map(attrgetter(name), entries.each)) for name in _SAID}
    said |= {
        "family": list(map(entries.family, entries.each)),
        "target_text": list(map(entries.target_text, entries.each)),
    }
    columns: dict[str, Iterable[object]] = {name: map(values.__getitem__, numbers) for name, values in said.items()}
    for name, values in entries.of_passes().items():
        columns[name] = chain.from_iterable(map(repeat, values, counts))
    columns["asked"] = chain.from_iterable(entries.asked)
    labels = list(entries.labels_of_rows())
    for name, times in (("created", entries.created), ("updated", entries.updated)):
        columns[name] = [None if label is None else times[label] for label in labels]
    return map(Row, *map(columns.__getitem__, FIELDS))
