"""The errors people see: what happened, where, what to do next, and the exit code that goes with it."""

from __future__ import annotations


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
