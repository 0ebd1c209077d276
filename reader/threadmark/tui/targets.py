"""What a stance is toward, on the screen: its whole text beside its keys, the scale in its words, the list of targets."""

from __future__ import annotations

from typing import TYPE_CHECKING

from threadmark.keys.codebook import CLAIM_TYPES
from threadmark.keys.targeted import leader_of
from threadmark.labels.targets import NAMED
from threadmark.tui.ask import PickOne

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from threadmark.keys.codebook import TargetKind
    from threadmark.keys.layers import Keymap
    from threadmark.keys.panels import Panel
    from threadmark.labels.round import Round
    from threadmark.tui.desk import Desk

_ADDED = -1


def kind_of_panel(keymap: Keymap, panel: Panel) -> TargetKind | None:
    """What a panel's labels are toward; None where they are toward nothing."""
    if panel.dimension is None or panel.target is None:
        return None
    sort = "named" if panel.target.startswith(NAMED) else None
    kinds = keymap.codebook.dimension(panel.dimension).targets
    return next((kind for kind in kinds if panel.target == kind.id or sort == kind.kind), None)


def target_words(work: Round, kind: TargetKind | None, panel: Panel) -> list[tuple[str, str]]:
    """The claim or named target in full, which must be in sight while a stance toward it is chosen."""
    if kind is None:
        return []
    if kind.kind == "claim":
        claim = work.claim or work.coming_claim
        return [(f"claim ({claim.claim_type})" if claim.claim_type else "claim", claim.text)]
    target = next((each for each in work.named if each.target == panel.target), None)
    if target is None:
        return []
    return [(f"target ({target.claim_type})" if target.claim_type else "target", target.text)]


def worded(work: Round, keymap: Keymap, kind: TargetKind | None, panel: Panel) -> Panel:
    """The panel with its labels called as the type of the claim has it."""
    if kind is None or panel.dimension is None or kind.kind == "comment":
        return panel
    claim_type = (work.claim or work.coming_claim).claim_type if kind.kind == "claim" else work.claim_type(panel.target)
    called = {
        label.id: label.name_for(claim_type)
        for label in keymap.codebook.dimension(panel.dimension).labels_of(kind.scale)
    }
    rows = (row._replace(name=called.get((row.argument or "").rpartition(".")[2], row.name)) for row in panel.rows)
    return panel._replace(rows=tuple(rows))


def pick_target(desk: Desk) -> None:
    """List the named targets: one that is picked opens its scale, words of one's own add another where that is allowed."""
    work = desk.round
    words = ""

    def found(typed: str) -> Sequence[tuple[str, int]]:
        nonlocal words
        words = typed.strip()
        offered = [
            (
                f"{number}  {target.called}: {target.text}"
                if target.called != target.text
                else f"{number}  {target.text}",
                number,
            )
            for number, target in enumerate(work.named, 1)
            if all(
                word in " ".join((str(number), target.called, target.text, *target.aliases)).casefold()
                for word in words.casefold().split()
            )
        ]
        return offered if work.targets_closed or not words else [*offered, (f"add: {words}", _ADDED)]

    def take(number: int | None) -> None:
        if number == _ADDED:
            _ask_type(desk, lambda kind: desk.write(lambda: work.add_target(words, kind)))
        elif number is not None:
            leader = leader_of(desk.keymap, work.named[number - 1].target)
            if leader is not None:
                desk.open_panel(leader)

    if work.targets_closed and not work.named:
        desk.say("the study has no named targets here")
        return
    question = "which target?" if work.targets_closed else "which target? typed words can be added as a new one"
    desk.ask(PickOne(question, found), take)


def _ask_type(desk: Desk, take: Callable[[str | None], object]) -> None:
    keys = {kind[0] if kind != "forecast" else "o": kind for kind in CLAIM_TYPES}
    desk.one_key(
        "is it a fact, a forecast, a policy or a value?",
        {**keys, "n": "none of these"},
        lambda kind: take(kind if kind in CLAIM_TYPES else None),
    )
