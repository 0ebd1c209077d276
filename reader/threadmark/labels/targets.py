"""Targets beside the parent: the study's list, and what a target is called on the screen.

A target's id is made of its text, so that an edited text is another target and no label changes its meaning.
"""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final, Protocol

if TYPE_CHECKING:
    from threadmark.keys.codebook import Dimension, TargetKind

NAMED: Final = "named:"
_SHORT: Final = 24  # code points of a text that stands where a name would


@dataclass(frozen=True, slots=True)
class NamedTarget:
    """A target of the study's list.

    Attributes:
        text: the whole target, one sentence.
        name: a word or two for it; empty for the beginning of its text.
        aliases: other words that it is found by.
        claim_type: fact, forecast, policy or value, where it says.
    """

    text: str
    name: str = ""
    aliases: tuple[str, ...] = ()
    claim_type: str | None = None

    @property
    def id(self) -> str:
        """The same text has the same id, in every thread and on every machine."""
        return "n-" + hashlib.sha256(self.text.encode()).hexdigest()[:12]

    @property
    def target(self) -> str:
        """As labels have it."""
        return NAMED + self.id

    @property
    def called(self) -> str:
        """Its name, or the beginning of its text."""
        if self.name:
            return self.name
        return self.text if len(self.text) <= _SHORT else self.text[: _SHORT - 1].rstrip() + "…"


@dataclass(frozen=True, slots=True)
class NamedTargets:
    """The named targets that a study sets for a thread; with `closed`, annotators can't add to them."""

    targets: tuple[NamedTarget, ...] = ()
    closed: bool = False


NO_TARGETS: Final = NamedTargets()


class TargetWords(Protocol):
    """What is known of the targets of a thread's labels."""

    def claim_type(self, target: str | None) -> str | None:
        """Fact, forecast, policy or value; None where that is not said."""

    def target_name(self, target: str | None) -> str:
        """What a named target is called; empty for any other."""


class _Nothing:
    def claim_type(self, target: str | None) -> str | None:
        del target
        return None

    def target_name(self, target: str | None) -> str:
        del target
        return ""


NOTHING_KNOWN: Final[TargetWords] = _Nothing()


def kind_toward(dimension: Dimension, target: str | None) -> TargetKind | None:
    """The kind of a label's target; a layer's own named target before the kind of the study's list."""
    sort, _, name = (target or "").partition(":")
    if sort == "named":
        own = next((kind for kind in dimension.targets if kind.kind == "named" and kind.id == name), None)
        if own is not None:
            return own
    return dimension.target(target)
