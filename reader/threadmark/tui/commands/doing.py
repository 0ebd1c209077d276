"""The table from a command's name to the function that does it."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import TYPE_CHECKING, TypeAlias, TypeVar

if TYPE_CHECKING:
    from threadmark.tui.desk import Desk
    from threadmark.tui.hands import Hands

AtDesk: TypeAlias = "Callable[[Desk, str | None], None]"
Anywhere: TypeAlias = "Callable[[Hands, str | None], None]"
_Hands = TypeVar("_Hands", bound="Hands")

DOES: dict[str, AtDesk] = {}
"""What each command does at a desk."""
ANYWHERE: dict[str, Anywhere] = {}
"""Those of them that need no labels, and do the same at a bench."""


def does(*names: str) -> Callable[[Anywhere], Anywhere]:
    """Register a function as what these commands do wherever a thread is read."""

    def register(doing: Anywhere) -> Anywhere:
        for name in names:
            DOES[name] = ANYWHERE[name] = doing
        return doing

    return register


def labels(*names: str) -> Callable[[AtDesk], AtDesk]:
    """Register a function as what these commands do at a desk; they work with labels."""

    def register(doing: AtDesk) -> AtDesk:
        for name in names:
            DOES[name] = doing
        return doing

    return register


def needs_comment(doing: Callable[[_Hands, str | None], None]) -> Callable[[_Hands, str | None], None]:
    """Say so, instead of doing it, where the thread has no comment."""

    @wraps(doing)
    def checked(hands: _Hands, argument: str | None) -> None:
        if len(hands.thread):
            doing(hands, argument)
        else:
            hands.say("there is no comment here")

    return checked
