"""Threads without links, for tests of how links are recovered."""

from hypothesis import strategies as st

from threadmark.thread.build import ThreadBuilder, clean_article
from threadmark.thread.report import ImportReport

NAMES = ["bob", "Ana Kovač", "gull_7", "李雷", "Well", "marten@harbour.example", "u/hatch"]
WORDS = ["lane", "kerb", "moat", "warden", "hump", "the", "a", "close", "drivers", "桥"]
_AUTHOR = st.none() | st.sampled_from(NAMES)
_NAMED = st.sampled_from([*NAMES, "nobody"])
_SAID = st.lists(st.sampled_from(WORDS), max_size=5).map(" ".join)
_MOMENT = st.integers(1_600_000_000, 1_600_000_009)


def flat(*comments, title=None, byline=None, paragraphs=()):
    """A thread of (author, text) or (author, text, day of March), all top-level, with ids from 1 on."""
    builder = ThreadBuilder(ImportReport())
    for number, (author, text, *day) in enumerate(comments, 1):
        created = f"2024-03-{day[0]:02}T10:00:00Z" if day else None
        builder.add(str(number), None, author, text, created=created)
    return builder.build(clean_article(ImportReport(), title=title, byline=byline, paragraphs=paragraphs))


@st.composite
def threads(draw):
    """Threads of a few comments that name, quote and link to each other, with and without times and given links."""
    builder = ThreadBuilder(ImportReport())
    timed, linked = draw(st.booleans()), draw(st.booleans())
    texts = []
    for number in range(draw(st.integers(0, 8))):
        words = draw(_SAID)
        name = draw(_NAMED)
        forms = ["", f"@{name} ", f"{name}, ", f"In reply to {name}: ", f"> {words}\n\n", f">>{number // 2}\n"]
        if texts:
            forms += [f"> {draw(st.sampled_from(texts))}\n\n", f"{name} wrote:\n> {texts[-1]}\n"]
        text = draw(st.sampled_from(forms)) + words
        texts.append(words)
        parent = draw(st.none() | st.integers(0, number - 1)) if linked and number else None
        builder.add(
            str(number),
            None if parent is None else str(parent),
            draw(_AUTHOR),
            text,
            created=draw(_MOMENT) if timed else None,
            score=number if number % 2 else None,
            role=("author", "moderator", None, None)[number % 4],
            edited=True if number % 3 == 0 else None,
            deleted=number % 5 == 0,
            extra={"kept": number} if number % 2 else None,
        )
    byline = draw(_AUTHOR)
    return builder.build(clean_article(ImportReport(), byline=byline))
