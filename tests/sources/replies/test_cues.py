"""What in a comment tells whom it answers."""

import pytest
from tests.sources.replies.laid_flat import flat

from threadmark.sources.replies import with_inferred
from threadmark.sources.replies.confidence import DRAWN_FROM, KINDS, MEASURED, confidence
from threadmark.sources.replies.cues import ARTICLE, Cues

OPENING = "Closing the lane punishes drivers and nobody else in this town."
AGAIN = "A speed hump would have cost a tenth of that."


def answered(thread, comment="4"):
    """The id of the comment that one is hung under, and by which cue."""
    found = with_inferred(thread)
    comment = found[found.index(comment)]
    return comment.parent, comment.inferred.cue if comment.inferred else None


def after(text, author="ana", **article):
    """Bob, Gull and Bob again have written; then comes this text."""
    return flat(("Bob Tiller", OPENING), ("gull_7", "Next they close the quay."), ("Bob Tiller", AGAIN), (author, text), **article)  # fmt: skip


@pytest.mark.parametrize(
    "text",
    [
        "@Bob Tiller who counted that?",
        "@bob tiller: who counted that?",
        "＠Bob Tiller who counted that?",
        ". @Bob Tiller who counted that?",
        "\n@Bob  Tiller\nwho counted that?",
    ],
)
def test_an_at_name_leads_to_the_last_comment_of_that_name(text):
    """However the name is written, the last thing its owner said is answered."""
    assert answered(after(text)) == ("3", "@name")


@pytest.mark.parametrize("text", ["/u/gull_7 no", "u/gull_7 no", "@gull_7, no", "@GULL_7 no"])
def test_a_sign_before_the_name_may_be_the_page_s_own(text):
    """A board's own form of a name is one too, in any case of letters."""
    assert answered(after(text)) == ("2", "@name")


def test_a_name_with_its_host_is_known_without_it():
    """Whoever writes from another server is called by the short name."""
    thread = flat(("marten@harbour.example", OPENING), ("gull_7", "No."), ("ana", "@marten and who pays?"))
    assert answered(thread, "3") == ("1", "@name")


def test_of_several_names_the_one_who_spoke_last_is_answered():
    """A list of names is of all who talk; the last of them to speak is the one who is answered."""
    assert answered(after("@Bob Tiller @gull_7 who counted that?")) == ("3", "@name")


def test_a_name_clings_to_a_text_without_spaces():
    """In a script without spaces the longest known name counts."""
    thread = flat(("李雷", "这条路应该关闭"), ("李", "不应该"), ("ana", "@李雷说得对"))
    assert answered(thread, "3") == ("1", "@name")


@pytest.mark.parametrize(
    "text", ["Bob Tiller, who counted that?", "Bob Tiller: who counted that?", "Hi Bob Tiller, who counted that?"]
)
def test_a_name_at_the_start_is_a_cue(text):
    """A name set off from what follows is spoken to."""
    assert answered(after(text)) == ("3", "name")


@pytest.mark.parametrize(
    "text",
    [
        "Bob Tiller is right.",
        "I agree with @Bob Tiller.",
        "@Bob Tillerson who counted that?",
        "@nobody who counted that?",
        "Who counted that, Bob Tiller?",
        "Bob Tiller",
    ],
)
def test_who_is_only_spoken_of_is_not_answered(text):
    """A name inside a text, or of nobody who wrote, draws nothing."""
    assert answered(after(text)) == (None, None)


def test_a_word_that_somebody_is_called_stays_a_word():
    """`Well, …` is no answer to an author of that name."""
    assert answered(flat(("Well", OPENING), ("ana", "Well, who counted that?")), "2") == (None, None)


def test_nobody_answers_themselves_by_name():
    """One's own name at the start is a signature."""
    assert answered(after("Bob Tiller: as I said.", author="Bob Tiller")) == (None, None)


@pytest.mark.parametrize(
    "text",
    [
        "In reply to Bob Tiller:\nno",
        "In reply to Bob Tiller\nno",
        "in response to Bob Tiller's comment",
        "Replying to @Bob Tiller\nno",
        "Als Antwort auf Bob Tiller: nein",
        "En réponse à Bob Tiller : non",
        "回复Bob Tiller：不",
        "↳ Bob Tiller\nno",
        "Re: Bob Tiller, no",
    ],
)
def test_in_reply_to_leads_to_who_is_named(text):
    """What pages print before a reply is read in several languages."""
    assert answered(after(text)) == ("3", "in reply to")


@pytest.mark.parametrize("text", ["In reply to #1: no", "@Bob Tiller #1 no", "↳ comment #1\nno"])
def test_a_number_tells_which_of_the_comments(text):
    """Where comments are numbered, the number counts and not who spoke last."""
    assert answered(after(text))[0] == "1"


def test_a_number_of_somebody_else_s_comment_is_no_number_of_it():
    """The number and the name must agree."""
    assert answered(after("@Bob Tiller #2 of my reasons is the noise")) == ("3", "@name")


@pytest.mark.parametrize(
    "line",
    ["https://harbour.example/lane#comment-2", "In reply to <https://harbour.example/c/2>:", ">>2", "#comment-2"],
)
def test_a_link_to_a_comment_leads_there(line):
    """A first line that is nothing but a link to a comment tells whom the rest answers."""
    assert answered(after(f"{line}\nNo.")) == ("2", "permalink")


@pytest.mark.parametrize(
    "text",
    [
        "http://board.example/r/lane/comments/1/title/2",
        "See https://harbour.example/lane#comment-2",
        "https://harbour.example/lane#comments",
        "https://harbour.example/lane#comment-9",
        ">>4 my own",
    ],
)
def test_other_links_draw_nothing(text):
    """A link to something, be it a comment, is mostly told and not answered."""
    assert answered(after(text)) == (None, None)


@pytest.mark.parametrize(
    "quoted",
    [
        OPENING,
        "punishes drivers and nobody else",
        "closing the lane punishes drivers, and nobody else in THIS town",
        "Closing this lane punishes drivers and nobody else in town.",
    ],
)
def test_a_quote_leads_to_what_it_quotes(quoted):
    """Word by word, in part, or with a word changed."""
    assert answered(after(f"> {quoted}\n\nWho counted that?")) == ("1", "quote")


@pytest.mark.parametrize(
    "text",
    [
        f">> {OPENING}\n\nNo.",
        "> drivers\n\nNo.",
        "> Nobody here has ever said a thing like this one.\n\nNo.",
        f"He said: {OPENING}",
    ],
)
def test_what_tells_nothing_is_no_quote(text):
    """A quote in a quote is of somebody further up; a word is too short; what nobody said leads nowhere."""
    assert answered(after(text)) == (None, None)


def test_a_quote_of_a_quote_leads_to_who_said_it():
    """What a comment quotes is not its own."""
    thread = flat(("bob", OPENING), ("gull", f"> {OPENING}\n\nNext the quay."), ("ana", f"> {OPENING}\n\nNo."))
    assert answered(thread, "3") == ("1", "quote")


def test_a_quote_of_the_article_answers_nobody():
    """Though a comment says the same words, they are the article's."""
    assert answered(after(f"> {OPENING}\n\nNo.", paragraphs=[f"The mayor: {OPENING}"])) == (None, None)


def test_who_is_said_to_have_written_a_quote_is_answered():
    """Of two who wrote the same, the one whom the line above names."""
    thread = flat(("Bob Tiller", OPENING), ("gull_7", OPENING), ("ana", f"On Tuesday Bob Tiller wrote:\n> {OPENING}\n\nNo."))  # fmt: skip
    assert answered(thread, "3") == ("1", "name wrote")


@pytest.mark.parametrize(
    "text", ["@Ines Carrow thank you", "Ines Carrow, thank you", "In reply to: Council closes lane"]
)
def test_who_speaks_to_the_article_is_top_level(text):
    """The article's author, and its title, are answered at the top; for sure, though its author comments too."""
    thread = flat(
        ("Ines Carrow", "I wrote this."), ("ana", f"{text}"), title="Council closes lane", byline="Ines Carrow"
    )
    assert [cue.parent for cue in Cues(thread, "news").of(1)] == [ARTICLE]
    assert answered(thread, "2") == (None, None)


def test_whom_most_speak_to_wrote_the_article():
    """Where no byline tells, the one whom half of the comments begin with did, and is no parent."""
    speaking = [(f"reader{number}", "@ines thank you") for number in range(5)]
    thread = flat(("ines", "I wrote this."), *speaking, ("gull", "@reader1 for what?"))
    found = with_inferred(thread)
    assert [(comment.id, comment.parent) for comment in found if comment.parent] == [("7", "3")]


def test_only_what_was_there_can_be_answered():
    """A comment that is written later is no parent, wherever it stands in the file."""
    thread = flat(("bob", "First.", 1), ("ana", "@bob no", 2), ("bob", "Third.", 3))
    assert answered(thread, "2") == ("1", "@name")
    newest_first = flat(("bob", "Third.", 3), ("ana", "@bob no", 2), ("bob", "First.", 1))
    assert answered(newest_first, "2") == ("3", "@name")


def test_on_a_nested_page_who_can_stand_above_goes_first():
    """All between a comment and its parent is below the parent, and so was written after it."""
    thread = flat(("bob", "First.", 1), ("bob", "Fourth.", 4), ("gull", "Second.", 2), ("ana", "@bob no", 5))
    assert answered(thread) == ("1", "@name")


@pytest.mark.parametrize("cue", MEASURED)
def test_each_cue_is_as_sure_as_it_was_right(cue):
    """Confidence lies between what was measured and what is expected of all, and within 0 and 1."""
    for kind in KINDS:
        assert 0 <= confidence(cue, kind) <= 1
    assert confidence("quote", "tweets") < 0.5 < DRAWN_FROM <= confidence("quote", "mail")


@pytest.mark.parametrize(
    ("kind", "text", "parent"),
    [
        ("tweets", f"> {OPENING}\n\nNo.", None),
        ("tweets", "@Bob Tiller no", None),
        ("forum", "@Bob Tiller no", None),
        ("forum", f"> {OPENING}\n\nNo.", "1"),
        ("social", "@Bob Tiller no", "3"),
        ("mail", "@Bob Tiller no", "3"),
    ],
)
def test_a_cue_draws_only_where_it_is_mostly_right(kind, text, parent):
    """Of tweets and boards it is known that names mislead, of tweets that quotes do."""
    found = with_inferred(after(text), kind)
    assert found[found.index("4")].parent == parent
