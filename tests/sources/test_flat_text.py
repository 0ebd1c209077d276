"""Flat text, read from bytes to thread."""

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st
from tests.sources.real_threads import made_threads

from threadmark.sources.flat_text.reading import thread_of
from threadmark.thread.report import ImportReport, Note
from threadmark.thread.text import clean

EXAMPLE = """\
 date 2024-03-12 The harbour council voted on Tuesday to close Mill Lane to cars, the mayor said.
A second paragraph of the article. The first line may begin with a space; the word date and the day stand before the first paragraph; there is no title.

bob
Closing it punishes drivers.
Nobody asked the shops.
ana_k
So you'd rather kids get run over? There was a good piece on this.
https://harbourpost.example/lanes
ana_k
And before anyone asks, yes, I drive.
bob
ana_k
I have no idea what that has to do with parking.
Gull
Typical council.
It was quite clear. Maybe read the plan.
"""


def read(text):
    """The thread in a text, and its report."""
    report = ImportReport()
    return thread_of(text, report), report


def brief(text):
    """Author, parent's place and text of each comment."""
    thread, _ = read(text)
    return [(c.author, thread.parent(c.index), c.text) for c in thread]


def doubts(text):
    """The lines that the report has a remark on."""
    return {note.line: note.text for note in read(text)[1].notes}


def test_the_example_has_five_comments():
    """Each comment has its author and its text word for word; bob's second one answers ana_k's latest before it."""
    thread, _ = read(EXAMPLE)
    read_as = [(c.author, c.parent and thread.authors[thread.index(c.parent)], c.text) for c in thread]
    assert sorted(read_as, key=str) == sorted(
        [
            ("bob", None, "Closing it punishes drivers.\nNobody asked the shops."),
            (
                "ana_k",
                None,
                "So you'd rather kids get run over? There was a good piece on this.\nhttps://harbourpost.example/lanes",
            ),
            ("ana_k", None, "And before anyone asks, yes, I drive."),
            ("bob", "ana_k", "I have no idea what that has to do with parking."),
            ("Gull", None, "Typical council.\nIt was quite clear. Maybe read the plan."),
        ],
        key=str,
    )
    reply = next(c for c in thread if c.parent)
    assert thread[thread.index(reply.parent)].text == "And before anyone asks, yes, I drive."
    assert (reply.inferred.cue, reply.inferred.confidence) == ("author pair", 0.9)


def test_the_example_has_an_article_without_a_title():
    """The day and two paragraphs, word for word."""
    article = read(EXAMPLE)[0].article
    lines = EXAMPLE.splitlines()
    assert article.title is None
    assert article.published == "2024-03-12"
    assert article.paragraphs == (lines[0].removeprefix(" date 2024-03-12 "), lines[1])


def test_the_example_is_told_line_by_line():
    """The report says which name was seen once, and which line stayed text though it stands alone."""
    assert doubts(EXAMPLE) == {
        9: '"https://harbourpost.example/lanes" stays text: it is an address',
        15: '"Gull" is seen once, and read as a name',
    }


def test_an_author_line_at_the_end_is_an_empty_comment():
    """A name with nothing after it wrote nothing, and is not lost."""
    assert brief("Article.\n\nbob\nHello.\nana_k\nHi there.\nbob") == [
        ("bob", None, "Hello."),
        ("ana_k", None, "Hi there."),
        ("bob", None, ""),
    ]


@pytest.mark.parametrize(
    "line", ["Exactly.", "lol", "https://harbourpost.example", "Exactly", "no", "Two words", "?!", "a1"]
)
def test_what_only_looks_like_a_name_stays_text(line):
    """Sentences, interjections, addresses, short words, and names with spaces seen once are nobody."""
    assert brief(f"Article.\n\nbob\nHello.\n{line}\nMore.\nana_k\nHi there.\nbob\nBye then.")[0] == (
        "bob",
        None,
        f"Hello.\n{line}\nMore.",
    )


@pytest.mark.parametrize("line", ["Exactly.", "lol", "https://harbourpost.example", "Absolutely"])
def test_a_line_that_could_pass_for_a_name_is_told(line):
    """The report says that it stays text, and why."""
    assert "stays text" in doubts(f"Article.\n\nbob\nHello.\n{line}\nMore.\nbob\nBye then.")[5]


def test_interjections_are_nobody_however_often():
    """What two people exclaim is not the name of a third."""
    assert [author for author, _, _ in brief("Article.\n\nbob\nlol\nana_k\nlol\nbob\nWow\nana_k\nWow")] == [
        "bob",
        "ana_k",
        "bob",
        "ana_k",
    ]


@pytest.mark.parametrize("name", ["Gull", "gull_7", "gull7", "7gull", "GULL", "Ünal", "_x_"])
def test_a_name_seen_once_is_known_by_its_shape(name):
    """One word of three signs with a capital, a digit or an underscore."""
    assert brief(f"Article.\n\nbob\nHello.\n{name}\nWell put.\nbob\nBye then.")[1] == (name, None, "Well put.")


def test_a_name_with_spaces_counts_where_it_is_there_twice():
    """Once it stays text, twice it is a name."""
    text = "Article.\n\nbob\nHello.\nSister Agnes\nWell put.\nbob\nBye then."
    assert [author for author, _, _ in brief(text)] == ["bob", "bob"]
    twice = brief(text + "\nSister Agnes\nIndeed.")
    assert [author for author, _, _ in twice] == ["bob", "Sister Agnes", "bob", "Sister Agnes"]


def test_two_such_words_in_a_row_are_no_names_both():
    """Of two words seen once in a row the first is text; what follows a name at once is never a name seen once."""
    first = brief("Article.\n\nbob\nI saw\nGull\nTern\nthem all.\nbob\nBye then.")
    assert [(author, text) for author, _, text in first] == [
        ("bob", "I saw\nGull"),
        ("Tern", "them all."),
        ("bob", "Bye then."),
    ]
    assert brief("Article.\n\nbob\nTypical\nof them.\nbob\nBye then.")[0] == ("bob", None, "Typical\nof them.")


def test_a_pair_whose_second_wrote_nothing_before_is_top_level():
    """Whom it names is kept beside the comment, and the report says so."""
    text = "Article.\n\nBob_1\nana_k\nHello.\nana_k\nI am here now.\nBob_1\nWelcome."
    thread, report = read(text)
    assert [(c.author, c.parent, dict(thread.extras(c.index))) for c in thread][:2] == [
        ("Bob_1", None, {"answers": "ana_k"}),
        ("ana_k", None, {}),
    ]
    assert report.notes[0] == Note('"ana_k" is answered and has no comment above this one', 4)


def test_comments_begin_after_the_last_empty_line_above_the_first_name():
    """Text between that line and the first name is a comment without an author; the report says so."""
    text = "Article.\n\nwho wrote this?\nbob\nI did.\nbob\nTwice."
    assert brief(text) == [(None, None, "who wrote this?"), ("bob", None, "I did."), ("bob", None, "Twice.")]
    assert "no author" in doubts(text)[3]


def test_a_heading_in_the_article_is_no_author():
    """A word on a line of its own above the comments' empty line belongs to the article."""
    thread, _ = read(
        "One.\n\nBackground\nTwo.\n\nHistory\n\nThree.\n\nbob\nHello.\nana\nHi there.\nbob\nBye.\nana\nYes, bye."
    )
    assert thread.article.paragraphs == ("One.", "Background", "Two.", "History", "Three.")
    assert len(thread) == 4


def test_empty_lines_between_comments_do_not_matter():
    """Comments set apart by empty lines are cut like those without; empty lines inside a text stay."""
    text = (
        "One.\n\nTwo.\n\n\nGull\nFirst.\n\nbob\nHello.\n\n\nStill me.\n\nana_k\nHi there.\n\nbob\nBye.\n\nana_k\nYes."
    )
    assert [(author, words) for author, _, words in brief(text)] == [
        ("Gull", "First."),
        ("bob", "Hello.\n\n\nStill me."),
        ("ana_k", "Hi there."),
        ("bob", "Bye."),
        ("ana_k", "Yes."),
    ]


def test_empty_lines_between_name_and_text_do_not_matter():
    """Pages that set the name apart from the text are read as well."""
    text = "Article.\n\nbob\n\nHello.\n\nana_k\n\nHi there.\n\nbob\n\nBye then."
    assert [(author, words) for author, _, words in brief(text)] == [
        ("bob", "Hello."),
        ("ana_k", "Hi there."),
        ("bob", "Bye then."),
    ]


def test_title_and_byline_stand_before_the_date():
    """A line before the date is the title, `By NAME` the byline."""
    article = read("Lane closes\nBy Ines Carrow\ndate 2024-03-12 Para one.\nPara two.\n\nbob\nHello.\nbob\nBye.")[
        0
    ].article
    assert (article.title, article.byline, article.published) == ("Lane closes", "Ines Carrow", "2024-03-12")
    assert article.paragraphs == ("Para one.", "Para two.")


@pytest.mark.parametrize(
    "mark", ["says:", "said:", "wrote:", "• 3 hours ago", "· 2d", "(March 3, 2024)", "- 2024-03-12 10:00"]
)
def test_a_mark_beside_a_name_tells_it(mark):
    """A name with *says:*, *wrote:* or a time beside it is an author, seen once or with spaces."""
    text = f"Article.\n\nbob {mark}\nHello.\nSister Agnes {mark}\nGood day.\nklara {mark}\nHi there."
    assert [(author, words) for author, _, words in brief(text)] == [
        ("bob", "Hello."),
        ("Sister Agnes", "Good day."),
        ("klara", "Hi there."),
    ]


def test_a_full_time_is_the_comments_time():
    """A printed moment is kept as a time, anything vaguer as it was printed."""
    thread, _ = read(
        "Article.\n\nbob • 2024-03-12T10:00:00Z\nHello.\nana • 3 hours ago\nHi there.\nbob\nyesterday\nBye."
    )
    assert [(c.created and c.created.hour, dict(thread.extras(c.index))) for c in thread] == [
        (10, {}),
        (None, {"time": "3 hours ago"}),
        (None, {"time": "yesterday"}),
    ]


def test_a_sentence_with_such_a_mark_is_text():
    """*The mayor says:* and *I was there on March 12, 2024* name no author."""
    body = "Hello.\nThe mayor says:\nnever.\nI was there on March 12, 2024\nClosed 3 hours ago"
    assert brief(f"Article.\n\nbob\n{body}\nana\nHi there.\nbob\nBye.\nana\nOk then.")[0] == ("bob", None, body)


def test_a_quotation_is_no_comment():
    """Quoted lines stay in the text that quotes them, and so does *NAME wrote:* above them."""
    text = "Article.\n\nbob\nHello.\nana\nbob wrote:\n> Hello.\nNo.\nbob\nBye.\nana\n> Bye.\nStay."
    assert [(author, words) for author, _, words in brief(text)] == [
        ("bob", "Hello."),
        ("ana", "bob wrote:\n> Hello.\nNo."),
        ("bob", "Bye."),
        ("ana", "> Bye.\nStay."),
    ]


def test_buttons_of_the_page_are_left_out_and_told():
    """Like, reply and share lines are no text; likes become the score; the report lists them."""
    thread, report = read("Article.\n\nbob\nHello.\nReply\n3 likes · Share\nAna\nHi there.\nReply\nbob\nBye.")
    assert [(c.author, c.score, c.text) for c in thread] == [
        ("bob", 3, "Hello."),
        ("Ana", None, "Hi there."),
        ("bob", None, "Bye."),
    ]
    assert {note.text for note in report.notes if note.line is None} == {
        '"Reply" is left out as a button of the page, 2 times',
        '"3 likes · Share" is left out as a button of the page',
    }


def test_a_lone_button_word_is_somebodys_comment():
    """*Share*, once, may be all that somebody wrote."""
    assert brief("Article.\n\nbob\nShare\nana\nHi there.\nbob\nBye.\nana\nOk then.")[0] == ("bob", None, "Share")


def test_names_in_scripts_without_capitals():
    """Names that are there twice need no capital."""
    text = "文章の本文です。\n\n小雨\n我每个周末都去夜市。\n陳阿姨\n同意。\n小雨\n陳阿姨\n好吧,那就这样。"
    assert [(author, parent) for author, parent, _ in brief(text)] == [("小雨", None), ("陳阿姨", None), ("小雨", 1)]


def test_a_text_without_names_is_an_article():
    """Nothing is guessed: all paragraphs are kept, and the report says that no name was found."""
    thread, report = read("Just prose that goes on.\n\nAnd on and on it goes.")
    assert len(thread) == 0
    assert thread.article.paragraphs == ("Just prose that goes on.", "And on and on it goes.")
    assert "no line names an author" in report.notes[0].text


def test_a_table_of_unknown_columns_is_told_how_to_be_read():
    """A table whose columns nobody knows looks like text without names; the report says what reads it."""
    for above in ("", "sep=;\n"):
        _, report = read(f"{above}Nr;Wer;Kommentar\n1;Jörg;Endlich.\n2;Anna;Von wegen.\n")
        assert "--map text=COLUMN" in report.notes[0].text
    _, report = read("Yes, no, well.\n\nSo, and so on.")
    assert "--map" not in report.notes[0].text


def test_an_added_comment_changes_no_other_id():
    """Ids are made of what a comment says and whom it answers."""
    assert set(read(EXAMPLE)[0].ids) < set(read(EXAMPLE + "zed_1\nLate to this.\n")[0].ids)


SIGNS = """
    bob ana_k Gull Sister Agnes Exactly. lol Reply Share 3 likes · says: wrote: • hours ago By date 2024-03-12 > ▸ yes,
    no! https://x.example 小雨 (March 3, 2024) just now 14 points the lane is closed and why not?
"""
WORDS = st.sampled_from(SIGNS.split())
LINES = st.lists(WORDS, max_size=5).map(" ".join)
TEXTS = st.lists(LINES | st.sampled_from(["", "bob", "ana_k", "Gull"]) | st.text(max_size=12), max_size=16).map(
    "\n".join
)


@settings(deadline=None)
@given(TEXTS)
@example("date 2024-03-12\n\nbob\nbob says:\n> x")
def test_every_word_is_somewhere(text):
    """Whatever the text, each word of it is in the article, with a comment, or in the report."""
    thread, report = read(text)
    article = thread.article
    kept = [article.title, article.byline, article.published, *article.paragraphs, *thread.texts, *thread.authors]
    kept += [str(value) for index in range(len(thread)) for value in thread.extras(index).values()]
    kept += [note.text for note in report.notes]
    kept += [str(c.created) for c in thread] + [str(score) for score in thread.scores]
    held = " ".join(filter(None, kept))
    marks = {"date", "by", "says:", "said:", "wrote:", "•", "·", "points", "point", "-", "(", ")", ","}
    for word in clean(text)[0].split():
        assert word in held or word.casefold() in marks or word.strip("(),") in held


@settings(deadline=None)
@given(st.lists(st.tuples(st.sampled_from(["bob", "ana_k", "Gull", "zed"]), st.booleans()), min_size=1, max_size=12))
def test_pairs_are_read_as_they_were_written(turns):
    """Comments written out as author, whom they answer, and text are read back with just those links."""
    lines, wanted, latest = ["date 2024-03-12 An article.", ""], [], {}
    for number, (author, answers) in enumerate([("bob", False), ("bob", False), ("ana_k", False), *turns]):
        other = "bob" if author == "ana_k" else "ana_k"
        pair = answers and other in latest
        lines += [author, *([other] if pair else []), f"This is comment number {number}, and it ends here."]
        wanted.append((lines[-1], author, latest[other] if pair else None))
        latest[author] = lines[-1]
    thread, _ = read("\n".join(lines))
    names = [author for _, author, _ in wanted]
    if any(name == "zed" and names.count(name) == 1 for name in names):
        return  # a word of three small letters is a name only where it is there twice
    assert sorted((c.text, c.author, c.parent and thread[thread.index(c.parent)].text) for c in thread) == sorted(
        wanted, key=lambda row: row[0]
    )


@pytest.mark.parametrize("mark", [" says:", " · 2d", ""])
def test_a_handle_with_its_server_is_an_author(mark):
    """Mastodon's `@name@server` names an author where a mark stands beside it, or again and again alone on a line."""
    ana, bo = "@ana@town.example", "@bo_1@social.village.example"
    text = f"An article.\n\n{ana}{mark}\nIt closes.\n{bo}{mark}\nWhy?\n{ana}{mark}\nCars.\n{bo}{mark}\nOh.\n"
    assert brief(text) == [(ana, None, "It closes."), (bo, None, "Why?"), (ana, None, "Cars."), (bo, None, "Oh.")]


def test_a_handle_below_a_shown_name_answers_nobody():
    """A page prints a name and its handle below it: the two are no author and whom he answers."""
    text = "An article.\n\n" + "Ana Kay\n@ana@town.example\nIt closes.\nBo\n@bo@town.example\nWhy?\n" * 2
    assert [(author, parent) for author, parent, _ in brief(text)] == [("Ana Kay", None), ("Bo", None)] * 2


WRITABLE = made_threads(authors=st.sampled_from(["ana", "bob", "čeněk", "d_d", "李"]), deepest=0)


def written(made):
    """Invented comments one below the other."""
    return "date 2024-03-12 An article.\n\n" + "".join(f"{m.author} says:\nWell, {m.text}.\n" for m in made)


@settings(deadline=None, max_examples=40)
@given(WRITABLE)
def test_comments_are_read_as_they_were_written(made):
    """Authors and texts, whatever both are, in the order of the text."""
    assert brief(written(made)) == [(m.author, None, f"Well, {m.text}.") for m in made]


def test_a_large_text_is_read_in_linear_time():
    """Twice the text costs about twice the steps: no line is looked at again for every other."""
    lines = ["date 2024-03-12 An article.", ""]
    for number in range(10_000):
        lines += [
            f"User_{number}",
            "a - b - c - 3 hours and 4 points",
            "- " * 40,
            "Reply · 3 likes",
            "bob",
            "Yes, well.",
        ]
    thread, _ = read("\n".join(lines) + "\n" + "x" * 1_000_000 + "\n" + "a " * 500_000)
    assert len(thread) == 20_000
