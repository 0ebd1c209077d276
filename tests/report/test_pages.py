"""The report as a file: what stands in it, that nothing in it can run, and that it is the same each time."""

from __future__ import annotations

import base64
import hashlib
import html
import re

import pytest
from click.testing import CliRunner
from markdown_it import MarkdownIt
from selectolax.lexbor import LexborHTMLParser
from tests.report.hostile import TEXTS

from threadmark.cli import program
from threadmark.exports import export
from threadmark.report import charts
from threadmark.report.figures import Progress, Table


def report(folder, format_="html"):
    """The report of the folder's label file."""
    out = folder / f"report.{format_}"
    export(folder / "labels.json", format=format_, out=str(out), warn=pytest.fail)
    return out.read_text(encoding="utf-8")


def test_the_page_holds_everything(study):
    """Article, comments in order with what each annotator gave, figures, codebook."""
    page = LexborHTMLParser(report(study))
    comments = page.css("article.comment")
    assert [each.css(".author")[0].text() for each in comments] == ["bob", "ana_k", "bob", "Gull"]
    assert comments[0].css(".text")[0].text() == "No, <b>never</b>."
    assert "ana: stance toward the claim: against" in comments[0].text()
    assert comments[3].attributes["data-statuses"] == "unseen"
    assert page.css("details.article p")[0].text() == "The council will close the lane."
    captions = [each.text() for each in page.css("figcaption")]
    assert "stance toward the parent, by depth" in captions
    tables = {each.text(): each.parent.css_first("table").text() for each in page.css(".tables h3")}
    assert {"progress and pace", "agreement", "who answers whom"} <= tables.keys()
    assert "0.833" in tables["agreement"]
    assert "comments an hour of active time" in captions
    assert any(caption.startswith("agreement") for caption in captions)
    assert "Straw man" in [each.text() for each in page.css("dt")]


def test_the_page_needs_nothing_else(study):
    """No address is fetched, and the one script is the one that the policy names."""
    page = report(study)
    assert not re.findall(r'(?:src|href|action)="(?!#)', page)
    [script] = re.findall(r"<script>(.*?)</script>", page, re.DOTALL)
    named = "sha256-" + base64.b64encode(hashlib.sha256(script.encode()).digest()).decode()
    policy = LexborHTMLParser(page).css("meta[http-equiv]")[0].attributes["content"]
    assert f"script-src '{named}'" in policy
    assert "default-src 'none'" in policy


def test_markdown_has_every_figure(study):
    """What the page draws is in tables of numbers there."""
    titles = re.findall(r"^### (.*)$", report(study, "markdown").partition("## The lane")[0], re.MULTILINE)
    assert titles == [
        *("progress and pace", "fallacy", "rhetoric", "stance toward the claim", "stance toward the parent"),
        *("stance toward the claim, by depth", "stance toward the parent, by depth"),
        *("stance toward the claim, over time (UTC)", "stance toward the parent, over time (UTC)"),
        *("who answers whom", "labels of two dimensions on one comment", "agreement"),
    ]


def test_hostile_comments_are_text(hostile):
    """Nothing that somebody wrote is an element, an attribute or a template."""
    text = report(hostile)
    page = LexborHTMLParser(text)
    assert len(page.css("script")) == 1
    assert not page.css("img, iframe, [onerror], [onload]")
    assert [each.text() for each in page.css("p.text")] == list(TEXTS)
    assert html.escape(TEXTS[3].split()[0]) in text


def test_hostile_comments_are_text_in_markdown_too(hostile):
    """A reader of Markdown shows each text as it is, on one line."""
    written = report(hostile, "markdown")
    rendered = LexborHTMLParser(MarkdownIt("gfm-like", {"linkify": False}).render(written))
    assert not rendered.css("script, img, iframe, svg, del, a")
    said = rendered.body.text().replace("\u200b", "")
    for text in TEXTS:
        assert " ".join(text.split()) in said


@pytest.mark.parametrize("format_", ["html", "markdown"])
def test_the_same_labels_give_the_same_bytes(study, format_):
    """Drawings too."""
    assert report(study, format_) == report(study, format_)


def test_the_command(study):
    """`threadmark report` writes the page, for the comments that a filter finds."""
    out = study / "out.html"
    result = CliRunner().invoke(
        program, ["report", str(study / "labels.json"), "-o", str(out), "--annotator", "ben"], catch_exceptions=False
    )
    assert result.exit_code == 0
    text = out.read_text(encoding="utf-8")
    assert "ben: " in text
    assert "ana: " not in text


def test_names_of_any_length_leave_room_for_the_drawing():
    """Authors, annotators and labels are cut in drawings, not in tables; signs of double width count twice."""
    long = "A name that is longer than any drawing is wide " * 4
    progress = [Progress(long, 1, 1, 1, 0, 0, 9.0, 9.0), Progress("李雷" * 40, 2, 1, 1, 0, 0, 9.0, 9.0)]
    table = Table((f"{long}\n→ {long}", "b"), (long, f"{long}!", "c"), ((1, 2, 3), (0, 0, 1)))
    for drawing in (charts.pace(progress), charts.stacked(table)):
        assert long not in drawing
        assert "A name that is longer than any …" in drawing
    assert charts.shortened("李雷" * 40) == f"{'李雷' * 8}"[:15] + "…"
    assert charts.shortened("ana, round 1\n" + "b" * 40) == "ana, round 1\n" + "b" * 31 + "…"
