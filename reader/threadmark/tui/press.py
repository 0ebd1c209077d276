"""The mouse's button on a text: pressed and let go on one letter it is a click, moved to others it marks words."""

from __future__ import annotations


class Press:
    """A press, from where the button went down.

    Args:
        text: which text it is on.
        at: the code point under the mouse.
        on_letter: whether the mouse is on its very cells, and not beside its row's end.

    Attributes:
        text: the same.
        at: the same.
        is_click: whether it is a click if the button is let go now.
    """

    __slots__ = ("at", "is_click", "text")

    def __init__(self, text: int, at: int, *, on_letter: bool) -> None:
        self.text = text
        self.at = at
        self.is_click = on_letter

    def moved(self, now: int | None) -> bool:
        """The mouse is on this code point now, or on none; whether that is another, which is a click no more."""
        self.is_click = self.is_click and now == self.at
        return now != self.at
