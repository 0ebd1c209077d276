"""UIMA CAS XMI: a document for each comment, in a folder for each annotator, and `TypeSystem.xml` for all of them."""

from __future__ import annotations

from collections.abc import Iterator

from threadmark.exports.cas_documents import LOSES, documents, type_system
from threadmark.exports.labelled import Labelled
from threadmark.exports.registry import Export, File, Options
from threadmark.exports.spans import UTF_16


def files(labelled: Labelled, options: Options) -> Iterator[File]:
    """The types, then the documents."""
    del options
    yield File("TypeSystem.xml", [type_system().to_xml().encode(), b"\n"])
    yield from documents(labelled, ".xmi", lambda cas: f"{cas.to_xmi()}\n")


EXPORT = Export(
    "cas-xmi",
    "UIMA CAS XMI with its type system: a document for each comment and annotator",
    files=files,
    loses=f"{LOSES}, comments with signs that XML has not",
    extra="cas",
    needs=("cassis",),
    offsets=UTF_16,
    needs_text=True,
)
