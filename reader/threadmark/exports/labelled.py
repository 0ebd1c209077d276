"""What there is to export: the records of a label file, thread by thread, beside the threads that they are about.

Threads are looked for where the file says they came from. One that is gone, or is not what it was when it was labelled,
is named in a warning, and its labels come without it.
"""

from __future__ import annotations

import hashlib
import os
from collections import defaultdict
from collections.abc import Callable, Container, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path

from msgspec import structs as msgspec_structs

from threadmark.errors import InputError, LabelFileError, ThreadmarkError, UsageError
from threadmark.exports.contents import Contents, read_contents
from threadmark.exports.label_columns import by_thread
from threadmark.exports.passes import Pass, Passes, counted
from threadmark.exports.spans import CODE_POINTS, MisplacedError, Unit, placed
from threadmark.exports.tally import Tally
from threadmark.labels.records import Label, Review, Span, ThreadRecord
from threadmark.places import history_of
from threadmark.sources.reading import open_threads
from threadmark.thread import Thread

NAMED_AT_MOST = 5
_ARTICLE = "article:"
_SHOWN = 60


@dataclass(frozen=True, slots=True)
class LabelledThread:
    """One thread of a label file.

    Attributes:
        id: the thread's id.
        thread: None where it can't be found, or is not what it was when it was labelled.
        passes: comments in pre-order (by id where the thread is not known), each by annotator and round.
        targets: the texts of claims and named targets, by the name that labels have for them (`claim:ID`).
        path: the label file.
        tally: where what is lost is counted.
        has_text: whether texts are wanted; else those of the thread are empty, and spans have no quotes.
    """

    id: str
    thread: Thread | None
    passes: Sequence[Pass]
    targets: Mapping[str, str]
    path: Path
    tally: Tally
    has_text: bool = True

    def lossy(self, what: str, comment: str, times: int = 1) -> None:
        """Count, for the manifest, what the format can't carry of a comment: `held.lossy("either/or readings", "c2")`."""
        self.tally.lossy(what, self.id, comment, times)

    def text(self, comment: str, part: str = "comment") -> str | None:
        """The text that the offsets of a span count in: a comment's, or a paragraph's of the article.

        It is None where the comment is not known or texts are not wanted, and empty for a paragraph that is not there.
        """
        if self.thread is None or not self.has_text:
            return None
        if part.startswith(_ARTICLE):
            number = part.removeprefix(_ARTICLE)
            paragraphs = self.thread.article.paragraphs
            return paragraphs[int(number) - 1] if number.isdecimal() and 1 <= int(number) <= len(paragraphs) else ""
        index = self.thread.place(comment)
        return None if index is None else self.thread.texts[index]

    def evidence(self, label: Label, unit: Unit = CODE_POINTS) -> tuple[Span, ...]:
        """A label's evidence with offsets in a unit, each span cut out of its text again and compared with its quote.

        Where the text is not known, spans come as they are kept, in code points; in another unit they are lost.

        Raises:
            LabelFileError: a quote is not what stands there; the error names the comment.
        """
        if not label.evidence:
            return ()
        if self.text(label.comment) is None:
            if unit == CODE_POINTS:
                return label.evidence
            self.lossy("spans of comments whose text is not known", label.comment, len(label.evidence))
            return ()
        return tuple(self._placed(label, span, unit) for span in label.evidence)

    def _placed(self, label: Label, span: Span, unit: Unit) -> Span:
        try:
            start, end = placed(span, self.text(label.comment, span.part) or "", unit)
        except MisplacedError as error:
            raise LabelFileError(
                f"the evidence of {label.dimension}.{label.label} on comment {label.comment} of thread {label.thread}"
                f" is {span.quote[:_SHOWN]!r}, and {error.found[:_SHOWN]!r} stands there",
                where=str(self.path),
                next_step="open the thread once so that its spans are found again",
            ) from None
        return span if (start, end) == (span.start, span.end) else msgspec_structs.replace(span, start=start, end=end)


Step = Callable[[LabelledThread], LabelledThread]
"""What a selection makes of a thread."""


@dataclass(frozen=True, slots=True)
class Labelled:
    """The labels of a file that were chosen for an export. `open_labelled` makes one.

    Attributes:
        path: the label file, links followed.
        labels: of the threads chosen, by thread.
        reviews: of the threads chosen, by thread.
        contents: all that the file holds.
        warn: told, a line each, what could not be found.
        tally: what is given to the format, and what it loses.
        steps: what the selection makes of each thread, in their order.
        dimensions: those that are wanted; none for all.
        parts: the threads of each part of a split, by its name; empty where nothing is split.
        seed: of the split.
    """

    path: Path
    labels: Mapping[str, Sequence[Label]]
    reviews: Mapping[str, Sequence[Review]]
    contents: Contents
    warn: Callable[[str], None]
    tally: Tally = field(default_factory=Tally)
    steps: tuple[Step, ...] = ()
    dimensions: tuple[str, ...] = ()
    parts: Mapping[str, frozenset[str]] = field(default_factory=dict)
    seed: int | None = None

    def part(self, name: str) -> Labelled:
        """One part of the split."""
        return self.only(self.parts[name])

    def only(self, threads: Container[str]) -> Labelled:
        """The same with these threads alone."""
        labels = {thread: labels for thread, labels in self.labels.items() if thread in threads}
        reviews = {thread: reviews for thread, reviews in self.reviews.items() if thread in threads}
        return replace(self, labels=labels, reviews=reviews, parts={})

    @property
    def files(self) -> list[Path]:
        """What all this is read from: the label file, its history, the files of its threads."""
        return [self.path, history_of(self.path), *{self._source(record) for record in self.contents.threads}]

    def threads(self) -> Iterator[LabelledThread]:
        """Every thread of which something was selected, one at a time, source by source as they were first opened."""
        for held in self._held():
            for step in self.steps:
                held = step(held)  # noqa: PLW2901 -- each step makes another of it
            if held.passes:
                self.tally.went_out(held.id, *counted(held.passes))
                yield held

    def _held(self) -> Iterator[LabelledThread]:
        left = dict.fromkeys([*self.labels, *self.reviews])
        for source, records in self._by_source(left).items():
            for thread_id, thread in self._read(source, records):
                del left[thread_id]
                yield self._with_labels(thread_id, thread)
        if left:
            self.warn(f"{self.path}: does not say where {_some('thread', left)} came from; exported without text")
        for thread_id in left:
            yield self._with_labels(thread_id, None)

    def _by_source(self, wanted: Container[str]) -> dict[Path, dict[str, ThreadRecord]]:
        by_source: dict[Path, dict[str, ThreadRecord]] = {}
        for record in self.contents.threads:
            if record.id in wanted:
                by_source.setdefault(self._source(record), {})[record.id] = record
        return by_source

    def _source(self, record: ThreadRecord) -> Path:
        return self.path.parent / record.source

    def _read(self, source: Path, records: Mapping[str, ThreadRecord]) -> Iterator[tuple[str, Thread | None]]:
        """The threads of a source that are wanted, each as it is read, then those that did not come."""
        left = dict(records)
        why = "not found"
        try:
            if source.is_file():
                why = "has changed since it was labelled"
                found = _sha256(source)
                unchanged = {record.id for record in records.values() if record.sha256 == found}
                for reading in open_threads(source) if unchanged else ():
                    if reading.thread.id in unchanged & left.keys():
                        del left[reading.thread.id]
                        yield reading.thread.id, reading.thread
                    if not left:
                        break
                why = "has no such thread" if unchanged & left.keys() else why
        except ThreadmarkError as error:
            why = error.what
        except OSError as error:
            why = (error.strerror or str(error)).lower()
        if left:
            self.warn(f"{source}: {why}; {_some('thread', left)} exported without text")
        for thread_id in left:
            yield thread_id, None

    def _with_labels(self, thread_id: str, thread: Thread | None) -> LabelledThread:
        passes = Passes(thread, self.labels.get(thread_id, ()), self.reviews.get(thread_id, ()))
        if thread is not None and passes.lost:
            self.warn(f"thread {thread_id} has no {_some('comment', passes.lost)}; exported without text")
        targets = {f"{each.kind}:{each.id}": each.text for each in self.contents.targets if each.thread == thread_id}
        return LabelledThread(thread_id, thread, passes, targets, self.path, self.tally)


def open_labelled(path: Path, threads: Iterable[str] = (), *, warn: Callable[[str], None]) -> Labelled:
    """Open a label file to export from it; its lock is not taken and nothing is written.

    Args:
        path: the label file.
        threads: the ids of the threads wanted; none for all.
        warn: told, a line each, what could not be found.

    Raises:
        InputError: there is no such file.
        UsageError: the file knows nothing of a thread that is wanted.
        LabelFileError: it is damaged or newer.
    """
    if not path.exists() and not history_of(path).exists():
        raise InputError("no such label file", where=str(path), next_step="name one that threadmark has written")
    path = Path(os.path.realpath(path))
    contents = read_contents(path)
    labels, reviews = by_thread(contents.labels), _by_thread(contents.reviews)
    known = {*labels, *reviews, *(record.id for record in contents.threads)}
    wanted = dict.fromkeys(threads)
    if strange := [thread for thread in wanted if thread not in known]:
        raise UsageError(
            f"holds nothing of {_some('thread', strange)}",
            where=str(path),
            next_step=f"it has {_some('thread', sorted(known))}" if known else "it has no threads at all",
        )
    labelled = Labelled(path, labels, reviews, contents, warn)
    return labelled.only(wanted) if wanted else labelled


def _by_thread(reviews: Iterable[Review]) -> dict[str, list[Review]]:
    found: defaultdict[str, list[Review]] = defaultdict(list)
    for review in reviews:
        found[review.thread].append(review)
    return dict(found)


def _sha256(source: Path) -> str:
    with source.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def _some(kind: str, ids: Iterable[str]) -> str:
    """These threads or comments in words, the first few by name."""
    named = list(ids)
    more = f" and {len(named) - NAMED_AT_MOST:,} more" if len(named) > NAMED_AT_MOST else ""
    return f"{kind}{'s' if len(named) > 1 else ''} {', '.join(named[:NAMED_AT_MOST])}{more}"
