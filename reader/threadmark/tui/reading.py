"""The reading screen: an article, its comment tree, and every key that is pressed on them."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from itertools import islice
from typing import Any, ClassVar, TypeVar

from textual import events
from textual.app import ComposeResult
from textual.containers import Container
from textual.content import Content
from textual.screen import Screen

from threadmark.errors import HeldError
from threadmark.keys.chords import Cancelled, ChordMatcher, Joined, Kept, Match, Outside, Pending, Unknown
from threadmark.keys.layers import Keymap
from threadmark.keys.names import pressed, spelled
from threadmark.keys.panels import Panel
from threadmark.labels.claims import own_claim
from threadmark.labels.disk import NotSaved
from threadmark.labels.records import Context, Label
from threadmark.labels.round import Outcome, Round
from threadmark.thread import ImportReport, Outline, Thread
from threadmark.tui.activity import Activity
from threadmark.tui.article import ArticleView
from threadmark.tui.ask import AskLine, WriteNote
from threadmark.tui.chips import chips, label_name, label_prefix
from threadmark.tui.commands import DOES
from threadmark.tui.looks import Signs
from threadmark.tui.panel import one_key_strips, panel_strips
from threadmark.tui.rows import Facts
from threadmark.tui.status import StatusLine
from threadmark.tui.tree import TreeView

_Result = TypeVar("_Result")
WIDE = 100  # cells from which article and tree stand side by side
_ARTICLE_SHARE = (15, 60)  # per cent of the screen, at least and at most
_SHARE_STEP = 5
_SENTENCE_END = re.compile(r"(?<=[.!?。！？])\s+")  # noqa: RUF001 -- full-width signs end sentences too
_WHOLE_PANEL = 0.8  # of the tree's rows, at most, with the texts that a label is toward


class ReadingScreen(Screen[None]):
    """Article and tree with one selected comment; all state that a key changes is reached from here.

    Args:
        thread: what is read.
        report: what was mended when it was read.
        work: the annotator's round over this thread.
        keymap: keys and codebook in effect.
        signs: the signs to draw with.
        storage_note: what to say at first, such as that the label file is held by another.
    """

    CSS_PATH: ClassVar[str] = "reading.tcss"
    HORIZONTAL_BREAKPOINTS = [(0, "narrow"), (WIDE, "wide")]  # noqa: RUF012 -- declared by Textual, as no ClassVar
    AUTO_FOCUS: ClassVar[str | None] = ""

    def __init__(
        self,
        thread: Thread,
        report: ImportReport,
        work: Round,
        keymap: Keymap,
        signs: Signs,
        *,
        storage_note: str = "",
    ) -> None:
        super().__init__()
        self.thread = thread
        self.report = report
        self.round = work
        self.keymap = keymap
        self.signs = signs
        self.outline = Outline(thread)
        self.jumped_from: int | None = None
        self.trouble = False
        self.in_article = False
        self.activity = Activity()
        self.tree_view = TreeView(thread, self.outline, self.facts, signs)
        self.article = ArticleView(thread.article, signs)
        self.status = StatusLine(signs)
        self._first_words = storage_note
        self._matcher = ChordMatcher(keymap)
        self._answers: Mapping[str, str] = {}
        self._take_answer: Callable[[str], object] = lambda _: None
        self._hidden_selection: int | None = None
        self._article_share = 38
        self._scrolled_context = 0

    # the screen

    def compose(self) -> ComposeResult:
        """Article, tree, and the line below them."""
        with Container(id="panes"):
            yield self.article
            yield self.tree_view
        yield self.status

    def on_mount(self) -> None:
        """Say what there is to say and give the tree the keys."""
        self.article.heading = "article"
        self.status.hints = self._hints()
        if self._first_words:
            self.say(self._first_words)
        elif self.report.repairs or self.report.missing or self.report.notes:
            keys = self.keymap.keys_of("import_report") or self.keymap.keys_of("palette")
            self.say(
                f"{self.report.repairs:,} repairs when this thread was read; the import report says which ({keys[0]})"
            )
        self.enter_pane(article=False)
        self.refresh_status()
        if len(self.thread):
            self.round.opened(self.tree_view.selected)

    def _hints(self) -> tuple[tuple[str, str], ...]:
        """The keys that a reader needs first: the label leaders, then the commands that have a word for the footer."""
        from threadmark.keys.commands import COMMANDS  # noqa: PLC0415 -- kept beside its one use

        labels = [
            (spelled(leader), panel.title.rstrip("?"))
            for leader, panel in self.keymap.panels.items()
            if panel.dimension is not None
        ]
        commands = [
            (keys[0], command.hint)
            for command in COMMANDS.values()
            if command.hint and (keys := self.keymap.keys_of(command.name))
        ]
        return (*labels, *commands)

    @property
    def selected(self) -> int:
        """The index of the selected comment."""
        return self.tree_view.selected

    def refresh_status(self) -> None:
        """The counts above the tree, and what is saved."""
        counts, trouble = self.round.counts, self.round.store.trouble
        dot = f" {self.signs.dot} "
        parts = [f"{counts.comments:,} comments", f"{counts.done:,} done"]
        parts += [f"{counts.skipped:,} skipped"] if counts.skipped else []
        parts += [f"{counts.revisit:,} to revisit"] if counts.revisit else []
        self.tree_view.heading = dot.join(parts)
        state = (
            "read-only"
            if self.round.store.read_only
            else "not saved"
            if trouble
            else "saving"
            if self.round.store.saving
            else "saved"
        )
        self.status.saved = dot.join((state, f"{counts.done:,}/{counts.comments:,}"))

    def paint(self) -> None:
        """Paint what changed, in one frame."""
        self.refresh_status()
        self.tree_view.repaint()
        self.article.repaint()
        self.status.repaint()

    def say(self, words: str, *, trouble: bool = False) -> None:
        """Show one line below until the next key."""
        self.status.said = words
        self.status.trouble = trouble

    # keys

    def on_key(self, event: events.Key) -> None:
        """Every key comes here first; while text is being typed, another screen is on top and none does."""
        event.stop()
        event.prevent_default()
        self.activity.key(self.selected)
        for key in pressed(event.key, event.character):
            self.press(key)

    def press(self, key: str) -> None:
        """Do what a key means now, and paint."""
        self.status.said = ""
        self.trouble = self.status.trouble = False
        if self._answers:
            self._answer(key)
        else:
            self._match(key)
        self.paint()

    def _match(self, key: str) -> None:
        found = self._matcher.press(key)
        match found:
            case Match(binding, keep_open, join):
                if not keep_open:
                    self.tree_view.show_panel(())
                if binding.command == "label":
                    self.give(binding.argument or "", join=join)
                else:
                    self.run_command(binding.command, binding.argument)
                if keep_open:
                    self._open_panel()
            case Pending() | Kept() | Joined():
                self._scrolled_context = 0
                self._open_panel()
            case Outside(binding):
                self._outside(binding.command, binding.argument)
            case Cancelled():
                self.tree_view.show_panel(())
            case Unknown(keys):
                self.tree_view.show_panel(())
                self.say(f"{spelled(keys)} is no key here; {(self.keymap.keys_of('help') or ('?',))[0]} shows all keys")

    def _outside(self, command: str, argument: str | None) -> None:
        """A command's key in an open panel: it does what it does, and the panel follows the selection."""
        if command in ("page_down", "page_up"):
            self._scrolled_context = max(0, self._scrolled_context + (1 if command == "page_down" else -1) * 5)
        else:
            self.run_command(command, argument)
        if self._matcher.pending:
            self._open_panel()

    def run_command(self, command: str, argument: str | None = None) -> None:
        """Do a command of the registry."""
        DOES[command](self, argument)
        self.paint()

    # panels

    @property
    def open_panel(self) -> Panel | None:
        """The panel that is open."""
        return self.keymap.panel(self._matcher.pending) if self._matcher.pending else None

    def _open_panel(self) -> None:
        panel = self.open_panel
        if panel is None or not self.tree_view.size.height:
            return
        state = (
            "either/or with the one before" if self._matcher.join else "stays open" if self._matcher.keep_open else ""
        )
        rows = max(1, int(self.tree_view.body_rows * _WHOLE_PANEL))
        strips = panel_strips(
            panel,
            self.tree_view.look,
            self.tree_view.size.width,
            rows,
            already=self._already(),
            context=self._panel_context(panel),
            scrolled=self._scrolled_context,
            state=state,
        )
        self.tree_view.show_panel(strips)

    def close_panel(self) -> None:
        """Close the panel without doing anything."""
        self._matcher.cancel()
        self.tree_view.show_panel(())

    def _already(self) -> frozenset[str]:
        """The labels of the selected comment, as arguments of the command `label`."""
        if not len(self.thread):
            return frozenset()
        codebook = self.keymap.codebook
        named = []
        for label in self.round.labels(self.selected):
            try:
                kind = codebook.dimension(label.dimension).target(label.target)
            except KeyError:
                kind = None
            named.append(".".join(part for part in (label.dimension, kind.id if kind else None, label.label) if part))
        return frozenset(named)

    def _panel_context(self, panel: Panel) -> list[tuple[str, str]]:
        """What must be in sight while a label of this panel is chosen: the claim, or the whole parent."""
        if panel.dimension is None or not len(self.thread):
            return []
        kinds = {target.id: target.kind for d in self.keymap.codebook.dimensions for target in d.targets}
        kind = kinds.get(panel.target or "")
        if kind == "claim":
            claim = self.round.claim
            kind_of_claim = f"claim ({claim.claim_type})" if claim and claim.claim_type else "claim"
            return [(kind_of_claim, claim.text if claim else own_claim(self.thread.article))]
        parent = self.thread.parent(self.selected)
        if parent is None or (kind != "comment" and panel.dimension != "fallacy"):
            return []
        author = self.thread.authors[parent] or "unknown"
        return [(author, self.thread.texts[parent])]

    # one key for an answer

    def one_key(self, question: str, answers: Mapping[str, str], take: Callable[[str], object]) -> None:
        """Ask something that one key answers; any other key leaves it.

        Args:
            question: what is asked.
            answers: from the key to what it stands for.
            take: called with what the key stood for.
        """
        self._answers, self._take_answer = answers, take
        self.tree_view.show_panel(one_key_strips(question, answers, self.tree_view.look, self.tree_view.size.width))
        self.paint()

    def _answer(self, key: str) -> None:
        answers, self._answers = self._answers, {}
        self.tree_view.show_panel(())
        if key in answers:
            self._take_answer(answers[key])
        elif key not in ("escape", "backspace"):
            self.say(f"{key} is none of the answers; nothing was done")

    def list_labels(self) -> None:
        """List the labels on the selected comment; a key takes one away."""
        labels = self.round.labels(self.selected)
        if not labels:
            self.say("there is no label on this comment")
            return
        keys = "asdfghjkl" + "qwertyuiopzxcvbnm"
        index = self.selected
        named = {key: self._named(label) for key, label in zip(keys, labels, strict=False)}
        by_name = dict(zip(named.values(), labels, strict=False))
        self.one_key(
            "which label goes away?", named, lambda name: self.write(lambda: self.round.take(index, by_name[name]))
        )

    def _named(self, label: Label) -> str:
        prefix = label_prefix(label, self.keymap.codebook)
        return (f"{prefix}: " if prefix else "") + label_name(label, self.keymap.codebook)

    # labels

    def facts(self, index: int) -> Facts:
        """What is known about a comment beside its text."""
        return Facts(
            chips=chips(self.round.labels(index), self.keymap.codebook),
            status=self.round.status(index),
            revisit=self.round.revisit(index),
            note=self.round.note(index),
            hidden=self._hidden(index) if self.outline.is_folded(index) else "",
        )

    def _hidden(self, index: int) -> str:
        counts = self.round.branch_counts(index)
        replies = f"{counts.replies:,} {'reply' if counts.replies == 1 else 'replies'}"
        doing = [f"{counts.todo:,} to do"] if counts.todo else []
        doing += [f"{counts.revisit:,} to revisit"] if counts.revisit else []
        return f"{replies} {self.signs.dot} {', '.join(doing) or 'done'}"

    def give(self, argument: str, *, join: bool) -> None:
        """Give the selected comment a label, named as the argument of the command `label`."""
        if not len(self.thread):
            self.say("there is no comment here")
            return
        dimension, *middle, label = argument.split(".")
        if middle and middle[0] == "family":
            middle, label = [], f"family.{label}"
        self.write(
            lambda: self.round.give(
                self.selected, dimension, middle[0] if middle else None, label, join=join, context=self.context()
            )
        )

    def context(self) -> Context:
        """What is in sight now."""
        shown = self.tree_view.comments_in_sight()
        ancestors = [
            index for index in self.thread.ancestors(self.selected) if index in shown or index in self.tree_view.pinned
        ]
        return Context(
            ancestors=len(ancestors),
            paragraphs=self.article.paragraphs_in_sight() if self.article.display else (),
            replies=sum(self.thread.holds(self.selected, index) for index in shown) - 1,
        )

    def write(self, change: Callable[[], _Result]) -> _Result | None:
        """Make a change, on disk before it is painted; say what came of it, or why it could not be saved."""
        seconds = self.activity.take()
        try:
            for index, active in seconds.items():
                self.round.add_seconds(index, active)
            outcome = change()
        except (NotSaved, HeldError) as error:
            self.trouble = True
            self.say(str(error), trouble=True)
            self.paint()
            return None
        if isinstance(outcome, Outcome):
            self.tree_view.changed(outcome.comments)
            self.say(outcome.said)
        self.tree_view.bring()
        self.app.checkpoint_later()  # type: ignore[attr-defined]
        self.paint()
        return outcome

    def claim_candidates(self, most: int) -> list[str]:
        """Sentences of the article that could be its claim: the title, then its sentences in order."""
        article = self.thread.article
        sentences = (
            sentence for text in article.paragraphs for sentence in _SENTENCE_END.split(text.replace("\n", " "))
        )
        return list(dict.fromkeys([*([article.title] if article.title else []), *islice(sentences, most)]))

    def finished_branches(self) -> list[int]:
        """The outermost branches in which every comment is done or skipped."""
        branches, index = [], 0
        while index < len(self.thread):
            counts = self.round.branch_counts(index)
            if counts.todo == 0 and not self.round.todo(index) and counts.replies:
                branches.append(index)
                index = self.thread.end(index)
            else:
                index += 1
        return branches

    # where one is

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
        if not self.outline.is_visible(index):
            self.tree_view.folded(lambda: self.outline.reveal(index))
        if hold:
            self.tree_view.hold(index)
        else:
            self.tree_view.select(index, centred=jump)
        self.round.opened(index)
        self.article.show(*self.quotes(index))

    def quotes(self, index: int) -> tuple[tuple[int, ...], Mapping[int, int]]:
        """The paragraphs that a comment quotes, and how many comments quote each."""
        del index
        return (), {}

    def fold_keeping_selection(self, change: Callable[[], object]) -> None:
        """Fold much at once; a selected comment that this hides is selected again when all is unfolded."""
        before = self.selected
        self.tree_view.folded(change)
        if self.selected != before:
            self._hidden_selection = before

    def unfold_to_hidden_selection(self) -> None:
        """Unfold everything, back on the comment that folding had hidden."""
        hidden, self._hidden_selection = self._hidden_selection, None
        self.tree_view.folded(self.outline.unfold_all)
        if hidden is not None:
            self.tree_view.select(hidden, centred=True)

    def enter_pane(self, *, article: bool) -> None:
        """Give the movement keys to the article or to the tree."""
        self.in_article = article and self.article.display
        self.article.active, self.tree_view.active = self.in_article, not self.in_article
        self.paint()

    def show_article(self, *, shown: bool) -> None:
        """Show or hide the article."""
        self.article.display = shown
        if not shown and self.in_article:
            self.enter_pane(article=False)

    def resize_article(self, step: int) -> None:
        """Give the article more or less of the screen."""
        least, most = _ARTICLE_SHARE
        self._article_share = max(least, min(most, self._article_share + step * _SHARE_STEP))
        self.article.display = True
        self._lay_out()

    def on_resize(self) -> None:
        """The screen has another size."""
        self._lay_out()

    def _lay_out(self) -> None:
        share = f"{self._article_share}%"
        wide = self.size.width >= WIDE
        self.article.styles.width = share if wide else "100%"
        self.article.styles.height = "100%" if wide else f"{min(50, self._article_share)}%"

    def on_tree_view_pressed(self, event: TreeView.Pressed) -> None:
        """The mouse selects a comment; on its mark it folds."""
        if self._answers:
            return
        self.enter_pane(article=False)
        self.go(event.index, hold=True)
        if event.mark:
            self.run_command("toggle_fold")
        self.paint()

    def on_text_pane_pressed(self) -> None:
        """The mouse makes the article the pane that keys move."""
        self.enter_pane(article=True)

    # over and out

    def ask(self, screen: Any, take: Callable[[Any], object]) -> None:
        """Put a question over the thread and take its answer."""

        def taken(answer: Any) -> None:
            take(answer)
            self.paint()

        if self.round.store.read_only and isinstance(screen, AskLine | WriteNote):
            self.say("read-only: nothing can be written here", trouble=True)
            return
        self.app.push_screen(screen, taken)

    def flush(self) -> None:
        """Put what is only in memory into the store: a note being typed, seconds."""
        for screen in self.app.screen_stack:
            if isinstance(screen, WriteNote):
                screen.flush()
        for index, active in self.activity.take().items():
            self.round.add_seconds(index, active)

    def leave(self) -> None:
        """Go back to where the thread was opened from."""
        self.flush()
        self.dismiss()

    @property
    def plain_title(self) -> Content:
        """The thread's title, for the terminal's own title bar."""
        return Content(self.thread.article.title or self.thread.id)
