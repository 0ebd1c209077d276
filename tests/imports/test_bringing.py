"""What holds of labels that are brought in, whatever they come from: batches, names, units, texts written otherwise."""

from __future__ import annotations

import json
from contextlib import closing

import pytest
from click.testing import CliRunner
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.exports.everything import TEXTS, everything_in
from tests.imports.round_trips import KEYMAP, brought_back, held

from threadmark.cli import program
from threadmark.errors import InputError, UsageError
from threadmark.imports.aligning import UNITS, in_comment
from threadmark.imports.bringing import import_labels
from threadmark.imports.registry import import_for
from threadmark.labels.records import Span
from threadmark.labels.round import Round
from threadmark.labels.store import LabelStore
from threadmark.sources.reading import open_threads


@pytest.fixture(scope="module")
def everything(tmp_path_factory):
    """A thread with everything in it, labelled in every way."""
    return everything_in(tmp_path_factory.mktemp("everything"))


@pytest.fixture
def bring(everything):
    """A function that reads rows of JSON Lines into a new label file."""

    def read(*rows, **options):
        file = everything.folder / "rows.jsonl"
        file.write_text("".join(json.dumps({"dimension": "fallacy", "annotator": "ana"} | row) + "\n" for row in rows))
        return brought_back(file, everything.folder, **options)

    return read


def test_one_undo_takes_an_import_back(everything):
    """All that came for an annotator, a thread and a round is one batch, whoever else came; a redo brings it again."""
    labels, _ = brought_back(everything.export("jsonl"), everything.folder)
    before = held(labels)
    [reading] = open_threads(labels.parent / "lane.thread.json")
    with closing(LabelStore.open(labels)) as store:
        mine = Round(store, reading.thread, KEYMAP.codebook, annotator="ana")
        while (done := mine.undo(0)) and not done.said.startswith("undone"):
            pass
        left = held_in(store)
        assert {one[:4] for one in before - left} == {one[:4] for one in before if one[:4] and is_mine(one)}
        assert not any(map(is_mine, left))
        assert mine.undo(0).said == "nothing to undo"
        mine.redo()
        assert held_in(store) == before


def is_mine(one):
    """Whether a label is the first round's of ana in the lane."""
    return (one[0], *one[2:4]) == ("lane", "ana", 1)


def held_in(store):
    """The labels in force."""
    return {
        (
            *(each.thread, each.comment, each.annotator, each.round, each.dimension, each.target, each.label),
            tuple(sorted((s.part, s.start, s.end, s.quote, s.prefix, s.suffix) for s in each.evidence)),
            each.either,
        )
        for each in store.labels()
    }


def test_bringing_again_writes_nothing(everything):
    """The files are byte for byte what they were: not even a session is noted."""
    exported = everything.export("jsonl")
    labels, _ = brought_back(exported, everything.folder)
    files = [labels, labels.with_name("labels.history.jsonl")]
    before = [file.read_bytes() for file in files]
    import_labels(exported, labels, KEYMAP)
    assert [file.read_bytes() for file in files] == before


def test_a_name_can_be_mapped(bring):
    """What a label is called in the file, with its question or without; others of that name stay unknown."""
    rows = [{"comment": "c1", "label": "Strawman!"}, {"comment": "c2", "label": "Mood: angry", "dimension": "Tone"}]
    mapping = {"Strawman!": "fallacy:straw_man", "Tone:Mood: angry": "stance-comment:disagree"}
    labels, brought = bring(*rows, {"comment": "c2", "label": "Mood: angry"}, mapping=mapping)
    assert {one[4:7] for one in held(labels)} == {
        ("fallacy", None, "straw_man"),
        ("stance", "comment:c1", "disagree"),
    }
    assert brought.unknown == {("fallacy", "Mood: angry"): ["line 3"]}
    assert "no layer declares fallacy: Mood: angry (line 3)" in "\n".join(brought.lines())
    assert brought.lines()[-1].startswith("--map 'fallacy:Mood: angry=DIMENSION:LABEL'")
    with pytest.raises(UsageError, match="no layer declares fallacy:moon, which Strawman! is"):
        bring(rows[0], mapping={"Strawman!": "fallacy:moon"})


def test_the_command_maps_names_and_takes_units(everything):
    """`--map NAME=LABEL`, split at its last `=`, and `--offsets`; what is no mapping is refused."""
    folder = everything.folder / "mapped"
    folder.mkdir()
    row = {"comment": "c2", "label": "a=b", "text": TEXTS["c2"], "evidence": [{"start": 3, "end": 5, "quote": ""}]}
    (folder / "rows.jsonl").write_text(json.dumps({"dimension": "x"} | row) + "\n", encoding="utf-8")
    labels, threads = str(folder / "labels.json"), str(everything.folder / "lane.thread.json")
    given = ["import-labels", str(folder / "rows.jsonl"), "--labels", labels, "--thread-file", threads]
    given += ["--annotator", "eva", "--offsets", "utf-16"]
    came = CliRunner().invoke(program, [*given, "--map", "a=b=fallacy:straw_man"])
    assert came.exit_code == 0, came.output
    [(*_, label, evidence, _)] = held(folder / "labels.json")
    assert label == "straw_man"
    assert [span[1:4] for span in evidence] == [(2, 4, "So")]
    with pytest.raises(UsageError, match="maps nothing"):
        CliRunner().invoke(program, [*given, "--map", "straw_man"], catch_exceptions=False)


def test_texts_that_were_wrapped_or_decomposed_are_found(bring):
    """White space, line ends and composed signs may be other ones; offsets count in the text as the file has it."""
    written = TEXTS["c4"].replace("\n\n", "\r\n").replace("\u00e9", "e\u0301") + "  "
    start = written.index("do")
    span = {"start": start, "end": written.index("n\u0303") if "n\u0303" in written else start + 6, "quote": ""}
    labels, brought = bring({"text": written, "label": "straw_man", "evidence": [span]})
    [(_, comment, *_, evidence, _)] = held(labels)
    assert (comment, brought.found, brought.moved) == ("c4", {"text": 1}, [])
    assert [span[3] for span in evidence] == ["do\u00e9s"]


def test_offsets_beyond_the_text_are_reported(bring):
    """A span without words whose offsets lead nowhere is no evidence, and is said."""
    labels, brought = bring({"comment": "p1", "label": "straw_man", "evidence": [{"start": 9, "end": 99, "quote": ""}]})
    [(*_, evidence, _)] = held(labels)
    assert not evidence
    assert any('"9 to 99" is gone' in line for line in brought.lines())


@pytest.mark.parametrize(
    ("content", "says"),
    [
        (b"PK\x03\x04rest", "unpack it first"),
        (b'{"_default": {}, "meta": {"1": {"format": "threadmark-labels"}}}', "it is a label file itself"),
        (b'{"format": "threadmark-thread", "version": 1}', "it is a thread"),
        (b"#FORMAT=WebAnno TSV 3.3\n", "export the project as UIMA CAS JSON or XMI"),
        (b"Roses are red.", "--from names one of"),
    ],
)
def test_a_wrong_file_is_told_what_to_do(tmp_path, content, says):
    """An archive, a label file, a poem: one line says how to go on."""
    (tmp_path / "file").write_bytes(content)
    with pytest.raises(InputError, match=says):
        import_for(tmp_path / "file")


_SIGNS = st.sampled_from(["a", "b", " ", "\n", "\t", "é", "京", "🙄", "👩‍👧", "q\u0323", "\r\n"])


@given(st.lists(_SIGNS, min_size=1, max_size=12), st.data())
@settings(max_examples=60)
def test_a_unit_is_told_by_the_words(signs, data):
    """Offsets in code points, UTF-16 or graphemes lead to the same place, where that unit is named or the words fit."""
    text = "".join(signs)
    ends = data.draw(st.lists(st.integers(0, len(signs)), min_size=2, max_size=2, unique=True).map(sorted))
    before, words = "".join(signs[: ends[0]]), "".join(signs[ends[0] : ends[1]])
    count = {"code-points": len, "utf-16": lambda text: len(text.encode("utf-16-le")) // 2, "graphemes": graphemes}
    for unit in UNITS:
        start, end = count[unit](before), count[unit](before + words)
        if unit == "graphemes" and end - start != graphemes(words):
            continue  # two signs that became one
        found = in_comment(Span(start, end, ""), text, text, unit)
        assert found is not None
        assert (found.start, found.end, found.quote) == (len(before), len(before) + len(words), words)
        again = in_comment(Span(start, end, words), text, text)
        assert again is None or again.quote.split() == words.split()


def graphemes(text):
    """How many signs somebody sees."""
    import regex  # noqa: PLC0415 -- only here

    return len(regex.findall(r"\X", text))
