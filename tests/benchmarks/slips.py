"""What a slip of the finger does to the data: each neighbouring key and each lost leader once, counted.

A slip is in the data when labels, statuses or marks are not as the right keys would have left the comment. It is seen
when the line that says what happened names what was given, and undone when one `U` brings back what was there before.
"""

from __future__ import annotations

import asyncio
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from tempfile import TemporaryDirectory
from unittest.mock import patch

from tests.benchmarks.figure import Figure, Measures
from tests.tui.sitting import Sitting, sitting, written

from threadmark.keys.layers import load_keymap
from threadmark.places import shipped
from threadmark.tui import flow
from threadmark.tui.app import ThreadmarkApp

ROWS = ((0.0, "`1234567890-="), (1.5, "qwertyuiop[]\\"), (1.75, "asdfghjkl;'"), (2.25, "zxcvbnm,./"))
"""QWERTY, with the place of each row's first key in key widths."""
LEADERS = "cpmf"
THREAD = [{"id": "c0", "text": "One."}, {"id": "c1", "parent": "c0", "text": "Two."}, {"id": "c2", "text": "Three."}]


def neighbours(key: str) -> list[str]:
    """The keys that touch a key."""
    places = {sign: (start + at, row) for row, (start, signs) in enumerate(ROWS) for at, sign in enumerate(signs)}
    across, row = places[key]
    return [
        sign
        for sign, (there, other) in places.items()
        if sign != key and abs(there - across) <= (1 if other == row else 0.99) and abs(other - row) <= 1
    ]


def slips() -> Iterator[tuple[str, str, tuple[str, ...]]]:
    """Every slip once: its kind, the leader that was meant, and the keys pressed on a reply."""
    keymap = load_keymap(search=[shipped("keymaps")])
    for leader in LEADERS:
        asked = leader != "c"  # of a reply; toward the claim its keys are the same
        for row in keymap.panel((leader,)).rows:
            yield "lost leader", leader, (row.key,)
            for near in neighbours(row.key):
                yield "label's neighbour", leader, (leader, near)
                if asked:
                    yield "neighbour in flow", leader, (near,)
            for near in neighbours(leader):
                yield "leader's neighbour", leader, (near, row.key)


async def slip(here: Sitting, kind: str, leader: str, keys: tuple[str, ...]) -> str:
    """Make a slip, undo it if it did anything, and go back to where it was made.

    Returns:
        What it did: `nothing`, `seen and undone`, or what could not be seen or undone.
    """
    desk, before = here.desk, _said(here)
    if kind == "neighbour in flow":
        _ask(here, leader)
    for key in keys:
        desk.press(key)
    line, after = here.reading.status.said, _said(here)
    result = "nothing"
    if after != before:
        new = [here.desk.named(label) for label in desk.round.labels(1)]
        seen = any(name in line for name in new)
        desk.press("U")
        result = "seen and undone" if seen and _said(here) == before else f"NOT SEEN OR UNDONE {keys} {line!r}"
    for _ in range(3):
        await here.press("escape")
    while desk.flow is not None or desk.marking is not None:
        desk.press("escape")
    desk.go(1)
    return result


def _ask(here: Sitting, leader: str) -> None:
    """Begin flow at the question that a leader's panel answers."""
    here.desk.toggle_flow()
    begun = here.desk.flow
    assert begun is not None
    wanted = here.desk.keymap.panel((leader,))
    for place, question in enumerate(begun.questions):
        if wanted is not None and (question.dimension, question.target) == (wanted.dimension, wanted.target):
            begun._place = place
    begun.ask()


def _said(here: Sitting) -> list[object]:
    work = here.desk.round
    return [(work.labels(at), work.status(at), work.revisit(at), work.note(at)) for at in range(len(THREAD))]


async def counted() -> dict[str, Counter[str]]:
    """Make every slip, and count by its kind what came of it."""
    found: dict[str, Counter[str]] = {}
    with TemporaryDirectory() as name:
        thread = written(Path(name), THREAD, title="Council votes to close Mill Lane", article=["It voted."])
        async with sitting(thread, Path(name) / "labels.json") as here:
            here.desk.go(1)
            for kind, leader, keys in dict.fromkeys(slips()):
                found.setdefault(kind, Counter())[await slip(here, kind, leader, keys)] += 1
    return found


def measure(_: int) -> Iterator[Figure]:
    """By kind, the slips that changed data beside all of them, and those of them that were not seen or not undone."""
    with patch.object(flow, "HELD", 0.0), patch.object(ThreadmarkApp, "open_url", lambda *_, **__: None):
        found = asyncio.run(counted())
    for kind, outcomes in found.items():
        every = outcomes.total()
        wrong = every - outcomes["nothing"]
        lost = wrong - outcomes["seen and undone"]
        yield Figure(f"slips, {kind}: that gave another label / all", wrong, every, 1.0, 0.5, "slips")
        yield Figure(f"slips, {kind}: not seen, or not undone by one key / all", lost, every, 0.0, 0.0, "slips")


FIGURES: Measures = {"slips": measure}
