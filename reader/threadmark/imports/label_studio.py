"""Label Studio: tasks with their annotations (JSON), or a record an annotation (JSON-MIN), ours or other projects'.

Storages that a server fills hold a file for each annotation with its task in it, and servers before 1.0 kept one for each
task: a folder of such files is read as well.

What a task shows is in `data`, what an annotator said in the `result` of an annotation: `choices`, and regions with
`labels`, each with its words. Offsets are code points; before 2022 they were UTF-16, which the words tell. In JSON-MIN what
was said stands beside the data: behind the task's `id`, and before the annotator.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime
from pathlib import Path
from typing import Any, Final, NamedTuple

from threadmark.errors import InputError
from threadmark.imports.aligning import squashed
from threadmark.imports.facts import GivenPass, facts_of
from threadmark.imports.given import GivenLabel
from threadmark.imports.objects import Found, first_keys, objects
from threadmark.imports.registry import Import, head_of
from threadmark.labels.naming import full_name
from threadmark.labels.records import Span, stamp

_TASKS: Final = "tasks.json"
_EVIDENCE: Final = "-evidence"
_ABOUT: Final = {"pass-annotator": "text", "pass-round": "number", "pass-note": "text"}
"""Our own fields on the annotation itself, and where their values have what was entered."""
_NAMES: Final = ("choices", "labels", "hypertextlabels", "paragraphlabels", "taxonomy")
"""Where values have the names of labels."""
_GUESSES: Final = {"predictions": "predictions are nobody's labels", "drafts": "drafts were never submitted"}


class _Said(NamedTuple):
    """One thing that an annotator said: the control that it was said with, its value, and what is beside it."""

    control: str
    kind: str
    value: Mapping[str, Any]
    meta: Mapping[str, Any] = {}


def sniff(path: Path, head: bytes) -> bool:
    """Whether it has tasks with annotations, annotations with what was shown, or annotations with their task."""
    if path.is_dir():
        first = next(iter(_files(path)), None)
        return first is not None and (first.name == _TASKS or _is_ours(first_keys(first, head_of(first))))
    return _is_ours(first_keys(path, head))


def read(path: Path) -> Iterator[GivenLabel]:
    """The labels of each annotation."""
    for file in _files(path) if path.is_dir() else [path]:
        for found in objects(file):
            record = found.record
            task = record.get("task")
            if isinstance(task, dict) and "result" in record:
                found = found._replace(record=task | {"annotations": [record]})  # noqa: PLW2901 -- turned inside out
            where = f"task {found.record.get('id', found.where)}"
            if "annotation_id" in record:
                yield from _short(found, where).records()
            else:
                yield from _task(found, where)


def _files(folder: Path) -> list[Path]:
    """The tasks of our export, or all that a storage holds."""
    ours = folder / _TASKS
    return [ours] if ours.is_file() else sorted(folder.glob("*.json"))


def _is_ours(keys: Mapping[str, str]) -> bool:
    is_task = keys.get("data") == "start_map" and not {"annotations", "completions", "predictions"}.isdisjoint(keys)
    is_annotation = keys.get("task") == "start_map" and keys.get("result") == "start_array"
    return is_task or is_annotation or {"annotation_id", "annotator"} <= keys.keys()


def _task(found: Found, where: str) -> Iterator[GivenLabel]:
    task, place = found.record, found.place
    data, annotations = task.get("data"), task.get("annotations", task.get("completions"))
    if not isinstance(data, dict) or not isinstance(annotations, list):
        raise InputError("is no task with annotations", where=place, next_step="--from names another format")
    for annotation in _objects(annotations, place):
        results = _objects(annotation.get("result") or [], place)
        said = [
            _Said(str(each.get("from_name", "")), str(each.get("type", "")), _map(each, "value"), _map(each, "meta"))
            for each in results
        ]
        yield from _pass(data, annotation, said, where, place).records()
    for name, why in _GUESSES.items():
        if guessed := task.get(name):
            yield GivenLabel(where, label=f"{len(guessed)} {name}", refused=why)


def _short(found: Found, where: str) -> GivenPass:
    """A record of JSON-MIN, where a single value stands without what holds it elsewhere."""
    record = found.record
    names = list(record)
    last = names.index("annotator") if "annotator" in names else len(names)
    first = names.index("id") + 1 if "id" in names[:last] else 0
    said: list[_Said] = []
    for name in names[first:last]:
        for each in record[name] if isinstance(record[name], list) else [record[name]]:
            value = each if isinstance(each, dict) else {"text" if name in _ABOUT else "choices": [each]}
            said.append(_Said(name, "", value))
    return _pass(dict(list(record.items())[:first]), record, said, where, found.place)


def _pass(
    data: Mapping[str, Any], annotation: Mapping[str, Any], said: Sequence[_Said], where: str, place: str
) -> GivenPass:
    about = {each.control.removeprefix("pass-"): _entered(each) for each in said if each.control in _ABOUT}
    said = [each for each in said if each.control not in _ABOUT]
    who = about.get("annotator") or _annotator(annotation)
    beyond = _beyond(data, who, about.get("round", 1))
    skipped = annotation.get("was_cancelled") or annotation.get("skipped")
    updated = _time(annotation.get("updated_at"))
    is_as_we_left_it = not said or updated == beyond.get("annotated_at")
    facts = facts_of(
        {
            **data,
            **beyond,
            **about,
            "annotator": who,
            "status": "skipped" if skipped else beyond.get("status") if is_as_we_left_it else None,
            "seconds": annotation.get("lead_time"),
            "created": _time(annotation.get("created_at")),
            "annotated_at": updated,
            "either": {
                full_name(each.control, label): number
                for each in said
                for label, number in _map(each.meta, "either").items()
            },
        },
        place,
    )
    text = _text(data, [str(each.value.get("text") or "") for each in said if "start" in each.value])
    made = GivenPass(where, text, facts)
    for each in said:
        _give(made, each, place)
    return made


def _give(made: GivenPass, said: _Said, place: str) -> None:
    names = [name for key in _NAMES for name in said.value.get(key) or ()]
    if not names:
        kind = said.kind or next(iter(said.value), "value")
        made.refused.append((said.control, f"a {kind} is no label here"))
    spans = _spans(said.value, made.text or "")
    # A project has one question, mostly, for all that is marked, which is called `label` or so: names alone tell.
    question = said.control.removesuffix(_EVIDENCE) if not spans or said.control.endswith(_EVIDENCE) else ""
    for name in names:
        label = name[-1] if isinstance(name, list) and name else name
        if not isinstance(label, str | int):
            raise InputError(f"has a label that is none: {name}", where=place)
        made.give(question, str(label), *spans)


def _spans(value: Mapping[str, Any], text: str) -> list[Span]:
    """Where the words of a value stand; in a page their ends are paths, and what they count in is beside them."""
    if "start" not in value:
        return []
    words = value.get("text")
    quote = words if isinstance(words, str) else ""
    if quote not in text:
        quote = quote.replace("\\n", "\n")
    ends = _map(value, "globalOffsets") or value
    start, end = ends.get("start"), ends.get("end")
    if not isinstance(start, int) or not isinstance(end, int):
        return [Span(-1, -1, quote)]
    return [Span(start, end, quote)]


def _text(data: Mapping[str, Any], quotes: Sequence[str]) -> str | None:
    """Which of the data is the comment's text: what is called so, or has all words that were marked; the longest of these."""
    if isinstance(called := data.get("text"), str):
        return called
    texts = [said for said in data.values() if isinstance(said, str)]
    marked = [said for said in texts if all(squashed(quote) in squashed(said) for quote in quotes)]
    return max(marked or texts, key=len, default=None)


def _beyond(data: Mapping[str, Any], annotator: str | None, number: object) -> Mapping[str, Any]:
    """What our export kept of a pass in the data of its task."""
    passes = data.get("passes")
    for each in passes if isinstance(passes, list) else ():
        if isinstance(each, dict) and (each.get("annotator"), each.get("round")) == (annotator, number):
            return each
    return {}


def _entered(said: _Said) -> Any:
    """What was entered into a field, of several lines the first."""
    value = said.value.get(_ABOUT[said.control], said.value.get("text"))
    return value[0] if isinstance(value, list) and value else value


def _annotator(annotation: Mapping[str, Any]) -> str | None:
    who = annotation.get("completed_by", annotation.get("annotator", annotation.get("created_username")))
    if isinstance(who, dict):
        who = who.get("email") or who.get("username") or who.get("id")
    return str(who) if who is not None else None


def _time(said: object) -> str | None:
    """A time as labels have it; seconds since 1970 in old files."""
    if isinstance(said, int | float):
        return stamp(said)
    try:
        return stamp(datetime.fromisoformat(str(said)).timestamp())
    except ValueError:
        return None


def _map(of: Mapping[str, Any], name: str) -> dict[str, Any]:
    found = of.get(name)
    return found if isinstance(found, dict) else {}


def _objects(found: Any, place: str) -> list[dict[str, Any]]:
    if not isinstance(found, list) or not all(isinstance(each, dict) for each in found):
        raise InputError("has annotations that are no list of objects", where=place)
    return found


IMPORT = Import("label-studio", "Label Studio: tasks with annotations, or JSON-MIN", sniff, read)
