"""SemEval-2023's files, as the task's baseline and scorer read them, and as its participants do."""

import re
from dataclasses import replace
from io import StringIO
from urllib.parse import unquote

import pandas as pd
from hypothesis import given, settings
from tests.exports.everything import BEN, TEXTS, a_label
from tests.exports.in_memory import a_thread, label, labelled_of, labelled_threads, written
from tests.exports.scheme_books import recorded

from threadmark.exports.contents import Contents
from threadmark.labels.records import Answer, Review
from threadmark.thread import Article
from threadmark.thread.build import ThreadBuilder
from threadmark.thread.report import ImportReport

OWN = "rhetoric-semeval2023"
TECHNIQUES = """
    Appeal_to_Authority Appeal_to_Popularity Appeal_to_Values Appeal_to_Fear-Prejudice Flag_Waving
    Causal_Oversimplification False_Dilemma-No_Choice Consequential_Oversimplification Straw_Man Red_Herring Whataboutism
    Slogans Appeal_to_Time Conversation_Killer Loaded_Language Repetition Exaggeration-Minimisation
    Obfuscation-Vagueness-Confusion Name_Calling-Labeling Doubt Guilt_by_Association Appeal_to_Hypocrisy
    Questioning_the_Reputation
"""
"""What the scorer of the task takes."""
GOLDEN = {
    "articles-subtask-3/article17.txt": "The pool\n\n🏊 Save it, you Clowns!\n\nWhy?\n".encode(),
    "labels-subtask-3.template": "17\t3\t🏊 Save it, you Clowns!\n17\t5\tWhy?\n".encode(),
    "ana/labels-subtask-3.txt": b"17\t3\tName_Calling-Labeling,Doubt\n17\t5\t\n",
    "ana/labels-subtask-3-spans/article17-labels-subtask-3.txt": b"17\tName_Calling-Labeling\t21\t31\n",
    "lines.tsv": b"article\tline\tthread\tcomment\n17\t3\t17\tc1\n17\t5\t17\tc2\n",
}


CARRIED = {
    "casting_doubt": "Doubt",
    "false_dilemma": "False_Dilemma-No_Choice",
    "loaded_language": "Loaded_Language",
    "slogans": "Slogans",
    "straw_man": "Straw_Man",
}
"""The labels in the thread with everything in it that the task has, and what they are there."""


def prepared(everything):
    """More labels that the task has: over CJK, line breaks, combining marks, emoji, by both annotators, in two rounds."""
    words = ["支持 封路", "𠮷野", "\n\n> Closing", "do\u00e9s \u00f1ot", "x\u0323\u0307"]
    book = recorded(OWN)
    stamps = {"codebook": book.sha256[:12]}
    everything.add(
        book,
        a_label("c4", "rhetoric", "casting_doubt", *words, by=BEN, **stamps),
        a_label("c6", "rhetoric", "slogans", "👩‍👩‍👧‍👦", "The end 𝔘", **stamps),
        a_label("c/5 é", "rhetoric", "slogans", "\t%00 \\n", round=2, **stamps),
    )


def read_back(place):
    """The techniques of each line by annotator, with the words that the spans cut out of the article's file."""
    lines = pd.read_csv(place / "lines.tsv", sep="\t", dtype=str).itertuples(index=False)
    comments = {(int(row.article), int(row.line)): row.comment for row in lines}
    for own in place.glob("*/labels-subtask-3.txt"):
        files = {path.relative_to(place).as_posix(): path.read_bytes() for path in place.rglob("*") if path.is_file()}
        who, _, number = own.parent.name.partition("@")
        words = {}
        for path in own.parent.glob("labels-subtask-3-spans/*"):
            for line in path.read_text(encoding="utf-8").splitlines():
                article, technique, start, end = line.split("\t")
                text = files[f"articles-subtask-3/article{article}.txt"].decode()
                at = int(article), text[: int(start)].count("\n") + 1
                words.setdefault((at, technique), []).append(text[int(start) : int(end)])
        for at, techniques in baseline(files, own.parent.name)[1].items():
            for technique in filter(None, techniques.split(",")):
                yield comments[at], unquote(who), int(number or 1), technique, tuple(words.get((at, technique), ()))


def as_carried(each):
    """What the task has of a label: blanks for line breaks, and nothing in the article."""
    if each.label not in CARRIED:
        return None
    here = (quote.translate({10: " ", 9: " "}) for quote in each.quotes if quote in TEXTS[each.comment])
    return each.comment, each.annotator, each.round, CARRIED[each.label], tuple(here)


def pool(*texts, thread_id="17"):
    """A thread of these comments."""
    builder = ThreadBuilder(ImportReport())
    for number, text in enumerate(texts, 1):
        builder.add(f"c{number}", None, "bob", text)
    return builder.build(Article("The pool"), thread_id=thread_id)


def labelled(thread, *labels, layers=(OWN,), reviews=()):
    """Labels with the codebook that they were given by."""
    return labelled_of(thread, labels, reviews, [recorded(*layers)])


def baseline(files, who="ana"):
    """Texts and labels by article and line, as the task's baseline joins them: the articles' lines, and pandas."""
    texts = {}
    for path, data in files.items():
        if found := re.search(r"article(\d+)\.txt", path):
            lines = enumerate(data.decode().split("\n"), 1)
            texts |= {(int(found[1]), number): line for number, line in lines if line.strip()}
    labels = files[f"{who}/labels-subtask-3.txt"].decode()
    frame = pd.read_csv(StringIO(labels), sep="\t", header=None, names=["id", "line", "labels"]) if labels else None
    rows = [] if frame is None else frame.itertuples(index=False)
    return texts, {(row.id, row.line): row.labels if isinstance(row.labels, str) else "" for row in rows}


def spans(files, who="ana"):
    """The words of each span by its technique, cut out of the article's file."""
    found = []
    for path, data in files.items():
        if path.startswith(f"{who}/labels-subtask-3-spans/"):
            for line in data.decode().splitlines():
                article, technique, start, end = line.split("\t")
                text = files[f"articles-subtask-3/article{article}.txt"].decode()
                found.append((technique, text[int(start) : int(end)]))
    return sorted(found)


def test_a_small_article_is_written_so():
    """File by file, byte by byte; a comment without techniques has an empty cell."""
    thread = pool("🏊 Save it, you\nClowns!", "Why?")
    given_ = [
        label(thread, "c1", "rhetoric", "name_calling", (11, 21)),
        label(thread, "c1", "rhetoric", "casting_doubt"),
        label(thread, "c2", "rhetoric", "none"),
    ]
    assert written("semeval2023", labelled(thread, *given_)) == GOLDEN


def test_the_baseline_joins_texts_and_labels():
    """Every labelled line has its text; the scorer finds the same lines in both files, and knows each technique."""
    thread = pool("One\nand two.", '"Three', thread_id="lane")
    files = written(
        "semeval2023",
        labelled(
            thread,
            label(thread, "c1", "rhetoric", "slogans"),
            label(thread, "c2", "rhetoric", "none"),
            label(thread, "c2", "rhetoric", "straw_man", by="ben"),
        ),
    )
    texts, labels = baseline(files)
    assert {texts[place]: said for place, said in labels.items()} == {"One and two.": "Slogans", '"Three': ""}
    assert list(baseline(files, "ben")[1].values()) == ["Straw_Man"]
    template = [line.split("\t") for line in files["labels-subtask-3.template"].decode().splitlines()]
    assert {(int(article), int(line)): text for article, line, text in template} == {
        place: text for place, text in texts.items() if place[1] > 1
    }


def test_every_label_of_the_scheme_s_own_layer_is_one_the_scorer_knows():
    """All twenty-three, each by its name in the scorer's list, and each once."""
    [dimension] = (each for each in recorded(OWN).dimensions if each["id"] == "rhetoric")
    ids = [each["id"] for each in dimension["labels"] if each["id"] != "none"]
    thread = pool("a")
    files = written("semeval2023", labelled(thread, *(label(thread, "c1", "rhetoric", name) for name in ids)))
    [said] = baseline(files)[1].values()
    assert sorted(said.split(",")) == sorted(TECHNIQUES.split())


def test_default_labels_go_out_where_both_are_the_very_same():
    """Others are lost by their own names; a line is empty only where every dimension that has techniques says none."""
    thread = pool("a b", "c", "d", "e")
    given_ = labelled(
        thread,
        label(thread, "c1", "rhetoric", "loaded_language", (0, 1), either=1),
        label(thread, "c1", "fallacy", "straw_man", either=1),
        label(thread, "c1", "rhetoric", "hyperbole"),
        label(thread, "c1", "stance", "against", target="claim:k-1"),
        label(thread, "c2", "rhetoric", "none"),
        label(thread, "c2", "fallacy", "none"),
        label(thread, "c3", "rhetoric", "none"),
        label(thread, "c4", "rhetoric", "none"),
        label(thread, "c4", "fallacy", "ad_hominem"),
        layers=(),
        reviews=[
            Review(
                "17",
                "c3",
                "ana",
                1,
                "done",
                note="hm",
                answers=(Answer("fallacy", None, asked=True, outcome="skipped"),),
            )
        ],
    )
    assert baseline(written("semeval2023", given_))[1] == {(17, 3): "Loaded_Language,Straw_Man", (17, 5): ""}
    assert given_.tally.lost == {
        "either/or readings, which stand side by side": 2,
        "rhetoric.hyperbole: semeval2023 has only Exaggeration-Minimisation, which is close": 1,
        "stance.position.against: semeval2023 has nothing like it": 1,
        "rhetoric.none, where another dimension has techniques too": 2,
        "fallacy.ad_hominem: semeval2023 has only Questioning_the_Reputation, Name_Calling-Labeling, which are close": 1,
        "notes": 1,
        "questions left open": 1,
    }


@given(labelled_threads())
@settings(max_examples=25)
def test_spans_lie_on_their_words_in_every_script(labelled_thread):
    """Cut out of the article's file, each span is its quote, with blanks for line breaks; lines are the comments."""
    held, old = labelled_thread.held[0], labelled_thread.contents
    contents = Contents(old.labels, old.reviews, (), (), [recorded()])
    files = written("semeval2023", replace(labelled_thread, contents=contents))
    expected = []
    words = {"straw_man": "Straw_Man"}
    for given_ in held.passes:
        if (given_.annotator, given_.round) == ("ana", 1) and held.text(given_.comment).strip():
            for each in given_.labels:
                flat = [span.quote.translate({10: " ", 9: " "}) for span in each.evidence]
                expected += [(words[each.label], quote) for quote in flat if each.label in words]
    assert spans(files) == sorted(expected)


def test_articles_are_numbers_and_stay_so():
    """A thread's own number, or one made of its name: the same in every export, and no two alike."""
    names = ["17", "0017", "lane", "9" * 30]
    corpus = replace(labelled(pool("a")), held=tuple(held for name in names for held in held_of(name)))
    lines = written("semeval2023", corpus)["lines.tsv"].decode().splitlines()[1:]
    numbers = {row.split("\t")[2]: int(row.split("\t")[0]) for row in lines}
    assert numbers["17"] == 17
    assert len(set(numbers.values())) == len(names)
    alone = replace(corpus, held=tuple(held_of("lane")))
    assert (
        written("semeval2023", alone)["lines.tsv"].decode().splitlines()[1].startswith(f"{numbers['lane']}\t3\tlane\t")
    )


def held_of(name):
    """A labelled thread of this name."""
    thread = pool("a", thread_id=name)
    return labelled(thread, label(thread, "c1", "rhetoric", "none")).held


def test_a_comment_without_a_text_has_no_line_to_label():
    """Readers pass over empty lines, so its labels are counted as lost."""
    thread = a_thread({"c1": "", "c2": "b"})
    given_ = labelled(thread, label(thread, "c1", "rhetoric", "slogans"))
    assert baseline(written("semeval2023", given_))[1] == {}
    assert given_.tally.lost == {"labels of comments without a text": 1}
