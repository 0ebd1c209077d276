"""The bytes of a table's documents by id, in blocks, so that a snapshot of a hundred thousand costs next to nothing.

A snapshot shares the blocks; a block that somebody has is copied before it is changed. Copying all documents would
take as long as a key takes to be painted, and a list of them would be walked by the garbage collector as well.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from msgspec import Raw

IDS_A_BLOCK: Final = 256
"""So few that copying a block is nothing beside an fsync."""

Taken = tuple[Mapping[int, Raw], ...]
"""Blocks that nobody changes any more, each from ids to documents."""


class Blocks:
    """Documents' bytes by id.

        raws = Blocks({1: Raw(b"{}")})
        taken = raws.take()
        del raws[1]                      # `taken` still has it

    Args:
        found: what there is to begin with.
    """

    __slots__ = ("_blocks", "_shared")

    def __init__(self, found: Mapping[int, Raw] | None = None) -> None:
        self._blocks: dict[int, dict[int, Raw]] = {}
        self._shared: set[int] = set()
        for number, raw in (found or {}).items():
            block = self._blocks.get(number // IDS_A_BLOCK)
            if block is None:
                block = self._blocks[number // IDS_A_BLOCK] = {}
            block[number] = raw

    def __len__(self) -> int:
        return sum(map(len, self._blocks.values()))

    def __contains__(self, number: int) -> bool:
        return number in self._blocks.get(number // IDS_A_BLOCK, ())

    def __getitem__(self, number: int) -> Raw:
        return self._blocks[number // IDS_A_BLOCK][number]

    def __setitem__(self, number: int, raw: Raw) -> None:
        self._own(number)[number] = raw

    def __delitem__(self, number: int) -> None:
        del self._own(number)[number]

    def take(self) -> Taken:
        """All there is at this moment."""
        self._shared = set(self._blocks)
        return tuple(self._blocks.values())

    def _own(self, number: int) -> dict[int, Raw]:
        """The block of an id, shared with nobody."""
        place = number // IDS_A_BLOCK
        block = self._blocks.get(place, {})
        if place in self._shared:
            self._shared.remove(place)
            block = dict(block)
        self._blocks[place] = block
        return block
