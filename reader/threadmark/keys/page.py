"""The codebook as a page of Markdown, to read, print and give to annotators."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

    from threadmark.keys.codebook import Codebook, Dimension, LabelDefinition, TargetKind

_MARKUP = re.compile(r"([\\`*_\[\]<>|#])")
_CHOICE = {"one": "one label", "many": "any number of labels", "one_per_target": "one label for each target"}
_EVIDENCE = {
    "off": " Takes no evidence.",
    "optional": "",
    "required": " Each label but none needs its words marked.",
}
_REQUIRED = {"always": "every comment", "top_level": "top-level comments", "replies": "replies", "never": "no comment"}


def markdown(codebook: Codebook) -> str:
    """Rules, dimensions, targets, families, and every label with its tests, its chord and what other schemes call it."""
    return "\n".join(_page(codebook)).rstrip("\n") + "\n"


def _page(codebook: Codebook) -> Iterator[str]:
    yield from ("# Codebook", "", f"Layers: {_text(codebook.version)}. Hash: `{codebook.short}`.", "")
    if codebook.rules:
        yield from ("## Rules", "")
        yield from (f"{number}. {_text(rule)}" for number, rule in enumerate(codebook.rules, 1))
        yield ""
    names = {label.uid: label.name for dimension in codebook.dimensions for label in dimension.labels}
    for dimension in codebook.dimensions:
        yield from _dimension(dimension, names)


def _dimension(dimension: Dimension, names: dict[str, str]) -> Iterator[str]:
    yield from (f"## {_text(dimension.name)}", "")
    if dimension.definition:
        yield from (_text(dimension.definition), "")
    evidence = _EVIDENCE[dimension.evidence]
    asked = "" if dimension.targets else f" Asked of {_REQUIRED[dimension.required]}."
    leader = f" Leader `{dimension.leader}`." if dimension.leader else ""
    yield from (f"`{dimension.id}`: {_CHOICE[dimension.choice]}.{asked}{evidence}{leader}", "")
    scales = list(dict.fromkeys(label.scale for label in dimension.labels))
    for scale in scales:
        targets = [target for target in dimension.targets if target.scale == scale]
        if scale is not None:
            yield from (f"### Scale: {_text(scale)}", "")
        yield from (_target(target) for target in targets)
        if targets:
            yield ""
        leaders = [target.leader for target in targets] or ([dimension.leader] if dimension.leader else [])
        yield from _labels(dimension, scale, leaders, names)


def _target(target: TargetKind) -> str:
    return f"* {_text(target.name)} (`{target.id}`), leader `{target.leader}`, asked of {_REQUIRED[target.required]}."


def _labels(dimension: Dimension, scale: str | None, leaders: list[str], names: dict[str, str]) -> Iterator[str]:
    labels = dimension.labels_of(scale)
    for family in dimension.families:
        own = [label for label in labels if label.family == family.id]
        if not own:
            continue
        yield from (f"### {_text(family.name)}", "")
        if family.definition:
            yield from (_text(family.definition), "")
        for label in own:
            yield from _label(label, leaders, names)
    rest = [label for label in labels if label.family not in {family.id for family in dimension.families}]
    if rest and dimension.families:
        yield from ("### Beside the families", "")
    for label in rest:
        yield from _label(label, leaders, names)


def _label(label: LabelDefinition, leaders: list[str], names: dict[str, str]) -> Iterator[str]:
    chords = ", ".join(f"`{leader} {label.key}`" for leader in leaders) if label.key else ""
    alone = " (family alone)" if label.id.startswith("family.") else ""
    yield from (
        f"#### {_text(label.name)}{alone}",
        "",
        " · ".join(filter(None, (f"`{label.uid}`", chords, *_marks(label)))),
        "",
    )
    if label.definition:
        yield from (_text(label.definition), "")
    toward = "; ".join(f"{_text(name)} ({claim_type})" for claim_type, name in label.called)
    points = [("Toward a claim", toward), ("Yes when", _text(label.yes_when)), ("Not when", _text(label.not_when))]
    points += [
        ("Not to be confused with", f"{_text(names.get(other.uid, other.uid))}: {_text(other.difference)}")
        for other in label.confused_with
    ]
    points += [("Example", f"“{_text(label.example)}”" if label.example else ""), ("Note", _text(label.note))]
    points += [
        (
            "Other schemes",
            "; ".join(
                f"{_text(other.scheme)}: {_text(', '.join(other.names))} ({other.relation})"
                for other in label.crosswalk
            ),
        )
    ]
    yield from (f"* **{head}:** {said}" for head, said in points if said)
    yield ""


def _marks(label: LabelDefinition) -> Iterator[str]:
    if label.exclusive:
        yield "stands alone"
    if label.extended:
        yield "extended"


def _text(text: str) -> str:
    """Plain text on one line, with what Markdown would take for markup written as itself."""
    return _MARKUP.sub(r"\\\1", " ".join(text.split()))
