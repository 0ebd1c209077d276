"""A study's folder: what its `threadmark.toml` says, and where its labels go."""

from __future__ import annotations

import os
from collections.abc import Mapping, MutableMapping
from dataclasses import dataclass, field
from pathlib import Path

from threadmark.errors import UsageError
from threadmark.study import Study

FILE = "threadmark.toml"
_TYPES: Mapping[str, type] = {
    "annotator": str,
    "labels": str,
    "keymap": list,
    "extended": bool,
    "study": dict,
    "claims": dict,
    "filters": dict,
    "target": list,
}
_WORDS = {str: "a text in quotes", list: "a list", bool: "true or false", dict: "a table"}


@dataclass(frozen=True, slots=True)
class Project:
    """What holds for every thread of a folder."""

    folder: Path
    """The folder."""
    annotator: str | None = None
    """Who labels here."""
    labels: Path | None = None
    """The label file of the folder."""
    keymap: tuple[str, ...] = ()
    """The stack of layers; empty for the default one."""
    extended: bool = False
    """Extended labels are there."""
    study: Study = field(default_factory=Study)
    """What the study says."""
    filters: Mapping[str, str] = field(default_factory=dict)
    """Filters by their names."""


def read_project(folder: Path) -> Project:
    """What the folder's `threadmark.toml` says; nothing at all where there is none.

    Raises:
        UsageError: it is no TOML, or says something that is not understood.
    """
    path = folder / FILE
    if not path.exists():
        return Project(folder)
    import tomllib  # noqa: PLC0415 -- most folders have no such file, and the first paint waits for this

    from threadmark.study_file import NotUnderstoodError, read_study  # noqa: PLC0415 -- as above

    try:
        content = tomllib.loads(path.read_text(encoding="utf-8"))
    except (tomllib.TOMLDecodeError, UnicodeDecodeError, OSError) as error:
        raise UsageError(str(error), where=str(path), next_step="mend the file or move it away") from error
    _check(content, _TYPES, path)
    try:
        study = read_study(content)
    except NotUnderstoodError as error:
        raise UsageError(str(error), where=str(path), next_step=error.next_step) from error
    labels = content.get("labels")
    if not content.get("annotator", "somebody").strip():
        raise UsageError("the annotator's name is empty", where=str(path))
    return Project(
        folder,
        annotator=content.get("annotator"),
        labels=folder / labels if labels else None,
        keymap=tuple(map(str, content.get("keymap", ()))),
        extended=content.get("extended", False),
        study=study,
        filters={name: _filter(name, words, path) for name, words in content.get("filters", {}).items()},
    )


def _check(content: Mapping[str, object], types: Mapping[str, type], path: Path) -> None:
    for name, value in content.items():
        wanted = types.get(name)
        if wanted is None:
            raise UsageError(f"{name} is not known here", where=str(path), next_step=f"known are {', '.join(types)}")
        if not isinstance(value, wanted):
            raise UsageError(f"{name} must be {_WORDS[wanted]}", where=str(path))


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
