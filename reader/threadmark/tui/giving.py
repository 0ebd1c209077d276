"""Giving labels at a desk: to the selected comment or its whole branch, with the words marked and what was in sight."""

from __future__ import annotations

from typing import TYPE_CHECKING

from threadmark.tui.chips import chips
from threadmark.tui.in_sight import InSight

if TYPE_CHECKING:
    from threadmark.labels.records import Context, Span
    from threadmark.tui.desk import Desk


class Giving:
    """The labels that are given by keys.

    Args:
        desk: where they are given.

    Attributes:
        for_branch: whether what is done next is for the whole branch.
    """

    def __init__(self, desk: Desk) -> None:
        self._desk = desk
        self._seen: InSight | None = None
        self.for_branch = False

    # what is in sight

    def look_around(self) -> None:
        """Keep what is in sight for the label that is given next: its panel is closed when that comes about."""
        self._seen = InSight(self._desk.reading)

    def forget_sight(self) -> None:
        """No label is given after all."""
        self._seen = None

    def context(self) -> Context:
        """What is in sight around the selected comment."""
        return InSight(self._desk.reading).of(self._desk.selected)

    # what is given

    def give(self, argument: str) -> None:
        """Give the selected comment a label, named as the argument of the command `label`."""
        desk = self._desk
        if not len(desk.thread):
            desk.say("there is no comment here")
            return
        dimension, _, rest = argument.partition(".")
        target: str | None = None
        if desk.keymap.codebook.dimension(dimension).targets:
            target, _, rest = rest.partition(".")
        seen, self._seen = self._seen or InSight(desk.reading), None
        if self.for_branch:
            self._give_branch(dimension, target, rest, seen)
        else:
            self._give_comment(dimension, target, rest, seen.of(desk.selected))

    def _give_comment(self, dimension: str, target: str | None, label: str, context: Context) -> None:
        desk = self._desk
        via = "flow" if desk.flow is not None and desk.flow.via_question else "key"
        spans, join = self._spans_for(dimension), desk.joining
        outcome = desk.write(
            lambda: desk.round.give(
                desk.selected, dimension, target, label, evidence=spans, join=join, via=via, context=context
            )
        )
        if join and outcome is not None and outcome.comments:
            desk.say(self._readings(dimension, target, label))
        if desk.marking is not None and outcome is not None:
            if not spans:
                desk.say(f"{outcome.said}, without words: {dimension} takes no evidence")
            desk.show_evidence()
            if desk.panel is None:
                said = desk.reading.status.said
                desk.end_marking()
                desk.say(said)

    def _readings(self, dimension: str, target: str | None, label: str) -> str:
        """A label and the readings it was joined with, in the words that stand on the comment."""
        desk, work = self._desk, self._desk.round
        toward = work.target_of(desk.selected, work.kind_of(dimension, target), target)
        beside = [one for one in work.labels(desk.selected) if (one.dimension, one.target) == (dimension, toward)]
        (given,) = (one for one in beside if one.label == label)
        joined = [one for one in beside if one is given or one.either == given.either is not None]
        return chips(joined, desk.keymap.codebook, targets=work)[0].text

    def _spans_for(self, dimension: str) -> tuple[Span, ...]:
        """The marked words as evidence of a label, unless there are none or its dimension takes none."""
        desk = self._desk
        span = desk.marking.span if desk.marking is not None else None
        return () if span is None or desk.keymap.codebook.dimension(dimension).evidence == "off" else (span,)

    # a whole branch

    def begin_branch(self) -> None:
        """The next label, or skip, is for the selected comment and all below it."""
        desk = self._desk
        if desk.can_write():
            self.for_branch = True
            desk.say(f"the branch of {self.branch_size:,} comments: now a label's keys, or S to skip")

    @property
    def branch_size(self) -> int:
        """Comments of the branch that begins with the selected one, itself among them."""
        return self._desk.thread.sizes[self._desk.selected]

    def _give_branch(self, dimension: str, target: str | None, label: str, seen: InSight) -> None:
        desk = self._desk
        index, size = desk.selected, self.branch_size
        name = self._name_of(dimension, target, label)

        def take(_: str) -> None:
            desk.write(lambda: desk.round.give_branch(index, dimension, target, label, context=seen.of))

        desk.one_key(f"{name} on this branch of {size:,} comments?", {"enter": "do it, in one step of undo"}, take)

    def _name_of(self, dimension: str, target: str | None, label: str) -> str:
        work = self._desk.round
        kind = work.kind_of(dimension, target)
        definition = self._desk.keymap.codebook.label(dimension, label, kind.scale if kind else None)
        toward = work.target_of(self._desk.selected, kind, target)
        name = definition.name_for(work.claim_type(toward)).lower()
        return f"{work.target_name(target) or target or dimension}: {name}"
