"""The values of neighboring elements, a column at a time, in half the time that one element after another takes."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from itertools import pairwise
from typing import Any

from lxml import etree

from threadmark.sources.xml_input.growing import Element


class Path:
    """What XPath leads to from an element, for a run of elements: such as are in one other element, with one name.

    Args:
        path: from an element; `own:` is the element's own namespace.
        namespaces: by the other prefixes in the path.
    """

    def __init__(self, path: str, namespaces: Mapping[str, str]) -> None:
        self._path = path
        self._namespaces = namespaces
        self._compiled: dict[str, etree.XPath] = {}  # by the name of the elements

    def values(self, run: Sequence[Element]) -> Sequence[str] | None:
        """The text or the attribute of each element; None where one has none, or several."""
        size = len(run)
        found = self._values(run)
        values, after = found[1 : 2 * size : 2], found[2 * size : 2 * size + 1]
        if found[: 2 * size : 2] != run or len(values) < size:
            return None
        return values if isinstance(values[-1], str) and not any(isinstance(each, str) for each in after) else None

    def values_of_some(self, run: Sequence[Element]) -> Sequence[str | None] | None:
        """The same, with None for elements without one; None where one has several."""
        by_element: dict[Element, str] = {}
        for before, value in pairwise(self._values(run)):
            if isinstance(value, str):
                if isinstance(before, str):
                    return None
                by_element[before] = value
        return [by_element.get(element) for element in run]

    def holds(self, run: Sequence[Element]) -> Sequence[bool]:
        """Whether it leads anywhere from each element."""
        found = frozenset(self._found(run, "{each}[{path}]"))
        return [element in found for element in run]

    def _values(self, run: Sequence[Element]) -> list[Any]:
        """Elements, each before its values."""
        return self._found(run, "{each} | {each}/{path}")

    def _found(self, run: Sequence[Element], form: str) -> list[Any]:
        tag, parent = run[0].tag, run[0].getparent()
        if parent is None:  # it is the root
            return []
        if tag not in self._compiled:
            namespace, _, name = tag.rpartition("}")
            path = form.format(each=f"own:{name}", path=self._path)
            namespaces = {**self._namespaces, "own": namespace[1:]}
            if not namespace:
                path = path.replace("own:", "")
                del namespaces["own"]
            self._compiled[tag] = etree.XPath(path, namespaces=namespaces, smart_strings=False)
        found = self._compiled[tag](parent)
        assert isinstance(found, list)  # noqa: S101 -- for the type checker: paths lead to nodes
        return found
