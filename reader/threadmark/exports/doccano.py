"""doccano: a folder with a JSONL file for each annotator, as doccano itself writes them, for three types of project.

`intent` (intent detection and slot filling) is the one type of project that holds labels of a text and spans together;
`classification` takes the labels, `sequence` the spans, which overlap: the project has to allow that. doccano has one flat
set of labels, so a label has its question's name in front. It keeps fields that it does not know, and gives them back:
what has no place in it is in those.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import msgspec

from threadmark.exports.labelled import Labelled
from threadmark.exports.passes import Pass
from threadmark.exports.registry import Export, File, Option, Options
from threadmark.exports.sheets import Sheet, annotator_name, sheets_with_text

PROJECT = Option("project", "the type of doccano project that it is for", ("intent", "classification", "sequence"))


def files(labelled: Labelled, options: Options) -> Iterator[File]:
    """A file for each annotator and round; a line a comment."""
    encode = msgspec.json.Encoder().encode
    project = options.value(PROJECT)
    lines: dict[str, list[bytes]] = {}
    for sheet, text in sheets_with_text(labelled):
        for given in sheet.passes:
            own = lines.setdefault(annotator_name(given), [])
            record = {"id": len(own) + 1, "text": text, **_labels(sheet, given, project), "Comments": []}
            own.append(encode(record | sheet.facts(given) | sheet.beyond(given)) + b"\n")
    for name in sorted(lines):
        yield File(f"{name}.jsonl", lines[name])


def _labels(sheet: Sheet, given: Pass, project: str) -> dict[str, list[Any]]:
    names = [sheet.full_name(label) for label in given.labels]
    spans = [
        [span.start, span.end, sheet.full_name(label)]
        for label in given.labels
        for span in sorted(sheet.spans_here(label), key=lambda span: span.start)
    ]
    if project == "classification":
        if spans:
            sheet.held.lossy("spans, in a classification project", sheet.comment, len(spans))
        return {"label": names}
    if project == "sequence":
        bare = len(set(names) - {name for _, _, name in spans})
        if bare:
            sheet.held.lossy("labels without evidence, in a sequence labelling project", sheet.comment, bare)
        return {"label": spans}
    return {"entities": spans, "cats": names}


EXPORT = Export(
    "doccano",
    "doccano: a JSONL file for each annotator",
    files=files,
    loses="what was visible, when each label was given; spans (classification) or labels without any (sequence)",
    options=(PROJECT,),
    needs_text=True,
)
