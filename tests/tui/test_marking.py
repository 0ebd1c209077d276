"""Marking words: each key, what becomes of the words, and what can't happen by a slip."""

from __future__ import annotations

import pytest
from tests.tui.conftest import ARTICLE, LANE
from textual import events

TALK = "So you'd rather kids get run over? Classic. The lane carries 900 cars a day, e.g. this one. Bye."
ONE = [{"id": "c1", "author": "bob", "text": TALK}, {"id": "c2", "author": "ana", "text": "Second comment."}]
TALL = [{"id": "c1", "author": "bob", "text": "\n".join(f"line {n} of it." for n in range(60))}]


def marked(here):
    """The words that are being marked."""
    return here.desk.marked_words


def evidence(here):
    """The quotes that labels rest on, with their label."""
    return [(label["label"], [span["quote"] for span in label["evidence"]]) for label in here.documents("labels")]


@pytest.mark.proves(
    "evidence",
    "mark_next_word",
    "mark_previous_word",
    "mark_next_character",
    "mark_previous_character",
    "mark_extend",
    "mark_swap_ends",
)
async def test_words_and_characters(sit):
    """The first word is marked at once; a motion takes the next one, and moves an end once the selection extends."""
    async with sit(ONE) as here:
        await here.type("V")
        assert marked(here) == "So"
        for key, words in [
            ("right", "you'd"),
            ("l", "rather"),
            ("left", "you'd"),
            ("h", "So"),
            ("l", "you'd"),
            ("space", "you'd"),
            ("l", "you'd rather"),
            ("shift+right", "you'd rather "),
            ("shift+left", "you'd rather"),
            ("H", "you'd rathe"),
            ("L", "you'd rather"),
            ("o", "you'd rather"),
            ("h", "So you'd rather"),
            ("l", "you'd rather"),
            ("l", "rather"),
            ("l", "rather kids"),
        ]:
            await here.type(key)
            assert marked(here) == words, key
        await here.type("escape")
        assert marked(here) == ""


@pytest.mark.proves("mark_next_sentence", "mark_previous_sentence", "mark_sentence", "mark_letter", "mark_letter_again")
async def test_sentences_and_letters(sit):
    """Sentences and first letters bring one quickly to where words begin and end."""
    async with sit(ONE) as here:
        await here.type("v )")
        assert marked(here) == "Classic"
        await here.type(")")
        assert marked(here) == "The"
        await here.type("s")
        assert marked(here) == "The lane carries 900 cars a day, e.g. this one."
        await here.type("s")
        assert marked(here).endswith("Bye.")
        await here.type("space ( ( (")
        assert marked(here) == "So"
        await here.type("' r space ' o")
        assert marked(here) == "rather kids get run over"
        await here.type(";")
        assert marked(here).endswith("this one")
        await here.type("' q")
        assert "no further word begins with q" in here.said


@pytest.mark.proves("mark_next_line", "mark_previous_line", "mark_line_start", "mark_line_end")
async def test_wrapped_lines(sit):
    """Up and down go by lines as they are wrapped, and keep their column; home and end stay on one."""
    async with sit(ONE, size=(60, 20)) as here:
        lines = [TALK[start:end] for start, end in here.tree.laid_out(0).lines]
        assert len(lines) > 1
        await here.type("v end")
        assert lines[0].rstrip(" .?,").endswith(marked(here))
        await here.type("down home")
        assert lines[1].startswith(marked(here))
        await here.type("space end")
        assert marked(here) == lines[1].strip()
        await here.type("o up")
        assert marked(here) == f"{lines[0]} {lines[1]}".strip()
        await here.type("escape v down")
        assert lines[1].startswith(marked(here))
        await here.type("up k")
        assert "nothing further" in here.said


async def test_a_label_rests_on_the_marked_words(sit):
    """A label's chord gives it the words; offsets are code points, and the words are listed under the comment."""
    async with sit(ONE) as here:
        await here.type("v ' r space ' o f a")
        label = here.documents("labels")[0]
        span = label["evidence"][0]
        assert TALK[span["start"] : span["end"]] == span["quote"] == "rather kids get run over"
        assert span["part"] == "comment"
        assert '╰ fallacy: ad hominem  "rather kids get run over"' in here.text
        assert here.desk.marking is None
        await here.type("u")
        assert here.labels() == []


@pytest.mark.proves("mark_next_span", "mark_span", "mark_keep_bounds", "mark_remove")
async def test_spans_are_gone_to_resized_and_removed(sit):
    """Several spans of one label: `v` and numbers go to them, `enter` keeps other bounds, `del` takes one away, each undone."""
    async with sit(ONE) as here:
        await here.type("v space l l f a v l space l l f a")
        assert evidence(here) == [("ad_hominem", ["So you'd rather", "you'd rather kids"])]
        assert "[¹So [²you'd rather¹] kids²]" in here.text
        await here.type("v 2")
        assert marked(here) == "you'd rather kids"
        assert here.said == "2 of 2: fallacy: ad hominem"
        await here.type("v")
        assert marked(here) == "So you'd rather"
        await here.type("l enter")
        assert evidence(here)[0][1] == ["So you'd rather kids", "you'd rather kids"]
        await here.type("delete")
        assert evidence(here) == [("ad_hominem", ["you'd rather kids"])]
        await here.type("u u")
        assert evidence(here)[0][1] == ["So you'd rather", "you'd rather kids"]


async def test_keys_that_take_nothing_away(sit):
    """Backspace (argilla 5113), movement and label keys without a leader change nothing while words are marked."""
    async with sit(ONE) as here:
        await here.type("v space l f a v v backspace J w q R z")
        assert marked(here) == "So you'd"
        assert here.selected == "c1"
        assert evidence(here) == [("ad_hominem", ["So you'd"])]
        assert here.review("c1").get("revisit", False) is False


async def test_escape_leaves_one_layer(sit):
    """`esc` closes the panel, then the marking, and nothing else (tut 187)."""
    async with sit(ONE) as here:
        await here.type("j v l f")
        assert here.desk.panel is not None
        await here.type("escape")
        assert here.desk.panel is None
        assert marked(here) == "comment"
        await here.type("escape")
        assert marked(here) == ""
        assert here.selected == "c2"


async def test_more_than_ten_labels_on_one_span(sit):
    """No key stops after ten labels (argilla 1852)."""
    async with sit(ONE) as here:
        await here.type("v s m tab")
        rows = [row for row in here.desk.panel.rows if len(row.key) == 1 and not row.argument.endswith(".none")][:12]
        await here.type(" ".join(row.key for row in rows))
        assert len(here.documents("labels")) == len(rows) == 12
        assert all(len(quotes) == 1 for _, quotes in evidence(here))
        await here.type("escape l")
        assert marked(here).startswith("So you'd rather kids get run over? Classic")


async def test_words_of_the_article(sit):
    """In the article's pane, `v` marks the claim that a comment answers; the label is on the comment."""
    async with sit() as here:
        await here.type("tab v ) space s c n")
        label = here.documents("labels")[0]
        span = label["evidence"][0]
        assert label["comment"] == "c1"
        paragraph = ARTICLE["article"][int(span["part"].partition(":")[2]) - 1]
        assert paragraph[span["start"] : span["end"]] == span["quote"]
        assert "¶" in next(row for row in here.rows() if "╰" in row)
        await here.type("v tab")
        assert here.desk.marking.spot.part == "comment"
        await here.type("tab")
        assert here.desk.marking.spot.part.startswith("article:")


async def test_a_comment_taller_than_the_pane(sit):
    """The end that moves stays in sight."""
    async with sit(TALL, size=(80, 20)) as here:
        await here.type("v space " + " ".join(["down"] * 45))
        assert "line 45" in here.text
        await here.type("f")
        assert "line 45" in here.text
        await here.type("escape o " + " ".join(["down"] * 20))
        assert "line 20" in here.text


async def test_flow_takes_words(sit):
    """`V` marks words in flow; a chord gives the label, and flow asks on."""
    async with sit(ONE) as here:
        await here.type("F V space l c n")
        assert evidence(here) == [("against", ["So you'd"])]
        assert here.desk.flow is not None
        assert here.desk.panel is not None
        await here.type("V escape")
        assert here.desk.panel is not None


@pytest.mark.proves("copy")
async def test_copying_the_marked_words(sit, monkeypatch):
    """`y` copies what is marked."""
    copied = []
    async with sit(ONE) as here:
        monkeypatch.setattr(here.app, "copy_to_clipboard", copied.append)
        await here.type("v space l y")
    assert copied == ["So you'd"]


async def test_dragging_is_the_same_as_keys(sit):
    """The mouse marks from the character where it was pressed to the one where it is."""
    async with sit(ONE) as here:
        y = next(row for row, text in enumerate(here.rows()) if "rather kids" in text)
        line = here.rows()[y]
        start, end = line.index("rather"), line.index("over") + 3
        await here.mouse(events.MouseMove, start + 2, y)
        assert marked(here) == ""
        await here.mouse(events.MouseDown, start, y)
        assert marked(here) == ""
        for x in (start + 1, end - 8, end + 5, end):
            await here.mouse(events.MouseMove, x, y)
        assert marked(here) == "rather kids get run over"
        await here.mouse(events.MouseUp, end, y)
        await here.mouse(events.MouseMove, start + 20, y, button=0)
        assert marked(here) == "rather kids get run over"
        await here.type("f a")
        assert evidence(here) == [("ad_hominem", ["rather kids get run over"])]


LAYER = """
[layer]
name = "words"
title = "words"
version = "1"
[[dimension]]
id = "tone"
name = "Tone"
choice = "one"
leader = "T"
required = "always"
evidence = "{}"
[[label]]
dimension = "tone"
id = "sharp"
key = "a"
name = "Sharp"
definition = "Sharp."
"""


@pytest.fixture
def tone(tmp_path):
    """Write a layer with a dimension that takes evidence in some way."""

    def write(evidence):
        path = tmp_path / f"{evidence}.toml"
        path.write_text(LAYER.format(evidence), encoding="utf-8")
        return str(path)

    return write


async def test_a_dimension_that_takes_no_evidence(sit, tone):
    """The label is given without the words, and that is said."""
    async with sit(ONE, layers=[tone("off")]) as here:
        await here.type("v l T a")
        assert evidence(here) == [("sharp", [])]
        assert "takes no evidence" in here.said


async def test_a_dimension_that_requires_evidence(sit, tone):
    """A label without words stands, but its question is open until words are marked; a second `enter` goes on without."""
    async with sit(ONE, layers=[tone("required")]) as here:
        await here.type("c n T a enter")
        assert "tone: mark the words" in here.said
        assert here.review("c1")["status"] == "open"
        await here.type("v l T a enter")
        assert here.review("c1")["status"] == "done"
        await here.type("c n T a enter enter")
        assert here.review("c2")["status"] == "done"
        assert [quotes for name, quotes in evidence(here) if name == "sharp"] == [["you'd"], []]
        await here.type("f1")
        assert "each label but none needs its words marked" in here.text or here.over == "Page"


@pytest.mark.proves("evidence_report", "settle_evidence")
async def test_words_of_a_text_that_changed(sit):
    """Words found elsewhere are shown there and listed; gone ones are listed and drawn nowhere; settling keeps the found."""
    async with sit(ONE) as here:
        await here.type("v ) f a v space l f 1")
    changed = [{"id": "c1", "author": "bob", "text": "Well, well. Classic. Nothing else."}, ONE[1]]
    async with sit(changed) as here:
        assert "2 of your labels and notes can't follow to this version" in here.said
        await here.command("evidence report")
        assert '"Classic" is at 12 now, not 35' in here.text
        assert "is gone from the text" in here.text
        await here.type("escape")
        await here.command("settle evidence")
        found = [span["start"] for label in here.documents("labels") for span in label["evidence"]]
        assert sorted(found) == [0, 12]
        await here.type("v 1 delete")
        assert sorted(evidence(here)) == [("ad_hominem", ["Classic"]), ("family.person", [])]


async def test_words_of_an_article_that_changed(sit):
    """A passage that is in another paragraph now is shown there and listed; one that is nowhere is listed."""
    async with sit(ONE, article=ARTICLE) as here:
        await here.type("tab v s f a v ) ) s f a")
        assert [span["part"] for label in here.documents("labels") for span in label["evidence"]] == [
            "article:1",
            "article:2",
        ]
    before = ARTICLE["article"]
    async with sit(ONE, article={**ARTICLE, "article": ["Came later.", before[0], "What they said is gone."]}) as here:
        assert "2 of your labels and notes can't follow to this version" in here.said
        assert '¶2 "The harbour council voted' in here.text
        await here.command("evidence report")
        rows = " ".join(here.text.split())
        assert "is in paragraph 2 of the article now, not in paragraph 1" in rows
        assert "is gone from the text" in rows
        await here.type("escape")
        await here.command("settle evidence")
        parts = [span["part"] for label in here.documents("labels") for span in label["evidence"]]
        assert parts == ["article:2", "article:2"]


async def test_marking_paints_only_its_comment(sit):
    """A key draws the rows of one comment anew, however long the thread."""
    async with sit(LANE) as here:
        await here.type("v")
        before = dict(here.tree._drawn)
        await here.type("l")
        assert [index for index, drawn in here.tree._drawn.items() if before.get(index) is not drawn] == [0]


async def test_long_evidence_hangs_under_its_label(sit):
    """What wraps of the words that a label rests on stands under its first line, not under the comment's text."""
    async with sit(ONE, size=(60, 24)) as here:
        await here.type("v s s s f a")
        at = next(row for row, text in enumerate(here.rows()) if "╰" in text)
        first, then = here.rows()[at : at + 2]
        assert "fallacy: ad hominem" in first
        under = first.index("fallacy")
        assert then[under - 3 : under] == "   "
        assert then[under] != " "
