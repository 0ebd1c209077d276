"""The command line: the group of commands, and how errors end it."""

from threadmark.cli.program import program, run

__all__ = ["program", "run"]
