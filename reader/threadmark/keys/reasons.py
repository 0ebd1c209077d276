"""Why a comment is skipped: the reasons that layers declare, each given by one key after that of skipping.

[[reason]]
id = "off_topic"
key = "o"
name = "Off topic"
"""

from __future__ import annotations

from itertools import combinations
from typing import TYPE_CHECKING, Final, NamedTuple

from threadmark.keys.findings import Finding

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from threadmark.keys.binding import Binding
    from threadmark.keys.layers import Keymap
    from threadmark.keys.names import Chord
    from threadmark.keys.reading import Layer

WRITTEN: Final = "t"
"""The key that lets the annotator write the reason."""


class Reason(NamedTuple):
    """A reason, and where a layer says so (lines count from 1)."""

    id: str
    key: str
    name: str
    definition: str
    file: str
    line: int


def reasons_of(layers: Iterable[Layer]) -> tuple[Reason, ...]:
    """All reasons, in the order of the layers; of two with one id the later layer's."""
    return tuple({reason.id: reason for layer in layers for reason in layer.reasons}.values())


def reason_words(keymap: Keymap, reason: str) -> str:
    """A review's reason in words: the name of one that the layers declare, or what was written."""
    return next((known.name.lower() for known in keymap.reasons if known.id == reason), reason)


def reason_faults(
    layers: Sequence[Layer], bindings: Mapping[Chord, Binding], hasty: frozenset[str]
) -> Iterator[Finding]:
    """Two reasons for one id in a layer, or on one key; keys that are none, or are dangerous without the key before.

    Args:
        layers: lowest first.
        bindings: all chords.
        hasty: commands that must not be a reason's key alone, since a lost first key would do them.
    """
    for layer in layers:
        for one, other in combinations(layer.reasons, 2):
            if one.id == other.id:
                yield Finding(
                    other.file, other.line, "clash", f"reason {other.id} is declared on line {one.line} already"
                )
    skipping = {chord[0] for chord, binding in bindings.items() if binding.command == "skip" and len(chord) == 1}
    taken: dict[str, Reason] = {}
    for reason in reasons_of(layers):
        key = reason.key
        alone = bindings.get((key,))
        if before := taken.get(key):
            what = f"{key} is the reason {before.id} already ({before.file}:{before.line})"
            yield Finding(reason.file, reason.line, "clash", what)
        elif key == WRITTEN or key in skipping:
            does = "lets one write the reason" if key == WRITTEN else "skips without a reason"
            yield Finding(reason.file, reason.line, "clash", f"{key} {does}, so it can't be the reason {reason.id}")
        elif len(key) != 1 or key.isupper():
            what = f"{key}: a reason's key is a lower-case letter, a digit or a sign"
            yield Finding(reason.file, reason.line, "reason key", what)
        elif alone is not None and alone.command in hasty:
            what = f"{key} is the reason {reason.id} and alone {alone.said}, so a lost key before it would do that"
            yield _on_the_later(reason, alone, [layer.stamp.file for layer in layers], what)
        taken.setdefault(key, reason)


def _on_the_later(reason: Reason, alone: Binding, files: Sequence[str], what: str) -> Finding:
    """A lost leader on the line of the later layer, whose author can mend it; the finding names the other."""
    places = sorted(((reason.file, reason.line), (alone.file, alone.line)), key=lambda place: files.index(place[0]))
    (other, other_line), (file, line) = places
    return Finding(file, line, "lost leader", f"{what} ({other}:{other_line})")


def changed_reasons(keymap: Keymap, old: Keymap) -> Iterator[Finding]:
    """The keys that gave a reason in the old keymap and give another now."""
    before = {reason.key: reason for reason in old.reasons}
    for reason in keymap.reasons:
        was = before.get(reason.key)
        if was is not None and was.id != reason.id:
            what = f"{reason.key} gives the reason {reason.id} and was {was.id} ({was.file}:{was.line})"
            yield Finding(reason.file, reason.line, "changed", what)
