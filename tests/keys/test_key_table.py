"""The keymap as tables, for the README and the terminal."""

import re

from threadmark.keys.commands import COMMANDS, GROUPS
from threadmark.keys.layers import DEFAULT_LAYERS, load_keymap
from threadmark.keys.table import key_table, layers_in, list_layers, show_layers


def test_every_command_is_in_the_table_with_its_keys(keymap):
    """A command that nobody can find might as well not be there."""
    table = key_table(keymap)
    for command in COMMANDS.values():
        if command.takes != "label":
            assert re.search(rf"\| {re.escape(command.help)} \|$", table, re.MULTILINE), command.name
    assert "| move | `j` `↓` | next comment |" in table
    assert "|  | `pgdn` | a page down |" in table
    assert "|  | `z 1` … `z 9` | fold all below a depth |" in table
    assert "|  | in the palette | pick a theme |" in table


def test_every_label_leader_has_its_panel_on_one_line(keymap):
    """Keys and names, by family where there are families."""
    table = key_table(keymap)
    assert "| `c` claim | `y` Favor · `n` Against · " in table
    assert "**Diversion**: `4` the family alone · `s` Straw man" in table
    assert "`0` `space` No fallacy" in table


def test_signs_that_mean_something_to_markdown_are_safe(layer, search):
    """A bar does not end a cell, and a backtick not the code."""
    path = layer('[keys]\n"|" = "copy"\n"`" = "redo"\n')
    table = key_table(load_keymap([*DEFAULT_LAYERS, path], search=search))
    assert r"`y` `\|`" in table
    assert "`ctrl+r` `` ` ``" in table
    assert len({len(re.findall(r"(?<!\\)\|", line)) for line in table.partition("\n\n")[0].splitlines()}) == 1


def test_layers_are_listed_with_title_version_and_file(search, tmp_path):
    """Of two of one name, the one that is in effect."""
    (tmp_path / "flags.toml").write_text('[layer]\nname = "flags"\ntitle = "Mine"\nversion = "2"\n', encoding="utf-8")
    stamps = layers_in([tmp_path, *search])
    names = [stamp.name for stamp in stamps]
    assert names == sorted(names)
    assert set(DEFAULT_LAYERS) <= set(names)
    listed = list_layers([tmp_path, *search]).splitlines()
    assert listed[names.index("flags")].split() == ["flags", "2", "Mine", str(tmp_path / "flags.toml")]
    assert list_layers([]) == ""


def test_a_layer_s_chords_are_shown_with_what_they_do(search, layer):
    """Only its own, in its order, also where its labels belong to a dimension of another layer."""
    head, first, *rest = show_layers(["stance"], search).splitlines()
    assert head == "stance 1.1: Stance toward the claim and the parent"
    assert re.split(r"\s{2,}", first) == ["c y", "label stance.claim.favor", "Favor"]
    assert len(rest) == 16
    path = layer(
        '[[label]]\ndimension = "flag"\nid = "own"\nkey = "k"\nname = "Own"\n[keys]\n"pgdn" = "done"\n"f9" = "go"\n'
    )
    assert [re.split(r"\s{2,}", line) for line in show_layers([path], search).splitlines()] == [
        ["own 0: own"],
        ["pgdn", "done", COMMANDS["done"].help],
        ["x k", "label flag.own", "Own"],
        ["f9", "go", "no command"],
    ]


def test_without_a_name_all_default_layers_are_shown(search):
    """One after another, each under its title."""
    shown = show_layers([], search).split("\n\n")
    assert [part.partition(" ")[0] for part in shown] == list(DEFAULT_LAYERS)


def test_every_command_has_a_group_and_a_line_of_help():
    """One line, lower case, without a full stop, so that it reads the same everywhere."""
    for name, command in COMMANDS.items():
        assert name == command.name
        assert command.group in GROUPS
        assert command.help[0].islower()
        assert not command.help.endswith(".")
        assert "\n" not in command.help
    assert (
        *("move", "work", "branch", "evidence", "fold", "find", "look", "thread", "threads", "leave", "label"),
    ) == GROUPS
