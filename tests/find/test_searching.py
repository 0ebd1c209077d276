"""Search while it is typed."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.find.lane import build_thread

from threadmark.find import FindError, Folds, Search
from threadmark.find.folding import fold

SIGNS = "abß éİs\nﬁ"
COMMENTS = st.lists(
    st.fixed_dictionaries({"text": st.text(SIGNS, max_size=6), "author": st.sampled_from([None, "bas", "Zé", "if s"])}),
    min_size=1,
    max_size=12,
)
WORDS = st.one_of(st.text(SIGNS, max_size=3), st.sampled_from(["/a|b", "/^s", "/s$", "/"]))
FIELDS = st.sampled_from([("text", "author"), ("text",), ("author",)])
MANY = 1500


def without_blanks(text):
    """A text folded, every run of white space one blank."""
    return " ".join(fold(text).split())


def naive(thread, words, fields):
    """The comments that have the words, looked at one after the other."""
    wanted = without_blanks(words)
    columns = {"text": thread.texts, "author": thread.authors}
    texts = [[columns[field][index] or "" for field in fields] for index in range(len(thread))]
    return [
        index for index, said in enumerate(texts) if wanted and any(wanted in without_blanks(text) for text in said)
    ]


def all_of(search):
    """The comments that a search finds in the end."""
    for _ in search.slices():
        pass
    return list(search.matches)


@pytest.fixture(scope="module")
def long_thread():
    """1,500 comments; every third has a mill, every fifth a lane, every fifteenth `mill lane`."""
    texts = [("mill " if at % 3 == 0 else "") + ("lane" if at % 5 == 0 else "x") for at in range(MANY)]
    return build_thread([{"text": text, "author": f"reader{at % 7}"} for at, text in enumerate(texts)])


@settings(deadline=None)
@given(COMMENTS, st.text(SIGNS, max_size=3), FIELDS)
def test_a_search_finds_what_a_naive_one_does(comments, words, fields):
    """In texts, in authors' names, or in both."""
    thread = build_thread(comments)
    assert all_of(Search(thread, words, fields=fields)) == naive(thread, words, fields)


@settings(deadline=None)
@given(COMMENTS, WORDS, FIELDS)
def test_what_is_found_has_spans(comments, words, fields):
    """A comment is found exactly when there is something to highlight in a field that was searched, patterns apart."""
    thread = build_thread(comments)
    search = Search(thread, words, fields=fields)
    found = all_of(search)
    for index in range(len(thread)):
        spans = search.spans(index)
        assert not spans.text or "text" in fields
        assert not spans.author or "author" in fields
        assert bool(spans.text or spans.author) == (index in found) or words.startswith("/")
        for start, end in spans.text:
            assert words.startswith("/") or without_blanks(words) in without_blanks(thread.texts[index][start:end])


@settings(deadline=None, max_examples=60)
@given(st.lists(st.integers(1, 4), max_size=6))
def test_a_search_that_is_left_and_gone_on_with_finds_the_same(long_thread, steps):
    """Slice by slice, by as many iterators as one likes, nothing is found twice and nothing is missed."""
    search, found = Search(long_thread, "mill"), []
    for slices in steps:
        for _, more in zip(range(slices), search.slices(0), strict=False):
            found += more
            assert found == list(search.matches)
    for more in search.slices(0):
        found += more
    assert found == list(search.matches) == list(range(0, MANY, 3))
    assert search.is_finished
    assert search.slice() == []


@settings(deadline=None, max_examples=100)
@given(
    st.lists(
        st.tuples(st.sampled_from(["m", "mi", "mill", "mill lane", "l", "lane", "x", "", "reader1"]), st.integers(0, 7))
    )
)
def test_a_narrowed_search_finds_what_a_new_one_does(long_thread, typed):
    """Whatever was typed before, and however far those searches had come."""
    search = Search(long_thread, "")
    for words, slices in typed:
        search = search.narrowed(words)
        for _, _ in zip(range(slices), search.slices(0), strict=False):
            pass
    assert all_of(search) == naive(long_thread, search.words, ("text", "author"))


def test_narrowing_looks_only_at_what_was_found(long_thread):
    """The comments that the first word is not in are not read again."""
    first = Search(long_thread, "mill")
    all_of(first)

    class Counted(Folds):
        """Counts the comments that are looked at."""

        looked = 0

        def having(self, word, comments):
            """Count, and look."""
            comments = list(comments)
            Counted.looked += len(comments)
            return super().having(word, comments)

    first._folds = Counted(long_thread)
    narrowed = first.narrowed("mill l")
    assert all_of(narrowed) == list(range(0, MANY, 15))
    assert Counted.looked == MANY // 3
    assert list(first.matches) == list(range(0, MANY, 3))


def test_among_is_what_a_filter_leaves(long_thread):
    """Other comments are not found, and narrowing keeps to it; what becomes of the flags later does not matter."""
    among = bytearray(index % 2 for index in range(MANY))
    search = Search(long_thread, "m", among=among)
    search.slice(0)
    narrowed = search.narrowed("mill")
    among[:] = bytes(MANY)
    assert all_of(search) == all_of(narrowed) == list(range(3, MANY, 6))


@given(st.sets(st.integers(0, 11), max_size=6), st.integers(0, 11))
def test_matches_are_gone_through_in_a_ring(places, here):
    """The next one, the one before, and which of how many one is at."""
    thread = build_thread([{"text": "lane" if at in places else "x"} for at in range(12)])
    search = Search(thread, "lane")
    all_of(search)
    ring = sorted(places)
    assert search.count == len(ring)
    assert search.position(here) == (ring.index(here) + 1 if here in ring else None)
    assert search.next(here) == (min((at for at in ring if at > here), default=ring[0]) if ring else None)
    assert search.next(here, -1) == (max((at for at in ring if at < here), default=ring[-1]) if ring else None)


def test_a_slash_begins_a_regular_expression(lane):
    """It looks at texts and at authors' names; a slash alone looks for nothing yet."""
    assert all_of(Search(lane, "/^mill|smith$")) == [1, 4]
    assert Search(lane, "/^mill").spans(1).text == ((0, 4),)
    assert all_of(Search(lane, "/")) == []
    with pytest.raises(FindError):
        Search(lane, "/(")


def test_what_is_being_typed_is_searched_at_once(lane):
    """The end of a word need not be there, blanks at the ends don't count."""
    found = {typed: all_of(Search(lane, typed)) for typed in ("stra", "stras", "strass", " mill ", "  ", "")}
    assert found == {"stra": [4], "stras": [4], "strass": [4], " mill ": [0, 1, 2], "  ": [], "": []}


def test_authors_are_searched_as_they_are_shown(lane):
    """A pseudonym is found, the name behind it is not; unless authors are not searched at all."""

    class Hidden:
        """Pseudonyms."""

        author = "author {}".format

        def score(self, _):
            """Hidden."""

    assert all_of(Search(lane, "bob", shown=Hidden())) == []
    search = Search(lane, "author 4", shown=Hidden())
    assert all_of(search) == [4]
    assert search.spans(4).author == ((0, 8),)
    assert all_of(search.narrowed("author 4 ")) == [4]
    assert all_of(Search(lane, "author", shown=Hidden(), fields=("text",))) == []


def test_a_pattern_that_takes_for_ever_ends_the_search():
    """What was found before stays, and why it ended is said."""
    thread = build_thread([{"text": "aa"}] * 300 + [{"text": "a" * 60 + "b"}] + [{"text": "aa"}] * 300)
    search = Search(thread, "/(a+)+$")
    assert all_of(search) == list(range(256))
    assert search.is_finished
    assert search.stopped == "/(a+)+$/ takes too long; searched the first 256 comments"
