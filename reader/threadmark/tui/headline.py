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


def pass_words(work: Standing, key: str) -> str:
    """One pass has nothing left: what comes now, and the key that begins it."""
    last = len(work.passes) - 1
    named = {name for names in work.passes for name in names}
    asked = [each.id for each in work.codebook.dimensions if each.id not in named and each.required != "never"]
    asks = ", ".join([*work.passes[work.place], *(asked if work.place == last else [])])
    number = work.place + 1
    return f"pass {number - 1} of {last + 1} is done here; {key} begins pass {number}: {asks}"


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
