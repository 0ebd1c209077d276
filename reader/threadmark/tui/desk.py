"""The desk: labels on a reading screen. What is set on each comment, what is given and taken, and that it is saved."""

from __future__ import annotations

from collections.abc import Callable, Container
from typing import TYPE_CHECKING, TypeVar

from threadmark.errors import HeldError, LabelFileError
from threadmark.keys.chords import Cancelled, Outside, Pending, Pressed, Unknown
from threadmark.keys.layers import Keymap
from threadmark.keys.names import Chord
from threadmark.keys.panels import Panel, marking_leader
from threadmark.keys.reasons import reason_words
from threadmark.keys.targeted import with_targets
from threadmark.labels.acting import NotDrawnError
from threadmark.labels.disk import NotSaved
from threadmark.labels.records import Label
from threadmark.labels.round import Outcome, Round
from threadmark.study import Study
from threadmark.tui.activity import Activity
from threadmark.tui.afterwards import Afterwards
from threadmark.tui.chips import chips, label_name, label_prefix
from threadmark.tui.commands import DOES
from threadmark.tui.flow import Flow
from threadmark.tui.giving import Giving
from threadmark.tui.hands import Hands, counted
from threadmark.tui.headline import headline, pass_words, saved_words
from threadmark.tui.hinting import WAY_ON, Hint, flow_hints
from threadmark.tui.marked_text import Marks
from threadmark.tui.marking.showing import NO_MARKS, Evidence
from threadmark.tui.rollup import hidden_words
from threadmark.tui.rows import Facts
from threadmark.tui.targets import kind_of_panel, target_words, worded

if TYPE_CHECKING:
    from threadmark.find.known import Said
    from threadmark.keys.codebook import TargetKind
    from threadmark.labels.targets import NamedTarget
    from threadmark.tui.marking.marking import Marking
    from threadmark.tui.reading import ReadingScreen
    from threadmark.tui.session import Session

_Result = TypeVar("_Result")
_BRANCH_STAYS = frozenset({"branch", "explain", "help", "codebook", "palette"})  # looking up in between ends nothing
_TAKE_KEYS = "asdfghjklqwertyuiopzxcvbnm"


class Desk(Hands):
    """Everything that an annotator changes is reached from here; commands get it as `desk`.

    Attributes:
        giving: gives labels to comments and branches.
        session: where the annotator was when the thread was left; None where nobody keeps that.

    Args:
        reading: the screen.
        work: the annotator's round over its thread.
        keymap: keys and codebook in effect.
        changed: called after each change, so that the label file is written when it is time.
        first_words: what to say at first, such as that the label file is held by another.
        study: what the study says.
    """

    def __init__(
        self,
        reading: ReadingScreen,
        work: Round,
        keymap: Keymap,
        *,
        changed: Callable[[], None] = lambda: None,
        first_words: str = "",
        study: Study | None = None,
    ) -> None:
        self.round = work
        super().__init__(reading, keymap)
        self._changed = changed
        self._first_words = first_words
        self.flow: Flow | None = None
        self.giving = Giving(self)
        self.marking: Marking | None = None
        self.study = study or Study()
        self.activity = Activity(idle=self.study.idle)
        self._layers = keymap
        self.session: Session | None = None
        self._targets: tuple[NamedTarget, ...] = ()
        self._afterwards = Afterwards(reading, work.catch_up)

    @property
    def said(self) -> Said | None:
        """What the annotator said about the thread."""
        return self.round

    def begin(self) -> None:
        """The labels are there: show them and say what there is to say."""
        self.round.store.on_saved = self._saved_elsewhere
        self._follow_targets()
        was_left = self.session is not None and self.session.restore(self)
        if not was_left and self.round.is_sample and (there := self.next_to_do(-1)) is not None:
            self.go(there, jump=True)
        super().begin()
        report = self.reading.report
        if self._first_words:
            self.say(self._first_words)
        elif self.session is not None and self.session.trouble:
            self.say(self.session.trouble)
        elif self.round.unsettled:
            lost = counted(len(self.round.unsettled), "marked passage")
            self.say(f"{lost} not where marked: the text changed; see evidence report in the palette")
        elif report.repairs or report.missing or report.notes:
            self.say(self.report_words())
        if self.study.flow and not self.round.store.read_only and self.next_to_do(-1) is not None:
            self.toggle_flow()
        self.paint()
        self._afterwards.begin()

    @property
    def commands(self) -> Container[str]:
        """All of them."""
        return DOES

    def do(self, command: str, argument: str | None) -> None:
        """Do a command of the registry; after `branch`, a label or a skip is for all of it."""
        DOES[command](self, argument)
        if self.finding.typing:
            self.round.relent()
        self.giving.for_branch = command in _BRANCH_STAYS and self.giving.for_branch

    def take_chord(self, found: Pressed) -> None:
        """Do what came of a key; one that is nothing ends what `branch` began."""
        if isinstance(found, Unknown | Cancelled):
            self.giving.for_branch = False
        if isinstance(found, Pending) and not self.reading.tree_view.panel:
            self.giving.look_around()  # before the panel lies over some of it
        if isinstance(found, Pending) and found.prefix == self._marking_leader:
            self.begin_marking()
        else:
            super().take_chord(found)
        if isinstance(found, Unknown | Cancelled | Outside):
            self.giving.forget_sight()

    def key(self, key: str, character: str | None, time: float) -> None:
        """A key was pressed; in flow one that was typed too early is dropped."""
        if self.flow is not None and self.flow.too_early(key, time):
            return
        super().key(key, character, time)

    def press(self, key: str) -> None:
        """Do what a key means now, and paint."""
        if self.marking is not None and not self.asking:
            self.say("")
            self.marking.press(key)
            self.paint()
        elif self.flow is None or self.asking:
            super().press(key)
            if self.flow is not None and not self.asking:
                self.flow.ask()
                self.paint()
        else:
            self.say("")
            self.flow.press(key)
            if self.flow is not None and self.marking is None and not self.reading.status.said:
                self.say(self.flow.last)
            self.paint()

    # evidence

    @property
    def _marking_leader(self) -> Chord:
        return marking_leader(self.keymap)

    def begin_marking(self) -> Marking | None:
        """Begin to mark words, with the first; None where there are none to mark."""
        from threadmark.tui.marking.marking import Marking  # noqa: PLC0415 -- text segmentation, after the first paint

        self.close_panel()
        if not len(self.thread):
            self.say("there is no comment here")
            return None
        if self.outline.is_folded(self.selected) and not self.thread.texts[self.selected]:
            self.say("there are no words to mark here")
        self.marking = Marking(self, self._marking_leader)
        if not self.marking.begin():
            self.end_marking(silent=True)
            return None
        return self.marking

    def end_marking(self, *, silent: bool = False) -> None:
        """Leave the marked words; flow goes on with what it asked before."""
        marking, self.marking = self.marking, None
        if marking is None:
            return
        marking.end()
        self.close_panel()
        self.reading.tree_view.at_offset = None
        if self.flow is not None and not silent:
            self.flow.resume()

    @property
    def in_the_middle(self) -> bool:
        """Whether a chord, an answer, marked words or flow were begun and not ended."""
        return super().in_the_middle or self.marking is not None or self.flow is not None

    @property
    def marked_words(self) -> str:
        """The words that are being marked."""
        return self.marking.copy() if self.marking is not None else ""

    def mark_in_other_pane(self) -> bool:
        """Where words are being marked, mark them in the other pane."""
        if self.marking is None:
            return False
        self.marking.other_pane()
        return True

    def drag(self, paragraph: int | None, pressed: int, now: int) -> None:
        """The mouse was dragged over words: mark them."""
        if self.asking or self.panel is not None:
            return
        marking = self.marking or self.begin_marking()
        if marking is not None:
            self.reading.enter_pane(article=paragraph is not None)
            marking.drag(paragraph, pressed, now)
            self.paint()

    def show_evidence(self) -> None:
        """Show which words of the article the selected comment's labels rest on."""
        labels = self.round.labels(self.selected) if len(self.thread) else ()
        here = any(label.evidence for label in labels)
        found = Evidence(self.thread, self.selected, labels).in_article() if here else NO_MARKS
        self.reading.article.show_evidence(found)
        if self.marking is not None:
            self.marking.stay()

    def toggle_flow(self) -> None:
        """Begin flow, or leave it."""
        if self.flow is not None:
            self.leave_flow()
        elif self.can_write():
            self.flow = Flow(self)
            self.reading.give_way(now=True)
            self.flow.arrived()

    def hints_now(self) -> tuple[tuple[str, str], ...]:
        """The keys that the last line tells, those of marked words or of flow's question among them."""
        if self.asking or (self.panel is None and self.marking is None):
            return super().hints_now()
        if self.marking is not None and self.panel is None:
            return self.marking.hints()
        return flow_hints(self.keymap) if self.flow and self.flow.via_question else super().hints_now()

    def leave_flow(self) -> None:
        """Back to leaders and labels."""
        self.flow = None
        self.close_panel()
        self.reading.give_way(now=False)
        self.say("flow left")

    @property
    def panel_state(self) -> str:
        """What is special about the open panel, in words."""
        said = super().panel_state
        asked = self.flow.state if self.flow is not None else ""
        if asked and not self._matcher.join:
            said = asked
        branch = f"the branch of {self.giving.branch_size:,} comments" if self.giving.for_branch else ""
        return ", ".join(part for part in (branch, said) if part)

    @property
    def panel_way(self) -> tuple[Hint, ...]:
        """How one goes on from an open panel that stays, or from the question that flow asks."""
        return WAY_ON if self.flow is not None and self.flow.via_question else super().panel_way

    def answers_line(self, index: int) -> str:
        """The labels on a comment, on one line."""
        labels = ", ".join(
            chip.text for chip in chips(self.round.labels(index), self.keymap.codebook, targets=self.round)
        )
        return f"{self.reading.veil.author(index)}: {labels}"

    def arrived(self, index: int) -> None:
        """A comment was selected; flow asks its questions."""
        self.round.opened(index)
        if self.marking is not None:
            self.end_marking(silent=True)
        super().arrived(index)
        self.show_evidence()
        if self.flow is not None:
            self.flow.arrived()

    def refresh_status(self) -> None:
        """The counts above the tree, and what is saved."""
        dot = f" {self.reading.signs.dot} "
        self.reading.tree_view.heading = headline(self.round, dot)
        self.reading.status.saved = saved_words(self.round, dot)

    def already(self) -> frozenset[str]:
        """The labels of the selected comment, as arguments of the command `label`; none toward an earlier parent or claim."""
        if not len(self.thread):
            return frozenset()
        work, index = self.round, self.selected
        found = [(label, self._kind_of(label)) for label in work.labels(index)]
        named = frozenset(f"{label.dimension}.{label.target}" for label, kind in found if kind and kind.kind == "named")
        return named | frozenset(
            ".".join(part for part in (label.dimension, _aim(kind, label), label.label) if part)
            for label, kind in found
            if kind is None or label.target == work.target_of(index, kind, label.target)
        )

    def _kind_of(self, label: Label) -> TargetKind | None:
        try:
            return self.keymap.codebook.dimension(label.dimension).target(label.target)
        except KeyError:
            return None

    def panel_words(self, panel: Panel) -> list[tuple[str, str]]:
        """The claim or named target, which must be in sight while a stance toward it is chosen."""
        return target_words(self.round, kind_of_panel(self.keymap, panel), panel) if len(self.thread) else []

    def worded(self, panel: Panel) -> Panel:
        """The panel with its scale in the words of the claim's type."""
        return worded(self.round, self.keymap, kind_of_panel(self.keymap, panel), panel)

    def panel_comment(self, panel: Panel) -> int | None:
        """The parent, which must be in sight while a stance toward it, or a fallacy, is chosen."""
        kind = kind_of_panel(self.keymap, panel)
        if not len(self.thread) or not (kind.kind == "comment" if kind else panel.dimension == "fallacy"):
            return None
        return self.round.parent(self.selected)

    def _follow_targets(self) -> None:
        """The study's list of named targets may be another one now, and their keys with it."""
        if self.round.named is not self._targets:
            self._targets = self.round.named
            self.use(with_targets(self._layers, [(each.target, each.called) for each in self._targets]))
            if self.flow is not None:
                self.flow.use(self.keymap)

    # labels

    def take_one_label(self) -> None:
        """List the labels on the selected comment; a key takes one away."""
        index = self.selected
        by_name = {self.named(label): label for label in self.round.labels(index)}
        if not by_name:
            self.say("there is no label on this comment")
            return

        def take(name: str) -> None:
            self.write(lambda: self.round.take(index, by_name[name]))

        self.one_key("which label goes away?", dict(zip(_TAKE_KEYS, by_name, strict=False)), take)

    def named(self, label: Label) -> str:
        """A label in the words that stand on its comment."""
        prefix = label_prefix(label, self.keymap.codebook, self.round)
        return (f"{prefix}: " if prefix else "") + label_name(label, self.keymap.codebook, self.round)

    def facts(self, index: int) -> Facts:
        """What is known about a comment beside its text."""
        work = self.round
        evidence = Evidence(self.thread, index, work.labels(index))
        selected = self.marking.shown(index) if self.marking is not None else None
        return Facts(
            chips=chips(work.labels(index), self.keymap.codebook, evidence.quoted, work),
            status=work.status(index),
            revisit=work.revisit(index),
            note=work.note(index),
            reason=reason_words(self.keymap, work.reason(index)),
            answers=self._answers_words(index),
            hidden=hidden_words(work, index, self.reading.signs.dot) if self.outline.is_folded(index) else "",
            marks=Marks(evidence.marks("comment"), selected),
        )

    def _answers_words(self, index: int) -> str:
        """Whom a comment answers, where the annotator said so."""
        link = self.round.link(index)
        if link is None:
            return ""
        parent = self.round.parent(index)
        name = "the article" if parent is None else self.reading.veil.author(parent)
        return f"{name} ({'accepted' if link.state == 'accepted' else 'yours'})"

    def can_write(self) -> bool:
        """Whether labels can be written."""
        if self.round.store.read_only:
            self.say("read-only: nothing can be written here", trouble=True)
        return not self.round.store.read_only

    def write(self, change: Callable[[], _Result]) -> _Result | None:
        """Make a change, on disk before it is painted; say what came of it, or why it could not be saved."""
        place = self.round.place
        try:
            self._note_seconds()
            outcome = change()
        except (NotSaved, HeldError, NotDrawnError, LabelFileError) as error:
            self.say(str(error), trouble=True)
            self.paint()
            return None
        if isinstance(outcome, Outcome):
            self.finding.filter.changed(outcome.comments)
            self.reading.tree_view.changed(outcome.comments)
            if self.round.place != place:
                self.reading.tree_view.redraw()  # what was done in one pass is to do in another
            self.say(outcome.said)
        self._follow_targets()
        self._changed()
        self.reading.tree_view.bring()
        self.paint()
        self._afterwards.begin()
        return outcome

    def _saved_elsewhere(self) -> None:
        """Called from the thread that waits for a slow disk; a message is how a thread reaches the screen."""
        self.reading.call_later(self._disk_caught_up)

    def _disk_caught_up(self) -> None:
        """A slow disk has what it was given, or lost it: then what was lost is not on the screen any more."""
        if self.round.store.settle():
            self.reading.tree_view.redraw()
            self.say(f"not saved: {self.round.store.trouble}; the last labels were taken back", trouble=True)
        self.paint()

    def _note_seconds(self) -> None:
        for index, seconds in self.activity.take().items() if self.activity else ():
            self.round.add_seconds(index, seconds)

    def next_after(self, index: int, place: int) -> int | None:
        """The next comment to do after one that was finished in a pass; None, with words, where that has none left."""
        if self.round.place != place:
            self.say(pass_words(self.round, "".join(self.keymap.keys_of("next_todo")[:1])))
            return None
        there = self.next_to_do(index)
        if there is None:
            self.say("done; nothing is left to do")
        return there

    def next_to_do(self, index: int, step: int = 1) -> int | None:
        """The next comment to do among those that meet the filter; None where nothing is left."""
        return self.round.next_to_do(index, step, self.finding.among)

    def flush(self) -> None:
        """Put what is only in memory into the store."""
        self._note_seconds()

    def close(self) -> None:
        """The thread is left."""
        self.flush()
        if self.session is not None:
            self.session.leave()
        self.round.close()


def _aim(kind: TargetKind | None, label: Label) -> str | None:
    """What a label is toward, as the argument of the command `label` has it."""
    return None if kind is None else label.target if kind.kind == "named" else kind.id
