"""The comment tree: every comment whole, wrapped, in one widget of any length.

The view is held by an anchor, the comment and row at the top of the pane, so nothing moves when the height of a
comment far away turns out to be another than estimated. Only comments that come on the screen are wrapped.
"""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Callable, Sequence
from typing import ClassVar

from rich.segment import Segment
from textual import events
from textual.message import Message
from textual.strip import Strip

from threadmark.thread import Outline, Thread
from threadmark.tui.drawn import Drawn
from threadmark.tui.heights import Heights
from threadmark.tui.looks import UNICODE, Signs
from threadmark.tui.marked_text import MarkedText
from threadmark.tui.pane import Pane, bar_cells, on
from threadmark.tui.pinned import Pinned
from threadmark.tui.press import Press
from threadmark.tui.rows import LEVEL, Facts, RowMaker, fitted
from threadmark.tui.veil import Veil

_KEPT = 150  # comments whose strips are kept: a strip of Textual's is sixteen objects and a kilobyte
_CONTEXT = 2  # rows of the comment before that stay in sight when the view has to move
_WHEEL = 3  # rows


class TreeView(Pane):
    """The comments of a thread as a tree, with one of them selected.

    Args:
        facts: what is known about a comment beside its text; asked again after `changed`.
        veil: authors and scores as they are shown.
    """

    class Pressed(Message):
        """The mouse was pressed on a comment; `mark` says it was on its fold mark."""

        def __init__(self, index: int, *, mark: bool) -> None:
            self.index = index
            self.mark = mark
            super().__init__()

    class Dragged(Message):
        """The mouse was dragged over a comment's text: code points where it was pressed and where it is."""

        def __init__(self, index: int, pressed: int, now: int) -> None:
            self.index = index
            self.pressed = pressed
            self.now = now
            super().__init__()

    class Clicked(Message):
        """The mouse was pressed and let go on a code point of a comment's text, without dragging."""

        def __init__(self, index: int, at: int) -> None:
            self.index = index
            self.at = at
            super().__init__()

    DEFAULT_CLASSES = "pane"
    empty_text: ClassVar[str] = "no comments in this thread"

    def __init__(
        self, thread: Thread, outline: Outline, facts: Callable[[int], Facts], veil: Veil, signs: Signs = UNICODE
    ) -> None:
        super().__init__(signs, id="tree")
        self.thread = thread
        self.outline = outline
        self.selected = 0
        self.panel: Sequence[Strip] = ()
        self.beside: frozenset[int] = frozenset()
        self.redraw_panel: Callable[[], object] = lambda: None
        self.at_offset: int | None = None
        self._press: Press | None = None
        self._facts = facts
        self._veil = veil
        self._top = (0, 0)
        self._view: list[tuple[int, int]] = []
        self._pinned = Pinned(self)
        self._drawn: OrderedDict[int, Drawn] = OrderedDict()
        self._maker: RowMaker | None = None
        self._heights: Heights | None = None

    # what there is to draw

    @property
    def maker(self) -> RowMaker:
        """Draws comments at the pane's width."""
        if self._maker is None:
            self._maker = RowMaker(self.thread, self.look, max(4, self.width - 2), self._veil)
        return self._maker

    @property
    def heights(self) -> Heights:
        """Rows of the comments, estimated until they are drawn."""
        if self._heights is None:
            self._heights = Heights(self.maker.estimated_heights(), self.outline.visible_flags)
        return self._heights

    def restyled(self) -> None:
        """Draw everything anew, the selected comment where it was."""
        row = self.row_of_selected()
        self._maker = self._heights = None
        self._drawn.clear()
        if self.height and len(self.thread):
            self._hold(row)
        if self.height and self.panel:
            self.redraw_panel()
            self.bring()

    def changed(self, comments: Sequence[int]) -> None:
        """Something about these comments changed: draw them anew, and those that hide them."""
        if len(comments) > _KEPT:
            self._drawn.clear()
            comments = ()
        for index in comments:
            self._drawn.pop(index, None)
            self._drawn.pop(self.outline.hidden_by(index), None)
        if self._view:
            self._fill()

    def show(self, thread: Thread, outline: Outline, selected: int) -> None:
        """Show another version of the thread, with a comment selected on the row where one is selected now."""
        row = self.row_of_selected()
        self.thread, self.outline, self._veil = thread, outline, self._veil.over(thread)
        self.selected = selected
        self._maker = self._heights = None
        self._drawn.clear()
        self._top = (0, 0)
        self._pinned.pin(())
        if len(thread):
            self.outline.reveal(selected)
            self._hold(row or 0)
            self.bring()

    def redraw(self) -> None:
        """Everything may have changed: draw all comments anew, the selected one where it is."""
        self._drawn.clear()
        self._hold(self.row_of_selected())

    def look_again(self) -> None:
        """Anything about the comments may have changed: draw those in sight anew of which something has."""
        in_sight = {index for index, _ in self._view}
        for index, drawn in [*self._drawn.items()]:
            if index not in in_sight or drawn.facts != self._facts(index):
                del self._drawn[index]
        self._hold(self.row_of_selected())

    def drawn(self, index: int) -> Drawn:
        """The strips of a comment; its height is exact from here on."""
        drawn, folded = self._drawn.get(index), self.outline.is_folded(index)
        variant = folded, index != self.selected and self.outline.is_context(index)
        if drawn is None or drawn.variant != variant:
            draw = self.maker.context_rows if variant[1] else self.maker.rows
            facts = self._facts(index)
            rows = draw(index, facts, folded=folded)
            drawn = self._drawn[index] = Drawn(rows, self.look, facts, variant)
            self.heights[index] = len(rows.strips)
            if len(self._drawn) > _KEPT:
                self._drawn.popitem(last=False)
        return drawn

    def rows_of(self, index: int) -> int:
        """Rows of a comment, exact."""
        return len(self.drawn(index).strips)

    def laid_out(self, index: int) -> MarkedText:
        """The text of a comment as it lies on its rows."""
        return self.drawn(index).text

    # where the view is

    @property
    def room(self) -> int:
        """Rows for comments: those below the heading and above the panel."""
        return max(0, self.body_rows - len(self.panel))

    def row_of_selected(self) -> int | None:
        """The row of the view where the selected comment begins; None when it is off the screen."""
        return self.row_in_view(self.selected)

    def row_in_view(self, index: int) -> int | None:
        """The row of the view where a comment begins, negative when it begins above; None when all of it is off the screen."""
        for row, (shown, line) in enumerate(self._view):
            if shown == index:
                return row - line
        return None

    def _place(self, index: int, row: int) -> None:
        """Put a comment's first row at a row of the view, or as near to it as the beginning allows."""
        while row > 0 and (before := self.outline.above(index)) is not None:
            index = before
            row -= self.rows_of(index)
        self._top = (index, max(0, -row))
        self._fill()

    def _fill(self) -> None:
        """Lay out the rows of the view from its anchor; no empty rows at the end while there is something above."""
        self._lay()
        short = self.room - len(self._view)
        if short > 0 and self._top != (self.outline.top() or 0, 0):
            index, line = self._top
            line -= short
            while line < 0 and (before := self.outline.above(index)) is not None:
                index = before
                line += self.rows_of(index)
            self._top = (index, max(0, line))
            self._lay()

    def _lay(self) -> None:
        view: list[tuple[int, int]] = []
        index: int | None
        index, line = self._top
        line = min(line, self.rows_of(index) - 1)
        while index is not None and len(view) < self.body_rows:
            view += [(index, at) for at in range(line, self.rows_of(index))]
            line = 0
            index = self.outline.below(index)
        self._view = view[: self.body_rows]

    def _hold(self, row: int | None) -> None:
        """Lay out again with the selected comment at a row of the view, or anywhere when it was off the screen."""
        if not len(self.thread):
            return
        if row is None:
            self._place(self.outline.hidden_by(self._top[0]), 0)
        else:
            self._place(self.selected, min(row, max(0, self.room - 1)))

    def comments_in_sight(self) -> set[int]:
        """The comments of which a row is on the screen, pinned or not."""
        pinned = self._pinned.rows()
        in_view = {index for index, _ in self._view[len(pinned) : self.room]}
        return in_view | {row.comment for row in pinned if not row.more} | self.beside

    def is_whole_in_sight(self, index: int) -> bool:
        """Whether all rows of a comment, but for an empty first, are on the screen, none under the pinned ancestors."""
        row = self.row_in_view(index)
        empty = int(index > 0 and self.thread.depths[index] == 1)
        return row is not None and row + empty >= self._pinned.height and row + self.rows_of(index) <= self.room

    # what a key does

    def select(self, index: int, *, centred: bool = False) -> None:
        """Select a visible comment and bring it whole on the screen.

        Args:
            index: the comment.
            centred: put it a third down the pane when it was off the screen, as a jump does.
        """
        forward = index >= self.selected
        self.selected = index
        if self.outline.is_filtered and self._view:
            self._fill()  # what was context is drawn whole, or the other way round
        self.bring(forward=forward, centred=centred)

    def hold(self, index: int) -> None:
        """Select a comment and leave the view where it is."""
        self.selected = index
        if self.outline.is_filtered and self._view:
            self._fill()
        row, chain = self.row_in_view(index), self._pinned.chain()
        if row is None or row + self.rows_of(index) <= self._pinned.height_of(chain):
            self.bring()
        else:
            self._pinned.pin(chain)

    def bring(self, *, forward: bool = True, centred: bool = False) -> None:
        """Bring the selected comment whole on the screen, moving the view only when it must."""
        if not len(self.thread) or not self.height:
            return
        if self.at_offset is not None and self._bring_line(self.at_offset):
            return
        tall = self.rows_of(self.selected)
        row = self.row_in_view(self.selected)
        chain = self._pinned.chain()
        if row is not None and self._fits(row, tall, chain):
            self._pinned.pin(chain)
            return
        lowest = max(0, self.room - tall)
        above = min(len(chain), self._pinned.most)
        target = self.room // 3 if centred else above + _CONTEXT if forward else self.room - tall
        self._place(self.selected, max(min(target, lowest), min(above, lowest)))
        self._pinned.pin(chain)

    def _bring_line(self, offset: int) -> bool:
        """Bring the row of a code point of the selected comment's text on the screen; False for what fits as a whole."""
        drawn, chain = self.drawn(self.selected), self._pinned.chain()
        most = min(len(chain), self._pinned.most)
        if len(drawn.strips) + most <= self.room:
            return False
        line = drawn.text_from + drawn.text.line_of(offset)
        row = self.row_in_view(self.selected)
        at = None if row is None else row + line
        if at is None or at < most:
            self._place(self.selected, most - line)
        elif at >= self.room:
            self._place(self.selected, self.room - 1 - line)
        self._pinned.pin(chain)
        return True

    def _fits(self, row: int, tall: int, chain: list[int]) -> bool:
        pinned = self._pinned.height_of(chain)
        if row < pinned and tall > self.room:
            return row + tall >= self.room  # one reads on in a comment that fills the view
        return row >= pinned and (row + tall <= self.room or row == pinned)

    def folded(self, change: Callable[[], object]) -> None:
        """Change the outline; the selected comment stays, on its row of the screen."""
        row = self.row_of_selected()
        heights, before = self.heights, bytes(self.outline.visible_flags)
        change()
        after = self.outline.visible_flags
        heights.changed(after, *_difference(before, after))
        self.selected = self.outline.hidden_by(self.selected)
        self._hold(row)
        self.bring()

    def scroll_rows(self, rows: int) -> None:
        """Move the view by rows, the selection staying where it is."""
        if not len(self.thread):
            return
        index, line = self._top
        line += rows
        while line < 0 and (before := self.outline.above(index)) is not None:
            index = before
            line += self.rows_of(index)
        while line >= self.rows_of(index) and (after := self.outline.below(index)) is not None:
            line -= self.rows_of(index)
            index = after
        self._top = (index, max(0, min(line, self.rows_of(index) - 1)))
        self._fill()
        self._pinned.pin(self._pinned.chain())
        self.repaint()

    def page(self, rows: int) -> int:
        """Move the view by rows and give the comment that should be selected then: the same while it is in sight."""
        down = rows > 0
        before = self._top
        self.scroll_rows(rows)
        whole = [index for index, line in self._view[: self.room] if line == 0]
        if before == self._top:
            return (self.outline.last() if down else self.outline.first()) or 0
        if self.selected in whole[1:-1] or not whole:
            return self.selected if self.row_in_view(self.selected) is not None else self._top[0]
        return whole[0] if down else whole[-1] if self.selected > whole[-1] else whole[0]

    def show_panel(self, panel: Sequence[Strip], beside: frozenset[int] = frozenset()) -> None:
        """Draw these strips over the last rows, the selected comment above them; `beside` can be read elsewhere."""
        moves = len(panel) > len(self.panel) or beside != self.beside
        room = self.room
        self.panel, self.beside = panel, beside
        if moves and not self._reads_on(room):
            self.bring(centred=True)

    def _reads_on(self, room: int) -> bool:
        """Where one has read into a comment longer than the room, or to its end in the room before, stay there."""
        row, tall = self.row_of_selected(), self.rows_of(self.selected) if len(self.thread) else 0
        if row is None or row >= 0 or tall <= self.room or self.at_offset is not None:
            return False
        self._place(self.selected, self.room - tall if row + tall <= room else row)
        self._pinned.pin(self._pinned.chain())
        return True

    # drawing

    def body(self) -> list[Strip]:
        """The rows of the view, the chain of ancestors over the first of them, the panel over the last."""
        if not len(self.thread):
            nothing = [Segment(" " + self.empty_text, self.look["gone"])]
            return [on(fitted(nothing, self.width), self.look.base), *self.panel]
        if not self._view:
            self._hold(0)
            self.bring()
        index, line = self._top
        thumb = bar_cells(self.body_rows, self.heights.row_of(index) + line, self.heights.total)
        strips = [
            self.drawn(index).finished(line, selected=index == self.selected, thumb=row in thumb)
            for row, (index, line) in enumerate(self._view)
        ]
        pinned = self._pinned.strips()
        strips[: len(pinned)] = pinned
        if self.panel:
            strips += [on(Strip.blank(self.width), self.look.base)] * (self.body_rows - len(strips))
            strips[max(0, self.body_rows - len(self.panel)) :] = self.panel[-self.body_rows :]
        return strips

    # the mouse

    def comment_at(self, y: int) -> int | None:
        """The comment at a row of the pane."""
        row = y - 1
        pinned = self._pinned.rows()
        if 0 <= row < len(pinned):
            return pinned[row].comment
        return self._view[row][0] if 0 <= row < min(len(self._view), self.room) else None

    def on_mouse_down(self, event: events.MouseDown) -> None:
        """Select the comment under the mouse; on its mark, fold or unfold it; on the bar, go there."""
        if event.x == self.width - 1 and self.body_rows:
            aimed, line = self.heights.at(self.heights.total * (event.y - 1) // max(1, self.body_rows - 1))
            self._top = (aimed, min(line, self.rows_of(aimed) - 1))
            self._fill()
            self._pinned.pin(self._pinned.chain())
            self.repaint()
            return
        index = self.comment_at(event.y)
        if index is not None:
            left = 1 + self.maker.indent(self.thread.depths[index])
            first = self.row_in_view(index)
            on_head = first is not None and event.y - 1 in (first, first + 1)
            self.post_message(self.Pressed(index, mark=on_head and left <= event.x < left + 2))
            drawn, row, cell = self.drawn(index), event.y - 1 - (first or 0), event.x - self._left_of_text(index)
            at = None if first is None else drawn.offset_at(row, cell)
            self._press = None if at is None else Press(index, at, on_letter=drawn.is_on(at, row, cell))

    def on_mouse_up(self) -> None:
        """A drag ends, or a click does."""
        press, self._press = self._press, None
        if press is not None and press.is_click:
            self.post_message(self.Clicked(press.text, press.at))

    def on_mouse_move(self, event: events.MouseMove) -> None:
        """Say over which words the mouse is dragged."""
        if (press := self._press) is None or not event.button:
            return
        first, cell = self.row_in_view(press.text), event.x - self._left_of_text(press.text)
        now = None if first is None else self.drawn(press.text).offset_at(event.y - 1 - first, cell)
        has_moved = press.moved(now)
        if now is not None and (has_moved or self.at_offset is not None):
            self.post_message(self.Dragged(press.text, press.at, now))

    def _left_of_text(self, index: int) -> int:
        """Cells of the pane to the left of a comment's text."""
        return 1 + self.maker.indent(self.thread.depths[index]) + LEVEL

    def on_mouse_scroll_down(self, event: events.MouseScrollDown) -> None:
        """Scroll by a few rows."""
        event.stop()
        self.scroll_rows(_WHEEL)

    def on_mouse_scroll_up(self, event: events.MouseScrollUp) -> None:
        """Scroll by a few rows."""
        event.stop()
        self.scroll_rows(-_WHEEL)


def _difference(before: bytes, after: bytearray) -> tuple[int, int]:
    """The first index at which two sets of flags differ, and the one after the last; found by halving."""
    if before == after:
        return 0, 0
    return _first_difference(before, after), len(after) - _first_difference(before[::-1], after[::-1])


def _first_difference(before: bytes, after: bytes | bytearray) -> int:
    low, high = 0, len(after)
    while high - low > 1:
        middle = (low + high) // 2
        if before[low:middle] == after[low:middle]:
            low = middle
        else:
            high = middle
    return low
