"""No command is without a test that presses its keys."""

from __future__ import annotations

import ast
from functools import cache
from pathlib import Path

import pytest

from threadmark.keys.commands import COMMANDS
from threadmark.keys.layers import load_keymap
from threadmark.places import shipped
from threadmark.tui.commands import DOES

IN_PALETTE_ONLY = {
    "import_report",
    "theme",
    "split_comment",
    "merge_comment",
    "evidence_report",
    "settle_evidence",
    "save_filter",
    "pace",
}
"""Commands that no shipped layer gives a key."""


@cache
def proofs():
    """The names of the commands that tests beside this one say they prove."""
    return frozenset(_proofs())


def _proofs():
    for path in Path(__file__).parent.glob("test_*.py"):
        for function in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            for mark in getattr(function, "decorator_list", []):
                if isinstance(mark, ast.Call) and ast.unparse(mark.func) == "pytest.mark.proves":
                    yield from (argument.value for argument in mark.args)


@pytest.mark.parametrize("command", COMMANDS)
def test_every_command_is_proved(command):
    """Some test is marked as this command's, and such a test fails when it never did the command."""
    assert command in proofs()


def test_every_command_does_something():
    """What can be bound is done, and what is done can be bound."""
    assert set(DOES) == set(COMMANDS)


def test_every_command_has_a_key_or_a_reason():
    """The shipped layers leave no command without a key but those for the palette."""
    keymap = load_keymap(search=[shipped("keymaps")])
    without = {
        name for name in COMMANDS if not any(keymap.keys_of(name, argument) for argument in keymap.arguments_of(name))
    }
    assert without <= IN_PALETTE_ONLY
