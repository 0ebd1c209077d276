"""What a line has to be like to be somebody's name, and what only looks like one."""

from __future__ import annotations

import re
from enum import Enum
from functools import cache, lru_cache
from importlib.resources import files

LONGEST = 60
"""Characters of the longest name."""
_MOST_WORDS = 5
_REMEMBERED = 1 << 14
_SHORTEST_ONCE = 3
_ENDS_A_SENTENCE = ".!?,;:…。！？，、；："
_IN_A_SENTENCE = re.compile(r"[.!?,;:…。！？，、；：\"“”„«»()*=/\\]")
_BREAKS_A_NAME = re.compile(r"[!?,;:…。！？，、；：\"“”„«»*=]|\.\.|\.\S*\.|://|www\.", re.IGNORECASE)
_ADDRESS = re.compile(r"\w+://|www\.|\S+@\S+\.\w", re.IGNORECASE)
_HANDLE = re.compile(r"@[\w.-]+@\w[\w-]*(?:\.[\w-]+)+")
_NUMBER = re.compile(r"\d[\d.,]*[kKmM]?")
_BETWEEN_BUTTONS = re.compile(r"[\s·•|/()\[\]+▲▼△▽↑↓↩⤶♥❤👍👎\ufe0f–—-]+")
_LIKED = re.compile(
    r"(?:^|\W)(\d+)\s*(?:likes?|points?|upvotes?|votes?)\b|\b(?:likes?|upvotes?)\s*\(?(\d+)\)?", re.IGNORECASE
)


class Shape(Enum):
    """What a line is like."""

    NAME = "could be a name, seen once or often"
    NAME_IF_REPEATED = "could be a name where it occurs twice"
    SENTENCE = "it is punctuated like a sentence"
    INTERJECTION = "it is an interjection"
    ADDRESS = "it is an address"
    OTHER = "nothing of the kind"


def shape(line: str) -> Shape:
    """The shape of a line, stripped of white space at its ends."""
    words = line.split(maxsplit=_MOST_WORDS)
    if not words or len(line) > LONGEST or len(words) > _MOST_WORDS:
        return Shape.OTHER
    if is_handle(line):
        return Shape.NAME_IF_REPEATED
    if _ADDRESS.match(line):
        return Shape.ADDRESS
    if is_interjection(line):
        return Shape.INTERJECTION
    if line[-1] in _ENDS_A_SENTENCE:
        return Shape.SENTENCE
    return _name_shape(line, words)


def is_handle(line: str) -> bool:
    """Whether a line is a name with the server it is known on, as Mastodon has them: `@ana@town.example`."""
    return _HANDLE.fullmatch(line) is not None


def _name_shape(line: str, words: list[str]) -> Shape:
    if not _begins_like_a_name(line) or _BREAKS_A_NAME.search(line) or not any(map(str.isalpha, line)):
        return Shape.OTHER
    if len(words) > 1:
        return Shape.NAME_IF_REPEATED if _is_capital(line[0]) else Shape.OTHER
    marked = any(sign.isupper() or sign.isdecimal() or sign == "_" for sign in line)
    once = marked and len(line) >= _SHORTEST_ONCE and not _IN_A_SENTENCE.search(line)
    return Shape.NAME if once else Shape.NAME_IF_REPEATED


def _begins_like_a_name(line: str) -> bool:
    return line[0].isalnum() or line[0] in "_[@~"


def _is_capital(sign: str) -> bool:
    """Whether a sign can begin a name of several words; in scripts without capitals every letter can."""
    return not sign.islower()


def is_interjection(line: str) -> bool:
    """Whether a line is of the shipped list, however it is written and punctuated."""
    return line.strip(_ENDS_A_SENTENCE + "\"'“”*_- ").casefold() in _listed("interjections.txt")


def is_buttons(line: str) -> bool:
    """Whether a line is nothing but words that a page prints under a comment: *Reply*, *3 likes · Share*."""
    return len(line) <= LONGEST and line[-1] not in _ENDS_A_SENTENCE and _is_buttons(line)


@lru_cache(_REMEMBERED)
def _is_buttons(line: str) -> bool:
    buttons = _listed("buttons.txt")
    plain = line.casefold().strip()
    if plain in buttons:
        return True
    parts = [part for part in _BETWEEN_BUTTONS.split(plain) if part and not _NUMBER.fullmatch(part)]
    return bool(parts) and _all_buttons(parts, buttons)


def _all_buttons(parts: list[str], buttons: frozenset[str]) -> bool:
    """Whether words are buttons, each of one or two words."""
    at = 0
    while at < len(parts):
        if parts[at] in buttons:
            at += 1
        elif " ".join(parts[at : at + 2]) in buttons:
            at += 2
        else:
            return False
    return True


def tells_buttons(line: str) -> bool:
    """Whether such a line is more than one bare word, which could be somebody's whole comment."""
    return len(_BETWEEN_BUTTONS.split(line.strip())) > 1


def likes(line: str) -> int | None:
    """How many likes or points a line of buttons counts."""
    found = _LIKED.search(line)
    return int(found[1] or found[2]) if found else None


@cache
def _listed(name: str) -> frozenset[str]:
    text = files(__package__).joinpath(name).read_text("utf-8")
    return frozenset(line.strip().casefold() for line in text.splitlines() if line.strip() and not line.startswith("#"))
