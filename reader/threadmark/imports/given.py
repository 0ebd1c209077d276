"""What a file of labels says, a record at a time, before it is known which comment of which thread it is about."""

from __future__ import annotations

from dataclasses import dataclass

from threadmark.labels.records import Context, Span, Status


@dataclass(frozen=True, slots=True)
class GivenLabel:
    """One label as a file has it; or, with `label` None, what it says of a comment apart from labels.

    Attributes:
        where: where in the file it stands, for the report.
        thread: the thread's id, where the file has it.
        comment: the comment's id, where the file has it.
        text: the comment's text, where the file has it, as it stands there: uncleaned, with its own line ends.
        annotator: who gave it; None where the format does not say.
        round: the annotator's pass, from 1.
        dimension: the dimension's id or name; empty where the file has one flat set of labels.
        label: the label's id or name; None for a question left open, or a comment looked at.
        sort: what it is toward, by its kind (`claim`, `comment`, `named`), where the file does not say which one.
        target: what it is toward (`claim:ID`, `named:ID`, `comment:ID`).
        target_text: the text of that.
        spans: in code points of `text` (without it, of the comment); a quote may be empty where the file has offsets only.
        either: a number that readings of the same thing share.
        note: the annotator's note on the comment.
        status: how the comment was left.
        reason: why it was skipped, if it was; empty where the file does not say.
        revisit: whether the annotator wants to come back.
        asked: whether the question was required; None where the file does not say.
        created: RFC 3339, UTC; empty where the file does not say.
        updated: the same.
        seconds: active time on the comment.
        context: what could be seen; None where the file does not say.
        is_field: whether its dimension is only a field of a file, which may hold anything.
        refused: why it can be no label here, such as a relation between spans; empty where it can.
    """

    where: str
    thread: str | None = None
    comment: str | None = None
    text: str | None = None
    annotator: str | None = None
    round: int = 1
    dimension: str = ""
    label: str | None = None
    sort: str | None = None
    target: str | None = None
    target_text: str | None = None
    spans: tuple[Span, ...] = ()
    either: int | None = None
    note: str = ""
    status: Status | None = None
    reason: str = ""
    revisit: bool = False
    asked: bool | None = None
    created: str = ""
    updated: str = ""
    seconds: float = 0.0
    context: Context | None = None
    is_field: bool = False
    refused: str = ""
