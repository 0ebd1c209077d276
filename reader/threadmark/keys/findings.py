"""What is wrong with a layer, and where: one line a finding, as the check prints it and a refusal says it."""

from __future__ import annotations

from typing import NamedTuple


class Finding(NamedTuple):
    """Something a layer's author should mend.

    Attributes:
        file: the layer's file.
        line: counted from 1; 1 too where no line can be named.
        kind: a word for the sort of finding, such as `clash` or `unknown command`.
        what: what is wrong, lower case, without a full stop; nothing in it can reach a terminal as a control.
        serious: a layer with a serious finding does not load.
    """

    file: str
    line: int
    kind: str
    what: str
    serious: bool = True

    def __str__(self) -> str:
        """As `file:line: kind: what`."""
        return f"{self.where}: {self.kind}: {self.what}"

    @property
    def where(self) -> str:
        """As `file:line`."""
        return f"{self.file}:{self.line}"


def shown(text: object) -> str:
    """Text from a layer, in quotes, with what is not printable written out in ASCII, so that no control gets through."""
    return f"'{''.join(sign if sign.isprintable() else ascii(sign)[1:-1] for sign in str(text))}'"
