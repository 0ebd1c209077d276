"""Colours that can be read on what is behind them, whatever a theme says."""

from __future__ import annotations

from collections.abc import Iterable

from textual.color import Color

_WHITE, _BLACK = Color(255, 255, 255), Color(0, 0, 0)
_STEPS = (0.0, 0.15, 0.3, 0.45, 0.6, 0.8)  # how much of white or black is tried


def _linear(value: int) -> float:
    share = value / 255
    return share / 12.92 if share <= 0.04045 else ((share + 0.055) / 1.055) ** 2.4  # noqa: PLR2004 -- sRGB's own


_LINEAR = [_linear(value) for value in range(256)]


def luminance(color: Color) -> float:
    """Relative luminance, 0 to 1, as WCAG 2.2 defines it."""
    return 0.2126 * _LINEAR[color.r] + 0.7152 * _LINEAR[color.g] + 0.0722 * _LINEAR[color.b]


def contrast(one: Color, other: Color) -> float:
    """Contrast ratio, 1 to 21, as WCAG 2.2 defines it."""
    return _ratio(luminance(one), luminance(other))


def as_grey(color: Color) -> Color:
    """The grey of the same relative luminance; the terminal's own colours stay."""
    if color.ansi is not None:
        return color
    light = luminance(color)
    level = min(range(256), key=lambda value: abs(_LINEAR[value] - light))
    return Color(level, level, level, color.a)


class Ink:
    """Makes colours legible on some grounds.

    Colours that are the terminal's own stay as they are, and all do on such grounds: nobody knows what they look like.

    Args:
        grounds: what the colours lie on.
    """

    __slots__ = ("_darkest", "_lightest", "_toward")

    def __init__(self, grounds: Iterable[Color]) -> None:
        known = [luminance(ground) for ground in grounds if ground.ansi is None and ground.a]
        self._lightest, self._darkest = max(known, default=0.0), min(known, default=0.0)
        toward = _WHITE if _ratio(1.0, self._lightest) > _ratio(self._darkest, 0.0) else _BLACK
        self._toward = toward if known else None

    def legible(self, color: Color, least: float) -> Color:
        """The colour, or as much nearer to white or black as it takes for this contrast on each of the grounds."""
        if color.ansi is not None or self._toward is None:
            return color
        for share in _STEPS:
            mixed = color.blend(self._toward, share) if share else color
            light = luminance(mixed)
            if _ratio(light, self._lightest) >= least and _ratio(light, self._darkest) >= least:
                return mixed
        return self._toward


def _ratio(one: float, other: float) -> float:
    return (max(one, other) + 0.05) / (min(one, other) + 0.05)
