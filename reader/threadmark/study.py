"""What a study says of how its folder's threads are labelled, for everybody who labels there."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from threadmark.errors import UsageError

if TYPE_CHECKING:
    from threadmark.keys.codebook import Codebook
    from threadmark.labels.targets import NamedTarget, NamedTargets


@dataclass(frozen=True, slots=True)
class Study:
    """What holds for everybody who labels in a folder."""

    pseudonyms: bool = False
    """Authors are shown under pseudonyms."""
    scores: bool = True
    """Votes are shown."""
    random_order: bool = False
    """Threads are listed in an order drawn for the annotator."""
    idle: float = 60.0
    """Seconds: a longer pause between two keys counts as this much."""
    closed: bool = False
    """Annotators can't add to the named targets."""
    flow: bool = False
    """A thread in which something is to do opens in flow."""
    passes: tuple[tuple[str, ...], ...] = ()
    """The dimensions that each pass over a thread asks for, by their ids; none for all of them in one."""
    claims: Mapping[str, tuple[str, str | None]] = field(default_factory=dict)
    """The claim of a thread, by its id: its text, and its type where that is given."""
    targets: tuple[tuple[NamedTarget, frozenset[str]], ...] = ()
    """The named targets in order, each with the ids of its threads; none for all threads."""

    def targets_of(self, thread: str) -> NamedTargets:
        """The named targets of a thread."""
        from threadmark.labels.targets import NamedTargets  # noqa: PLC0415 -- the first paint waits for what is above

        own = {target.id: target for target, threads in self.targets if not threads or thread in threads}
        return NamedTargets(tuple(own.values()), self.closed)

    def passes_over(self, codebook: Codebook) -> tuple[tuple[str, ...], ...]:
        """The passes, of dimensions that there are.

        Raises:
            UsageError: a pass asks for a dimension that no layer declares.
        """
        known = [dimension.id for dimension in codebook.dimensions]
        for name in (name for names in self.passes for name in names):
            if name not in known:
                raise UsageError(
                    f"study.passes asks for {name}, which no layer declares",
                    next_step=f"the dimensions are {', '.join(known)}",
                )
        return self.passes
