"""What evidence costs: keys to mark the words that a label rests on, and how long such a key takes beside a movement key.

Whole sentences, clauses up to a sentence's end and phrases take turns. The annotator of the script knows a handful of
ways to a word (by sentence, by letter, word by word) and takes the shortest that leads there: each is pressed in the
running program, and counts only when the words marked are the right ones. The label's own keys are not counted.
"""

from __future__ import annotations

import asyncio
from collections.abc import Iterator
from itertools import product
from pathlib import Path
from random import Random
from statistics import median
from tempfile import TemporaryDirectory
from typing import Final, NamedTuple

from tests.benchmarks.figure import Figure, Measures
from tests.benchmarks.invented import WORDS
from tests.benchmarks.large import large
from tests.tui.sitting import Sitting, sitting, written

COMMENTS: Final = 12
SENTENCES: Final = 4
SEED: Final = 7
MOST: Final = 9
"""Keys of the longest way that anybody would go."""
KEYS: Final = 20


class Gold(NamedTuple):
    """Words to mark: the sentence's number, and the first and last word (inclusive) within it."""

    sentence: int
    first: int
    last: int


def comments(random: Random) -> list[list[list[str]]]:
    """Comments as sentences as words."""
    return [[random.choices(WORDS, k=random.randint(6, 14)) for _ in range(SENTENCES)] for _ in range(COMMENTS)]


def spans(random: Random, sentences: list[list[str]]) -> list[Gold]:
    """A whole sentence, a clause and a phrase of a comment."""
    whole, clause, phrase = (random.randrange(SENTENCES) for _ in range(3))
    begun = random.randrange(1, len(sentences[clause]) - 2)
    first = random.randrange(len(sentences[phrase]) - 3)
    last = min(first + random.randint(1, 5), len(sentences[phrase]) - 2)
    return [
        Gold(whole, 0, len(sentences[whole]) - 1),
        Gold(clause, begun, len(sentences[clause]) - 1),
        Gold(phrase, first, last),
    ]


def ways(sentences: list[list[str]], right: Gold) -> list[str]:
    """Ways that may lead to the words, the shortest first."""
    words = sentences[right.sentence]
    to_sentence = [")"] * right.sentence
    before = [word for sentence in sentences[: right.sentence] for word in sentence]
    starts = [
        [*to_sentence, *["l"] * right.first],
        [*to_sentence, *_by_letter(words[1 : right.first + 1])] if right.first else to_sentence,
        _by_letter([*before, *words[: right.first + 1]][1:]),
    ]
    ends = [["space", *["l"] * (right.last - right.first)]]
    if right.last > right.first:
        ends.append(["space", *_by_letter(words[right.first + 1 : right.last + 1])])
    if right.last == len(words) - 1:
        ends += [["space", ")"], *([["s"]] if right.first == 0 else [])]
    found = {" ".join(["v", *start, *end]) for start, end in product(starts, ends)}
    return sorted((way for way in found if len(way.split()) <= MOST), key=lambda way: (len(way.split()), way))


def _by_letter(words: list[str]) -> list[str]:
    """The keys that go on to the last of these words by its first letter."""
    if not words:
        return []
    again = sum(word[0] == words[-1][0] for word in words) - 1
    return ["'", words[-1][0], *[";"] * again]


async def marked(here: Sitting, way: str) -> str:
    """The words that a way marks; it is left again."""
    await here.type(way)
    words = here.desk.marked_words
    await here.type("escape")
    return words


async def costs() -> list[int]:
    """Keys of the shortest way for each span.

    Raises:
        AssertionError: no way leads to one.
    """
    random = Random(SEED)
    found = []
    texts = comments(random)
    with TemporaryDirectory() as name:
        folder = Path(name)
        thread = written(
            folder,
            [
                {"id": f"c{at}", "author": "bob", "text": " ".join(map(_said, sentences))}
                for at, sentences in enumerate(texts)
            ],
        )
        async with sitting(thread, folder / "labels.json") as here:
            for sentences in texts:
                for right in spans(random, sentences):
                    wanted = _said(sentences[right.sentence]).split()[right.first : right.last + 1]
                    for way in ways(sentences, right):
                        if (await marked(here, way)).rstrip(".") == " ".join(wanted).rstrip("."):
                            found.append(len(way.split()))
                            break
                    else:
                        raise AssertionError(wanted, ways(sentences, right))
                await here.type("j")
    return found


def _said(words: list[str]) -> str:
    return " ".join(words).capitalize() + "."


def keys(_: int) -> Iterator[Figure]:
    """Keys a span; the same in each run, so there is one."""
    found = asyncio.run(costs())
    yield Figure(
        f"keys a span apart from its label, {len(found)} spans / one key", sum(found) / len(found), 1.0, 6, 5, "keys"
    )


def extending(runs: int) -> Iterator[Figure]:
    """A key that extends marked words beside a movement key, in a large thread."""
    moves, extended = [], []
    for terminal in large(runs):
        moves += [terminal.frame("j") for _ in range(KEYS)]
        terminal.frame("v")
        terminal.frame(" l")  # beginning to extend paints nothing by itself
        extended += [terminal.frame("l") for _ in range(KEYS)]
        terminal.frame("escape")
    move = median(moves)
    yield Figure("key that extends a span, 100,000 comments / key j", median(extended), move, 1.5, 1.0)
    yield Figure("key that extends a span, the slowest / the slowest j", max(extended), max(moves), 1.5, 1.0)


FIGURES: Measures = {"span-keys": keys, "extending-a-span": extending}
