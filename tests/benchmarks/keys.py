"""What a label costs in keys: a thread whose right labels are known is labelled by script, and the file compared.

Beside it stands what the same decisions cost in Label Studio and doccano at their best: one key a label, as if there
were one for each of a codebook's labels; a key held down with another counts as a key. Label Studio submits with
`ctrl+enter` and brings the next task (https://labelstud.io/guide/hotkeys); doccano confirms with `enter` and goes on
with `right` (the list under *Keyboard Shortcut* in its labelling screen).
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Iterator, Sequence
from functools import partial
from pathlib import Path
from random import Random
from tempfile import TemporaryDirectory
from typing import NamedTuple
from unittest.mock import patch

from tests.benchmarks.figure import Figure, Measures
from tests.tui.sitting import Sitting, documents, sitting, written

from threadmark.keys.layers import load_keymap
from threadmark.places import shipped
from threadmark.tui import flow

COMMENTS = 200
SEED = 7
RHETORIC = [0] * 6 + [1] * 7 + [2] * 4 + [3] * 3
"""How many rhetoric labels comments have, in equal shares: 1.2 on average."""
FALLACIES = [0] * 5 + [1] * 4 + [2]
"""The same for fallacies: 0.6 on average."""
TOP_LEVEL = 5
"""One comment of so many answers the article."""
BOTH = "stance-both"
"""The layer that has both stances asked, as the thread has both: without it `c` comes before one of a reply's."""
ELSEWHERE = 2
"""Keys a comment in the other programs beside one a label: `ctrl`, `enter`; `enter`, `right`."""
CLOSE = 1.1
"""Nothing says what the ratio to other programs must be; they are given more keys here than they have."""


class Gold(NamedTuple):
    """The right labels of a comment, as the keys of their panels; without rhetoric or a fallacy it is none."""

    claim: str
    parent: str
    rhetoric: tuple[str, ...]
    fallacies: tuple[str, ...]


def gold() -> list[Gold]:
    """The right labels, the same each time; every key of a panel but those that shut out others."""
    keymap, random = load_keymap(search=[shipped("keymaps")]), Random(SEED)
    keys = {
        leader: [row.key for row in keymap.panel((leader,)).rows if row.key not in ("0", ",", "-")] for leader in "cpmf"
    }
    spread = [(RHETORIC[at % len(RHETORIC)], FALLACIES[at % len(FALLACIES)]) for at in range(COMMENTS)]
    random.shuffle(spread)
    return [
        Gold(
            random.choice(keys["c"]),
            random.choice(keys["p"]) if at % TOP_LEVEL else "",
            tuple(random.sample(keys["m"], rhetoric)),
            tuple(random.sample(keys["f"], fallacies)),
        )
        for at, (rhetoric, fallacies) in enumerate(spread)
    ]


def by_chords(right: Gold) -> str:
    """A leader before each label; `enter` writes none where there is none, and goes on."""
    pairs = [("c", right.claim), ("p", right.parent), *(("m", key) for key in right.rhetoric)]
    pairs += [("f", key) for key in right.fallacies]
    return " ".join([*(f"{leader} {key}" for leader, key in pairs if key), "enter"])


def in_flow(right: Gold, *, asked: bool = False) -> str:
    """One key an answer. Of a reply the stance toward the claim takes its leader, unless the layers have it asked."""
    stance = ["c"] * bool(right.parent and not asked) + [right.claim, *right.parent]
    several = [[*keys, "enter"] if keys else ["space"] for keys in (right.rhetoric, right.fallacies)]
    return " ".join([*stance, *several[0], *several[1]])


def expected(right: list[Gold]) -> set[tuple[str, str]]:
    """The labels that must be in the file: comment, and the label as the codebook's argument."""
    keymap = load_keymap(search=[shipped("keymaps")])
    names = {
        (leader, row.key): (row.argument or "").replace(".claim.", ".").replace(".parent.", ".")
        for leader in "cpmf"
        for row in keymap.panel((leader,)).rows
    }
    found = set()
    for at, one in enumerate(right):
        keys = [("c", one.claim), ("p", one.parent), *(("m", key) for key in one.rhetoric or "0")]
        keys += [("f", key) for key in one.fallacies or "0"]
        found |= {(f"c{at}", names[pair]) for pair in keys if pair[1]}
    return found


async def labelled(right: list[Gold], how: Callable[[Gold], str], begin: str = "", layers: Sequence[str] = ()) -> int:
    """Label the thread with real keys.

    Args:
        right: the labels of its comments.
        how: the keys for those of one comment.
        begin: keys before all others.
        layers: on top of the default ones.

    Returns:
        How many keys it took.

    Raises:
        AssertionError: the file does not hold the right labels.
    """
    with TemporaryDirectory() as name:
        folder = Path(name)
        comments = [
            {
                "id": f"c{at}",
                "parent": f"c{at - 1}" if at % TOP_LEVEL else None,
                "author": "bob",
                "text": f"Opinion {at}.",
            }
            for at in range(len(right))
        ]
        thread = written(folder, comments, title="Council votes to close Mill Lane", article=["It voted on Tuesday."])
        async with sitting(thread, folder / "labels.json", layers=layers) as here:
            await _press(here, begin)
            for one in right:
                await _press(here, how(one))
        found = {
            (one["comment"], f"{one['dimension']}.{one['label']}")
            for one in documents(folder / "labels.json", "labels")
        }
    assert found == expected(right)
    return len(here.pressed)


async def _press(here: Sitting, keys: str) -> None:
    await here.type(keys)


def keys(_: int) -> Iterator[Figure]:
    """Keys a label; the same in each run, so there is one."""
    right = gold()
    labels = len(expected(right))
    with patch.object(flow, "HELD", 0.0):  # the script is quicker than a finger that rests on a key
        chords = asyncio.run(labelled(right, by_chords)) / labels
        flowing = asyncio.run(labelled(right, in_flow, "F")) / labels
        asked = asyncio.run(labelled(right, partial(in_flow, asked=True), "F", [BOTH])) / labels
    elsewhere = (labels + ELSEWHERE * COMMENTS) / labels
    yield Figure(f"keys a label by chords, {labels} labels / one key", chords, 1.0, 2.4, 2.0, "keys")
    yield Figure("keys a label in flow / one key", flowing, 1.0, 1.5, 1.35, "keys")
    yield Figure("keys a label in flow, both stances asked / one key", asked, 1.0, 1.5, 1.35, "keys")
    for program in ("Label Studio", "doccano"):
        yield Figure(
            f"keys a label in flow / {program}'s, had it a key for each", flowing, elsewhere, CLOSE, 1.0, "keys"
        )


FIGURES: Measures = {"keys": keys}
