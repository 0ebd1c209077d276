"""What an annotator said in a round, as the store has it: read once, and kept up with every batch.

Of a batch of many, and of its undoing, the counts are taken over at once, and the documents as they are looked at.
"""

from __future__ import annotations

import math
import time
from collections.abc import Container, Sequence
from typing import TYPE_CHECKING, Final, cast

from threadmark.labels.anchors import Unsettled, anchored
from threadmark.labels.claims import claim_in_force
from threadmark.labels.documents import THREADED
from threadmark.labels.history import BATCHES
from threadmark.labels.reach import Reach, reaching
from threadmark.labels.records import TARGET_IN_KEY, Key, Label, Link, Review, Target, key_of
from threadmark.labels.states import UNMARKED, Mark, States
from threadmark.labels.tallies import Tallies, place_of
from threadmark.labels.targets import NO_TARGETS, NamedTarget, NamedTargets
from threadmark.labels.turning import BY_ROUND, is_of_many
from threadmark.labels.unhurried import Unhurried

if TYPE_CHECKING:
    from collections.abc import Iterable

    from threadmark.labels.drafting import Batch, Effect
    from threadmark.labels.store import LabelStore
    from threadmark.thread.model import Thread

_REACHES: Final = 4  # of batches of many that are kept: who takes one back often does it again


class KeepingUp:
    """An annotator's labels, reviews and links of a thread, by comment index. `Standing` tells the arguments."""

    def __init__(
        self,
        store: LabelStore,
        thread: Thread,
        *,
        annotator: str,
        number: int = 1,
        named: NamedTargets = NO_TARGETS,
        drawn: Container[str] | None = None,
        passes: int = 1,
    ) -> None:
        self.store = store
        self.thread = thread
        self.annotator = annotator
        self.number = number
        self.claim: Target | None = None
        self.named = named.targets
        self.unsettled: list[Unsettled] = []
        self.strays = 0
        self._study_targets = named
        # Comments that were acted on: a thread's own index takes as long as ten keys, and the first label would wait.
        self._known: dict[str, int] = {}
        self._drawn = drawn
        self._passes = passes
        self._reaches: dict[str, tuple[Batch, Unhurried[Reach | None]]] = {}
        self._read()
        store.listeners.append(self._follow)

    def close(self) -> None:
        """Stop following the store."""
        self.store.listeners.remove(self._follow)

    def index_of(self, comment: str) -> int | None:
        """The index of a comment; None for one that this thread does not have."""
        try:
            return self._known[comment] if comment in self._known else self.thread.index(comment)
        except KeyError:
            return None

    def _read(self) -> None:
        """Read all that the store has."""
        thread = self.thread.id
        self._labels: dict[int, dict[Key, Label]] = {}
        self._reviews: dict[int, Review] = {}
        self._links: dict[int, Link] = {}
        self._tallies = Tallies(len(self.thread))
        self._states = States(self.thread, self._drawn, self._passes)
        self.strays = 0
        # What a turned batch left to be read again, comment by comment, as they are looked at; counts don't wait for it.
        self._unread: dict[int, list[tuple[str, Key]]] = {}
        self._marks: dict[int, Mark] = {}
        for label in self.store.labels(thread):
            if (label.annotator, label.round) == (self.annotator, self.number):
                self._set_label(key_of(label), label)
        for review in self.store.reviews(thread):
            if (review.annotator, review.round) == (self.annotator, self.number):
                self._set_review(key_of(review), review)
        for link in self.store.links(thread):
            if link.annotator == self.annotator:
                self._set_link(key_of(link), link)
        self._read_targets()

    def _read_targets(self) -> None:
        targets = list(self.store.targets(self.thread.id))
        self.claim = claim_in_force(targets)
        listed = {each.id: each for each in self._study_targets.targets}
        if not self._study_targets.closed:
            for each in sorted(targets, key=lambda target: target.created):
                if each.kind == "named" and each.author is not None:
                    listed.setdefault(each.id, NamedTarget(each.text, claim_type=each.claim_type))
        named = tuple(listed.values())
        self.named = self.named if named == self.named else named

    def _follow(self, batch: Batch) -> None:
        """Take over what a batch changed in this thread and round."""
        effects: Sequence[Effect] = batch.effects
        if effects and effects[0].table == BATCHES:
            self._follow_turn(batch)
        elif self._is_all_here(batch) and (reach := self.reach_of(batch)):
            self._take_over(reach, back=False)
            effects = reach.laid.few_effects
        for effect in effects:
            if effect.table in THREADED and effect.key[0] == self.thread.id:
                self._take_effect(effect)

    def _take_effect(self, effect: Effect) -> None:
        table, key, own = effect.table, effect.key, (self.annotator, self.number)
        if table == "labels":
            if key[2:4] == own:
                self._set_label(key, cast("Label | None", effect.after))
        elif table == "reviews":
            if key[2:4] == own:
                self._set_review(key, cast("Review | None", effect.after))
        elif table == "targets":
            self._read_targets()
        elif key[2] == self.annotator:
            self._set_link(key, cast("Link | None", effect.after))

    def _follow_turn(self, batch: Batch) -> None:
        """Take over that a batch of many was undone or redone."""
        thread, _, *own = batch.effects[0].key
        if thread != self.thread.id or own != [self.annotator, self.number]:
            return
        reach = self.reach_of(batch.laid.batch) if batch.laid else None
        if reach is None:
            self._read()  # it was taken back
        else:
            self._take_over(reach, back=batch.kind == "undo")

    def _is_all_here(self, batch: Batch) -> bool:
        """Whether a batch is of many, all of them of this thread and round."""
        thread, own = self.thread.id, (self.annotator, self.number)
        return is_of_many(batch) and all(
            key[0] == thread and (key[2:4] == own or effect.table not in BY_ROUND)
            for effect in batch.effects
            for key in (effect.key,)
        )

    def _take_over(self, reach: Reach, *, back: bool) -> None:
        """Take over what a batch of many did, or its undoing (`back`): counts now, documents as they are looked at."""
        for label, _, comments, keys in reach.brought if back else reach.took:
            is_alone = self._tallies.is_toward_one(label)
            self._tallies.take_all(comments if is_alone else self._without_alike(comments, keys, label, reach), label)
        for label, _, comments, keys in reach.took if back else reach.brought:
            self._tallies.give_all(comments, label, {cast("str | None", key[TARGET_IN_KEY]) for key in keys})
        marks = {index: self._turned_mark(index, was, now, back=back) for index, was, now in reach.marked}
        self._marks |= marks
        self._states.take_all(marks.items())
        if not self._unread:
            self._unread = dict(reach.documents)
            return
        for index, documents in reach.documents.items():
            others = self._unread.get(index, documents)
            self._unread[index] = documents if others is documents else [*others, *documents]

    def _turned_mark(self, index: int, before: Mark, after: Mark, *, back: bool) -> Mark:
        """What counts of a comment's review when a batch that changed it so is undone (`back`) or done again."""
        was, goal = (after, before) if back else (before, after)
        now = self._marks.get(index) or self._reviews.get(index) or UNMARKED
        if now.status == was.status and now.passed == was.passed and now.revisit == was.revisit:
            return goal
        return Mark(
            status=now.status if goal.status == was.status else goal.status,
            passed=now.passed if goal.passed == was.passed else goal.passed,
            revisit=now.revisit if goal.revisit == was.revisit else goal.revisit,
        )

    def _without_alike(self, comments: Sequence[int], keys: Sequence[Key], label: Label, reach: Reach) -> list[int]:
        """The comments that have no label like this one under another key: toward another target of its sort."""
        held, unread, documents, name = self._labels, self._unread, reach.documents, label.label
        found = []
        for index, key in zip(comments, keys, strict=True):  # of many thousands: most have no label of this name
            own, waiting = documents[index], unread.get(index, ())
            others = [*held.get(index, ()), *(() if waiting is own else [other for _, other in waiting])]
            for other in others:
                if other[-1] == name and other != key and self._has_alike(index, key, label, own):
                    break
            else:
                found.append(index)
        return found

    def _has_alike(self, index: int, key: Key, label: Label, own: Sequence[tuple[str, Key]]) -> bool:
        self._read_documents(index, [*self._unread.pop(index, ()), *own])
        place = place_of(label)
        return any(
            place_of(other) == place and other_key != key for other_key, other in self._labels.get(index, {}).items()
        )

    def reach_of(self, batch: Batch) -> Reach | None:
        """What a batch reaches; None for one of few, which is undone change by change."""
        return self._reaching(batch).result() if is_of_many(batch) else None

    def _prepare(self, batch: Batch) -> bool:
        """Do a little of what `reach_of` does; whether that is all of it."""
        return not is_of_many(batch) or self._reaching(batch).go_on()

    def _reaching(self, batch: Batch) -> Unhurried[Reach | None]:
        """The finding out of it, as far as it is."""
        found = self._reaches.get(batch.id)
        if found is not None and found[0] is batch:
            return found[1]
        if len(self._reaches) == _REACHES:
            del self._reaches[next(iter(self._reaches))]
        begun = Unhurried(reaching(batch, self.index_of))
        self._reaches[batch.id] = batch, begun
        return begun

    def catch_up(self, seconds: float = math.inf) -> bool:
        """Work out what undone or redone batches of many made of their documents, for some time; whether all is done."""
        end = time.perf_counter() + seconds
        while self._unread and time.perf_counter() < end:
            self._read_documents(*self._unread.popitem())
        return not self._unread

    def _read_again(self, index: int) -> None:
        self._read_documents(index, self._unread.pop(index))

    def _read_documents(self, index: int, documents: Iterable[tuple[str, Key]]) -> None:
        self._marks.pop(index, None)
        for table, key in documents:
            record = self.store.get(table, key)
            if table == "labels":
                self._set_label(key, cast("Label | None", record))
            else:
                self._set_review(key, cast("Review | None", record))

    def _set_label(self, key: Key, label: Label | None) -> None:
        index = self._place(key)
        if index is None:
            return
        if label is None:
            labels = self._labels.get(index, {})
            if (taken := labels.pop(key, None)) is not None:
                self._tallies.take(index, taken)
                for left in labels.values():  # one of them may be the same label, toward another target
                    self._tallies.give(index, left)
            if not labels:
                self._labels.pop(index, None)
            return
        if label.evidence:
            label, unsettled = anchored(self.thread, index, label)
            self.unsettled += [one for one in unsettled if one not in self.unsettled]
        self._labels.setdefault(index, {})[key] = label
        self._tallies.give(index, label)

    def _set_review(self, key: Key, review: Review | None) -> None:
        index = self._place(key)
        if index is None:
            return
        self._states.take(index, review)
        if review:
            self._reviews[index] = review
        else:
            self._reviews.pop(index, None)

    def _set_link(self, key: Key, link: Link | None) -> None:
        index = self._place(key)
        if index is None:
            return
        if link is None:
            self._links.pop(index, None)
        elif link.parent is None or self.index_of(link.parent) is not None:
            self._links[index] = link
        else:
            self.strays += 1

    def _place(self, key: Key) -> int | None:
        index = self.index_of(cast("str", key[1]))
        if index is None:
            self.strays += 1
        elif index in self._unread:
            self._read_again(index)
        return index
