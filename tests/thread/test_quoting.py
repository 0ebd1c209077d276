"""What a comment quotes of the article, and the paragraphs it names."""

import re
import string
from collections import Counter
from time import process_time
from unittest.mock import patch

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from threadmark.thread import Article
from threadmark.thread.quoting import Quoted, Quotes, folded

MILL_LANE = (
    "The council voted on Tuesday to close Mill Lane to cars from May.",
    '"The lane carries 900 cars a day," said the mayor — a Straße in all but name… and the\u00a0busiest one.',
    "Shopkeepers on the lane aren’t of one mind. The baker will put tables out.",
    "The council voted on Tuesday to pay for planters.",
)
SENTENCE = "The baker will put tables out"
MARKS = ['""', "“”", "„“", "„”", "””", "«»", "»«", "‹›", "‘’", "‚‘", "「」", "『』", "｢｣", "＂＂", "〝〟"]


@pytest.fixture(scope="module")
def quotes():
    """The quotes of an article of four paragraphs."""
    return Quotes(Article(paragraphs=MILL_LANE))


def seen(quotes, text, paragraphs=MILL_LANE):
    """What was matched: the paragraph, its words, the comment's words."""
    return [
        (
            found.paragraph,
            paragraphs[found.paragraph][found.start : found.end],
            text[found.comment_start : found.comment_end],
        )
        for found in quotes.of(text)
    ]


# what counts as a quote


@pytest.mark.parametrize("marks", MARKS)
def test_quotation_marks_of_many_languages_hold_a_quote(quotes, marks):
    """A passage between any pair of quotation marks is found, and its marks are not part of it."""
    text = f"Well: {marks[0]}{SENTENCE}.{marks[1]} Will she?"
    assert seen(quotes, text) == [(2, SENTENCE, SENTENCE)]


@pytest.mark.parametrize("text", [f"« {SENTENCE} »", f'" {SENTENCE} "', f"看“{SENTENCE}”吧", f"「{SENTENCE}」と"])
def test_marks_set_apart_by_spaces_or_not_at_all_hold_a_quote(quotes, text):
    """French spaces inside the marks, and scripts without spaces outside them, make no difference."""
    assert seen(quotes, text) == [(2, SENTENCE, SENTENCE)]


def test_lines_with_a_sign_are_a_quote_also_when_wrapped(quotes):
    """Lines beginning with `>` are one passage, and the signs between its words don't matter."""
    text = "> Shopkeepers on the lane\n> aren't of one mind.\nNor am I."
    assert seen(quotes, text) == [
        (2, "Shopkeepers on the lane aren’t of one mind", "Shopkeepers on the lane\n> aren't of one mind")
    ]


def test_quoted_lines_of_several_paragraphs_are_matched_each(quotes):
    """Lines that are not one passage of the article are looked for one by one."""
    text = f"> {MILL_LANE[3]}\n> {MILL_LANE[2]}\n>\n>> {MILL_LANE[0]}"
    assert [(found.paragraph, found.start) for found in quotes.of(text)] == [(3, 0), (2, 0), (0, 0)]


def test_a_reply_below_a_deeper_quote_is_another_passage(quotes):
    """Lines quoted twice are kept apart from those quoted once."""
    assert seen(quotes, f"> > {SENTENCE}\n> so they say") == [(2, SENTENCE, SENTENCE)]


def test_typography_case_and_white_space_do_not_count(quotes):
    """A quote typed anew matches what was typeset, and offsets are those of the texts as they are."""
    text = 'Hm, "a STRASSE in\nall but name... and   the busiest one"!'
    assert seen(quotes, text) == [
        (1, "a Straße in all but name… and the\u00a0busiest one", "a STRASSE in\nall but name... and   the busiest one")
    ]


def test_a_quote_in_a_quote_may_change_its_marks(quotes):
    """The article's double marks match the comment's single ones, and the wider quote is told, once."""
    text = "“the lane carries 900 cars a day,’ said the mayor”"
    assert [(found.paragraph, found.comment_start, found.comment_end) for found in quotes.of(text)] == [(1, 1, 49)]
    assert len(quotes.of(f'> "{SENTENCE}"')) == 1


def test_a_quote_around_another_is_told_as_one(quotes):
    """Where the wider passage is the article's, a pair of marks inside it is not told again."""
    text = "“She says “the lane carries 900 cars a day,” said the mayor”"
    wide = 'The lane carries 900 cars a day," said the mayor'
    assert [words for _, words, _ in seen(quotes, text)] == [wide[:31]]
    assert [words for _, words, _ in seen(quotes, text.replace("She says ", ""))] == [wide]


def test_an_invisible_hyphen_does_not_count():
    """Soft hyphens of a web page match words without them."""
    paragraph = "Every shop\u00adkeeper on the har\u00adbour front."
    quotes = Quotes(Article(paragraphs=(paragraph,)))
    assert seen(quotes, '"shopkeeper on the harbour"', (paragraph,)) == [
        (0, "shop\u00adkeeper on the har\u00adbour", "shopkeeper on the harbour")
    ]


@pytest.mark.parametrize("elision", ["…", " ... ", " […] ", "[...]", " (…) ", " . . . ", " [the mayor says] "])
def test_an_elision_parts_a_quote(quotes, elision):
    """Each part of a quote with an elision is matched by itself."""
    text = f'"voted on Tuesday to close{elision}Mill Lane to cars" they say'
    assert [(paragraph, words) for paragraph, words, _ in seen(quotes, text)] == [
        (0, "voted on Tuesday to close"),
        (0, "Mill Lane to cars"),
    ]


def test_of_several_places_the_first_is_told(quotes):
    """What stands in two paragraphs is quoted from the first, unless more words tell."""
    assert [found.paragraph for found in quotes.of('"The council voted on Tuesday"')] == [0]
    assert [found.paragraph for found in quotes.of('"The council voted on Tuesday to pay"')] == [3]


def test_a_stray_mark_does_not_hide_a_quote(quotes):
    """Inches, apostrophes and marks that nobody closed leave a later quote alone."""
    text = f'A 5" pipe, "so what. The bakers’ view, she said: "{SENTENCE}".'
    assert seen(quotes, text) == [(2, SENTENCE, SENTENCE)]


def test_a_quote_with_words_of_the_commenter_around_it_is_found(quotes):
    """A wider pair of marks that is not in the article does not hide a pair inside it."""
    text = f"“You wrote “{SENTENCE}” and that is wrong”"
    assert seen(quotes, text) == [(2, SENTENCE, SENTENCE)]


@pytest.mark.parametrize(
    "text",
    [
        "",
        SENTENCE,
        '"the lane"',
        '"on the"',
        '"busiest"',
        '"I never said that the baker will move"',
        '"baker will put tables ou"',
        '"aker will put tables out"',
        '"council voted" and "on Tuesday"',
        f"{SENTENCE} it's > 5 o'clock, {SENTENCE}",
        f'"No!" {SENTENCE} "No!"',
    ],
)
def test_luck_is_no_quote(quotes, text):
    """Words without marks, few words, parts of words, and what is not in the article mark nothing."""
    assert quotes.of(text) == ()
    assert quotes.count([text]) == {}


def test_the_end_of_the_article_is_the_end_of_a_word():
    """A passage that ends the article, or is the whole of it, is found."""
    quotes = Quotes(Article(paragraphs=("the baker will put tables out",)))
    assert quotes.of('"put tables out"') == (Quoted(0, 15, 29, 1, 15),)
    assert quotes.of('"the baker will put tables out"') == (Quoted(0, 0, 29, 1, 30),)


def test_scripts_without_spaces_need_six_signs():
    """In Chinese, Japanese and Thai six characters are enough, wherever a word begins, and five are luck."""
    paragraphs = ("市议会周二投票决定关闭磨坊巷。", "เทศบาลลงมติปิดถนนโรงสี", "의회는 화요일에 길을 닫기로 했다.")
    quotes = Quotes(Article(paragraphs=paragraphs))
    assert seen(quotes, "他说“议会周二投票”是真的", paragraphs) == [(0, "议会周二投票", "议会周二投票")]
    assert seen(quotes, "> 议会周二\n> 投票", paragraphs) == [(0, "议会周二投票", "议会周二\n> 投票")]
    assert seen(quotes, "“ลงมติปิดถนน”", paragraphs) == [(1, "ลงมติปิดถนน", "ลงมติปิดถนน")]
    assert seen(quotes, "「화요일에 길을」", paragraphs) == [(2, "화요일에 길을", "화요일에 길을")]
    assert quotes.of("“议会周二投”") == ()


def test_words_that_go_on_are_passed_over():
    """The first place is the first in whole words, not where the same letters go on."""
    quotes = Quotes(Article(paragraphs=("The baker willed it, and the baker will not.", "The baker will.")))
    assert quotes.of('"the baker will"') == (Quoted(0, 25, 39, 1, 15),)


def test_three_words_or_a_long_one_are_enough():
    """Three words need 10 characters together, fewer need 15."""
    quotes = Quotes(Article(paragraphs=("It is as it was: ten cars a day, congratulations, neighbourhoods.",)))
    assert len(quotes.of('"cars a day"')) == len(quotes.of('"congratulations"')) == 1
    assert quotes.of('"is as it", "it was", "neighbourhoods"') == ()


# paragraphs that are named


@pytest.mark.parametrize(
    ("text", "paragraph"),
    [
        ("¶3", 2),
        ("see ¶ 3.", 2),
        ("Paragraph 3, please", 2),
        ("paragraph\u00a01", 0),
        ("para. 2 says", 1),
        ("the 3rd paragraph", 2),
        ("The third paragraph", 2),
        ("FIRST PARAGRAPH", 0),
        ("first para", 0),
        ("last paragraph", 3),
        ("the final paragraph", 3),
        ("second-to-last paragraph", 2),
        ("the next to last paragraph", 2),
    ],
)
def test_a_paragraph_is_named(quotes, text, paragraph):
    """Numbers, ordinals and the last: offsets of the article are 0, those of the comment the words that name it."""
    (found,) = quotes.of(text)
    assert (found.paragraph, found.start, found.end) == (paragraph, 0, 0)
    assert re.search(r"¶|para", text[found.comment_start : found.comment_end], re.IGNORECASE)


@pytest.mark.parametrize(
    "text",
    [
        "¶5",
        "paragraph 0",
        "paragraph 99999999999",
        "paragraph 3.5",
        "paragraph 3,000",
        "paragraph 3rd",
        "5th paragraph",
        "0th paragraph",
        "tenth paragraph",
        "tenth to last paragraph",
        "the next paragraph",
        "hay para 3 personas",
        "my last paragraph",
        "Your first paragraph",
        "fırst paragraph",
        "first paragraphs",
        "subparagraph 3",
        "> third paragraph",
    ],
)
def test_what_does_not_exist_or_is_not_the_articles_is_not_named(quotes, text):
    """Numbers beyond the article, other words, a comment's own paragraphs and the words of another mark nothing."""
    assert quotes.of(text) == ()


def test_quotes_and_names_come_in_the_order_of_the_comment(quotes):
    """What was matched is told from the beginning of the comment to its end."""
    text = f'In ¶4 "{SENTENCE}", and the first paragraph'
    assert [found.paragraph for found in quotes.of(text)] == [3, 2, 0]


def test_words_of_the_article_that_name_a_paragraph_are_a_quote():
    """A name inside a matched quote is the article's, not the comment's."""
    quotes = Quotes(Article(paragraphs=("They struck the second paragraph of the motion.", "It passed.")))
    assert [found.paragraph for found in quotes.of('"struck the second paragraph of the motion"')] == [0]


# counting


def test_comments_that_quote_a_paragraph_are_counted_once_each(quotes):
    """A comment counts once for each paragraph it quotes, and not for those it only names; slices add up."""
    texts = [
        f'"{SENTENCE}" and "{SENTENCE}"',
        "",
        "see ¶1",
        f"“{SENTENCE}” «close Mill Lane to cars»",
        f"> {SENTENCE}",
        "’tis",
    ]
    assert quotes.count(texts) == {2: 3, 0: 1}
    assert sum((quotes.count(texts[at : at + 2]) for at in range(0, 6, 2)), Counter()) == {2: 3, 0: 1}


def test_without_an_article_nothing_is_quoted():
    """No paragraphs, no quotes, no names."""
    quotes = Quotes(Article())
    assert quotes.of('"The council voted on Tuesday", first paragraph') == ()
    assert quotes.count(['"The council voted on Tuesday"']) == {}


# what holds for any text

LETTERS = string.ascii_letters + "äßéİıŉﬁςΣДжéक"
WORD = st.text(LETTERS + "12", min_size=1, max_size=9) | st.sampled_from(
    ["the", "don’t", "co\u00adop", "e\u0301t", "कीर्ति"]
)
GAP = st.sampled_from([" ", " ", "  ", "\u00a0", "\n", ", ", "… ", " — ", "-", ": ", "\n> ", "\u200b "])
RUN = st.sampled_from(["议会周二投票", "日本語の文", "ไทยไม่เว้น", "길을닫기로"])
SPLIT = st.lists(st.tuples(WORD | RUN, GAP), min_size=3, max_size=14)
ALL_SIGNS = "".join(MARKS)
ANY_TEXT = st.text(
    st.characters(exclude_categories=["Cs"]) | st.sampled_from(ALL_SIGNS + ">> \n.…[]()¶3'par"), max_size=60
)


def joined(split):
    """A text of words and gaps, without the last gap."""
    return "".join(word + gap for word, gap in split).removesuffix(split[-1][1])


@st.composite
def quoted_passages(draw):
    """An article's paragraphs, and a passage of one of them from word to word, long enough not to be luck."""
    splits = draw(st.lists(SPLIT, min_size=1, max_size=3))
    of = draw(st.sampled_from(splits))
    start = draw(st.integers(0, len(of) - 3))
    end = draw(st.integers(start + 3, len(of)))
    passage = joined(of[start:end])
    assume(len(folded(passage)) >= 15)
    return tuple(map(joined, splits)), passage


SAME = {"’": "'", "—": "–", "…": "...", " ": " \n", "\u00a0": " ", "\u00ad": "", "ß": "ss", "Σ": "ς"}


@settings(deadline=None)
@given(quoted_passages(), st.sampled_from(MARKS), ANY_TEXT, ANY_TEXT, st.sets(st.sampled_from(sorted(SAME))))
def test_a_passage_of_the_article_is_found_in_any_comment(article, marks, before, after, changed):
    """Put in quotes anywhere, typed anew, a passage is found, and both places are the same words."""
    paragraphs, passage = article
    assume(not set(marks) & set(before + passage + after))
    typed = "".join(SAME[sign] if sign in changed else sign for sign in passage)
    comment = f"{before}\n{marks[0]}{typed}{marks[1]} {after}"
    first = len(before) + 2
    wanted = next(at for at, paragraph in enumerate(paragraphs) if folded(passage) in folded(paragraph))
    found = [quoted for quoted in Quotes(Article(paragraphs=paragraphs)).of(comment) if quoted.comment_start == first]
    assert [(quoted.paragraph >= wanted, quoted.comment_end) for quoted in found] == [(True, first + len(typed))]
    assert folded(paragraphs[found[0].paragraph][found[0].start : found[0].end]) == folded(passage)


@settings(deadline=None)
@given(st.lists(ANY_TEXT, max_size=4), st.lists(ANY_TEXT, max_size=4), st.sampled_from(MARKS))
def test_what_is_told_is_the_same_in_both_texts(paragraphs, texts, marks):
    """In any article and any comments, each match folds to the same words, and the count agrees with the matches."""
    quotes = Quotes(Article(paragraphs=tuple(paragraphs)))
    texts += [f"{marks[0]}{paragraph}{marks[1]}" for paragraph in paragraphs]
    counted = Counter()
    for text in texts:
        found = quotes.of(text)
        for quoted in found:
            words = paragraphs[quoted.paragraph][quoted.start : quoted.end]
            assert not quoted.end or folded(words) == folded(text[quoted.comment_start : quoted.comment_end]) != ""
            assert 0 <= quoted.comment_start < quoted.comment_end <= len(text)
        places = [place for quoted in found for place in (quoted.comment_start, quoted.comment_end)]
        assert places == sorted(places)
        counted.update({quoted.paragraph for quoted in found if quoted.end})
    assert quotes.count(texts) == counted


@settings(deadline=None)
@given(st.text(st.characters(exclude_characters=ALL_SIGNS + ">¶pP", exclude_categories=["Cs"])))
def test_a_text_without_marks_quotes_nothing(text):
    """Where there is no quotation mark, no `>` and no paragraph named, nothing is matched, whatever the article."""
    assert Quotes(Article(paragraphs=(text, *MILL_LANE))).of(text) == ()


@settings(deadline=None)
@given(quoted_passages(), st.lists(ANY_TEXT, max_size=2))
def test_many_quotes_are_found_where_few_are(article, others):
    """The order that a long article is sorted into finds what a search from its beginning finds."""
    paragraphs, passage = article
    texts = [f"“{text}”" for text in (passage, *others, *paragraphs, passage + "x", f"{passage} {paragraphs[0]}")]
    searched = [Quotes(Article(paragraphs=paragraphs)).of(text) for text in texts]
    with patch.multiple("threadmark.thread.quoting", _NOT_SORTED=0, _BEFORE_SORTING=0):
        assert [Quotes(Article(paragraphs=paragraphs)).of(text) for text in texts] == searched


@pytest.mark.parametrize(
    "unit",
    [
        '"',
        '"a ',
        '"the lane ',
        "‘a’ ",
        ">",
        ">\n",
        "> the lane\n",
        "[",
        "…",
        '" ',
        "> > ",
        "first ",
        "1st ",
        "my \t",
        "¶3",
        "“「«",
    ],
)
def test_long_comments_take_time_in_proportion(unit):
    """A comment of 100,000 characters against an article of 5,000 paragraphs is no matter of minutes."""
    paragraphs = tuple(f"The lane that the council closed has number {number}" for number in range(5_000))
    quotes = Quotes(Article(paragraphs=paragraphs))
    began = process_time()
    quotes.of((unit * 100_000)[:100_000])
    assert process_time() - began < 10


def test_each_of_thousands_of_quotes_is_found():
    """All paragraphs of a long article are told apart by what they don't share."""
    paragraphs = tuple(f"The lane that the council closed in spring has number {number}" for number in range(5_000))
    text = "\n".join(f"“council closed in spring has number {number}”" for number in range(4_999, 2_999, -1))
    quotes = Quotes(Article(paragraphs=paragraphs))
    assert [found.paragraph for found in quotes.of(text)] == list(range(4_999, 2_999, -1))
