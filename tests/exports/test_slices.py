"""Label files read in slices: nothing of it shows in what is read."""

import io
import json
from itertools import chain

import pytest

from threadmark.exports import slices as slicing
from threadmark.exports.contents import read_contents
from threadmark.exports.slices import OtherwiseLaidOutError, slices


@pytest.fixture(params=[1, 7, 100, 1 << 19])
def small(request, monkeypatch):
    """Slices of every size: within a document, of a few, of all."""
    monkeypatch.setattr(slicing, "BYTES_A_SLICE", request.param)


def documents(data):
    """The tables of a file, put together again from its slices."""
    tables = {}
    for name, slice_ in slices(io.BytesIO(data)):
        tables.setdefault(name, []).append(json.loads(slice_))
    return {name: dict(chain.from_iterable(each.items() for each in some)) for name, some in tables.items()}


@pytest.mark.usefixtures("small")
def test_slices_are_the_file(study):
    """Every document of every table is in one slice, under its id; empty tables have none."""
    study.keep(study.label("c2", "stance", "against"), study.review("c1", note='"\n},\n{'), study.label("c1", "x", "}"))
    data = study.labels.read_bytes()
    whole = json.loads(data)
    assert documents(data) == {name: table for name, table in whole.items() if table}
    assert len(whole["labels"]) == 2


@pytest.mark.usefixtures("small")
def test_a_file_laid_out_otherwise_is_read_all_the_same(study):
    """On one line, as TinyDB writes it, or indented: slices refuse it, and it is read whole."""
    study.keep(study.label("c2", "stance", "against"), study.review("c1"))
    as_written = read_contents(study.labels)
    file = json.loads(study.labels.read_bytes())
    for indent in (None, 1):
        study.labels.write_text(json.dumps(file, indent=indent), encoding="utf-8")
        with pytest.raises(OtherwiseLaidOutError):
            documents(study.labels.read_bytes())
        found = read_contents(study.labels)
        assert [list(each) for each in (found.labels, found.reviews, found.threads, found.codebooks)] == [
            list(each) for each in (as_written.labels, as_written.reviews, as_written.threads, as_written.codebooks)
        ]


@pytest.mark.usefixtures("small")
def test_half_a_file_is_refused(study):
    """Wherever it ends, and with anything after its end."""
    study.keep(study.label("c2", "stance", "against"))
    data = study.labels.read_bytes()
    for broken in (*(data[:end] for end in range(0, len(data), 23)), data[:-1], data + b"\n", data + data):
        with pytest.raises((OtherwiseLaidOutError, ValueError)):
            documents(broken)
