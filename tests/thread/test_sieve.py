"""A filter over an outline: whatever is folded, kept and judged anew, what is visible is what both of them say."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st
from tests.thread.test_outline import LINKS, outlined

from threadmark.thread import Outline

STEPS = st.lists(
    st.tuples(
        st.sampled_from(["toggle", "sift", "off", "keep", "judge", "all", "none", "depth", "reveal"]),
        st.integers(0, 13),
        st.lists(st.booleans(), min_size=14, max_size=14),
    ),
    max_size=12,
)


FOLDS_ALL = {
    "all": Outline.unfold_all,
    "none": Outline.fold_all,
    "depth": lambda outline: outline.fold_to_depth(2),
}


def said(thread, folded, meeting, kept):
    """What is visible, worked out anew."""
    count = len(thread)
    shown = [
        meeting is None or any(meeting[at] or at == kept for at in range(index, thread.end(index)))
        for index in range(count)
    ]
    return [shown[index] and not any(above in folded for above in thread.ancestors(index)) for index in range(count)]


@given(LINKS, STEPS)
def test_visible_is_what_filter_and_fold_say(links, steps):
    """In any order; the kept comment is always shown, and motions stop only where something is that meets the filter."""
    outline, naive, _ = outlined(links)
    thread, meeting, kept = outline.thread, None, 0
    count = len(naive)
    for step, at, flags in steps:
        index = at % count
        if step == "toggle":
            outline.toggle(index)
        elif step in ("sift", "off"):
            meeting, kept = (list(flags[:count]), index) if step == "sift" else (None, kept)
            outline.sift(bytearray(meeting) if meeting is not None else None, kept)
        elif step == "keep":
            outline.keep(index)
            kept = index
        elif step == "judge" and meeting is not None:
            meeting[index] = flags[0]
            outline.judge([(index, flags[0])])
        elif step in FOLDS_ALL:
            FOLDS_ALL[step](outline)
        elif step == "reveal":
            outline.keep(index)
            kept = index
            outline.reveal(index)
            assert outline.is_visible(index)
        folded = set(outline.folded_comments())
        visible = said(thread, folded, meeting, kept)
        assert [bool(flag) for flag in outline.visible_flags] == visible
        stops = [
            place
            for place in range(count)
            if visible[place]
            and (meeting is None or meeting[place] or (place in folded and any(meeting[place : thread.end(place)])))
        ]
        assert [outline.first(), outline.last()] == ([stops[0], stops[-1]] if stops else [None, None])
        for place in filter(visible.__getitem__, range(count)):
            assert outline.next(place) == next((stop for stop in stops if stop > place), None)
            assert outline.previous(place) == next((stop for stop in reversed(stops) if stop < place), None)
