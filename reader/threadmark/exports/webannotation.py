"""W3C Web Annotation: `annotations.jsonld`, one annotation a label, and `context.jsonld`, so that no reader needs a network.

The body is a label of the codebook by its name, the target the comment, or the places in it (or in the article) that the
label rests on. What the standard has no word for (round, what a stance is toward, either/or, how the comment was left)
stands in terms of our own.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any, Final
from urllib.parse import quote
from uuid import NAMESPACE_URL, uuid5

import msgspec

from threadmark.exports.labelled import Labelled
from threadmark.exports.passes import Pass
from threadmark.exports.registry import Export, File, Options
from threadmark.exports.sheets import Sheet, sheets
from threadmark.labels.records import Label, Span

STANDARD: Final = "http://www.w3.org/ns/anno.jsonld"
OURS: Final = "urn:threadmark:term:"
_OA, _DC = "http://www.w3.org/ns/oa#", "http://purl.org/dc/terms/"
_AS, _FOAF = "http://www.w3.org/ns/activitystreams#", "http://xmlns.com/foaf/0.1/"
_XSD, _RDF = "http://www.w3.org/2001/XMLSchema#", "http://www.w3.org/1999/02/22-rdf-syntax-ns#"
_TYPES = {"round": "integer", "either": "integer", "asked": "boolean", "revisit": "boolean", "seconds": "double"}
TERMS: Final = {
    **{name: f"{OURS}{name}" for name in ("thread", "comment", "toward", "towardText", "status", "reason", "note")},
    **{name: {"@id": f"{OURS}{name}", "@type": f"{_XSD}{type_}"} for name, type_ in _TYPES.items()},
}
CONTEXT: Final[dict[str, Any]] = {
    "@context": {
        "id": "@id",
        "type": "@type",
        **{
            name: f"{_OA}{name}"
            for name in ("Annotation", "SpecificResource", "TextQuoteSelector", "TextPositionSelector")
        },
        "AnnotationPage": f"{_AS}OrderedCollectionPage",
        "Person": f"{_FOAF}Person",
        "items": {"@id": f"{_AS}items", "@type": "@id", "@container": "@list"},
        **{
            name: {"@id": f"{_OA}{term}", "@type": "@id"}
            for name, term in (
                ("body", "hasBody"),
                ("target", "hasTarget"),
                ("source", "hasSource"),
                ("selector", "hasSelector"),
            )
        },
        "motivation": {"@id": f"{_OA}motivatedBy", "@type": "@vocab"},
        "purpose": {"@id": f"{_OA}hasPurpose", "@type": "@vocab"},
        "classifying": f"{_OA}classifying",
        "creator": {"@id": f"{_DC}creator", "@type": "@id"},
        "created": {"@id": f"{_DC}created", "@type": f"{_XSD}dateTime"},
        "modified": {"@id": f"{_DC}modified", "@type": f"{_XSD}dateTime"},
        "nickname": f"{_FOAF}nick",
        "value": f"{_RDF}value",
        **{name: f"{_OA}{name}" for name in ("exact", "prefix", "suffix")},
        **{name: {"@id": f"{_OA}{name}", "@type": f"{_XSD}nonNegativeInteger"} for name in ("start", "end")},
    }
}
"""The terms of the standard's context that are used here."""


def files(labelled: Labelled, options: Options) -> Iterator[File]:
    """The annotations, and the context."""
    del options
    yield File("annotations.jsonld", _page(labelled))
    yield File("context.jsonld", [msgspec.json.format(msgspec.json.encode(CONTEXT), indent=2), b"\n"])


def _page(labelled: Labelled) -> Iterator[bytes]:
    encode = msgspec.json.Encoder().encode
    context = encode([STANDARD, TERMS])
    yield b'{"@context":' + context + b',"id":"urn:threadmark:labels","type":"AnnotationPage","items":['
    between = b"\n"
    for sheet in sheets(labelled):
        for given in sheet.passes:
            sheet.count_open(given)
            if not given.labels:
                sheet.held.lossy("comments looked at that have no label", sheet.comment)
            review = _review(given)
            asked = (
                {(each.dimension, each.target) for each in given.review.answers if each.asked} if given.review else ()
            )
            for label in given.labels:
                is_asked = (label.dimension, label.target) in asked or None
                yield between + encode(_annotation(sheet, label, review | {"asked": is_asked}))
                between = b",\n"
    yield b"\n]}\n"


def _review(given: Pass) -> dict[str, Any]:
    """How the comment was left, which stands on each of the annotator's labels of it."""
    review = given.review
    return {name: getattr(review, name, None) or None for name in ("status", "reason", "note", "revisit", "seconds")}


def _annotation(sheet: Sheet, label: Label, review: Mapping[str, Any]) -> dict[str, Any]:
    key = [label.thread, label.comment, label.annotator, label.round, label.dimension, label.target, label.label]
    places = [_place(sheet, span) for span in sheet.held.evidence(label)]
    whole = iri("comment", sheet.thread, sheet.comment)
    said: dict[str, Any] = {
        "id": f"urn:uuid:{uuid5(NAMESPACE_URL, msgspec.json.encode(key).decode())}",
        "type": "Annotation",
        "motivation": "classifying",
        "creator": {"id": iri("annotator", label.annotator), "type": "Person", "nickname": label.annotator},
        "created": label.created or None,
        "modified": label.updated if label.updated != label.created else None,
        "body": {
            "type": "SpecificResource",
            "purpose": "classifying",
            "source": iri("label", label.dimension, label.label),
        },
        "target": (places[0] if len(places) == 1 else places) if places else whole,
        "thread": sheet.thread,
        "comment": sheet.comment,
        "round": label.round,
        "toward": label.target,
        "towardText": sheet.held.targets.get(label.target) if label.target else None,
        "either": label.either,
        **review,
    }
    return {name: value for name, value in said.items() if value is not None and value != ""}


def _place(sheet: Sheet, span: Span) -> dict[str, Any]:
    """Where a span lies: by its words and what stands around them, and by offsets in code points."""
    where = (
        ("comment", sheet.thread, sheet.comment) if span.part == "comment" else (*span.part.split(":"), sheet.thread)
    )
    selectors: list[dict[str, Any]] = [{"type": "TextPositionSelector", "start": span.start, "end": span.end}]
    if span.quote:
        around = {"prefix": span.prefix, "suffix": span.suffix}
        words = {"type": "TextQuoteSelector", "exact": span.quote, **{k: v for k, v in around.items() if v}}
        selectors.insert(0, words)
    return {"type": "SpecificResource", "source": iri(*where), "selector": selectors}


def iri(*names: str) -> str:
    """A name of ours for something: `urn:threadmark:comment:THREAD:COMMENT`, what is strange in a part as `%XX`."""
    return "urn:threadmark:" + ":".join(quote(name, safe="") for name in names)


EXPORT = Export(
    "webannotation",
    "W3C Web Annotation (JSON-LD), an annotation a label, with the context beside it",
    files=files,
    loses="comments looked at that have no label, questions left open, what was visible",
)
