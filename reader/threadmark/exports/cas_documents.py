"""UIMA CAS documents, built by dkpro-cassis: a comment with what one annotator made of it.

`threadmark.Pass` says whose, of which comment, when and how it was left; `threadmark.CommentLabel` is a label,
`threadmark.Evidence` a span that one rests on, `threadmark.ArticleEvidence` one in a paragraph of the article, in code
points of it; `threadmark.AskedQuestion` had to be answered, whether it was or not. The types are the same for every
codebook. On disk offsets count UTF-16 units, as Java does; cassis turns them from and into code points.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Mapping
from typing import TYPE_CHECKING, Any

from threadmark.exports.labelled import Labelled
from threadmark.exports.names import file_name
from threadmark.exports.passes import Pass
from threadmark.exports.registry import File
from threadmark.exports.sheets import IN_COMMENT, Sheet, annotator_name, sheets_with_text
from threadmark.exports.spans import UTF_16

if TYPE_CHECKING:
    from cassis import Cas, TypeSystem  # type: ignore[import-untyped]  # it has no types

LABEL, EVIDENCE, PASS = "threadmark.CommentLabel", "threadmark.Evidence", "threadmark.Pass"
ARTICLE, ASKED = "threadmark.ArticleEvidence", "threadmark.AskedQuestion"
LOSES = "what was visible"
_OF_A_LABEL = {
    "dimension": "String",
    "target": "String",
    "targetText": "String",
    "label": "String",
    "either": "Integer",
}
_OF_ARTICLE = {
    **dict.fromkeys(("part", "quote", "prefix", "suffix"), "String"),
    **dict.fromkeys(("start", "end"), "Integer"),
}
_TIMES = ("created", "updated")
_OF_A_PASS = {
    **dict.fromkeys(("thread", "comment", "parent", "author", "annotator", "annotatedAt"), "String"),
    **dict.fromkeys(("status", "reason", "note"), "String"),
    "round": "Integer",
    "revisit": "Boolean",
    "seconds": "Double",
}


def type_system() -> TypeSystem:
    """The types."""
    from cassis import TypeSystem  # noqa: PLC0415 -- an extra

    types = TypeSystem()
    features: dict[str, Mapping[str, str]] = {
        PASS: _OF_A_PASS,
        LABEL: _OF_A_LABEL | dict.fromkeys(_TIMES, "String"),
        EVIDENCE: _OF_A_LABEL,
        ARTICLE: _OF_A_LABEL | _OF_ARTICLE,
        ASKED: dict.fromkeys(("dimension", "target"), "String"),
    }
    for name, ranges in features.items():
        made = types.create_type(name, "uima.tcas.Annotation" if name == EVIDENCE else "uima.cas.AnnotationBase")
        for feature, range_ in ranges.items():
            types.create_feature(made, feature, f"uima.cas.{range_}")
    return types


def documents(labelled: Labelled, ending: str, written: Callable[[Cas], str]) -> Iterator[File]:
    """A document for each pass, in a folder for each annotator."""
    types = type_system()
    for sheet, text in sheets_with_text(labelled):
        for given in sheet.passes:
            place = f"{annotator_name(given)}/{file_name(sheet.thread)}/{file_name(sheet.comment)}{ending}"
            try:
                data = written(_document(types, sheet, text, given)).encode()
            except ValueError:  # XML has no way to say some signs
                sheet.held.lossy("passes over comments with signs that XML can't hold", sheet.comment)
                continue
            yield File(place, [data])


def _document(types: TypeSystem, sheet: Sheet, text: str, given: Pass) -> Cas:
    from cassis import Cas  # noqa: PLC0415 -- an extra

    cas = Cas(types)
    cas.sofa_string = text
    cas.sofa_mime = "text/plain"
    facts = sheet.facts(given) | sheet.beyond(given)
    renamed = {"comment": "comment_id", "parent": "parent_id", "annotatedAt": "annotated_at"}
    add = _adding(cas, types)
    add(PASS, {feature: facts.get(renamed.get(feature, feature)) for feature in _OF_A_PASS})
    for label in given.labels:
        told = {
            "dimension": label.dimension,
            "target": label.target,
            "targetText": sheet.held.targets.get(label.target) if label.target else None,
            "label": label.label,
            "either": label.either,
        }
        add(LABEL, told | {name: getattr(label, name) or None for name in _TIMES})
        sheet.held.evidence(label, UTF_16)  # cassis counts for itself; this proves that the offsets can be counted
        for span in sheet.held.evidence(label):
            if span.part == IN_COMMENT:
                add(EVIDENCE, told | {"begin": span.start, "end": span.end})
            else:
                add(ARTICLE, told | {name: getattr(span, name) for name in _OF_ARTICLE})
    for dimension, target in facts.get("asked", ()):
        add(ASKED, {"dimension": dimension, "target": target})
    return cas


def _adding(cas: Cas, types: TypeSystem) -> Callable[[str, dict[str, Any]], None]:
    def add(name: str, values: dict[str, Any]) -> None:
        cas.add(types.get_type(name)(**{feature: value for feature, value in values.items() if value is not None}))

    return add


def as_json(cas: Cas) -> str:
    """A document as CAS JSON 0.4.0, its keys in one order whenever it is written."""
    said = cas.to_json()
    return json.dumps(json.loads(said), ensure_ascii=False) + "\n"
