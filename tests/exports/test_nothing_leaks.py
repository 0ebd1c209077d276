"""What was not to go out is in no byte of any format, nor in its manifest, however the format writes it."""

import csv
import io
import json
import re
from html import escape
from urllib.parse import quote

import pyarrow.parquet as pq
import pytest
from tests.exports.everything import ANA, AUTHORS, BEN, PARAGRAPHS, TEXTS

from threadmark.exports.registry import exports
from threadmark.exports.selection import Selection

FORMATS = sorted(exports())
NAMES = [*filter(None, AUTHORS.values()), ANA, BEN, "Bén", "b@example.org", "Ann Reporter"]
MARKUP = {"html", "markdown"}
"""Formats in which a name that is a piece of markup may stand for itself."""
WORDS = [
    *(line for text in (*TEXTS.values(), *PARAGRAPHS) for line in text.splitlines() if len(line) > 2),
    *("Save the pool", "Council votes on", "The lane should be closed", "The council, ", "& co."),
    *('=1+1 "so", he', "said 🙄", "you'd rather kids", "支持 封路", "𠮷野", "do\u00e9s \u00f1ot", "اللغة", "The end 𝔘"),
]


def written(everything, name, **selection):
    """All that an export comes to, as texts: its files, their paths, what is packed in them, and the manifest."""
    place = everything.export(name, Selection(**selection))
    files = [place] if place.is_file() else [file for file in place.rglob("*") if file.is_file()]
    yield json.dumps(everything.manifest(name), ensure_ascii=False)
    for file in files:
        yield file.relative_to(everything.folder).as_posix()
        data = file.read_bytes()
        yield data.decode("utf-8", "replace")
        if data.startswith(b"PAR1"):
            table = pq.read_table(file)
            yield json.dumps(table.to_pylist(), ensure_ascii=False, default=str)
            yield str(table.schema.metadata)


def forms(word):
    """A word as formats write it: in JSON, markup, addresses, paths and CSV."""
    cell = io.StringIO()
    csv.writer(cell, quoting=csv.QUOTE_ALL, lineterminator="").writerow([word])
    json_forms = {json.dumps(word)[1:-1], json.dumps(word, ensure_ascii=False)[1:-1]}
    percent = {quote(word, safe=""), quote(word), quote(word, safe="").replace("%40", "@")}
    return {word, *json_forms, escape(word), escape(word, quote=False), *percent, cell.getvalue()[1:-1]}


def found(text, word):
    """Whether a word stands in a text by itself, in any form."""
    return any(re.search(rf"(?<![^\W_]){re.escape(form)}(?![^\W_])", text) for form in forms(word))


@pytest.mark.parametrize("name", FORMATS)
def test_no_name_is_in_an_anonymous_export(everything, name):
    """No author, annotator or @name; not where a filter and a choice of annotators name them either."""
    where = "author:bob or author:ana_k or author:Gull or depth:>0"
    chosen = {"key": everything.folder / "secret", "where": where, "annotators": (ANA, BEN)}
    texts = list(written(everything, name, **chosen))
    assert everything.manifest(name)["out"]["labels"] == len(everything.given)
    for word in NAMES:
        if not (name in MARKUP and word.startswith("<")):
            assert not any(found(text, word) for text in texts), word


@pytest.mark.parametrize("name", [name for name in FORMATS if not exports()[name].needs_text])
def test_no_word_is_in_an_export_without_texts(everything, name):
    """No text, title, target, quote, what stands around it, or note."""
    texts = list(written(everything, name, text=False))
    for word in WORDS:
        assert not any(found(text, word) for text in texts), word


def test_the_forms_are_those_that_formats_write():
    """What is looked for would be found: each name is in an export that hides none."""
    assert {"B\\u00e9n", "B%C3%A9n", "Bén"} <= forms("Bén")
    assert "&lt;b@example.org&gt;" in escape(BEN)
    assert all(found(f"[{form}]", BEN) for form in forms(BEN))
    assert not found("analogy banana", ANA)


@pytest.mark.parametrize("name", ["jsonl", "convokit", "webannotation", "brat"])
def test_a_leak_would_be_seen(everything, name):
    """The same look at an export that hides nothing finds the names."""
    texts = list(written(everything, name))
    assert all(any(found(text, word) for text in texts) for word in (ANA, BEN))
