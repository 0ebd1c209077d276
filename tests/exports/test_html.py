"""The report as a page, over a thread with everything in it: what a parser of HTML finds."""

from collections import Counter

from selectolax.lexbor import LexborHTMLParser

from threadmark.report.threads import label_words


def test_every_label_stands_at_its_comment(everything):
    """Each label once, with its annotator, its round and the words that it rests on."""
    page = LexborHTMLParser(everything.export("html").read_text(encoding="utf-8"))
    found = Counter(
        (line.css_first("b").text(), tuple(quote.text() for quote in line.css("q")))
        for line in page.css(".comment .labels li")
        if line.css_first("b") is not None
    )
    wanted = Counter((label_words(each), each.quotes) for each in everything.given)
    assert found == wanted


def test_every_annotator_can_be_chosen(everything):
    """Names mean nothing to the page, whatever signs they have."""
    page = LexborHTMLParser(everything.export("html").read_text(encoding="utf-8"))
    options = {each.text() for each in page.css("select[name=annotator] option")}
    assert {each.annotator for each in everything.given} <= options
