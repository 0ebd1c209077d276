"""Motions against a tree that is written the naive way: lists of children, recursion, a walk over what is open."""

from dataclasses import dataclass, field

from hypothesis import given
from hypothesis import strategies as st

from threadmark.thread.build import ThreadBuilder
from threadmark.thread.model import Article
from threadmark.thread.outline import Outline
from threadmark.thread.report import ImportReport


@dataclass
class Naive:
    """A comment with its replies in a list."""

    index: int
    parent: "Naive | None"
    replies: list["Naive"] = field(default_factory=list)
    folded: bool = False

    def shown(self):
        """The visible comments of this branch."""
        yield self
        if not self.folded:
            for reply in self.replies:
                yield from reply.shown()


def outlined(links):
    """An outline, and the naive comments by index, with the top-level ones."""
    builder = ThreadBuilder(ImportReport())
    for at, link in enumerate(links):
        builder.add(str(at), str(link % at) if at and link >= 0 else None, None, "x")
    thread = builder.build(Article())
    naive, top = [], []
    for index in range(len(thread)):
        parent = naive[thread.parents[index]] if thread.parents[index] >= 0 else None
        naive.append(Naive(index, parent))
        (parent.replies if parent else top).append(naive[-1])
    return Outline(thread), naive, top


LINKS = st.lists(st.integers(-1, 8), min_size=1, max_size=14)
FOLDS = st.lists(st.tuples(st.sampled_from(["fold", "unfold", "toggle"]), st.integers(0, 13)), max_size=20)


@given(LINKS, FOLDS)
def test_what_is_visible_is_what_no_fold_hides(links, folds):
    """After any folding and unfolding the visible comments are those that a walk over open branches meets."""
    outline, naive, top = outlined(links)
    for verb, at in folds:
        comment = naive[at % len(naive)]
        want = not comment.folded if verb == "toggle" else verb == "fold"
        changes = want != comment.folded and (comment.folded or bool(comment.replies))
        assert getattr(outline, verb)(comment.index) == changes
        comment.folded = want and bool(comment.replies)
    shown = [each.index for each in (comment for branch in top for comment in branch.shown())]
    assert [index for index in range(len(naive)) if outline.is_visible(index)] == shown
    assert list(outline.folded_comments()) == [each.index for each in naive if each.folded]


@given(LINKS, FOLDS)
def test_motions_go_where_the_tree_says(links, folds):
    """Next, previous, siblings, parent, first reply, top level: as in the naive tree, on visible comments only."""
    outline, naive, top = outlined(links)
    for _, at in folds:
        outline.toggle(at % len(naive))
        naive[at % len(naive)].folded ^= bool(naive[at % len(naive)].replies)
    shown = [each for branch in top for each in branch.shown()]
    assert outline.first() == 0
    assert outline.last() == shown[-1].index
    for before, here, after in zip([None, *shown], shown, [*shown[1:], None], strict=False):
        assert outline.next(here.index) == (after.index if after else None)
        assert outline.previous(here.index) == (before.index if before else None)
        assert outline.parent(here.index) == (here.parent.index if here.parent else None)
        assert outline.first_reply(here.index) == (here.replies[0].index if here.replies and not here.folded else None)
        beside = here.parent.replies if here.parent else top
        place = [each.index for each in beside].index(here.index)
        before_it = beside[place - 1] if place else here.parent
        assert outline.previous_sibling(here.index) == (before_it.index if before_it else None)
        above = here
        while above.parent:
            above = above.parent
        assert outline.top_level(here.index) == above.index
        later = [each.index for each in top if each.index > above.index]
        assert outline.next_top_level(here.index) == (later[0] if later else None)


@given(LINKS, st.integers(0, 13))
def test_next_sibling_climbs_where_there_is_none(links, at):
    """The next comment at this level or above is the first after the branch."""
    outline, naive, _ = outlined(links)
    here = naive[at % len(naive)]
    climbing, wanted = here, None
    while climbing is not None and wanted is None:
        beside = climbing.parent.replies if climbing.parent else [each for each in naive if each.parent is None]
        later = [each.index for each in beside if each.index > climbing.index]
        wanted = later[0] if later else None
        climbing = climbing.parent
    assert outline.next_sibling(here.index) == wanted


@given(LINKS, st.lists(st.integers(0, 13)), st.integers(0, 13))
def test_revealing_opens_just_what_hides(links, folds, at):
    """After revealing a comment it is visible, and only folds above it were opened, outermost first."""
    outline, naive, _ = outlined(links)
    for fold in folds:
        outline.fold(fold % len(naive))
    index = at % len(naive)
    folded = set(outline.folded_comments())
    opened = outline.reveal(index)
    assert outline.is_visible(index)
    assert opened == [above for above in outline.thread.ancestors(index) if above in folded]
    assert set(outline.folded_comments()) == folded - set(opened)


@given(LINKS, st.integers(1, 5))
def test_folding_to_a_depth_hides_all_below(links, depth):
    """Just the comments down to that depth are visible."""
    outline, naive, _ = outlined(links)
    outline.fold_to_depth(depth)
    visible = [outline.is_visible(index) for index in range(len(naive))]
    assert visible == [level <= depth for level in outline.thread.depths]


@given(LINKS, st.lists(st.integers(0, 13)))
def test_folding_only_some_forgets_the_other_folds(links, folds):
    """What was folded before is open, what is asked for is folded, as if folded one by one."""
    outline, naive, _ = outlined(links)
    outline.fold_all()
    outline.fold_only(iter([fold % len(naive) for fold in folds]))
    fresh, _, _ = outlined(links)
    for fold in folds:
        fresh.fold(fold % len(naive))
    assert outline.visible_flags == fresh.visible_flags
    assert list(outline.folded_comments()) == list(fresh.folded_comments())


def test_an_empty_thread_has_nowhere_to_go():
    """No comment is first or last where there is none."""
    outline = Outline(ThreadBuilder(ImportReport()).build(Article()))
    outline.fold_all()
    outline.unfold_all()
    outline.fold_only(iter(()))
    assert (outline.first(), outline.last()) == (None, None)
