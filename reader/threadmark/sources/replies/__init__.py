"""Who answered whom, where a source has lost it: links from cues in the text, and suggestions for who looks for more.

A comment is top-level unless something it says itself tells whom it answers. Such a link is drawn where signs of its
kind were right nine times of ten in threads of this kind, and kept apart from given ones with its cue and confidence.
Nothing is drawn from words that two comments share; these only rank suggestions (`suggesting`).
"""

from threadmark.sources.replies.inferring import with_inferred

__all__ = ["with_inferred"]
