"""The report in Markdown, over a thread with everything in it: what a reader of Markdown shows."""

from markdown_it import MarkdownIt
from selectolax.lexbor import LexborHTMLParser
from tests.exports.everything import AUTHORS

from threadmark.report.threads import label_words


def read_back(place):
    """The comment, and who gave what, with the words that it rests on."""
    page = LexborHTMLParser(MarkdownIt("gfm-like", {"linkify": False}).render(place.read_text(encoding="utf-8")))
    for label in page.css("li em"):
        words, at = [], label.next
        while at is not None and at.tag not in {"em", "ul"}:
            words.append(at.text())
            at = at.next
        if not label.text().endswith("note:"):
            yield on_a_line(label.parent.css_first("strong").text(), label.text(), *words)


def as_carried(each):
    """What a plain report has of a label, all on one line."""
    who = each.annotator if each.round == 1 else f"{each.annotator}, round {each.round}"
    author = AUTHORS.get(each.comment, "") or each.comment
    return on_a_line(author, f"{who}: {label_words(each)}", *(f"“{on_a_line(quote)}”" for quote in each.quotes))


def on_a_line(*parts):
    """Words with single blanks between them."""
    return " ".join(" ".join(parts).replace("\u200b", "").split())


def test_depth_is_a_list_in_a_list(everything):
    """A reply stands inside the comment that it answers."""
    written = everything.export("markdown").read_text(encoding="utf-8")
    page = LexborHTMLParser(MarkdownIt("gfm-like", {"linkify": False}).render(written))
    assert page.css("li li li strong")
