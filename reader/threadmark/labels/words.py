"""What the status line says about labels and batches: short, lower case."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from threadmark.labels.records import Label, Link, Record, Review, Target
from threadmark.labels.targets import NOTHING_KNOWN, TargetWords, kind_toward

if TYPE_CHECKING:
    from threadmark.keys.codebook import Codebook
    from threadmark.labels.drafting import Batch, Effect


_TELLING: Final = 64
"""Effects of a branch action that tell what it was: it did the same to every comment."""


def small(name: str) -> str:
    """A name inside a sentence: `Ad hominem` is `ad hominem`."""
    return name if name[1:2].isupper() else name[:1].lower() + name[1:]


def label_words(codebook: Codebook, label: Label, targets: TargetWords = NOTHING_KNOWN) -> str:
    """A label in words: `claim: against`, `fallacy: ad hominem`.

    A label of another codebook is told by its id.
    """
    try:
        dimension = codebook.dimension(label.dimension)
        kind = kind_toward(dimension, label.target) if dimension.choice == "one_per_target" else None
        definition = codebook.label(label.dimension, label.label, kind.scale if kind else None)
        name = small(definition.name_for(targets.claim_type(label.target)))
    except KeyError:
        return f"{label.dimension}: {label.label.replace('_', ' ')}"
    return f"{targets.target_name(label.target) or (kind.id if kind else label.dimension)}: {name}"


def batch_words(codebook: Codebook, batch: Batch, targets: TargetWords, comments: int) -> str:
    """What a batch did, in words: what the annotator meant by it, and on how many comments if not on one."""
    if not batch.effects:
        return "nothing"
    if batch.via == "import" and (labels := sum(effect.table == "labels" for effect in batch.effects)):
        said = f"import of {labels:,} label{'s' if labels > 1 else ''}"
        return f"{said} on {comments:,} comments" if comments > 1 else said
    telling = batch.effects[:_TELLING] if batch.via == "branch" else batch.effects
    said = _effect_words(codebook, min(telling, key=_rank), targets)
    return f"{said} on {comments:,} comments" if comments > 1 else said


def _rank(effect: Effect) -> int:
    """Which effect tells what a batch was for: the smallest."""
    before, after = effect.before, effect.after
    match after or before:
        case Link():
            return 0
        case Review():
            said = _said(before), _said(after)
            return 0 if _finished(*said) else 4 if _apart(*said) else 8
        case Label():
            return 3 if after is None else 1 if before is None else 2
        case Target():
            return 5
        case _:
            return 9


def _effect_words(codebook: Codebook, effect: Effect, targets: TargetWords) -> str:
    before, after = effect.before, effect.after
    match after or before:
        case Review():
            return _review_words(_said(before), _said(after))
        case Label() as label:
            words = label_words(codebook, label, targets)
            if isinstance(before, Label) and isinstance(after, Label) and before.evidence != after.evidence:
                return f"the words of {words}"
            return f"{words} taken away" if after is None else words
        case Target() as target:
            return "target" if target.kind == "named" else "claim"
        case Link():
            return "parent"
        case _:
            return "change"


def _said(record: Record | None) -> Review:
    return record if isinstance(record, Review) else Review("", "", "", 0)


def _finished(was: Review, now: Review) -> bool:
    return (was.status, was.passed) != (now.status, now.passed)


def _apart(was: Review, now: Review) -> bool:
    return (was.revisit, was.note) != (now.revisit, now.note)


def _review_words(was: Review, now: Review) -> str:
    if was.status != now.status:
        return now.status
    if was.passed != now.passed:
        return "done" if now.passed > was.passed else "open"
    if was.revisit != now.revisit:
        return "to revisit" if now.revisit else "not to revisit"
    return "note" if was.note != now.note else "answers"
