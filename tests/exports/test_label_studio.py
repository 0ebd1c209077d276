"""Label Studio's tasks and configuration, as JSON and XML; `tests/consumers` has its own reader."""

import json
from collections import Counter
from xml.etree import ElementTree as ET

from hypothesis import given, settings
from tests.exports.in_memory import everything, labelled_threads, marked, written
from tests.exports.reading import of_record

from threadmark.exports.label_studio import COMPLETED_BY


def read_back(place):
    """The labels of each annotation, the words cut out by the offsets of its regions."""
    for task in json.loads((place / "tasks.json").read_bytes()):
        data = task["data"]
        for annotation in task["annotations"]:
            values = {}
            for result in annotation["result"]:
                values.setdefault(result["from_name"], []).append(result["value"])
            [who], [number] = values.pop("pass-annotator"), values.pop("pass-round")
            record = data | {"annotator": who["text"][0], "round": number["number"]}
            record |= next((each for each in data.get("passes", ()) if each.items() >= {
                ("annotator", record["annotator"]), ("round", record["round"])}), {})  # fmt: skip
            spans = [
                (f"{name.removesuffix('-evidence')}:{value['labels'][0]}", data["text"][value["start"] : value["end"]])
                for name, of_name in values.items()
                for value in of_name
                if "labels" in value
            ]
            names = [
                f"{name}:{label}"
                for name, of_name in values.items()
                for each in of_name
                for label in each.get("choices", ())
            ]
            yield from of_record(record, names, spans)


def test_label_studio_s_configuration_has_every_control_and_value():
    """Each result of each annotation names a control of the configuration, and values that it has."""
    files = written("label-studio", everything())
    view = ET.fromstring(files["config.xml"])
    values = {control.get("name"): {each.get("value") for each in control} for control in view}
    for task in json.loads(files["tasks.json"]):
        assert {"claim", "parent_text", "text"} <= task["data"].keys()
        for annotation in task["annotations"]:
            assert "completed_by" not in annotation
            for result in annotation["result"]:
                chosen = result["value"].get("choices") or result["value"].get("labels") or []
                assert set(chosen) <= values[result["from_name"]]


def test_label_studio_names_members_where_asked():
    """`completed_by` is there for a server that knows them, the same number for the same annotator."""
    tasks = json.loads(written("label-studio", everything(), **{COMPLETED_BY.name: True})["tasks.json"])
    people = {
        (each["completed_by"]["id"], each["completed_by"]["email"]) for task in tasks for each in task["annotations"]
    }
    assert people == {(1, "ana"), (2, "Zoë.b@example.org"), (3, "ben")}


@settings(max_examples=25)
@given(labelled_threads())
def test_offsets_hold_in_every_script(labelled):
    """Whatever the signs, what offsets cut out of the text is what was marked."""
    found = Counter(
        task["data"]["text"][value["start"] : value["end"]]
        for task in json.loads(written("label-studio", labelled)["tasks.json"])
        for annotation in task["annotations"]
        for result in annotation["result"]
        if "start" in (value := result["value"])
    )
    assert found == marked(labelled)
