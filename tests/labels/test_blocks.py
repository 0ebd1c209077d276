"""What a snapshot has stays as it was taken, whatever is changed after."""

from __future__ import annotations

from itertools import chain

from hypothesis import given
from hypothesis import strategies as st
from msgspec import Raw

from threadmark.labels.blocks import IDS_A_BLOCK, Blocks

IDS = st.sampled_from([0, 1, 2, IDS_A_BLOCK - 1, IDS_A_BLOCK, 5 * IDS_A_BLOCK])
STEPS = st.lists(st.tuples(st.sampled_from(["set", "delete", "take"]), IDS, st.binary(max_size=2)), max_size=30)


@given(found=st.dictionaries(IDS, st.binary(max_size=2)), steps=STEPS)
def test_blocks_are_a_mapping_and_what_was_taken_stays(found, steps):
    """Blocks hold what a dictionary would, and each snapshot what there was when it was taken."""
    blocks, model = Blocks({number: Raw(raw) for number, raw in found.items()}), dict(found)
    taken = []
    for step, number, raw in steps:
        if step == "set":
            blocks[number] = Raw(raw)
            model[number] = raw
        elif step == "delete" and number in model:
            del blocks[number]
            del model[number]
        elif step == "take":
            taken.append((blocks.take(), dict(model)))
    assert len(blocks) == len(model)
    assert all((number in blocks) == (number in model) for number in range(2 * IDS_A_BLOCK))
    assert {number: bytes(blocks[number]) for number in model} == model
    for parts, then in taken:
        has = chain.from_iterable(part.items() for part in parts)
        assert {number: bytes(raw) for number, raw in has} == then
