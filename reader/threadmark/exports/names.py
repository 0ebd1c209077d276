"""Names from outside as parts of a file's name."""

from __future__ import annotations

import hashlib
import re
from typing import Final

_STRANGE = re.compile(rb"[^A-Za-z0-9._-]")
_LONGEST: Final = 80
_RESERVED: Final = {"con", "prn", "aux", "nul", *(f"{port}{n}" for port in ("com", "lpt") for n in range(10))}


def file_name(name: str) -> str:
    """A name that any file system takes, another one for each name: what is strange in it becomes `%XX`.

    It never leads out of its folder and is not hidden, and a long one is cut and told apart by its hash.

        >>> file_name("../ana"), file_name("Zoë"), file_name("c1")
        ('%2E.%2Fana', 'Zo%C3%AB', 'c1')
    """
    safe = _STRANGE.sub(lambda found: b"%%%02X" % found[0][0], name.encode()).decode()
    if not safe or safe[0] in ".-" or safe.partition(".")[0].lower() in _RESERVED:
        safe = f"%{ord(safe[0]):02X}{safe[1:]}" if safe else "%"
    if safe.endswith("."):
        safe = f"{safe[:-1]}%2E"
    if len(safe) > _LONGEST:
        safe = f"{safe[:_LONGEST]}~{hashlib.sha256(name.encode()).hexdigest()[:12]}"
    return safe
