"""A study's folder: what its `threadmark.toml` says, and where its labels go."""

from __future__ import annotations

import os
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from threadmark.errors import UsageError

FILE = "threadmark.toml"
_TYPES: Mapping[str, type] = {"annotator": str, "labels": str, "keymap": list, "extended": bool, "study": dict}
_STUDY_TYPES: Mapping[str, type] = {"authors": str, "scores": bool, "order": str}
_ORDERS = ("given", "random")
_WORDS = {str: "text in quotes", list: "list", bool: "true or a false", dict: "table"}
_AUTHORS = ("shown", "pseudonyms")


@dataclass(frozen=True, slots=True)
class Project:
    """What holds for every thread of a folder.

    Attributes:
        folder: the folder.
        annotator: who labels here.
        labels: the label file of the folder.
        keymap: the stack of layers; empty for the default one.
        extended: whether extended labels are there.
        pseudonyms: whether authors are shown under pseudonyms.
        scores: whether scores are shown.
        random_order: whether threads are listed in an order drawn for the annotator.
    """

    folder: Path
    annotator: str | None = None
    labels: Path | None = None
    keymap: tuple[str, ...] = ()
    extended: bool = False
    pseudonyms: bool = False
    scores: bool = True
    random_order: bool = False


def read_project(folder: Path) -> Project:
    """What the folder's `threadmark.toml` says; nothing at all where there is none.

    Raises:
        UsageError: it is no TOML, or says something that is not understood.
    """
    path = folder / FILE
    if not path.exists():
        return Project(folder)
    import tomllib  # noqa: PLC0415 -- most folders have no such file, and the first paint waits for this

    try:
        content = tomllib.loads(path.read_text(encoding="utf-8"))
    except (tomllib.TOMLDecodeError, UnicodeDecodeError, OSError) as error:
        raise UsageError(str(error), where=str(path), next_step="mend the file or move it away") from error
    _check(content, _TYPES, path)
    study = content.get("study", {})
    _check(study, _STUDY_TYPES, path)
    if study.get("authors", "shown") not in _AUTHORS:
        raise UsageError(f"study.authors must be one of {', '.join(_AUTHORS)}", where=str(path))
    if study.get("order", "given") not in _ORDERS:
        raise UsageError(f"study.order must be one of {', '.join(_ORDERS)}", where=str(path))
    labels = content.get("labels")
    return Project(
        folder,
        annotator=content.get("annotator"),
        labels=folder / labels if labels else None,
        keymap=tuple(map(str, content.get("keymap", ()))),
        extended=content.get("extended", False),
        pseudonyms=study.get("authors") == "pseudonyms",
        scores=study.get("scores", True),
        random_order=study.get("order") == "random",
    )


def _check(content: Mapping[str, object], types: Mapping[str, type], path: Path) -> None:
    for name, value in content.items():
        wanted = types.get(name)
        if wanted is None:
            raise UsageError(f"{name} is not known here", where=str(path), next_step=f"known are {', '.join(types)}")
        if not isinstance(value, wanted):
            raise UsageError(f"{name} must be a {_WORDS[wanted]}", where=str(path))


def keep_annotator(folder: Path, annotator: str) -> bool:
    """Keep the annotator's name in the folder; False where nothing can be written there."""
    path = folder / FILE
    quoted = '"' + annotator.replace("\\", "\\\\").replace('"', '\\"') + '"'
    try:
        before = path.read_text(encoding="utf-8") if path.exists() else ""
        beside = path.with_name(FILE + ".new")
        beside.write_text(f"annotator = {quoted}\n{before}", encoding="utf-8")
        beside.replace(path)
    except OSError:
        return False
    return True


def label_file(opened: Path | None, project: Project, *, sample: bool) -> Path:
    """Where the labels of what was opened go when the command does not say.

    That is the project's own file; else `labels.json` beside the thread, or in the folder; for a thread from stdin, a
    sample, or a folder that nothing can be written in, in the current folder.

    Args:
        opened: the thread's file or the folder; None for stdin.
        project: the folder's settings.
        sample: whether it is one of the shipped samples.
    """
    if project.labels is not None:
        return project.labels
    if opened is not None and not sample:
        folder = opened if opened.is_dir() else opened.parent
        if os.access(folder, os.W_OK) or (folder / "labels.json").exists():
            return folder / "labels.json"
    return Path("labels.json")
