"""Labels of a file that another program wrote, or this one, become labels of a label file.

    for line in import_labels(Path("tasks.json"), Path("labels.json"), keymap).lines():
        print(line)

What is there already stays as it is: a label that is the same gets what evidence is new, and one that would take
another's place is left out and reported.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterable, Mapping, Sequence
from contextlib import closing
from pathlib import Path
from types import MappingProxyType
from typing import Final

import msgspec

from threadmark.imports.aligning import Unit, in_comment
from threadmark.imports.brought import Brought
from threadmark.imports.given import GivenLabel
from threadmark.imports.meaning import Meaning, Meanings
from threadmark.imports.pen import VIA, Pen, open_to_write
from threadmark.imports.places import Place, Places, threads_of
from threadmark.imports.reading import read_labels
from threadmark.keys.codebook import Dimension
from threadmark.keys.layers import Keymap
from threadmark.labels import choices
from threadmark.labels.anchors import Unsettled, text_of
from threadmark.labels.claims import claim_id, own_claim
from threadmark.labels.questions import answered, exclusives, outcome
from threadmark.labels.records import Answer, Context, Edit, Key, Label, Review, Span, Status, Target, key_of, put
from threadmark.labels.store import LabelStore
from threadmark.thread.text import clean, clean_line

IN_COMMENT: Final = "comment"
NO_MAPPING: Final[Mapping[str, str]] = MappingProxyType({})
_Pass = tuple[str, int]


def import_labels(
    path: Path,
    labels: Path,
    keymap: Keymap,
    *,
    annotator: str | None = None,
    threads: Sequence[Path] = (),
    format_name: str | None = None,
    mapping: Mapping[str, str] = NO_MAPPING,
    offsets: Unit | None = None,
) -> Brought:
    """Read labels from a file, a folder or a zip into a label file.

    Args:
        path: what another program wrote.
        labels: the label file.
        keymap: the layers whose codebook says what labels there are.
        annotator: whose the labels are that name nobody.
        threads: the threads' files; by default those that the label file records, else those beside it.
        format_name: what to read it as; by default what it looks like.
        mapping: what labels of the file are called here: `fallacy:straw_man` for `Strawman`, or for `Fallacies:Strawman`
            where the file has questions.
        offsets: what offsets count where it is not what the format says.

    Raises:
        InputError: the file can't be read, or is nothing that is known.
        UsageError: there is no such format, no layer declares what a label is mapped to, or the label file's folder
            can't be used.
        HeldError: another program has the label file open.
        LabelFileError: it is damaged.
        NotSaved: the disk refuses.
    """
    meanings = Meanings(keymap.codebook, mapping)
    fields: Counter[str] = Counter()

    def is_wanted(each: GivenLabel) -> bool:
        # A corpus may have millions of fields that hold no labels.
        is_strange = meanings.is_strange(each)
        fields[each.dimension] += is_strange
        return not is_strange

    # All is read before anything is written: what can't be read to its end leaves no labels.
    name, given = read_labels(path, format_name, is_wanted)
    by_comment: dict[tuple[str, str], tuple[Place, list[GivenLabel]]] = {}
    with closing(open_to_write(labels, annotator or "")) as store:
        brought = Brought(store.path, name, fields=+fields)
        places = Places(threads_of(store, threads, brought.moved.append))
        for each in given:
            if each.refused:
                brought.leave(each, each.refused)
                continue
            place = places.find(each)
            if isinstance(place, str):
                brought.leave(each, place)
                continue
            thread = place.held.thread
            by_comment.setdefault((thread.id, thread.ids[place.at]), (place, []))[1].append(each)
        with Pen(store, keymap, annotator or "import") as pen:
            bringer = _Bringer(store, pen, brought, meanings, annotator, offsets)
            for place, of_comment in by_comment.values():
                brought.found[place.by] += 1
                bringer.take(place, of_comment)
    return brought


class _Bringer:
    """Works out the edits, a comment at a time."""

    def __init__(
        self,
        store: LabelStore,
        pen: Pen,
        brought: Brought,
        meanings: Meanings,
        annotator: str | None,
        offsets: Unit | None,
    ) -> None:
        self._store = store
        self._pen = pen
        self._brought = brought
        self._meanings = meanings
        self._annotator = annotator
        self._offsets = offsets
        self._written: set[tuple[object, ...]] = set()
        self._before: dict[tuple[str, str], list[Label]] = {}
        self._known: set[str] = set()

    def take(self, place: Place, given: Iterable[GivenLabel]) -> None:
        """Everything that is said of one comment."""
        passes: dict[_Pass, list[GivenLabel]] = {}
        for each in given:
            who = clean_line(each.annotator or "")[0] or self._annotator
            if who is None:
                self._brought.leave(each, "says not whose it is; --annotator names somebody")
            else:
                passes.setdefault((who, each.round), []).append(each)
        for (who, number), of_pass in passes.items():
            self._take_pass(place, who, number, of_pass)

    def _take_pass(self, place: Place, who: str, number: int, given: Sequence[GivenLabel]) -> None:
        held, now = place.held, self._store.now()
        thread, comment = held.thread, held.thread.ids[place.at]
        before = [old for old in self._held(thread.id, comment) if (old.annotator, old.round) == (who, number)]
        labels = list(before)
        named: set[Key] = set()
        answers: list[Answer] = []
        targets: list[Edit] = []
        for each in given:
            if each.label is None:
                if each.asked and each.dimension:
                    answers.append(Answer(each.dimension, each.target, asked=True, outcome="skipped"))
                continue
            meant = self._meanings.of(each)
            if meant is None:
                self._brought.not_know(each)
                continue
            target = self._target(place, each, meant, targets)
            if meant.sort and target is None:
                self._brought.leave(each, f"does not say what {meant.dimension.id} is toward")
                continue
            new = Label(
                *(thread.id, comment, who, number, meant.dimension.id, target, meant.label),
                evidence=each.spans,
                either=each.either,
                via=VIA,
                context=each.context or Context(),
                codebook=self._meanings.codebook.short,
                session=self._pen.session,
                created=each.created or now,
                updated=each.updated or each.created or now,
            )
            named.add(key_of(new))
            self._give(place, new, each, meant.dimension, labels)
            question = [old for old in labels if (old.dimension, old.target) == (new.dimension, new.target)]
            if each.asked is not None and question:
                came = outcome(meant.dimension, meant.kind, question)
                answers.append(Answer(new.dimension, target, asked=each.asked, outcome=came))
        edits = choices.difference(before, labels, now)
        key = thread.id, comment, who, number
        found = self._store.get("reviews", key)
        old_review = found if isinstance(found, Review) else None
        review = _review(old_review, Review(*key), given, answers, self._pen.session)
        if review != old_review:
            edits.append(put(review))
        self._brought.there += len({key_of(old) for old in before} & named)
        if edits:
            self._pen.record(held.record)
            self._pen.write(who, [*self._once(targets), *edits], whole=(thread.id, number))

    def _give(self, place: Place, new: Label, given: GivenLabel, dimension: Dimension, labels: list[Label]) -> None:
        """Put a label with the others of its pass, as far as they let it."""
        new = self._placed(place, new, given.text)
        for at, old in enumerate(labels):
            if key_of(old) == key_of(new):
                there = {(span.part, span.start, span.end) for span in old.evidence}
                if more := [span for span in new.evidence if (span.part, span.start, span.end) not in there]:
                    labels[at] = choices.with_evidence(old, more)
                return
        others = [old for old in labels if (old.dimension, old.target) == (new.dimension, new.target)]
        alone = exclusives(dimension)
        joined = new.either is not None and all(old.either == new.either for old in others)
        apart = dimension.choice != "many" or new.label in alone or any(old.label in alone for old in others)
        if others and apart and not joined:
            self._brought.leave(given, f"{dimension.id} is answered otherwise already")
            return
        labels.append(new)
        self._brought.add(given)

    def _placed(self, place: Place, label: Label, written: str | None) -> Label:
        """The label with its spans where their words stand; one that stands nowhere is reported and left out."""
        spans = [found for span in label.evidence if (found := self._span(place, label, span, written)) is not None]
        return msgspec.structs.replace(label, evidence=tuple(dict.fromkeys(spans)))

    def _span(self, place: Place, label: Label, span: Span, written: str | None) -> Span | None:
        thread, index = place.held.thread, place.at
        text = text_of(thread, index, span.part) or ""
        if written is None or span.part != IN_COMMENT:
            written = text
        found = in_comment(span, written, text, self._offsets)
        counted_so = written == text and self._offsets is None and span.start >= 0
        if found is None or (counted_so and found.start != span.start):
            words = msgspec.structs.replace(span, quote=span.quote or f"{span.start} to {span.end}")
            now = found.start if found is not None else None
            self._brought.moved.append(str(Unsettled(label.comment, f"{label.dimension}.{label.label}", words, now)))
        return found

    def _target(self, place: Place, given: GivenLabel, meant: Meaning, edits: list[Edit]) -> str | None:
        """What a stance is toward; a claim or named target that the file has not got is put among the edits."""
        if not meant.sort:
            return None
        thread, kind = place.held.thread, meant.sort
        text = clean(given.target_text)[0] if given.target_text else None
        if given.target is not None:
            target = clean_line(given.target)[0]
        elif kind == "comment":
            above = thread.parents[place.at]
            return f"comment:{thread.ids[above]}" if above >= 0 else None
        elif kind == "claim":
            text = text or own_claim(thread.article)
            target = f"claim:{claim_id(text)}"
        elif meant.named is not None:
            target, text = f"named:{meant.named}", text or meant.named
        else:
            return None
        name = target.partition(":")[2]
        if kind != "comment" and text and self._store.get("targets", (thread.id, name)) is None:
            created = self._store.now()
            edits.append(put(Target(name, thread.id, "claim" if kind == "claim" else "named", text, created=created)))
        return target

    def _once(self, edits: Iterable[Edit]) -> list[Edit]:
        """Those of the edits that this import has not made yet."""
        fresh = [edit for edit in edits if (edit.table, *edit.key) not in self._written]
        self._written |= {(edit.table, *edit.key) for edit in fresh}
        return fresh

    def _held(self, thread: str, comment: str) -> Sequence[Label]:
        if thread not in self._known:
            self._known.add(thread)
            for label in self._store.labels(thread):
                self._before.setdefault((thread, label.comment), []).append(label)
        return self._before.get((thread, comment), ())


def _review(
    old: Review | None, empty: Review, given: Sequence[GivenLabel], answers: Iterable[Answer], session: str
) -> Review:
    """A comment as looked at; what an annotator has said of it here already stays."""
    review = old or empty
    said = review.answers
    for answer in answers:
        said = answered(said, answer)
    note = review.note or clean(next((each.note for each in given if each.note), ""))[0]
    if old is not None:
        return msgspec.structs.replace(old, answers=said, note=note)
    return msgspec.structs.replace(
        review,
        status=_status({each.status for each in given}),
        reason=clean_line(next((each.reason for each in given if each.reason), ""))[0],
        revisit=any(each.revisit for each in given),
        note=note,
        seconds=max((each.seconds for each in given), default=0.0),
        context=next((each.context for each in given if each.context and each.label is None), Context()),
        answers=said,
        session=session,
    )


def _status(said: Collection[Status | None]) -> Status:
    """How a comment was left; where one record says it was skipped and another has labels, it was not."""
    only = next(iter(said), None) if len(said) == 1 else None
    return only or "done"
