"""UIMA CAS JSON 0.4.0: a document, or a folder of them, as we and INCEpTION write them."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Final

from threadmark.imports.cas_documents import documents_in, read_documents
from threadmark.imports.given import GivenLabel
from threadmark.imports.registry import Import

if TYPE_CHECKING:
    from cassis import Cas  # type: ignore[import-untyped]  # it has no types

_MARKS: Final = (b'"%TYPES"', b'"%FEATURE_STRUCTURES"')
_LOOKED_AT: Final = 4_096


def sniff(path: Path, head: bytes) -> bool:
    """Whether it speaks of types or feature structures, or the first document of the folder does."""
    if path.is_dir():
        first = next(documents_in(path, ".json"), None)
        if first is None:
            return False
        with first.open("rb") as file:
            head = file.read(_LOOKED_AT)
    return any(mark in head for mark in _MARKS)


def read(path: Path) -> Iterator[GivenLabel]:
    """The labels of each document."""
    return read_documents(path, ".json", IMPORT.name, _loaded)


def _loaded(file: Path) -> Cas:
    from cassis import load_cas_from_json  # noqa: PLC0415 -- an extra

    return load_cas_from_json(file.read_text(encoding="utf-8-sig"))


IMPORT = Import("cas-json", "UIMA CAS JSON, ours or INCEpTION's", sniff, read)
