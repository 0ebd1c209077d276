"""What another program wrote, read to its end: a file, a folder or a zip, in the format that it looks like."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from threadmark.errors import InputError
from threadmark.imports.archives import places_in, unpacked
from threadmark.imports.given import GivenLabel
from threadmark.imports.registry import Import, head_of, import_for, imports


def read_labels(
    path: Path, format_name: str | None, is_wanted: Callable[[GivenLabel], bool]
) -> tuple[str, list[GivenLabel]]:
    """The format's name, and the records that are wanted.

    Raises:
        InputError: the path can't be read to its end, or is nothing that is known.
        UsageError: no format is called so, or it needs an extra.
    """
    with unpacked(path) as content:
        format_, place = _found(content, format_name) if content != path else (import_for(path, format_name), path)
        try:
            return format_.name, [each for each in format_.read(place) if is_wanted(each)]
        except (ValueError, TypeError, OSError) as error:
            # What other programs write may have anything where a number or a list belongs.
            raise InputError(
                f"can't be read as {format_.name}: {error}", where=str(path), next_step="--from names another format"
            ) from error


def _found(folder: Path, format_name: str | None) -> tuple[Import, Path]:
    """The format of what was in a zip, and where in the folder it lies."""
    places = places_in(folder)
    wanted = [import_for(folder, format_name)] if format_name else list(imports().values())
    for place in places:
        head = head_of(place)
        for format_ in wanted:
            if format_.sniff(place, head):
                return format_, place
    return import_for(places[-1], format_name), places[-1]
