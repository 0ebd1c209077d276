"""XML from anywhere: nothing resolved, nothing fetched, mended where it is malformed, and small whatever its size."""

import re
import tracemalloc
from html import unescape
from itertools import count
from unittest.mock import patch

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st
from lxml import etree

from threadmark.errors import InputError
from threadmark.sources.opening import open_input
from threadmark.sources.source import Head
from threadmark.sources.xml_input.elements import CONTROLS, MALFORMED, Faults, elements, text_of
from threadmark.sources.xml_input.root import root_of

NAMES = ("c",)


@pytest.fixture
def read(tmp_path):
    """The texts of the `c` elements of a file, and its faults."""

    def read(data):
        path = tmp_path / "made.xml"
        path.write_bytes(data)
        opened, faults = open_input(path), Faults()
        try:
            return [text_of(each) for each in elements(opened, NAMES, faults)], faults
        finally:
            opened.close()

    return read


def test_elements_come_with_their_text(read):
    """Elements come in order, whatever their namespace, with character data and what is inside them."""
    data = b'<r xmlns="urn:made"><!-- x --><c>a &amp; b</c><x><c><![CDATA[<p>c</p>]]></c></x><c>d<i>e</i>f</c><c/></r>'
    texts, faults = read(data)
    assert texts == ["a & b", "<p>c</p>", "def", ""]
    assert not faults.mended


def test_half_a_character_in_mended_xml_is_replaced(read):
    """The parser mends it to a surrogate, which is no text."""
    texts, faults = read(b"<r><c>a \xed\xa0\x80 b</c><c>&#xD800;whole</c></r>")
    assert texts[0].startswith("a ")
    assert texts[1].endswith("whole")
    assert faults.mended


def test_instructions_to_other_programs_are_no_text(read):
    """They and comments are left out, wherever they stand."""
    texts, faults = read(b"<?p a?><r><?p b?><c>d<?p e?>f</c><c><?p g?>h<!-- i -->j</c></r><?p k?>")
    assert texts == ["df", "hj"]
    assert not faults.mended


def test_a_reference_stays_where_it_stands(read):
    """An element without any in it comes with the one around it; one that holds others is one of its own."""
    texts, _ = read(b"<r><c>a<c>b</c></c><c>d<c>e<i>f</i></c></c></r>")
    assert texts == ["ab", "ef", "d"]


@pytest.mark.parametrize("half", [b"&#xD800;", b"&#XdFfF;", b"&#x0dabc", b"&#55296;", b"&#057343;", b"\xed\xa0\x80"])
@pytest.mark.parametrize("before", [0, 65_500])
def test_half_a_character_is_replaced_wherever_it_stands(tmp_path, half, before):
    """In a text, in an attribute, and where one piece of the file ends and the next begins."""
    path = tmp_path / "made.xml"
    for room in range(before, before + 40 if before else 1):
        path.write_bytes(b"<r>" + b" " * room + b'<c at="a' + half + b'"/><c at="b">c' + half + b"z</c></r>")
        opened, faults = open_input(path), Faults()
        found = [(each.get("at"), each.tag, text_of(each)) for each in elements(opened, NAMES, faults)]
        opened.close()
        assert [at[0] for at, _, _ in found] == ["a", "b"]
        assert (found[1][2][0], found[1][2][-1]) == ("c", "z")
        assert faults.mended


@pytest.mark.parametrize("whole", [b"&#xD8001;", b"&#553000;", b"&#x1F600;", b"&#55295;", b"&#57344;"])
def test_other_references_are_left_alone(read, whole):
    """What only begins like half a character is a whole one."""
    texts, faults = read(b"<r><c>" + whole + b"</c></r>")
    assert texts == [unescape(whole.decode())]
    assert not faults.mended


@pytest.mark.parametrize(
    "declared",
    [
        b'<!DOCTYPE r [<!ENTITY a "aaaa">]>',
        b'<!DOCTYPE r SYSTEM "a>b" [<!ENTITY % x SYSTEM "http://made.example/">%x;]>',
        b'<!doctype r [\n<!ENTITY a SYSTEM "file:///etc/passwd">\n]>',
        b'<!-- \xef\xbf\xbf <!DOCTYPE r [<!ENTITY a "b">]> -->',
        b"<!DOCTYPE r [%x;]>",
        b"<!DOCTYPE r [" + b" " * 2_000_000,
    ],
    ids=["entity", "parameter", "file", "in a comment", "by reference", "without end"],
)
def test_declarations_are_refused(read, declared):
    """A file that declares entities or elements of its own is refused, however it hides them."""
    with pytest.raises(InputError, match=r"made\.xml: declares entities .* internal DTD subset"):
        read(b'<?xml version="1.0"?>' + declared + b"<r><c>&a;</c></r>")


def test_a_document_type_alone_is_read(read):
    """A document type that declares nothing is no danger, and nothing is fetched for it."""
    texts, faults = read(b'<!DOCTYPE r PUBLIC "-//made" "http://made.example/x.dtd"><r><c>a</c></r>')
    assert texts == ["a"]
    assert not faults.mended


def test_an_undefined_entity_stays_as_written(read):
    """An entity that nothing defines is neither lost nor resolved."""
    texts, faults = read(b"<r><c>a&nbsp;b</c><c>d</c></r>")
    assert texts == ["a&nbsp;b", "d"]
    assert faults.mended == {MALFORMED: 1}


@pytest.mark.parametrize(
    "data", [b"hello", b"", b"   ", b"{}", b"<!-- never ends", b"<", b"<?xml version='1.0'?>", b"\x00<r/>"[1:2]]
)
def test_what_is_no_xml_is_refused(read, data):
    """A file without an element is refused by name."""
    with pytest.raises(InputError, match=r"made\.xml: "):
        read(data)


def test_malformed_xml_is_mended_and_told(read):
    """Junk before the XML, an unquoted attribute, a missing end: what can be read is, with the line of each fault."""
    texts, faults = read(b"`<r>\n<c>a</c>\n<c>b<x y=3/></c>\n<c>d</c>\n<c>e")
    assert sorted(texts) == ["a", "b3/>", "d", "e"]
    assert [line for _, line in faults.notes] == [1, 3, 5]


def test_control_characters_are_left_out(read):
    """Characters that XML forbids are left out and counted, before they cost the text around them."""
    texts, faults = read(b"<r><c>a\x08b</c><c><![CDATA[d\x1b\x00e]]></c></r>")
    assert texts == ["ab", "de"]
    assert faults.mended == {CONTROLS: 3}


@pytest.mark.parametrize(
    ("encoding", "declared", "told"),
    [
        ("utf-8", "utf-8", None),
        ("utf-8-sig", "utf-8", None),
        ("utf-16", "utf-16", "utf-16-le"),
        ("utf-16", "utf-8", "utf-16-le"),
        ("cp1251", "windows-1251", "windows-1251"),
        ("gb18030", "GB18030", "gb18030"),
        ("iso-8859-2", "ISO-8859-2", "iso-8859-2"),
    ],
)
def test_encodings_are_read_and_told(tmp_path, encoding, declared, told):
    """An encoding that is declared or marked by a byte order mark is read, and told where it is not plain UTF-8."""
    words = "žluť" if encoding == "iso-8859-2" else "слово"
    path = tmp_path / "made.xml"
    path.write_bytes(f'<?xml version="1.0" encoding="{declared}"?><r><c>{words}</c></r>'.encode(encoding))
    opened, faults = open_input(path), Faults()
    assert [text_of(each) for each in elements(opened, NAMES, faults)] == [words]
    assert opened.encoding == told
    opened.close()


def test_an_encoding_that_could_hide_markup_is_not_believed(read):
    """A declared encoding in which `<` is not `<` can't smuggle anything past the look at the beginning."""
    texts, faults = read(b'<?xml version="1.0" encoding="UTF-7"?><r><c>+ADw-c+AD4-</c></r>')
    assert texts == ["+ADw-c+AD4-"]
    assert faults.mended == {MALFORMED: 1}


def test_undeclared_encodings_are_detected(tmp_path):
    """A file that says nothing and is not UTF-8 is read in the encoding that its bytes show."""
    words = "Это обычные слова о том, что улицу закрывать нельзя, и автобусы тут ни при чём. " * 5
    path = tmp_path / "made.xml"
    path.write_bytes(f"<r><c>{words}</c></r>".encode("cp1251"))
    opened = open_input(path)
    assert [text_of(each) for each in elements(opened, NAMES, Faults())] == [words]
    opened.close()


def test_deep_nesting_ends_and_is_told(read):
    """Elements nested by the hundred thousand stop the reading where the parser's limit is, and the report says so."""
    texts, faults = read(b"<r><c>a</c>" + b"<x>" * 100_000 + b"<c>b</c>")
    assert texts == ["a"]
    assert faults.mended[MALFORMED] >= 1


def test_a_large_file_takes_little_memory(tmp_path):
    """What was read is let go of, so that memory does not grow with the file."""
    path = tmp_path / "made.xml"
    with path.open("wb") as file:
        file.write(b"<r>")
        for number in range(40):
            file.write(b"".join(b"<c><a>%d</a>%b</c>\n" % (number, b"word " * 100) for _ in range(500)))
        file.write(b"</r>")
    opened = open_input(path)
    tracemalloc.start()
    assert sum(1 for _ in elements(opened, NAMES, Faults())) == 20_000
    _, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    opened.close()
    assert peak < 8 << 20


def test_elements_behind_a_missing_end_are_let_go_of_too(tmp_path):
    """What seems to be in an element that never ends comes while the file is read, and takes no memory either."""
    path = tmp_path / "made.xml"
    path.write_bytes(b"<r><c><a/>" + b"<c><a>b</a></c>" * 40_000)
    opened = open_input(path)
    tracemalloc.start()
    found = elements(opened, NAMES, Faults())
    assert text_of(next(found)) == "b"
    read = tracemalloc.get_traced_memory()[0]
    assert sum(1 for _ in found) == 40_000
    assert tracemalloc.get_traced_memory()[1] < read + (4 << 20)
    tracemalloc.stop()
    opened.close()


TREES = st.recursive(
    st.sampled_from([b"a", b"&lt;", b"<!-- c -->", b"<c/>", b"<b>b</b>", b"<![CDATA[<c>]]>", b"d e "]),
    lambda inside: st.tuples(st.sampled_from([b"c", b"b", b"c"]), st.lists(inside, max_size=4)).map(
        lambda made: b"<%b>%b</%b>" % (made[0], b"".join(made[1]), made[0])
    ),
    max_leaves=25,
)


@settings(deadline=None)
@given(st.lists(TREES, max_size=8), st.integers(1, 40))
def test_elements_are_those_that_a_parser_tells_of(tmp_path_factory, trees, piece):
    """However a file is cut while it is read, the elements are those whose ends lxml tells of, and in that order."""
    path = tmp_path_factory.getbasetemp() / "pieces.xml"
    numbers = count()
    made = re.sub(b"<c", lambda _: b"<c n='%d'" % next(numbers), b"".join(trees))
    path.write_bytes(b"<r>" + made + b"</r>")
    told = [
        each
        for _, each in etree.iterparse(path, tag="c", remove_comments=True)
        if len(each) or each.getparent().tag != "c"
    ]
    opened = open_input(path)
    with patch("threadmark.sources.xml_input.elements._PIECE", piece):
        found = {each.get("n"): text_of(each) for each in elements(opened, NAMES, Faults(), mixed=True)}
    opened.close()
    assert list(found) == [each.get("n") for each in told]
    for each in told:
        if each.find(".//c") is None:
            assert found[each.get("n")] == "".join(each.itertext())


@settings(deadline=None)
@given(
    st.lists(
        st.sampled_from(
            [b"<c>", b"</c>", b"<r>", b"</r>", b"<c a=1>", b"<c a='1'/>", b"<!--", b"-->", b"<![CDATA[", b"]]>"]
        )
        | st.sampled_from(
            [b"&amp;", b"&x;", b"<?p ?>", b"<!DOCTYPE r>", b"<!DOCTYPE r [", b"<x:c>", b"\xff", b"text", b"\n"]
        ),
        max_size=30,
    )
)
@example([b"<c a=1>", b"<c>", b"</c>", b"</r>"])
def test_no_input_fails_otherwise(tmp_path_factory, parts):
    """Whatever pieces of XML are strung together, there are elements or a refusal."""
    path = tmp_path_factory.getbasetemp() / "fuzzed.xml"
    path.write_bytes(b"<r>" + b"".join(parts))
    opened = open_input(path)
    try:
        for each in elements(opened, NAMES, Faults()):
            text_of(each)
    except InputError:
        pass
    finally:
        opened.close()


@pytest.mark.parametrize(
    ("data", "name"),
    [
        (b"<rss a='b'>", "rss"),
        (b"`<?xml version='1.0'?><!-- <a> --><!DOCTYPE x><dsq:disqus xmlns:dsq='y'", "disqus"),
        (b"<!DOCTYPE x [<!ENTITY a 'b'>]> <feed>", "feed"),
        (b"{}", None),
        (b"a < b", None),
        (b"<!-- never ends", None),
    ],
)
def test_the_root_can_be_told(data, name):
    """The first element's name is found behind whatever stands before it."""
    root = root_of(Head("made", data))
    assert (root and root.name) == name
