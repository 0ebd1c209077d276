"""An input as a file that can be read from any place, for formats whose table of contents stands at their end."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from tempfile import NamedTemporaryFile

from threadmark.sources.opening import Opened


@contextmanager
def on_disk(opened: Opened, magic: bytes) -> Iterator[Path]:
    """The input's own file, where that begins with `magic`; else a copy of what came packed or by a pipe."""
    if opened.path is not None:
        with opened.path.open("rb") as file:
            if file.read(len(magic)) == magic:
                yield opened.path
                return
    with NamedTemporaryFile(prefix="threadmark-") as copy:
        for chunk in opened.chunks():
            copy.write(chunk)
        copy.flush()
        yield Path(copy.name)
