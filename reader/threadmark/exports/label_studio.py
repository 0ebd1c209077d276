"""Label Studio: a folder with `tasks.json` to import and `config.xml`, the labelling configuration that goes with it.

A task is a comment, an annotation what one annotator made of it in one round. Each question is a `Choices`; the spans
that its labels rest on are regions of a `Labels` with `-evidence` after the question's name. Offsets are code points.

A server refuses annotations of people who are not its members. So who annotated stands in a text field of the annotation
itself (`pass-annotator`), which any server takes and gives back; with `--with completed-by` it stands in
`completed_by` as well, for a server whose members have those e-mail addresses. What an annotation has no place for is in
the task's data, which a server never changes, for each annotator and round in `passes`.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any
from xml.etree import ElementTree as ET

import msgspec

from threadmark.exports.labelled import Labelled
from threadmark.exports.passes import Pass
from threadmark.exports.registry import Export, File, Option, Options
from threadmark.exports.sheets import Sheet, annotated_at, given_at, sheets_with_text
from threadmark.exports.vocabulary import Question, Vocabulary

COMPLETED_BY = Option("completed-by", "name annotators by completed_by, too, for a server that has them as members")
_EVIDENCE = "-evidence"


def files(labelled: Labelled, options: Options) -> Iterator[File]:
    """The tasks, then the configuration that knows all labels in them."""
    vocabulary = Vocabulary(labelled.contents.codebooks)
    yield File("tasks.json", _tasks(labelled, vocabulary, completed_by=options.on(COMPLETED_BY)))
    yield File("config.xml", [_config(vocabulary)])


def _tasks(labelled: Labelled, vocabulary: Vocabulary, *, completed_by: bool) -> Iterator[bytes]:
    encode = msgspec.json.Encoder().encode
    members: dict[str, int] = {}
    annotations = 0
    opening = b"[\n"
    for number, (sheet, text) in enumerate(sheets_with_text(labelled), 1):
        task: dict[str, Any] = {"id": number, "data": _data(sheet, text), "annotations": [], "predictions": []}
        for given in sheet.passes:
            annotations += 1
            vocabulary.use(sheet, given)
            annotation: dict[str, Any] = {"id": annotations}
            if completed_by:
                member = members.setdefault(given.annotator, len(members) + 1)
                person = {"id": member, "email": given.annotator, "first_name": "", "last_name": ""}
                annotation["completed_by"] = person
            task["annotations"].append(annotation | _annotation(sheet, given))
        yield opening + encode(task)
        opening = b",\n"
    yield b"[]\n" if opening == b"[\n" else b"\n]\n"


def _data(sheet: Sheet, text: str) -> dict[str, Any]:
    """What a task shows; `claim` and `parent_text` are there in each, since the configuration shows them."""
    claim = next((told["text"] for told in sheet.targets.values() if (told["target"] or "").startswith("claim:")), None)
    passes = [
        {"annotator": given.annotator, "round": given.round, **beyond}
        for given in sheet.passes
        if (beyond := _beyond(sheet, given))
    ]
    shown = {"text": text, "parent_text": sheet.parent_text or "", "claim": claim or ""}
    return shown | sheet.facts() | ({"passes": passes} if passes else {})


def _beyond(sheet: Sheet, given: Pass) -> dict[str, Any]:
    """What the annotation itself can't say; its time is its own. One left open is so until somebody changes it."""
    is_open = given.review is not None and given.review.status == "open"
    status = {"status": "open", "annotated_at": annotated_at(given)} if is_open else {}
    return {name: said for name, said in sheet.beyond(given).items() if name != "seconds"} | status


def _annotation(sheet: Sheet, given: Pass) -> dict[str, Any]:
    review = given.review
    return {
        "was_cancelled": review is not None and review.status == "skipped",
        "ground_truth": False,
        "created_at": given_at(given),
        "updated_at": annotated_at(given),
        "lead_time": review.seconds if review is not None else None,
        "result": list(_results(sheet, given)),
    }


def _results(sheet: Sheet, given: Pass) -> Iterator[dict[str, Any]]:
    """Who and in which round; then each question's labels, and the regions that they rest on."""
    yield _result("about-1", "pass-annotator", "textarea", {"text": [given.annotator]})
    yield _result("about-2", "pass-round", "number", {"number": given.round})
    if given.review is not None and given.review.note:
        yield _result("about-3", "pass-note", "textarea", {"text": [given.review.note]})
    either = sheet.either(given)
    region = 0
    for number, (name, labels) in enumerate(sheet.by_question(given).items(), 1):
        result = _result(f"answer-{number}", name, "choices", {"choices": [label.label for label in labels]})
        groups = {label.label: either[full] for label in labels if (full := sheet.full_name(label)) in either}
        yield result | {"meta": {"either": groups}} if groups else result
        for label in labels:
            for span in sheet.spans_here(label):
                region += 1
                place = {"start": span.start, "end": span.end, "text": span.quote, "labels": [label.label]}
                yield _result(f"region-{region}", f"{name}{_EVIDENCE}", "labels", place)


def _result(name: str, control: str, kind: str, value: dict[str, Any]) -> dict[str, Any]:
    return {"id": name, "type": kind, "from_name": control, "to_name": "text", "origin": "manual", "value": value}


def _config(vocabulary: Vocabulary) -> bytes:
    """The configuration: what is shown, who and in which round, and each question twice: its labels, their evidence."""
    view = ET.Element("View")
    ET.SubElement(view, "Text", name="claim", value="$claim")
    ET.SubElement(view, "Text", name="parent", value="$parent_text")
    ET.SubElement(view, "Text", name="text", value="$text")
    for question in vocabulary.questions.values():
        ET.SubElement(view, "Header", value=question.asks)
        _control(view, question, "Choices", "Choice", question.name, choice="single" if question.single else "multiple")
        _control(view, question, "Labels", "Label", f"{question.name}{_EVIDENCE}")
    ET.SubElement(view, "TextArea", name="pass-annotator", toName="text", maxSubmissions="1")
    ET.SubElement(view, "Number", name="pass-round", toName="text", min="1")
    ET.SubElement(view, "TextArea", name="pass-note", toName="text", maxSubmissions="1")
    ET.indent(view)
    return ET.tostring(view, encoding="unicode").encode() + b"\n"


def _control(view: ET.Element, question: Question, tag: str, each: str, name: str, **attributes: str) -> None:
    control = ET.SubElement(view, tag, {"name": name, "toName": "text", **attributes})
    for label, definition in question.labels.items():
        ET.SubElement(control, each, {"value": label, **({"hint": definition} if definition else {})})


EXPORT = Export(
    "label-studio",
    "Label Studio: tasks to import, and the labelling configuration for them",
    files=files,
    loses="what was visible, when each label was given",
    options=(COMPLETED_BY,),
    needs_text=True,
)
