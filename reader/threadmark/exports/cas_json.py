"""UIMA CAS JSON 0.4.0, which INCEpTION imports: a document for each comment, in a folder for each annotator."""

from __future__ import annotations

from collections.abc import Iterator

from threadmark.exports.cas_documents import LOSES, as_json, documents
from threadmark.exports.labelled import Labelled
from threadmark.exports.registry import Export, File, Options
from threadmark.exports.spans import UTF_16


def files(labelled: Labelled, options: Options) -> Iterator[File]:
    """The documents; each carries its types."""
    del options
    return documents(labelled, ".json", as_json)


EXPORT = Export(
    "cas-json",
    "UIMA CAS JSON, for INCEpTION: a document for each comment and annotator",
    files=files,
    loses=LOSES,
    extra="cas",
    needs=("cassis",),
    offsets=UTF_16,
    needs_text=True,
)
