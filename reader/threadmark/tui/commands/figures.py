"""The thread in figures."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from threadmark.tui.commands.doing import labels
from threadmark.tui.looks import ASCII
from threadmark.tui.pages import Page
from threadmark.tui.text_pane import Paragraph

if TYPE_CHECKING:
    from threadmark.exports.passes import Pass
    from threadmark.labels.round import Round
    from threadmark.thread import Thread
    from threadmark.tui.desk import Desk


@dataclass(frozen=True, slots=True)
class _Sitting:
    """An annotator's own passes over the thread on the screen."""

    id: str
    thread: Thread | None
    passes: Sequence[Pass]


@labels("figures")
def figures(desk: Desk, _: str | None) -> None:
    """Show the thread in figures: progress, labels, who answers whom. Others' labels stay unseen, and one's own pace."""
    from threadmark.report.figures import count  # noqa: PLC0415 -- loaded when it is asked for
    from threadmark.report.naming import Names, named  # noqa: PLC0415 -- as above
    from threadmark.report.plain import sections  # noqa: PLC0415 -- as above

    desk.flush()
    thread, signs = desk.thread, desk.reading.signs
    names = Names(desk.keymap.codebook, desk.keymap.reasons)
    counted = named(count([_Sitting(thread.id, thread, list(_passes(desk.round)))]), names)
    shown = [
        paragraph
        for section in sections(counted, ascii_only=signs is ASCII, pace=False)
        for paragraph in (
            Paragraph(section.title, "panel-title", gap=True),
            *(Paragraph(line, lead="   ") for line in section.lines),
        )
    ]
    desk.reading.app.push_screen(Page("the thread in figures", shown, desk.keymap, signs))


@labels("pace")
def pace(desk: Desk, _: str | None) -> None:
    """Say how quickly one works; nothing else on the screen does."""
    from threadmark.report.figures import count  # noqa: PLC0415 -- as above

    desk.flush()
    [own] = count([_Sitting(desk.thread.id, None, list(_passes(desk.round)))]).progress or [None]
    if own is None or own.an_hour is None or own.typical is None:
        desk.say("no comment is finished yet")
        return
    finished = own.done + own.skipped
    minutes = own.seconds / 60
    desk.say(f"{own.an_hour:,.0f} comments an hour, median {own.typical:.1f} s: {finished:,} in {minutes:,.0f} min")


def _passes(work: Round) -> Iterator[Pass]:
    from threadmark.exports.passes import Pass  # noqa: PLC0415 -- as above

    for index, comment in enumerate(work.thread.ids):
        review, given = work.review(index), work.labels(index)
        if review is not None or given:
            yield Pass(comment, work.annotator, work.number, review, list(given))
