"""Layers edited while the program runs: keys of commands follow at once, keys of labels never."""

from __future__ import annotations

import pytest

from threadmark.keys.layers import load_keymap
from threadmark.tui import app

OWN = """[layer]
name = "own"
title = "My own"
version = "{version}"

[keys]
"{key}" = "revisit"

[[dimension]]
id = "mood"
name = "Mood"
choice = "one"
leader = "M"
required = "never"

[[label]]
dimension = "mood"
id = "{label}"
key = "a"
name = "Angry"
definition = "Written in anger."
yes_when = "Oaths carry it."
not_when = "It is blunt."
example = "FOUR shops."
"""


@pytest.fixture
def own(tmp_path, monkeypatch):
    """Write a layer of one's own, which is looked at all the time."""
    monkeypatch.setattr(app, "LOOK_AT_LAYERS", 0.01)
    monkeypatch.setattr("threadmark.keys.layers.load_keymap", load_keymap)  # the real one, which reads every time
    folder = tmp_path / "layers"
    folder.mkdir()
    path = folder / "own.toml"

    def write(key="Z", label="angry", version="1", more=""):
        path.write_text(OWN.format(key=key, label=label, version=version) + more, encoding="utf-8")
        return folder

    return write


async def test_an_edited_key_works_at_once(sit, own):
    """The new key does it, the old one nothing, and a line says why."""
    async with sit(layers=["own"], folders=[own()]) as here:
        await here.type("Z")
        assert here.review("c1")["revisit"]
        own(key="ctrl+o", version="1.1")
        await here.until(lambda: "own.toml read again" in here.said)
        await here.type("Z")
        assert "no key here" in here.said
        await here.type("ctrl+o")
        assert not here.review("c1").get("revisit")


async def test_a_broken_layer_changes_nothing(sit, own):
    """File and line of what is wrong are said once, the old keys work, and mended it is taken."""
    async with sit(layers=["own"], folders=[own()]) as here:
        own(more="\n[[label\n")
        await here.until(lambda: "the keys stay as they were" in here.said)
        assert "own.toml:" in here.said
        await here.type("Z")
        assert here.review("c1")["revisit"]
        own(key="ctrl+o")
        await here.until(lambda: "read again" in here.said)


async def test_label_keys_stay(sit, own):
    """A key that now would give another label gives what it gave, and it is said; commands are taken all the same."""
    async with sit(layers=["own"], folders=[own()]) as here:
        own(label="amused", key="ctrl+o")
        await here.until(lambda: "labels and their keys stay as they were" in here.said)
        await here.type("M a")
        assert here.labels() == [("c1", "mood.angry")]
        await here.type("ctrl+o")
        assert here.review("c1")["revisit"]


async def test_a_chord_that_was_begun_is_ended_with_the_old_keys(sit, own):
    """While a panel is open nothing changes under the fingers."""
    async with sit(layers=["own"], folders=[own()]) as here:
        await here.type("M")
        own(key="ctrl+o", version="1.1")
        await here.pilot.pause(0.05)
        await here.type("a")
        assert here.labels() == [("c1", "mood.angry")]
        await here.until(lambda: "read again" in here.said)


async def test_the_label_file_keeps_the_keys_that_labels_were_given_with(sit):
    """Once for the same layers, however often the program is started; so it can be told later which mean another label."""
    for _ in range(2):
        async with sit() as here:
            await here.type("] c n")
    kept = [session["keys"] for session in here.documents("sessions")]
    assert len(kept) == 2
    assert kept[0]["c n"] == "stance.claim.against"
    assert kept[0]["f a"] == "fallacy.ad_hominem"
    assert kept[1] is None
