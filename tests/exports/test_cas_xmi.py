"""CAS documents in XMI, as dkpro-cassis reads them."""

from cassis import load_cas_from_xmi, load_typesystem
from hypothesis import given, settings
from tests.exports.cas_reading import labels_of, read
from tests.exports.in_memory import everything, labelled_threads, told, written


def read_back(place):
    """The labels of each document."""
    types = load_typesystem(place / "TypeSystem.xml")
    for file in place.rglob("*.xmi"):
        yield from labels_of(load_cas_from_xmi(file, typesystem=types))


def of_xmi(files):
    """All that the XMI documents say."""
    types = load_typesystem(files["TypeSystem.xml"].decode())
    documents = (data for path, data in files.items() if path.endswith(".xmi"))
    return sorted(each for data in documents for each in read(load_cas_from_xmi(data.decode(), typesystem=types)))


def test_every_label_span_and_annotator_is_there():
    """Spans over emoji, combining marks, CJK and line breaks."""
    labelled = everything()
    assert of_xmi(written("cas-xmi", labelled)) == told(labelled)


@settings(max_examples=25)
@given(labelled_threads())
def test_offsets_hold_in_every_script(labelled):
    """Whatever the signs, the words of a span are the ones that were marked."""
    assert of_xmi(written("cas-xmi", labelled)) == told(labelled)
