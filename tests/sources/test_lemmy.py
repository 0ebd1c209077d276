import json

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.sources.real_threads import assert_as_made, assert_read_or_refused, at, made_threads, mutated

from threadmark.sources.reading import open_threads
from threadmark.thread.build import MISSING_PARENT

POST = {
    "id": 5, "name": "The lane closes", "body": "*Voted* on.\n\nSee [it](https://example.org/p).", "ap_id": "https://lemmy.example/post/5",
    "published": "2024-03-12T10:00:00.123456", "creator_id": 1,
}  # fmt: skip


def view(comment_id, path, content, name="bob", creator_id=2, post=POST, children=0, **fields):
    """A comment and what belongs to it."""
    comment = {
        "id": comment_id,
        "path": f"0.{path}",
        "content": content,
        "post_id": 5,
        "published": "2024-03-12T11:00:00.5Z",
    }
    creator = {"id": creator_id, "name": name, "local": True, "actor_id": f"https://lemmy.example/u/{name}"}
    found = {"comment": comment | fields, "creator": creator, "counts": {"score": 3, "child_count": children}}
    return found | ({"post": post} if post else {})


SAMPLE = {
    "comments": [
        view(11, "11", "Closing it *punishes* drivers.", children=3),
        view(12, "11.12", "> punishes\n\nNo.", "clerk", 1, updated="2024-03-12T12:00:00Z"),
        view(13, "11.12.13", "gone", deleted=True) | {"creator_is_moderator": True},
        view(14, "14", "Quite.") | {"creator": {"id": 9, "name": "eve", "local": False, "actor_id": "https://other.example/u/eve"}},
    ]
}  # fmt: skip


@pytest.fixture
def read(tmp_path):
    """A function that reads a value written as JSON."""

    def read_(value):
        path = tmp_path / "comments.json"
        path.write_text(value if isinstance(value, str) else json.dumps(value), encoding="utf-8")
        return list(open_threads(path))

    return read_


def test_comments_are_read_with_their_post(read):
    """A comment's path gives its parent; the post that comes with it is the article."""
    (reading,) = read(SAMPLE)
    thread = reading.thread
    assert (thread.id, thread.article.title, thread.article.url) == (
        "5",
        "The lane closes",
        "https://lemmy.example/post/5",
    )
    assert thread.article.paragraphs == ("Voted on.", "See it <https://example.org/p>.")
    assert [(c.id, c.parent, c.author, c.role, c.score, c.deleted, c.text) for c in thread] == [
        ("11", None, "bob", None, 3, False, "Closing it punishes drivers."),
        ("12", "11", "clerk", "author", 3, False, "> punishes\n\nNo."),
        ("13", "12", "bob", "moderator", 3, True, "gone"),
        ("14", None, "eve@other.example", None, 3, False, "Quite."),
    ]
    assert str(thread[1].edited) == "2024-03-12 12:00:00+00:00"
    assert str(thread[0].created) == "2024-03-12 11:00:00.500000+00:00"
    assert (reading.report.missing, reading.report.mended) == (1, {})


def test_a_post_says_how_many_comments_it_has(read):
    """A post saved beside its comments is the article, with who wrote it, and tells how many comments there are."""
    post = {"post_view": {"post": POST, "creator": {"id": 1, "name": "clerk"}, "counts": {"comments": 40}}}
    bare = {"comments": [view(11, "11", "Well.", post=None)]}
    for form in (post | bare, [post, bare], "\n".join(map(json.dumps, (post, bare)))):
        (reading,) = read(form)
        assert (reading.thread.article.byline, len(reading.thread), reading.report.missing) == ("clerk", 1, 39)


def test_each_post_is_a_thread(read):
    """Comments on several posts come out by post; a parent that was not fetched is flagged."""
    other = view(21, "20.21", "Else.", post=None, post_id=6)
    found = read({"comments": [*SAMPLE["comments"], other]})
    assert [(r.thread.id, len(r.thread)) for r in found] == [("5", 4), ("6", 1)]
    assert found[1].report.mended == {MISSING_PARENT: 1}


def written(made):
    """Invented comments below a post; one of another where there is none."""
    paths = {None: "0"}
    comments = [view(9, "9", "First.")]
    for m in made:
        paths[m.number] = f"{paths[m.parent]}.{m.number + 10}"
        comments.append(
            view(
                m.number + 10,
                paths[m.number][2:],
                m.text,
                m.author,
                published=at(m.created),
                updated=at(m.edited) if m.edited else None,
            )
        )
        comments[-1]["counts"]["score"] = m.score
    return {"comments": comments[1:] or comments}


@settings(deadline=None, max_examples=40)
@given(made_threads())
def test_what_is_written_is_read(tmp_path_factory, made):
    """Whatever is below a post is read as it is."""
    path = tmp_path_factory.mktemp("lemmy") / "comments.json"
    path.write_text(json.dumps(written(made)))
    (reading,) = open_threads(path)
    if made:
        assert_as_made(reading, made, lambda number: str(number + 10))


@settings(deadline=None, max_examples=80)
@given(mutated([json.dumps(SAMPLE).encode()]), st.sampled_from(["lemmy", None]))
def test_broken_files_are_read_or_refused(tmp_path_factory, data, name):
    """Whatever becomes of a file's bytes, it is read or refused by name."""
    assert_read_or_refused(data, tmp_path_factory.mktemp("lemmy"), name)
