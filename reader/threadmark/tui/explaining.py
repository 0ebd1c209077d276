"""What something on the screen is, in words: a comment, the article, a thread of the list, what can be typed."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

from threadmark.keys.commands import COMMANDS, EVIDENCE
from threadmark.keys.names import displayed
from threadmark.labels.targets import kind_toward
from threadmark.thread.model import rfc3339
from threadmark.tui.chips import label_name, label_prefix
from threadmark.tui.definitions import by_uid, definition, definition_page
from threadmark.tui.text_pane import Paragraph

if TYPE_CHECKING:
    from threadmark.keys.layers import Keymap
    from threadmark.keys.panels import Panel
    from threadmark.labels.records import Label
    from threadmark.labels.round import Round
    from threadmark.tui.hands import Hands
    from threadmark.tui.picker import Shown

_LEAD = 14  # cells before what is said of something
_SEARCH = (
    "Texts and authors are searched while you type, whatever the case and the accents.",
    "// before it searches for a regular expression.",
    "enter stays at the match; n and N go to the next and the previous. up and down bring back earlier searches.",
    "esc goes back to where you were.",
)
_FILTER = (
    "A comment is shown that meets all of these; any other word is looked for in the text.",
    'Several words go between signs: "mill lane". - before a word: it must not hold.',
    "tab takes the word that is offered, enter filters, esc leaves.",
)


def comment_page(hands: Hands, work: Round | None, index: int) -> list[Paragraph]:
    """What is known about a comment, and what its labels mean.

    Args:
        hands: of the screen that it stands on.
        work: what the annotator said; None where nothing is labelled.
        index: the comment.
    """
    thread, veil = hands.thread, hands.reading.veil
    score, edited = veil.score(index), thread.edited(index)
    quoted = ", ".join(f"{hands.reading.signs.paragraph}{place + 1}" for place in hands.reading.article.marked)
    facts = (
        ("author", veil.author(index)),
        ("role", thread.role(index)),
        ("written", rfc3339(thread.created[index])),
        ("edited", None if edited is None else rfc3339(edited) or "nobody knows when"),
        ("deleted", "by its author or a moderator" if thread.deleted(index) else None),
        ("score", None if score is None else f"{score:,}"),
        ("depth", f"{thread.depths[index]:,}" + (" (top-level)" if thread.depths[index] == 1 else "")),
        ("below it", f"{thread.sizes[index] - 1:,}"),
        ("answers", _answered(hands, work, index)),
        ("place from", _place_known(hands, work, index)),
        ("quotes", quoted if index == hands.selected else None),
        ("id", thread.ids[index]),
        *(_said(work, index) if work is not None else ()),
    )
    return [*_lines(facts), *(_labels(hands.keymap, work, index) if work is not None else ())]


def _answered(hands: Hands, work: Round | None, index: int) -> str:
    parent = work.parent(index) if work is not None else hands.thread.parent(index)
    return "the article" if parent is None else f"{hands.reading.veil.author(parent)} ({hands.thread.ids[parent]})"


def _place_known(hands: Hands, work: Round | None, index: int) -> str:
    """How it is known what a comment answers."""
    inferred = hands.thread.inferred(index)
    link = work.link(index) if work is not None else None
    guess = f"inferred by {inferred.cue}, confidence {inferred.confidence:.0%}" if inferred else ""
    if link is not None and link.state == "accepted":
        return f"{guess or 'the source'}; you accepted it"
    if link is not None:
        return f"you; {guess or 'the source'} had it elsewhere"
    return f"{guess}; the source does not tell" if guess else "the source"


def _said(work: Round, index: int) -> Iterator[tuple[str, str | None]]:
    review = work.review(index)
    status = "to do" if work.todo(index) else work.status(index)
    reason = f": {review.reason}" if review is not None and review.reason else ""
    yield "status", f"{status}{reason}"
    yield "revisit", "yes" if work.revisit(index) else None
    yield "note", work.note(index)


def _labels(keymap: Keymap, work: Round, index: int) -> Iterator[Paragraph]:
    """Each label on a comment with its definition."""
    known = by_uid(keymap.codebook)
    labels = work.labels(index)
    yield Paragraph("labels" if labels else "no labels yet", "panel-title", gap=True)
    for label in labels:
        prefix = label_prefix(label, keymap.codebook, work)
        name = label_name(label, keymap.codebook, work)
        yield Paragraph(f"{prefix}: {name}" if prefix else name, "author", lead=" ", gap=True)
        yield from (Paragraph(f'"{span.quote}"', "quote", lead="   rests on: ") for span in label.evidence)
        try:
            dimension = keymap.codebook.dimension(label.dimension)
            defined = keymap.codebook.label(label.dimension, label.label, _scale(keymap, label))
        except KeyError:
            yield Paragraph("the codebook in effect does not have it", "gone", lead="   ")
        else:
            yield from list(definition(defined, dimension, keymap, known))[1:]


def _scale(keymap: Keymap, label: Label) -> str | None:
    kind = kind_toward(keymap.codebook.dimension(label.dimension), label.target)
    return kind.scale if kind is not None else None


def article_page(hands: Hands) -> list[Paragraph]:
    """What is known about the article."""
    article = hands.thread.article
    facts = (
        ("title", article.title),
        ("byline", article.byline),
        ("published", article.published),
        ("url", article.url),
        ("paragraphs", f"{len(article.paragraphs):,}"),
        ("thread", hands.thread.id),
        ("comments", f"{len(hands.thread):,}"),
        ("read from", hands.reading.report.file),
    )
    return list(_lines(facts))


def thread_page(shown: Shown) -> list[Paragraph]:
    """What is known about a thread of the list."""
    spine, progress = shown
    facts = (
        ("title", spine.title),
        ("published", spine.published),
        ("thread", spine.thread),
        ("file", spine.file),
        ("comments", f"{spine.comments:,}"),
        ("no text", f"{len(spine.empty):,}" if spine.empty else None),
        ("done", f"{progress.done:,}"),
        ("to do", f"{shown.todo:,}"),
        ("to revisit", f"{progress.revisit:,}"),
        ("last opened", progress.opened or "never"),
    )
    broken = [Paragraph(line, "trouble", lead=f" {'beside it':<{_LEAD}}") for line in spine.broken]
    return [*_lines(facts), *broken]


def filter_page(hands: Hands) -> list[Paragraph]:
    """The words of the filter language."""
    from threadmark.find import completions  # noqa: PLC0415 -- it is loaded by the first letter of a filter

    words = completions("", 0, hands.keymap.codebook, (), hands.finding.named)
    wide = max(len(word.text) for word in words) + 2
    lines = [Paragraph(word.help, lead=f" {word.text:<{wide}}", lead_part="panel-key") for word in words]
    return [*map(Paragraph, _FILTER), *([lines[0]._replace(gap=True), *lines[1:]] if lines else [])]


def search_page() -> list[Paragraph]:
    """What can be searched for."""
    return list(map(Paragraph, _SEARCH))


def question_page(hands: Hands) -> list[Paragraph]:
    """A question that one key answers: each answer, and what a reason for skipping means."""
    question, answers = hands.question
    meant = {reason.name.lower(): reason.definition for reason in hands.keymap.reasons}
    shown = [Paragraph(question, "panel-title"), Paragraph("A key gives its answer; esc leaves all as it is.")]
    for key, answer in answers.items():
        more = meant.get(answer, "")
        shown.append(Paragraph(f"{answer}: {more}" if more else answer, lead=f" {key:<8}", lead_part="panel-key"))
    return shown


def panel_page(keymap: Keymap, panel: Panel) -> tuple[str, list[Paragraph]]:
    """The heading, and the definitions of a panel's labels, or what each key of a panel of commands does."""
    if panel.dimension is not None:
        return f"definitions: {panel.title}", definition_page(keymap.codebook, keymap, panel)
    return f"keys after {' '.join(panel.leader)}", [
        Paragraph(
            COMMANDS[row.command].help + (f": {row.argument}" if row.argument else ""),
            lead=f" {' '.join((row.key, *row.also)):<8}",
            lead_part="panel-key",
        )
        for row in panel.rows
    ]


def marking_page(keymap: Keymap, leader: Sequence[str], *, ascii_only: bool) -> list[Paragraph]:
    """What the keys do while words are marked."""
    before = f"{' '.join(leader)} "
    shown = [Paragraph("A label's keys make the marked words its evidence; esc leaves.")]
    for command in COMMANDS.values():
        keys = [key.removeprefix(before) for key in keymap.keys_of(command.name) if key.startswith(before)]
        if command.group == EVIDENCE and keys:
            names = " ".join(displayed(key, ascii_only=ascii_only) for key in keys)
            shown.append(Paragraph(command.help.removeprefix("marking: "), lead=f" {names:<16}", lead_part="panel-key"))
    return shown


def _lines(facts: Sequence[tuple[str, str | None]]) -> Iterator[Paragraph]:
    for name, said in facts:
        if said:
            yield Paragraph(said, lead=f" {name:<{_LEAD}}")
