"""Everything that `threadmark keymap check` finds, with its line."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from threadmark.errors import UsageError
from threadmark.keys.check import changed, check_layers, load_old, near_keys, report
from threadmark.keys.findings import Finding
from threadmark.keys.layers import DEFAULT_LAYERS, load_keymap
from threadmark.keys.reading import parse_layer
from threadmark.keys.stack import stack

LABEL = '[[label]]\ndimension = "flag"\nid = "own"\nname = "Own"\ndefinition = "Of one\'s own."\n'


@pytest.mark.parametrize(
    ("keys", "kind"),
    [
        ('"j" = "go"', "unknown command"),
        ('"j" = "done now"', "unknown argument"),
        ('"z 1" = "fold_to_depth"', "unknown argument"),
        ('"z 1" = "fold_to_depth 0"', "unknown argument"),
        ('"f2" = "label"', "unknown argument"),
        ('"f2" = "label fallacy.rudeness"', "unknown argument"),
        ('"f2" = "label stance.position.favor"', "unknown argument"),
        ('"f2" = "label fallacy.equivocation"', "unknown argument"),
        ('"j" = true', "wrong type"),
        ('"pagedwn" = "done"', "unknown key"),
        ('"" = "done"', "unknown key"),
        ('"alt+j" = "done"', "never arrives"),
        ('"ctrl+left" = "done"', "never arrives"),
        ('"ctrl+right" = "done"', "never arrives"),
        ('"ctrl+i" = "done"', "never arrives"),
        ('"ctrl+m" = "done"', "never arrives"),
        ('"ctrl+h" = "done"', "never arrives"),
        ('"z" = "copy"', "clash"),
        ('"f" = "undo"', "clash"),
        ('"j j" = "undo"', "clash"),
        ('"f q" = "copy"', "label key"),
        ('"f A" = "label fallacy.ad_hominem"', "label key"),
        ('"f /" = "label fallacy.ad_hominem"', "label key"),
        ('"f c" = "label fallacy.ad_hominem"', "leader as label key"),
        ('"f u" = "label fallacy.ad_hominem"', "lost leader"),
        ('"f q" = "label fallacy.ad_hominem"', "lost leader"),
    ],
)
def test_a_bad_key_is_found_with_its_line(found, keys, kind):
    """Each way to bind a key wrongly has its finding, on the line of the key."""
    assert [(line, kind) for line, kind, _ in found(f"# mine\n[keys]\n\n{keys}\n", serious=True)] == [(4, kind)]


@pytest.mark.parametrize(
    ("text", "line", "kind"),
    [
        ('[keys]\n"s" = "undo"\n', 2, "lost leader"),
        ('[[dimension]]\nid = "tone"\nname = "Tone"\nchoice = "one"\nleader = "y"\n', 1, "leader as label key"),
        ('[[target]]\nid = "who"\nkind = "named"\nleader = "y"\nscale = "position"\n', 1, "leader as label key"),
    ],
)
def test_what_is_wrong_between_two_layers_is_found_in_the_later_one(found, text, line, kind):
    """The author of a layer laid on top can mend that one; the finding names the line below as well."""
    findings = found(text, serious=True)
    assert [(found_line, found_kind) for found_line, found_kind, _ in findings] == [(line, kind)]
    assert ".toml:" in findings[0][2]


def test_one_key_in_two_spellings_clashes_within_a_layer(found):
    """`esc` and `escape` are one key; a repeated key is an error of TOML already."""
    assert found('[keys]\n"esc" = "undo"\n"escape" = "redo"\n') == [(3, "clash", "escape is bound on line 2 already")]


@pytest.mark.parametrize(
    ("text", "line", "kind"),
    [
        (LABEL + 'key = "q"\n', 1, "lost leader"),
        (LABEL + 'key = "c"\n', 1, "leader as label key"),
        (LABEL + 'key = "Q"\n', 1, "label key"),
        (LABEL + 'key = "tab"\n', 1, "label key"),
        (LABEL + 'key = "space"\n', 1, "label key"),
        (LABEL + 'key = "?"\n', 1, "label key"),
        (LABEL, 1, "unreachable label"),
        (LABEL + 'key = "k"\nscale = "position"\n', 1, "unreachable label"),
        (LABEL.replace('"flag"', '"stance"') + 'key = "k"\n', 1, "unreachable label"),
        (LABEL + 'key = "k"\nfamily = "odd"\n', 1, "unknown family"),
        (LABEL.replace('"flag"', '"mood"') + 'key = "k"\n', 1, "unknown dimension"),
        (LABEL + 'key = "k"\nyes_wen = "x"\n', 7, "unknown field"),
        (LABEL + 'key = "k"\nexclusive = "yes"\n', 7, "wrong type"),
        (LABEL + 'key = "k"\nconfused_with = ["flag.sensitive"]\n', 7, "wrong type"),
        (LABEL + 'key = "k"\n[label.crosswalk]\nx = { names = ["y"], rel = "same" }\n', 8, "wrong value"),
        (LABEL + 'key = "k"\n[label.crosswalk]\nx = { names = "y", rel = "exact" }\n', 8, "wrong type"),
        (LABEL + 'key = "kk"\n', 6, "unknown key"),
        (LABEL.replace('"own"', '"Own one"') + 'key = "k"\n', 3, "wrong value"),
        (LABEL.replace("Of one's own.", "\\u001b[2J") + 'key = "k"\n', 5, "control"),
        (LABEL + 'key = "k"\n' + LABEL + 'key = "k"\n', 7, "clash"),
        ('[[dimension]]\nid = "tone"\nname = "Tone"\nchoice = "any"\n', 4, "wrong value"),
        ('[[dimension]]\nid = "tone"\nname = "Tone"\n', 1, "missing"),
        ('[[dimension]]\nid = "tone"\nname = "Tone"\nchoice = "many"\nleader = "f"\n', 1, "clash"),
        ('[[dimension]]\nid = "tone"\nname = "Tone"\nchoice = "one"\nnone = "none"\n', 1, "unknown label"),
        ('[[dimension]]\nid = "tone"\nname = "Tone"\nchoice = "one_per_target"\nleader = "T"\n', 1, "misplaced leader"),
        (LABEL.replace('"flag"', '"fallacy"').replace('"own"', '"none"') + 'key = "0"\n', 1, "none not exclusive"),
        ('[[target]]\nid = "who"\nkind = "person"\nleader = "t"\nscale = "position"\n', 3, "wrong value"),
        (
            '[[target]]\ndimension = "flag"\nid = "who"\nkind = "claim"\nleader = "t"\nscale = "x"\n',
            1,
            "misplaced target",
        ),
        ('[[lable]]\nid = "x"\n', 1, "unknown table"),
        ('name = "mine"\n', 1, "unknown table"),
        ("[label]\nid = 3\n", 1, "wrong type"),
        ('[layer]\nname = "x\n', 2, "not TOML"),
        ("\ufeff[layer]\n", 1, "not TOML"),
    ],
)
def test_a_bad_declaration_is_found_with_its_line(found, text, line, kind):
    """Each way to declare something wrongly has its finding, on its own line or that of its table."""
    assert (line, kind) in [(line, kind) for line, kind, _ in found(text, serious=True)]


def test_two_labels_with_one_key_clash(layer, search):
    """The label that loses its key is named, and where it stands."""
    path = layer(LABEL + 'key = "n"\n')
    with pytest.raises(UsageError, match=r"own\.toml:1: x n gives flag\.needs_context already \(.*flags\.toml:\d+\)"):
        load_keymap([*DEFAULT_LAYERS, path], search=search)


def test_a_label_whose_only_key_is_unbound_is_unreachable(layer, search):
    """A layer must not lose a label by the way; it may give it another key."""
    path = layer('[keys]\n"f a" = ""\n')
    findings = check_layers([path], search=search)
    assert [(finding.kind, finding.what) for finding in findings] == [
        ("unreachable label", "no chord gives fallacy.ad_hominem")
    ]
    path = layer('[keys]\n"f a" = ""\n"f p" = ""\n"f j" = "label fallacy.ad_hominem"\n')
    assert not [finding for finding in check_layers([*DEFAULT_LAYERS, path], search=search) if finding.serious]


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ('[keys]\n"f9" = ""\n', "unbinds nothing"),
        (LABEL.replace("definition", "example") + 'key = "k"\n', "no definition"),
        (LABEL + 'key = "k"\nconfused_with = [{ uid = "flag.gone", difference = "it is" }]\n', "unknown label"),
    ],
)
def test_what_does_no_harm_is_said_and_loads(found, layer, search, text, kind):
    """A loose end is a finding, but no reason to refuse a layer."""
    assert [found_kind for _, found_kind, _ in found(text, serious=False)] == [kind]
    assert load_keymap([*DEFAULT_LAYERS, layer(text)], search=search)


def test_extended_labels_are_checked_while_they_are_off(layer, search):
    """A key taken by an extended label is taken, so that switching them on is never an error."""
    path = layer(LABEL.replace('"flag"', '"fallacy"') + 'key = "z"\n')
    with pytest.raises(UsageError, match=r"f z gives fallacy\.equivocation already"):
        load_keymap([*DEFAULT_LAYERS, path], search=search)


def test_findings_are_printable_whatever_a_layer_holds(found):
    """A name from a layer reaches the terminal with its controls written out."""
    (_, _, what) = found('[keys]\n"j" = "\\u001b]0;x\\u0007"\n')[0]
    assert what == r"'\x1b]0;x\x07' is no command"


def test_the_report_has_a_line_for_each_finding_and_counts_them():
    """Each line begins with file and line, as compilers write it."""
    findings = [Finding("a.toml", 3, "clash", "x is y"), Finding("a.toml", 9, "slip", "x is near y", serious=False)]
    assert report(findings) == "a.toml:3: clash: x is y\na.toml:9: slip: x is near y\n2 findings, 1 serious"
    assert report([]) == "nothing to mend"


def slip_pairs(keymap):
    """What the list of slips says, by the two chords."""
    found = {}
    for finding in near_keys(keymap):
        first, _, rest = finding.what.partition(" is next to ")
        second, _, boards = rest.partition(" on ")
        found[frozenset((" ".join(first.split()[:2]), " ".join(second.split()[:2])))] = boards
        assert not finding.serious
    return found


def test_slips_are_neighbours_on_some_keyboard(keymap):
    """Labels whose keys lie side by side or one above the other, and on which keyboards."""
    pairs = slip_pairs(keymap)
    assert pairs[frozenset(("f a", "f s"))] == "QWERTY, QWERTZ"
    assert pairs[frozenset(("f y", "f s"))] == "QWERTZ"
    assert pairs[frozenset(("f 1", "f a"))] == "AZERTY"
    assert pairs[frozenset(("f 1", "f 4"))] == "numpad"
    assert pairs[frozenset(("c n", "x n"))] == "QWERTY, QWERTZ, AZERTY"
    assert frozenset(("f a", "f l")) not in pairs
    assert frozenset(("m s", "f s")) not in pairs


def test_rhetoric_and_fallacy_leaders_are_no_neighbours(keymap):
    """A slip from one to the other would give a label of the wrong dimension."""
    assert not [pair for pair in slip_pairs(keymap) if {chord[0] for chord in pair} == {"m", "f"}]


def test_a_key_that_now_gives_another_label_is_found(layer, search, keymap):
    """Keys that annotators know by heart must not change their meaning in silence."""
    path = layer(
        '[keys]\n"f y" = "label fallacy.straw_man"\n"f s" = "label fallacy.tu_quoque"\n"f5" = "copy"\n"f a" = ""\n"f j" = "label fallacy.ad_hominem"\n'
    )
    new = load_keymap([*DEFAULT_LAYERS, path], search=search)
    assert [(finding.line, finding.serious, finding.what.partition(" (")[0]) for finding in changed(new, keymap)] == [
        (2, True, "f y gives fallacy.straw_man and was fallacy.tu_quoque"),
        (3, True, "f s gives fallacy.tu_quoque and was fallacy.straw_man"),
    ]
    assert changed(keymap, keymap) == []


def test_a_command_s_key_that_becomes_a_label_is_found(layer, search, keymap):
    """What moved the cursor yesterday must not label today."""
    new = load_keymap([*DEFAULT_LAYERS, layer('[keys]\n"f1" = "label flag.off_topic"\n')], search=search)
    assert [finding.what.partition(" (")[0] for finding in changed(new, keymap)] == [
        "f1 gives flag.off_topic and was explain"
    ]


def test_old_layers_are_a_folder_or_one_file(tmp_path, search, keymap):
    """Compared is the same stack with the layers as they were."""
    old = (search[0] / "flags.toml").read_text(encoding="utf-8").replace('key = "o"', 'key = "j"')
    (tmp_path / "old").mkdir()
    for path in (tmp_path / "old" / "flags.toml", tmp_path / "before.toml"):
        path.write_text(old, encoding="utf-8")
    for where in (tmp_path / "old", tmp_path / "before.toml"):
        before = load_old(where, DEFAULT_LAYERS, search=search)
        assert before.keys_of("label", "flag.off_topic") == ("x j",)
        assert changed(keymap, before) == []


def test_slips_and_changed_keys_are_looked_for_when_asked(layer, search, tmp_path):
    """They come after what is wrong with the layers, and not at all when the layers can't be loaded."""
    path = layer('[keys]\n"f9" = ""\n')
    old = tmp_path / "flags.toml"
    said = (search[0] / "flags.toml").read_text(encoding="utf-8")
    old.write_text(said.replace('"o"', '"?"').replace('"n"', '"o"').replace('"?"', '"n"'), encoding="utf-8")
    kinds = [finding.kind for finding in check_layers([path], search=search, slips=True, against=old)]
    assert kinds[:5] == ["unbinds nothing", *["changed"] * 4], "two flags, and two reasons to skip"
    assert set(kinds[5:]) == {"slip"}
    broken = layer('[keys]\n"f9" = "go"\n')
    assert [finding.kind for finding in check_layers([broken], search=search, slips=True, against=old)] == [
        "unknown command"
    ]


def test_another_stack_can_be_checked(search, layer):
    """A project need not build on the default layers."""
    path = layer('[keys]\n"x" = "copy"\n')
    assert check_layers([path], search=search, below=["navigation", "stance"]) == []


BITS = st.sampled_from(
    [
        *("[layer]", "[[label]]", "[[dimension]]", "[[target]]", "[[family]]", "[keys]", "[label.crosswalk]"),
        *(
            'id = "a"',
            "id = 3",
            'dimension = "d"',
            'id = "d"',
            'name = "N"',
            'choice = "many"',
            'choice = "one_per_target"',
        ),
        *('leader = "e"', 'key = "k"', 'key = "e"', 'scale = "s"', 'kind = "claim"', 'none = "a"', "exclusive = true"),
        *(
            '"e k" = "undo"',
            '"e" = "undo"',
            '"j" = "label d.a"',
            '"j" = ""',
            'x = { names = [], rel = "exact" }',
            "x = [1]",
        ),
        *(
            'confused_with = [{ uid = "d.a", difference = "x" }]',
            "rules = [1]",
            'definition = "\\u001b"',
            "key = []",
            "= =",
        ),
    ]
)


@given(st.lists(st.lists(BITS, max_size=14).map("\n".join), min_size=1, max_size=3))
def test_no_layer_however_broken_breaks_the_check(texts):
    """Whatever a file holds, the outcome is findings on lines that the file has, never a crash."""
    layers = [parse_layer(text.encode(), file=str(number), name="own") for number, text in enumerate(texts)]
    for finding in stack(layers, extended=False).findings:
        assert 1 <= finding.line <= texts[int(finding.file)].count("\n") + 1
        assert finding.what.isprintable()


@given(st.binary(max_size=60))
def test_no_bytes_break_the_reading_of_a_layer(said):
    """A file of any bytes is read or refused."""
    read = parse_layer(said, file="x", name="x")
    assert read.findings or not said.strip() or not read.keys
