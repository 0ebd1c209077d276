"""Which elements of a tree have ended, while a parser still adds to it: those that another element follows.

The parser could tell of each end itself, and does so for every element there is, which takes it twice the time.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import TypeAlias

from lxml import etree

Element: TypeAlias = etree._Element  # noqa: SLF001 -- lxml has no other name for it


class Growing:
    """A tree that still grows, and is kept small by taking out what has ended.

    Args:
        root: its first element.
        names: of the elements that are looked for, in whatever namespace. One with nothing in it that stands in another
            is taken for a reference and is no element of its own.
    """

    def __init__(self, root: Element, names: Sequence[str]) -> None:
        self._root = root
        self._names = frozenset(names)
        self._tags = tuple(f"{{*}}{name}" for name in names)
        self._held: set[Element] = set()  # those that others were taken out of before they ended

    def ended(self) -> list[Element]:
        """Those that have ended, in the order in which they did; other elements must not be taken out yet."""
        return self._found(self._open())

    def rest(self) -> list[Element]:
        """Those that are there once the tree is whole."""
        return self._found(())

    def _found(self, still_open: Sequence[Element]) -> list[Element]:
        may_hold_others = sum(len(element) > 0 and self._is_wanted(element) for element in still_open) > 1
        apart = frozenset(still_open)
        found: list[Element] = []
        above: Element | None = None
        nested = False
        for element in self._root.iter(*self._tags):
            if element in apart:
                if may_hold_others:  # the end of the first is missing, so that all that follow seem to be in it
                    continue
                break  # what comes after it is in it
            parent = element.getparent()
            if not len(element) and parent is not None and self._is_wanted(parent) and element not in self._held:
                continue
            if parent is not None and parent is not above:
                above = parent
                around = [each for each in (parent, *parent.iterancestors()) if self._is_wanted(each)]
                self._held.update(apart.intersection(around))
                nested = nested or bool(around)
            found.append(element)
        if nested:
            wanted = frozenset(found)
            inside = etree.iterwalk(self._root, events=("end",), tag=self._tags)
            found = [element for _, element in inside if element in wanted]
        return found

    def _is_wanted(self, element: Element) -> bool:
        return isinstance(element.tag, str) and element.tag.rpartition("}")[2] in self._names

    def _open(self) -> list[Element]:
        """The last element of each level, from the root down: those that may not have ended."""
        last = [self._root]
        while len(last[-1]):
            last.append(last[-1][-1])
        return last
