"""Random keys over random threads: the selection is never lost, and what is painted is what there is."""

from __future__ import annotations

import asyncio
from pathlib import Path
from tempfile import TemporaryDirectory

from hypothesis import HealthCheck, Phase, example, given, settings
from hypothesis import strategies as st
from tests.tui.sitting import sitting, written

MOVES = ["j", "k", "J", "K", "h", "l", "{", "}", "G", "-", "]", "[", "ctrl+d", "ctrl+u", "pagedown", "pageup", "g g"]
FOLDS = ["space", "z a", "z o", "z c", "z M", "z R", "z 1", "z 2", "z 3", "z d"]
WORK = [
    "f a",
    "c n",
    "m tab s r escape",
    "R",
    "u",
    "ctrl+r",
    "enter",
    "D a",
    "x escape",
    "p",
    "m",
    "f down escape",
    ".",
]
FINDS = [
    "/ w o r d enter",
    "/ x escape",
    "/ a n s enter",
    "n",
    "N",
    "escape",
    "& t o d o enter",
    "& - t o d o enter",
    "& b o b enter",
    "& r e v i s i t tab enter",
    "& ctrl+u enter",
]
LOOKS = ["a", "<", ">", "tab"]
SIZES = [(120, 36), (100, 24), (99, 24), (60, 20), (80, 12), (30, 8), (20, 5), (12, 3), (1, 1)]
TEXTS = st.one_of(
    st.just(""),
    st.sampled_from(
        ["Short.", "町議会は通りの閉鎖を決めた。" * 6, "x" * 200, "> quoted\nanswer\n\nmore", "🎉👨‍👩‍👧‍👦 " * 30]
    ),
    st.integers(1, 120).map(lambda words: "word " * words),
)


@st.composite
def threads(draw):
    """Comments in an invented tree, from one to thirty of them."""
    count = draw(st.integers(1, 30))
    parents = [
        draw(st.one_of(st.none(), st.integers(max(0, index - 4), index - 1))) if index else None
        for index in range(count)
    ]
    return [
        {
            "id": f"c{index}",
            "parent": None if parent is None else f"c{parent}",
            "author": draw(st.sampled_from(["bob", "ana_k", "田中", None])),
            "text": draw(TEXTS),
        }
        for index, parent in enumerate(parents)
    ]


KEYS = st.lists(st.sampled_from([*MOVES, *FOLDS, *WORK, *FINDS, *LOOKS, *SIZES]), min_size=1, max_size=18)


def check_selection(here):
    """The selected comment is one that no fold hides, and a row of it is on the screen, with its bar."""
    tree = here.tree
    assert here.reading.outline.is_visible(tree.selected)
    if tree.room:
        row = tree.row_of_selected()
        assert row is not None
        assert row < tree.room
        assert row + tree.rows_of(tree.selected) > 0
    if tree.room > 2 and tree.width > 2:
        shown = [strip.text for strip in tree.body()[: tree.room]]
        assert any(line.startswith(tree.signs.selected) for line in shown)


def check_painting(here):
    """The strips on the screen are those that a pane without any memory draws, and so are the terminal's cells."""
    tree, article, status = here.tree, here.reading.article, here.reading.status
    terminal = painted(here)
    for pane in (tree, article, status):
        if not pane.display or not pane.height:
            continue
        shown = [pane.render_line(y).text for y in range(pane.height)]
        if pane is tree:
            tree._drawn.clear()
        elif pane is article:
            article._rows = []
            article._finished.clear()
        else:
            status._drawn = None
        fresh = [strip.text for strip in pane._strips()]
        assert shown == fresh
        left, top = pane.region.offset
        for row, text in zip(terminal[top : top + pane.height], fresh, strict=False):  # cut on a tiny screen
            if row.isascii() and text.isascii():
                assert row[left : left + pane.width] == text


def painted(here):
    """The rows of the terminal, as they were painted."""
    return ["".join(segment.text for segment in strip) for strip in here.app.screen._compositor.render_strips()]


async def walk(comments, keys):
    """Press the keys and look after each."""
    with TemporaryDirectory() as name:
        folder = Path(name)
        thread = written(folder, comments, title="町議会, and the lane", article=["word " * 80, "“quoted”"])
        async with sitting(thread, folder / "labels.json") as here:
            for key in keys:
                if isinstance(key, tuple):
                    await here.resize(*key)
                elif key in LOOKS or key in FINDS:
                    await here.type(key)
                    if here.desk.finding.typing:  # no comment meets it
                        await here.type("escape")
                else:
                    divided = here.reading.article.display
                    for one in key.split():
                        here.desk.press(one)
                    if here.reading.article.display != divided:  # `a` without a question: panes are laid out in a while
                        await here.pilot.pause()
                check_selection(here)
                check_painting(here)


COVERED = [
    {"id": f"c{index}", "parent": None if parent is None else f"c{parent}", "author": "bob", "text": text}
    for index, (parent, text) in enumerate(
        [
            (None, "word " * 18),
            (0, "x"),
            (None, "x"),
            (None, "x"),
            (None, "> quoted\nanswer\n\nmore"),
            (2, "町議会は通りの閉鎖を決めた。" * 6),
            (3, "x"),
            (None, "word " * 104),
            (4, "x"),
            (6, "x"),
            (None, "x"),
            (None, "x" * 203),
            (None, "word " * 49),
        ]
    )
]
"""Half a page down the first comment in sight, two levels deep, has no more rows than its pinned ancestors."""


@example(COVERED, ["ctrl+d"])
@settings(
    max_examples=15,
    phases=[Phase.explicit, Phase.generate],
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
@given(threads(), KEYS)
def test_no_key_loses_the_selection_or_leaves_something_behind(comments, keys):
    """Whatever is pressed: the selected comment is visible, on the screen, and every row is as it should be."""
    asyncio.run(walk(comments, keys))
