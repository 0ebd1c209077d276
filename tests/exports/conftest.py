"""A small labelled thread on disk, to which each test adds the labels that it is about."""

from __future__ import annotations

import hashlib
import json
from dataclasses import dataclass, field
from pathlib import Path

import pytest
from tests.exports.everything import Everything, everything_in

from threadmark.exports import export
from threadmark.exports.selection import EVERYTHING, Selection
from threadmark.keys.codebook import Codebook, Dimension, Family, LabelDefinition
from threadmark.labels.records import Answer, CodebookRecord, Label, Record, Review, Target, ThreadRecord, put
from threadmark.labels.store import LabelStore

THREAD = {
    "format": "threadmark-thread",
    "version": 1,
    "id": "lane",
    "title": "Council votes to close Mill Lane",
    "article": ["The council voted on Tuesday.", "The lane carries 900 cars a day."],
    "comments": [
        {"id": "c1", "parent": None, "author": "bob", "text": "Closing it punishes drivers."},
        {"id": "c3", "parent": None, "author": "Gull", "text": "=1+1 Typical council."},
        {"id": "c2", "parent": "c1", "author": "ana_k", "text": "🙄 So you'd rather kids get run over?\nClassic."},
    ],
}
CLAIM = Target(id="k1", thread="lane", kind="claim", text="The lane should be closed.")


def a_codebook() -> Codebook:
    """Fallacies in one family, and stance."""

    def label(name: str, dimension: str, family: str | None = None) -> LabelDefinition:
        return LabelDefinition(name, dimension, None, family, None, name, f"What {name} is.")

    fallacies = Dimension(
        *("fallacy", "Fallacies", "many", "f", "always", "none", "which?"),
        families=(Family("person", "Against the person", "1"),),
        labels=(label("ad_hominem", "fallacy", "person"), label("none", "fallacy")),
    )
    stance = Dimension("stance", "Stance", "one", "c", "always", None, "which?", labels=(label("against", "stance"),))
    return Codebook((), (fallacies, stance))


CODEBOOK = a_codebook()


@dataclass
class Study:
    """A folder with a thread and the label file that belongs to it."""

    folder: Path
    said: list[str] = field(default_factory=list)

    @property
    def source(self) -> Path:
        """The thread's file."""
        return self.folder / "lane.thread.json"

    @property
    def labels(self) -> Path:
        """The label file."""
        return self.folder / "labels.json"

    def keep(self, *records: Record) -> None:
        """Bring records into the label file."""
        store = LabelStore.open(self.labels)
        store.commit([put(record) for record in records], annotator="ana", session="s1")
        store.close()

    @staticmethod
    def label(comment: str, dimension: str, label: str, *, by: str = "ana", pass_: int = 1, **fields) -> Label:
        """A label that an annotator gave."""
        target = fields.pop("target", None)
        stamps = {
            "codebook": CODEBOOK.short,
            "created": "2024-03-12T10:00:00.000Z",
            "updated": "2024-03-12T10:00:05.000Z",
        }
        return Label("lane", comment, by, pass_, dimension, target, label, **(stamps | fields))

    @staticmethod
    def review(comment: str, *answers: Answer, by: str = "ana", pass_: int = 1, **fields) -> Review:
        """A comment that an annotator looked at."""
        return Review("lane", comment, by, pass_, answers=answers, **fields)

    def export(self, format_name: str = "jsonl", selection: Selection = EVERYTHING, **options) -> bytes:
        """Export to a file, or to a folder, whose files come one after the other; what was said is in `said`."""
        output = self.folder / "exported"
        export(self.labels, warn=self.said.append, format=format_name, selection=selection, out=str(output), **options)
        if output.is_dir():
            return b"".join(path.read_bytes() for path in sorted(output.rglob("*")) if path.is_file())
        return output.read_bytes()

    def manifest(self) -> dict:
        """The manifest of the last export."""
        return json.loads((self.folder / "exported.manifest.json").read_bytes())

    def rows(self, **options) -> list[dict]:
        """The rows of an export to JSON Lines."""
        return [json.loads(line) for line in self.export(**options).splitlines()]


@pytest.fixture
def study(tmp_path: Path) -> Study:
    """A study of one thread, nothing labelled so far."""
    study = Study(tmp_path)
    study.source.write_text(json.dumps(THREAD), encoding="utf-8")
    sha256 = hashlib.sha256(study.source.read_bytes()).hexdigest()
    document = CODEBOOK.document()
    study.keep(
        ThreadRecord("lane", THREAD["title"], study.source.name, sha256, 3),
        CLAIM,
        CodebookRecord(**{name: document[name] for name in ("sha256", "version", "layers", "dimensions")}),
    )
    return study


@pytest.fixture
def everything(tmp_path: Path) -> Everything:
    """A thread with everything in it, labelled in every way."""
    return everything_in(tmp_path)
