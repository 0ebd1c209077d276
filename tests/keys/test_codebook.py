"""The codebook and its hash: what it depends on, and what it leaves out."""

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from threadmark.keys.codebook import Codebook
from threadmark.keys.layers import load_keymap
from threadmark.keys.reading import parse_layer
from threadmark.keys.stack import stack

HEAD = '[[dimension]]\nid = "tone"\nname = "Tone"\nchoice = "many"\nleader = "e"\n'


def codebook_of(*layers):
    """The codebook of layers given as text."""
    read = [parse_layer(text.encode(), file=f"{number}.toml", name=str(number)) for number, text in enumerate(layers)]
    stacked = stack(read, extended=True)
    assert not [finding for finding in stacked.findings if finding.serious]
    return stacked.codebook


def label(word, /, **changed):
    """A label of the dimension tone."""
    fields = {"dimension": "tone", "id": word, "name": word.title(), "key": word[0], "definition": f"It is {word}."}
    return "[[label]]\n" + "".join(f'{field} = "{value}"\n' for field, value in (fields | changed).items())


def test_the_hash_does_not_depend_on_order_or_space():
    """The same definitions in another order of labels, of fields, or with comments, are the same codebook."""
    one = codebook_of(HEAD + label("warm") + label("cold"))
    other = codebook_of(
        '[[dimension]]\nleader = "e"\n# why\nchoice   = "many"\nname="Tone"\nid = "tone"\n\n\n'
        + label("cold")
        + '[[label]]\ndefinition = "It is warm."\nname = "Warm"\nkey = "w"\nid = "warm"\ndimension = "tone"\n'
    )
    assert one.sha256 == other.sha256
    assert one.short == one.sha256[:12]


def test_the_hash_does_not_depend_on_keys():
    """Two annotators with other keys work by the same codebook."""
    one = codebook_of(HEAD + label("warm") + label("cold"))
    other = codebook_of(HEAD.replace('"e"', '"E"') + label("warm", key="1") + label("cold", key="2"))
    assert one.sha256 == other.sha256


@pytest.mark.parametrize(
    "change",
    [
        {"name": "Warmer"},
        {"definition": "It is not."},
        {"yes_when": "It is warm."},
        {"not_when": "It is cold."},
        {"example": "Come in."},
        {"note": "Seldom."},
        {"id": "hot"},
    ],
)
def test_the_hash_changes_with_whatever_a_label_says(change):
    """Another word in a definition is another codebook."""
    one = codebook_of(HEAD + label("warm"))
    assert one.sha256 != codebook_of(HEAD + label("warm", **change)).sha256


@pytest.mark.parametrize(
    "change",
    [
        "exclusive = true",
        'confused_with = [{ uid = "tone.cold", difference = "less" }]',
        '[label.crosswalk]\nx = { names = ["y"], rel = "exact" }',
    ],
)
def test_the_hash_changes_with_what_a_label_means_to_others(change):
    """So does excluding others, being confused with them, or being called something elsewhere."""
    one = codebook_of(HEAD + label("warm") + label("cold"))
    assert one.sha256 != codebook_of(HEAD + label("cold") + label("warm") + change + "\n").sha256


@given(st.permutations(range(4)))
def test_dimensions_in_any_order_have_one_hash(keymap, order):
    """Laying the layers on one another the other way round defines the same."""
    book = keymap.codebook
    assert Codebook(book.layers, tuple(book.dimensions[place] for place in order)).sha256 == book.sha256


def test_the_document_explains_itself(keymap):
    """It is JSON with every definition, its hash and its layers, and neither keys nor paths."""
    book = keymap.codebook
    document = json.loads(book.as_json())
    assert document == book.document()
    assert document["sha256"] == book.sha256
    assert [layer["name"] for layer in document["layers"]] == ["stance", "rhetoric", "fallacies", "flags"]
    fallacy = next(dimension for dimension in document["dimensions"] if dimension["id"] == "fallacy")
    known = {label["id"]: label for label in fallacy["labels"]}
    assert known["straw_man"]["definition"] == book.label("fallacy", "straw_man").definition
    assert known["straw_man"]["family"] == "diversion"
    assert "key" not in known["straw_man"]
    assert "leader" not in fallacy
    assert not any(layer.file in book.as_json() for layer in book.layers)


def test_layers_without_definitions_are_no_part_of_it(keymap, search):
    """Other movement keys don't make another codebook."""
    alone = load_keymap(["stance", "rhetoric", "fallacies", "flags"], search=search)
    assert alone.codebook.document() == keymap.codebook.document()
    assert keymap.codebook.version == "stance 1.1, rhetoric 1.0, fallacies 1.0, flags 1.0"


def test_labels_are_found_by_dimension_scale_and_id(keymap):
    """One id may stand on both scales of stance; the scale tells which is meant."""
    book = keymap.codebook
    assert book.label("stance", "cant_tell", "reply").uid == "stance.reply.cant_tell"
    assert book.label("stance", "agree").uid == "stance.reply.agree"
    assert book.label("fallacy", "family.person").name == "About the person"
    for missing in (("tone", "warm"), ("fallacy", "warm"), ("stance", "agree", "position")):
        with pytest.raises(KeyError):
            book.label(*missing)


def test_a_stored_target_leads_to_its_scale(keymap):
    """`claim:…` is on the position scale, `comment:…` on the reply scale, `named:…` as the claim."""
    stance = keymap.codebook.dimension("stance")
    assert stance.target("claim:t1").scale == "position"
    assert stance.target("comment:c7").scale == "reply"
    assert stance.target("named:n1").scale == "position"
    assert stance.target(None) is None


def test_the_page_holds_every_label_with_all_it_says(keymap):
    """Definition, tests, example, chord and other schemes are on the page for people."""
    page = keymap.codebook.as_markdown().replace("\\", "")
    for dimension in keymap.codebook.dimensions:
        for known in dimension.labels:
            for text in (known.uid, known.definition, known.yes_when, known.not_when, known.example):
                assert text in page, known.uid
    assert "`c y`" in page
    assert "`f 1`" in page
    assert "mafalda: ad hominem (close)" in page
    assert page.startswith("# Codebook\n")


def test_the_page_lets_no_markup_through():
    """What a layer writes stands on the page as it was written."""
    book = codebook_of(HEAD + label("warm", example="*not* <b>bold</b> [link](x)"))
    assert r"\*not\* \<b\>bold\</b\> \[link\](x)" in book.as_markdown()
