"""The report in a real browser: Chromium, driven by Playwright; `.ci/consumers` runs these."""

import os
import re

import pytest
from tests.consumers.browser import CHROMIUM, PAINTED, Watched, chromium
from tests.report.hostile import TEXTS

from threadmark.exports import export

pytestmark = [
    pytest.mark.consumers,
    pytest.mark.skipif("THREADMARK_CONSUMERS" not in os.environ, reason="needs Playwright; .ci/consumers runs these"),
    pytest.mark.skipif(not CHROMIUM, reason="there is no chromium here"),
    pytest.mark.filterwarnings("ignore"),
]
SCHEMES = ("light", "dark")
WIDTHS = (1280, 390)
LEGIBLE = 4.5
"""The contrast that WCAG 2.2 asks of text."""
CONTRASTS = """(selector) => {
  const shine = (colour) => {
    const [r, g, b] = colour.match(/[\\d.]+/g).slice(0, 3).map((part) => part / 255)
      .map((part) => (part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4));
    return 0.2126 * r + 0.7152 * g + 0.0722 * b;
  };
  const behind = (element) => {
    for (let at = element; at; at = at.parentElement) {
      const colour = getComputedStyle(at).backgroundColor;
      if (!/, 0\\)$/.test(colour)) return colour;
    }
    return "rgb(255, 255, 255)";
  };
  return [...document.querySelectorAll(selector)].map((element) => {
    const style = getComputedStyle(element);
    const [dark, light] = [shine(element instanceof SVGElement ? style.fill : style.color), shine(behind(element))]
      .sort((a, b) => a - b);
    return (light + 0.05) / (dark + 0.05);
  });
}"""
"""How text stands out from what is behind it."""


@pytest.fixture(scope="module")
def browser():
    """One browser for all."""
    with chromium() as opened:
        yield opened


def report(folder):
    """The report of a study."""
    out = folder / "report.html"
    export(folder / "labels.json", format="html", out=str(out), warn=pytest.fail)
    return out


def choose(watched, **values):
    """Fill in filters."""
    for name, value in values.items():
        field = watched.page.locator(f"#filters [name={name}]")
        if name == "words":
            field.fill(value)
        else:
            field.select_option(value)


def test_it_renders_without_a_word_from_the_browser(browser, study):
    """Heading, article, comments, every figure with its caption, codebook; no request, no error, no breach of policy."""
    watched = Watched(browser, report(study))
    page = watched.page
    assert page.locator("h1").is_visible()
    assert page.locator("details.article p").first.is_visible()
    assert watched.shown() == ["bob", "ana_k", "bob", "Gull"]
    captions = page.locator("figcaption").all_inner_texts()
    for wanted in ("toward the parent", "by depth", "over time", "who answers whom", "two dimensions", "hour", "agree"):
        assert any(wanted in caption for caption in captions), wanted
    for drawing in page.locator("figure svg").all():
        box = drawing.bounding_box()
        assert box["width"] > 200
        assert box["height"] > 40
    assert page.locator("#codebook ~ dl dt").count() > 20
    assert watched.complaints == []


def test_each_filter_shows_what_fits_and_nothing_else(browser, study):
    """Words, label, annotator and status, alone and together; `all` brings everything back."""
    from playwright.sync_api import expect  # noqa: PLC0415 -- only .ci/consumers has it

    watched = Watched(browser, report(study))
    page = watched.page
    everything = watched.shown()
    for values, expected in (
        ({"words": "TYPICAL"}, ["Gull"]),
        ({"words": "ana_k"}, ["ana_k", "bob"]),  # its author, and whom another answers
        ({"label": "fallacy: tu quoque"}, ["bob"]),
        ({"annotator": "ben"}, ["bob", "ana_k", "bob"]),
        ({"status": "unseen"}, ["Gull"]),
        ({"status": "done", "words": "why"}, ["ana_k"]),
        ({"status": "unseen", "annotator": "ana"}, []),
    ):
        choose(watched, **values)
        assert watched.shown() == expected, values
        assert page.locator("#shown").inner_text() == f"{len(expected)} of 4 comments"
        assert page.locator(".none-found").is_visible() == (not expected)
        page.locator("#filters button[type=reset]").click()
        expect(page.locator("#shown")).to_have_text("4 of 4 comments")
        assert watched.shown() == everything
    page.locator("#filters [name=words]").press("Enter")
    assert watched.shown() == everything
    assert watched.complaints == []


def test_hostile_comments_do_nothing(browser, hostile):
    """Scripts, handlers, markup that closes ours, `javascript:` and SVG stay words, wherever they stand."""
    watched = Watched(browser, report(hostile))
    page = watched.page
    assert page.locator("p.text").all_inner_texts() == [" ".join(text.split(" ")) for text in TEXTS]
    for name in ("label", "annotator"):
        for option in page.locator(f"#filters [name={name}] option").all():
            page.locator(f"#filters [name={name}]").select_option(option.get_attribute("value") or option.inner_text())
    page.locator("#filters button[type=reset]").click()
    for text in page.locator("p.text").all():
        text.click()
    page.evaluate(PAINTED)
    assert watched.evaluate("window.broken") is None
    assert watched.evaluate("[...document.links].every((link) => link.hash)")
    assert watched.evaluate("document.scripts.length") == 1
    assert watched.complaints == []


def test_the_policy_stops_what_would_get_past_the_escaping(browser, study):
    """A page into which a script, a handler and a picture have been put runs none and fetches none."""
    page = report(study)
    text = page.read_text(encoding="utf-8")
    bad = '<script>window.broken = 1</script><img src="https://example.org/x.png" onerror="window.broken = 2">'
    page.write_text(text.replace("<h1>", f"{bad}<h1>"), encoding="utf-8")
    watched = Watched(browser, page)
    watched.evaluate(PAINTED)
    assert watched.evaluate("window.broken") is None
    assert sum(complaint.startswith("console: policy") for complaint in watched.complaints) >= 2


@pytest.mark.parametrize("width", WIDTHS)
@pytest.mark.parametrize("scheme", SCHEMES)
def test_everything_is_legible_and_nothing_sticks_out(browser, study, tmp_path, scheme, width):
    """Light and dark, on a desktop and on a phone: contrast of words and drawings, and no page wider than the window."""
    watched = Watched(browser, report(study), width=width, color_scheme=scheme)
    for selector in (
        "h1, h2, h3, th, td, figcaption, p, li, dt, dd, q, .quiet, summary",
        "figure svg text",
        "a, select",
    ):
        contrasts = watched.page.evaluate(CONTRASTS, selector)
        assert min(contrasts) >= LEGIBLE, selector
    assert watched.evaluate("document.documentElement.scrollWidth") <= width
    picture = watched.page.screenshot(full_page=True, path=_kept(tmp_path, f"{scheme}-{width}.png"))
    assert len(picture) > 20_000
    assert watched.complaints == []


def test_it_prints(browser, study, tmp_path):
    """On paper there are no filters, all comments are there, and it is black on white even where the screen is dark."""
    watched = Watched(browser, report(study), color_scheme="dark")
    watched.page.emulate_media(media="print")
    assert not watched.page.locator("#filters").is_visible()
    assert len(watched.shown()) == 4
    assert watched.evaluate("getComputedStyle(document.body).backgroundColor") == "rgb(255, 255, 255)"
    paper = watched.page.pdf(path=_kept(tmp_path, "print.pdf"), format="A4", print_background=True)
    assert len(re.findall(rb"/Type\s*/Page\b", paper)) >= 2


def _kept(folder, name):
    """Where a picture goes: to be looked at where that is wanted."""
    return f"{os.environ.get('THREADMARK_PICTURES', folder)}/{name}"
