"""What the status line says about labels and batches: short, lower case."""

from __future__ import annotations

from typing import TYPE_CHECKING, cast

from threadmark.labels.records import Label, Link, Review, Target

if TYPE_CHECKING:
    from threadmark.keys.codebook import Codebook
    from threadmark.labels.drafting import Batch, Effect


def small(name: str) -> str:
    """A name inside a sentence: `Ad hominem` is `ad hominem`."""
    return name if name[1:2].isupper() else name[:1].lower() + name[1:]


def label_words(codebook: Codebook, label: Label) -> str:
    """A label in words: `claim: against`, `fallacy: ad hominem`.

    A label of another codebook is told by its id.
    """
    try:
        dimension = codebook.dimension(label.dimension)
        kind = dimension.target(label.target) if dimension.choice == "one_per_target" else None
        name = small(codebook.label(label.dimension, label.label, kind.scale if kind else None).name)
    except KeyError:
        return f"{label.dimension}: {label.label.replace('_', ' ')}"
    return f"{kind.id if kind else label.dimension}: {name}"


def batch_words(codebook: Codebook, batch: Batch) -> str:
    """What a batch did, in words: what is told first is what the annotator meant by it."""
    said = min((_effect_words(codebook, effect) for effect in batch.effects), default=(0, "nothing"))[1]
    comments = {effect.key[1] for effect in batch.effects if effect.table in {"labels", "reviews"}}
    return f"{said} on {len(comments):,} comments" if len(comments) > 1 else said


def _effect_words(codebook: Codebook, effect: Effect) -> tuple[int, str]:
    """What one effect did, and its place among others: the smallest tells what the batch was for."""
    before, after = effect.before, effect.after
    match after or before:
        case Review():
            return _review_words(cast("Review | None", before), cast("Review | None", after))
        case Label() as label:
            words = label_words(codebook, label)
            return (3, f"{words} taken away") if after is None else (1 if before is None else 2, words)
        case Target() as target:
            return 5, target.kind
        case Link():
            return 0, "parent"
        case _:
            return 9, "change"


def _review_words(before: Review | None, after: Review | None) -> tuple[int, str]:
    was = before or Review("", "", "", 0)
    now = after or Review("", "", "", 0)
    if was.status != now.status:
        return 0, now.status
    if was.revisit != now.revisit:
        return 4, "to revisit" if now.revisit else "not to revisit"
    return (4, "note") if was.note != now.note else (8, "answers")
