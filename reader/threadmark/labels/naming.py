"""What a question is called where another program has room for one word.

A dimension without targets is called by its id (`fallacy`), one with targets by what it is toward as well
(`stance-claim`, `stance-comment` for the parent, `stance-named-roads`). Ids have no `-`, so nothing clashes; where one
comment has stances toward two claims, the second question gets a number (`stance-claim-2`). With the label's id after a
colon this is the whole name of a label in programs that know flat labels only: `stance-claim:against`.

    >>> question_names([("fallacy", None), ("stance", "claim:k-1")])
    {('fallacy', None): 'fallacy', ('stance', 'claim:k-1'): 'stance-claim'}
    >>> split_name("stance-claim:against")
    ('stance-claim', 'against')
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from itertools import count
from typing import Final

QuestionKey = tuple[str, str | None]
"""A dimension's id, and the target as labels have it."""

_PLAIN: Final = re.compile(r"[A-Za-z0-9_]+")


def question_names(questions: Iterable[QuestionKey]) -> dict[QuestionKey, str]:
    """A name for each question of one comment, no two alike."""
    names: dict[QuestionKey, str] = {}
    taken: set[str] = set()
    for key in questions:
        if key in names:
            continue
        name = base = _name(*key)
        for number in count(2):
            if name not in taken:
                break
            name = f"{base}-{number}"
        taken.add(name)
        names[key] = name
    return names


def _name(dimension: str, target: str | None) -> str:
    if target is None:
        return dimension
    sort, _, which = target.partition(":")
    named = sort == "named" and _PLAIN.fullmatch(which)
    return f"{dimension}-{sort}-{which}" if named else f"{dimension}-{sort}"


def full_name(question: str, label: str) -> str:
    """The name of a label among all labels of a comment."""
    return f"{question}:{label}"


def split_name(name: str) -> tuple[str, str]:
    """Question and label of a full name; the question is empty where a name has no colon."""
    question, _, label = name.rpartition(":")
    return question, label
