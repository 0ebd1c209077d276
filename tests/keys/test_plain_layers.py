"""The quick reader of plain TOML against the real one."""

import tomllib

import pytest
from hypothesis import given
from hypothesis import strategies as st

from threadmark.keys.plain import read_plain

WORDS = ["label", "keys", "id", "a", "rel", "z a", "x"]
PIECES = [
    *("[", "]", "[[", "]]", "{", "}", ",", "=", " = ", ".", '"', "'", "#", "\\", "\n", "\n\n", " ", "\t", "\r\n"),
    *("[label]\n", "[[label]]\n", "[label.crosswalk]\n", "[[keys]]\n", "[keys]\n", "[label.x]\n", "[x.label]\n"),
    *('id = "one"\n', 'a = ["one", "two"]\n', 'a = [{ id = "x", rel = "y" }]\n', "x = true\n", "x = 1\n", "x = [1]\n"),
    *(
        '"z a" = "fold"\n',
        'x = { names = ["n"], rel = "exact" }\n',
        "x = [\n",
        '    "one",\n',
        '"two"\n',
        "]\n",
        "x = {}\n",
    ),
    *(
        "# a comment\n",
        'id = "one" # why\n',
        "true",
        "é",
        "\x7f",
        "\x00",
        '"""',
        "x = []\n",
        'x = ["a"], ["b"]\n',
        "x = nan\n",
    ),
]


def as_tomllib(text):
    """What `tomllib` makes of the text; `None` where it refuses it."""
    try:
        return tomllib.loads(text)
    except tomllib.TOMLDecodeError:
        return None


@given(st.lists(st.sampled_from(PIECES + WORDS), max_size=14).map("".join))
def test_the_quick_reader_never_reads_what_tomllib_reads_otherwise(text):
    """Whatever is taken is TOML, and means the same; the rest is given up."""
    plain = read_plain(text)
    if plain is not None:
        assert plain.values == as_tomllib(text)


texts = st.text(st.characters(exclude_characters='"\\', exclude_categories=["C", "Z"]) | st.just(" "), max_size=12)
words = st.from_regex(r"[a-z][a-z0-9_]{0,5}", fullmatch=True)
inline = st.dictionaries(words, texts | st.lists(texts, max_size=2), min_size=1, max_size=3)
values = texts | st.booleans() | st.lists(texts, max_size=3) | inline | st.lists(inline, max_size=2)


def written(value):
    """A value as layers write it."""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, str):
        return f'"{value}"'
    if isinstance(value, dict):
        return "{ " + ", ".join(f"{name} = {written(held)}" for name, held in value.items()) + " }"
    return "[" + ", ".join(map(written, value)) + "]"


@given(st.lists(st.tuples(words, st.dictionaries(words | texts.map('"{}"'.format), values, max_size=4)), max_size=4))
def test_what_layers_are_made_of_is_read_quickly(tables):
    """Tables of texts, lists and inline tables are plain, and read as `tomllib` reads them."""
    text = "".join(
        f"[[{name}]]\n" + "".join(f"{field} = {written(value)}\n" for field, value in fields.items())
        for name, fields in tables
    )
    expected = as_tomllib(text)
    plain = read_plain(text)
    if expected is not None:  # the same key may have come bare and in quotes
        assert plain is not None
        assert plain.values == expected


@pytest.mark.parametrize("name", ["navigation", "stance", "rhetoric", "fallacies", "flags"])
def test_the_shipped_layers_are_plain(name, search):
    """The layers that every start reads take the quick way."""
    text = (search[0] / f"{name}.toml").read_text(encoding="utf-8")
    plain = read_plain(text)
    assert plain is not None
    assert plain.values == tomllib.loads(text)


def test_a_list_may_take_a_line_for_each_text():
    """A long list reads better so."""
    plain = read_plain('rules = [\n    "one, and",\n    "two",\n]\nx = true\n')
    assert plain is not None
    assert plain.values == {"rules": ["one, and", "two"], "x": True}


def test_lines_are_told_for_tables_and_keys():
    """A finding names the line of its table, or of its key."""
    plain = read_plain(
        '# a layer\n[layer]\nname = "x"\n\n[[label]]\nid = "a"\n[label.crosswalk]\n[[label]]\n[keys]\n"z a" = "fold"\n'
    )
    assert plain is not None
    assert plain.tables == {"layer": [2], "label": [5, 8], "keys": [9]}
    assert plain.fields["keys"] == {"z a": 10}
