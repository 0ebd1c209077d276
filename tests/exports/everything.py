"""A thread with everything in it, labelled in every way, for the tests of formats.

    def read_back(place):                            # in test_my_format.py: the file or the folder that was written
        for row in read_with_its_own_library(place):
            yield Given(…)

`test_every_format` compares what comes back with what was given, and fails for a format whose module has no `read_back`.

Two annotators with hostile names, two rounds, two threads; evidence over emoji, CJK, newlines, combining marks and the
article; either/or, notes, a named target, none, not answered, not seen; formulas, quotes, markup, a very long text.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import NamedTuple
from unicodedata import normalize

from threadmark.exports import export
from threadmark.exports.selection import EVERYTHING, Selection
from threadmark.keys.codebook import Codebook
from threadmark.keys.layers import load_keymap
from threadmark.labels.anchors import span_at
from threadmark.labels.records import (
    Answer,
    CodebookRecord,
    Context,
    Label,
    Record,
    Review,
    Span,
    Target,
    ThreadRecord,
    key_of,
    put,
)
from threadmark.labels.store import LabelStore
from threadmark.places import shipped

ANA = "ana"
BEN = '../=Bén "B" <b@example.org>, 李\\'
"""An annotator's name that means something in paths, spreadsheets, markup, CSV and mail."""

_WRITTEN = {
    "c1": "Closing it punishes drivers.",
    "c2": "🙄 So you'd rather kids get run over?\nClassic. 🙄",
    "c4": "我们 支持 封路。𠮷野家 opens at 9.\n\n> Closing it punishes drivers.\nIt doe\u0301s n\u0303ot: x\u0323\u0307!",
    "c/5 é": "<script>alert('1')</script> & [bold]no[/bold] {{x}} ```\t%00 \\n \"'",
    "c6": "👩‍👩‍👧‍👦 🏳️‍🌈 e\u0301\u0308 اللغة العربية 🇩🇪." + " A very long text, and then some." * 600 + " The end 𝔘!",
    "c3": '=HYPERLINK("http://example.org/?"&A1) @bob: don\'t',
    "c7": "",
    "c8": "Nobody has looked at this one.",
}
TEXTS = {comment: normalize("NFC", text) for comment, text in _WRITTEN.items()}
"""Comments in pre-order, as they are shown."""
PARENTS = {"c2": "c1", "c4": "c2", "c/5 é": "c4", "c6": "c1"}
AUTHORS = {
    "c1": "bob",
    "c2": "ana_k",
    "c3": "=SUM(A1)",
    "c4": "李 雷",
    "c/5 é": "</td>",
    "c6": "bob",
    "c7": None,
    "c8": "Gull",
}
PARAGRAPHS = ("The council 🏛 voted on Tuesday.", "The lane carries 900 cars a day, \N{EURO SIGN}5 each.")
TIMES = {"created": "2024-03-12T10:00:00.000Z", "updated": "2024-03-12T10:00:05.125Z"}


class Given(NamedTuple):
    """A label as every format should carry it, as far as it can; its quotes in the order of the text."""

    thread: str
    comment: str
    annotator: str
    round: int
    dimension: str
    target: str | None
    label: str
    quotes: tuple[str, ...]


@cache
def codebook() -> Codebook:
    """The shipped one."""
    return load_keymap(search=[shipped("keymaps")]).codebook


@dataclass
class Everything:
    """The label file, its thread files, and what is in it.

    Attributes:
        folder: where all lies.
        said: what the last exports have warned of.
        more: labels that came later.
    """

    folder: Path
    said: list[str] = field(default_factory=list)
    more: list[Label] = field(default_factory=list)

    @property
    def labels(self) -> Path:
        """The label file."""
        return self.folder / "labels.json"

    @property
    def given(self) -> list[Given]:
        """All its labels, in the order of exports."""
        order = [*TEXTS, "p1"]
        given = [
            Given(*key_of(label), tuple(span.quote for span in label.evidence)) for label in (*_labels(), *self.more)
        ]
        return sorted(given, key=lambda each: (order.index(each.comment), each.annotator, each.round))

    def export(self, name: str, selection: Selection = EVERYTHING, **options: bool | str) -> Path:
        """Export to a file or a folder; where it is."""
        out = self.folder / f"out-{name}"
        export(self.labels, warn=self.said.append, format=name, selection=selection, out=str(out), **options)
        return out

    def add(self, book: CodebookRecord, *labels: Label) -> None:
        """Give more labels, by a codebook of its own."""
        store = LabelStore.open(self.labels)
        store.commit([put(book), *map(put, labels)], annotator=ANA, session="s2")
        store.close()
        self.more += labels

    def manifest(self, name: str) -> dict:
        """The manifest of the last export in a format."""
        return json.loads((self.folder / f"out-{name}.manifest.json").read_bytes())


def everything_in(folder: Path) -> Everything:
    """Write it all into a folder."""
    _write_thread(folder / "lane.thread.json", "lane", TEXTS, PARAGRAPHS)
    _write_thread(folder / "pool.thread.json", "pool", {"p1": "Save the pool, @ana_k 🏊!"}, ())
    document = codebook().document()
    store = LabelStore.open(folder / "labels.json", clock=lambda: 1_710_237_600.0)
    records: list[Record] = [
        CodebookRecord(
            **{name: document[name] for name in ("sha256", "version", "layers", "dimensions")}, date="2024-03-01"
        ),
        *(
            ThreadRecord(name, name.title(), f"{name}.thread.json", _sha256(folder / f"{name}.thread.json"), comments)
            for name, comments in (("lane", len(TEXTS)), ("pool", 1))
        ),
        Target(id="k1", thread="lane", kind="claim", text="The lane should be closed."),
        Target(id="n1", thread="lane", kind="named", text='The council, "the" council\n& co.'),
        *_labels(),
        *_reviews(),
    ]
    store.commit([put(record) for record in records], annotator=ANA, session="s1")
    store.close()
    return Everything(folder)


def a_label(comment: str, dimension: str, label: str, *quotes: str, by: str = ANA, **fields) -> Label:
    """A label that rests on quotes of the comment, or of a paragraph (`2|quote`)."""
    thread = fields.pop("thread", "lane")
    spans = tuple(_span(comment, quote) for quote in quotes)
    number, target = fields.pop("round", 1), fields.pop("target", None)
    stamps = {"codebook": codebook().short, "session": "s1", "context": Context(ancestors=2, paragraphs=(1,))} | TIMES
    return Label(thread, comment, by, number, dimension, target, label, spans, **(stamps | fields))


def _span(comment: str, quote: str) -> Span:
    """Where a quote stands last in a comment, or in a paragraph (`2|quote`)."""
    number, bar, of_paragraph = quote.partition("|")
    if bar:
        text, quote, part = PARAGRAPHS[int(number) - 1], of_paragraph, f"article:{number}"
    else:
        text, part = TEXTS.get(comment, ""), "comment"
    quote = normalize("NFC", quote)
    start = text.rindex(quote)
    return span_at(text, start, start + len(quote), part)


def _labels() -> Iterator[Label]:
    yield a_label("c1", "stance", "against", target="claim:k1")
    yield a_label("c1", "stance", "favor", "drivers", target="named:n1")
    yield a_label("c1", "rhetoric", "loaded_language", "punishes", "2|900 cars", "1|🏛 voted")
    yield a_label("c1", "stance", "against", "Closing", target="claim:k1", by=BEN)
    yield a_label("c1", "stance", "neutral", target="claim:k1", by=ANA, round=2)
    yield a_label("c2", "stance", "favor", target="claim:k1")
    yield a_label("c2", "stance", "disagree", "So you'd rather", target="comment:c1", via="flow")
    yield a_label("c2", "fallacy", "false_dilemma", "you'd rather kids get run over?\nClassic. 🙄", either=1)
    yield a_label("c2", "fallacy", "straw_man", "🙄", either=1)
    yield a_label("c2", "rhetoric", "sarcasm_irony", "Classic", created="2024-03-12T10:00:02.500Z")
    yield a_label("c2", "rhetoric", "rhetorical_question")
    yield a_label("c2", "fallacy", "family.person", by=BEN)
    yield a_label("c3", "fallacy", "none")
    yield a_label("c3", "flag", "off_topic", '("http://example.org/?"&A1)', by=BEN)
    yield a_label(
        "c4", "rhetoric", "appeal_pathos", "支持 封路", "𠮷野", "\n\n> Closing", "do\u00e9s \u00f1ot", "x\u0323\u0307"
    )
    yield a_label("c4", "stance", "agree", target="comment:c2", by=BEN)
    yield a_label("c/5 é", "fallacy", "other", "<script>alert('1')</script> & [bold]", "\t%00 \\n \"'")
    yield a_label("c/5 é", "stance", "cant_tell", target="comment:c4")
    yield a_label(
        "c6",
        "rhetoric",
        "hyperbole",
        "👩‍👩‍👧‍👦",
        "🏳️‍🌈 e\u0301\u0308".replace("e\u0301", "\u00e9"),
        "اللغة",
        "The end 𝔘",
        by=BEN,
    )
    yield a_label("p1", "stance", "not_addressed", target="claim:k2", thread="pool")


def _reviews() -> Iterator[Review]:
    def asked(dimension: str, target: str | None, outcome) -> Answer:
        return Answer(dimension, target, asked=True, outcome=outcome)

    claim = asked("stance", "claim:k1", "labelled")
    yield Review(
        "lane", "c1", ANA, 1, "done", note='=1+1 "so", he\n said 🙄', answers=(claim,), seconds=12.5, revisit=True
    )
    yield Review("lane", "c1", BEN, 1, "done", answers=(claim,), seconds=3.0)
    yield Review("lane", "c2", ANA, 1, "done", answers=(claim,), seconds=61.25)
    yield Review(
        "lane", "c3", ANA, 1, "done", answers=(asked("stance", "claim:k1", "skipped"), asked("fallacy", None, "none"))
    )
    yield Review("lane", "c6", ANA, 1, "skipped", reason="too long", answers=(asked("rhetoric", None, "skipped"),))
    yield Review("lane", "c7", BEN, 2, "open")
    yield Review("pool", "p1", ANA, 1, "done")


def _write_thread(path: Path, name: str, texts: dict[str, str], paragraphs: tuple[str, ...]) -> None:
    thread = {
        "format": "threadmark-thread",
        "version": 1,
        "id": name,
        "title": f"Council votes on {name.title()} <b>“Mill”</b>",
        "byline": "Ann Reporter",
        "published": "2024-03-11",
        "url": f"https://news.example.org/{name}?a=1&b=2",
        "article": list(paragraphs),
        "comments": [
            {
                "id": comment,
                "parent": PARENTS.get(comment),
                "author": AUTHORS.get(comment),
                "created": f"2024-03-12T09:{minute:02}:00Z",
                "score": 3 - minute,
                "text": text,
            }
            for minute, (comment, text) in enumerate(texts.items())
        ],
    }
    path.write_text(json.dumps(thread, ensure_ascii=False), encoding="utf-8")


def _sha256(path: Path) -> str:
    return hashlib.sha256(path.read_bytes()).hexdigest()
