"""brat standoff: a folder for each annotator, with a `.txt` and an `.ann` for each comment, and `annotation.conf`.

brat knows spans only. So an entity `Comment` lies over the whole text; a label is an attribute of it, and a span that a
label rests on is an entity of its own (`fallacy--straw_man`). Offsets are code points; no entity's text may hold a line
break, so one that does is cut into fragments there. Who, when and what comment it was is in a note on `Comment`, and so
are the ends of spans that brat can't hold, since they are line breaks.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

import msgspec

from threadmark.exports.labelled import Labelled
from threadmark.exports.names import file_name
from threadmark.exports.passes import Pass
from threadmark.exports.registry import Export, File, Options
from threadmark.exports.sheets import Sheet, annotator_name, sheets_with_text
from threadmark.exports.vocabulary import Vocabulary

_PIECE = re.compile(r"[^\n\t\u2028\u2029]*[^\s\u2028\u2029][^\n\t\u2028\u2029]*")


def files(labelled: Labelled, options: Options) -> Iterator[File]:
    """Two files for each pass, and the configuration that knows all labels in them."""
    del options
    vocabulary = Vocabulary(labelled.contents.codebooks)
    for sheet, text in sheets_with_text(labelled):
        for given in sheet.passes:
            if not fragments(text, 0, len(text)):
                sheet.held.lossy("passes over comments without a word", sheet.comment)
                continue
            vocabulary.use(sheet, given)
            place = f"{annotator_name(given)}/{file_name(sheet.thread)}/{file_name(sheet.comment)}"
            yield File(f"{place}.txt", [text.encode()])
            yield File(f"{place}.ann", [_standoff(sheet, text, given).encode()])
    yield File("annotation.conf", [_configuration(vocabulary).encode()])


def fragments(text: str, start: int, end: int) -> list[tuple[int, int]]:
    """What of a span lies on lines, as starts and ends; a piece of white space alone is no fragment."""
    return [found.span() for found in _PIECE.finditer(text, start, end)]


def entity_type(question: str, label: str) -> str:
    """A label as the type of an entity, which has letters, digits, `-` and `_` only."""
    return f"{question}--{label.replace('.', '-')}"


def _standoff(sheet: Sheet, text: str, given: Pass) -> str:
    lines = [_entity(1, "Comment", text, fragments(text, 0, len(text)))]
    lines += [f"A{number}\t{sheet.question(label)} T1 {label.label}" for number, label in enumerate(given.labels, 1)]
    entities = 1
    cut: dict[str, list[list[int]]] = {}
    for label in given.labels:
        for span in sheet.spans_here(label):
            pieces = fragments(text, span.start, span.end)
            if not pieces or (pieces[0][0], pieces[-1][1]) != (span.start, span.end):
                cut.setdefault(sheet.full_name(label), []).append([span.start, span.end])
            if pieces:
                entities += 1
                lines.append(_entity(entities, entity_type(sheet.question(label), label.label), text, pieces))
    facts = sheet.facts(given) | sheet.beyond(given) | ({"cut": cut} if cut else {})
    return "\n".join([*lines, f"#1\tAnnotatorNotes T1\t{msgspec.json.encode(facts).decode()}", ""])


def _entity(number: int, kind: str, text: str, pieces: list[tuple[int, int]]) -> str:
    places = ";".join(f"{start} {end}" for start, end in pieces)
    return f"T{number}\t{kind} {places}\t{' '.join(text[start:end] for start, end in pieces)}"


def _configuration(vocabulary: Vocabulary) -> str:
    questions = vocabulary.questions.values()
    entities = [entity_type(question.name, label) for question in questions for label in question.labels]
    attributes = [f"{question.name} Arg:Comment, Value:{'|'.join(question.labels)}" for question in questions]
    return "\n".join(["[entities]", "Comment", *entities, "[attributes]", *attributes, "[relations]", "[events]", ""])


EXPORT = Export(
    "brat",
    "brat standoff: a folder for each annotator, and annotation.conf",
    files=files,
    loses="comments without a word, what was visible, when each label was given",
    needs_text=True,
)
