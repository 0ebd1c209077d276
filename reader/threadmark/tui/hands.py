"""Hands on a reading screen: keys become commands, leaders open panels, a question is answered by one key.

What the commands work on differs: labels at a desk, the thread itself at a bench.
"""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections import Counter
from collections.abc import Callable, Container, Mapping, Sequence
from functools import partial
from typing import TYPE_CHECKING, Any

from threadmark.keys.chords import Cancelled, ChordMatcher, Joined, Kept, Match, Outside, Pending, Pressed, Unknown
from threadmark.keys.commands import COMMANDS, EVIDENCE
from threadmark.keys.layers import Keymap
from threadmark.keys.names import Chord, pressed, spelled
from threadmark.keys.panels import Panel
from threadmark.sources.replies.suggesting import ParentSuggester
from threadmark.thread import Outline, Thread
from threadmark.thread.quoting import Quotes
from threadmark.tui.finding.finding import Finding
from threadmark.tui.hinting import WAY_OUT, Hint, panel_hints
from threadmark.tui.panel import one_key_strips, panel_strips, quoted_strips
from threadmark.tui.rows import Facts
from threadmark.tui.scrolling import page_behind
from threadmark.tui.soon import soon

if TYPE_CHECKING:
    from textual.screen import Screen
    from textual.strip import Strip

    from threadmark.find.known import Said
    from threadmark.tui.activity import Activity
    from threadmark.tui.looks import Look
    from threadmark.tui.reading import ReadingScreen

_PANEL_SHARE = 0.8  # of the tree's rows, at most
_NO_LIMIT = 1_000_000  # rows
_LENT = 3  # rows at least that are worth taking from the article
_SUGGESTED = 20  # parents that are suggested
_AT_ONCE = 5000  # comments of a thread that are looked at while one waits
_COUNTED = 1000  # comments at a time
_PAUSE = 0.02  # seconds


class Hands(ABC):
    """Everything that a key does on a reading screen is reached from here.

    Args:
        reading: the screen.
        keymap: keys and codebook in effect.

    Attributes:
        joining: whether the chord that is done asked for a reading beside the label before.
        activity: measures the time on each comment; None where nobody asks for it.
        last_inferred: the inferred reply that was gone to last: the comment's id, and the link's confidence.
    """

    def __init__(self, reading: ReadingScreen, keymap: Keymap) -> None:
        self.reading = reading
        self.keymap = keymap
        self.last_inferred = "", 0.0
        self._quotes = Quotes(reading.thread.article)
        self._quoted: Counter[int] = Counter()
        self._matcher = ChordMatcher(keymap)
        self._answers: Mapping[str, str] = {}
        self._shown_answers: Mapping[str, str] = {}
        self._take_answer: Callable[[str], object] = lambda _: None
        self._question = ""
        self._scrolled = 0
        self._suggester: tuple[Thread, ParentSuggester] | None = None
        self.joining = False
        self.activity: Activity | None = None
        self.finding = Finding(self, self.said)

    # what differs

    @property
    def said(self) -> Said | None:
        """What an annotator said about the thread; None where nothing is labelled."""
        return None

    @property
    @abstractmethod
    def commands(self) -> Container[str]:
        """The commands of the registry that can be done here."""

    @abstractmethod
    def do(self, command: str, argument: str | None) -> None:
        """Do one of these commands."""

    @abstractmethod
    def facts(self, index: int) -> Facts:
        """What is known about a comment beside its text."""

    @abstractmethod
    def refresh_status(self) -> None:
        """What stands above the tree, and at the right end of the last line."""

    @abstractmethod
    def can_write(self) -> bool:
        """Whether anything can be written; where it can't, it is said."""

    @abstractmethod
    def flush(self) -> None:
        """Put what is only in memory where it is kept."""

    @abstractmethod
    def close(self) -> None:
        """The thread is left."""

    def already(self) -> frozenset[str]:
        """The labels of the selected comment, as arguments of the command `label`."""
        return frozenset()

    def panel_words(self, panel: Panel) -> list[tuple[str, str]]:
        """What must be in sight while a key of this panel is chosen: headings and texts."""
        del panel
        return []

    def panel_comment(self, panel: Panel) -> int | None:
        """The comment that must be whole in sight while a key of this panel is chosen."""
        del panel
        return None

    def worded(self, panel: Panel) -> Panel:
        """The panel as it is drawn, its labels called by what they are toward."""
        return panel

    def use(self, keymap: Keymap) -> None:
        """Other keys are in effect from now on."""
        self.keymap = keymap
        self._matcher = ChordMatcher(keymap)

    def suggested(self, index: int) -> list[tuple[int, str]]:
        """Likely parents of a comment, the likeliest first, and what speaks for them.

        In a large thread all comments are looked at in the meantime, and until then it is just those before.
        """
        thread = self.thread
        if self._suggester is None or self._suggester[0] is not thread:
            self._suggester = thread, ParentSuggester(thread)
            if len(thread) > _AT_ONCE:
                self._gather(thread)
        suggester = self._suggester[1]
        if len(thread) > _AT_ONCE and suggester.gather():
            return [(before, "") for before in range(index - 1, max(-1, index - 1 - _SUGGESTED), -1)]
        return [(found.index, found.why) for found in suggester.suggested(index, _SUGGESTED)]

    def _gather(self, thread: Thread) -> None:
        """Look at some comments more, so that no key waits."""
        if self._suggester is not None and self._suggester[0] is thread and self._suggester[1].gather():
            soon(self.reading, _PAUSE, lambda: self._gather(thread))

    # the beginning

    def begin(self) -> None:
        """All is set up: show what is known about the comments."""
        self.reading.tree_view.redraw_panel = self.redraw_panel
        if len(self.thread):
            self.arrived(self.selected)
            self._count_quotes()
        self.reading.tree_view.redraw()
        self.paint()
        self.finding.begin()

    def hints(self) -> tuple[tuple[str, str], ...]:
        """The keys that a reader needs first: the label leaders, then the commands that have a word for the footer."""
        labels = [
            (spelled(leader), panel.title.rstrip("?"))
            for leader, panel in self.keymap.panels.items()
            if len(leader) == 1 and any(row.command == "label" for row in panel.rows)
        ]
        commands = [
            (keys[0], command.hint)
            for command in COMMANDS.values()
            if command.hint and command.group != EVIDENCE and (keys := self.keymap.keys_of(command.name))
        ]
        return (*labels, *commands)

    def hints_now(self) -> tuple[tuple[str, str], ...]:
        """The keys that the last line tells: those of the open panel, which are others than those outside it."""
        if self.asking:
            return ()  # the question tells its own
        if (panel := self.panel) is None:
            return self.hints()
        return panel_hints(panel, self.keymap, keeps_open=self._matcher.keep_open)

    def report_words(self) -> str:
        """What was met when the thread was read, in one line."""
        report = self.reading.report
        own, palette = self.keymap.keys_of("import_report"), self.keymap.keys_of("palette")
        way = f" ({own[0]})" if own else f" ({palette[0]} import)" if palette else ""
        met = [counted(report.repairs, "repair")] if report.repairs else []
        met += [f"{counted(report.missing, 'comment')} not in the file"] if report.missing else []
        met += [counted(len(report.notes), "remark")] if report.notes else []
        return f"{', '.join(met)} when this was read; see the import report{way}"

    # what commands work with

    @property
    def thread(self) -> Thread:
        """The thread on the screen."""
        return self.reading.thread

    @property
    def outline(self) -> Outline:
        """What of it is folded."""
        return self.reading.outline

    @property
    def selected(self) -> int:
        """The index of the selected comment."""
        return self.reading.tree_view.selected

    @property
    def asking(self) -> bool:
        """Whether the next key answers a question."""
        return bool(self._answers)

    @property
    def question(self) -> tuple[str, Mapping[str, str]]:
        """What the next key answers, and the answers that are shown, by their keys."""
        return self._question, self._shown_answers

    @property
    def in_the_middle(self) -> bool:
        """Whether a chord or an answer was begun and not ended: then no key may change what it does."""
        return self.asking or bool(self._matcher.pending) or self.finding.typing

    def rebound(self) -> None:
        """Keys changed what they do: the last line tells the new ones."""
        self.paint()

    def say(self, words: str, *, trouble: bool = False) -> None:
        """Show one line below until the next key."""
        self.reading.say(words, trouble=trouble)

    def go(self, index: int, *, jump: bool = False, hold: bool = False) -> None:
        """Select a comment; see `ReadingScreen.go`."""
        self.reading.go(index, jump=jump, hold=hold)

    def paint(self) -> None:
        """Paint what changed, in one frame."""
        self.reading.status.hints = self.hints_now()
        self.reading.paint()

    @property
    def marked_words(self) -> str:
        """The words that are being marked."""
        return ""

    def mark_in_other_pane(self) -> bool:
        """Where words are being marked, mark them in the other pane; False where none are."""
        return False

    def drag(self, paragraph: int | None, pressed: int, now: int) -> None:
        """The mouse was dragged over words, from one code point to another; `paragraph` is the article's, from 0."""
        del paragraph, pressed, now

    def arrived(self, index: int) -> None:
        """A comment was selected: the article goes to what it quotes."""
        marked: dict[int, tuple[tuple[int, int], ...]] = {}
        for quoted in self._quotes.of(self.thread.texts[index]):
            passage = ((quoted.start, quoted.end),) if quoted.end > quoted.start else ()
            marked[quoted.paragraph] = (*marked.get(quoted.paragraph, ()), *passage)
        self.reading.article.mark({place: tuple(sorted(passages)) for place, passages in marked.items()})

    def _count_quotes(self, start: int = 0) -> None:
        """Count how many comments quote each paragraph, some comments at a time, so that no key waits."""
        self._quoted.update(self._quotes.count(self.thread.texts[start : start + _COUNTED]))
        if start + _COUNTED < len(self.thread):
            soon(self.reading, _PAUSE, lambda: self._count_quotes(start + _COUNTED))
        else:
            self.reading.article.count(self._quoted)

    # keys

    def key(self, key: str, character: str | None, time: float) -> None:
        """A key was pressed, named as Textual names it, at a time of Textual's clock (seconds)."""
        del time
        for one in pressed(key, character):
            self.press(one)

    def press(self, key: str) -> None:
        """Do what a key means now, and paint."""
        self.say("")
        if self.asking:
            self._answer(key)
        else:
            self._match(key)
        self.paint()

    def _match(self, key: str) -> None:
        self.take_chord(self.chord(key))

    def chord(self, key: str) -> Pressed:
        """What a key is in the chord that was begun."""
        return self._matcher.press(key)

    def take_chord(self, found: Pressed) -> None:
        """Do what came of a key."""
        match found:
            case Match(binding, keep_open, join):
                if not keep_open:
                    self.reading.tree_view.show_panel(())
                self.joining = join
                self.do(binding.command, binding.argument)
                if keep_open:
                    self._draw_panel()
            case Pending() | Kept() | Joined():
                self._scrolled = 0
                self._draw_panel()
            case Outside(binding):
                self._outside(binding.command, binding.argument)
            case Cancelled():
                self.reading.tree_view.show_panel(())
            case Unknown(keys):
                self.reading.tree_view.show_panel(())
                help_key = " ".join(self.keymap.keys_of("help")[:1])
                self.say(f"{spelled(keys)} is no key here" + (f"; {help_key} shows all keys" if help_key else ""))

    def _outside(self, command: str, argument: str | None) -> None:
        """A command's key in an open panel: it does what it does, and the panel follows the selection."""
        if command in ("page_down", "page_up"):
            page_behind(self, 1 if command == "page_down" else -1)
        else:
            self.do(command, argument)
        if self._matcher.pending:
            self.redraw_panel()  # or the question that the command asks

    def run(self, command: str, argument: str | None = None) -> None:
        """Do a command of the registry, and paint."""
        self.do(command, argument)
        self.paint()

    def stirred(self) -> None:
        """A key, or the mouse, was pressed, here or on what lies over the thread: what passed was spent on this comment."""
        if self.activity is not None and len(self.thread):
            self.activity.key(self.selected)

    # panels

    @property
    def panel(self) -> Panel | None:
        """The panel that is open."""
        return self.keymap.panel(self._matcher.pending) if self._matcher.pending else None

    def open_panel(self, leader: Chord, *, keep_open: bool = False) -> None:
        """Open a leader's panel as if its keys had been pressed."""
        self._matcher.open(leader, keep_open=keep_open)
        self._scrolled = 0
        self._draw_panel()

    def scroll_panel(self, step: int) -> bool:
        """Scroll what the open panel quotes or lists by a page; False where there is nothing further that way."""
        panel, over, scrolled = self.reading.tree_view.panel, self.reading.article.lent, self._scrolled
        self._scrolled = max(0, scrolled + step)
        self._draw_panel()
        if [*self.reading.tree_view.panel, *self.reading.article.lent] == [*panel, *over]:
            self._scrolled = scrolled
        return self._scrolled != scrolled

    @property
    def panel_state(self) -> str:
        """What is special about the open panel, in words."""
        if self._matcher.join:
            return "either/or with the one before"
        return "stays open" if self._matcher.keep_open else ""

    @property
    def panel_way(self) -> tuple[Hint, ...]:
        """How one goes on from an open panel that stays: what was said last stands where the last line tells it."""
        return WAY_OUT if self._matcher.keep_open else ()

    def close_panel(self) -> None:
        """Close the panel without doing anything."""
        self._matcher.cancel()
        self.reading.tree_view.show_panel(())

    def redraw_panel(self) -> None:
        """Draw the open panel, or the question that one key answers, as the pane is now."""
        tree = self.reading.tree_view
        if self.finding.typing:
            self.finding.draw()
        elif self.asking:
            tree.show_panel(one_key_strips(self._question, self._shown_answers, tree.look, tree.width))
        else:
            self._draw_panel()

    def _draw_panel(self) -> None:
        panel, tree = self.panel, self.reading.tree_view
        if panel is None or not tree.height:
            return
        parent, over = self.panel_comment(panel), None
        # Whether the parent can be read beside the panel is known when the panel has its place.
        if parent is None or tree.is_whole_in_sight(parent):
            tree.show_panel(self._panel_strips(panel, self.panel_words(panel)))
        if parent is not None and not tree.is_whole_in_sight(parent):
            words = self.reading.veil.author(parent), self.thread.texts[parent]
            if self._is_crowded(panel, words):
                over = partial(_answered, words, self._scrolled)
            context = self.panel_words(panel) if over else [words]
            tree.show_panel(self._panel_strips(panel, context), frozenset({parent}))
        self.reading.article.lend(over)

    def _is_crowded(self, panel: Panel, words: tuple[str, str]) -> bool:
        """Whether panel, parent and selected comment don't fit in the tree, and the article can give the parent room."""
        tree, article = self.reading.tree_view, self.reading.article
        if not article.display or article.active or article.body_rows < _LENT:
            return False
        rows = len(self._panel_strips(panel, [words], _NO_LIMIT))
        return rows > self._most_rows or rows + tree.rows_of(self.selected) > tree.body_rows

    @property
    def _most_rows(self) -> int:
        """Rows that a panel may take."""
        return max(1, int(self.reading.tree_view.body_rows * _PANEL_SHARE))

    def _panel_strips(self, panel: Panel, context: Sequence[tuple[str, str]], rows: int | None = None) -> list[Strip]:
        tree = self.reading.tree_view
        return panel_strips(
            self.worded(panel),
            tree.look,
            tree.width,
            rows or self._most_rows,
            already=self.already(),
            context=context,
            scrolled=self._scrolled,
            state=self.panel_state,
            way=self.panel_way,
        )

    # one key for an answer

    def one_key(
        self,
        question: str,
        answers: Mapping[str, str],
        take: Callable[[str], object],
        also: Mapping[str, str] | None = None,
    ) -> None:
        """Ask something that one key answers; any other key leaves it.

        Args:
            question: what is asked.
            answers: from the key to what it stands for.
            take: called with what the key stood for.
            also: further keys, which are not shown.
        """
        self._question, self._shown_answers, self._take_answer = question, answers, take
        self._answers = {**answers, **(also or {})}
        self.redraw_panel()
        self.paint()

    def _answer(self, key: str) -> None:
        bound = self.keymap.bindings.get((key,))
        if key not in self._answers and bound is not None and bound.command in ("explain", "help"):
            self.do(bound.command, bound.argument)  # the question waits
            return
        answers, self._answers = self._answers, {}
        self.reading.tree_view.show_panel(())
        if key in answers:
            self._take_answer(answers[key])
        elif key not in ("escape", "backspace"):
            self.say(f"{key} is none of the answers; nothing was done")
        self.redraw_panel()  # the panel that the question lay over is still open

    def ask(self, screen: Screen[Any], take: Callable[[Any], object] = lambda _: None) -> None:
        """Put a question over the thread and take its answer."""
        if not self.can_write():
            return

        def taken(answer: Any) -> None:
            take(answer)
            self.paint()

        self.reading.app.push_screen(screen, taken)


def _answered(words: tuple[str, str], scrolled: int, look: Look, width: int, rows: int) -> list[Strip]:
    """What a comment answers, where it lies over the article."""
    return quoted_strips("what this answers", words, look, width, rows, scrolled)


def counted(number: int, what: str) -> str:
    """How many there are, in words."""
    return f"{number:,} {what}{'' if number == 1 else 's'}"
