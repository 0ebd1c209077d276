"""`threadmark keymap new`: a layer to begin with."""

import re

import pytest
from click.testing import CliRunner

from threadmark.cli.program import program
from threadmark.errors import UsageError
from threadmark.keys.check import check_layers
from threadmark.keys.layers import DEFAULT_LAYERS, load_keymap
from threadmark.keys.new_layer import write_new_layer


def test_a_new_layer_changes_nothing_and_nothing_is_wrong_with_it(tmp_path, search, keymap):
    """It is all comments, so it can be used at once."""
    path = write_new_layer("mine", tmp_path / "keymaps")
    assert path == tmp_path / "keymaps" / "mine.toml"
    assert check_layers([path], search=search) == []
    assert load_keymap((*DEFAULT_LAYERS, path), search=search).bindings == keymap.bindings


def test_what_it_shows_is_right(tmp_path, search):
    """With every example let in, the check finds no more than tests that a label goes without."""
    path = write_new_layer("mine", tmp_path)
    text = path.read_text(encoding="utf-8")
    assert "--keymap mine" in text
    path.write_text(re.sub(r'^# (?=\[|"|\w+ = )(?!replaces)', "", text, flags=re.MULTILINE), encoding="utf-8")
    assert not any(finding.serious for finding in check_layers([path], search=search))
    keymap = load_keymap((*DEFAULT_LAYERS, path), search=search)
    assert keymap.keys_of("label", "flag.thanks") == ("x k",)
    assert keymap.keys_of("label", "mood.angry") == ("M a",)
    assert keymap.keys_of("leave") == ()


def test_nothing_is_overwritten(tmp_path):
    """A layer that is there stays as it is, and the error says where it is."""
    path = write_new_layer(str(tmp_path / "mine.toml"), tmp_path)
    path.write_text("mine", encoding="utf-8")
    with pytest.raises(UsageError, match="already"):
        write_new_layer("mine", tmp_path)
    assert path.read_text(encoding="utf-8") == "mine"


@pytest.mark.parametrize("name", ["", "My Layer", "../-", 'a"b'])
def test_a_name_that_could_not_be_given_again_is_none(tmp_path, name):
    """No blanks, quotes or capitals."""
    with pytest.raises(UsageError, match="no name"):
        write_new_layer(name, tmp_path)


def test_the_command_says_where_it_is(tmp_path):
    """One line, the path."""
    ran = CliRunner().invoke(program, ["keymap", "new", str(tmp_path / "mine.toml")])
    assert (ran.exit_code, ran.output.strip()) == (0, str(tmp_path / "mine.toml"))
