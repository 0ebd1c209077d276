"""The manual page in roff: every command with its options, and every key, from where the program itself has them."""

from __future__ import annotations

from collections.abc import Iterator
from inspect import cleandoc

import click

from threadmark import __version__
from threadmark.keys.commands import COMMANDS, GROUPS
from threadmark.keys.layers import Keymap
from threadmark.keys.names import displayed, spelled

_NO_WRAP = "\b"  # where click leaves a paragraph's lines as they are


def manual_page(program: click.Command, keymap: Keymap) -> str:
    """The page for `man`, section 1.

    Args:
        program: the group of all commands.
        keymap: the keys in effect.
    """
    return "\n".join(_page(program, keymap)) + "\n"


def _page(program: click.Command, keymap: Keymap) -> Iterator[str]:
    yield f'.TH THREADMARK 1 "" "threadmark {__version__}" "User Commands"'
    yield ".SH NAME"
    yield "threadmark \\- read a comment thread beside its article and label it by keystroke"
    yield ".SH SYNOPSIS"
    yield from (".B threadmark", "[\\fIFILE\\fR | \\fICOMMAND\\fR [\\fIOPTIONS\\fR]]")
    yield ".SH DESCRIPTION"
    yield from _prose(program.help or "")
    yield ".SH COMMANDS"
    yield from _commands(
        program, "threadmark", click.Context(program, info_name="threadmark", **program.context_settings)
    )
    yield ".SH KEYS"
    for group in GROUPS:
        keys = [
            (chords, command.help)
            for command in COMMANDS.values()
            if command.group == group and (chords := _chords(keymap, command.name))
        ]
        if keys:
            yield f".SS {_roff(group)}"
            for chords, said in keys:
                yield from (".TP", f".B {_roff(chords)}", _roff(said))
    for leader, panel in keymap.panels.items():
        if panel.dimension is not None:
            yield f".SS {_roff(spelled(leader))} {_roff(panel.title)}"
            yield _roff(", ".join(f"{row.key} {row.name.lower()}" for row in panel.rows))
    yield ".SH EXIT STATUS"
    yield "0 fine, 1 input can't be read, 2 wrong usage or no terminal, 3 label file damaged or newer than the program,"
    yield "4 held by another program, 130 ctrl\\-c."


def _chords(keymap: Keymap, command: str) -> str:
    """The keys of a command in words; of one with an argument for each key, the first and the last."""
    chords = [chord for argument in keymap.arguments_of(command) for chord in keymap.keys_of(command, argument)]
    if command == "label" or not chords:
        return ""
    shown = [displayed(chord, ascii_only=True) for chord in chords]
    return f"{shown[0]} to {shown[-1]}" if COMMANDS[command].takes else ", ".join(shown)


def _commands(group: click.Command, name: str, ctx: click.Context) -> Iterator[str]:
    if not isinstance(group, click.Group):
        return
    for sub in group.list_commands(ctx):
        command = group.get_command(ctx, sub)
        if command is None:
            continue
        below = click.Context(command, info_name=sub, parent=ctx)
        yield f".SS {_roff(f'{name} {sub}')}"
        yield from _prose(command.help or "")
        for parameter in command.get_params(below):
            record = parameter.get_help_record(below)
            if record is not None:
                yield from (".TP", f".B {_roff(record[0])}", _roff(record[1]))
        yield from _commands(command, f"{name} {sub}", below)


def _prose(text: str) -> Iterator[str]:
    for number, paragraph in enumerate(cleandoc(text).split("\n\n")):
        if number:
            yield ".PP"
        lines = paragraph.strip("\n").split("\n")
        if lines[0].strip() == _NO_WRAP:
            yield from (".nf", *map(_roff, lines[1:]), ".fi")
        else:
            yield _roff(" ".join(line.strip() for line in lines))


def _roff(text: str) -> str:
    """Plain text as roff has it: no escapes, no request at the beginning of a line."""
    said = " ".join(text.split()).replace("\\", "\\e").replace("-", "\\-")
    return f"\\&{said}" if said.startswith((".", "'")) else said
