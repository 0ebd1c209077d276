"""What it costs to read mail archives and XML exports, beside what the libraries take that read no more than their form."""

from __future__ import annotations

import mailbox
import time
from collections.abc import Callable, Iterator
from datetime import timedelta
from email.utils import format_datetime
from functools import partial
from pathlib import Path
from random import Random
from statistics import median
from tempfile import TemporaryDirectory

from lxml import etree
from tests.benchmarks.figure import Figure, Measures
from tests.benchmarks.invented import AUTHORS, BEGAN, REACH, TOP_LEVEL_SHARE, WORDS

from threadmark.sources.reading import open_threads

MAILS = POSTS = 20_000
PAGES = 200
LINES, LINE = 18, 11
"""Lines of a mail at the mean, and words in a line."""
BODIES = {
    "<p>{}</p>": 55,
    "<p>{}</p><p>{}</p>": 25,
    "<p>{}<br>{}</p>": 5,
    '<p>{} <a href="https://example.org/plan" rel="nofollow noopener">https://example.org/plan</a></p>': 8,
    "<p>{} <b>Never</b> &amp; nowhere.</p>": 4,
    "<blockquote>{}</blockquote><p>{}</p>": 3,
}
"""How the posts of a site look, and of a hundred how many do."""


def mail(runs: int) -> Iterator[Figure]:
    """An mbox of 20,000 mails, from the file to its threads, beside Python's mailbox going through it."""
    with TemporaryDirectory() as name:
        path = write_mails(Path(name) / "made.mbox", MAILS)
        values, floors = _side_by_side(runs, partial(_read, path, MAILS), partial(_mailbox, path))
    yield Figure(f"an mbox of {MAILS:,} mails to threads / mailbox over it", median(values), median(floors), 1.5, 1.1)


def disqus(runs: int) -> Iterator[Figure]:
    """A Disqus export of 20,000 posts, from the file to its threads, beside lxml going through its elements."""
    with TemporaryDirectory() as name:
        path = write_posts(Path(name) / "made.xml", POSTS)
        values, floors = _side_by_side(runs, partial(_read, path, POSTS), partial(_iterparse, path))
    yield Figure(
        f"a Disqus export of {POSTS:,} posts to threads / iterparse over it", median(values), median(floors), 3, 1.5
    )


def write_mails(path: Path, count: int) -> Path:
    """An mbox of invented mails: answers name the mails before them, and quote a line."""
    random = Random(7)
    chains: list[list[str]] = []
    with path.open("w", encoding="utf-8") as file:
        for number in range(count):
            above = _answered(random, number)
            chain = [*chains[above], f"<m{above}@village.example>"] if above is not None else []
            chains.append(chain[-10:])
            at = BEGAN + timedelta(minutes=number)
            author = random.randrange(AUTHORS)
            headers = [
                f"Return-Path: <u{author}@village.example>",
                f"Received: from mail.village.example by list.village.example\n\tfor <list@village.example>; {format_datetime(at)}",
                f"Date: {format_datetime(at)}",
                f"From: Somebody {author} <u{author}@village.example>",
                "To: list@village.example",
                f"Subject: {'Re: ' if chain else ''}{_words(random, 4)}",
                f"Message-ID: <m{number}@village.example>",
                *([f"In-Reply-To: {chain[-1]}", "References: " + "\n\t".join(chain[-10:])] if chain else []),
                "MIME-Version: 1.0",
                "Content-Type: text/plain; charset=utf-8",
                "Content-Transfer-Encoding: 8bit",
                "List-Id: <list.village.example>",
            ]
            lines = [_words(random, LINE) for _ in range(random.randrange(2, 2 * LINES))]
            body = "\n".join([f"> {lines[0]}", "", *lines[1:]] if chain else lines)
            top = "\n".join(headers)
            file.write(f"From u{author}@village.example {at:%a %b %d %H:%M:%S %Y}\n{top}\n\n{body}\n\n")
    return path


def write_posts(path: Path, count: int) -> Path:
    """A Disqus export of invented posts on 200 pages, in the order of time over all pages."""
    random = Random(7)
    bodies = random.choices(list(BODIES), list(BODIES.values()), k=count)
    with path.open("w", encoding="utf-8") as file:
        file.write(
            '<?xml version="1.0" encoding="utf-8"?>\n<disqus xmlns="http://disqus.com"'
            ' xmlns:dsq="http://disqus.com/disqus-internals">\n'
        )
        for number in range(PAGES):
            file.write(
                f'<thread dsq:id="{number}"><id>page-{number}</id><forum>village</forum><category dsq:id="1"/>'
                f"<link>https://village.example/{number}/</link><title>{_words(random, 5)}</title><message/>"
                "<createdAt>2024-03-12T10:00:00Z</createdAt><author><name>clerk</name></author></thread>\n"
            )
        for number, body in enumerate(bodies):
            above = number - PAGES * random.randrange(1, 4)  # on the same page
            at = BEGAN + timedelta(minutes=number)
            text = body.format(*(_words(random, 30) for _ in range(body.count("{}"))))
            file.write(
                f'    <post dsq:id="{number + 1}">\n        <id>wp_id={number}</id>\n        <message>\n            '
                f"<![CDATA[{text}]]>\n        </message>\n        <createdAt>{at:%Y-%m-%dT%H:%M:%SZ}</createdAt>\n"
                "        <isDeleted>false</isDeleted>\n        <isSpam>false</isSpam>\n        <author>\n"
                f"            <email>u@village.example</email>\n            <name>Somebody {random.randrange(AUTHORS)}</name>\n"
                "            <isAnonymous>false</isAnonymous>\n            <username>u</username>\n        </author>\n"
                f'        <ipAddress>192.0.2.1</ipAddress>\n        <thread dsq:id="{number % PAGES}"/>'
                + (
                    ""
                    if above < 0 or random.random() < TOP_LEVEL_SHARE
                    else f'\n        <parent dsq:id="{above + 1}"/>'
                )
                + "\n    </post>\n"
            )
        file.write("</disqus>\n")
    return path


def _answered(random: Random, number: int) -> int | None:
    """Which of those before is answered."""
    return (
        None if number == 0 or random.random() < TOP_LEVEL_SHARE else random.randrange(max(0, number - REACH), number)
    )


def _words(random: Random, count: int) -> str:
    return " ".join(random.choices(WORDS, k=count)).capitalize() + "."


def _side_by_side(
    runs: int, measured: Callable[[], None], floor: Callable[[], None]
) -> tuple[list[float], list[float]]:
    """Milliseconds of both in each run, in turn, so that a drifting machine drifts for both."""
    values, floors = [], []
    for _ in range(runs):
        floors.append(_took(floor))
        values.append(_took(measured))
    return values, floors


def _took(run: Callable[[], None]) -> float:
    began = time.perf_counter()
    run()
    return (time.perf_counter() - began) * 1000


def _read(path: Path, count: int) -> None:
    assert sum(len(reading.thread) for reading in open_threads(path)) == count


def _mailbox(path: Path) -> None:
    for _ in mailbox.mbox(path):
        pass


def _iterparse(path: Path) -> None:
    for _ in etree.iterparse(str(path)):
        pass


FIGURES: Measures = {"mail": mail, "disqus": disqus}
