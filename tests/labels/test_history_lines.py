from __future__ import annotations

import json
import zlib

import pytest
from hypothesis import given
from hypothesis import strategies as st
from msgspec import Raw

from threadmark.errors import LabelFileError
from threadmark.labels import history
from threadmark.labels.history import Change, Reading, backwards, batch_name, encode, tail_after


def _change(seq, batch, after=b'{"thread":"lane"}', **fields):
    common = {"at": "2024-03-12T10:00:00.000Z", "annotator": "ana", "session": "s-1", "kind": "do", "undoes": None}
    common |= {"via": "key", "table": "labels", "key": ("lane", f"c{seq}"), "before": history.NULL}
    return Change(seq=seq, batch=batch, after=Raw(after), **{**common, **fields})


def lines_of(sizes, first=1):
    """A history with batches of these sizes."""
    lines = []
    for size in sizes:
        name = batch_name(first, size)
        lines += [encode(_change(seq, name)) for seq in range(first, first + size)]
        first += size
    return lines


def _read(path, after=0):
    reading = Reading(path, after)
    return [[change.seq for change in batch] for batch in reading], reading


def test_fields():
    """A line has the fields of a change, in order, and its checksum covers all the rest of the line."""
    line = encode(_change(7, "7-7", after='{"label":"naïve"}'.encode()))
    document = json.loads(line)
    assert list(document) == [
        *("seq", "crc", "at", "annotator", "session", "batch", "kind", "undoes", "via", "table", "key"),
        *("before", "after"),
    ]
    without = line.rstrip(b"\n").replace(f',"crc":"{document["crc"]}"'.encode(), b"", 1)
    assert document["crc"] == f"{zlib.crc32(without):08x}"


@given(st.lists(st.integers(1, 4), max_size=6), st.integers(0, 25))
def test_reads_what_was_written(tmp_path_factory, sizes, after):
    """Reading gives the complete batches after a change, in order."""
    path = tmp_path_factory.mktemp("history") / "h.jsonl"
    path.write_bytes(b"".join(lines_of(sizes)))
    batches, reading = _read(path, after)
    assert [seq for batch in batches for seq in batch] == list(range(after + 1, sum(sizes) + 1))
    assert (reading.seq, reading.length, reading.torn) == (sum(sizes), path.stat().st_size, 0)


def test_cut_at_every_byte(tmp_path):
    """However a history is cut, the batches that are whole are read, and nothing of the one that is not."""
    sizes = [1, 3, 1, 2]
    lines = lines_of(sizes)
    whole = b"".join(lines)
    ends, position = {0: 0}, 0
    for number, line in enumerate(lines, 1):
        position += len(line)
        ends[position] = number
    path = tmp_path / "h.jsonl"
    batch_ends = [1, 4, 5, 7]
    for cut in range(len(whole) + 1):
        path.write_bytes(whole[:cut])
        complete = max((ends[end] for end in ends if end <= cut), default=0)
        kept = max((end for end in batch_ends if end <= complete), default=0)
        batches, reading = _read(path)
        assert sum(map(len, batches)) == reading.seq == kept
        assert reading.length + reading.torn == cut
        tail = tail_after(path, 0)
        assert tail is None or [[c.seq for c in batch] for batch in tail] == batches


@pytest.mark.parametrize("seen", [0, 2, 5])
def test_damage_has_a_line(tmp_path, seen):
    """A wrong byte in any line but the last is damage, reported with file and line."""
    lines = lines_of([1, 2, 1, 1])
    for number in range(len(lines) - 1):
        hurt = bytearray(lines[number])
        hurt[len(hurt) // 2] ^= 1
        path = tmp_path / f"{number}.jsonl"
        path.write_bytes(b"".join([*lines[:number], bytes(hurt), *lines[number + 1 :]]))
        with pytest.raises(LabelFileError, match=rf"{number}\.jsonl:{number + 1}: .*recover") as caught:
            _read(path, seen)
        assert caught.value.exit_code == 3


def test_every_flipped_bit_is_seen():
    """No single wrong bit in a line goes unnoticed."""
    line = encode(_change(12, "12-12"))
    for place in range(len(line)):
        for bit in range(8):
            hurt = bytearray(line)
            hurt[place] ^= 1 << bit
            with pytest.raises(history.BrokenLineError):
                history.seq_of(bytes(hurt))


def test_missing_line_is_damage(tmp_path):
    """A line that was taken out is missed."""
    lines = lines_of([1, 1, 1])
    path = tmp_path / "h.jsonl"
    path.write_bytes(lines[0] + lines[2])
    with pytest.raises(LabelFileError, match=r"h\.jsonl:2: change 2 is missing"):
        _read(path)


def test_jump_is_allowed_where_it_is_told(tmp_path):
    """Changes that only the label file had may be missing where the next line says so."""
    told = _change(9, "9-9", table="meta", key=(), before=Raw(b'{"seq":2}'), after=b'{"seq":8}')
    path = tmp_path / "h.jsonl"
    path.write_bytes(b"".join([*lines_of([1, 1]), encode(told), *lines_of([2], first=10)]))
    batches, reading = _read(path)
    assert batches == [[1], [2], [9], [10, 11]]
    assert reading.jump == told


@given(st.lists(st.integers(1, 5), max_size=8), st.integers(1, 900))
def test_backwards_is_the_same_from_the_end(tmp_path_factory, sizes, block):
    """Read from the end, in blocks of any size, the lines are the same."""
    path = tmp_path_factory.mktemp("history") / "h.jsonl"
    lines = lines_of(sizes)
    path.write_bytes(b"".join(lines))
    end = path.stat().st_size
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(history, "_BLOCK", block)
        assert list(backwards(path, end)) == lines[::-1]


@given(st.lists(st.integers(1, 4), min_size=1, max_size=6), st.data())
def test_tail_is_what_reading_gives(tmp_path_factory, sizes, data):
    """A reader who looks at the end only finds what one finds who looks at every line."""
    path = tmp_path_factory.mktemp("history") / "h.jsonl"
    path.write_bytes(b"".join(lines_of(sizes)))
    after = data.draw(st.integers(1, sum(sizes)))
    tail = tail_after(path, after)
    assert tail is not None
    assert [[c.seq for c in batch] for batch in tail] == _read(path, after)[0]
