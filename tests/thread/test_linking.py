"""Comments are hung elsewhere, and all else stays."""

from hypothesis import given
from hypothesis import strategies as st
from tests.sources.real_threads import facts

from threadmark.thread.build import ThreadBuilder
from threadmark.thread.linking import Link, linked
from threadmark.thread.model import Article, Inferred
from threadmark.thread.report import ImportReport

HOW = Inferred("quote", 0.95)


def built(parents, links=()):
    """A thread with these parents, by place in the file, and others inferred."""
    builder = ThreadBuilder(ImportReport())
    inferred = dict(links)
    for place, parent in enumerate(parents):
        parent = inferred.get(place, parent)  # noqa: PLW2901 -- the one that counts
        builder.add(
            f"c{place}",
            None if parent is None else f"c{parent}",
            f"reader{place % 3}",
            f"Number {place}.",
            created=1_700_000_000 + place,
            score=place,
            edited=True if place % 2 else None,
            role="moderator" if place % 5 == 0 else None,
            deleted=place % 4 == 0,
            inferred=HOW if place in inferred else None,
            extra={"place": place},
        )
    return builder.build(Article(title="Lane"), thread_id="t", extra={"kept": True})


@st.composite
def parents_and_links(draw):
    """Parents of comments in the order of a file, and other parents for some that have none."""
    parents = [
        draw(st.none() | st.integers(0, place - 1)) if place else None for place in range(draw(st.integers(0, 9)))
    ]
    free = [place for place, parent in enumerate(parents) if parent is None and place]
    chosen = draw(st.sets(st.sampled_from(free))) if free else set()
    return parents, {place: draw(st.integers(0, place - 1)) for place in chosen}


@given(parents_and_links())
def test_linking_a_thread_gives_the_thread_that_is_built_with_these_links(made):
    """Order, depths, branches and all that comments have are those of a thread that had the links from the start."""
    parents, links = made
    thread = built(parents)
    found = linked(
        thread,
        {thread.index(f"c{place}"): Link(thread.index(f"c{parent}"), HOW) for place, parent in links.items()},
    )
    again = built(parents, links)
    assert {row[0]: row for row in facts(found)[3]} == {row[0]: row for row in facts(again)[3]}
    assert facts(found)[:3] == facts(again)[:3]
    assert dict(zip(found.ids, found.depths, strict=True)) == dict(zip(again.ids, again.depths, strict=True))
    assert dict(zip(found.ids, found.sizes, strict=True)) == dict(zip(again.ids, again.sizes, strict=True))


def test_a_thread_without_new_links_is_itself():
    """There is nothing to copy."""
    thread = built([None, 0])
    assert linked(thread, {}) is thread
