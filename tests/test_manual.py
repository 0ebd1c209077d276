"""The manual page says what the program can do, and is roff."""

import re

import pytest
from click.testing import CliRunner

from threadmark.cli.manual import _roff
from threadmark.cli.program import program
from threadmark.keys.commands import COMMANDS
from threadmark.keys.layers import load_keymap
from threadmark.places import shipped


@pytest.fixture(scope="module")
def page():
    """The page as it is printed."""
    return CliRunner().invoke(program, ["man"], prog_name="threadmark").output


def test_every_command_and_every_option_is_in_it(page):
    """What `--help` knows is known here."""
    plain = page.replace("\\-", "-")
    for name in program.list_commands(None):
        assert f".SS threadmark {name}\n" in plain, name
        for parameter in program.get_command(None, name).params:
            for option in parameter.opts if parameter.param_type_name == "option" else ():
                assert option in plain, (name, option)


def test_every_key_is_in_it(page):
    """Each command that has a key stands with it."""
    keymap = load_keymap(search=[shipped("keymaps")])
    plain = page.replace("\\-", "-")
    bound = {binding.command for binding in keymap.bindings.values()} - {"label"}
    for command in bound:
        assert COMMANDS[command].help in plain, command
    assert ".SS f fallacy?" in plain


def test_it_is_roff(page):
    """Requests are known ones, and no line of text begins as one does."""
    requests = {match[1] for match in re.finditer(r"^\.(\S+)", page, flags=re.MULTILINE)}
    assert requests <= {"TH", "SH", "SS", "B", "TP", "PP", "nf", "fi"}
    assert not re.search(r"[\x00-\x09\x0b-\x1f]", page)


def test_text_is_never_a_request():
    """A dot, a quote or a backslash at the beginning of a text stays one."""
    assert (_roff(".x"), _roff("'x"), _roff("\\x"), _roff("a-b")) == ("\\&.x", "\\&'x", "\\ex", "a\\-b")
