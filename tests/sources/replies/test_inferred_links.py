"""Links from cues are drawn beside given ones and change nothing else."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.sources.real_threads import facts
from tests.sources.replies.laid_flat import flat, threads

from threadmark.sources.reading import open_threads
from threadmark.sources.replies import with_inferred
from threadmark.sources.replies.confidence import DRAWN_FROM, KINDS, MEASURED
from threadmark.thread.build import ThreadBuilder
from threadmark.thread.model import Article
from threadmark.thread.report import ImportReport


def without_links(thread):
    """All that a thread says of its comments but who answers whom, by id."""
    return {
        comment.id: (comment.author, comment.text, str(comment.created), comment.score, comment.role,
                     comment.deleted, str(thread.edited(comment.index)), dict(thread.extras(comment.index)))
        for comment in thread
    }  # fmt: skip


@given(threads(), st.sampled_from(KINDS), st.booleans())
def test_given_links_stay_and_drawn_ones_are_marked(thread, kind, gives_links):
    """A comment with a parent keeps it; one that gets one says by which cue and how surely."""
    found = with_inferred(thread, kind, gives_links=gives_links)
    assert without_links(found) == without_links(thread)
    before = {comment.id: comment.parent for comment in thread}
    for comment in found:
        if comment.inferred is None:
            assert comment.parent == before[comment.id]
        else:
            assert before[comment.id] is None
            assert comment.parent is not None
            assert comment.inferred.cue in MEASURED
            assert DRAWN_FROM <= comment.inferred.confidence <= 1


@given(threads(), st.sampled_from(KINDS))
def test_there_is_never_a_cycle(thread, kind):
    """Every comment comes after its parent, one deeper, and is counted in the branch of each above it."""
    found = with_inferred(thread, kind)
    for index, parent in enumerate(found.parents):
        assert parent < index
        assert found.depths[index] == (found.depths[parent] + 1 if parent >= 0 else 1)
        assert parent < 0 or found.end(index) <= found.end(parent)


@given(threads(), st.sampled_from(KINDS))
def test_the_order_stays(thread, kind):
    """Comments with one parent stand beside each other as they stood in the file."""
    found = with_inferred(thread, kind)
    for parent in {comment.parent for comment in found}:
        places = [thread.index(comment.id) for comment in found if comment.parent == parent]
        assert places == sorted(places)


@given(threads(), st.sampled_from(KINDS))
def test_once_is_enough(thread, kind):
    """Looking for cues in a thread whose cues were found finds no more."""
    once = with_inferred(thread, kind)
    assert facts(with_inferred(once, kind)) == facts(once)


@pytest.fixture
def half_linked():
    """A thread whose source gives one of four links."""
    builder = ThreadBuilder(ImportReport())
    builder.add("1", None, "bob", "Closing the lane punishes drivers.")
    builder.add("2", "1", "ana", "Hardly.")
    builder.add("3", None, "gull", "@ana who pays?")
    builder.add("4", None, "marten", "> Closing the lane punishes drivers.\n\nIt does.")
    builder.add("5", None, "dunlin", "bob, no.")
    return builder.build(Article())


def test_among_given_links_only_an_at_name_counts(half_linked):
    """Who replies by name where a button for it exists has met a source that loses replies; who quotes has not."""
    found = with_inferred(half_linked, "news")
    assert [(comment.id, comment.parent) for comment in found] == [
        ("1", None),
        ("2", "1"),
        ("3", "2"),
        ("4", None),
        ("5", None),
    ]
    assert [comment.inferred is not None for comment in found] == [False, False, True, False, False]


def test_a_thread_of_a_source_that_gives_links_may_have_none():
    """Then too its comments are top-level, unless they begin with a name."""
    thread = flat(("bob", "Closing the lane punishes drivers."), ("ana", "bob, no."), ("gull", "@ana yes"))
    found = with_inferred(thread, "news", gives_links=True)
    assert [(comment.id, comment.parent) for comment in found] == [("1", None), ("2", None), ("3", "2")]


def test_a_thread_without_cues_is_the_same_thread():
    """Nothing is guessed from words that are shared."""
    thread = flat(("bob", "A warden would do."), ("ana", "A warden is in the plan, and a warden it will be."))
    assert with_inferred(thread) is thread


FLAT_TEXT = """\
date: 2024-03-12 Council closes lane.

Bob_Tiller
Closing it punishes drivers.
Gull
Next the quay.
Ana_K
@Bob_Tiller so you would rather walk?
"""
TABLE = "id,author,text\n1,bob,Closing it punishes drivers.\n2,gull,Next the quay.\n3,ana,@bob so walk\n"
TABLE_WITH_PARENTS = "id,parent,author,text\n1,,bob,Closing it.\n2,1,gull,Next the quay.\n3,,ana,@bob so walk\n"


@pytest.mark.parametrize(
    ("name", "content", "parent"),
    [
        ("pool.txt", FLAT_TEXT, "Closing it punishes drivers."),
        ("pool.csv", TABLE, "Closing it punishes drivers."),
        ("pool.csv", TABLE_WITH_PARENTS, None),
    ],
)
def test_files_that_lost_who_answers_whom_are_read_by_cues(tmp_path, name, content, parent):
    """Flat text and tables without parents are; a table that has them is taken at its word."""
    (tmp_path / name).write_text(content, encoding="utf-8")
    (reading,) = open_threads(tmp_path / name)
    last = next(comment for comment in reading.thread if "@" in comment.text)
    assert (last.thread[last.thread.index(last.parent)].text if last.parent else None) == parent
    assert (last.inferred is None) == (parent is None)


RSS = """<feed xmlns="http://www.w3.org/2005/Atom">
<entry><author><name>/u/wren</name></author><id>t3_x1</id><title>Lane</title>
<link href="https://www.reddit.com/r/lanes/comments/x1/lane/"/><content type="html">&lt;p&gt;It closes.&lt;/p&gt;</content></entry>
<entry><author><name>/u/bob</name></author><id>t1_a</id><link href="https://www.reddit.com/r/lanes/comments/x1/lane/a/"/>
<content type="html">&lt;p&gt;Closing it punishes all drivers of the town.&lt;/p&gt;</content></entry>
<entry><author><name>/u/gull</name></author><id>t1_c</id><link href="https://www.reddit.com/r/lanes/comments/x1/lane/c/"/>
<content type="html">&lt;p&gt;Next the quay.&lt;/p&gt;</content></entry>
<entry><author><name>/u/ana</name></author><id>t1_b</id><link href="https://www.reddit.com/r/lanes/comments/x1/lane/b/"/>
<content type="html">&lt;blockquote&gt;&lt;p&gt;Closing it punishes all drivers of the town.&lt;/p&gt;&lt;/blockquote&gt;&lt;p&gt;So walk.&lt;/p&gt;</content></entry>
</feed>"""
DISQUS = """<disqus xmlns="http://disqus.com" xmlns:dsq="http://disqus.com/disqus-internals">
<thread dsq:id="1"><id>lane</id><link>https://lane.example/</link><title>Lane</title></thread>
<post dsq:id="2"><message>Closing it punishes drivers.</message><author><name>bob</name></author><thread dsq:id="1"/></post>
<post dsq:id="3"><message>Next the quay.</message><author><name>gull</name></author><thread dsq:id="1"/></post>
<post dsq:id="4"><message>@bob so walk</message><author><name>ana</name></author><thread dsq:id="1"/></post></disqus>"""
WXR = """<rss xmlns:wp="http://wordpress.org/export/1.2/"><channel><wp:wxr_version>1.2</wp:wxr_version><item><title>Lane</title>
<wp:post_id>1</wp:post_id><wp:post_type>post</wp:post_type>
<wp:comment><wp:comment_id>2</wp:comment_id><wp:comment_author>bob</wp:comment_author>
<wp:comment_content>Closing it punishes drivers.</wp:comment_content><wp:comment_parent>0</wp:comment_parent></wp:comment>
<wp:comment><wp:comment_id>3</wp:comment_id><wp:comment_author>gull</wp:comment_author>
<wp:comment_content>Next the quay.</wp:comment_content><wp:comment_parent>0</wp:comment_parent></wp:comment>
<wp:comment><wp:comment_id>4</wp:comment_id><wp:comment_author>ana</wp:comment_author>
<wp:comment_content>@bob so walk</wp:comment_content><wp:comment_parent>0</wp:comment_parent></wp:comment></item></channel></rss>"""
PAGE = """<!doctype html><title>Lane</title><article><p>The lane closes.</p></article>
<div itemscope itemtype="https://schema.org/Comment"><b itemprop="author">bob</b><p itemprop="text">Closing it punishes drivers.</p></div>
<div itemscope itemtype="https://schema.org/Comment"><b itemprop="author">gull</b><p itemprop="text">Next the quay.</p></div>
<div itemscope itemtype="https://schema.org/Comment"><b itemprop="author">ana</b><p itemprop="text">@bob so walk</p></div>"""


@pytest.mark.parametrize(
    ("name", "content", "cue"),
    [("lane.rss", RSS, "quote"), ("d.xml", DISQUS, "@name"), ("w.xml", WXR, "@name"), ("lane.html", PAGE, "@name")],
)
def test_exports_that_lose_some_replies_are_read_by_cues(tmp_path, name, content, cue):
    """A feed, two exports and a saved page: the reply is under whom it speaks to, marked, and counted by its cue."""
    (tmp_path / name).write_text(content, encoding="utf-8")
    (reading,) = open_threads(tmp_path / name)
    assert [(comment.author, comment.depth) for comment in reading.thread] == [("bob", 1), ("ana", 2), ("gull", 1)]
    assert reading.thread[1].inferred.cue == cue
    assert f"replies inferred, and marked so: {cue} 1" in reading.report.lines()
