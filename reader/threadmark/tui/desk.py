"""The desk: what keys do on a reading screen. Chords and their panels, labels and their words, all that is written."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from itertools import islice
from typing import TYPE_CHECKING, Any, TypeVar

from threadmark.errors import HeldError
from threadmark.keys.chords import Cancelled, ChordMatcher, Joined, Kept, Match, Outside, Pending, Unknown
from threadmark.keys.commands import COMMANDS
from threadmark.keys.layers import Keymap
from threadmark.keys.names import pressed, spelled
from threadmark.keys.panels import Panel
from threadmark.labels.claims import own_claim
from threadmark.labels.disk import NotSaved
from threadmark.labels.records import Context, Label
from threadmark.labels.round import Outcome, Round
from threadmark.thread.quoting import Quotes
from threadmark.tui.activity import Activity
from threadmark.tui.chips import chips, label_name, label_prefix
from threadmark.tui.commands import DOES
from threadmark.tui.panel import one_key_strips, panel_strips
from threadmark.tui.rows import Facts

if TYPE_CHECKING:
    from textual.screen import Screen
    from textual.strip import Strip

    from threadmark.tui.reading import ReadingScreen

_Result = TypeVar("_Result")
_SENTENCE_END = re.compile(r"(?<=[.!?])\s+|(?<=[。！？])\s*")
_PANEL_SHARE = 0.8  # of the tree's rows, at most
_CONTEXT_STEP = 5  # rows that a page key scrolls in the texts of a panel
_COUNTED = 1000  # comments at a time
_PAUSE = 0.02  # seconds
_TAKE_KEYS = "asdfghjklqwertyuiopzxcvbnm"


class Desk:
    """Everything that a key changes on a reading screen is reached from here; commands get it as `desk`.

    Args:
        reading: the screen.
        work: the annotator's round over its thread.
        keymap: keys and codebook in effect.
        changed: called after each change, so that the label file is written when it is time.
        first_words: what to say at first, such as that the label file is held by another.
    """

    def __init__(
        self,
        reading: ReadingScreen,
        work: Round,
        keymap: Keymap,
        *,
        changed: Callable[[], None] = lambda: None,
        first_words: str = "",
    ) -> None:
        self.reading = reading
        self.thread = reading.thread
        self.outline = reading.outline
        self.round = work
        self.keymap = keymap
        self._changed = changed
        self._first_words = first_words
        self._activity = Activity()
        self._quotes = Quotes(reading.thread.article)
        self._quoted: Counter[int] = Counter()
        self._matcher = ChordMatcher(keymap)
        self._answers: Mapping[str, str] = {}
        self._take_answer: Callable[[str], object] = lambda _: None
        self._scrolled = 0

    def begin(self) -> None:
        """The desk is set up: show the labels and say what there is to say."""
        self.reading.status.hints = self._hints()
        self.round.store.on_saved = self._saved_elsewhere
        if self._first_words:
            self.say(self._first_words)
        elif self.reading.report.repairs or self.reading.report.missing or self.reading.report.notes:
            self.say(self._report_words())
        if len(self.thread):
            self.arrived(self.selected)
            self._count_quotes()
        self.reading.tree_view.redraw()
        self.paint()

    def _hints(self) -> tuple[tuple[str, str], ...]:
        """The keys that a reader needs first: the label leaders, then the commands that have a word for the footer."""
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

    def _report_words(self) -> str:
        report = self.reading.report
        own, palette = self.keymap.keys_of("import_report"), self.keymap.keys_of("palette")
        way = f" ({own[0]})" if own else f" ({palette[0]} import)" if palette else ""
        met = [_counted(report.repairs, "repair")] if report.repairs else []
        met += [f"{_counted(report.missing, 'comment')} not in the file"] if report.missing else []
        met += [_counted(len(report.notes), "remark")] if report.notes else []
        return f"{', '.join(met)} when this was read; see the import report{way}"

    # what commands work with

    @property
    def selected(self) -> int:
        """The index of the selected comment."""
        return self.reading.tree_view.selected

    @property
    def asking(self) -> bool:
        """Whether the next key answers a question."""
        return bool(self._answers)

    def say(self, words: str, *, trouble: bool = False) -> None:
        """Show one line below until the next key."""
        self.reading.say(words, trouble=trouble)

    def go(self, index: int, *, jump: bool = False, hold: bool = False) -> None:
        """Select a comment; see `ReadingScreen.go`."""
        self.reading.go(index, jump=jump, hold=hold)

    def paint(self) -> None:
        """Paint what changed, in one frame."""
        self.reading.paint()

    def arrived(self, index: int) -> None:
        """A comment was selected: the article goes to what it quotes."""
        self.round.opened(index)
        marked: dict[int, tuple[tuple[int, int], ...]] = {}
        for quoted in self._quotes.of(self.thread.texts[index]):
            passage = ((quoted.start, quoted.end),) if quoted.end > quoted.start else ()
            marked[quoted.paragraph] = (*marked.get(quoted.paragraph, ()), *passage)
        self.reading.article.mark({place: tuple(sorted(passages)) for place, passages in marked.items()})

    def _count_quotes(self, start: int = 0) -> None:
        """Count how many comments quote each paragraph, some comments at a time, so that no key waits."""
        self._quoted.update(self._quotes.count(self.thread.texts[start : start + _COUNTED]))
        if start + _COUNTED < len(self.thread):
            self.reading.set_timer(_PAUSE, lambda: self._count_quotes(start + _COUNTED))
        else:
            self.reading.article.count(self._quoted)

    def refresh_status(self) -> None:
        """The counts above the tree, and what is saved."""
        counts, store, dot = self.round.counts, self.round.store, f" {self.reading.signs.dot} "
        parts = [f"{counts.comments:,} comments", f"{counts.done:,} done"]
        parts += [f"{counts.skipped:,} skipped"] if counts.skipped else []
        parts += [f"{counts.revisit:,} to revisit"] if counts.revisit else []
        self.reading.tree_view.heading = dot.join(parts)
        state = "not saved" if store.trouble else "saving" if store.saving else "saved"
        state = "read-only" if store.read_only else state
        self.reading.status.saved = dot.join((state, f"{counts.done:,}/{counts.comments:,}"))

    # keys

    def key(self, key: str, character: str | None) -> None:
        """A key was pressed, named as Textual names it."""
        self._activity.key(self.selected)
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
        match self._matcher.press(key):
            case Match(binding, keep_open, join):
                if not keep_open:
                    self.reading.tree_view.show_panel(())
                if binding.command == "label":
                    self.give(binding.argument or "", join=join)
                else:
                    DOES[binding.command](self, binding.argument)
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
            self._scrolled = max(0, self._scrolled + (_CONTEXT_STEP if command == "page_down" else -_CONTEXT_STEP))
        else:
            DOES[command](self, argument)
        if self._matcher.pending:
            self._draw_panel()

    def run(self, command: str, argument: str | None = None) -> None:
        """Do a command of the registry, and paint."""
        DOES[command](self, argument)
        self.paint()

    # panels

    @property
    def panel(self) -> Panel | None:
        """The panel that is open."""
        return self.keymap.panel(self._matcher.pending) if self._matcher.pending else None

    def close_panel(self) -> None:
        """Close the panel without doing anything."""
        self._matcher.cancel()
        self.reading.tree_view.show_panel(())

    def _draw_panel(self) -> None:
        panel, tree = self.panel, self.reading.tree_view
        if panel is None or not tree.height:
            return
        parent = self._parent_of_interest(panel)
        # Whether the parent can be read beside the panel is known when the panel has its place.
        if parent is None or tree.is_whole_in_sight(parent):
            tree.show_panel(self._panel_strips(panel, self._claim_of_interest(panel)))
        if parent is not None and not tree.is_whole_in_sight(parent):
            words = self.reading.veil.author(parent), self.thread.texts[parent]
            tree.show_panel(self._panel_strips(panel, [words]))

    def _panel_strips(self, panel: Panel, context: Sequence[tuple[str, str]]) -> list[Strip]:
        tree = self.reading.tree_view
        kept = "stays open" if self._matcher.keep_open else ""
        return panel_strips(
            panel,
            tree.look,
            tree.width,
            max(1, int(tree.body_rows * _PANEL_SHARE)),
            already=self._already(),
            context=context,
            scrolled=self._scrolled,
            state="either/or with the one before" if self._matcher.join else kept,
        )

    def _already(self) -> frozenset[str]:
        """The labels of the selected comment, as arguments of the command `label`."""
        if not len(self.thread):
            return frozenset()
        return frozenset(self._argument(label) for label in self.round.labels(self.selected))

    def _argument(self, label: Label) -> str:
        try:
            kind = self.keymap.codebook.dimension(label.dimension).target(label.target)
        except KeyError:
            kind = None
        return ".".join(part for part in (label.dimension, kind.id if kind else None, label.label) if part)

    def _target_kind(self, panel: Panel) -> str | None:
        kinds = {target.id: target.kind for each in self.keymap.codebook.dimensions for target in each.targets}
        return kinds.get(panel.target or "")

    def _claim_of_interest(self, panel: Panel) -> list[tuple[str, str]]:
        """The claim, which must be in sight while a stance toward it is chosen."""
        if self._target_kind(panel) != "claim" or not len(self.thread):
            return []
        claim = self.round.claim
        heading = f"claim ({claim.claim_type})" if claim and claim.claim_type else "claim"
        return [(heading, claim.text if claim else own_claim(self.thread.article))]

    def _parent_of_interest(self, panel: Panel) -> int | None:
        """The parent, which must be in sight while a stance toward it, or a fallacy, is chosen."""
        if not len(self.thread) or (self._target_kind(panel) != "comment" and panel.dimension != "fallacy"):
            return None
        return self.thread.parent(self.selected)

    # one key for an answer

    def one_key(self, question: str, answers: Mapping[str, str], take: Callable[[str], object]) -> None:
        """Ask something that one key answers; any other key leaves it.

        Args:
            question: what is asked.
            answers: from the key to what it stands for.
            take: called with what the key stood for.
        """
        self._answers, self._take_answer = answers, take
        tree = self.reading.tree_view
        tree.show_panel(one_key_strips(question, answers, tree.look, tree.width))
        self.paint()

    def _answer(self, key: str) -> None:
        answers, self._answers = self._answers, {}
        self.reading.tree_view.show_panel(())
        if key in answers:
            self._take_answer(answers[key])
        elif key not in ("escape", "backspace"):
            self.say(f"{key} is none of the answers; nothing was done")

    def take_one_label(self) -> None:
        """List the labels on the selected comment; a key takes one away."""
        index = self.selected
        by_name = {self._named(label): label for label in self.round.labels(index)}
        if not by_name:
            self.say("there is no label on this comment")
            return

        def take(name: str) -> None:
            self.write(lambda: self.round.take(index, by_name[name]))

        self.one_key("which label goes away?", dict(zip(_TAKE_KEYS, by_name, strict=False)), take)

    def _named(self, label: Label) -> str:
        prefix = label_prefix(label, self.keymap.codebook)
        return (f"{prefix}: " if prefix else "") + label_name(label, self.keymap.codebook)

    def ask(self, screen: Screen[Any], take: Callable[[Any], object] = lambda _: None) -> None:
        """Put a question over the thread and take its answer."""
        if self.round.store.read_only:
            self.say("read-only: nothing can be written here", trouble=True)
            return

        def taken(answer: Any) -> None:
            take(answer)
            self.paint()

        self.reading.app.push_screen(screen, taken)

    # labels

    def facts(self, index: int) -> Facts:
        """What is known about a comment beside its text."""
        work = self.round
        return Facts(
            chips=chips(work.labels(index), self.keymap.codebook),
            status=work.status(index),
            revisit=work.revisit(index),
            note=work.note(index),
            hidden=self._hidden(index) if self.outline.is_folded(index) else "",
        )

    def _hidden(self, index: int) -> str:
        counts = self.round.branch_counts(index)
        replies = f"{counts.replies:,} {'reply' if counts.replies == 1 else 'replies'}"
        doing = [f"{counts.todo:,} to do"] if counts.todo else []
        doing += [f"{counts.revisit:,} to revisit"] if counts.revisit else []
        return f"{replies} {self.reading.signs.dot} {', '.join(doing) or 'nothing to do'}"

    def give(self, argument: str, *, join: bool) -> None:
        """Give the selected comment a label, named as the argument of the command `label`."""
        if not len(self.thread):
            self.say("there is no comment here")
            return
        dimension, _, rest = argument.partition(".")
        target: str | None = None
        if self.keymap.codebook.dimension(dimension).targets:
            target, _, rest = rest.partition(".")
        context = self.context()
        self.write(lambda: self.round.give(self.selected, dimension, target, rest, join=join, context=context))

    def context(self) -> Context:
        """What is in sight now."""
        tree, article = self.reading.tree_view, self.reading.article
        shown = {*tree.comments_in_sight(), *tree.pinned}
        return Context(
            ancestors=sum(index in shown for index in self.thread.ancestors(self.selected)),
            paragraphs=article.paragraphs_in_sight() if article.display else (),
            replies=sum(self.thread.holds(self.selected, index) for index in shown if index != self.selected),
            hidden=self.reading.veil.hidden,
        )

    def write(self, change: Callable[[], _Result]) -> _Result | None:
        """Make a change, on disk before it is painted; say what came of it, or why it could not be saved."""
        try:
            self._note_seconds()
            outcome = change()
        except (NotSaved, HeldError) as error:
            self.say(str(error), trouble=True)
            self.paint()
            return None
        if isinstance(outcome, Outcome):
            self.reading.tree_view.changed(outcome.comments)
            self.say(outcome.said)
        self._changed()
        self.reading.tree_view.bring()
        self.paint()
        return outcome

    def _saved_elsewhere(self) -> None:
        """Called from the thread that writes for a slow disk; a message is how a thread reaches the screen."""
        self.reading.call_later(self._disk_caught_up)

    def _disk_caught_up(self) -> None:
        """A slow disk has written what it was given, or lost it: then what was lost is not on the screen any more."""
        if self.round.store.settle():
            self.reading.tree_view.redraw()
            self.say(f"not saved: {self.round.store.trouble}; the last labels were taken back", trouble=True)
        self.paint()

    def _note_seconds(self) -> None:
        for index, seconds in self._activity.take().items():
            self.round.add_seconds(index, seconds)

    def claim_candidates(self, most: int) -> list[str]:
        """Sentences of the article that could be its claim: the title, then its first sentences."""
        article = self.thread.article
        sentences = (
            sentence.strip()
            for text in article.paragraphs
            for sentence in _SENTENCE_END.split(text.replace("\n", " "))
            if sentence.strip()
        )
        return list(dict.fromkeys([*([article.title] if article.title else []), *islice(sentences, most)]))

    def finished_branches(self) -> list[int]:
        """The outermost branches in which nothing is left to do."""
        branches, index = [], 0
        while index < len(self.thread):
            counts = self.round.branch_counts(index)
            if counts.replies and not counts.todo and not self.round.todo(index):
                branches.append(index)
                index = self.thread.end(index)
            else:
                index += 1
        return branches

    def flush(self) -> None:
        """Put what is only in memory into the store."""
        self._note_seconds()

    def close(self) -> None:
        """The thread is left."""
        self.flush()
        self.round.close()


def _counted(number: int, what: str) -> str:
    return f"{number:,} {what}{'' if number == 1 else 's'}"
