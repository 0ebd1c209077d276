"""What a marking moves by, on texts of every script: borders of graphemes, code points, quotes that are the text's own."""

from __future__ import annotations

import regex
from hypothesis import given, settings
from hypothesis import strategies as st

from threadmark.labels.anchors import span_at
from threadmark.tui.marked_text import Mark, MarkedText, Marks
from threadmark.tui.marking import selection as moves
from threadmark.tui.marking.selection import Selection
from threadmark.tui.marking.units import Units

PIECES = [
    "lane",
    "don't",
    "1,200",
    "e.g.",
    "é",
    "e\u0301",
    "👨‍👩‍👧‍👦",
    "👍🏽",
    "🇩🇪",
    "町議会",
    "カタカナ",
    "שלום",
    "مرحبا",
    "क्षि",
    "한국",
]
TEXTS = st.lists(st.sampled_from([*PIECES, " ", " ", ".", "? ", "\n", "。", "  ", "\u200f"]), max_size=24).map("".join)
STEPS = st.lists(
    st.sampled_from(
        [
            "word",
            "-word",
            "char",
            "-char",
            "sentence",
            "-sentence",
            "line",
            "-line",
            "home",
            "end",
            "whole",
            "letter",
            "extend",
            "swap",
        ]
    ),
    max_size=12,
)


def moved(selection, units, laid, step):
    """The selection after a motion; the same where there is no further way."""
    back = -1 if step.startswith("-") else 1
    name = step.removeprefix("-")
    line = laid.line_of(selection.at)
    found = {
        "word": lambda: moves.stepped(selection, units.words, back),
        "char": lambda: moves.stepped(selection, units.graphemes, back),
        "sentence": lambda: moves.by_sentence(selection, units, back),
        "whole": lambda: moves.whole_sentence(selection, units),
        "letter": lambda: moves.by_letter(selection, units, "l"),
        "extend": selection.extending,
        "swap": selection.swapped,
        "line": lambda: to_line(selection, units, laid, line + back),
        "home": lambda: to_edge(selection, units, laid.lines[line], -1),
        "end": lambda: to_edge(selection, units, laid.lines[line], 1),
    }[name]()
    return found or selection


def to_line(selection, units, laid, line):
    """To a line, at the cell where one is."""
    if not 0 <= line < len(laid.lines):
        return None
    return moves.reaching(selection, units, laid.offset_at(line, laid.cell_of(selection.at)), laid.lines[line])


def to_edge(selection, units, line, step):
    """To an end of a line."""
    found = units.lines([line])
    return moves.to_edge(selection, units, found[0], step) if found else None


@settings(max_examples=150, deadline=None)
@given(TEXTS, STEPS, st.integers(2, 30))
def test_motions_stay_on_borders_of_graphemes(text, steps, width):
    """Wherever motions lead, something is marked, no grapheme is cut, and the quote is the text between its offsets."""
    units, laid = Units(text), MarkedText(text, width)
    selection = moves.first(units)
    if selection is None:
        assert not text.strip("\u200f").strip() or not units.words
        return
    borders = {0, *(found.end() for found in regex.finditer(r"\X", text))}
    for step in steps:
        selection = moved(selection, units, laid, step)
        assert 0 <= selection.start < selection.end <= len(text)
        assert {selection.start, selection.end} <= borders
        span = span_at(text, selection.start, selection.end)
        assert text[span.start : span.end] == span.quote
        assert text.startswith(span.prefix + span.quote + span.suffix, span.start - len(span.prefix))


@settings(max_examples=100, deadline=None)
@given(TEXTS)
def test_words_one_way_and_back(text):
    """By word to the end and back: the same words, each once."""
    units = Units(text)
    there = [selection := moves.first(units)] if units.words else []
    while there and (selection := moves.stepped(selection, units.words, 1)):
        there.append(selection)
    assert [(one.start, one.end) for one in there] == units.words
    back = there[-1:]
    while back and (selection := moves.stepped(back[-1], units.words, -1)):
        back.append(selection)
    assert back[::-1] == there


@settings(max_examples=100, deadline=None)
@given(TEXTS, st.data())
def test_dragging_marks_what_keys_mark(text, data):
    """From one character to another by the mouse, or by keys, is the same."""
    units = Units(text)
    if not units.graphemes:
        assert moves.dragged(units, 0, 0) is None
        return
    places = st.integers(0, len(units.graphemes) - 1)
    one, other = data.draw(places), data.draw(places)
    by_mouse = moves.dragged(units, units.graphemes[one][0], units.graphemes[other][0])
    by_keys = Selection(*units.graphemes[one], extends=True)
    for _ in range(abs(other - one)):
        by_keys = moves.stepped(by_keys, units.graphemes, 1 if other > one else -1)
    assert (by_mouse.start, by_mouse.end) == (by_keys.start, by_keys.end)


@settings(max_examples=100, deadline=None)
@given(TEXTS, st.data(), st.integers(2, 30), st.booleans())
def test_marks_do_not_move_the_text(text, data, width, several):
    """With numbers put in, lines are still lines of the text, and each character is found where it is drawn."""
    units = Units(text)
    spans = (
        tuple(
            Mark(start, end, number if several else None)
            for number, (start, end) in enumerate(data.draw(st.lists(st.sampled_from(units.words), max_size=3)), 1)
        )
        if units.words
        else ()
    )
    laid = MarkedText(text, width, Marks(spans))
    assert (
        "".join(text[start:end] for start, end in laid.lines).split() == text.split()
        or any(len(word) >= width for word in text.split())
        or "".join("".join(text[start:end] for start, end in laid.lines).split()) == "".join(text.split())
    )
    for start, _ in units.graphemes:
        if text[start].isspace() or not text[start].isprintable():
            continue
        line, cell = laid.line_of(start), laid.cell_of(start)
        assert laid.offset_at(line, cell) <= start < laid.lines[line][1]


def test_a_phrase_costs_at_most_six_keys():
    """`v`, the letter of its first word, `space`, the letter of its last: six keys; a whole sentence costs less."""
    text = (
        "So you'd rather kids get run over? Classic. The lane carries 900 cars a day, and nobody asked the shops. "
        "Every town that tried it saw trade go up. My cousin works at the council, so I know."
    )
    units = Units(text)
    typical = {
        "rather kids get run over": "v ' r space ' o",
        "So you'd rather kids get run over?": "v s",
        "Classic.": "v ) s",
        "nobody asked the shops": "v ' n space ' s",
        "Every town that tried it saw trade go up.": "v ' e s",
        "900 cars a day": "v ' 9 space ' d",
        "My cousin works at the council": "v ' m space ' c ;",
    }
    counts = []
    for phrase, keys in typical.items():
        selection = pressed(moves.first(units), units, iter(keys.split()[1:]))
        assert text[selection.start : selection.end] == phrase
        counts.append(len(keys.split()))
    assert sorted(counts)[len(counts) // 2] <= 6
    assert sum(counts) / len(counts) <= 6


def pressed(selection, units, keys):
    """The selection after keys of the default layer."""
    letter = ""
    for key in keys:
        match key:
            case "'":
                letter = next(keys)
                selection = moves.by_letter(selection, units, letter)
            case ";":
                selection = moves.by_letter(selection, units, letter)
            case "s":
                selection = moves.whole_sentence(selection, units)
            case ")":
                selection = moves.by_sentence(selection, units, 1)
            case "space":
                selection = selection.extending()
    return selection
