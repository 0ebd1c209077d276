"""A layer to begin with: commented, so that nothing has to be looked up, and doing nothing until a line is let in."""

from __future__ import annotations

import re
from pathlib import Path

from threadmark.errors import UsageError
from threadmark.keys.findings import shown

_NAME = re.compile(r"[a-z0-9][a-z0-9_-]*")
_TEXT = """\
[layer]
name = "{name}"
title = "{name}"
version = "1.0"
# replaces = ["fallacies"]      # layers below that this one takes the place of

# Lines that begin with # say nothing. Take the # away where you want what they show, then run
#     threadmark keymap check {given} --slips
# and open a thread with --keymap {given}. Change the version when a label changes its meaning; an id is for ever.

[keys]
# A key is the sign that it types (j, ], ?) or a name (f2, ctrl+e, pgdn, space); a chord is keys with spaces between.
# threadmark keymap show names the commands; "" lets go of a key.
# "f2" = "label fallacy.ad_hominem"
# "ctrl+e" = "note"
# "z z" = "fold_done"
# "q" = ""

# A label more in a dimension that is there: this is given by x t.
# [[label]]
# dimension = "flag"
# id = "thanks"
# key = "k"                     # lower-case letter, digit or sign; not /, ?, u, q, and no leader
# name = "Thanks"
# definition = "Thanks somebody for what they wrote."
# yes_when = "The thanks are meant."
# not_when = "They are ironic."
# example = "That was the answer I needed, thank you."

# A dimension of your own.
# [[dimension]]
# id = "mood"
# name = "Mood"
# choice = "one"                # "one", "many", or "one_per_target"
# leader = "M"                  # M, then a label's key
# required = "never"            # who is asked: "always", "top_level", "replies", "never"

# [[label]]
# dimension = "mood"
# id = "angry"
# key = "a"
# name = "Angry"
# definition = "Written in anger at somebody or something."
# example = "Four shops. Four. Can nobody there count?"

# A reason more to skip a comment: this is given by S w.
# [[reason]]
# id = "too_short"
# key = "w"                     # lower-case letter, digit or sign; not t, u, q
# name = "Too short"
# definition = "A word or two that no question fits."
"""


def write_new_layer(name: str, folder: Path) -> Path:
    """Write a commented layer, and give its path.

    Args:
        name: what it is called; or its path, with a slash or ending in `.toml`.
        folder: where a layer that is only named is put; it is made where it is missing.

    Raises:
        UsageError: there is such a file, the name is none, or the file can't be written.
    """
    path = Path(name).expanduser() if "/" in name or name.endswith(".toml") else folder / f"{name}.toml"
    if not _NAME.fullmatch(path.stem):
        raise UsageError(f"{shown(path.stem)} is no name for a layer", next_step="lower-case letters, digits, - and _")
    given = path.stem if path.parent == folder else str(path) if "/" in str(path) else f"./{path}"
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        with path.open("x", encoding="utf-8") as file:
            file.write(_TEXT.format(name=path.stem, given=given))
    except FileExistsError as error:
        raise UsageError("there is such a layer already", where=str(path), next_step="give it another name") from error
    except OSError as error:
        raise UsageError(f"the layer can't be written: {error.strerror}", where=str(path)) from error
    return path
