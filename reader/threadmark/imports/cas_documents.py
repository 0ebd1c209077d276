"""What UIMA CAS documents say: ours, or those of INCEpTION, WebAnno and other pipelines; dkpro-cassis reads them.

In ours, types of our own say everything. In others a label is a feature with a text, or one that is true: the feature is
the question and its value the label (`yes`, where it is true); where the feature is only called `label` or `value`, the
layer is the question, and where a layer has nothing to say of its words, it is the label. The document's metadata say which
comment it is, and in INCEpTION's also whose. cassis gives offsets in code points, which count in the text of the document;
what they mark is cut out of it there.
"""

from __future__ import annotations

import warnings
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path, PurePath
from typing import TYPE_CHECKING, Any, Final, TypeVar

import msgspec

from threadmark.errors import InputError, UsageError
from threadmark.imports.given import GivenLabel
from threadmark.labels.anchors import span_at
from threadmark.labels.records import Span, Status

if TYPE_CHECKING:
    from cassis import Cas  # type: ignore[import-untyped]  # it has no types

PASS, LABEL, EVIDENCE = "threadmark.Pass", "threadmark.CommentLabel", "threadmark.Evidence"
ARTICLE, ASKED = "threadmark.ArticleEvidence", "threadmark.AskedQuestion"
_METADATA: Final = "de.tudarmstadt.ukp.dkpro.core.api.metadata.type.DocumentMetaData"
_ENTITY: Final = "de.tudarmstadt.ukp.dkpro.core.api.ner.type.NamedEntity"
_NO_LAYERS: Final = ("uima.", "de.tudarmstadt.ukp.", "threadmark.")
"""Types that are no layer of a project: UIMA's own, what INCEpTION keeps for itself, tokens and the like."""
_NO_QUESTIONS: Final = frozenset({"label", "value", "category", "class", "tag"})
_WHO: Final = frozenset({"annotator", "annotatedAt"})
_LINKED: Final = frozenset({"Governor", "Dependent"})
"""Features of a layer of relations."""
_NO_VALUES: Final = frozenset({"sofa", "begin", "end", *_WHO})
_PROJECT: Final = frozenset({"annotation", "curation"})
"""The folders of an exported project that have a folder for each document."""
_ENDINGS: Final = frozenset({".txt", ".json", ".xmi", ".xml", ".tsv", ".conll", ".html"})


_LabelKey = tuple[str, str | None, str]
_Struct = TypeVar("_Struct", bound=msgspec.Struct)


class _Pass(msgspec.Struct):
    """What one annotator made of one comment."""

    thread: str
    comment: str
    annotator: str
    round: int = 1
    status: Status | None = None
    reason: str = ""
    note: str = ""
    revisit: bool = False
    seconds: float = 0.0
    annotatedAt: str = ""  # noqa: N815 -- as the feature is called


class _Question(msgspec.Struct, frozen=True):
    """What had to be answered."""

    dimension: str
    target: str | None = None


class _Label(msgspec.Struct):
    """A label, or whose evidence something is."""

    dimension: str
    label: str
    target: str | None = None
    targetText: str | None = None  # noqa: N815 -- as the feature is called
    either: int | None = None
    created: str = ""
    updated: str = ""

    @property
    def key(self) -> _LabelKey:
        """What tells it from the others of its pass."""
        return self.dimension, self.target, self.label


def read_documents(path: Path, ending: str, name: str, loaded: Callable[[Path], Cas]) -> Iterator[GivenLabel]:
    """The labels of a document, or of all in a folder, by path.

    Args:
        path: the file or folder.
        ending: how the names of documents end.
        name: the format's, for errors.
        loaded: makes a CAS of a file.

    Raises:
        UsageError: dkpro-cassis is not installed.
        InputError: something is no such document; the error names file and line.
    """
    try:
        import cassis  # noqa: F401, PLC0415 -- an extra: what is asked is whether it is there
    except ImportError:
        raise UsageError(
            f"{name} needs cassis, which is not installed", next_step='pip install "threadmark[cas]"'
        ) from None
    is_folder = path.is_dir()
    for file in documents_in(path, ending):
        where = file.relative_to(path).as_posix() if is_folder else file.name
        try:
            with warnings.catch_warnings():
                warnings.simplefilter("ignore")  # what cassis could read all the same
                yield from _labels(loaded(file), file, where)
        except InputError:
            raise
        except Exception as error:  # cassis fails in as many ways as there are things that are no CAS
            line = getattr(error, "lineno", None)
            raise InputError(
                f"can't be read as {name}: {error or type(error).__name__}",
                where=f"{file}:{line}" if line else str(file),
                next_step="--from names another format",
            ) from error


def documents_in(path: Path, ending: str) -> Iterator[Path]:
    """The documents in a folder, by path; or the one that is named.

    Of an exported project, those that were annotated: beside them it has its sources, and JSON that is no document.
    """
    if not path.is_dir():
        yield path
        return
    is_project = (path / "exportedproject.json").is_file()
    for folder in [path / name for name in sorted(_PROJECT)] if is_project else [path]:
        yield from sorted(file for file in folder.rglob(f"*{ending}") if file.is_file())


def _labels(cas: Cas, file: Path, where: str) -> Iterator[GivenLabel]:
    for sofa in cas.sofas:
        view = cas.get_view(sofa.sofaID)
        about = next(iter(_all(view, PASS)), None)
        yield from _ours(view, about, where) if about is not None else _others(view, file, where)


def _all(view: Cas, name: str) -> list[Any]:
    """The structures of a type in the order in which they were written; cassis has none for those without a place."""
    found = view.select(name) if view.typesystem.contains_type(name) else ()
    return sorted(found, key=lambda each: each.xmiID or 0)


def _ours(view: Cas, whole: Any, where: str) -> Iterator[GivenLabel]:
    """A pass as it was written.

    Raises:
        ValueError: a feature is not what we write.
    """
    text, about = _text(view.sofa_string) or "", _read(whole, _Pass)
    spans: dict[_LabelKey, list[Span]] = {}
    for each in _all(view, EVIDENCE):
        spans.setdefault(_read(each, _Label).key, []).append(span_at(text, each.begin, each.end))
    for each in _all(view, ARTICLE):
        spans.setdefault(_read(each, _Label).key, []).append(_read(each, Span))
    of_pass = GivenLabel(
        where=where,
        thread=about.thread,
        comment=about.comment,
        text=text,
        annotator=about.annotator,
        round=about.round,
        note=about.note,
        status=about.status,
        reason=about.reason,
        revisit=about.revisit,
        seconds=about.seconds,
    )
    asked = dict.fromkeys(_read(each, _Question) for each in _all(view, ASKED))
    answered = set()
    for label in (_read(each, _Label) for each in _all(view, LABEL)):
        question = _Question(label.dimension, label.target)
        answered.add(question)
        yield replace(
            of_pass,
            dimension=label.dimension,
            label=label.label,
            target=label.target,
            target_text=label.targetText,
            spans=tuple(spans.get(label.key, ())),
            either=label.either,
            asked=True if question in asked else None,
            created=label.created or about.annotatedAt,
            updated=label.updated or about.annotatedAt,
        )
    for question in asked:
        if question not in answered:
            yield replace(of_pass, dimension=question.dimension, target=question.target, asked=True)
    yield of_pass


def _read(structure: Any, type_: type[_Struct]) -> _Struct:
    """The features of a structure that a type has, as far as they are there."""
    said = {name: getattr(structure, name, None) for name in type_.__struct_fields__}
    return msgspec.convert({name: value for name, value in said.items() if value is not None}, type_)


def _others(view: Cas, file: Path, where: str) -> Iterator[GivenLabel]:
    """The layers of another project, each annotation with what its features say."""
    comment, annotator = _whose(view, file)
    text = _text(view.sofa_string) or ""
    for each in _all(view, "uima.cas.TOP"):
        name = each.type.name
        if name != _ENTITY and name.startswith(_NO_LAYERS):
            continue
        layer = name.rpartition(".")[2]
        features = {feature.name for feature in each.type.all_features}
        is_span = hasattr(each, "begin") and each.end is not None and each.end > each.begin
        at = _text(getattr(each, "annotatedAt", None)) or ""
        of_annotation = GivenLabel(
            where=f"{where}, annotation {each.xmiID}",
            comment=comment,
            text=text,
            annotator=_text(getattr(each, "annotator", None)) or annotator,
            label=layer,
            spans=(span_at(text, each.begin, each.end),) if is_span else (),
            created=at,
            updated=at,
        )
        if features >= _LINKED or each.type.supertype.name == "uima.cas.TOP":
            yield replace(of_annotation, refused="relations between spans are no labels here")
            continue
        said = [
            (layer if feature in _NO_QUESTIONS else feature, label)
            for feature in sorted(features - _NO_VALUES)
            for label in _texts(getattr(each, feature, None))
        ]
        for question, label in said:
            yield replace(of_annotation, dimension=question, label=label)
        if not said and is_span:
            yield of_annotation


def _whose(view: Cas, file: Path) -> tuple[str, str | None]:
    """The name of the document, and the annotator.

    INCEpTION has the annotator's name as the document's id where it exports a project, and WebAnno also kept the document's
    as its title, at the end of its address.
    """
    for about in _all(view, _METADATA):
        title, own, address = map(_text, (about.documentTitle, about.documentId, about.documentUri))
        if title and own != title and (address or "").endswith(title):
            return _without_ending(title), own
        if own and (document := _document_of(file, own)):
            return _without_ending(document), own
        if named := own or title:
            return _without_ending(named), None
    return _without_ending(file.name), None


def _document_of(file: Path, annotator: str) -> str | None:
    """The document in a project: `annotation/DOCUMENT/ANNOTATOR.json`, or with a folder where its types are packed with it."""
    is_packed = file.parent.name in {annotator, f"{annotator}.zip"}
    *_, place, document, own = ("", "", *(file.parent if is_packed else file).parts)
    return document if place in _PROJECT and PurePath(own).stem == annotator else None


def _without_ending(name: str) -> str:
    path = PurePath(name)
    return path.stem if path.suffix in _ENDINGS else name


def _text(value: object) -> str | None:
    return value if isinstance(value, str) else None


def _texts(value: Any) -> Iterator[str]:
    """What a feature says: its one text, or those of an array, or that it is true, which none is unless somebody says so."""
    values = value if isinstance(value, list) else getattr(value, "elements", None) or [value]
    for each in values:
        if isinstance(each, str) and each:
            yield each
        elif each is True:
            yield "yes"
