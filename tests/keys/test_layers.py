"""Layers: found by name, laid on one another, refused when they are wrong."""

import hashlib
import os
import re

import pytest

from threadmark.errors import UsageError
from threadmark.keys.layers import DEFAULT_LAYERS, load_keymap

OWN_LABELS = """\
[[dimension]]
id = "tone"
name = "Tone"
choice = "one"
leader = "T"

[[label]]
dimension = "tone"
id = "warm"
key = "y"
name = "Warm"
definition = "Friendly."

[[label]]
dimension = "tone"
id = "cold"
key = "k"
name = "Cold"
definition = "Not friendly."
"""


def test_a_later_layer_wins(layer, search):
    """A key that two layers bind does what the later one says, and says where."""
    path = layer('[keys]\n"j" = "last_comment"\n')
    keymap = load_keymap([*DEFAULT_LAYERS, path], search=search)
    binding = keymap.bindings["j",]
    assert (binding.command, binding.file, binding.line) == ("last_comment", str(path), 2)
    assert keymap.keys_of("next_comment") == ("down",)


def test_an_empty_command_unbinds(layer, search):
    """A key bound to nothing is free again."""
    keymap = load_keymap([*DEFAULT_LAYERS, layer('[keys]\n"q" = ""\n')], search=search)
    assert ("q",) not in keymap.bindings
    assert keymap.keys_of("leave") == ()


def test_an_unbound_leader_may_be_bound_to_something_else(layer, search):
    """Once nothing begins with a key, it can be a command by itself."""
    keymap = load_keymap([*DEFAULT_LAYERS, layer('[keys]\n"g g" = ""\n"g" = "first_comment"\n')], search=search)
    assert keymap.bindings["g",].command == "first_comment"
    assert keymap.panel(("g",)) is None


def test_a_layer_of_ones_own_adds_labels_and_their_panel(layer, search):
    """Labels need no change anywhere but in their layer."""
    keymap = load_keymap([*DEFAULT_LAYERS, layer(OWN_LABELS)], search=search)
    assert keymap.bindings["T", "y"].said == "label tone.warm"
    assert keymap.codebook.label("tone", "cold").definition == "Not friendly."
    panel = keymap.panel(("T",))
    assert (panel.title, panel.dimension, panel.many) == ("tone?", "tone", False)


def test_a_later_layer_redefines_a_label_and_moves_a_leader(layer, search):
    """Declaring a label or a dimension again replaces it whole, in its old place."""
    text = """\
[[dimension]]
id = "flag"
name = "Marks"
choice = "many"
leader = "X"
[[label]]
dimension = "flag"
id = "off_topic"
key = "e"
name = "Elsewhere"
definition = "About something else."
"""
    keymap = load_keymap([*DEFAULT_LAYERS, layer(text)], search=search)
    panel = keymap.panel(("X",))
    assert keymap.panel(("x",)) is None
    assert [(row.key, row.name) for row in panel.rows][:2] == [("n", "Needs context"), ("e", "Elsewhere")]


def test_a_label_can_have_a_key_of_its_own_anywhere(layer, search):
    """The command `label` is bound like any other."""
    keymap = load_keymap([*DEFAULT_LAYERS, layer('[keys]\n"f2" = "label stance.claim.favor"\n')], search=search)
    assert keymap.keys_of("label", "stance.claim.favor") == ("c y", "f2")


def test_the_first_folder_that_has_a_layer_wins(tmp_path, search):
    """A project's own `flags` takes the place of the shipped one."""
    (tmp_path / "flags.toml").write_text(
        '[layer]\nname = "flags"\nversion = "9"\n[keys]\n"f5" = "copy"\n', encoding="utf-8"
    )
    keymap = load_keymap(search=[tmp_path, *search])
    assert [stamp.version for stamp in keymap.layers if stamp.name == "flags"] == ["9"]
    assert keymap.panel(("x",)) is None


def test_a_layer_named_twice_counts_at_its_last_place(search):
    """Adding a layer that is in the stack already is no clash."""
    keymap = load_keymap([*DEFAULT_LAYERS, "navigation"], search=search)
    assert [stamp.name for stamp in keymap.layers] == [*DEFAULT_LAYERS[1:], "navigation"]


def test_layers_are_stamped_with_the_hash_of_their_bytes(keymap, search):
    """The stamp names the very file that was in use."""
    for stamp in keymap.layers:
        said = (search[0] / f"{stamp.name}.toml").read_bytes()
        assert stamp.sha256 == hashlib.sha256(said).hexdigest()


def test_extended_labels_are_there_only_where_they_are_asked_for(keymap, extended):
    """Their keys do nothing otherwise, and the codebook is another one."""
    assert ("f", "z") not in keymap.bindings
    assert extended.bindings["f", "z"].said == "label fallacy.equivocation"
    with pytest.raises(KeyError):
        keymap.codebook.label("fallacy", "equivocation")
    assert keymap.codebook.sha256 != extended.codebook.sha256


@pytest.mark.parametrize(
    ("text", "line", "what"),
    [
        ('[keys]\n\n"j" = "next_coment"\n', 3, "'next_coment' is no command"),
        ('[keys]\n"j" = 3\n', 2, "name in quotes"),
        ('[keys]\n"j = 3\n', 2, ""),
        ('[layer]\nname = "x"\n[keys]\nq = "quit"\nq = "copy"\n', 5, ""),
        ('[layer]\nnaem = "x"\n', 2, "'naem'"),
    ],
)
def test_a_bad_layer_is_an_error_with_file_and_line(layer, search, text, line, what):
    """Whatever is wrong is said at the start, and where."""
    path = layer(text)
    with pytest.raises(UsageError) as refused:
        load_keymap([*DEFAULT_LAYERS, path], search=search)
    assert refused.value.where == f"{path}:{line}"
    assert what in refused.value.what
    assert refused.value.next_step
    assert refused.value.exit_code == 2


def test_a_missing_layer_is_named_with_those_there_are(search):
    """A misspelt name is easily mended."""
    with pytest.raises(UsageError, match=r"no layer 'stanse'.*fallacies.*, flags, navigation"):
        load_keymap(["navigation", "stanse"], search=search)


def test_a_layer_given_as_a_path_is_read_from_there(layer, search):
    """A text with a slash or an ending is a path, not a name."""
    path = layer('[keys]\n"f5" = "copy"\n')
    assert load_keymap(["navigation", str(path)], search=search).keys_of("copy") == ("y", "f5")
    with pytest.raises(UsageError, match=r"nowhere\.toml: the layer can't be read"):
        load_keymap(["nowhere.toml"], search=search)


def test_a_pipe_or_a_folder_is_refused_and_not_waited_for(tmp_path, search):
    """Only an ordinary file is a layer."""
    os.mkfifo(tmp_path / "pipe.toml")
    (tmp_path / "folder.toml").mkdir()
    for name in ("pipe", "folder"):
        with pytest.raises(UsageError, match="not a file"):
            load_keymap([tmp_path / f"{name}.toml"], search=search)


def test_what_is_no_text_is_refused(tmp_path, search):
    """Bytes that aren't UTF-8 are named with the line they are on."""
    path = tmp_path / "latin.toml"
    path.write_bytes(b'[layer]\nname = "caf\xe9"\n')
    with pytest.raises(UsageError, match=re.escape(f"{path}:2: not UTF-8")):
        load_keymap([path], search=search)


def test_a_named_target_does_no_harm(layer, search):
    """A layer gives the kind another name and leader; it offers only the list as long as that says nothing."""
    text = '[[target]]\nid = "named"\nname = "Actor"\nkind = "named"\nleader = "T"\nscale = "position"\n'
    keymap = load_keymap([*DEFAULT_LAYERS, layer(text)], search=search)
    assert [target.id for target in keymap.codebook.dimension("stance").targets] == ["claim", "parent", "named"]
    assert keymap.panel(("T",)) is None
