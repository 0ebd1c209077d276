"""What it costs to read other people's formats: from a file to its threads, and to tell what a file is."""

from __future__ import annotations

import json
import time
from collections import deque
from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path
from random import Random
from statistics import median
from tempfile import TemporaryDirectory

import msgspec
from tests.benchmarks.figure import Figure, Measures
from tests.benchmarks.invented import BEGAN, WORDS

from threadmark.sources.opening import HEAD, open_input
from threadmark.sources.reading import open_threads
from threadmark.sources.registry import recognised, sources

COMMENTS = 100_000
MARKUP = {
    "{}": 85,
    "> {}\n\nNo, never.": 3,
    "{} See [the plan](https://example.org/plan).": 4,
    "{} It *is* so.": 3,
    "{}\n\n- one\n- two": 2,
    "{}\n\n    code": 2,
    "{} \\*Sighs.\\*": 1,
}
"""How bodies look, and of a hundred how many do, as counted in 2,098 comments of three real threads."""
SNIFFING_MUST, SNIFFING_AIM = 5.0, 2.0
"""Milliseconds beyond reading the head."""


def dump(runs: int) -> Iterator[Figure]:
    """A dump of one thread of 100,000 comments, from the file to the thread, beside decoding its lines."""
    with TemporaryDirectory() as name:
        path = write_dump(Path(name) / "made_comments.ndjson", COMMENTS)
        values, floors = [], []
        for _ in range(runs):
            floors.append(_decoding(path))
            values.append(_took(partial(_read, path)))
    yield Figure(
        f"a dump of {COMMENTS:,} comments to a thread / decode its lines", median(values), median(floors), 8, 4
    )


def sniffing(runs: int) -> Iterator[Figure]:
    """Telling what a file is, by all sources, beside reading its head; the slowest of several kinds."""
    for _ in sources():
        pass  # what is loaded once for all files is not counted to one of them
    values: dict[str, list[float]] = {}
    floors: list[float] = []
    with TemporaryDirectory() as name:
        files = list(_kinds(Path(name)))
        for _ in range(runs * 3):
            for path in files:  # in turn, so that nothing is remembered of the file before
                floors.append(_took(partial(_head, path)))
                values.setdefault(path.name, []).append(_took(partial(_sniffed, path)))
    floor = median(floors)
    beyond, kind = max((median(took) - floor, kind) for kind, took in values.items())
    yield Figure(
        f"sniffing a file beyond reading its head, at worst ({kind}) / 1 ms", beyond, 1.0, SNIFFING_MUST, SNIFFING_AIM
    )


def write_dump(path: Path, count: int, *, seed: int = 1) -> Path:
    """Write a dump of comments on one submission, with the fields that Reddit gives and about 45 words each."""
    random = Random(seed)
    with path.open("w", encoding="utf-8") as file:
        for number in range(count):
            file.write(json.dumps(_row(random, number)) + "\n")
    return path


def _row(random: Random, number: int) -> dict[str, object]:
    body = " ".join(random.choices(WORDS, k=max(3, round(random.gauss(45, 15))))).capitalize() + "."
    body = random.choices(list(MARKUP), list(MARKUP.values()))[0].format(body)
    parent = number - random.randrange(1, 100)
    at = int(BEGAN.timestamp()) + 40 * number
    return {
        "subreddit_id": "t5_2r0ij", "link_id": "t3_n49rw", "id": f"c{number:07d}", "author": f"reader{random.randrange(700)}",
        "author_fullname": f"t2_{random.randrange(10**6)}", "author_flair_css_class": None, "author_flair_text": None,
        "author_premium": False, "all_awardings": [], "approved_at_utc": None, "archived": True, "body": body,
        "can_gild": True, "collapsed": False, "controversiality": 0, "created_utc": at, "distinguished": None,
        "edited": False, "gilded": 0, "gildings": {}, "is_submitter": False, "locked": False, "name": f"t1_c{number:07d}",
        "no_follow": True, "parent_id": "t3_n49rw" if parent < 0 else f"t1_c{parent:07d}",
        "permalink": f"/r/village/comments/n49rw/mill_lane/c{number:07d}/", "removal_reason": None, "retrieved_on": at + 9999,
        "score": random.randrange(-9, 99), "score_hidden": False, "send_replies": True, "stickied": False,
        "subreddit": "village", "subreddit_type": "public", "total_awards_received": 0,
    }  # fmt: skip


def _kinds(folder: Path) -> Iterator[Path]:
    """Files of several kinds, each of more than a head's length."""
    rows = [_row(Random(number), number) for number in range(200)]
    texts = [str(row["body"]) for row in rows]
    contents = {
        "dump.ndjson": "\n".join(map(json.dumps, rows)),
        "indented.json": json.dumps({"rows": rows}, indent=2),
        "one-line.json": json.dumps({"rows": rows}),
        "table.csv": "id,parent,author,text\n"
        + "\n".join(f'{row["id"]},,{row["author"]},"{row["body"]}"' for row in rows),
        "page.html": "<!doctype html><html><body>" + "".join(f"<div class='c'><p>{text}</p></div>" for text in texts),
        "export.xml": "<?xml version='1.0'?><rows>" + "".join(f"<row>{text}</row>" for text in texts) + "</rows>",
        "flat.txt": "date: 2024-03-12\n\n"
        + "\n\n".join(f"reader{number % 7}\n{text}" for number, text in enumerate(texts)),
        "letters.mbox": "".join(
            f"From ana@example.org Tue Mar 12 10:00:00 2024\nSubject: Lane\n\n{text}\n\n" for text in texts
        ),
    }
    for name, content in contents.items():
        path = folder / name
        path.write_text((content * (1 + HEAD // len(content)))[: 2 * HEAD], encoding="utf-8")
        yield path


def _decoding(path: Path) -> float:
    """Milliseconds to decode the lines of a file, one by one."""
    lines = path.read_bytes().splitlines()
    return _took(lambda: deque(map(msgspec.json.decode, lines), 0))


def _head(path: Path) -> None:
    with path.open("rb", buffering=0) as file:
        file.read(HEAD)


def _sniffed(path: Path) -> None:
    opened = open_input(path)
    recognised(opened.head)
    opened.close()


def _read(path: Path) -> None:
    (reading,) = open_threads(path)
    if len(reading.thread) != COMMENTS:
        raise RuntimeError(f"{len(reading.thread)} comments were read")


def _took(work: Callable[[], object]) -> float:
    began = time.perf_counter()
    work()
    return (time.perf_counter() - began) * 1e3


FIGURES: Measures = {"dump": dump, "sniffing": sniffing}
