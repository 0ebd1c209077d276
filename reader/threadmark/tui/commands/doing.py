"""The table from a command's name to the function that does it."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import TYPE_CHECKING, TypeAlias

if TYPE_CHECKING:
    from threadmark.tui.desk import Desk

Doing: TypeAlias = "Callable[[Desk, str | None], None]"

DOES: dict[str, Doing] = {}


def does(*names: str) -> Callable[[Doing], Doing]:
    """Register a function as what these commands do."""

    def register(doing: Doing) -> Doing:
        for name in names:
            DOES[name] = doing
        return doing

    return register


def needs_comment(doing: Doing) -> Doing:
    """Say so, instead of doing it, where the thread has no comment."""

    @wraps(doing)
    def checked(desk: Desk, argument: str | None) -> None:
        if len(desk.thread):
            doing(desk, argument)
        else:
            desk.say("there is no comment here")

    return checked
