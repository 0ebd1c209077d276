"""What tests of imports share: a labelled thread, and files of other programs read beside it."""

from __future__ import annotations

import json
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path

import pytest
from tests.exports.everything import Everything, everything_in
from tests.imports.round_trips import brought_back

from threadmark.imports.bringing import Brought
from threadmark.labels.store import LabelStore


@dataclass
class Foreign:
    """A folder with threads, into which files of other programs are brought."""

    everything: Everything
    labels: Path | None = None

    def bring(self, name: str, content: object, **options) -> Brought:
        """Write a file (objects become JSON; a list of lines, JSON Lines) and bring it into a new label file."""
        file = self.everything.folder / name
        if isinstance(content, str):
            data = content
        elif name.endswith(".jsonl"):
            data = "".join(json.dumps(each, ensure_ascii=False) + "\n" for each in content)
        else:
            data = json.dumps(content, ensure_ascii=False, indent=2)
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_bytes(data.encode())
        return self.bring_from(file, **options)

    def bring_from(self, place: Path, **options) -> Brought:
        """Bring what is there already."""
        self.labels, brought = brought_back(place, self.everything.folder, **options)
        return brought

    def found(self) -> set[tuple[str, str, str, str, tuple[str, ...]]]:
        """The labels: comment, annotator, question, label, the words that they rest on."""
        with closing(LabelStore.open(self.labels, read_only=True)) as store:
            return {
                (
                    *(each.comment, each.annotator, f"{each.dimension}{'-' if each.target else ''}{each.target or ''}"),
                    each.label,
                    tuple(span.quote for span in each.evidence),
                )
                for each in store.labels()
            }

    def statuses(self) -> dict[tuple[str, str], tuple[str, str]]:
        """How each comment was left, and the note on it."""
        with closing(LabelStore.open(self.labels, read_only=True)) as store:
            return {(each.comment, each.annotator): (each.status, each.note) for each in store.reviews()}


@pytest.fixture(scope="module")
def labelled(tmp_path_factory) -> Everything:
    """A thread with everything in it, labelled in every way."""
    return everything_in(tmp_path_factory.mktemp("everything"))


@pytest.fixture
def foreign(labelled) -> Foreign:
    """Files of other programs, and what comes of them."""
    return Foreign(labelled)
