"""Invented threads of any size, in the native format, the same for the same arguments."""

from __future__ import annotations

import json
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from random import Random

MARKER = "Openingwords"
"""The first word of the first comment; it stands nowhere else."""
AUTHORS = 700
TOP_LEVEL_SHARE = 0.3
REACH = 100
"""A reply outside the branch answers one of so many comments before it."""
BEGAN = datetime(2024, 3, 12, 8, tzinfo=UTC)
WORDS = [
    *(
        "the",
        "a",
        "of",
        "to",
        "and",
        "in",
        "it",
        "is",
        "was",
        "for",
        "on",
        "with",
        "as",
        "by",
        "at",
        "from",
        "that",
        "if",
    ),
    *(
        "this",
        "they",
        "we",
        "you",
        "not",
        "but",
        "or",
        "so",
        "because",
        "people",
        "always",
        "never",
        "however",
        "every",
    ),
    *("council", "lane", "bus", "cycle", "car", "shop", "street", "money", "vote", "plan", "school", "driver", "noise"),
    *(
        "parking",
        "winter",
        "market",
        "bridge",
        "road",
        "think",
        "said",
        "know",
        "want",
        "need",
        "closed",
        "open",
        "safe",
    ),
]


@dataclass(frozen=True, slots=True)
class Invented:
    """A thread that was written.

    Attributes:
        path: its file.
        id: the thread's id.
        comments: the ids of its comments, in the order of the file.
        text_bytes: bytes of comment text.
    """

    path: Path
    id: str
    comments: tuple[str, ...]
    text_bytes: int


def write_thread(path: Path, count: int, *, branch: int = 0, words: int = 45, seed: int = 1) -> Invented:
    """Write a thread of `count` comments of about `words` words, oldest first; the first has `branch` comments below it."""
    random = Random(seed)
    texts = [_text(random, max(3, round(random.gauss(words, words / 3)))) for _ in range(count)]
    texts[0] = f"{MARKER} {texts[0]}"
    comments = [
        {
            "id": f"c{index}",
            "parent": _parent(random, index, branch),
            "author": f"reader{random.randrange(AUTHORS)}",
            "created": (BEGAN + timedelta(seconds=40 * index)).isoformat().replace("+00:00", "Z"),
            "score": random.randrange(-5, 90),
            "text": text,
        }
        for index, text in enumerate(texts)
    ]
    thread_id = f"invented-{count}-{seed}"
    thread = {
        "format": "threadmark-thread",
        "version": 1,
        "id": thread_id,
        "title": "Council votes to close Mill Lane",
        "published": "2024-03-12",
        "article": [_text(random, 60) for _ in range(8)],
        "comments": comments,
    }
    path.write_text(json.dumps(thread), encoding="utf-8")
    text_bytes = sum(len(text.encode()) for text in texts)
    return Invented(path, thread_id, tuple(f"c{index}" for index in range(count)), text_bytes)


def _text(random: Random, words: int) -> str:
    return " ".join(random.choices(WORDS, k=words)).capitalize() + "."


def _parent(random: Random, index: int, branch: int) -> str | None:
    """Whom a comment answers: within the branch anybody in it, after it nobody or one of the last few comments."""
    if index == 0 or index == branch + 1:
        return None
    if index <= branch:
        return f"c{random.randrange(index)}"
    if random.random() < TOP_LEVEL_SHARE:
        return None
    return f"c{random.randrange(max(branch + 1, index - REACH), index)}"
