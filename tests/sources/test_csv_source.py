import csv
import io

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from tests.sources.real_threads import (
    assert_converts,
    assert_read_or_refused,
    facts,
    in_pre_order,
    made_threads,
    mutated,
)

from threadmark.errors import InputError, UsageError
from threadmark.sources.reading import open_threads
from threadmark.sources.tables.delimited import LONG_ROWS, SHORT_ROWS
from threadmark.thread.build import BAD_TIME, MISSING_PARENT

SAMPLE = """\
id,parent_id,author,body,created_at,score,article_id
c1,,ana,"The pool should stay open, all year.",2024-03-12T10:00:00Z,14,pool
c2,c1,bob,"Who pays?
Not me.",2024-03-12T10:05:00Z,-2,pool
c3,c2,ana,"The town, as it does now.",2024-03-12T10:09:00Z,3,pool
d1,,cy,The lane is too narrow.,2024-03-13T08:00:00Z,1,lane
d2,d1,dan,It is as wide as a bus.,2024-03-13T08:30:00Z,,lane
"""

SOCC = """\
article_id,comment_counter,comment_author,timestamp,post_time,comment_text,TotalVotes,posVotes,negVotes,comment_id,parentID,threadID,edited,isModerator,status
77,source1_77_0,ana,1444953600000,,The pool should stay open,5,3,2,9001,,9001,False,False,published
77,source1_77_0_0,bob,1444953700000,,Who pays?,,,,9002,9001,9001,True,False,published
77,source1_77_0_0_0,warden,1444953800000,,Be civil,,,,9003,9002,9001,False,True,published
77,source1_77_1_0,dan,1444953900000,,Quite right,,,,9004,9100,9100,False,False,deleted
88,source2_88_0,eve,,"Dec 13, 2016",Another article,1,1,0,9005,,,,,published
"""
SOCC_ARTICLES = """\
article_id,title,article_url,author,published_date,ncomments,ntop_level_comments,article_text
77,The pool and the town,http://example.org/77,Ann Ant,2015-10-16 EDT,6,2,<p>It opened long ago.</p><p>It leaks &amp; creaks.</p>
"""
NYT = """\
,approveDate,articleID,commentBody,commentID,commentTitle,commentType,createDate,depth,editorsSelection,parentID,recommendations,userDisplayName,replyCount
0,1491245186,58def,The pool makes me happy.<br/>Every day.,22022598.0,<br/>,comment,1491237056.0,1.0,False,0.0,12.0,Rob,1
1,1491245187,58def,"I <a href=""https://example.org/swim"">swim</a> there.",22022599.0,<br/>,userReply,1491237057.0,2.0,False,22022598.0,,Sue,0
"""
FACEBOOK = """\
comment_id,status_id,parent_id,comment_message,comment_author,comment_published,num_reactions,num_likes
1_11,s1,,Open it,Ann,2017-05-01 10:00:00,3,2
1_12,s1,1_11,Close it,Bob,2017-05-01 10:01:00,0,0
2_21,s2,,Another status,Cy,2017-05-01 10:02:00,0,0
"""
PRAW = """\
id,parent_id,author,body,score,created_utc
d1,t3_abc,ana,The *pool* &amp; the lane,3,1500000000.0
d2,t1_d1,None,[removed],1,1500000001.0
d3,t1_d2,bob,Why?,2,1500000002.0
"""
BIGQUERY = """\
title,url,text,dead,by,score,time,timestamp,type,id,parent,descendants,ranking,deleted
The pool closes,https://example.org/pool,,,ana,12,1512345678,2017-12-04 00:01:18 UTC,story,100,,4,,
,,"I like it.<p>Really &#x27;do&#x27;.",,bob,,1512345700,2017-12-04 00:01:40 UTC,comment,101,100,,,
,,,,,,1512345750,2017-12-04 00:02:30 UTC,comment,102,101,,,true
Buses,,Which bus?,,dan,3,1512345900,2017-12-04 00:05:00 UTC,story,200,,1,,
,,The red one,,eve,,1512346000,2017-12-04 00:06:40 UTC,comment,201,200,,,
"""
GDPR = """\
id,permalink,date,ip,subreddit,gildings,link,parent,body,media
c1,https://example.org/r/x/comments/p1/t/c1/,2023-01-15 12:34:56 UTC,192.0.2.7,x,0,https://example.org/r/x/comments/p1/t/,,"The pool, *open*",
c2,https://example.org/r/x/comments/p2/t/c2/,2023-01-15 12:34:57 UTC,,x,0,https://example.org/r/x/comments/p2/t/,q9,An answer,
"""
OUTLINES = {
    "socc": (
        SOCC,
        [
            ("77", "9001", None, "ana", "The pool", 1),
            ("77", "9002", "9001", "bob", "Who pays?", None),
            ("77", "9003", "9002", "warden", "Be civil", None),
            ("77", "9004", None, "dan", "Quite right", None),
            ("88", "9005", None, "eve", "Another article", 1),
        ],
    ),
    "nyt": (
        NYT,
        [
            ("58def", "22022598", None, "Rob", "The pool", 12),
            ("58def", "22022599", "22022598", "Sue", "I swim", None),
        ],
    ),
    "facebook": (
        FACEBOOK,
        [
            ("s1", "1_11", None, "Ann", "Open it", 2),
            ("s1", "1_12", "1_11", "Bob", "Close it", 0),
            ("s2", "2_21", None, "Cy", "Another status", 0),
        ],
    ),
    "praw": (
        PRAW,
        [
            ("t3_abc", "d1", None, "ana", "The pool", 3),
            ("t3_abc", "d2", "d1", None, "[removed]", 1),
            ("t3_abc", "d3", "d2", "bob", "Why?", 2),
        ],
    ),
    "bigquery": (
        BIGQUERY,
        [
            ("100", "101", None, "bob", "I like", None),
            ("100", "102", "101", None, "", None),
            ("200", "201", None, "eve", "The red", None),
        ],
    ),
    "gdpr": (
        GDPR,
        [
            ("https://example.org/r/x/comments/p1/t/", "c1", None, None, "The pool,", None),
            ("https://example.org/r/x/comments/p2/t/", "c2", None, None, "An answer", None),
        ],
    ),
}


@pytest.fixture
def read(tmp_path):
    """A function that reads a table from text or bytes."""

    def read_(table, name="comments.csv", **options):
        path = tmp_path / name
        path.write_bytes(table if isinstance(table, bytes) else table.encode())
        return list(open_threads(path, **options))

    return read_


def outline(readings):
    """Thread, id, parent, author, first two words and score of each comment."""
    return [
        (r.thread.id, c.id, c.parent, c.author, " ".join(c.text.split()[:2]), c.score)
        for r in readings
        for c in r.thread
    ]


def ids(readings):
    """Each comment with its parent, thread by thread."""
    return [{c.id: c.parent for c in reading.thread} for reading in readings]


@pytest.mark.parametrize("name", OUTLINES)
def test_the_tables_people_have_are_read_by_their_columns(read, name):
    """Corpora, scrapers, dumps and exports, each with the names it gives its columns, need no option."""
    table, expected = OUTLINES[name]
    readings = read(table)
    assert outline(readings) == expected
    assert readings[0].report.format == "csv"


def test_articles_beside_the_comments_are_brought_in(tmp_path):
    """SOCC keeps articles in a table of their own; what they say of their comments' number is told."""
    (tmp_path / "gnm_comments.csv").write_text(SOCC, encoding="utf-8")
    (tmp_path / "gnm_articles.csv").write_text(SOCC_ARTICLES, encoding="utf-8")
    pool, other = open_threads(tmp_path / "gnm_comments.csv")
    article = pool.thread.article
    assert (article.title, article.byline, article.published) == ("The pool and the town", "Ann Ant", "2015-10-16")
    assert article.paragraphs == ("It opened long ago.", "It leaks & creaks.")
    assert pool.report.missing == 6 - 4
    assert "1 articles are from gnm_articles.csv, beside it" in [note.text for note in pool.report.notes]
    assert other.thread.article.title is None


def test_what_a_corpus_says_of_a_comment_is_kept(read):
    """Times in their own units, roles, edit and deletion marks; columns without a use stay as they are."""
    pool, _ = read(SOCC)
    thread = pool.thread
    assert thread[0].created.isoformat() == "2015-10-16T00:00:00+00:00"
    assert thread.edited(0) is None
    assert thread.edited(1) is not None
    assert thread.role(2) == "moderator"
    assert [thread.deleted(index) for index in range(4)] == [False, False, False, True]
    assert thread.extras(3)["missing_parent"] == "source1_77_1"
    assert pool.report.mended[MISSING_PARENT] == 1
    assert thread.extras(1)["parentID"] == "9001"
    story, _ = read(BIGQUERY)
    assert (story.thread.article.title, story.thread.article.url) == ("The pool closes", "https://example.org/pool")
    assert story.thread.texts == ("I like it.\n\nReally 'do'.", "")
    assert story.thread.deleted(1)
    assert story.report.missing == 4 - 2


def test_addresses_of_people_are_left_out_and_that_is_said(read):
    """An export has the address that somebody wrote from; it goes nowhere."""
    readings = read(GDPR)
    assert all("192.0.2.7" not in str(facts(reading.thread)) for reading in readings)
    assert "left out, as they tell where people can be reached: ip" in [n.text for n in readings[0].report.notes]
    assert readings[1].report.mended == {MISSING_PARENT: 1}


PLAIN = "nr,re,who,said,at\n1,,ana,One,2024-01-01\n2,1,bob,Two,2024-01-02\n"


@pytest.mark.parametrize(
    ("table", "columns"),
    [
        (PLAIN, {"id": "nr", "parent": "re", "author": "who", "text": "said", "time": "at"}),
        (PLAIN, {"id": "NR", "parent": "2", "author": "who", "text": "4", "time": "at"}),
        (PLAIN.partition("\n")[2], {"id": "1", "parent": "2", "author": "3", "text": "4", "time": "5"}),
    ],
    ids=["by name", "by number", "without a header"],
)
def test_columns_can_be_named(read, table, columns):
    """A column is named as it is in the file or by its number; where numbers are given and no name is known, all rows count."""
    (reading,) = read(table, columns=columns)
    assert outline([reading]) == [
        (reading.thread.id, "1", None, "ana", "One", None),
        (reading.thread.id, "2", "1", "bob", "Two", None),
    ]
    assert [c.created.day for c in reading.thread] == [1, 2]


def test_a_column_that_is_not_there_is_refused_with_those_that_are(read):
    """Whoever misspells a column is told what there is."""
    with pytest.raises(InputError, match=r"there is no column 'cid'; it has nr, re, who, said, at"):
        read(PLAIN, columns={"id": "cid", "text": "said"})
    with pytest.raises(InputError, match="--map text=COLUMN"):
        read(PLAIN, format="csv")


def test_columns_of_what_has_none_are_refused(tmp_path):
    """To name columns of flat text is a mistake, not a wish to pass over."""
    path = tmp_path / "talk"
    path.write_text("bob\nHello.\n\nana\nHello?\n", encoding="utf-8")
    with pytest.raises(UsageError, match="no columns"):
        list(open_threads(path, columns={"text": "said"}))


@pytest.mark.parametrize(
    ("sign", "encoding", "said"),
    [
        (",", "utf-8", None),
        (";", "cp1252", "cp1252"),
        ("|", "utf-8-sig", None),
        (",", "utf-16", "utf-16-le"),
        (";", "latin-1", "cp1252"),
    ],
)
def test_dialect_and_encoding_are_found(read, sign, encoding, said):
    """Semicolons and bars, quoted or not, in old encodings and with byte order marks."""
    table = 'id,parent,author,text\n1,,Zoë,"Überall; schön, | »gut«"\n2,1,Müller,Café'.replace(",", sign)
    quoted = table.replace(f"schön{sign}", "schön,")
    (reading,) = read(quoted.encode(encoding))
    assert [(c.author, c.text) for c in reading.thread] == [("Zoë", "Überall; schön, | »gut«"), ("Müller", "Café")]
    assert reading.report.encoding == said


@pytest.mark.parametrize(
    "headings",
    [
        "Kommentar-ID;Antwort auf;Autor;Kommentar;Datum",
        "ID;Reponse a;Auteur;Commentaire;Date",
        "ID;En réponse à;Auteur;Commentaire;Date",
        "ID;En respuesta a;Usuario;Comentario;Fecha",
        "ID;Em resposta a;Usuário;Comentário;Data e hora",
        "ID;In risposta a;Autore;Commento;Data e ora",
        "ID;Antwoord op;Gebruiker;Reactie;Datum",
    ],
)
def test_headings_in_other_languages_are_known(tmp_path, headings):
    """A spreadsheet saved where English is not spoken needs no `--map`, with accents or without."""
    path = tmp_path / "village.csv"
    rows = (
        "1;;Ana;Schließt die Straße. Größere Busse fahren übrigens schon lange über die Brücke;2024-03-12 10:00\r\n"
        "2;1;Zoë;Das glaube ich nicht, für größere Busse ist sie zu schmal;2024-03-12 11:00\r\n"
    )
    path.write_bytes(f"{headings}\r\n{rows}".encode("utf-8-sig"))
    (reading,) = open_threads(path)
    assert [(c.id, c.parent, c.author) for c in reading.thread] == [("1", None, "Ana"), ("2", "1", "Zoë")]
    assert reading.thread[1].created.isoformat() == "2024-03-12T11:00:00+00:00"


def test_a_line_for_excel_is_no_header(read):
    """What it says sets cells apart does, and the next line names the columns."""
    (reading,) = read("sep=;\r\nid;parent;author;text\r\n1;;ana;one, two\r\n2;1;bob;three\r\n")
    assert reading.thread.texts == ("one, two", "three")


def test_a_few_odd_bytes_spoil_nothing(read):
    """In a UTF-8 file with a stray byte of another encoding everything else stays as it is."""
    table = "id,parent,author,text\n" + "".join(f"{i},,Zoë,Café {i}\n" for i in range(50))
    (reading,) = read(table.encode() + b"50,,Zo\xeb,Th\xe9\n")
    assert reading.thread.texts[0] == "Café 0"
    assert reading.thread.texts[50] == "Thé"
    assert reading.report.encoding == "utf-8 with bytes of windows-1252"


def test_rows_of_other_lengths_are_read_and_counted(read):
    """A comma that nobody quoted makes a cell too many: it is kept in the last column."""
    (reading,) = read("id,parent,author,text\n1,,ana,one, two\n2,1,bob\n\n3,1,cy,three\n")
    assert reading.thread.texts == ("one\t two", "", "three")
    assert (reading.report.mended[LONG_ROWS], reading.report.mended[SHORT_ROWS]) == (1, 1)


def test_a_quotation_mark_without_end_is_refused_with_its_line(read, monkeypatch):
    """It would swallow the rest of the file."""
    monkeypatch.setattr("threadmark.sources.tables.delimited._LONGEST_CELL", 1000)
    with pytest.raises(InputError, match=r"comments\.csv:3: a quotation mark is never closed"):
        read('id,parent,author,text\n1,,ana,one\n2,1,bob,"two\n' + "3,1,cy,three\n" * 200)


def test_a_quotation_mark_may_be_escaped(read):
    """As databases write it, with a backslash, instead of doubling it."""
    (reading,) = read('id,parent,author,text\n1,,ana,"so \\"open\\", it is"\n2,1,bob,yes\n')
    assert reading.thread.texts == ('so "open", it is', "yes")


def test_depth_alone_makes_a_tree(read):
    """A row answers the last row above it that is less deep; a step of two is taken for one."""
    (reading,) = read("user,indent,text\nana,0,a\nbob,1,b\ncy,3,c\ndan,1,d\neve,0,e\n")
    thread = reading.thread
    assert [thread.depths[i] for i in range(5)] == [1, 2, 3, 2, 1]
    assert [thread.texts[thread.parents[i]] if thread.parents[i] >= 0 else None for i in range(5)] == [
        None,
        "a",
        "b",
        "a",
        None,
    ]


def test_none_has_many_names(read):
    """Zero, minus one and nan stand for no parent, unless a comment is called so."""
    assert ids(read("id,parent_id,text\n1,0,a\n2,-1,b\n3,NaN,c\n4,1.0,d\n")) == [
        {"1": None, "4": "1", "2": None, "3": None}
    ]
    assert ids(read("id,parent_id,text\n0,-1,a\n1,0,b\n")) == [{"0": None, "1": "0"}]


def test_a_column_that_replies_cross_is_no_thread_s(read):
    """The link of a comment is called like the link of an article; its replies tell."""
    rows = "id,parent_id,author,text,link\n" + "".join(
        f"{i},{i - 1 or ''},ana,text {i},https://example.org/{i}\n" for i in (1, 2, 3)
    )
    (reading,) = read(rows)
    assert ids([reading]) == [{"1": None, "2": "1", "3": "2"}]
    assert reading.thread.extras(0)["link"] == "https://example.org/1"


def test_links_are_inferred_only_where_no_column_gives_them(read):
    """A name at the beginning of a comment is a cue in a flat table; with parents in a column, it is just a name."""
    rows = [("1", "ana_k", "Open it."), ("2", "bob", "Why?"), ("3", "cy", "@ana_k quite so")]
    (flat,) = read("id,author,text,date\n" + "".join(f"{i},{who},{text},2024-01-0{i}\n" for i, who, text in rows))
    (told,) = read("id,parent,author,text\n" + "".join(f"{i},,{who},{text}\n" for i, who, text in rows))
    assert told.thread.has_inferred is False
    assert set(told.thread.depths) == {1}
    assert flat.thread[flat.thread.index("3")].parent == "1"


def test_a_time_that_is_none_is_kept_and_counted(read):
    """What can't be read as a time stays with the comment."""
    (reading,) = read("id,parent,text,date\n1,,a,yesterday\n2,1,b,2024-03-12\n")
    assert reading.report.mended == {BAD_TIME: 1}
    assert reading.thread.extras(0) == {"date": "yesterday"}


def test_rows_in_any_order_make_the_same_threads(read):
    """Threads that lie mixed in the file are brought together."""
    head, *rows = SAMPLE.replace("pays?\n", "pays? ").splitlines(keepends=True)
    mixed = [rows[i] for i in (3, 1, 0, 4, 2)]
    whole, shuffled = (
        {r.thread.id: sorted(map(str, facts(r.thread)[3])) for r in read(head + "".join(order))}
        for order in (rows, mixed)
    )
    assert whole == shuffled


def test_a_table_without_rows_is_an_empty_thread(read):
    """The header alone is a thread that nobody has commented on."""
    (reading,) = read(SAMPLE.partition("\n")[0] + "\n", format="csv")
    assert len(reading.thread) == 0


def test_it_converts_without_loss(read, tmp_path):
    """Each of the tables above."""
    for table in (SAMPLE, *(table for table, _ in OUTLINES.values())):
        read(table)
        assert_converts(tmp_path / "comments.csv", tmp_path)


DIALECTS = st.sampled_from(
    [{}, {"delimiter": ";"}, {"delimiter": "|"}, {"quoting": csv.QUOTE_ALL}, {"lineterminator": "\n"}]
)


def table(made, *, backwards=False, **dialect):
    """A table of invented threads."""
    out = io.StringIO()
    writer = csv.writer(out, **dialect)
    writer.writerow(["comment_id", "parent_id", "author", "text", "created", "score", "article_id"])
    rows = [
        [
            f"c{n}-{c.number}",
            "" if c.parent is None else f"c{n}-{c.parent}",
            c.author,
            c.text,
            c.created,
            c.score,
            f"a{n}",
        ]
        for n, thread in enumerate(made)
        for c in thread
    ]
    writer.writerows(rows[::-1] if backwards else rows)
    return out.getvalue()


def test_the_clock_beside_a_date_is_kept(tmp_path):
    """A time without a day is none; it is not counted as one that can't be read, but stays a field."""
    (tmp_path / "saved.csv").write_text(
        "Kommentar,Autor,Datum,Uhrzeit\nhallo,ana,14.03.2024,17:02\nja,bob,14.03.2024,18:02\n", encoding="utf-8"
    )
    (reading,) = open_threads(tmp_path / "saved.csv")
    assert [reading.thread.extras(place)["Uhrzeit"] for place in range(2)] == ["17:02", "18:02"]
    assert reading.thread[0].created.isoformat() == "2024-03-14T00:00:00+00:00"
    assert not reading.report.mended


def written(made):
    """A table of one invented thread."""
    return table([made])


@settings(deadline=None, max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(made_threads(), min_size=1, max_size=3), DIALECTS, st.booleans())
def test_what_is_written_is_read(tmp_path, made, dialect, backwards):
    """A table of made threads, in any dialect and with replies before their parents, is those threads again."""
    path = tmp_path / "made.csv"
    path.write_text(table(made, backwards=backwards, **dialect), encoding="utf-8", newline="")
    found = {reading.thread.id: reading.thread for reading in open_threads(path, format="csv") if len(reading.thread)}
    assert found.keys() == {f"a{n}" for n, thread in enumerate(made) if thread}
    for n, comments in enumerate(made):
        if not comments:
            continue
        thread = found[f"a{n}"]
        expected = {
            (f"c{n}-{c.number}", None if c.parent is None else f"c{n}-{c.parent}", c.author, c.text, c.created, c.score)
            for c in comments
        }
        assert {(c.id, c.parent, c.author, c.text, thread.created[c.index], c.score) for c in thread} == expected
        if not backwards:
            assert list(thread.ids) == [f"c{n}-{c.number}" for c in in_pre_order(comments)]


@settings(deadline=None, max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(mutated([SAMPLE.encode(), SOCC.encode(), BIGQUERY.encode(), NYT.encode()]), st.sampled_from(["csv", None]))
def test_no_bytes_make_it_fail(tmp_path, data, name):
    """Whatever befalls a table, it is read or refused."""
    assert_read_or_refused(data, tmp_path, name, "csv")
