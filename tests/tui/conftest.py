"""What tests of the screen share: a home that is nobody's, invented threads, the program opened on them."""

from __future__ import annotations

import gc
import os
from functools import cache
from pathlib import Path

import pytest
from tests.tui.sitting import sitting, written

from threadmark.keys.commands import COMMANDS
from threadmark.keys.layers import DEFAULT_LAYERS, load_keymap
from threadmark.labels.disk import Disk
from threadmark.tui.commands import DOES
from threadmark.tui.giving import Giving
from threadmark.tui.picker import Picker

LANE = [
    {
        "id": "c1",
        "author": "bob",
        "created": "2024-03-12T10:00:00Z",
        "score": 14,
        "text": 'Closing it punishes drivers. "The lane carries 900 cars a day."',
    },
    {
        "id": "c2",
        "parent": "c1",
        "author": "ana_k",
        "created": "2024-03-12T11:00:00Z",
        "text": "So you'd rather kids get run over? Classic.\nhttps://harbourpost.example/lanes",
    },
    {"id": "c3", "parent": "c2", "author": "Gull", "text": "Typical council."},
    {"id": "c4", "parent": "c2", "author": "bob", "text": "I have no idea what that has to do with parking."},
    {"id": "c5", "parent": "c1", "author": "tom", "text": ""},
    {"id": "c6", "author": "Ida", "text": "Maybe read the plan."},
    {"id": "c7", "parent": "c6", "author": "tom", "text": "It was quite clear."},
    {"id": "c8", "author": "Mole", "text": "Nobody asked the shops."},
]
"""c1 ─ c2 ─ c3
         └ c4
   └ c5, without a text
c6 ─ c7
c8
"""
ARTICLE = {
    "title": "Council votes to close Mill Lane",
    "byline": "Harbour Post",
    "published": "2024-03-12T08:00:00Z",
    "article": [
        "The harbour council voted on Tuesday to close Mill Lane to cars, the mayor said.",
        '"The lane carries 900 cars a day," said the shopkeepers. They will appeal.',
        "The lane will be closed from the first of May.",
    ],
}


def pytest_configure(config):
    """Tests name the commands that they prove."""
    config.addinivalue_line("markers", "proves(*commands): by real keys, that these commands do what they say")


@pytest.fixture(autouse=True)
def nobodys_home(tmp_path, monkeypatch):
    """No configuration of this machine's, and its current folder is an empty one."""
    home = tmp_path / "home"
    work = tmp_path / "work"
    home.mkdir()
    work.mkdir()
    for name in [name for name in os.environ if name.startswith("XDG_") or name in {"NO_COLOR", "COLORTERM"}]:
        monkeypatch.delenv(name)
    monkeypatch.setenv("HOME", str(home))
    monkeypatch.setenv("XDG_CONFIG_HOME", str(home / ".config"))
    monkeypatch.setenv("TERM", "xterm-256color")
    monkeypatch.chdir(work)
    thresholds = gc.get_threshold()
    yield
    gc.set_threshold(*thresholds)
    gc.unfreeze()  # the program freezes what it has loaded, which would keep every test's program for good


@cache
def loaded_once(layers, search, extended):
    """A keymap from its files; half of the time that the program takes to start."""
    return load_keymap(layers, search=search, extended=extended)


@pytest.fixture(autouse=True)
def read_keymaps_once(monkeypatch):
    """The shipped layers are read from their files, but once and not for every test."""

    def load(layers=DEFAULT_LAYERS, *, search, extended=False):
        return loaded_once(tuple(layers), tuple(search), extended)

    monkeypatch.setattr("threadmark.keys.layers.load_keymap", load)


@pytest.fixture(autouse=True)
def quick_disk(monkeypatch):
    """No fsync takes long here, so that no status line says *saving* because the machine is busy."""
    monkeypatch.setattr(Disk, "now", lambda _: 0.0)


@pytest.fixture(autouse=True)
def proved(request, monkeypatch):
    """A test that says it proves a command has to have done it."""
    marker = request.node.get_closest_marker("proves")
    if marker is None:
        yield
        return
    assert set(marker.args) <= set(COMMANDS), "there is no such command"
    done = set()

    def recorded(name, doing):
        def record(desk, argument):
            done.add(name)
            doing(desk, argument)

        return record

    for name in marker.args:
        monkeypatch.setitem(DOES, name, recorded(name, DOES[name]))
    give = Giving.give

    def give_recorded(giving, argument, **options):
        done.add("label")
        give(giving, argument, **options)

    monkeypatch.setattr(Giving, "give", give_recorded)
    do_in_picker = Picker._do

    def do_recorded(picker, command):
        done.add(command)
        do_in_picker(picker, command)

    monkeypatch.setattr(Picker, "_do", do_recorded)
    yield
    assert not set(marker.args) - done, "the test never did what it says it proves"


@pytest.fixture
def labels(tmp_path):
    """Where the labels go."""
    return tmp_path / "labels.json"


@pytest.fixture
def thread_file(tmp_path):
    """Write a thread of comments to a file."""

    def write(comments=LANE, *, name="lane", **article):
        return written(tmp_path, comments, name=name, **(article or ARTICLE))

    return write


@pytest.fixture
def sit(thread_file, labels):
    """Sit down in front of the program; again in one test, and it is another start of it with the same labels."""

    def sit_down(comments=LANE, *, article=None, path=None, **options):
        thread = path if isinstance(path, Path) else thread_file(comments, **(article or {}))
        return sitting(thread, options.pop("labels", labels), **options)

    return sit_down
