"""What a chord does, and where a layer says so."""

from __future__ import annotations

from typing import NamedTuple


class Binding(NamedTuple):
    """A command with its argument, bound on a line of a layer's file (lines count from 1)."""

    command: str
    argument: str | None
    layer: str
    file: str
    line: int

    @property
    def said(self) -> str:
        """The command as layers write it: `fold_to_depth 3`."""
        return self.command if self.argument is None else f"{self.command} {self.argument}"
