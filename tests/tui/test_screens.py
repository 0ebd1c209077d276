"""Pictures of the screens, in tests/snapshots; each was looked at before it was kept."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
import pytest_textual_snapshot
from pytest_textual_snapshot import SVGImageExtension
from tests.tui.conftest import ARTICLE, LANE
from tests.tui.sitting import NARROW, TALL, WIDE, program, written

from threadmark.labels.store import LabelStore
from threadmark.tui.themes import OWN_THEMES

OWN = [theme.name for theme in OWN_THEMES]
SNAPSHOTS = Path(__file__).parent.parent / "snapshots"


class Pictures(SVGImageExtension):
    """Keeps the pictures in the folder for them, without blanks at the ends of lines."""

    @classmethod
    def dirname(cls, *, test_location):
        """Where the pictures of a file of tests lie."""
        return str(SNAPSHOTS / test_location.basename)

    def serialize(self, data, **options):
        """A picture as it is kept."""
        return re.sub(r"[ \t]+$", "", super().serialize(data, **options), flags=re.MULTILINE)


@pytest.fixture
def shows(request, monkeypatch, thread_file, labels):
    """Compare the screen after some keys with the picture that was kept."""
    monkeypatch.setattr(pytest_textual_snapshot, "SVGImageExtension", Pictures)
    snap_compare = request.getfixturevalue("snap_compare")  # which takes the class that is there when it is made

    def shown(keys="", comments=LANE, *, size=WIDE, article=ARTICLE, write="", path=None, before=None, **options):
        app, workshop = program(path or thread_file(comments, **article), labels, **options)

        async def prepare(pilot):
            await pilot.pause()
            if before is not None:
                await before(pilot)

        presses = [*keys.split(), *("space" if letter == " " else letter for letter in write)]
        try:
            same = snap_compare(app, press=presses, terminal_size=size, run_before=prepare)
        finally:
            workshop.close()
        assert app.failure is None
        return same

    return shown


def deep(levels):
    """A chain of replies."""
    return [
        {
            "id": f"c{level}",
            "parent": f"c{level - 1}" if level > 1 else None,
            "author": ("bob", "ana_k", "Gull")[level % 3],
            "text": f"Reply number {level}: the shops on the lane, the buses and the children all come up again here.",
        }
        for level in range(1, levels + 1)
    ]


LABELLED = "c n j p n m s f d j f space k R j S t t o o space s h o r t enter k"
"""Labels on two comments, one of them to revisit."""


def test_wide(shows):
    """Article and tree side by side, labels at the right of the head of their comment."""
    assert shows("c n enter m s p n R k")


def test_narrow(shows):
    """Article above the tree, which has at least half of the rows."""
    assert shows("c n m s j p n", size=NARROW)


def test_tall(shows):
    """80 columns and many rows: one above the other."""
    assert shows("c n m s j p n f d", size=TALL)


def test_narrow_without_article(shows):
    """Hidden, the article leaves the whole screen to the comments."""
    assert shows("a j", size=NARROW)


def test_folded(shows):
    """A folded comment says how many replies it hides and what is to do among them."""
    assert shows("j R c space k space")


def test_folded_all(shows):
    """With everything folded, each top-level comment says what it hides."""
    assert shows("c n j R z M")


def test_panel_of_the_claim(shows):
    """The claim is in sight while a stance toward it is chosen."""
    assert shows("c")


def test_panel_of_the_parent(shows):
    """The parent is in sight while a stance toward it is chosen."""
    assert shows("j p")


def test_panel_of_the_parent_narrow(shows):
    """Off the screen, the parent is quoted in the panel."""
    assert shows("j j j p", size=NARROW)


def test_panel_of_rhetoric(shows):
    """Labels that are set are told apart."""
    assert shows("j m s m")


def test_panel_of_rhetoric_kept_open(shows):
    """It says that it stays open, and what the next label will be."""
    assert shows("m tab s /")


def test_panel_of_fallacies(shows):
    """Families head their labels."""
    assert shows("j f")


def test_panel_of_fallacies_narrow(shows):
    """On a small screen all labels are still there."""
    assert shows("j f", size=NARROW)


def test_panel_of_flags(shows):
    """Flags have a panel as the others."""
    assert shows("x")


def test_panel_of_folds(shows):
    """A leader of commands shows what may follow."""
    assert shows("z")


def test_definitions(shows):
    """F1 in a panel defines its labels."""
    assert shows("j f f1")


def test_definitions_narrow(shows):
    """F1 in a panel, 60 columns."""
    assert shows("c f1", size=NARROW)


def test_keys(shows):
    """All keys, by group."""
    assert shows("?")


def test_keys_narrow(shows):
    """All keys, 60 columns."""
    assert shows("? j j j", size=NARROW)


def test_labels_that_do_not_fit(shows):
    """Labels for which the head of a comment has no room stand in rows below it."""
    assert shows("j m tab s r h o n esc f tab a d s esc p n x s", size=NARROW)


def test_take_a_label_away(shows):
    """The labels on the comment, each with the key that takes it away."""
    assert shows("j m tab s r esc f d D")


def test_note_being_written(shows):
    """A note is typed over the thread."""
    assert shows("j E", write="asks what he means")


def test_note_kept(shows):
    """A note stands under its comment."""
    assert shows("j E n o t e escape k")


def test_claim_being_picked(shows):
    """The sentences of the article are offered as claim."""
    assert shows("C")


def test_claim_type(shows):
    """One key says what kind of claim it is."""
    assert shows("C enter" if False else "C down enter enter")


def test_skip(shows):
    """A reason is asked for."""
    assert shows("S t")


def test_open_question(shows):
    """Done with a question open names it."""
    assert shows("j enter")


def test_deep(shows):
    """Sixty levels deep the indent has stopped, the depth is told, and the ancestors are pinned."""
    assert shows("G", deep(60))


def test_deep_narrow(shows):
    """Sixty levels deep in 60 columns."""
    assert shows("G", deep(60), size=NARROW)


def test_deep_middle(shows):
    """Just where the indent stops."""
    assert shows("z R " + "j " * 14, deep(60), size=TALL)


CJK = [
    {
        "id": "c1",
        "author": "田中",
        "text": "この道を閉鎖すると、店の客が減ります。誰も商店街の人に聞いていません。バスの便も減らされるそうで、年寄りには困った話です。"
        * 2,
    },
    {
        "id": "c2",
        "parent": "c1",
        "author": "김민수",
        "text": "아이들의 안전이 더 중요하지 않나요? 차가 하루에 구백 대나 지나갑니다.",
    },
    {
        "id": "c3",
        "parent": "c2",
        "author": "王小明",
        "text": "“安全”是最重要的，但是商店怎么办？市议会应该先问问大家的意见，再做决定。",
    },
]


def test_cjk(shows):
    """Text of two cells a character is wrapped between characters and fits."""
    assert shows("c n", CJK, article={**ARTICLE, "title": "町議会、ミル通りの閉鎖を決定"}, size=TALL)


EMOJI = [
    {
        "id": "c1",
        "author": "bob 🚗",
        "text": "Closing it 👎👎👎 punishes drivers 😡. Family 👨‍👩‍👧‍👦, flags 🇩🇪🇫🇷, skin 👍🏽, heart ❤️, keycap 1️⃣. "
        * 3,
    },
    {"id": "c2", "parent": "c1", "author": "🐦gull🐦", "text": "🎉" * 90},
]


def test_emoji(shows):
    """Emoji of several code points are never torn."""
    assert shows("c n", EMOJI, size=TALL)


RIGHT_TO_LEFT = [
    {
        "id": "c1",
        "author": "דוד",
        "text": "סגירת הרחוב מענישה את הנהגים. אף אחד לא שאל את בעלי החנויות, והאוטובוסים לא עוצרים כאן.",
    },
    {
        "id": "c2",
        "parent": "c1",
        "author": "ليلى",
        "text": "سلامة الأطفال أهم من مواقف السيارات، والقرار واضح لمن قرأ الخطة.",
    },
    {"id": "c3", "parent": "c2", "author": "bob", "text": "Both of you (דוד and ليلى) have a point."},
]


def test_right_to_left(shows):
    """Right-to-left text is shown, its rows as long as the others."""
    assert shows("j p y", RIGHT_TO_LEFT, size=TALL)


def test_empty(shows):
    """A thread without comments says so."""
    assert shows("j c y", [])


def test_no_article(shows):
    """A thread without an article says so."""
    assert shows("", article={"title": None, "article": []})


MARKUP = [
    {"id": "c1", "author": "[b]bob[/b]", "text": "[@click=app.quit]press[/] [red]me[/red] [/b] " + "x" * 300},
    {"id": "c2", "parent": "c1", "author": None, "text": "No name.", "score": -3},
    {"id": "c3", "parent": "c2", "author": "gone", "text": "[removed]", "deleted": True},
    {
        "id": "c4",
        "parent": "c1",
        "author": "mod",
        "role": "moderator",
        "created": "2025-01-02T00:00:00Z",
        "edited": "2025-01-03T00:00:00Z",
        "text": "> [b]press[/b]\n> and again\nPlease stay on topic.",
    },
    {
        "id": "c5",
        "parent": "c1",
        "author": "ana_k",
        "text": "I think so too.",
        "inferred": {"cue": "author pair", "confidence": 0.9},
    },
    {"id": "c6", "parent": "c5", "author": "tom", "text": "To whom?"},
]


def test_unusual_comments(shows):
    """Markup is text, a deleted comment and one without a name say so, an inferred reply is dotted and doubted."""
    assert shows("j j", MARKUP, size=TALL)


def test_import_report(shows, tmp_path, monkeypatch):
    """What was mended, where it is said at the start too."""
    thread = tmp_path / "work" / "mended.thread.json"
    thread.write_text(
        '{"format": "threadmark-thread", "version": 1, "id": "mended", "article": ["One paragraph."], "comments": ['
        '{"id": "c1", "parent": "gone", "author": "bob", "text": "An orphan.\\u001b[31m"},'
        '{"id": "c2", "parent": "c2", "author": "ana_k", "text": "Answers itself."},'
        '{"id": "c2", "parent": "c1", "author": "tom", "text": "Has its id."}]}',
        encoding="utf-8",
    )

    async def open_report(pilot):
        pilot.app.screen.desk().run("import_report")
        await pilot.pause()

    assert shows("", path=Path("mended.thread.json"), before=open_report)


@pytest.mark.parametrize("theme", ["textual-light", "ansi-dark", "ansi-light", "nord", "solarized-light", *OWN])
def test_theme(shows, theme):
    """Everything can be read in other themes; in the terminal's own colours too."""
    assert shows("c n enter m s p n R k f d x s m", theme=theme)


@pytest.mark.parametrize("theme", ["textual-dark", "textual-light", "ansi-dark"])
def test_no_color(shows, monkeypatch, theme):
    """Without colours nothing is lost."""
    monkeypatch.setenv("NO_COLOR", "1")
    assert shows("c n enter m s p n R k f d x s m", theme=theme)


def test_ascii(shows):
    """With ASCII signs nothing but text from outside is beyond ASCII."""
    assert shows("c n enter m s p n R k j j space", MARKUP, plain=True)


def test_ascii_panel(shows):
    """The panel with ASCII signs."""
    assert shows("c n j m s m", plain=True)


def test_picker(shows, tmp_path, thread_file):
    """Threads to choose from, with dates and counts."""
    folder = tmp_path / "work"
    thread_file(name="lane")
    assert shows("j", picked="sample threads", path=_several(folder))


def _several(folder):
    """Three threads in one folder."""
    written(folder, LANE, name="lane", **ARTICLE)
    written(
        folder,
        LANE[:2],
        name="library",
        title="Library to open on Sundays",
        published="2024-04-02",
        article=["It will."],
    )
    written(
        folder,
        [],
        name="market",
        title="",
        article=["The night market stays where it is, for a year at least, the council has said."],
    )
    return folder


def test_read_only(shows, labels):
    """A second instance says who holds the file."""
    held = LabelStore.open(labels, who="")
    try:
        assert shows("j")
    finally:
        held.close()


@pytest.mark.parametrize("size", [(1, 1), (20, 5), (30, 8), (250, 50)])
def test_other_sizes(shows, size):
    """No size is too small to be drawn."""
    assert shows("j m s p", size=size)
