r"""A label file read in slices of a few thousand documents, as it lies on the disk: one document a line.

Decoding a file of a million labels whole takes its bytes in memory beside its records, and half as long again. What
another program wrote, all on one line, can't be sliced; neither can what is damaged.

    >>> list(slices(io.BytesIO(b'{"labels":{\n"5":{},\n"6":{}\n},\n"meta":{\n"1":{}\n}}\n')))
    [('labels', b'{\n"5":{},\n"6":{}}'), ('meta', b'{\n"1":{}}')]
"""

from __future__ import annotations

import io
import re
from collections.abc import Iterator
from typing import BinaryIO, Final

BYTES_A_SLICE: Final = 1 << 19
"""So few that what is decoded is still near the processor, and so many that a slice costs nothing beside it."""
_HEAD: Final = re.compile(rb'\{?"([a-z]+)":\{\n')
_NAME_AT_MOST: Final = 80
_END: Final = b"\n}"
_LAST: Final = b"}\n"
_BETWEEN: Final = (b",\n", _LAST)


class OtherwiseLaidOutError(ValueError):
    """The file is not laid out as this program does it."""


def slices(file: BinaryIO) -> Iterator[tuple[str, bytes]]:
    """Some documents of a table at a time, as a JSON object of documents by id, with the table's name.

    Raises:
        OtherwiseLaidOutError: the file is not laid out as this program does it; slices that came before are to be
            forgotten.
    """
    after = b""
    while after != _LAST:
        head = _HEAD.fullmatch(file.readline(_NAME_AT_MOST))
        if head is None:
            raise OtherwiseLaidOutError
        name = head[1].decode()
        for slice_ in _of_table(file):
            yield name, slice_
        after = file.read(len(_LAST))
        if after not in _BETWEEN:
            raise OtherwiseLaidOutError
    if file.read(1):
        raise OtherwiseLaidOutError


def _of_table(file: BinaryIO) -> Iterator[bytes]:
    """The documents of the table at whose first one the file stands; it is left behind the table's bracket."""
    # Each document begins after a newline, and no newline is in one: JSON has none inside a text.
    rest = b"\n"
    while piece := file.read(BYTES_A_SLICE):
        piece = rest + piece
        end = piece.find(_END)
        if end >= 0:
            file.seek(end + len(_END) - len(piece), io.SEEK_CUR)
            if end:
                yield b"{%b}" % piece[:end]
            return
        cut = piece.rfind(b",\n")
        rest = piece if cut < 0 else piece[cut + 1 :]
        if cut > 0:
            yield b"{%b}" % piece[:cut]
    raise OtherwiseLaidOutError
