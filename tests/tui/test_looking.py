"""The article, the pages, the palette, copying and links, by real keys."""

from __future__ import annotations

import webbrowser

import pytest
from tests.tui.conftest import LANE
from tests.tui.sitting import NARROW, WIDE

ARTICLE = {
    "title": "Council votes to close Mill Lane",
    "published": "2024-03-12",
    "article": [f"Paragraph {number} is about the lane and the shops. " * 6 for number in range(1, 21)],
}


@pytest.mark.proves("toggle_article")
@pytest.mark.parametrize("size", [WIDE, NARROW])
async def test_the_article_is_hidden_and_shown(sit, size):
    """`a` gives the article's place to the comments, and `a` again brings it back."""
    async with sit(size=size) as here:
        await here.type("j")
        before = [row.rstrip(" ┃") for row in here.rows()]  # the bar knows better now how long the thread is
        await here.type("a")
        assert "¶1" not in here.text
        assert (here.tree.width, here.tree.height) == (size[0], size[1] - 1)
        await here.type("a")
        assert [row.rstrip(" ┃") for row in here.rows()] == before


@pytest.mark.proves("article_smaller", "article_larger")
async def test_the_article_is_as_wide_as_one_wants(sit):
    """`<` and `>` change its width step by step, within bounds; the comments get the rest."""
    async with sit(size=WIDE) as here:
        width = here.reading.article.width
        await here.type("<")
        assert here.reading.article.width < width
        assert here.reading.article.width + here.tree.width == WIDE[0]
        await here.type("> >")
        assert here.reading.article.width > width
        await here.type(" ".join(["<"] * 20))
        assert here.reading.article.width >= WIDE[0] // 10
        await here.type(" ".join([">"] * 30))
        assert here.tree.width >= WIDE[0] // 3


@pytest.mark.proves("article_smaller", "article_larger")
async def test_narrow_it_is_as_high_as_one_wants(sit):
    """Under 100 columns the keys set its height, and the comments keep at least half of the rows."""
    async with sit(size=NARROW) as here:
        height = here.reading.article.height
        await here.type("<")
        assert here.reading.article.height < height
        await here.type(" ".join([">"] * 20))
        assert here.reading.article.height > height
        assert here.tree.height >= (NARROW[1] - 1) / 2


@pytest.mark.proves("other_pane", "next_comment", "last_comment", "page_down", "next_top_level", "escape")
async def test_the_movement_keys_move_the_article_too(sit):
    """After `tab` they scroll the article and leave the selection; `esc` or `tab` gives them back to the tree."""
    async with sit(article=ARTICLE) as here:
        await here.type("j tab")
        article = here.reading.article
        assert article.active
        assert not here.tree.active
        await here.type("j")
        assert article.first == 1
        await here.type("pagedown")
        assert article.first > 10
        await here.type("G")
        last = article.first
        await here.type("j g g")
        assert (article.first, last > 50) == (0, True)
        await here.type("} }")
        assert article.rows()[article.first].text.lstrip().startswith("¶1")
        assert here.selected == "c2"
        await here.type("escape j")
        assert here.selected == "c3"
        await here.type("tab tab j")
        assert here.selected == "c4"


@pytest.mark.proves("other_pane")
async def test_a_hidden_article_takes_no_keys(sit):
    """With the article hidden, `tab` leaves the keys with the comments; hiding it gives them back."""
    async with sit(article=ARTICLE) as here:
        await here.type("a tab j")
        assert here.selected == "c2"
        await here.type("a tab a j")
        assert here.selected == "c3"


@pytest.mark.proves("help", "explain", "codebook", "import_report")
@pytest.mark.parametrize(
    ("opening", "words"),
    [
        ("?", "next comment"),
        ("f1", "the source"),
        ("H", "What the comment holds toward a target"),
        ("report", "read as native"),
    ],
)
async def test_pages_are_closed_by_one_esc(sit, opening, words):
    """Help, codebook and import report open over the thread; one `esc` goes back to where one was."""
    async with sit() as here:
        await here.type("? escape f1 escape H escape")
        await here.command("import report")
        await here.type("escape j j")
        before = here.text
        if opening == "report":
            await here.command("import report")
        else:
            await here.type(opening)
        assert here.over == ("CodebookPage" if opening == "H" else "Page")
        assert words in here.text
        await here.type("escape")
        assert (here.over, here.selected) == ("ReadingScreen", "c3")
        assert here.text == before


@pytest.mark.proves("help")
async def test_help_shows_every_key_in_effect(sit):
    """Each bound command stands on the page with each of its keys."""
    from threadmark.keys.commands import COMMANDS  # noqa: PLC0415
    from threadmark.keys.names import displayed  # noqa: PLC0415

    async with sit(size=(120, 200)) as here:
        await here.type("?")
        shown = [" ".join(row.split()) for row in here.rows()]
        keymap = here.desk.keymap
        for name, command in COMMANDS.items():
            for argument in keymap.arguments_of(name) if name != "label" else ():
                keys = " ".join(displayed(key) for key in keymap.keys_of(name, argument))
                said = command.help + (f": {argument}" if argument else "")
                assert any(row.startswith(keys) and said in row for row in shown), (keys, said)


@pytest.mark.proves("help")
async def test_pages_take_the_movement_keys(sit):
    """`j k`, pages, ends and paragraphs scroll a page, and no key of it changes the thread."""
    async with sit(size=NARROW) as here:
        await here.type("?")
        pane = here.app.screen.pane
        await here.type("j j k")
        assert pane.first == 1
        await here.type("pagedown")
        assert pane.first > 10
        await here.type("G")
        end = pane.first
        await here.type("pageup")
        assert pane.first < end
        await here.type("g g space")
        assert pane.first > 0
        await here.type("f a c n u D E escape")
        assert here.labels() == []
        assert here.selected == "c1"


@pytest.mark.proves("palette", "next_comment")
async def test_the_palette_runs_a_command_by_name(sit):
    """`:` offers every command that takes no argument; choosing one does it, `esc` does nothing."""
    async with sit() as here:
        await here.command("next comment")
        assert here.selected == "c2"
        await here.type("ctrl+p j escape")
        assert (here.over, here.selected) == ("ReadingScreen", "c2")
        await here.type("j")
        assert here.selected == "c3"


@pytest.mark.proves("palette", "import_report", "theme")
async def test_commands_without_a_key_are_in_the_palette(sit):
    """Each command is found by its name and by its line of help."""
    async with sit() as here:
        await here.command("what was mended")
        assert here.over == "Page"
        await here.type("escape")
        await here.command("import report")
        assert here.over == "Page"
        await here.type("escape")
        await here.command("theme")
        assert here.over == "CommandPalette"
        await here.write("nord")
        await here.until(lambda: "nord" in here.text)
        await here.type("enter")
        await here.until(lambda: here.app.theme == "nord")


@pytest.mark.proves("theme", "label")
async def test_another_theme_draws_everything_anew(sit):
    """After the theme has changed, labels still appear, and the selection is where it was."""
    async with sit() as here:
        await here.command("theme")
        await here.write("textual-light")
        await here.until(lambda: "textual-light" in here.text)
        await here.type("enter")
        await here.until(lambda: here.app.theme == "textual-light" and here.over == "ReadingScreen")
        await here.type("j c n")
        assert "● claim: against" in here.text
        assert here.selected == "c2"


@pytest.mark.proves("copy")
async def test_copying_puts_the_text_on_the_clipboard(sit):
    """`y` copies the comment's text, whole."""
    async with sit() as here:
        await here.type("j y")
        assert here.app.clipboard == LANE[1]["text"]
        assert here.said == "the comment is on the clipboard"


@pytest.mark.proves("open_link")
async def test_a_link_is_opened(sit, monkeypatch):
    """`o` opens the comment's link; of several, a key picks one; without one it says so."""
    opened = []
    monkeypatch.setenv("DISPLAY", ":0")
    monkeypatch.setattr(webbrowser, "open", lambda link: opened.append(link) or True)
    two = [
        {"id": "c1", "text": "See https://one.example/a. And (https://two.example/b?x=1), too."},
        {"id": "c2", "text": "See https://one.example/a, again https://one.example/a!"},
        {"id": "c3", "text": "None here."},
    ]
    async with sit(comments=two) as here:
        await here.type("o")
        assert "which link?" in here.text
        await here.type("2 o escape j o")
        assert opened == ["https://two.example/b?x=1", "https://one.example/a"]
        await here.type("j o")
        assert here.said == "there is no link in this comment"


@pytest.mark.proves("open_link")
async def test_in_the_article_its_links_are_opened(sit, monkeypatch):
    """While keys move the article, `o` is for the links of its paragraphs and its address; without one it says so."""
    opened = []
    monkeypatch.setenv("DISPLAY", ":0")
    monkeypatch.setattr(webbrowser, "open", lambda link: opened.append(link) or True)
    url = "https://harbourpost.example/closed"
    async with sit(article={"url": url, "article": ["The plan is at https://harbour.example/plan."]}) as here:
        await here.type("tab o")
        assert "which link?" in here.text
        await here.type("1 o 2")
        assert opened == ["https://harbour.example/plan", url]
        await here.type("tab o")
        assert here.said == "there is no link in this comment"
    async with sit() as here:
        await here.type("tab o")
        assert here.said == "there is no link in this article"


@pytest.mark.proves("open_link")
async def test_without_a_browser_the_link_is_copied(sit, monkeypatch):
    """Where no browser can be opened, the link is on the clipboard."""
    monkeypatch.delenv("DISPLAY", raising=False)
    monkeypatch.delenv("WAYLAND_DISPLAY", raising=False)
    monkeypatch.setattr("sys.platform", "linux")
    async with sit() as here:
        await here.type("j o")
        assert here.app.clipboard == "https://harbourpost.example/lanes"
        assert "is on the clipboard" in here.said


@pytest.mark.parametrize(("before", "after"), [(WIDE, NARROW), (NARROW, WIDE), (WIDE, (20, 5)), (NARROW, (250, 60))])
async def test_resizing_keeps_everything_in_reach(sit, before, after):
    """Selection, folds, the open panel and the labels are there after the terminal got another size."""
    async with sit(size=before) as here:
        await here.type("j space } m tab s")
        await here.resize(*after)
        assert here.selected == "c6"
        assert "c3" not in here.visible
        assert here.desk.panel is not None
        await here.type("r escape j")
        assert here.selected == "c7"
        await here.resize(*before)
        assert here.labels() == [("c6", "rhetoric.sarcasm_irony"), ("c6", "rhetoric.rhetorical_question")]
        assert here.tree.row_of_selected() is not None


async def test_a_comment_marks_the_paragraph_that_it_quotes(sit):
    """The article goes to what the selected comment quotes, and says how many comments quote it."""
    async with sit() as here:
        assert "1 comment quotes this" in here.text
        assert list(here.reading.article.marked) == [1]
        await here.type("j")
        assert not here.reading.article.marked


async def test_mended_input_is_said_at_the_start(sit):
    """What was mended is counted in the status line, with the way to the report."""
    orphan = [{"id": "c1", "parent": "gone", "text": "An orphan."}]
    async with sit(comments=orphan) as here:
        assert here.said == "1 repair when this was read; see the import report (: import)"


@pytest.mark.parametrize(
    ("before", "key"),
    [("F", "?"), ("F", "f1"), ("F", "H"), ("F", "ctrl+p"), ("m tab", "?"), ("c", "f1"), ("v space l f", "?"), ("B x", "?"), ("B x", "ctrl+p")],
)  # fmt: skip
async def test_help_goes_back_to_where_it_was_asked_for(sit, before, key):
    """Over an open panel, or flow's question: `esc` closes the page and no more, and the panel is there as before."""
    async with sit() as here:
        await here.type(before)
        shown = here.rows()
        await here.type(key)
        assert here.app.screen is not here.reading
        await here.type("escape")
        await here.until(lambda: here.app.screen is here.reading)
        await here.settle()
        assert here.rows() == shown


async def test_a_hidden_article_says_how_it_is_shown(sit):
    """Its keys do nothing that one could not see: they say that it is hidden."""
    async with sit() as here:
        await here.type("a")
        for key in ("tab", "<", ">"):
            await here.type(key)
            assert here.said == "the article is hidden; a shows it", key
        await here.type("a tab")
        assert here.said == ""
        assert here.reading.in_article


async def test_the_title_of_the_article_stays_in_sight(sit):
    """Scrolled on, as to a paragraph that is quoted, the article has its title in its heading; at its top it is an article."""
    async with sit(size=(80, 24)) as here:
        await here.type("tab g g")
        assert here.rows()[0].startswith(" article ─")
        assert here.rows()[1].strip().startswith("Council votes to close Mill Lane")
        await here.type("j")
        assert here.rows()[0].startswith(" Council votes to close Mill Lane ─")
