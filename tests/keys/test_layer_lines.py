"""Lines found in the text of a layer that `tomllib` has read."""

from threadmark.keys.lines import Lines

TEXT = """\
# [[label]] in a comment
[layer]
name = 'x'   # a comment

[[ label ]]
id = "a"
definition = \"\"\"
[[label]]
key = "not here"
\"\"\"

[[label]]
"id" = "b"
[label.crosswalk]
mafalda = { names = ["x"], rel = "exact" }

[keys]
j = "next_comment"
'z a' = "fold"
"\\u0078" = "copy"
"""


def test_tables_are_counted_past_comments_and_long_strings():
    """What looks like a header inside a comment or a string is none."""
    lines = Lines(TEXT)
    assert [lines.table("label", number) for number in range(3)] == [5, 12, 1]
    assert lines.table("keys") == 17


def test_fields_are_found_in_their_own_table():
    """The same field of another table, or text that looks like it, is not taken for it."""
    lines = Lines(TEXT)
    assert lines.field("label", 0, "id") == 6
    assert lines.field("label", 1, "id") == 13
    assert lines.field("label", 1, "mafalda") == 15
    assert lines.field("label", 0, "key") == 5, "a field that isn't there has its table's line"


def test_keys_are_found_bare_and_in_either_quotes():
    """However a key is written, its line is known."""
    assert Lines(TEXT).fields("keys") == {"j": 18, "z a": 19, "x": 20}


def test_what_cannot_be_found_is_looked_for_anywhere():
    """A layer may write its tables in a way that has no header to count."""
    lines = Lines('layer.name = "x"\nkeys.j = "copy"\nkeys = { q = "quit" }\n')
    assert lines.table("keys") == 1
    assert lines.field("keys", 0, "j") == 2
    assert lines.field("keys", 0, "nowhere") == 1
