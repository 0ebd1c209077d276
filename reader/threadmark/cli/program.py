"""The group of all commands, and how errors end it: one line and an exit status."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable
from importlib import import_module
from pkgutil import iter_modules
from typing import Any

import click

import threadmark.cli.commands
from threadmark import __version__
from threadmark.errors import ThreadmarkError, UsageError, no_such

_INTERRUPTED = 130
_NO_READER = 141  # as a shell reports a program that wrote into a closed pipe
_IN_ORDER = (
    "open",
    "convert",
    "repair",
    "sample",
    "export",
    "stats",
    "report",
    "recover",
    "codebook",
    "keymap",
    "completion",
)
"""The commands in the order in which people need them; others follow by name."""


class _Program(click.Group):
    """The commands, each loaded when it is asked for; a file's name alone means `open`."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        """All commands, in the order in which people need them."""
        del ctx
        found = sorted(_modules())
        return [*(name for name in _IN_ORDER if name in found), *(name for name in found if name not in _IN_ORDER)]

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        """The command of this name, without loading any other."""
        del ctx
        module = _modules().get(cmd_name)
        if module is None:
            return None
        command = import_module(f"{threadmark.cli.commands.__name__}.{module}").COMMAND
        return command if isinstance(command, click.Command) else None

    def parse_args(self, ctx: click.Context, args: list[str]) -> list[str]:
        """`threadmark FILE` is `threadmark open FILE`."""
        own = {name for parameter in self.params for name in (*parameter.opts, *parameter.secondary_opts)}
        own |= set(self.get_help_option_names(ctx))
        if args and args[0] not in own and args[0] not in _modules():
            self._no_slip(args[0])
            args = ["open", *args]
        return super().parse_args(ctx, args)

    def _no_slip(self, said: str) -> None:
        """Refuse what is no file, and nearly the name of a command."""
        if os.path.lexists(said):
            return
        from difflib import get_close_matches  # noqa: PLC0415 -- not before a first frame

        if get_close_matches(said, _modules(), n=1, cutoff=0.75):
            raise no_such("file or command", said, _modules())

    def invoke(self, ctx: click.Context) -> Any:
        """Run the command; click itself would end with status 1 where whoever reads its output is gone."""
        try:
            return super().invoke(ctx)
        except BrokenPipeError:
            os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())  # so that the last flush is quiet
            raise SystemExit(_NO_READER) from None


def _modules() -> dict[str, str]:
    """The module of each command, by the command's name."""
    return {module.name.replace("_", "-"): module.name for module in iter_modules(threadmark.cli.commands.__path__)}


@click.group(cls=_Program, invoke_without_command=True, context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(__version__, message="threadmark %(version)s")
@click.pass_context
def program(ctx: click.Context) -> None:
    """Read a comment thread beside its article and label it by keystroke.

    Without a command it offers sample threads to try; with a file it opens that.
    Labels are on disk before the next key, in labels.json (a TinyDB file) and its history.

    \b
    threadmark                              try the sample threads
    threadmark saved.thread.json            open a thread
    threadmark convert dump.txt -o my.thread.json
    threadmark export labels.json > labels.jsonl
    """  # noqa: D301 -- click takes the \b as "leave these lines as they are"
    if ctx.invoked_subcommand is None:
        ctx.invoke(import_module("threadmark.cli.commands.open").COMMAND, given=None)


def run(main: Callable[..., Any] = program) -> int:
    """Run the command line and turn errors into one line and an exit status."""
    try:
        result = main(standalone_mode=False, prog_name="threadmark")
    except ThreadmarkError as error:
        from threadmark.thread.text import clean_line  # noqa: PLC0415 -- the name of a file can hold anything

        click.echo(f"threadmark: {clean_line(str(error))[0]}", err=True)
        return error.exit_code
    except click.exceptions.Abort:
        return _INTERRUPTED
    except click.ClickException as error:
        error.show()
        return UsageError.exit_code
    except KeyboardInterrupt:
        return _INTERRUPTED
    return result if isinstance(result, int) else 0
