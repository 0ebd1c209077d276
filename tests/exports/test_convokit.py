"""ConvoKit's corpus and overlay, as JSON; `tests/consumers` loads them with ConvoKit."""

import json
from collections import Counter

from tests.exports.in_memory import everything, lines, written
from tests.exports.reading import of_record

BESIDE = {"annotations", "targets"}
"""What is no question's."""


def read_back(place):
    """The labels in the metadata of each utterance."""
    for utterance in lines((place / "utterances.jsonl").read_bytes()):
        meta = utterance["meta"]
        for who, about in meta.get("annotations", {}).items():
            for name in [name for name, said in meta.items() if isinstance(said, dict) and name not in BESIDE]:
                if name.endswith("-spans"):
                    continue
                spans = meta.get(f"{name}-spans", {}).get(who, ())
                words = [(f"{name}:{span['label']}", span["text"]) for span in spans]
                names = [f"{name}:{label}" for label in meta[name].get(who, ())]
                yield from of_record(meta | about, names, words)


def test_convokit_has_one_root_a_conversation_and_plain_names():
    """The article is the root, every reply has its parent, and no name has what the database refuses."""
    files = written("convokit", everything())
    utterances = lines(files["utterances.jsonl"])
    ids = [each["id"] for each in utterances]
    assert len(set(ids)) == len(ids)
    assert Counter(each["reply-to"] is None for each in utterances)[True] == 1
    assert all(each["reply-to"] in ids for each in utterances if each["reply-to"])
    speakers = json.loads(files["speakers.json"])
    assert {each["speaker"] for each in utterances} == set(speakers)
    meta = {name for each in utterances for name in each["meta"]}
    people = {who for each in utterances for who in each["meta"].get("annotations", {})}
    assert not any(sign in name for name in meta | people for sign in ".$")
    assert meta == set(json.loads(files["index.json"])["utterances-index"])


def test_an_overlay_has_the_hash_of_each_text():
    """Whoever has the corpus can tell whether its offsets count in the same text."""
    files = written("convokit", everything(), overlay=True)
    assert {each["id"] for each in lines(files["info.text_sha256.jsonl"])} == {"c1", "c2", "c3.x/y", "c4"}
    assert lines(files["info.fallacy.jsonl"])[0] == {"id": "c1", "value": {"ana": ["family.person"]}}
