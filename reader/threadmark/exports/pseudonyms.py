"""Pseudonyms from a key: the same name has the same one in every export made with it, and nobody without it can tell."""

from __future__ import annotations

import hmac
import os
import secrets
from pathlib import Path
from typing import Final

from threadmark.errors import ThreadmarkError, UsageError

_DIGITS: Final = 12
_KEY_BYTES: Final = 32


class Pseudonyms:
    """Gives names others.

    Args:
        key: whoever has it can try names out; keep it, and keep it secret.
    """

    def __init__(self, key: bytes) -> None:
        self._key = key

    def author(self, name: str) -> str:
        """Of somebody who wrote a comment, or was named in one."""
        return self._of("author", name)

    def annotator(self, name: str) -> str:
        """Of somebody who labelled."""
        return self._of("annotator", name)

    def _of(self, kind: str, name: str) -> str:
        digest = hmac.digest(self._key, f"{kind}\x1f{name}".encode(), "sha256")
        return f"{kind}-{digest.hex()[:_DIGITS]}"


def key_in(file: Path) -> bytes:
    """The key of a file, which is made, for its owner's eyes only, where it is missing.

    Raises:
        UsageError: the file holds no key.
        ThreadmarkError: it can't be read or made.
    """
    try:
        made = secrets.token_hex(_KEY_BYTES)
        try:
            number = os.open(file, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        except FileExistsError:
            said = file.read_text(encoding="ascii").strip()
        else:
            with os.fdopen(number, "w", encoding="ascii") as made_file:
                made_file.write(f"{made}\n")
            said = made
        key = bytes.fromhex(said)
    except OSError as error:
        raise ThreadmarkError((error.strerror or str(error)).lower(), where=str(file)) from None
    except ValueError:
        key = b""
    if len(key) < _KEY_BYTES:
        raise UsageError("is no key of pseudonyms", where=str(file), next_step="name another file with --key")
    return key
