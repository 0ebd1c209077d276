"""The parts of an element by their names, quickly where many elements are laid out alike."""

from __future__ import annotations

from collections.abc import Callable
from operator import itemgetter
from typing import Any, TypeAlias

from threadmark.sources.xml_input.elements import Element

_Places: TypeAlias = Callable[[list[Element | None]], tuple[Any, ...]]


class Parts:
    """Finds parts; where they are is looked up once for all elements that have the same ones in the same order.

        person = Parts("name", "username")
        name, username = person.of(element)

    Args:
        names: of the parts, two at least, without their namespace, which is the element's own.
    """

    def __init__(self, *names: str) -> None:
        self._names = names
        self._layouts: dict[int, tuple[list[str], _Places]] = {}  # the last that was met of each length

    def of(self, element: Element) -> tuple[Element | None, ...]:
        """A part for each name, the last where several are called so; None where the element has none."""
        found: list[Element | None] = [element, *element]
        tags = [part.tag for part in found if part is not None]
        met = self._layouts.get(len(tags))
        if met is None or met[0] != tags:
            met = self._layouts[len(tags)] = (tags, self._places(tags))
        found.append(None)
        return met[1](found)

    def _places(self, tags: list[str]) -> _Places:
        own, *others = tags
        namespace = own[: own.rfind("}") + 1]
        places = {tag: place for place, tag in enumerate(others, 1)}
        return itemgetter(*(places.get(f"{namespace}{name}", -1) for name in self._names))
