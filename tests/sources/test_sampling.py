import json

import pytest
from click.testing import CliRunner
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from threadmark.cli import program
from threadmark.errors import InputError, UsageError
from threadmark.sources.reading import open_threads
from threadmark.sources.sampling import STRATA, sample, shares

SHAPES = st.lists(st.tuples(st.integers(0, 12), st.booleans()), min_size=1, max_size=25)
"""Threads by how many comments they have, and whether each answers the one before."""


def thread(name, size, *, chain):
    """A thread of some comments, one below another or all below the article."""
    comments = [
        {"id": f"c{n}", "parent": f"c{n - 1}" if chain and n else None, "text": f"text {n}"} for n in range(size)
    ]
    return {"format": "threadmark-thread", "version": 1, "id": name, "title": name, "comments": comments}


def corpus(folder, shapes, name="corpus.threads.jsonl"):
    """A corpus of such threads."""
    path = folder / name
    made = [json.dumps(thread(f"t{n}", size, chain=chain)) for n, (size, chain) in enumerate(shapes)]
    path.write_text("\n".join(made) + "\n", encoding="utf-8")
    return path


def drawn(path):
    """The threads of a sample, by id: what each stands for."""
    return {reading.thread.id: reading.thread.extra["sample"] for reading in open_threads(path)}


@settings(deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(SHAPES, st.integers(1, 30), st.integers(0, 5), st.lists(st.sampled_from(STRATA), unique=True))
def test_a_sample_is_of_its_corpus_and_as_large_as_asked(tmp_path, shapes, count, seed, by):
    """No thread twice, all as they were, in their order, as many from each stratum as there should be."""
    path, out = corpus(tmp_path, shapes), tmp_path / "out.threads.jsonl"
    said, report = sample(path, out, count, by=by, seed=seed)
    whole = {reading.thread.id: reading.thread for reading in open_threads(path)}
    found = [reading.thread for reading in open_threads(out)]
    ids = [each.id for each in found]
    assert len(ids) == len(set(ids)) == min(count, len(shapes)) == sum(each.drawn for each in said)
    assert ids == [name for name in whole if name in set(ids)]
    assert all(
        each.texts == whole[each.id].texts and list(each.parents) == list(whole[each.id].parents) for each in found
    )
    assert report.threads == len(shapes) == sum(each.of for each in said)
    for stratum in said:
        members = [stamp for stamp in drawn(out).values() if stamp["stratum"] == stratum.stratum]
        assert len(members) == stratum.drawn
        assert all(
            (stamp["drawn"], stamp["of"], stamp["seed"]) == (stratum.drawn, stratum.of, seed) for stamp in members
        )


@settings(deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(SHAPES, st.integers(1, 10), st.integers(0, 3))
def test_the_same_seed_draws_the_same_bytes(tmp_path, shapes, count, seed):
    """And the order of the corpus doesn't decide who is drawn."""
    path = corpus(tmp_path, shapes)
    outs = [tmp_path / f"{n}.threads.jsonl" for n in range(3)]
    for out in outs[:2]:
        sample(path, out, count, by=STRATA, seed=seed)
    assert outs[0].read_bytes() == outs[1].read_bytes()
    lines = path.read_text(encoding="utf-8").splitlines(keepends=True)
    path.write_text("".join(lines[::-1]), encoding="utf-8")
    sample(path, outs[2], count, by=STRATA, seed=seed)
    assert drawn(outs[2]) == drawn(outs[0])


@settings(deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(SHAPES, st.integers(1, 10))
def test_a_larger_sample_holds_the_smaller(tmp_path, shapes, count):
    """Who wants more threads of one stratum keeps those that are labelled already."""
    path, small, large = corpus(tmp_path, shapes), tmp_path / "s.threads.jsonl", tmp_path / "l.threads.jsonl"
    sample(path, small, count)
    sample(path, large, count + 1)
    assert drawn(small).keys() <= drawn(large).keys()


@given(st.integers(0, 60), st.lists(st.integers(0, 20), min_size=1, max_size=6))
def test_shares_are_as_even_as_strata_allow(count, sizes):
    """All that is asked is drawn if it is there; a stratum gets one less than another only for being first or used up."""
    found = shares(count, sizes)
    assert sum(found) == min(count, sum(sizes))
    assert all(0 <= drawn <= size for drawn, size in zip(found, sizes, strict=True))
    open_ = [drawn for drawn, size in zip(found, sizes, strict=True) if drawn < size]
    if open_:
        assert max(open_) - min(open_) <= 1
        assert all(drawn <= min(open_) + 1 for drawn in found)


def test_other_seeds_draw_others(tmp_path):
    """A hundred alike threads, ten of them: no seed has to be tried twice."""
    path = corpus(tmp_path, [(3, False)] * 100)
    found = set()
    for seed in range(8):
        sample(path, tmp_path / "out.threads.jsonl", 10, seed=seed)
        found.add(frozenset(drawn(tmp_path / "out.threads.jsonl")))
    assert len(found) == 8


def test_the_command_says_what_it_drew(tmp_path):
    """Each stratum with its share, on stderr; a table is a corpus as well."""
    path = tmp_path / "comments.csv"
    rows = [f"a{n},c{n}-{k},{'' if not k else f'c{n}-0'},ana,text" for n in range(9) for k in range(1 + n % 3 * 5)]
    path.write_text("article_id,id,parent_id,author,text\n" + "\n".join(rows) + "\n", encoding="utf-8")
    out = tmp_path / "out.threads.jsonl"
    ran = CliRunner().invoke(
        program, ["sample", str(path), "-n", "5", "--by", "depth,size", "--seed", "7", "-o", str(out)]
    )
    assert ran.exit_code == 0
    assert ran.stderr.splitlines()[-3:] == [
        "depth 1, size 1: 2 of 3",
        "depth 2, size 4-10: 2 of 3",
        "depth 2, size 11-30: 1 of 3",
    ]
    assert len(drawn(out)) == 5


def test_what_can_t_be_drawn_is_refused_and_leaves_the_old_sample(tmp_path):
    """A wrong stratum, no thread at all, a name for one thread, a corpus that breaks off."""
    path, out = corpus(tmp_path, [(1, False)]), tmp_path / "out.threads.jsonl"
    out.write_text("old", encoding="utf-8")
    with pytest.raises(UsageError, match="there is no stratum 'colour'; one of depth, size"):
        sample(path, out, 1, by=["colour"])
    with pytest.raises(UsageError, match="one thread or more"):
        sample(path, out, 0)
    with pytest.raises(UsageError, match="name it"):
        sample(path, tmp_path / "out.thread.json", 1)
    path.write_text(path.read_text(encoding="utf-8") + '{"format": "threadmark-thread", "comm', encoding="utf-8")
    with pytest.raises(InputError, match="cut short"):
        sample(path, out, 1)
    assert out.read_text(encoding="utf-8") == "old"
