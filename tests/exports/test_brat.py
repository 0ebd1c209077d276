"""brat folders, as pybrat reads them."""

import json
import re
from pathlib import Path
from tempfile import TemporaryDirectory

from hypothesis import given, settings
from pybrat.parser import BratParser
from tests.exports.in_memory import everything, labelled_threads, written
from tests.exports.reading import of_record

from threadmark.exports.brat import entity_type


def read(labelled):
    """What pybrat finds in an export, by document: its text, entities, and the attribute lines beside them."""
    found = {}
    with TemporaryDirectory() as folder:
        root = Path(folder)
        for path, data in written("brat", labelled).items():
            place = root / path
            place.parent.mkdir(parents=True, exist_ok=True)
            place.write_bytes(data)
        for own in sorted({path.parent for path in root.rglob("*.ann")}):
            # Labels may share a span, which brat takes and pybrat reports.
            for example in BratParser(error="ignore").parse(own):
                entities = [
                    (each.type, tuple((span.start, span.end) for span in each.spans), each.mention)
                    for each in example.entities
                ]
                name = f"{own.relative_to(root)}/{example.id}"
                text = (root / f"{name}.txt").read_bytes().decode()
                attributes = re.findall(r"^A\d+\t(\S+) T1 (\S+)$", (root / f"{name}.ann").read_text(), re.MULTILINE)
                found[name] = text, entities, attributes
    return found


def read_back(place):
    """The labels of each document: attributes by pybrat's regular lines, words by its entities, the rest by the note."""
    for own in {path.parent for path in place.rglob("*.ann")}:
        for example in BratParser(error="ignore").parse(own):
            text = (own / f"{example.id}.txt").read_bytes().decode()
            lines = (own / f"{example.id}.ann").read_text(encoding="utf-8")
            record = json.loads(lines.partition("\n#1\tAnnotatorNotes T1\t")[2])
            names = [":".join(each) for each in re.findall(r"^A\d+\t(\S+) T1 (\S+)$", lines, re.MULTILINE)]
            kinds = {entity_type(*name.rsplit(":", 1)): name for name in names}
            cut = record.get("cut", {})
            spans = [
                (kinds[each.type], text[each.spans[0].start : each.spans[-1].end])
                for each in example.entities
                if each.type != "Comment"
            ]
            ends = {(name, text[start:end].strip()): text[start:end] for name in cut for start, end in cut[name]}
            yield from of_record(record, names, [(name, ends.get((name, words), words)) for name, words in spans])


def test_every_label_span_and_annotator_is_there():
    """A folder for each annotator; labels are attributes, spans entities; a line break cuts a span in two."""
    found = read(everything())
    assert {name.partition("/")[0] for name in found} == {"ana", "ana@2", "ben", "Zo%C3%AB.b%40example.org"}
    text, entities, attributes = found["ana/lane/c2"]
    assert ("fallacy--false_dilemma", ((5, 35),), "you'd rather kids get run over") in entities
    assert ("stance-comment--attack", ((0, 1),), "🙄") in entities
    assert set(attributes) == {("fallacy", "false_dilemma"), ("fallacy", "straw_man"), ("stance-comment", "attack")}
    text, entities, attributes = found["ana/lane/c1"]
    assert ("fallacy--family-person", ((0, 28), (30, 42)), f"{text[:28]} {text[30:42]}") in entities
    assert ("stance-claim-2", "favor") in attributes


def test_the_configuration_knows_all_that_is_used():
    """Entities and attributes of the documents are declared."""
    configuration = written("brat", everything())["annotation.conf"].decode()
    for _, entities, attributes in read(everything()).values():
        assert all(f"\n{kind}\n" in configuration for kind, _, _ in entities)
        assert all(
            re.search(rf"\n{name} Arg:Comment, Value:.*\b{label}\b", configuration) for name, label in attributes
        )


@settings(max_examples=20)
@given(labelled_threads())
def test_offsets_hold_in_every_script(labelled):
    """Each entity's words are what its offsets cut out of the text."""
    for text, entities, _ in read(labelled).values():
        for _, spans, mention in entities:
            assert " ".join(text[start:end] for start, end in spans).strip() == mention.strip()
