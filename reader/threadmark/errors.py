"""The errors people see: what happened, where, what to do next, and the exit code that goes with it."""

from __future__ import annotations

from collections.abc import Iterable


class ThreadmarkError(Exception):
    """Something that a person can mend; printed as one line, never as a traceback.

    Attributes:
        what: what happened, lower case, without a full stop.
        where: the file, with `:line` where there is one.
        next_step: what to do about it.
        exit_code: the program's exit status when it ends with this error.
    """

    exit_code = 1

    def __init__(self, what: str, *, where: str | None = None, next_step: str | None = None) -> None:
        self.what = what
        self.where = where
        self.next_step = next_step
        super().__init__(what)

    def __str__(self) -> str:
        said = f"{self.where}: {self.what}" if self.where else self.what
        return f"{said}; {self.next_step}" if self.next_step else said


class InputError(ThreadmarkError):
    """A thread, or another input, can't be read."""

    exit_code = 1


class UsageError(ThreadmarkError):
    """The command was not meant so, its keymap is broken, or there is no terminal."""

    exit_code = 2


class LabelFileError(ThreadmarkError):
    """The label file is damaged, or newer than this program."""

    exit_code = 3


class HeldError(ThreadmarkError):
    """Another program holds the label file."""

    exit_code = 4


def no_such(what: str, said: str, known: Iterable[str]) -> UsageError:
    """The error for a name that nothing has: the nearest of those there are, and all of them.

    Args:
        what: what was named, in the singular: `format`.
        said: the name.
        known: the names that would do.
    """
    from difflib import get_close_matches  # noqa: PLC0415 -- only a slip needs it

    names = list(known)
    printable = "".join(sign if sign.isprintable() else ascii(sign)[1:-1] for sign in said)
    meant = "".join(f"did you mean {name}? " for name in get_close_matches(said.casefold(), names, n=1))
    return UsageError(f"there is no {what} '{printable}'", next_step=f"{meant}there are {', '.join(names) or 'none'}")
