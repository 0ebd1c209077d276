"""Labels that come with a corpus become an annotator's labels, through the keymap layers that declare its scheme.

with GoldLabels(Path("labels.json"), "gold", search=[shipped("keymaps")]) as gold:
    convert(["corpus"], "corpus.threads.jsonl", each=gold.take)
    print(gold.write(Path("corpus.threads.jsonl")))

They are put away while the corpus is converted and written once it is: a corpus that can't be read leaves no labels.
"""

from __future__ import annotations

import hashlib
import os
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from tempfile import TemporaryFile
from types import TracebackType
from typing import IO, Final, Self

import msgspec

from threadmark.imports.pen import VIA, Pen, open_to_write
from threadmark.imports.scheme import Scheme
from threadmark.keys.codebook import Dimension, TargetKind
from threadmark.keys.layers import Keymap, load_keymap
from threadmark.labels import choices
from threadmark.labels.claims import claim_id, own_claim
from threadmark.labels.questions import answered, exclusives, outcome
from threadmark.labels.records import (
    Answer,
    Edit,
    Label,
    Review,
    Target,
    ThreadRecord,
    put,
)
from threadmark.labels.store import LabelStore
from threadmark.sources.source import Reading

_ROUND: Final = 1


class Given(msgspec.Struct, array_like=True):
    """A label as the corpus gives it, while it waits."""

    comment: str
    dimension: str
    label: str
    layer: str | None


class GivenThread(msgspec.Struct, array_like=True):
    """What a thread came with, while it waits; `claim` is what its article claims."""

    id: str
    title: str | None
    comments: int
    claim: str
    labels: list[Given]


@dataclass(slots=True)
class Imported:
    """What came of the labels.

    Attributes:
        annotator: whose they are now.
        where: the label file.
        labels: how many were written.
        comments: on how many comments.
        there: how many were in the file already.
        elsewhere: labels of what is no comment here, such as the article.
        strange: labels that no layer declares, by what they are about.
    """

    annotator: str
    where: Path
    labels: int = 0
    comments: int = 0
    there: int = 0
    elsewhere: int = 0
    strange: Counter[str] = field(default_factory=Counter)

    def lines(self) -> list[str]:
        """The same in words."""
        labels, comments = _counted(self.labels, "label"), _counted(self.comments, "comment")
        said = [f"{self.where}: {labels} by {self.annotator} on {comments}"]
        if self.there:
            said.append(f"labels that were there already: {self.there:,}")
        if self.elsewhere:
            said.append(f"labels of the article or of what is no comment here (left out): {self.elsewhere:,}")
        said += [
            f"{dimension}: {_counted(times, 'label')} that no layer declares (left out); --keymap names one that does"
            for dimension, times in self.strange.most_common()
        ]
        return said


class GoldLabels:
    """Takes the labels of threads as they are converted, and writes them when all are.

    Args:
        labels: the label file.
        annotator: whose labels they become.
        search: the folders of named layers.
        layers: layers for what comes with no scheme of its own.

    Raises:
        HeldError: another program has the label file open.
        LabelFileError: it is damaged.
        UsageError: its folder can't be used.
    """

    def __init__(self, labels: Path, annotator: str, *, search: Sequence[Path], layers: Sequence[str] = ()) -> None:
        self._annotator = annotator
        self._search = search
        self._layers = dict.fromkeys(layers)
        self._waiting: IO[bytes] = TemporaryFile(prefix="threadmark-")  # noqa: SIM115 -- closed with this
        try:
            self._store = open_to_write(labels, annotator)
        except BaseException:
            self._waiting.close()
            raise

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def close(self) -> None:
        """Let others have the label file."""
        self._waiting.close()
        self._store.close()

    def take(self, reading: Reading) -> None:
        """Put a thread's labels away."""
        if not reading.gold:
            return
        thread = reading.thread
        comments = frozenset(thread.ids)
        self._layers.update(dict.fromkeys(label.layer for label in reading.gold if label.layer))
        given = GivenThread(
            id=thread.id,
            title=thread.article.title,
            comments=len(thread),
            claim=own_claim(thread.article),
            labels=[
                Given(label.comment if label.comment in comments else "", label.dimension, label.label, label.layer)
                for label in reading.gold
            ],
        )
        data = msgspec.msgpack.encode(given)
        self._waiting.write(len(data).to_bytes(8, "big") + data)

    def write(self, out: Path) -> Imported:
        """Write all labels that were taken.

        Args:
            out: where the threads are now.

        Raises:
            UsageError: a layer is not there, or broken.
            NotSaved: the disk refuses.
        """
        imported = Imported(self._annotator, self._store.path)
        if not self._layers:
            return self._nothing(imported)
        keymap = load_keymap(tuple(self._layers), search=self._search)
        writer = _Writer(self._store, keymap, self._annotator, out, imported)
        for given in self._taken():
            writer.add(given)
        writer.flush()
        return imported

    def _nothing(self, imported: Imported) -> Imported:
        """Without a layer nothing is written, and all that came is said."""
        for given in self._taken():
            imported.strange.update(label.dimension for label in given.labels)
        return imported

    def _taken(self) -> Iterator[GivenThread]:
        self._waiting.seek(0)
        decode = msgspec.msgpack.Decoder(GivenThread).decode
        while size := self._waiting.read(8):
            yield decode(self._waiting.read(int.from_bytes(size, "big")))


class _Writer:
    """Writes labels, some threads at a time."""

    def __init__(self, store: LabelStore, keymap: Keymap, annotator: str, out: Path, imported: Imported) -> None:
        self._store = store
        self._codebook = keymap.codebook
        self._scheme = Scheme(keymap.codebook)
        self._annotator = annotator
        self._source = os.path.relpath(out.resolve(), store.path.parent)
        self._sha256 = _sha256(out)
        self._imported = imported
        self._pen = Pen(store, keymap, annotator)

    def add(self, given: GivenThread) -> None:
        """Work out the edits of one thread."""
        there: dict[str, list[Label]] = {}
        for old in self._store.labels(given.id):
            if (old.annotator, old.round) == (self._annotator, _ROUND):
                there.setdefault(old.comment, []).append(old)
        by_comment: dict[str, list[Given]] = {}
        for label in given.labels:
            if label.comment:
                by_comment.setdefault(label.comment, []).append(label)
            else:
                self._imported.elsewhere += 1
        edits = [
            edit
            for comment, labels in by_comment.items()
            for edit in self._of_comment(given, comment, labels, there.get(comment, ()))
        ]
        if edits:
            thread = put(ThreadRecord(given.id, given.title, self._source, self._sha256, given.comments))
            self._pen.write(self._annotator, [thread, *self._claim(given, edits), *edits])

    def flush(self) -> None:
        """Write what was worked out."""
        self._pen.flush()

    def _of_comment(
        self, thread: GivenThread, comment: str, given: Iterable[Given], before: Sequence[Label]
    ) -> Iterator[Edit]:
        now = self._store.now()
        labels = list(before)
        asked: dict[tuple[str, str | None], tuple[Dimension, TargetKind | None]] = {}
        for each in given:
            meaning = self._scheme.meaning(each.dimension, each.label)
            if meaning is None:
                self._imported.strange[each.dimension] += 1
                continue
            dimension, kind, definition = meaning
            toward = f"claim:{claim_id(thread.claim)}" if kind is not None else None
            asked[dimension.id, toward] = dimension, kind
            if any((old.dimension, old.target, old.label) == (dimension.id, toward, definition.id) for old in labels):
                self._imported.there += 1
                continue
            new = Label(
                thread=thread.id,
                comment=comment,
                annotator=self._annotator,
                round=_ROUND,
                dimension=dimension.id,
                target=toward,
                label=definition.id,
                via=VIA,
                codebook=self._codebook.short,
                session=self._pen.session,
                created=now,
                updated=now,
            )
            rest = [old for old in labels if (old.dimension, old.target) != (dimension.id, toward)]
            question = [old for old in labels if (old.dimension, old.target) == (dimension.id, toward)]
            alone = exclusives(dimension)
            labels = rest + choices.given(new, question, choice=dimension.choice, exclusive=alone, beside=None, free=1)
        changes = choices.difference(before, labels, now)
        if not changes:
            return
        self._imported.comments += 1
        self._imported.labels += sum(edit.after is not None for edit in changes)
        yield from changes
        yield put(self._review(thread.id, comment, labels, asked))

    def _claim(self, thread: GivenThread, edits: Iterable[Edit]) -> Iterator[Edit]:
        """The claim that some labels are toward, where the file has not got it yet."""
        name = claim_id(thread.claim)
        toward = any(isinstance(edit.after, Label) and edit.after.target for edit in edits)
        if toward and self._store.get("targets", (thread.id, name)) is None:
            yield put(Target(name, thread.id, "claim", thread.claim, None, None, self._store.now()))

    def _review(
        self,
        thread: str,
        comment: str,
        labels: Sequence[Label],
        asked: dict[tuple[str, str | None], tuple[Dimension, TargetKind | None]],
    ) -> Review:
        """The comment as looked at, and what it was asked: what the corpus says of it."""
        key = thread, comment, self._annotator, _ROUND
        found = self._store.get("reviews", key)
        review = found if isinstance(found, Review) else Review(*key)
        answers = review.answers
        for (dimension_id, toward), (dimension, kind) in asked.items():
            held = [label for label in labels if (label.dimension, label.target) == (dimension_id, toward)]
            answer = Answer(dimension_id, toward, asked=True, outcome=outcome(dimension, kind, held))
            answers = answered(answers, answer)
        return msgspec.structs.replace(review, status="done", answers=answers, session=self._pen.session)


def _counted(number: int, what: str) -> str:
    return f"{number:,} {what}" if number == 1 else f"{number:,} {what}s"


def _sha256(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()
