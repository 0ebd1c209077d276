"""What tests of keymap layers share: the shipped stack, and layers written for a test."""

from __future__ import annotations

import pytest

from threadmark.keys.check import check_layers
from threadmark.keys.layers import DEFAULT_LAYERS, load_keymap
from threadmark.places import shipped


@pytest.fixture(scope="session")
def search():
    """The folder of the shipped layers."""
    return [shipped("keymaps")]


@pytest.fixture(scope="session")
def keymap(search):
    """The default stack."""
    return load_keymap(search=search)


@pytest.fixture(scope="session")
def extended(search):
    """The default stack with its extended labels."""
    return load_keymap(search=search, extended=True)


@pytest.fixture
def layer(tmp_path):
    """Write a layer and return its path."""

    def write(text, name="own"):
        path = tmp_path / f"{name}.toml"
        path.write_text(text, encoding="utf-8")
        return path

    return write


@pytest.fixture
def found(layer, search):
    """What the check finds in a layer on top of others, as (line, kind, what)."""

    def check(text, *, on=DEFAULT_LAYERS, extended=False, serious=None):
        path = layer(text)
        findings = check_layers([*on, path], search=search, extended=extended)
        assert all(finding.file == str(path) for finding in findings)
        return [
            (finding.line, finding.kind, finding.what)
            for finding in findings
            if serious is None or finding.serious == serious
        ]

    return check
