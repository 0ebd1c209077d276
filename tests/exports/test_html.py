"""The report as a page, over a thread with everything in it: what a parser of HTML finds."""

from selectolax.lexbor import LexborHTMLParser
from tests.exports.everything import TEXTS

from threadmark.report.threads import label_words


def read_back(place):
    """Who gave what, and the words that it rests on, at each comment."""
    page = LexborHTMLParser(place.read_text(encoding="utf-8"))
    for comment in page.css(".comment"):
        for line in comment.css(".labels li"):
            if (label := line.css_first("b")) is not None:
                who, quotes = line.text(deep=False).partition(":")[0], tuple(quote.text() for quote in line.css("q"))
                yield comment.css_first(".text").text(), who.strip(), label.text(), quotes


def as_carried(each):
    """What a page has of a label."""
    who = each.annotator if each.round == 1 else f"{each.annotator}, round {each.round}"
    return TEXTS.get(each.comment, "Save the pool, @ana_k 🏊!"), who, label_words(each), each.quotes


def test_every_annotator_can_be_chosen(everything):
    """Names mean nothing to the page, whatever signs they have."""
    page = LexborHTMLParser(everything.export("html").read_text(encoding="utf-8"))
    options = {each.text() for each in page.css("select[name=annotator] option")}
    assert {each.annotator for each in everything.given} <= options
