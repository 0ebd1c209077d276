"""Exports loaded by the programs' own libraries, which are heavy: `.ci/consumers` runs these."""

import json
import os
from collections import Counter

import pytest
from tests.exports.everything import everything_in
from tests.exports.in_memory import everything, lines, marked, told, written
from tests.imports.round_trips import brought_back, held

pytestmark = [
    pytest.mark.consumers,
    pytest.mark.skipif("THREADMARK_CONSUMERS" not in os.environ, reason="heavy libraries; .ci/consumers runs these"),
    pytest.mark.filterwarnings("ignore"),
]


@pytest.fixture(autouse=True)
def home(tmp_path, monkeypatch):
    """Some of these libraries write into the home folder."""
    monkeypatch.setenv("HOME", str(tmp_path))


def folder_of(tmp_path, name, **options):
    """An export on the disk."""
    for path, data in written(name, everything(), **options).items():
        place = tmp_path / name / path
        place.parent.mkdir(parents=True, exist_ok=True)
        place.write_bytes(data)
    return tmp_path / name


def test_label_studio_s_sdk_takes_every_annotation(tmp_path):
    """Each annotation is valid under the configuration, and the converter finds every span and annotator."""
    from label_studio_sdk.converter import Converter  # noqa: PLC0415
    from label_studio_sdk.label_interface import LabelInterface  # noqa: PLC0415

    folder = folder_of(tmp_path, "label-studio")
    config = (folder / "config.xml").read_text(encoding="utf-8")
    interface = LabelInterface(config)
    tasks = json.loads((folder / "tasks.json").read_bytes())
    annotations = [annotation for task in tasks for annotation in task["annotations"]]
    assert all(interface.validate_annotation(annotation) for annotation in annotations)
    Converter(config, str(tmp_path)).convert(
        str(folder / "tasks.json"), str(tmp_path / "out"), "JSON_MIN", is_dir=False
    )
    [result] = (tmp_path / "out").glob("*.json")
    records = json.loads(result.read_bytes())
    # The converter passes over what was skipped.
    assert len(records) == sum(not annotation["was_cancelled"] for annotation in annotations)
    spans = Counter(
        record["text"][place["start"] : place["end"]]
        for record in records
        for name, places in record.items()
        if name.endswith("-evidence")
        for place in places
    )
    assert spans == marked(everything())
    assert Counter(record["pass-annotator"] for record in records) == Counter(
        given.annotator
        for held in everything().held
        for given in held.passes
        if given.review is None or given.review.status != "skipped"
    )


def test_what_label_studio_s_own_converter_writes_comes_back(tmp_path):
    """JSON-MIN, as the server exports it: every label with its evidence, but for which ones are either/or."""
    from label_studio_sdk.converter import Converter  # noqa: PLC0415

    labelled = everything_in(tmp_path)
    folder = labelled.export("label-studio")
    config = (folder / "config.xml").read_text(encoding="utf-8")
    Converter(config, str(tmp_path)).convert(
        str(folder / "tasks.json"), str(tmp_path / "out"), "JSON_MIN", is_dir=False
    )
    [result] = (tmp_path / "out").glob("*.json")
    labels, brought = brought_back(result, tmp_path)
    assert brought.format == "label-studio"
    assert held(labels, either=False) == held(labelled.labels, either=False)


def test_datasets_load_doccano_s_and_prodigy_s_lines(tmp_path):
    """A row a pass, with the labels, spans and annotators as they were."""
    from datasets import load_dataset  # noqa: PLC0415

    def rows(*files):
        for file in map(str, files):
            yield from load_dataset("json", data_files=file, split="train", cache_dir=str(tmp_path / "cache"))

    doccano = rows(*sorted(folder_of(tmp_path, "doccano").glob("*.jsonl")))
    found = told_by(doccano, "cats", lambda row: row["entities"])
    assert sorted(found, key=str) == sorted(told(everything()), key=str)
    prodigy = rows(folder_of(tmp_path, "prodigy") / "prodigy")
    found = told_by(
        ({**row["meta"], **row} for row in prodigy),
        "accept",
        lambda row: [(span["start"], span["end"], span["label"]) for span in row["spans"]],
    )
    assert sorted(found, key=str) == sorted(told(everything()), key=str)


def told_by(rows, labels, spans):
    """What rows of a pass say, as `told` has it."""
    for row in rows:
        for name in row[labels]:
            question, _, label = name.rpartition(":")
            toward = (row.get("targets") or {}).get(question) or {}
            places = [(start, end, row["text"][start:end]) for start, end, of in spans(row) if of == name]
            key = row["comment_id"], row["annotator"], row["round"], question.partition("-")[0], toward.get("target")
            yield (*key, label, tuple(sorted(places)))


def test_datasets_load_parquet_with_every_label_and_time_zones(tmp_path):
    """The long table: every label, span and annotator, and times in UTC, from one file and from a folder for the Hub."""
    from datasets import load_dataset  # noqa: PLC0415

    files = [
        folder_of(tmp_path, "parquet") / "parquet",
        folder_of(tmp_path, "huggingface") / "labels" / "train.parquet",
    ]
    for file in files:
        table = load_dataset("parquet", data_files=str(file), split="train", cache_dir=str(tmp_path / "cache"))
        assert table.features["created"].dtype == "timestamp[us, tz=UTC]"
        rows = [row for row in table if row["label"] is not None]
        found = [
            (row["comment"], row["annotator"], row["round"], row["dimension"], row["target"], row["label"], places(row))
            for row in rows
        ]
        assert sorted(found, key=str) == sorted(told(everything()), key=str)
        assert {row["created"].isoformat() for row in rows} == {"2025-11-04T09:30:00+00:00"}
        assert all(
            row["text"][span["start"] : span["end"]] == span["quote"] for row in rows for span in row["evidence"]
        )


def places(row):
    """The evidence of a row as `told` has it."""
    return tuple(sorted((span["start"], span["end"], span["quote"]) for span in row["evidence"]))


def test_datasets_know_the_names_of_class_labels(tmp_path):
    """The wide table: each number is a label's name again, for every pass; `load_dataset(FOLDER)` finds it by the card."""
    from datasets import ClassLabel, List, load_dataset  # noqa: PLC0415

    study = everything_in(tmp_path)
    folder = study.export("huggingface")
    table = load_dataset(str(folder), "comments", split="train", cache_dir=str(tmp_path / "cache"))
    found = Counter()
    for name, feature in table.features.items():
        many = isinstance(feature, List)
        names = feature.feature if many else feature
        dimension = name.partition("_")[0]
        if not isinstance(names, ClassLabel) and dimension not in {"stance", "fallacy", "rhetoric"}:
            continue
        for row in table:
            for value in row[name] if many else filter(None.__ne__, [row[name]]):
                label = names.int2str(value) if isinstance(names, ClassLabel) else value.rpartition(":")[2]
                found[row["thread"], row["comment"], row["annotator"], row["round"], dimension, label] += 1
    given = Counter(
        (each.thread, each.comment, each.annotator, each.round, each.dimension, each.label) for each in study.given
    )
    assert isinstance(table.features["stance_claim"], ClassLabel)
    assert isinstance(table.features["fallacy"].feature, ClassLabel)
    assert not found - given
    # What a column of one value has no place for is in the manifest, and in the long table.
    assert (given - found).total() == sum(each["times"] for each in study.manifest("huggingface")["lossy"])
    spans = Counter(mark["quote"] for row in table for mark in row["evidence"])
    assert spans == Counter(quote for each in study.given for quote in each.quotes)


def test_spacy_finds_prodigy_s_spans():
    """Offsets are those that spaCy counts in: each label, and who gave it, with the words between its tokens."""
    import spacy  # noqa: PLC0415

    nlp = spacy.blank("en")

    def spans(row):
        document = nlp.make_doc(row["text"])
        for span in row["spans"]:
            expanded = document.char_span(span["start"], span["end"], alignment_mode="expand")
            assert row["text"][span["start"] : span["end"]] in expanded.text
            yield span["start"], span["end"], span["label"]

    rows = [record["meta"] | record for record in lines(written("prodigy", everything())["prodigy"])]
    assert sorted(told_by(rows, "accept", lambda row: list(spans(row))), key=str) == sorted(told(everything()), key=str)
    assert {row["_annotator_id"] for row in rows} == {each[1] for each in told(everything())}


def test_convokit_loads_the_corpus(tmp_path):
    """Each conversation is whole with one root; metadata has every label, span and annotator."""
    from convokit import Corpus  # noqa: PLC0415

    corpus = Corpus(filename=str(folder_of(tmp_path, "convokit")))
    found = []
    for conversation in corpus.iter_conversations():
        assert conversation.check_integrity(verbose=False)
        assert len(list(conversation.traverse("preorder"))) == len(conversation.get_utterance_ids())
    for utterance in corpus.iter_utterances():
        meta = dict(utterance.meta)
        targets = meta.get("targets") or {}
        for who, about in (meta.get("annotations") or {}).items():
            for name in meta.keys() - {"annotations", "targets", "type", "comment_id", "thread"}:
                if name.endswith("-spans") or not meta[name] or who not in meta[name]:
                    continue
                spans = (meta.get(f"{name}-spans") or {}).get(who, ())
                for label in meta[name][who]:
                    places = sorted((s["start"], s["end"], s["text"]) for s in spans if s["label"] == label)
                    target = targets[name]["target"] if name in targets else None
                    key = (utterance.id, about["annotator"], about["round"], name.partition("-")[0], target, label)
                    found.append((*key, tuple(places)))
    assert sorted(found, key=str) == sorted(told(everything()), key=str)
