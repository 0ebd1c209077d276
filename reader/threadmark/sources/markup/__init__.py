"""Markup becomes plain text that reads as it did: paragraphs, quotes, lists, links and code stay readable.

>>> html_to_text('<p>See <a href="https://example.org/a">the plan</a>.</p><blockquote>No.</blockquote>')
'See the plan <https://example.org/a>.\n\n> No.'
>>> markdown_to_text("so *much* noise\n\n> and no bus")
'so much noise\n\n> and no bus'
"""  # noqa: D301 -- the backslashes are those of the example's own output

from threadmark.sources.markup.markdown import markdown_to_text
from threadmark.sources.markup.snippets import html_to_text

__all__ = ["html_to_text", "markdown_to_text"]
