"""Terms of filters, threads and what was said about them, made up by hypothesis."""

from hypothesis import strategies as st
from tests.find.lane import CODEBOOK, SaidSoFar, a_label, build_thread

from threadmark.find.bounds import number_bounds, time_bounds
from threadmark.find.conditions import Contains, Matches, Named, Within
from threadmark.find.labelled import Labelled
from threadmark.find.marks import MARKS, Marked
from threadmark.find.needles import Words
from threadmark.find.terms import all_of, any_of, negated
from threadmark.find.vocabulary import label_fields
from threadmark.labels.records import Span

LABELS = label_fields(CODEBOOK)
WORDS = st.sampled_from(
    ["lane", "Mill", "é", "ß", "or", "a", "-a", "to:do", "todo", "(", '"', "\\", "/a/", "mill lane"]
)
SAID = st.one_of(WORDS, st.text('ab "\\()/-:*é\n', min_size=1, max_size=6))
PATTERNS = st.sampled_from(
    ["lane", "^a", "a b", "[ab]+$", "a/b", r"\\", r"\(", "(a|b)", r"\bmill\b", '"', "x)?(", "//"]
)
NUMBERS = st.sampled_from(["2", ">1", "<=2", "..3", "1..2", "-1..", "=0", ">=1", "<0"])
TIMES = st.sampled_from(["2024", ">2024-03", "<=2024-03-12", "2024-03-12T10:00", "2024-03-12..2024-03-13"])


def labelled(pair):
    """The condition on a field of labels."""
    field, said = pair
    return Labelled(field, said, LABELS[field].meanings[said].choices)


LABEL_PAIRS = [(field.name, word) for field in LABELS.values() for word in field.meanings]
CONDITIONS = st.one_of(
    SAID.filter(lambda said: Words(said).folded).map(Contains),
    st.builds(Matches, st.sampled_from(["text", "author", "id", "role"]), PATTERNS.filter(lambda said: said != "x)?(")),
    st.builds(
        Named, st.sampled_from(["author", "id", "role"]), st.one_of(SAID, st.sampled_from(["b*", "*", "c1", "bob"]))
    ),
    st.builds(
        lambda field, said: Within(field, said, *number_bounds(said)), st.sampled_from(["depth", "score"]), NUMBERS
    ),
    TIMES.map(lambda said: Within("created", said, *time_bounds(said))),
    st.sampled_from(LABEL_PAIRS).map(labelled),
    st.sampled_from([pair for pair in LABEL_PAIRS if pair[0] in {"claim", "parent", "stance"}]).map(labelled),
    st.sampled_from([Marked(word) for word in MARKS]),
)
TERMS = st.recursive(
    CONDITIONS,
    lambda inner: st.one_of(
        inner.map(negated),
        st.lists(inner, min_size=1, max_size=3).map(all_of),
        st.lists(inner, min_size=1, max_size=3).map(any_of),
    ),
    max_leaves=8,
)

COMMENTS = st.fixed_dictionaries(
    {
        "author": st.sampled_from([None, "bob", "Bob", "ana", "a b", "Zoë"]),
        "text": st.one_of(WORDS, st.just(""), st.text("ab lmine/é\n", max_size=12)),
        "score": st.one_of(st.none(), st.integers(-2, 4)),
        "created": st.sampled_from([None, "2023-12-31", "2024-03-12T10:00:30Z", "2024-03-13T00:00:00Z", "2025-01-01"]),
        "role": st.sampled_from([None, None, "a", "op"]),
        "deleted": st.booleans(),
    }
)
GIVEN = st.tuples(
    st.sampled_from(
        [(dimension.id, label.id) for dimension in CODEBOOK.dimensions for label in dimension.labels]
        + [("old", "gone")]
    ),
    st.sampled_from([None, "claim:k1", "comment:c0", "named:n1"]),
    st.booleans(),
)


@st.composite
def rounds(draw):
    """A thread, and what somebody said about it."""
    comments = draw(st.lists(COMMENTS, min_size=1, max_size=6))
    for number, comment in enumerate(comments):
        comment["parent"] = draw(st.sampled_from([None, *(f"c{above}" for above in range(number))]))
    thread = build_thread(comments)
    indices = st.integers(0, len(thread) - 1)
    given = {}
    for index, (label, target, has_evidence) in draw(st.lists(st.tuples(indices, GIVEN), max_size=8)):
        evidence = (Span(0, 1, "a"),) if has_evidence else ()
        one = a_label(thread.ids[index], *label, target, evidence=evidence)
        given[index] = (*given.get(index, ()), one)
    said = SaidSoFar(
        thread,
        given,
        draw(st.dictionaries(indices, st.sampled_from(["open", "done", "skipped"]), max_size=4)),
        draw(st.dictionaries(indices, st.sampled_from(["", "hm"]), max_size=3)),
        draw(st.sets(indices, max_size=3)),
    )
    return thread, said
