"""Panels: what may follow a leader, in the order it is shown."""

from threadmark.keys.commands import COMMANDS


def test_a_label_panel_asks_its_question(keymap):
    """The title is the question that the panel answers; it knows its dimension, its target and whether many fit."""
    titles = {leader: keymap.panel((leader,)) for leader in "cpmfx"}
    assert [panel.title for panel in titles.values()] == ["claim?", "parent?", "rhetoric?", "fallacy?", "flag?"]
    assert [(panel.dimension, panel.target) for panel in titles.values()] == [
        ("stance", "claim"),
        ("stance", "parent"),
        ("rhetoric", None),
        ("fallacy", None),
        ("flag", None),
    ]
    assert [panel.many for panel in titles.values()] == [False, False, True, True, True]


def test_families_come_first_each_with_its_labels(keymap):
    """A family alone heads its labels, then come the labels of no family, each group in the layer's order."""
    rows = keymap.panel(("f",)).rows
    families = list(dict.fromkeys(row.family for row in rows))
    assert families == [
        "About the person",
        "Borrowed support",
        "Emotion as proof",
        "Diversion",
        "Faulty inference",
        None,
    ]
    assert [row.key for row in rows if row.family == "Diversion"] == ["4", "s", "i", "w"]
    assert [row.key for row in rows if row.family is None] == ["-", "0", "9", ","]
    assert [row.family for row in rows] == sorted((row.family for row in rows), key=families.index)


def test_a_family_without_a_key_is_a_heading_only(keymap):
    """Appeals and devices are headings in the rhetoric panel, not labels."""
    rows = keymap.panel(("m",)).rows
    assert {row.family for row in rows} == {"Appeals", "Devices", None}
    assert not [row for row in rows if "family" in row.argument]


def test_a_row_says_what_its_key_does(keymap):
    """Key, name and binding; `space` stands beside the key of none."""
    rows = {row.name: row for row in keymap.panel(("p",)).rows}
    none = rows["No stance"]
    assert (none.key, none.also, none.command, none.argument) == ("0", ("space",), "label", "stance.parent.no_stance")
    assert rows["Query"].key == "w"


def test_extended_labels_have_rows_only_when_they_are_there(keymap, extended):
    """They stand with their family."""
    assert "Equivocation" not in [row.name for row in keymap.panel(("f",)).rows]
    row = next(row for row in extended.panel(("f",)).rows if row.name == "Equivocation")
    assert (row.key, row.family) == ("z", "Faulty inference")


def test_a_command_panel_lists_commands_in_the_registry_s_order(keymap):
    """The panel of `z` is about folding, each row with the command's line of help."""
    panel = keymap.panel(("z",))
    assert (panel.title, panel.dimension) == ("fold", None)
    assert [row.key for row in panel.rows] == [*"aocMR", *"123456789", "d"]
    assert panel.rows[0].name == COMMANDS["toggle_fold"].help
    assert panel.rows[5].name == "fold all below a depth: 1"
    assert keymap.panel(("g",)).title == "move"


def test_what_begins_no_chord_has_no_panel(keymap):
    """A complete chord, an unknown key and nothing at all open none."""
    assert [keymap.panel(keys) for keys in (("j",), ("e",), ("f", "a"), ())] == [None] * 4


def test_every_chord_is_in_the_panel_of_its_leader(extended):
    """No continuation is left out, and none is shown twice."""
    for leader, panel in extended.panels.items():
        keys = [key for row in panel.rows for key in (row.key, *row.also)]
        expected = [" ".join(chord[1:]) for chord in extended.bindings if chord[:1] == leader and len(chord) > 1]
        assert sorted(keys) == sorted(expected)
