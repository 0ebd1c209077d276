"""Labels in the words that stand on a comment: `claim: against`, `sarcasm / irony`, `fallacy: ad hominem`."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from itertools import groupby

from threadmark.keys.codebook import Codebook
from threadmark.labels.records import Label, Span
from threadmark.labels.targets import NOTHING_KNOWN, TargetWords, kind_toward
from threadmark.tui.rows import Chip, Quoted


def chips(
    labels: Iterable[Label],
    codebook: Codebook,
    quoted: Callable[[Span], Quoted] = lambda span: Quoted(span.quote),
    targets: TargetWords = NOTHING_KNOWN,
) -> tuple[Chip, ...]:
    """One chip a label, in the order given; readings joined by `/` stand on one.

    Args:
        labels: the labels.
        codebook: what they are called.
        quoted: how a span of their evidence is listed.
        targets: what is known of what they are toward.
    """
    return tuple(_chips(list(labels), codebook, quoted, targets))


def _chips(
    labels: list[Label], codebook: Codebook, quoted: Callable[[Span], Quoted], targets: TargetWords
) -> Iterator[Chip]:
    def reading(label: Label) -> tuple[str, str | None, object]:
        alone = label.either if label.either is not None else id(label)
        return label.dimension, label.target, alone

    order = {reading(label): place for place, label in reversed(list(enumerate(labels)))}
    for (dimension, _, _), grouped in groupby(sorted(labels, key=lambda label: order[reading(label)]), key=reading):
        together = list(grouped)
        names = " or ".join(label_name(label, codebook, targets) for label in together)
        prefix = label_prefix(together[0], codebook, targets)
        quotes = tuple(quoted(span) for label in together for span in label.evidence)
        yield Chip(f"{prefix}: {names}" if prefix else names, dimension, quotes)


def label_name(label: Label, codebook: Codebook, targets: TargetWords = NOTHING_KNOWN) -> str:
    """A label's name in lower case; its id where the codebook in effect doesn't have it."""
    try:
        dimension = codebook.dimension(label.dimension)
        kind = kind_toward(dimension, label.target)
        definition = codebook.label(label.dimension, label.label, kind.scale if kind else None)
        return definition.name_for(targets.claim_type(label.target)).lower()
    except KeyError:
        return label.label


def label_prefix(label: Label, codebook: Codebook, targets: TargetWords = NOTHING_KNOWN) -> str:
    """What a label is said to be about: its target, else its dimension; a device of rhetoric goes without saying."""
    try:
        kind = kind_toward(codebook.dimension(label.dimension), label.target)
        if kind is not None:
            return targets.target_name(label.target) or kind.id
        device = label.dimension == "rhetoric" and codebook.label(label.dimension, label.label).family is not None
    except KeyError:
        return label.dimension
    return "" if device else label.dimension
