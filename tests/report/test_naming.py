"""Figures for people call labels by their names; figures for scripts have the ids."""

from __future__ import annotations

import json

from click.testing import CliRunner

from threadmark.cli import program
from threadmark.keys.layers import load_keymap
from threadmark.places import shipped
from threadmark.report.naming import Names


def stats(*arguments):
    """What the command prints."""
    ran = CliRunner().invoke(program, ["stats", *map(str, arguments)])
    assert ran.exit_code == 0, ran.output
    return ran.stdout


def test_people_read_names(study):
    """As the panels have them, in every part: bars, tables by depth, stances of pairs, labels that meet."""
    said = [" ".join(line.split()) for line in stats(study).splitlines()]
    assert any(line.startswith("no fallacy ") and line.endswith(" 4") for line in said)
    assert any(line.startswith("tu quoque / hypocrisy ") for line in said)
    assert "fallacy: no fallacy rhetoric: rhetorical question 1" in said
    assert "ana_k bob 1 agree 1, disagree 1" in said


def test_scripts_read_ids(study):
    """They are the same as in the label file."""
    counts = {each["dimension"]: each["counts"] for each in json.loads(stats(study, "--json"))["labels"]}
    assert counts["fallacy"] == {"none": 4, "ad_hominem": 2, "tu_quoque": 1}


def test_each_shipped_label_has_its_own_name():
    """On the scale of what it is toward; a family alone has the family's; what is unknown is its id, in words."""
    keymap = load_keymap(search=[shipped("keymaps")])
    names = Names(keymap.codebook, keymap.reasons)
    assert names.label(("rhetoric", ""), "sarcasm_irony") == "sarcasm / irony"
    assert names.label(("rhetoric", ""), "cant_tell") == "can't tell"
    assert names.label(("fallacy", ""), "family.person") == "about the person"
    assert names.label(("fallacy", ""), "gone_since") == "gone since"
    assert names.reason("needs_context") == "needs context"
    for dimension in keymap.codebook.dimensions:
        kinds = {target.scale: target.kind for target in dimension.targets}
        for label in dimension.labels:
            question = dimension.id, kinds.get(label.scale, "")
            assert names.label(question, label.id) == label.name.lower()
