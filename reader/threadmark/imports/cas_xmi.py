"""UIMA CAS XMI: a document, or a folder of them, with `TypeSystem.xml` beside or above, as we and INCEpTION write them."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Final

from threadmark.errors import InputError
from threadmark.imports.cas_documents import documents_in, read_documents
from threadmark.imports.given import GivenLabel
from threadmark.imports.registry import Import

if TYPE_CHECKING:
    from cassis import Cas, TypeSystem  # type: ignore[import-untyped]  # it has no types

_TYPES: Final = ("TypeSystem.xml", "typesystem.xml", "TypeSystem.XML")
_ABOVE: Final = 4
"""Folders, its own among them, that are searched for a document's types."""


def sniff(path: Path, head: bytes) -> bool:
    """Whether it is XMI, or the folder holds some."""
    if path.is_dir():
        return next(documents_in(path, ".xmi"), None) is not None
    return b"http://www.omg.org/XMI" in head


def read(path: Path) -> Iterator[GivenLabel]:
    """The labels of each document."""
    known: dict[Path, TypeSystem] = {}

    def loaded(file: Path) -> Cas:
        from cassis import load_cas_from_xmi, load_typesystem  # noqa: PLC0415 -- an extra

        place = _types_of(file)
        if place not in known:
            known[place] = load_typesystem(place)
        return load_cas_from_xmi(file, typesystem=known[place])

    return read_documents(path, ".xmi", IMPORT.name, loaded)


def _types_of(file: Path) -> Path:
    folders = file.resolve().parents[:_ABOVE]
    found = next((place for folder in folders for name in _TYPES if (place := folder / name).is_file()), None)
    if found is None:
        raise InputError(
            "has no TypeSystem.xml beside or above it", where=str(file), next_step="export it with its type system"
        )
    return found


IMPORT = Import("cas-xmi", "UIMA CAS XMI with its type system, ours or INCEpTION's", sniff, read)
