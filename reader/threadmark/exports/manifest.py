"""The manifest of an export: what was written, from what, by what, and what was lost on the way.

It holds no time and no path, so the same export has the same manifest.
"""

from __future__ import annotations

from collections.abc import Iterable

import msgspec

import threadmark
from threadmark.exports.labelled import Labelled
from threadmark.exports.registry import Export, Options
from threadmark.exports.selection import Selection
from threadmark.exports.writing import Written


def manifest(
    export: Export, options: Options, selection: Selection, labelled: Labelled, files: Iterable[Written]
) -> dict[str, object]:
    """What a manifest says, as JSON values."""
    contents, tally = labelled.contents, labelled.tally
    return {
        "tool": {"name": threadmark.__name__, "version": threadmark.__version__},
        "format": {
            "name": export.name,
            "version": export.version,
            "options": options.as_given(),
            "offsets": export.offsets,
            "loses": export.loses,
        },
        "selection": selection.as_given(),
        "codebooks": [
            {"sha256": each.sha256, "version": each.version, "date": each.date} for each in contents.codebooks
        ],
        "in": {
            "labels": len(contents.labels),
            "reviews": len(contents.reviews),
            "threads": len(contents.threads),
        },
        "out": tally.out(),
        "lossy": [
            {
                "what": what,
                "times": times,
                "where": [{"thread": thread, "comment": comment} for thread, comment in tally.where[what]],
            }
            for what, times in sorted(tally.lost.items())
        ],
        "files": [{"path": file.path, "bytes": file.size, "sha256": file.sha256} for file in files],
    }


def as_line(said: dict[str, object]) -> bytes:
    """A manifest on one line, without a newline."""
    return msgspec.json.encode(said)


def as_file(said: dict[str, object]) -> bytes:
    """A manifest as a file to read."""
    return msgspec.json.format(msgspec.json.encode(said), indent=2) + b"\n"
