"""A study's folder: what its `threadmark.toml` says, and where its labels go."""

from __future__ import annotations

import os
from collections.abc import Mapping, MutableMapping
from dataclasses import dataclass, field
from pathlib import Path

from threadmark.errors import UsageError

FILE = "threadmark.toml"
_TYPES: Mapping[str, type] = {
    "annotator": str,
    "labels": str,
    "keymap": list,
    "extended": bool,
    "study": dict,
    "claims": dict,
    "filters": dict,
}
_STUDY_TYPES: Mapping[str, type] = {"authors": str, "scores": bool, "order": str}
_ORDERS = ("given", "random")
_WORDS = {str: "a text in quotes", list: "a list", bool: "true or false", dict: "a table"}
CLAIM_TYPES = ("fact", "forecast", "policy", "value")
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
        claims: the claim of each thread, by its id: its text, and its type where it is given.
        random_order: whether threads are listed in an order drawn for the annotator.
        filters: filters by their names.
    """

    folder: Path
    annotator: str | None = None
    labels: Path | None = None
    keymap: tuple[str, ...] = ()
    extended: bool = False
    pseudonyms: bool = False
    scores: bool = True
    random_order: bool = False
    claims: Mapping[str, tuple[str, str | None]] = field(default_factory=dict)
    filters: Mapping[str, str] = field(default_factory=dict)


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
    if not content.get("annotator", "somebody").strip():
        raise UsageError("the annotator's name is empty", where=str(path))
    return Project(
        folder,
        annotator=content.get("annotator"),
        labels=folder / labels if labels else None,
        keymap=tuple(map(str, content.get("keymap", ()))),
        extended=content.get("extended", False),
        pseudonyms=study.get("authors") == "pseudonyms",
        scores=study.get("scores", True),
        random_order=study.get("order") == "random",
        claims={str(thread): _claim(claim, path) for thread, claim in content.get("claims", {}).items()},
        filters={name: _filter(name, words, path) for name, words in content.get("filters", {}).items()},
    )


def _check(content: Mapping[str, object], types: Mapping[str, type], path: Path) -> None:
    for name, value in content.items():
        wanted = types.get(name)
        if wanted is None:
            raise UsageError(f"{name} is not known here", where=str(path), next_step=f"known are {', '.join(types)}")
        if not isinstance(value, wanted):
            raise UsageError(f"{name} must be {_WORDS[wanted]}", where=str(path))


def _claim(claim: object, path: Path) -> tuple[str, str | None]:
    """A claim as the file has it: its text, or `{ text = "…", type = "policy" }`."""
    parts = {"text": claim} if isinstance(claim, str) else claim
    if isinstance(parts, Mapping) and parts.keys() <= {"text", "type"}:
        text, kind = parts.get("text"), parts.get("type")
        if isinstance(text, str) and text.strip() and kind in (None, *CLAIM_TYPES):
            return text, kind
    types = ", ".join(CLAIM_TYPES)
    raise UsageError(
        'a claim is a text, or { text = "…", type = "…" }', where=str(path), next_step=f"types are {types}"
    )


def _filter(name: str, words: object, path: Path) -> str:
    """A filter's words; whether they are understood depends on the labels in effect, and is said where it is used."""
    if not name.strip() or not isinstance(words, str) or not words.strip():
        raise UsageError(
            "a filter is a name and a text in quotes", where=str(path), next_step='such as doubts = "author:bob todo"'
        )
    return words


@dataclass(frozen=True, slots=True)
class SavedFilters:
    """The filters that a folder's `threadmark.toml` has names for.

    Attributes:
        folder: the folder.
        words: each filter's words, by its name.
    """

    folder: Path
    words: dict[str, str] = field(default_factory=dict)

    def keep(self, name: str, words: str) -> None:
        """Keep a filter under a name, in place of what had the name; the rest of the file stays as it was written.

        Raises:
            UsageError: the file can't be written, or was changed meanwhile into something that is not understood.
        """
        import tomlkit  # noqa: PLC0415 -- only when a filter is saved
        from tomlkit.exceptions import TOMLKitError  # noqa: PLC0415 -- as above

        path = self.folder / FILE
        try:
            content = tomlkit.parse(path.read_bytes().decode() if path.exists() else "")
            filters = content.setdefault("filters", tomlkit.table())
            if not isinstance(filters, MutableMapping):
                raise UsageError("filters must be a table", where=str(path))
            filters[name] = words
            _replace(path, content.as_string())
        except (OSError, UnicodeDecodeError, TOMLKitError) as error:
            raise UsageError(f"the filter is not saved: {error}", where=str(path)) from error
        self.words[name] = words


def _replace(path: Path, text: str) -> None:
    beside = path.with_name(path.name + ".new")
    beside.write_bytes(text.encode())
    beside.replace(path)


def keep_annotator(folder: Path, annotator: str) -> bool:
    """Keep the annotator's name in the folder; False where nothing can be written there."""
    path = folder / FILE
    quoted = '"' + annotator.replace("\\", "\\\\").replace('"', '\\"') + '"'
    try:
        before = path.read_text(encoding="utf-8") if path.exists() else ""
        _replace(path, f"annotator = {quoted}\n{before}")
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
