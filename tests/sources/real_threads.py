"""What the tests of every format share: real files, made threads, and what must hold for any source."""

from __future__ import annotations

import json
import os
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import cache
from hashlib import sha256
from itertools import islice
from pathlib import Path

import pytest
from hypothesis import strategies as st

from threadmark.errors import InputError
from threadmark.sources.converting import convert
from threadmark.sources.reading import open_threads

_GIVEN = os.environ.get("THREADMARK_REAL_THREADS")
FOLDER = Path(_GIVEN) if _GIVEN else Path(__file__).parents[3] / "shared" / "data"
FIRST = 30


def real_file(name):
    """The path of a real file; the test is skipped where they are not."""
    if not FOLDER.is_dir():
        pytest.skip("no real threads here (THREADMARK_REAL_THREADS names their folder)")
    return FOLDER / name


@cache
def readings(path):
    """All readings of a file, read once."""
    return list(open_threads(path))


def measures(path):
    """How many comments a file has in all its threads, and how deep the deepest is."""
    threads = [reading.thread for reading in readings(path)]
    return sum(map(len, threads)), max((depth for thread in threads for depth in thread.depths), default=0)


def outline(path):
    """The first 30 comments: depth, and the beginning of a hash over author and text, `-` where a field is missing."""
    comments = islice((comment for reading in readings(path) for comment in reading.thread), FIRST)
    return " ".join(f"{each.depth}:{_mark(each.author, each.text)}" for each in comments)


def _mark(author, text):
    return sha256(f"{author or '-'}\x1f{text}".encode()).hexdigest()[:6]


def facts(thread):
    """All that a thread says, comparable; NaN as text."""
    rows = [
        (c.id, c.parent, c.author, c.text, c.role, c.score, c.deleted, c.inferred, dict(thread.extras(c.index)))
        for c in thread
    ]
    times = [str(time) for time in thread.created], [str(thread.edited(index)) for index in range(len(thread))]
    return thread.id, thread.article, dict(thread.extra), rows, times


def assert_converts(path, folder):
    """What a file holds is the same after conversion, and converting that again changes no byte."""
    once, twice = folder / "once.threads.jsonl", folder / "twice.threads.jsonl"
    convert([path], once)
    convert([once], twice)
    assert [facts(r.thread) for r in open_threads(once)] == [facts(r.thread) for r in open_threads(path)]
    assert once.read_bytes() == twice.read_bytes()


def put(sample, place):
    """Write a sample: bytes or text as they are, files by name as a folder, anything else as JSON."""
    if isinstance(sample, dict) and sample and all(isinstance(each, bytes) for each in sample.values()):
        for name, content in sample.items():
            (place / name).parent.mkdir(parents=True, exist_ok=True)
            (place / name).write_bytes(content)
    elif isinstance(sample, bytes):
        place.write_bytes(sample)
    else:
        place.write_text(sample if isinstance(sample, str) else json.dumps(sample), encoding="utf-8")


WORDS = st.lists(st.from_regex(r"[A-Za-z0-9é]{1,8}", fullmatch=True), min_size=1, max_size=5).map(" ".join)
NAMES = st.sampled_from(["ana", "bob", "čeněk", "d_d", "u 5", "李"])


@dataclass(frozen=True)
class Made:
    """An invented comment: `parent` is the index of an earlier one, or None."""

    number: int
    parent: int | None
    author: str | None
    text: str
    created: int
    score: int
    edited: int | None


@st.composite
def made_threads(draw, most=8, authors=NAMES, deepest=None):
    """Invented threads: comments of which each answers the article or an earlier one, of plain words."""
    made, depths = [], []
    for number in range(draw(st.integers(0, most))):
        parents = [index for index, depth in enumerate(depths) if deepest is None or depth < deepest]
        parent = draw(st.none() | st.sampled_from(parents)) if parents else None
        depths.append(1 if parent is None else depths[parent] + 1)
        created = draw(st.integers(1_000_000_000, 1_700_000_000))
        edited = draw(st.none() | st.integers(created + 1, 1_700_000_001))
        made.append(Made(number, parent, draw(authors), draw(WORDS), created, draw(st.integers(-99, 99)), edited))
    return made


def branches(made, parent=None):
    """The comments below one, as pairs of a comment and its own branches, for writers of nested formats."""
    return [(each, branches(made, each.number)) for each in made if each.parent == parent]


def in_pre_order(made):
    """The comments as a thread has them: each followed by its branch."""
    waiting = branches(made)[::-1]
    while waiting:
        comment, below = waiting.pop()
        yield comment
        waiting += below[::-1]


_PIECES = st.sampled_from(
    [
        b"",
        b"{",
        b"}",
        b"[",
        b"]",
        b'"',
        b",",
        b":",
        b"null",
        b"-1",
        b"1e999",
        b"\\",
        b"\\ud800",
        b"\x00",
        b"\xff",
        b"\n",
    ]
) | st.binary(max_size=4)


@st.composite
def mutated(draw, samples):
    """Bytes that were a sample once: a few places of them cut, doubled, or written over."""
    data = draw(st.sampled_from(samples))
    for _ in range(draw(st.integers(1, 4))):
        start = draw(st.integers(0, len(data)))
        end = min(len(data), start + draw(st.sampled_from([0, 1, 2, 5, 40])))
        piece = draw(_PIECES | st.just(data[start:end] * 2))
        data = data[:start] + piece + data[end:]
    return data


def assert_read_or_refused(data, folder, name, suffix="json"):
    """Bytes are read, or refused by the error that names the file; anything else is a defect."""
    path = folder / f"mutated.{suffix}"
    path.write_bytes(data)
    try:
        for reading in open_threads(path, format=name):
            assert len(reading.thread) == reading.report.comments
    except InputError as error:
        assert str(error).startswith(str(path))  # noqa: PT017 -- either outcome is right, and only this one is checked


def assert_as_made(reading, made, name="c{}".format, without=()):
    """A thread has the comments that were written, in pre-order, each with what was said of it; nothing was mended."""
    for comment, each in zip(reading.thread, in_pre_order(made), strict=True):
        said = {
            "id": name(each.number),
            "parent": None if each.parent is None else name(each.parent),
            "author": each.author,
            "text": each.text,
            "created": float(each.created),
            "score": each.score,
            "edited": None if each.edited is None else float(each.edited),
        }
        found = {
            "id": comment.id,
            "parent": comment.parent,
            "author": comment.author,
            "text": comment.text,
            "created": reading.thread.created[comment.index],
            "score": comment.score,
            "edited": reading.thread.edited(comment.index),
        }
        assert {key: found[key] for key in said if key not in without} == {
            key: said[key] for key in said if key not in without
        }
    assert not reading.report.mended


def at(seconds):
    """A moment as RFC 3339."""
    return datetime.fromtimestamp(seconds, UTC).isoformat().replace("+00:00", "Z")
