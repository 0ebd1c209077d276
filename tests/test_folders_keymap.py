"""`threadmark keymap check` checks the stack that the folder labels with."""

from __future__ import annotations

import pytest
from click.testing import CliRunner
from msgspec import convert

from threadmark.cli import program
from threadmark.errors import ThreadmarkError
from threadmark.keys.layers import load_keymap
from threadmark.labels.begun import keys_of, label_keys, with_keys
from threadmark.labels.records import CodebookRecord, Label, LayerRecord, SessionRecord, put
from threadmark.labels.store import LabelStore
from threadmark.places import shipped

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


@pytest.fixture
def begun(tmp_path):
    """A label file of the folder, two labels in it: one of its own layer, one of another."""
    keymap = load_keymap(["stance-sdqc", "mood"], search=[tmp_path / "work", shipped("keymaps")])
    store = LabelStore.open(tmp_path / "work" / "labels.json")
    codebook = convert(keymap.codebook.document() | {"date": "2024-03-12"}, CodebookRecord)
    layers = tuple(LayerRecord(each.name, each.version, each.sha256) for each in keymap.codebook.layers)
    given = {"session": "s-1", "created": "2024-03-12T10:00:00Z", "updated": "2024-03-12T10:00:00Z"}
    labels = [
        Label("t1", "c1", "ana", 1, dimension, None, label, **given)
        for dimension, label in (("mood", "angry"), ("sdqc", "support"))
    ]
    session = SessionRecord("s-1", "ana", "0.1.0", layers, keys=label_keys(keymap))
    store.commit([put(record) for record in (codebook, session, *labels)], annotator="ana", session="s-1")
    store.close()


def test_the_layers_that_a_label_file_was_begun_with(checked, begun):
    """`--against LABELS.json` names each layer that is another now, and each label that no key gives any more."""
    same = checked("--against", "labels.json")
    assert (same.exit_code, same.output) == (0, "nothing to mend\n")
    found = checked("--against", "labels.json", mood=MOOD.replace('"angry"', '"cross"').replace("1.0", "1.1"))
    assert found.exit_code == 2
    assert "mood.toml:1: changed: labels of labels.json were given with mood 1.0 (" in found.output
    assert "mood.angry is on comments, and no key gives it now" in found.output
    assert "stance-sdqc" not in found.output
    gone = checked("--against", "labels.json", project='keymap = ["navigation", "stance-sdqc"]\n')
    assert "with mood 1.0" in gone.output
    assert "which is not in this stack" in gone.output


def test_a_label_file_that_is_not_there_is_an_error(checked):
    """Comparing with nothing would find nothing."""
    assert isinstance(checked("--against", "nowhere.json").exception, ThreadmarkError)


def test_the_keys_that_labels_were_given_with(checked, begun):
    """`--against LABELS.json` names each key that gives another label now, with the line that binds it."""
    another = MOOD + MOOD[MOOD.index("[[label]]") :].replace('"angry"', '"glad"')
    swapped = another.replace('key = "a"', 'key = "g"', 1)
    found = checked("--against", "labels.json", mood=swapped)
    assert found.exit_code == 2
    assert "changed: M a gives mood.glad and gave mood.angry when labels of labels.json were given" in found.output
    assert "M g" not in found.output
    moved = checked("--against", "labels.json", mood=MOOD.replace('key = "a"', 'key = "g"'))
    assert "gives mood" not in moved.output


def test_keys_are_kept_once_for_a_stack_of_layers(tmp_path):
    """A session has them where no session before stands for them: of the same layers, with the same keys."""
    keys, others = {"M a": "mood.angry"}, {"M a": "mood.glad"}
    layers = (LayerRecord("mood", "1.0", "0" * 64),)
    first = with_keys(SessionRecord("s-1", "ana", "0.1.0", layers, started="1"), keys, [])
    assert first.keys == keys
    second = with_keys(SessionRecord("s-2", "ben", "0.1.0", layers, started="2"), keys, [first])
    assert second.keys is None
    third = with_keys(SessionRecord("s-3", "ana", "0.1.0", layers, started="3"), others, [first, second])
    assert third.keys == others
    fourth = with_keys(SessionRecord("s-4", "ana", "0.1.0", layers, started="4"), keys, [first, second, third])
    assert fourth.keys is None
    known = [first, second, third, fourth]
    assert [keys_of(each, known) for each in known] == [keys, keys, others, keys]
    assert keys_of(SessionRecord("s-5", "ana", "0.1.0"), known) is None
