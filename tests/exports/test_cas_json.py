"""CAS documents in JSON, as dkpro-cassis reads them."""

import json

from cassis import load_cas_from_json
from hypothesis import given, settings
from tests.exports.cas_reading import labels_of, read
from tests.exports.in_memory import everything, labelled_threads, told, written

from threadmark.exports.cas_documents import ASKED


def read_back(place):
    """The labels of each document."""
    for file in place.rglob("*.json"):
        yield from labels_of(load_cas_from_json(file.read_text(encoding="utf-8")))


def of_json(files):
    """All that the JSON documents say."""
    return sorted(each for data in files.values() for each in read(load_cas_from_json(data.decode())))


def test_every_label_span_and_annotator_is_there():
    """Spans over emoji, combining marks, CJK and line breaks."""
    labelled = everything()
    assert of_json(written("cas-json", labelled)) == told(labelled)


def test_on_disk_offsets_are_utf_16():
    """An emoji before a span counts as two there."""
    document = json.loads(written("cas-json", everything())["ana/lane/c2.json"])
    places = [(each["begin"], each["end"]) for each in document["%FEATURE_STRUCTURES"] if "begin" in each]
    assert (6, 36) in places


def test_nothing_is_lost_in_silence():
    """A question that was asked is in the document too, answered or not."""
    labelled = everything()
    document = json.loads(written("cas-json", labelled)["ana/lane/c2.json"])
    assert [each["dimension"] for each in document["%FEATURE_STRUCTURES"] if each["%TYPE"] == ASKED] == ["rhetoric"]
    assert labelled.tally.lost == {}


@settings(max_examples=25)
@given(labelled_threads())
def test_offsets_hold_in_every_script(labelled):
    """Whatever the signs, the words of a span are the ones that were marked."""
    assert of_json(written("cas-json", labelled)) == told(labelled)
