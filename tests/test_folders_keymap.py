"""`threadmark keymap check` checks the stack that the folder labels with."""

from __future__ import annotations

import pytest
from click.testing import CliRunner

from threadmark.cli import program
from threadmark.errors import ThreadmarkError

MOOD = """[layer]
name = "mood"
title = "Mood"
version = "1.0"

[[dimension]]
id = "mood"
name = "Mood"
choice = "one"
leader = "M"
required = "never"

[[label]]
dimension = "mood"
id = "angry"
key = "a"
name = "Angry"
definition = "Written in anger."
"""


@pytest.fixture
def checked(tmp_path, monkeypatch):
    """Check in a folder whose stack has a layer of its own."""
    monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path / "home"))
    (tmp_path / "work").mkdir()
    monkeypatch.chdir(tmp_path / "work")
    (tmp_path / "work" / "mood.toml").write_text(MOOD, encoding="utf-8")

    def check(*words, project='keymap = ["navigation", "stance-sdqc", "mood"]\n', mood=None):
        (tmp_path / "work" / "threadmark.toml").write_text(project, encoding="utf-8")
        if mood is not None:
            (tmp_path / "work" / "mood.toml").write_text(mood, encoding="utf-8")
        return CliRunner().invoke(program, ["keymap", "check", *words])

    return check


def test_the_folders_own_layers_are_checked(checked):
    """A layer that only the folder's settings name is checked, on the stack that they name and no other."""
    assert checked().output == "nothing to mend\n"
    found = checked(mood=MOOD.replace('leader = "M"', 'leader = "j"'))  # which moves
    assert found.exit_code == 2
    assert "mood.toml:" in found.output


def test_a_layer_on_top_of_the_folders(checked, tmp_path):
    """A layer that is named lies on the folder's stack: it may bind a key to a label that only this has."""
    own = '[layer]\nname = "own"\ntitle = "Own"\nversion = "1"\n[keys]\n"f5" = "label mood.angry"\n'
    (tmp_path / "work" / "own.toml").write_text(own, encoding="utf-8")
    assert checked("own").exit_code == 0
    assert "unknown argument" in checked("own", project="").output


def test_the_key_of_a_label_that_changed_is_named(checked, tmp_path):
    """`--against` says which key of the folder's layer gives another label than when labelling began."""
    began = MOOD + MOOD[MOOD.index("[[label]]") :].replace('"angry"', '"glad"').replace('"a"', '"g"')
    (tmp_path / "old").mkdir()
    (tmp_path / "old" / "mood.toml").write_text(began, encoding="utf-8")
    swapped = began.replace('key = "a"', 'key = "x"').replace('key = "g"', 'key = "a"').replace('"x"', '"g"')
    found = checked("--against", str(tmp_path / "old"), mood=swapped)
    assert found.exit_code == 2
    assert "M a gives mood.glad and was mood.angry" in found.output
    assert "M g gives mood.angry and was mood.glad" in found.output


def test_extended_labels_are_there_where_the_folder_asks_for_them(checked):
    """The check knows which labels the folder has."""
    plain, extended = checked("--slips", project=""), checked("--slips", project="extended = true\n")
    assert plain.exit_code == extended.exit_code == 0
    assert plain.output != extended.output


def test_bad_settings_are_an_error(checked):
    """A threadmark.toml that can't be read ends the check."""
    assert isinstance(checked(project="keymap = 1\n").exception, ThreadmarkError)
