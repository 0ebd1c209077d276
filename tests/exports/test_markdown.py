"""The report in Markdown, over a thread with everything in it: what a reader of Markdown shows."""

from markdown_it import MarkdownIt
from selectolax.lexbor import LexborHTMLParser

from threadmark.report.threads import label_words


def test_every_label_is_shown(everything):
    """Each label with its annotator and the words that it rests on, line breaks of them as spaces."""
    written = everything.export("markdown").read_text(encoding="utf-8")
    page = LexborHTMLParser(MarkdownIt("gfm-like", {"linkify": False}).render(written))
    shown = " ".join(page.body.text().replace("\u200b", "").split())
    for given in everything.given:
        who = given.annotator if given.round == 1 else f"{given.annotator}, round {given.round}"
        quotes = "".join(f" “{' '.join(quote.split())}”" for quote in given.quotes)
        assert f"{' '.join(who.split())}: {label_words(given)}{quotes}" in shown


def test_depth_is_a_list_in_a_list(everything):
    """A reply stands inside the comment that it answers."""
    written = everything.export("markdown").read_text(encoding="utf-8")
    page = LexborHTMLParser(MarkdownIt("gfm-like", {"linkify": False}).render(written))
    assert page.css("li li li strong")
