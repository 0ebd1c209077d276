"""UIMA CAS documents in: of the shape that INCEpTION writes, with offsets in UTF-16."""

import json
import sys

import pytest
from cassis import TypeSystem
from tests.exports.everything import TEXTS, everything_in
from tests.imports.round_trips import brought_back, held

from threadmark.errors import InputError, UsageError

METADATA = "de.tudarmstadt.ukp.dkpro.core.api.metadata.type.DocumentMetaData"
TOKEN = "de.tudarmstadt.ukp.dkpro.core.api.segmentation.type.Token"
FALLACY, WHOLE = "webanno.custom.Fallacy", "webanno.custom.CommentLabels"
ABOUT = ("documentTitle", "documentId", "documentUri", "collectionId")
TEXT = TEXTS["c2"]


@pytest.fixture
def everything(tmp_path):
    """A thread with everything in it."""
    return everything_in(tmp_path)


def units(quote):
    """Where words stand in the comment, as Java counts."""
    start = TEXT.index(quote)
    return [len(text.encode("utf-16-le")) // 2 for text in (TEXT[:start], TEXT[: start + len(quote)])]


def about(title, who="eva"):
    """A document's metadata as INCEpTION keeps them: its name as the title, the annotator as the id."""
    return {"documentTitle": title, "documentId": who, "documentUri": f"mill/{title}", "collectionId": "mill"}


def features(*names, kind="String"):
    """The features of a type."""
    return {name: {"%NAME": name, "%RANGE": f"uima.cas.{kind}"} for name in names}


def as_json(quote="rather kids", label="straw_man", **metadata):
    """A document of INCEpTION in CAS JSON 0.4.0."""
    begin, end = units(quote)
    types = {
        METADATA: features(*ABOUT) | {"%SUPER_TYPE": "uima.tcas.DocumentAnnotation"},
        TOKEN: features("form") | {"%SUPER_TYPE": "uima.tcas.Annotation"},
        FALLACY: features("label") | {"%SUPER_TYPE": "uima.tcas.Annotation"},
        WHOLE: features("stance") | features("rhetoric", kind="String[]") | {"%SUPER_TYPE": "uima.cas.AnnotationBase"},
    }
    whole = units(TEXT)
    structures = [
        {"%ID": 1, "%TYPE": "uima.cas.Sofa", "sofaNum": 1, "sofaID": "_InitialView", "mimeType": "text", "sofaString": TEXT},
        {"%ID": 2, "%TYPE": METADATA, "@sofa": 1, "begin": whole[0], "end": whole[1], **(metadata or about("c2.txt"))},
        {"%ID": 3, "%TYPE": TOKEN, "@sofa": 1, "begin": 0, "end": 2, "form": "straw_man"},
        {"%ID": 4, "%TYPE": FALLACY, "@sofa": 1, "begin": begin, "end": end, "label": label},
        {"%ID": 5, "%TYPE": "uima.cas.StringArray", "%ELEMENTS": ["sarcasm_irony", "hyperbole"]},
        {"%ID": 6, "%TYPE": WHOLE, "@sofa": 1, "stance": "against", "@rhetoric": 5},
    ]  # fmt: skip
    views = {"_InitialView": {"%SOFA": 1, "%MEMBERS": [2, 3, 4, 6]}}
    named = {name: {"%NAME": name} | said for name, said in types.items()}
    return json.dumps(
        {"%TYPES": named, "%FEATURE_STRUCTURES": structures, "%VIEWS": views}, ensure_ascii=False, indent=1
    )


def as_xmi(quote="rather kids", label="straw_man"):
    """The same in XMI."""
    begin, end = units(quote)
    text = TEXT.replace("\n", "&#10;")
    said = " ".join(f'{name}="{value}"' for name, value in about("c2.txt").items())
    return f"""<?xml version="1.0" encoding="UTF-8"?>
<xmi:XMI xmlns:xmi="http://www.omg.org/XMI" xmlns:cas="http:///uima/cas.ecore" xmlns:custom="http:///webanno/custom.ecore"
    xmlns:metadata="http:///de/tudarmstadt/ukp/dkpro/core/api/metadata/type.ecore" xmi:version="2.0">
  <cas:NULL xmi:id="0"/>
  <metadata:DocumentMetaData xmi:id="1" sofa="9" begin="0" end="{units(TEXT)[1]}" {said}/>
  <custom:Fallacy xmi:id="2" sofa="9" begin="{begin}" end="{end}" label="{label}"/>
  <custom:CommentLabels xmi:id="3" sofa="9" stance="against"><rhetoric>sarcasm_irony</rhetoric><rhetoric>hyperbole</rhetoric></custom:CommentLabels>
  <cas:Sofa xmi:id="9" sofaNum="1" sofaID="_InitialView" mimeType="text" sofaString="{text}"/>
  <cas:View sofa="9" members="1 2 3"/>
</xmi:XMI>
"""


def types():
    """INCEpTION's type system, as far as it is used."""
    system = TypeSystem()
    for name, base, names in (
        (METADATA, "uima.tcas.DocumentAnnotation", ABOUT),
        (FALLACY, "uima.tcas.Annotation", ("label",)),
        (WHOLE, "uima.cas.AnnotationBase", ("stance",)),
    ):
        made = system.create_type(name, base)
        for feature in names:
            system.create_feature(made, feature, "uima.cas.String")
    system.create_feature(system.get_type(WHOLE), "rhetoric", "uima.cas.StringArray")
    return system.to_xml()


def project(folder, ending, document):
    """A folder as one gets by unpacking an export of INCEpTION."""
    place = folder / "annotation" / "c2.txt"
    place.mkdir(parents=True)
    if ending == "xmi":
        (place / "TypeSystem.xml").write_text(types(), encoding="utf-8")
    file = place / f"eva.{ending}"
    file.write_text(document, encoding="utf-8")
    return file


def found(labels):
    """What is in a label file: comment, annotator, dimension, label and the marked words."""
    return {(one[1], one[2], one[4], one[6], tuple(span[3] for span in one[7])) for one in held(labels)}


EXPECTED = {
    ("c2", "eva", "fallacy", "straw_man", ("rather kids",)),
    ("c2", "eva", "stance", "against", ()),
    ("c2", "eva", "rhetoric", "sarcasm_irony", ()),
    ("c2", "eva", "rhetoric", "hyperbole", ()),
}


@pytest.mark.parametrize("ending", ["json", "xmi"])
@pytest.mark.parametrize("is_folder", [True, False])
def test_inception_s_documents_come_in(everything, ending, is_folder):
    """The document's name is the comment, its owner the annotator; an emoji before a span moves it by nothing."""
    file = project(everything.folder, ending, as_json() if ending == "json" else as_xmi())
    labels, brought = brought_back(everything.folder / "annotation" if is_folder else file, everything.folder)
    assert (brought.format, brought.found) == (f"cas-{ending}", {"id": 1})
    assert found(labels) == EXPECTED
    assert not brought.left
    assert not brought.moved


def test_a_document_of_another_name_is_found_by_its_text(everything):
    """A pipeline's id is no comment's; what it says besides, in whatever layer, is asked of the codebook by its names."""
    file = project(everything.folder, "json", as_json(documentTitle="17.txt", documentId="17.txt"))
    labels, brought = brought_back(file, everything.folder, annotator="eva")
    assert brought.found == {"text": 1}
    assert found(labels) == EXPECTED


def test_what_is_not_known_is_listed(everything):
    """A label that no layer has is named with its document and annotation; so is a document of no comment."""
    file = project(everything.folder, "json", as_json(label="Flugs"))
    labels, brought = brought_back(file, everything.folder)
    assert len(found(labels)) == 3
    assert any("no layer declares Fallacy: Flugs (eva.json, annotation 4)" in line for line in brought.lines())
    file.write_text(as_json().replace("Classic", "Modern"), encoding="utf-8")
    file.write_text(file.read_text(encoding="utf-8").replace("c2.txt", "17.txt"), encoding="utf-8")
    assert list(brought_back(file, everything.folder)[1].left) == ["no thread has such a comment"]


def test_a_document_that_ends_early_is_refused_by_file_and_line(everything):
    """Nothing is written, and the error says where it stopped being one."""
    for ending, document in (("json", as_json()), ("xmi", as_xmi())):
        folder = everything.folder / ending
        folder.mkdir()
        file = project(folder, ending, document[: document.index("straw_man")])
        with pytest.raises(InputError, match=rf"eva\.{ending}:\d+"):
            brought_back(file, everything.folder, format_name=f"cas-{ending}")
    (folder / "annotation" / "c2.txt" / "TypeSystem.xml").unlink()
    with pytest.raises(InputError, match=r"has no TypeSystem\.xml beside or above it"):
        brought_back(file, everything.folder, format_name="cas-xmi")


@pytest.mark.parametrize(
    "document", ["{}", "[]", '{"%TYPES": 3}', '{"%TYPES": {}, "%FEATURE_STRUCTURES": [{"%ID": "x"}]}']
)
def test_json_that_is_no_cas_is_refused_by_name(everything, document):
    """However it is not one."""
    file = everything.folder / "no.json"
    file.write_text(document, encoding="utf-8")
    with pytest.raises(InputError, match=r"no\.json: can't be read as cas-json"):
        brought_back(file, everything.folder, format_name="cas-json")


def test_without_cassis_it_says_how_to_install_it(everything, monkeypatch):
    """One line."""
    file = project(everything.folder, "json", as_json())
    monkeypatch.setitem(sys.modules, "cassis", None)
    with pytest.raises(UsageError, match=r'cas-json needs cassis, .*pip install "threadmark\[cas\]"'):
        brought_back(file, everything.folder)


def test_layers_without_texts_are_labels_and_links_are_none(everything):
    """A layer's name where it says nothing of its words, a feature that is true; relations and links are listed."""
    document = json.loads(as_json())
    span = {"@sofa": 1, "begin": 0, "end": 2}
    for name, base, names in (
        ("webanno.custom.Hyperbole", "uima.tcas.Annotation", {}),
        ("webanno.custom.Manner", "uima.tcas.Annotation", features("anecdote", "slogans", kind="Boolean")),
        ("webanno.custom.Attack", "uima.tcas.Annotation", features("Governor", "Dependent", "label")),
        ("webanno.custom.RoleLink", "uima.cas.TOP", features("role")),
    ):
        document["%TYPES"][name] = {"%NAME": name, "%SUPER_TYPE": base} | names
    more = [
        {"%ID": 20, "%TYPE": "webanno.custom.Hyperbole"} | span,
        {"%ID": 21, "%TYPE": "webanno.custom.Manner", "anecdote": True, "slogans": False} | span,
        {"%ID": 22, "%TYPE": "webanno.custom.Attack", "label": "rebuts"} | span,
        {"%ID": 23, "%TYPE": "webanno.custom.RoleLink", "role": "source"},
    ]
    document["%FEATURE_STRUCTURES"] += more
    document["%VIEWS"]["_InitialView"]["%MEMBERS"] += [each["%ID"] for each in more]
    file = project(everything.folder, "json", json.dumps(document))
    labels, brought = brought_back(file, everything.folder, mapping={"anecdote:yes": "rhetoric:anecdote"})
    assert {one[3:] for one in found(labels) - EXPECTED} == {("hyperbole", ("🙄",)), ("anecdote", ("🙄",))}
    assert brought.left == {
        "relations between spans are no labels here": ["eva.json, annotation 22", "eva.json, annotation 23"]
    }
    assert not brought.unknown
