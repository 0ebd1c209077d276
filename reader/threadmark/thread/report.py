"""What was met and mended when a thread was read: counted, said, never silent."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field

from threadmark.thread.text import clean_line

NOTES_SHOWN = 40
_NOTES_KEPT = 1_000


@dataclass(frozen=True, slots=True)
class Note:
    """A remark about the file.

    Attributes:
        text: the remark, as shown.
        line: the line of the file, from 1; None where it is about the whole.
    """

    text: str
    line: int | None = None


@dataclass(slots=True)
class ImportReport:
    """What a source made of a file.

    Attributes:
        file: the file's name as given.
        format: the source that read it (`native`, `flat-text` …).
        why: what the file was recognised by.
        encoding: the encoding that was detected, where it was not plain UTF-8.
        threads: threads read.
        comments: comments read.
        missing: comments that the file says exist and does not hold.
        inferred: reply links that the file does not give, by the cue that they were inferred from.
        broken: files of the folder that can't be read, or not to their end, and why.
        mended: repairs by kind, with how often each was made.
        notes: remarks, in the order of the file.
        more_notes: remarks that are counted only, because there were too many to keep.
    """

    file: str = ""
    format: str = ""
    why: str = ""
    encoding: str | None = None
    threads: int = 1
    comments: int = 0
    missing: int = 0
    inferred: Counter[str] = field(default_factory=Counter)
    broken: list[str] = field(default_factory=list)
    mended: Counter[str] = field(default_factory=Counter)
    notes: list[Note] = field(default_factory=list)
    more_notes: int = 0

    def mend(self, kind: str, times: int = 1) -> None:
        """Count a repair; none at all is not counted."""
        if times:
            self.mended[kind] += times

    def note(self, text: str, line: int | None = None) -> None:
        """Add a remark."""
        if len(self.notes) < _NOTES_KEPT:
            self.notes.append(Note(text, line))
        else:
            self.more_notes += 1

    def absorb(self, other: ImportReport) -> None:
        """Add the report of another thread of the same input."""
        self.threads += other.threads
        self.comments += other.comments
        self.missing += other.missing
        self.encoding = self.encoding or other.encoding
        self.inferred.update(other.inferred)
        self.broken += other.broken
        self.mended.update(other.mended)
        for note in other.notes:
            self.note(note.text, note.line)
        self.more_notes += other.more_notes

    @property
    def repairs(self) -> int:
        """How many repairs were made in all."""
        return self.mended.total()

    def lines(self) -> list[str]:
        """The report as lines of text, the first of them a summary; clean, since a file can be called anything."""
        total = self.comments + self.missing
        held = (
            f"{self.comments:,} of {_counted(total, 'comment')}, {self.missing:,} not in the file"
            if self.missing
            else _counted(self.comments, "comment")
        )
        if self.threads != 1:
            held = f"{_counted(self.threads, 'thread')}, {held}"
        said = [f"{self.file}: {held}, read as {self.format}" + (f" ({self.why})" if self.why else "")]
        if self.encoding:
            said.append(f"encoding: {self.encoding}")
        said += [f"can't be read: {each}" for each in self.broken]
        if self.inferred:
            by_cue = ", ".join(f"{cue} {times:,}" for cue, times in self.inferred.most_common())
            said.append(f"replies inferred, and marked so: {by_cue}")
        said += [f"{kind}: {times:,}" for kind, times in self.mended.items()]
        said += [f"line {note.line}: {note.text}" if note.line else note.text for note in self.notes[:NOTES_SHOWN]]
        if (more := len(self.notes) - NOTES_SHOWN + self.more_notes) > 0:
            said.append(f"and {_counted(more, 'more remark')}")
        return [clean_line(line)[0] for line in said]


def _counted(number: int, what: str) -> str:
    return f"{number:,} {what}" if number == 1 else f"{number:,} {what}s"
