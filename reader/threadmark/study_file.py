"""A study as its folder's `threadmark.toml` has it: `[study]`, `[claims]` and `[[target]]`."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final

from threadmark.keys.codebook import CLAIM_TYPES
from threadmark.labels.states import MOST_PASSES
from threadmark.labels.targets import NamedTarget
from threadmark.study import Study
from threadmark.thread.text import clean_line

_FIELDS: Final[Mapping[str, type | tuple[type, ...]]] = {
    "authors": str,
    "scores": bool,
    "order": str,
    "targets": str,
    "idle": (int, float),
    "passes": list,
    "flow": bool,
}
_WORDS: Final[Mapping[object, str]] = {str: "a text in quotes", list: "a list", bool: "true or false"}
_ONE_OF: Final = {
    "authors": ("shown", "pseudonyms"),
    "order": ("given", "random"),
    "targets": ("open", "closed"),
}
_TARGET_FIELDS: Final = {"text", "name", "aliases", "type", "threads"}


class NotUnderstoodError(ValueError):
    """What a study says can't be; its words tell why, and `next_step` what could be."""

    def __init__(self, what: str, next_step: str | None = None) -> None:
        super().__init__(what)
        self.next_step = next_step


def read_study(content: Mapping[str, Any]) -> Study:
    """What the tables of the file say.

    Args:
        content: the file's tables; those that are not the study's are passed over.

    Raises:
        NotUnderstoodError: one says something else than it can.
    """
    said = content.get("study", {})
    for name, value in said.items():
        if name not in _FIELDS:
            raise NotUnderstoodError(f"{name} is not known here", f"known are {', '.join(_FIELDS)}")
        kind = _FIELDS[name]
        if not isinstance(value, kind) or (kind is not bool and isinstance(value, bool)):
            raise NotUnderstoodError(f"{name} must be {_WORDS.get(kind, 'a number')}")
        if name in _ONE_OF and value not in _ONE_OF[name]:
            raise NotUnderstoodError(f"study.{name} must be one of {', '.join(_ONE_OF[name])}")
    idle = said.get("idle", 60.0)
    if not 0 < idle < float("inf"):
        raise NotUnderstoodError("study.idle must be a number of seconds above 0")
    return Study(
        pseudonyms=said.get("authors") == "pseudonyms",
        scores=said.get("scores", True),
        random_order=said.get("order") == "random",
        idle=float(idle),
        closed=said.get("targets") == "closed",
        flow=said.get("flow", False),
        passes=_passes(said.get("passes", [])),
        claims={str(thread): _claim(claim) for thread, claim in content.get("claims", {}).items()},
        targets=tuple(_target(target) for target in content.get("target", [])),
    )


def _passes(said: list[object]) -> tuple[tuple[str, ...], ...]:
    """Lists of dimensions, each of them in one list only."""
    if not all(isinstance(names, list) and names for names in said) or len(said) > MOST_PASSES:
        raise NotUnderstoodError(
            f"study.passes is a list of up to {MOST_PASSES} lists of dimensions",
            'such as [["stance"], ["rhetoric", "fallacy"]]',
        )
    passes = tuple(tuple(_texts(names, "a pass")) for names in said)
    named = [name for names in passes for name in names]
    if len(set(named)) < len(named):
        raise NotUnderstoodError("study.passes has a dimension twice", "each is asked for in one pass")
    return passes


def _texts(said: Any, name: str) -> list[str]:
    if not isinstance(said, list) or not all(isinstance(text, str) and clean_line(text)[0] for text in said):
        raise NotUnderstoodError(f"{name} is a list of texts in quotes")
    return [clean_line(text)[0] for text in said]


def _claim(claim: object) -> tuple[str, str | None]:
    """A claim as the file has it: its text, or `{ text = "…", type = "policy" }`."""
    parts = {"text": claim} if isinstance(claim, str) else claim
    if isinstance(parts, Mapping) and parts.keys() <= {"text", "type"}:
        text, kind = parts.get("text"), parts.get("type")
        if isinstance(text, str) and text.strip() and kind in (None, *CLAIM_TYPES):
            return text, kind
    raise NotUnderstoodError('a claim is a text, or { text = "…", type = "…" }', f"types are {', '.join(CLAIM_TYPES)}")


def _target(said: object) -> tuple[NamedTarget, frozenset[str]]:
    """A `[[target]]`: its text, and as far as they are given name, aliases, type and threads."""
    if not isinstance(said, Mapping) or not said.keys() <= _TARGET_FIELDS or "text" not in said:
        raise NotUnderstoodError("a target has a text", f"it can have {', '.join(sorted(_TARGET_FIELDS))}")
    (text,) = _texts([said["text"]], "a target's text")
    (name,) = _texts([said["name"]], "a target's name") if "name" in said else ("",)
    kind = said.get("type")
    if kind not in (None, *CLAIM_TYPES):
        raise NotUnderstoodError("that is no type of a target", f"types are {', '.join(CLAIM_TYPES)}")
    aliases = tuple(_texts(said.get("aliases", []), "a target's aliases"))
    threads = frozenset(_texts(said.get("threads", []), "a target's threads"))
    return NamedTarget(text, name, aliases, kind), threads
