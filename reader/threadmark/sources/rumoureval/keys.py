"""The stances that come with RumourEval: files of answers beside the folders of threads, above them or below.

2017 has one object, `{"624298742162845696": "comment"}`; 2019 has it under `subtaskaenglish`.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any, Final

from threadmark.sources.json_input.decoding import MalformedJSONError, decoded
from threadmark.sources.rumoureval import SOURCE_FOLDERS, folders_in

_STANCES: Final = frozenset({"support", "deny", "query", "comment"})
_ANSWERS: Final = re.compile(r"(?i).*(?:key|gold|answer|subtask|stance|label|train|dev|test).*\.json")
_LARGEST: Final = 16 << 20
_ABOVE, _BELOW = 3, 2


def stances_around(folder: Path) -> Mapping[str, str]:
    """The stance of each message that has one, from the files around a folder; of two, the first by path."""
    found: dict[str, str] = {}
    for place in _places(folder):
        for name, stance in _stances_in(place):
            found.setdefault(name, stance)
    return found


def _places(folder: Path) -> Iterator[Path]:
    """JSON files in the folder, in those above that belong to the corpus, and in those below that hold no threads."""
    above = [folder, *folder.resolve().parents[:_ABOVE]]
    waiting = [(each, 0) for each in reversed(above)]
    seen = set()
    while waiting:
        place, depth = waiting.pop()
        if place.resolve() in seen:
            continue
        seen.add(place.resolve())
        inner = folders_in(place)
        if any(each.name in SOURCE_FOLDERS for each in inner):
            continue
        try:
            yield from sorted(
                each for each in place.glob("*.json") if _ANSWERS.fullmatch(each.name) and _is_small(each)
            )
        except OSError:
            continue
        if place == folder or depth:
            waiting += [(each, depth + 1) for each in inner if depth < _BELOW]


def _is_small(path: Path) -> bool:
    try:
        return path.is_file() and path.stat().st_size <= _LARGEST
    except OSError:
        return False


def _stances_in(path: Path) -> Iterator[tuple[str, str]]:
    try:
        value: Any = decoded(path.read_bytes())[0]
    except (OSError, MalformedJSONError):
        return
    if not isinstance(value, dict):
        return
    for answers in (value, *value.values()):
        if isinstance(answers, dict):
            yield from (
                (name, stance) for name, stance in answers.items() if isinstance(stance, str) and stance in _STANCES
            )
