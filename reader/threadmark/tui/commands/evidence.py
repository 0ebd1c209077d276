"""Commands that mark words, and what labels rest on them."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, TypeAlias

from threadmark.tui.commands.doing import labels, needs_comment
from threadmark.tui.pages import Page
from threadmark.tui.text_pane import Paragraph

if TYPE_CHECKING:
    from threadmark.tui.desk import Desk
    from threadmark.tui.marking.marking import Marking

_Act: TypeAlias = "Callable[[Marking], None]"


@labels("evidence")
@needs_comment
def evidence(desk: Desk, _: str | None) -> None:
    """Mark words, or leave them."""
    if desk.marking is None:
        desk.begin_marking()
    else:
        desk.end_marking()


def _marks(name: str, act: _Act) -> None:
    @labels(name)
    @needs_comment
    def do(desk: Desk, _: str | None) -> None:
        marking = desk.marking or desk.begin_marking()
        if marking is not None:
            act(marking)


def _stepping(name: str, unit: str, step: int) -> None:
    def act(marking: Marking) -> None:
        from threadmark.tui.marking.selection import by_sentence, stepped  # noqa: PLC0415 -- text segmentation

        units = marking.spot.units
        if unit == "sentences":
            marking.move(lambda selection: by_sentence(selection, marking.spot.units, step), step)
        else:
            marking.move(lambda selection: stepped(selection, getattr(units, unit), step), step)

    _marks(name, act)


def _whole_sentence(marking: Marking) -> None:
    from threadmark.tui.marking.selection import whole_sentence  # noqa: PLC0415 -- as above

    marking.move(lambda selection: whole_sentence(selection, marking.spot.units))


for _unit, _one in (("words", "word"), ("graphemes", "character"), ("sentences", "sentence")):
    _stepping(f"mark_next_{_one}", _unit, 1)
    _stepping(f"mark_previous_{_one}", _unit, -1)

_marks("mark_next_line", lambda marking: marking.by_line(1))
_marks("mark_previous_line", lambda marking: marking.by_line(-1))
_marks("mark_line_start", lambda marking: marking.to_edge(-1))
_marks("mark_line_end", lambda marking: marking.to_edge(1))
_marks("mark_sentence", _whole_sentence)
_marks("mark_letter", lambda marking: marking.ask_letter())
_marks("mark_letter_again", lambda marking: marking.to_letter())
_marks("mark_extend", lambda marking: marking.extend())
_marks("mark_swap_ends", lambda marking: marking.swap())
_marks("mark_next_span", lambda marking: marking.next_span())
_marks("mark_keep_bounds", lambda marking: marking.keep_bounds())
_marks("mark_remove", lambda marking: marking.drop_span())


@labels("mark_span")
@needs_comment
def mark_span(desk: Desk, argument: str | None) -> None:
    """Go to marked words by their number."""
    marking = desk.marking or desk.begin_marking()
    if marking is not None:
        marking.to_span(int(argument or "1"))


@labels("evidence_report")
def evidence_report(desk: Desk, _: str | None) -> None:
    """List the marked words that the changed text has elsewhere, or not at all."""
    unsettled = desk.round.unsettled
    shown = [Paragraph(str(one)) for one in unsettled] or [Paragraph("all marked words are where they were marked")]
    if any(one.moved_to is not None for one in unsettled):
        shown.append(
            Paragraph("settle evidence, in the palette, keeps what was found where it is now", "meta", gap=True)
        )
    desk.reading.app.push_screen(Page("evidence report", shown, desk.keymap, desk.reading.signs))


@labels("settle_evidence")
def settle_evidence(desk: Desk, _: str | None) -> None:
    """Write the words that were found elsewhere as they are now."""
    if desk.can_write():
        desk.write(desk.round.settle)
