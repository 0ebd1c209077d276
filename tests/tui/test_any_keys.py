"""Any keys at all, beside a model that knows nothing but what the keys are said to do; THREADMARK_SEQUENCES sets how many."""

from __future__ import annotations

import asyncio
import os
from contextlib import AsyncExitStack
from dataclasses import dataclass, field, replace
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, rule, run_state_machine_as_test
from tests.tui.conftest import ARTICLE, LANE
from tests.tui.sitting import documents, sitting, written

from threadmark.keys.layers import load_keymap
from threadmark.keys.reasons import WRITTEN
from threadmark.labels import turning
from threadmark.places import shipped
from threadmark.tui.app import ThreadmarkApp

SEQUENCES = int(os.environ.get("THREADMARK_SEQUENCES", "60"))
STEPS = 15  # of a sequence: a key, a chord, or a key some times
SIZES = [(120, 36), (80, 24), (60, 20), (30, 8), (12, 3)]
KEYMAP = load_keymap(search=[shipped("keymaps")])
CHORDS = {
    leader: {key: row.argument for row in KEYMAP.panel((leader,)).rows for key in (row.key, *row.also)}
    for leader in "cpmfx"
}
EXCLUSIVE = {
    dimension.id: {label.id for label in dimension.labels if label.exclusive}
    for dimension in KEYMAP.codebook.dimensions
}
REASONS = {reason.key: reason.id for reason in KEYMAP.reasons}
PREFIXES = "zg"  # what follows these moves or folds
LABEL_KEYS = sorted({key for panel in CHORDS.values() for key in panel if key not in ("v", "z")})
CONTROL = ["escape", "backspace", "tab", "space", "enter", "up", "down", "ctrl+r", "pagedown", "pageup"]
OUTSIDE = ("enter", "up", "down", "ctrl+r", "pagedown", "pageup")
COMMANDS = [*"DRSUJKGu.[]w(){}jkhlz", *"DSUu."]
MANY = "mfx"
MARKING = ["l", "h", "j", "k", "H", "L", "space", "o", "s", ")", "(", "home", "end", "v", "tab"]
FOUND = ["bob", "the", "zz", "/a.", "todo", "-todo", "has:evidence", "fallacy:", "("]  # some are none, or no filter
Question = tuple[str, str]
Place = tuple[str, int, int]


@dataclass(frozen=True)
class Said:
    """What the annotator said about a comment."""

    labels: tuple[tuple[Question, str], ...] = ()
    evidence: frozenset[tuple[Question, str, Place]] = frozenset()
    skipped: frozenset[Question] = frozenset()
    status: str = "open"
    reason: str = ""
    revisit: bool = False

    def to(self, question: Question) -> list[str]:
        """The labels that answer a question."""
        return [label for asked, label in self.labels if asked == question]


@dataclass
class Model:
    """What keys do to labels.

    It is told what is not its matter: where movement leads, which words are marked, whether a field is typed into.
    """

    parents: dict[str, str | None]
    texts: dict[str, str]
    said: dict[str, Said]
    done: list[tuple[str, Said, Said]] = field(default_factory=list)
    undone: list[tuple[str, Said, Said]] = field(default_factory=list)
    panel: str = ""
    keep: bool = False
    answers: dict[str, tuple[Question, str]] | None = None
    skipping: bool = False
    writing: str | None = None
    last: str | None = None
    insisted: str | None = None
    typing: bool = False
    marked: Place | None = None

    def press(self, key: str, here: str, offered: dict[str, tuple[Question, str]]) -> None:
        """Do what a key does on the selected comment; `offered` is what `D` would list."""
        if self._is_answer(key, here):
            return
        if self.panel in PREFIXES and self.panel:
            self.panel = ""
        elif self.panel:
            self._in_panel(key, here, offered)
        elif self.marked:
            self._beside_words(key, here, offered)
        elif key in CHORDS or key in PREFIXES:
            self.panel, self.keep = key, False
        elif key in ("u", "."):
            self._undo(here) if key == "u" else self._give(here, self.last)
        else:
            self._command(key, here, offered)

    def _is_answer(self, key: str, here: str) -> bool:
        """Whether a key belongs to a field or a question that is open; then it is taken."""
        if self.writing is not None:
            self._write(key, here)
        elif self.answers is not None:
            answers, self.answers = self.answers, None
            if key in answers:
                self._take(here, *answers[key])
        elif self.skipping:
            self._skip(key, here)
        else:
            return self.typing
        return True

    def _beside_words(self, key: str, here: str, offered: dict[str, tuple[Question, str]]) -> None:
        """A key while words are marked: a label's leader, or undo; what else it does is no label's matter."""
        if key in CHORDS:
            self.panel, self.keep = key, False
        elif key in ("u", "U", "ctrl+r"):
            self._command(key.upper() if key == "u" else key, here, offered)

    def _in_panel(self, key: str, here: str, offered: dict[str, tuple[Question, str]]) -> None:
        if argument := CHORDS[self.panel].get(key):
            if not self.keep:
                self.panel = ""
            self._give(here, argument, self.marked)
        elif key == "tab" and self.panel in MANY:
            self.keep = True
        elif self.marked and key not in ("U", "ctrl+r") and (key.isupper() or key in OUTSIDE):
            pass  # commands wait until the words are left
        elif key.isupper() or key in OUTSIDE:
            self._command(key, here, offered)
        else:
            self.panel = ""

    def _command(self, key: str, here: str, offered: dict[str, tuple[Question, str]]) -> None:
        match key:
            case "U":
                self._undo(here)
            case "ctrl+r":
                self._redo()
            case "D":
                self.answers = offered or None
            case "R":
                self._change(here, revisit=not self.said[here].revisit)
            case "S":
                self.skipping = True
            case "enter":
                self._finish(here)

    def _skip(self, key: str, here: str) -> None:
        self.skipping = False
        if key == WRITTEN:
            self.writing = ""
        elif key in REASONS or key in ("enter", "S"):
            self._change(here, status="skipped", reason=REASONS.get(key, ""))

    def _write(self, key: str, here: str) -> None:
        text = self.writing or ""
        if key in ("enter", "escape"):
            self.writing = None
            if key == "enter":
                self._change(here, status="skipped", reason=" ".join(text.split()))
        elif key == "backspace":
            self.writing = text[:-1]
        elif len(key) == 1 or key == "space":
            self.writing = text + (" " if key == "space" else key)

    def _give(self, here: str, argument: str | None, words: Place | None = None) -> None:
        if argument is None:
            return
        dimension, _, label = argument.partition(".")
        target = ""
        if dimension == "stance":
            target, _, label = label.partition(".")
        if target == "parent" and self.parents[here] is None:
            return
        self.last = argument
        said, question, alone = self.said[here], (dimension, target), EXCLUSIVE[dimension]
        more = {(question, label, words)} if words else set()
        if label in said.to(question):
            self._change(here, evidence=said.evidence | more)
            return
        goes = [other for other in said.to(question) if dimension == "stance" or label in alone or other in alone]
        kept = tuple(one for one in said.labels if one[0] != question or one[1] not in goes)
        self._change(
            here,
            labels=(*kept, (question, label)),
            evidence=self._left(said, kept) | more,
            skipped=said.skipped - {question},
        )

    def _take(self, here: str, question: Question, label: str) -> None:
        said = self.said[here]
        kept = tuple(one for one in said.labels if one != (question, label))
        self._change(here, labels=kept, evidence=self._left(said, kept))

    def _left(self, said: Said, kept: tuple[tuple[Question, str], ...]) -> frozenset[tuple[Question, str, Place]]:
        """The evidence of the labels that are kept."""
        return frozenset(one for one in said.evidence if one[:2] in kept)

    def _finish(self, here: str) -> None:
        said = self.said[here]
        stance: Question = ("stance", "claim" if self.parents[here] is None else "parent")
        asked: list[Question] = [stance, ("rhetoric", ""), ("fallacy", "")]
        empty = [question for question in asked if not said.to(question) and question not in said.skipped]
        if stance in empty and self.insisted != here:
            self.insisted = here
            return
        nones = tuple((question, "none") for question in empty if question != stance)
        skipped = said.skipped | ({stance} & set(empty))
        self._change(here, labels=(*said.labels, *nones), skipped=skipped, status="done", reason="")

    def _change(self, here: str, **changes: object) -> None:
        before = self.said[here]
        after = replace(before, **changes)
        if after != before:
            self.said[here] = after
            self.done.append((here, before, after))
            self.undone.clear()
            self.insisted = None

    def _undo(self, here: str) -> None:
        if self.done and self.done[-1][0] == here:
            self.undone.append(self.done.pop())
            self.said[here] = self.undone[-1][1]
            self.insisted = None

    def _redo(self) -> None:
        if self.undone:
            self.done.append(self.undone.pop())
            there, _, self.said[there] = self.done[-1]
            self.insisted = None


class AnyKeys(RuleBasedStateMachine):
    """The program and the model, given the same keys."""

    def __init__(self) -> None:
        super().__init__()
        self.runner = asyncio.Runner()
        self.open = AsyncExitStack()
        self.folder = TemporaryDirectory()
        thread = written(Path(self.folder.name), LANE, **ARTICLE)
        self.labels = Path(self.folder.name) / "labels.json"
        self.here = self.runner.run(self.open.enter_async_context(sitting(thread, self.labels)))
        self.model = Model(
            {comment["id"]: comment.get("parent") for comment in LANE},
            {comment["id"]: comment["text"] for comment in LANE},
            {comment["id"]: Said() for comment in LANE},
        )

        self.came_from = self.here.selected

    def press(self, key: str) -> None:
        """Give both a key."""
        selected = self.here.selected
        if self.model.marked and not self.model.panel and key in ("enter", "delete"):
            return  # the spans that these change are chosen by what the model is not told
        self.model.press(key, selected, self.offered())
        self.runner.run(self.pressed(key))
        self.model.typing = self.here.desk.finding.typing
        self.model.marked = self.words()
        if self.model.typing:
            self.model.insisted = None  # also where the search is cancelled
        elif self.here.selected != self.came_from:
            self.model.insisted = None  # what a search looks at while it is typed is not gone to
            self.came_from = self.here.selected

    async def pressed(self, key: str) -> None:
        """Have the program do what a key means; by the terminal's way where another screen comes or goes by it."""
        over = self.here.over
        if (self.model.writing is not None) != (over == "AskLine") or self.model.typing or over != "ReadingScreen":
            await self.here.press(key)
        else:
            self.here.pressed.append(key)
            self.here.desk.press(key)

    def words(self) -> Place | None:
        """Where the words are that are being marked."""
        marking = self.here.desk.marking
        span = marking.span if marking is not None else None
        return (span.part, span.start, span.end) if span is not None else None

    def offered(self) -> dict[str, tuple[Question, str]]:
        """What the list of labels would offer, by its keys."""
        labels = self.here.desk.round.labels(self.here.reading.selected)
        return {
            key: as_said(label.dimension, label.target, label.label)
            for key, label in zip("asdfghjklqwertyuiop", labels, strict=False)
        }

    @rule(key=st.sampled_from([*LABEL_KEYS, *CHORDS, *CONTROL, *COMMANDS]))
    def key(self, key: str) -> None:
        """Any key."""
        self.press(key)

    @rule(keys=st.sampled_from([(leader, key) for leader, panel in CHORDS.items() for key in panel if key != "v"]))
    def chord(self, keys: tuple[str, str]) -> None:
        """A label's chord, or whatever it is where something is open already."""
        for key in keys:
            self.press(key)

    @property
    def busy(self) -> bool:
        """Whether something is open that the next key belongs to."""
        model = self.model
        return bool(model.panel or model.answers or model.skipping or model.writing is not None)

    @rule(sign=st.sampled_from("/&"), words=st.sampled_from(FOUND), end=st.sampled_from(["enter", "escape", "", "n"]))
    def find(self, sign: str, words: str, end: str) -> None:
        """A search or a filter, kept, left, or not ended; and matches gone to."""
        if self.busy or self.model.marked:
            return
        for key in [sign, *words, *(["enter", "n"] if end == "n" else [end] if end else [])]:
            self.press(key)

    @rule(
        motions=st.lists(st.sampled_from(MARKING), max_size=3), keys=st.sampled_from(["f a", "m s", "c n", "f 1", ""])
    )
    def mark(self, motions: list[str], keys: str) -> None:
        """Words marked, and a label that rests on them."""
        if self.busy or self.model.typing:
            return
        self.press("v")
        if self.model.marked:  # where there are no words, the keys of marking are other keys
            for key in [*motions, *keys.split()]:
                self.press(key)

    @rule(what=st.sampled_from(["u", "U", "ctrl+r", "enter", "D", SIZES]), times=st.integers(1, 3), data=st.data())
    def again(self, what: str | list[tuple[int, int]], times: int, data: st.DataObject) -> None:
        """What is done again and again; seldom, since it takes long, another size of the terminal, at any moment."""
        if isinstance(what, list):
            self.runner.run(self.here.resize(*data.draw(st.sampled_from(what))))
        else:
            for _ in range(times):
                self.press(what)

    @invariant()
    def is_as_the_model_says(self) -> None:
        """Labels, statuses and what is open are the model's; the selected comment can be seen."""
        here, model = self.here, self.model
        assert here.app._exception is None
        assert here.reading.outline.is_visible(here.reading.selected)
        work = here.desk.round
        for index, comment in enumerate(here.reading.thread.ids):
            said = model.said[comment]
            found = sorted(as_said(label.dimension, label.target, label.label) for label in work.labels(index))
            assert (comment, found) == (comment, sorted(said.labels)), here.pressed
            resting = {
                (*as_said(label.dimension, label.target, label.label), (span.part, span.start, span.end))
                for label in work.labels(index)
                for span in label.evidence
            }
            assert (comment, resting) == (comment, said.evidence), here.pressed
            assert (work.status(index), work.revisit(index)) == (said.status, said.revisit), here.pressed
            assert work.todo(index) == (said.status == "open" and model.texts[comment] != ""), here.pressed
        assert "".join(here.desk._matcher.pending) == model.panel, here.pressed
        assert here.desk.asking == (model.answers is not None or model.skipping), here.pressed
        assert (here.over == "AskLine") == (model.writing is not None), here.pressed
        if here.over == "ReadingScreen" and not here.desk.finding.typing:
            shown = "".join(strip.text for strip in here.tree.panel)
            assert bool(shown) == (model.panel != "" or here.desk.asking), (shown, here.pressed)
            assert ("why is this comment skipped?"[: here.tree.width - 2] in shown) == model.skipping, here.pressed
            assert ("which label goes away?"[: here.tree.width - 2] in shown) == (model.answers is not None), (
                shown,
                here.pressed,
            )

    def teardown(self) -> None:
        """Leave, and read the file as plain TinyDB does."""
        self.runner.run(self.open.aclose())
        self.runner.close()
        labels, reviews = (documents(self.labels, table) for table in ("labels", "reviews"))
        self.folder.cleanup()
        found = sorted((one["comment"], as_said(one["dimension"], one["target"], one["label"])) for one in labels)
        assert found == sorted((comment, label) for comment, said in self.model.said.items() for label in said.labels)
        statuses = {one["comment"]: (one["status"], one["reason"], one["revisit"]) for one in reviews}
        for comment, said in self.model.said.items():
            expected = (said.status, said.reason, said.revisit)
            assert statuses.get(comment, ("open", "", False)) == expected, (comment, self.here.pressed)


def as_said(dimension: str, target: str | None, label: str) -> tuple[Question, str]:
    """A label as the model has it; its target by the kind."""
    kind = {"claim": "claim", "comment": "parent"}.get((target or "").partition(":")[0])
    return (dimension, kind or ""), label


@pytest.mark.parametrize("many", [turning.MANY, 1])
def test_whatever_is_pressed_the_labels_are_what_the_keys_say(monkeypatch, many):
    """No traceback, the selection is never lost, and the store equals a model of chords, undo, done, skip and revisit."""
    monkeypatch.setattr(ThreadmarkApp, "open_url", lambda *_, **__: None)
    monkeypatch.setattr(turning, "MANY", many)
    run_state_machine_as_test(
        AnyKeys,
        settings=settings(
            max_examples=SEQUENCES // 2,
            stateful_step_count=STEPS,
            deadline=None,
            suppress_health_check=list(HealthCheck),
        ),
    )
