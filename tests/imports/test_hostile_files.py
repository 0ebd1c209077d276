"""Whatever stands where in a file, it is read or refused by name: no import ends in another error."""

from __future__ import annotations

import json
from copy import deepcopy

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.exports.everything import everything_in
from tests.imports.round_trips import brought_back

from threadmark.errors import InputError

ODD = [None, True, -1, 3, 1.5, "", "x", [], {}, [[]], [None], ["x", 2], {"id": None}, {"start": "x"}, 10**20]
FORMATS = {
    "doccano": "ana.jsonl",
    "prodigy": "",
    "label-studio": "tasks.json",
    "jsonl": "",
    "cas-json": "ana/lane/c2.json",
    "convokit": "utterances.jsonl",
}


@pytest.fixture(scope="module")
def exported(tmp_path_factory):
    """The records of each format, as they are exported."""
    everything = everything_in(tmp_path_factory.mktemp("everything"))
    records = {}
    for name, file in FORMATS.items():
        data = (everything.export(name) / file).read_text() if file else everything.export(name).read_text()
        records[name] = json.loads(data) if data.startswith("[") else [json.loads(line) for line in data.splitlines()]
    return everything, records


def places(value, at=()):
    """Each place in a JSON value."""
    yield at
    inner = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    for key, each in inner:
        yield from places(each, (*at, key))


def is_read_or_refused(file, threads, **options):
    """Whether it comes in, or an error names it."""
    try:
        brought_back(file, threads, annotator="eva", **options)
    except InputError as error:
        return str(file) in str(error)
    return True


@pytest.mark.parametrize("name", sorted(FORMATS))
@given(data=st.data())
@settings(max_examples=15, deadline=None)
def test_anything_anywhere_is_read_or_refused(exported, name, data):
    """A number, a text, a list where another thing belongs, at any depth of any record."""
    everything, records = exported
    record = deepcopy(data.draw(st.sampled_from(records[name])))
    *way, last = data.draw(st.sampled_from([at for at in places(record) if at]))
    inside = record
    for key in way:
        inside = inside[key]
    inside[last] = data.draw(st.sampled_from(ODD))
    file = everything.folder / "odd.jsonl"
    file.write_text(json.dumps(record) + "\n")
    assert is_read_or_refused(file, everything.folder, format_name=name)


_LINES = st.sampled_from(
    [
        "T1\tComment 0 4\tSave",
        "T2\tx 3 2\t",
        "T3\ty 0 99999999999\tz",
        "A1\tx T1",
        "A2\tx T9 y",
        "#1\tNote T1\t{}",
        "*\t",
        "T4",
    ]
)


@given(
    st.lists(_LINES, max_size=4),
    st.sampled_from(["\n", "\r\n", "\n\n"]),
    st.sampled_from(["", '{"comment_id": 3}', "[1]"]),
)
@settings(max_examples=20, deadline=None)
def test_any_lines_of_brat_are_read_or_refused(exported, lines, end, note):
    """Ends before beginnings, attributes of nothing, notes of any JSON."""
    everything, _ = exported
    file = everything.folder / "odd.ann"
    file.write_bytes(end.join([*lines, f"#9\tAnnotatorNotes T1\t{note}"]).encode())
    assert is_read_or_refused(file, everything.folder)
