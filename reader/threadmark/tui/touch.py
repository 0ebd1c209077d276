"""What the mouse presses: parts of a row that stand for keys, and do just what these do."""

from __future__ import annotations

from functools import lru_cache

from rich.style import Style
from textual import events

_KEYS, _CHIP = "keys", "chip"
CHIP = Style.from_meta({_CHIP: True})
"""Laid over a label on its comment."""


@lru_cache(256)
def touchable(*keys: str) -> Style:
    """A style to lay over what, pressed with the mouse, is as if these keys were, named as in `keys.names`."""
    return Style.from_meta({_KEYS: list(keys)})


def touched(event: events.MouseDown) -> list[events.Key]:
    """The keys that what is under the mouse stands for."""
    return [events.Key(key, key if len(key) == 1 else None) for key in event.style.meta.get(_KEYS, ())]


def is_chip(event: events.MouseDown) -> bool:
    """Whether the mouse is on a label of a comment."""
    return bool(event.style.meta.get(_CHIP))
