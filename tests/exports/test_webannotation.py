"""Web Annotations, as pyld reads them, with the context that lies beside them and no network."""

import json
from urllib.parse import unquote

from hypothesis import given, settings
from pyld import jsonld
from tests.exports.everything import Given
from tests.exports.in_memory import everything, labelled_threads, told, written

from threadmark.exports.webannotation import STANDARD

OA, OURS = "http://www.w3.org/ns/oa#", "urn:threadmark:term:"


def expanded(files):
    """The annotations as pyld expands them, by the bundled context alone."""

    def loader(url, _options):
        assert url == STANDARD
        return {"contextUrl": None, "documentUrl": url, "document": json.loads(files["context.jsonld"])}

    [page] = jsonld.expand(json.loads(files["annotations.jsonld"]), {"documentLoader": loader})
    return page["https://www.w3.org/ns/activitystreams#items".replace("https", "http")][0]["@list"]


def value(node, name):
    """The one value of a property."""
    [one] = node.get(name, [{"@value": None}])
    return one.get("@value", one.get("@id"))


def read(annotation):
    """What an annotation says."""
    [body] = annotation[f"{OA}hasBody"]
    _, _, _, dimension, label = value(body, f"{OA}hasSource").split(":")
    spans = []
    for target in annotation[f"{OA}hasTarget"]:
        if f"{OA}hasSelector" in target:
            selectors = {each["@type"][0]: each for each in target[f"{OA}hasSelector"]}
            place, words = selectors[f"{OA}TextPositionSelector"], selectors[f"{OA}TextQuoteSelector"]
            spans.append((int(value(place, f"{OA}start")), int(value(place, f"{OA}end")), value(words, f"{OA}exact")))
    [creator] = annotation["http://purl.org/dc/terms/creator"]
    return (
        value(annotation, f"{OURS}comment"),
        unquote(creator["@id"].rpartition(":")[2]),
        int(value(annotation, f"{OURS}round")),
        dimension,
        value(annotation, f"{OURS}toward"),
        label,
        tuple(sorted(spans)),
    )


def read_back(place):
    """The labels, from what pyld makes of the page by the context beside it."""
    for annotation in expanded({file.name: file.read_bytes() for file in place.iterdir()}):
        *of_pass, dimension, target, label, spans = read(annotation)
        quotes = tuple(words for *_, words in spans)
        yield Given(value(annotation, f"{OURS}thread"), *of_pass, dimension, target, label, quotes)


def test_every_label_span_and_annotator_is_there():
    """One annotation a label, none of its keys dropped."""
    labelled = everything()
    items = expanded(written("webannotation", labelled))
    assert sorted(map(read, items)) == told(labelled)
    assert len({item["@id"] for item in items}) == len(items)


def test_it_is_rdf():
    """Every annotation becomes triples, offsets with their type."""
    files = written("webannotation", everything())

    def loader(url, _options):
        return {"contextUrl": None, "documentUrl": url, "document": json.loads(files["context.jsonld"])}

    options = {"format": "application/n-quads", "documentLoader": loader}
    quads = jsonld.to_rdf(json.loads(files["annotations.jsonld"]), options)
    assert '<http://www.w3.org/ns/oa#start> "5"^^<http://www.w3.org/2001/XMLSchema#nonNegativeInteger>' in quads
    assert quads.count("<http://www.w3.org/ns/oa#Annotation>") == len(told(everything()))


@settings(max_examples=15)
@given(labelled_threads())
def test_offsets_hold_in_every_script(labelled):
    """Whatever the signs, the words of a span are the ones that were marked."""
    assert sorted(map(read, expanded(written("webannotation", labelled)))) == told(labelled)
