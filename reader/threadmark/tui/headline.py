"""How far a round is, in the words above the tree, and whether what is shown is on the disk."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from threadmark.labels.standing import Standing
    from threadmark.labels.store import LabelStore


def headline(work: Standing, dot: str) -> str:
    """How far the round is, and which round or pass it is where there are several."""
    counts = work.counts
    parts = [f"round {work.number}", f"{counts.comments:,} drawn"] if work.is_sample else []
    parts = parts or [f"{counts.comments:,} comments"]
    parts += [f"pass {work.place + 1} of {len(work.passes)}"] if len(work.passes) > 1 else []
    parts += [f"{counts.done:,} done"]
    parts += [f"{counts.skipped:,} skipped"] if counts.skipped else []
    parts += [f"{counts.revisit:,} to revisit"] if counts.revisit else []
    return dot.join(parts)


def saved_words(work: Standing, dot: str) -> str:
    """Whether what is shown is on the disk, and how many comments are done."""
    counts = work.counts
    return dot.join((_state(work.store), f"{counts.done:,}/{counts.comments:,}"))


def _state(store: LabelStore) -> str:
    if store.read_only:
        return "read-only"
    if store.trouble:
        return "not saved"
    if store.saving:
        return "saving"
    return f"saved, but {store.path.name} is behind" if store.behind else "saved"
