"""The reading screen: an article beside its comment tree, painted before anything else is loaded.

What keys do is the desk's, which is set up once the first comments are on the screen: loading the keymap and the
labels takes as long as reading the thread, and nobody should look at an empty screen meanwhile.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from textual import events
from textual._time import get_time
from textual.app import ComposeResult
from textual.containers import Container

from threadmark.thread import ImportReport, Outline, Thread
from threadmark.tui.article import ArticleView
from threadmark.tui.keyed import KeyedScreen
from threadmark.tui.looks import Signs
from threadmark.tui.rows import Facts
from threadmark.tui.status import StatusLine
from threadmark.tui.text_pane import TextPane
from threadmark.tui.touch import is_chip
from threadmark.tui.tree import TreeView
from threadmark.tui.veil import Veil

if TYPE_CHECKING:
    from threadmark.tui.hands import Hands

WIDE = 100  # cells from which article and tree stand side by side
_ARTICLE_SHARE = (15, 60)  # per cent of the screen, at least and at most
_MOST_WHEN_NARROW = 50  # per cent: the tree keeps at least half of the rows
_SHARE_STEP = 5
_SHARE_IN_FLOW = 18  # per cent, when narrow: the comment and its question need the rows


class ReadingScreen(KeyedScreen):
    """Article and tree with one selected comment, and the line below them.

    Args:
        thread: what is read.
        report: what was mended when it was read.
        signs: the signs to draw with.
        veil: authors and scores as they are shown.
        set_up: makes the desk, once the first comments are painted; None where it can't be made.
        leave: goes back to where the thread was opened from.
    """

    def __init__(
        self,
        thread: Thread,
        report: ImportReport,
        signs: Signs,
        veil: Veil,
        set_up: Callable[[ReadingScreen], Hands | None],
        leave: Callable[[ReadingScreen], None],
    ) -> None:
        super().__init__()
        self.thread = thread
        self.report = report
        self.signs = signs
        self.veil = veil
        self.outline = Outline(thread)
        self.jumped_from: int | None = None
        self.in_article = False
        self.tree_view = TreeView(thread, self.outline, self.facts, veil, signs)
        self.article = ArticleView(thread.article, signs)
        self.status = StatusLine(signs)
        self._panes = Container(id="panes")
        self._set_up = set_up
        self._leave = leave
        self._desk: Hands | None = None
        self._hidden_selection: int | None = None
        self._article_share = 38.0
        self._is_dividing = False
        self._gives_way = False
        self._divided: tuple[bool, float] | None = None

    # the screen

    def compose(self) -> ComposeResult:
        """Article, tree, and the line below them, each as the first frame should have it."""
        self.tree_view.heading = f"{len(self.thread):,} comments"
        self.tree_view.active = True
        self._divide()
        with self._panes:
            yield self.article
            yield self.tree_view
        yield self.status

    def on_mount(self) -> None:
        """Set up the desk, once the thread is shown."""
        self.call_after_refresh(self.desk)

    def desk(self) -> Hands | None:
        """What keys do here; set up at the first call, None where that failed and the program is ending."""
        if self._desk is None:
            self._desk = self._set_up(self)
            if self._desk is not None:
                self._desk.begin()
        return self._desk

    @property
    def hands(self) -> Hands | None:
        """What keys do here, where it is set up by now."""
        return self._desk

    def facts(self, index: int) -> Facts:
        """What is known about a comment beside its text: nothing as long as the labels are not loaded."""
        return Facts() if self._desk is None else self._desk.finding.facts(index, self._desk.facts(index))

    def take_key(self, event: events.Key) -> None:
        """Every key comes here; while text is being typed, another screen is on top and none does."""
        if (desk := self.desk()) is not None and not desk.finding.take(event.key, event.character):
            desk.key(event.key, event.character, event.time)

    def on_paste(self, event: events.Paste) -> None:
        """Text was pasted: into the field that is open, or nowhere."""
        if self._desk is not None:
            self._desk.finding.paste(event.text)

    def app_time(self) -> float:
        """Seconds on the clock that events carry."""
        return get_time()

    def paint(self) -> None:
        """Paint what changed, in one frame."""
        if self._desk is not None:
            self._desk.refresh_status()
            found = self._desk.finding.words
            self.tree_view.heading = f" {self.signs.dot} ".join([*found, self.tree_view.heading])
        if not self.tree_view.panel:
            self.article.lend(None)
        self.tree_view.repaint()
        self.status.repaint()

    def say(self, words: str, *, trouble: bool = False) -> None:
        """Show one line below until the next key."""
        self.status.said = words
        self.status.trouble = trouble

    # where one is

    @property
    def selected(self) -> int:
        """The index of the selected comment."""
        return self.tree_view.selected

    def go(self, index: int, *, jump: bool = False, hold: bool = False) -> None:
        """Select a comment, unfolding what hides it.

        Args:
            index: the comment.
            jump: remember where this began, for `jump_back`.
            hold: leave the view where it is.
        """
        if jump:
            self.jumped_from = self.selected
        if self.in_article:
            self.enter_pane(article=False)
        self._hidden_selection = None
        if self.outline.is_filtered or not self.outline.is_visible(index):
            self.tree_view.folded(lambda: (self.outline.keep(index), self.outline.reveal(index)))
        if hold:
            self.tree_view.hold(index)
        else:
            self.tree_view.select(index, centred=jump)
        if self._desk is not None:
            self._desk.arrived(index)

    def fold(self, change: Callable[[], object]) -> None:
        """Change what is folded; a selected comment that this hides is selected again when all is unfolded."""
        before = self._hidden_selection if self._hidden_selection is not None else self.selected
        self.tree_view.folded(change)
        self._folded_by_hand()
        self._hidden_selection = before if self.selected != before else None

    def _folded_by_hand(self) -> None:
        """The comment that is selected now is shown whatever the filter says; the search closes no fold of a person's."""
        self.tree_view.folded(lambda: self.outline.keep(self.selected))
        if self._desk is not None:
            self._desk.finding.search.unfolded()

    def unfold_all(self) -> None:
        """Unfold everything, back on the comment that folding had hidden."""
        hidden, self._hidden_selection = self._hidden_selection, None
        self.tree_view.folded(self.outline.unfold_all)
        self._folded_by_hand()
        if hidden is not None:
            self.tree_view.folded(lambda: self.outline.keep(hidden))
            self.tree_view.select(hidden, centred=True)

    def enter_pane(self, *, article: bool) -> None:
        """Give the movement keys to the article or to the tree."""
        self.in_article = article and self.article.display
        self.article.active, self.tree_view.active = self.in_article, not self.in_article
        self.article.repaint()

    def show(self, thread: Thread, selected: str) -> None:
        """Show another version of the thread, the same comments folded, a comment selected by its id."""
        folded = [self.thread.ids[index] for index in self.outline.folded_comments()]
        self.thread, self.outline, self.veil = thread, Outline(thread), self.veil.over(thread)
        self.outline.fold_only(index for comment in folded if (index := thread.place(comment)) is not None)
        self.jumped_from = self._hidden_selection = None
        self.tree_view.show(thread, self.outline, thread.place(selected) or 0)
        if self._desk is not None:
            self._desk.finding.rethreaded()

    # how the screen is divided

    def show_article(self, *, shown: bool) -> None:
        """Show or hide the article."""
        self.article.display = shown
        if not shown and self.in_article:
            self.enter_pane(article=False)

    def resize_article(self, step: int) -> None:
        """Give the article more or less of the screen."""
        self.article.display = True
        self._share_out(self._article_share + step * _SHARE_STEP)

    def _share_out(self, share: float) -> None:
        """Give the article this share of the screen, per cent, within bounds."""
        least, most = _ARTICLE_SHARE
        self._article_share = max(least, min(most, share))
        self._gives_way = False
        self._divide()

    def give_way(self, *, now: bool) -> None:
        """While flow lasts a strip of an article leaves its rows to what is asked, until it is given some by hand."""
        self._gives_way = now
        self._divide()

    @property
    def division(self) -> tuple[int, bool]:
        """The article's share of the screen (per cent), and whether it is shown."""
        return round(self._article_share), bool(self.article.display)

    def divide_as(self, share: int, *, shown: bool) -> None:
        """Divide the screen as it was divided before."""
        self.show_article(shown=shown)
        self._share_out(share)

    def on_resize(self) -> None:
        """The screen has another size."""
        self._divide()

    def _divide(self) -> None:
        # By hand and not by breakpoints: a class that changes has the styles of all widgets worked out again.
        # And only where it changes something: the first frame is divided before the screen is told its size.
        wide = self.app.size.width >= WIDE
        most = _SHARE_IN_FLOW if self._gives_way and not wide else _MOST_WHEN_NARROW
        share = self._article_share if wide else min(most, self._article_share)
        if self._divided == (wide, share):
            return
        self._divided = wide, share
        self._panes.styles.layout = "horizontal" if wide else "vertical"
        self.article.styles.width = f"{share:.2f}%" if wide else "100%"
        self.article.styles.height = "100%" if wide else f"{share:.2f}%"

    # the mouse

    def on_mouse_down(self, event: events.MouseDown) -> None:
        """A label is explained; the border between the panes is taken hold of."""
        if is_chip(event):
            self._explain_at(event.screen_y)
        elif self._is_on_border(event.screen_x, event.screen_y) and event.widget is not None:
            self._is_dividing = True
            event.widget.capture_mouse()

    def on_mouse_move(self, event: events.MouseMove) -> None:
        """The border follows the mouse."""
        if self._is_dividing:
            x, y = event.screen_x - self._panes.region.x, event.screen_y - self._panes.region.y
            wide = self.size.width >= WIDE
            cells, of = (x + 1, self._panes.size.width) if wide else (y, self._panes.size.height)
            self._share_out(100 * (cells + 0.5) / max(1, of))  # half a cell, since what is left of one is cut off

    def on_mouse_up(self, event: events.MouseUp) -> None:
        """The border is let go."""
        if self._is_dividing and event.widget is not None:
            event.widget.release_mouse()
        self._is_dividing = False

    def _is_on_border(self, x: int, y: int) -> bool:
        """Side by side the article's last column, one above the other the heading of the comments."""
        if not self.article.display:
            return False
        return x == self.article.region.right - 1 if self.size.width >= WIDE else y == self.tree_view.region.y

    def _explain_at(self, y: int) -> None:
        """Select the comment at a row of the screen and say what it and its labels are."""
        index, desk = self.tree_view.comment_at(y - self.tree_view.region.y), self.desk()
        if index is not None and desk is not None and not desk.asking:
            self.go(index, hold=True)
            desk.run("explain")

    def on_tree_view_pressed(self, event: TreeView.Pressed) -> None:
        """The mouse selects a comment; on its mark it folds."""
        desk = self.desk()
        if desk is None or desk.asking:
            return
        desk.stirred()
        desk.finding.close(keep=True)
        self.go(event.index, hold=True)
        if event.mark:
            desk.run("toggle_fold")
        self.paint()

    def on_tree_view_clicked(self, event: TreeView.Clicked) -> None:
        """A click on a link opens it."""
        if event.index == self.selected:
            self._follow(self.thread.texts[event.index], event.at)

    def on_article_view_clicked(self, event: ArticleView.Clicked) -> None:
        """The same in the article, and for its address."""
        self._follow(event.text, event.at)

    def _follow(self, text: str, at: int) -> None:
        from threadmark.tui.commands.looking import open_link_at  # noqa: PLC0415 -- after the first paint

        desk = self.desk()
        if desk is not None and not desk.asking and not desk.marked_words:
            open_link_at(desk, text, at)
            self.paint()

    def on_tree_view_dragged(self, event: TreeView.Dragged) -> None:
        """Dragging over a comment marks its words."""
        if (desk := self.desk()) is not None and event.index == self.selected:
            desk.drag(None, event.pressed, event.now)

    def on_article_view_dragged(self, event: ArticleView.Dragged) -> None:
        """Dragging over the article marks its words."""
        if (desk := self.desk()) is not None:
            desk.drag(event.place, event.pressed, event.now)

    def on_text_pane_pressed(self, event: TextPane.Pressed) -> None:
        """The mouse makes the article the pane that keys move."""
        event.stop()
        self.enter_pane(article=True)
        self.paint()

    def flush(self) -> None:
        """Put what is only in memory into the store."""
        if self._desk is not None:
            self._desk.flush()

    def leave(self) -> None:
        """Go back to where the thread was opened from."""
        self._leave(self)
