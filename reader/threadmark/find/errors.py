"""What was typed into a filter or a search and is not understood."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from threadmark.errors import UsageError

_NAMED_AT_MOST = 12


class FindError(UsageError):
    """A filter or a search can't be understood, or takes too long.

    Attributes:
        start: where in what was typed the trouble begins, code points; None where it has no place.
        end: where it ends, exclusive; equal to `start` where something is missing.
        known: what could stand there, all of it.
    """

    def __init__(
        self,
        what: str,
        start: int | None = None,
        end: int | None = None,
        *,
        known: Sequence[str] = (),
        next_step: str | None = None,
    ) -> None:
        self.start = start
        self.end = end
        self.known = tuple(known)
        super().__init__(what, where=None if start is None else f"column {start + 1}", next_step=next_step)


def unknown(what: str, said: str, known: Iterable[str], start: int, end: int, *, else_: str = "") -> FindError:
    """The error for a name that is not among those known, with the nearest of them first.

    Args:
        what: what happened.
        said: the name.
        known: the names that would do.
        start: where it stands.
        end: where it ends.
        else_: what else could be done about it.
    """
    from difflib import get_close_matches  # noqa: PLC0415 -- only a slip needs it

    names = list(known)
    nearest = get_close_matches(said.casefold(), names, n=1)
    shown = [*nearest, *(name for name in names if name not in nearest)][:_NAMED_AT_MOST]
    more = len(names) - len(shown)
    listed = f"known are {', '.join(shown)}" + (f" and {more} more" if more else "")
    return FindError(what, start, end, known=names, next_step=f"{listed}; {else_}" if else_ else listed)
