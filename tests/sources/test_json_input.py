import io
import json
from unittest.mock import patch

import msgspec
import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from threadmark.errors import InputError
from threadmark.sources import opening
from threadmark.sources.json_input.decoding import MalformedJSONError, decoded, lines, values
from threadmark.sources.json_input.form import ODD, Form
from threadmark.sources.json_input.peeking import inner, peek
from threadmark.sources.json_input.streaming import members, rows
from threadmark.sources.opening import Opened
from threadmark.sources.source import Head
from threadmark.thread.report import ImportReport

KEYS = st.text(st.characters(exclude_categories=["Cs"]), max_size=5) | st.sampled_from(["a", "b", 'q"', "{", "\\"])
TEXT = st.text(st.characters(exclude_categories=["Cs"]), max_size=9) | st.sampled_from(['"}],[{"', "\\", '\\\\"', "\n"])
JSON = st.recursive(
    st.none() | st.booleans() | st.integers(-(2**40), 2**40) | st.floats(allow_nan=False, allow_infinity=False) | TEXT,
    lambda below: st.lists(below, max_size=4) | st.dictionaries(KEYS, below, max_size=4),
    max_leaves=12,
)
LAYOUTS = st.sampled_from([{}, {"indent": 1}, {"separators": (",", ":")}, {"ensure_ascii": False}])


def opened_with(data, chunk=opening.CHUNK):
    """An input of these bytes, of which so many are its head."""
    with patch.object(opening, "HEAD", min(chunk, opening.HEAD)):
        return Opened("made.json", None, io.BytesIO(data))


def is_beginning(part, whole):
    """Whether a value is another of which the end is missing."""
    if isinstance(whole, dict) and isinstance(part, dict):
        pairs = zip(part.items(), whole.items(), strict=False)
        return len(part) <= len(whole) and all(k == key and is_beginning(v, value) for (k, v), (key, value) in pairs)
    if isinstance(whole, list) and isinstance(part, list):
        return len(part) <= len(whole) and all(is_beginning(*each) for each in zip(part, whole, strict=False))
    return part == whole


@given(JSON.filter(lambda value: isinstance(value, dict | list)), LAYOUTS, st.data())
def test_a_head_shows_the_beginning_of_its_value(value, layout, data):
    """However a file is cut, what is shown of it is a beginning of what is in it."""
    text = json.dumps(value, **layout).encode()
    cut = data.draw(st.integers(1, len(text)))
    assert is_beginning(peek(Head("made.json", text[:cut])), value)
    assert peek(Head("made.json", text)) == value


@given(st.binary(max_size=200))
@example(b"[" * 65536)
@example(b'{"a":' * 10_000)
@example(b"]]]]")
@example(b'{"a": "\xff\xfe", "b": NaN, "c": "\\ud800"')
def test_any_head_can_be_looked_at(data):
    """Looking at a head never fails, whatever is in it."""
    peek(Head("made.json", b"[" + data))
    peek(Head("made.json", data))


def test_a_head_of_lines_shows_the_first():
    """Of a value a line, the first is shown."""
    assert peek(Head("made.jsonl", b'{"a": 1}\n{"b": 2}\n{"c"')) == {"a": 1}


def test_what_is_inside_is_found_or_nothing():
    """A path leads to what is there; where nothing is, or something else, to None."""
    value = [{"data": {"children": [7]}}]
    assert inner(value, 0, "data", "children", 0) == 7
    assert inner(value, 1, "data") is inner(value, "data") is inner(value, 0, "data", "children", 0, 0) is None


@settings(deadline=None, max_examples=50)
@given(JSON, LAYOUTS)
def test_what_was_written_is_decoded(value, layout):
    """Any JSON is decoded as it was meant."""
    assert decoded(json.dumps(value, **layout).encode()) == (value, None)


@pytest.mark.parametrize(
    ("data", "value", "recoded"),
    [
        (b'"\\ud83d"', "\ud83d", False),
        (b'[1e999, "a\tb"]', [float("inf"), "a\tb"], False),
        ('"un caf\xe9 pour le chauffeur d\xe9\xe7u"'.encode("cp1252"), "un caf\xe9 pour le chauffeur d\xe9\xe7u", True),
    ],
)
def test_what_a_strict_parser_refuses_is_decoded_too(data, value, recoded):
    """Lone surrogates, raw control characters, large numbers and other encodings pass."""
    found, encoding = decoded(data)
    assert found == value
    assert bool(encoding) == recoded


def test_any_depth_is_decoded():
    """A value nested 100,000 deep is decoded whole."""
    value, depth = decoded(b'{"a":[' * 50_000 + b"7" + b"]}" * 50_000)[0], 0
    while not isinstance(value, int):
        value, depth = value["a"][0], depth + 1
    assert (value, depth) == (7, 50_000)


@pytest.mark.parametrize(
    "data", [b"", b"{", b"nul", b"[1,]", b"1 2", b"9" * 5000, b"[" * 100_000, b"[" * 100_000 + b"}"]
)
def test_what_is_no_json_is_refused(data):
    """What is not JSON is refused by one error, however deep the fault lies."""
    with pytest.raises(MalformedJSONError):
        decoded(data)


@settings(deadline=None, max_examples=50)
@given(st.lists(st.dictionaries(KEYS, JSON, max_size=3), min_size=2, max_size=6), st.integers(1, 90), st.booleans())
def test_rows_are_the_same_as_lines_and_as_an_array(made, chunk, indented):
    """Rows come out as they went in, whether each is a line or all are one array, in pieces of any size."""
    forms = [
        b"\n".join(json.dumps(row).encode() for row in made),
        json.dumps(made, indent=1 if indented else None).encode(),
    ]
    for data in forms:
        with patch.object(opening, "CHUNK", chunk):
            assert [row.value for row in rows(opened_with(data, chunk))] == made


@settings(deadline=None, max_examples=50)
@given(st.dictionaries(KEYS, JSON, max_size=4), st.lists(JSON, max_size=5), LAYOUTS, st.integers(1, 90))
def test_members_put_together_are_the_whole(around, streamed, layout, chunk):
    """An object given in parts has all its members, in order, and the streamed array its elements."""
    made = around | {"streamed": streamed}
    with patch.object(opening, "CHUNK", chunk):
        parts = list(members(opened_with(json.dumps(made, **layout).encode(), chunk), "streamed.*"))
    found = {"streamed": [decoded(p.data)[0] for p in parts if p.path == ("streamed", "*")]}
    names = [json.dumps(name, **layout)[1:-1] for name in around]
    members_ = {p.path[0]: decoded(p.data)[0] for p in parts if len(p.path) == 1 and p.data is not None}
    assert members_ == {name: around[key] for name, key in zip(names, around, strict=True) if key != "streamed"}
    assert found["streamed"] == streamed
    assert parts[-1][::2] == ((), None)


def test_parts_know_their_lines():
    """A part knows the line of the file on which it begins."""
    data = b'{"name": "x",\n "messages": [\n  {"id": 1},\n  {"id":\n 2},\n {"id": 3}]}'
    parts = members(opened_with(data), "messages.*")
    assert [part.line for part in parts if part.path == ("messages", "*")] == [3, 4, 6]


@pytest.mark.parametrize(
    ("data", "said"),
    [
        (b'{"messages": [{"id": 1}, {"id"', "cut short"),
        (b'{"messages": [1, "open', "cut short"),
        (b'{"messages": [1]', "cut short"),
        (b'{"messages"', "cut short"),
        (b'{"messages" 1}', "expecting ':'"),
        (b"{1: 2}", "expecting property name"),
        (b'{"messages": [1]} and', "extra data"),
        (b"]", "extra data"),
    ],
)
def test_broken_json_is_refused_in_a_stream_too(data, said):
    """A stream that is cut short or is not JSON is refused when that shows."""
    with pytest.raises(InputError, match=said):
        list(members(opened_with(data), "messages.*"))


@pytest.mark.parametrize("data", [b'{"messages": [1]}{"messages": [2]}', b'{"messages":\n [1]}\n{"messages": [2]}'])
def test_two_documents_in_one_file_are_refused_with_a_way_out(data):
    """A file into which two answers were saved is refused by the line of the second, and what to do is said."""
    for read in (values, lambda opened: members(opened, "messages.*")):
        with pytest.raises(
            InputError, match=rf"json:{1 + data.count(10)}: .*extra data.*save each in a file of its own"
        ):
            list(read(opened_with(data)))


def test_a_part_too_large_is_refused():
    """A part over the limit ends the reading, before the memory does."""
    with patch.object(opening, "CHUNK", 100), pytest.raises(InputError, match="in one piece"):
        list(members(opened_with(b'["' + b"x" * 10_000 + b'"]', 100), "*", limit=1000))
    with patch.object(opening, "CHUNK", 100), pytest.raises(InputError, match="without a line's end"):
        list(lines(opened_with(b'{"a": 1}\n' + b"x" * 10_000, 100), limit=1000))


def test_lines_are_numbered():
    """Lines are counted from 1, blank ones too, and a value that is broken is refused by its line."""
    data = b'{"a": 1}\n\n  \r\n{"b": 2}\r\n{"c": \n'
    assert [line.number for line in lines(opened_with(data))] == [1, 4, 5]
    with pytest.raises(
        InputError,
        match=r"made\.json:5: is not valid JSON: it ends in the middle of a value; if this is the file's last",
    ):
        list(values(opened_with(data)))


def test_one_value_over_many_lines_is_one():
    """A value that goes over lines is read whole; where it ends too early the file is called cut short."""
    assert [each.value for each in values(opened_with(b'{"a":\n 1}\n'))] == [{"a": 1}]
    with pytest.raises(InputError, match="cut short"):
        list(values(opened_with(b'{"a":\n 1')))


class Reply(msgspec.Struct, rename={"score": "likeCount"}):
    """A shape."""

    id: int | str
    text: str
    score: int | None = None
    author: str | None = None


def test_a_form_takes_what_fits_and_counts_what_does_not():
    """Fields take their shape; an odd one that can be missing is left out and counted, one that can't is refused."""
    report = ImportReport()
    form = Form(opened_with(b"{}"), report)
    assert form(Reply, {"id": 1, "text": "Quite.", "likeCount": "12", "x": 1}) == Reply(1, "Quite.", 12)
    assert not report.mended
    assert form(Reply, {"id": "a", "text": "", "likeCount": {}, "author": [1]}) == Reply("a", "")
    assert report.mended == {ODD: 2}
    for strange in ({"id": "a"}, {"id": "a", "text": 3}, [], None, "text"):
        with pytest.raises(InputError, match="is not what it looks like"):
            form(Reply, strange)


def test_a_name_that_is_half_a_character_is_no_field():
    """A field whose name holds a lone surrogate is unknown like others; within a field that is needed, it refuses."""
    form = Form(opened_with(b"{}"), ImportReport())
    assert form(Reply, {"id": 1, "text": "Quite.", "\ud800": 2}) == Reply(1, "Quite.")
    with pytest.raises(InputError, match="half a character"):
        form(Around, {"reply": {"id": 1, "text": "Quite.", "\ud800": 2}})


class Around(msgspec.Struct):
    """A shape with one in it."""

    reply: Reply
