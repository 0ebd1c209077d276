"""What the last line says of an open panel: the keys beside its labels, those that close it, and those of flow."""

from __future__ import annotations

from threadmark.keys.layers import Keymap
from threadmark.keys.names import displayed
from threadmark.keys.panels import Panel

Hint = tuple[str, str]

WAY_OUT: tuple[Hint, ...] = (("esc", "close"),)
WAY_ON: tuple[Hint, ...] = (("enter", "next"), ("backspace", "back"))
_BESIDE = (("explain", "definitions"), ("help", "keys"))
_IN_FLOW = (("undo", "undo"), ("skip", "skip"), ("evidence", "words"))


def panel_hints(panel: Panel, keymap: Keymap, *, keeps_open: bool) -> tuple[Hint, ...]:
    """The keys of a panel that a leader opened; the last is the way out."""
    hints: list[Hint] = []
    if panel.dimension is not None:
        hints = [*_of(_BESIDE[:1], keymap), *_several(panel, keeps_open=keeps_open), ("/", "either/or")]
        hints += _of(_BESIDE[1:], keymap)
    return (*hints, *WAY_OUT)


def flow_hints(keymap: Keymap) -> tuple[Hint, ...]:
    """The keys of a question that flow asks; the last is the way out."""
    return (*WAY_ON, *_of((*_IN_FLOW, *_BESIDE), keymap), ("esc", "leave"))


def _several(panel: Panel, *, keeps_open: bool) -> list[Hint]:
    return [("tab", "several")] if panel.many and not keeps_open else []


def _of(commands: tuple[tuple[str, str], ...], keymap: Keymap) -> list[Hint]:
    """Commands that have a key which works in a panel of labels, with their words."""
    keys = [(next(filter(_works, keymap.keys_of(name)), ""), word) for name, word in commands]
    return [(displayed(key), word) for key, word in keys if key]


def _works(key: str) -> bool:
    """Whether a key is none of a label's alphabet; `?` is help everywhere."""
    return " " not in key and (key == "?" or key.isupper() or len(key) > 1)
