"""Invented pages, one for each comment system: all of them the same thread."""

import json
from html import escape

from tests.sources.real_threads import branches

from threadmark.thread.model import rfc3339

ARTICLE = (
    "<article><h1>Mill Lane closes</h1><p>The council voted on Tuesday to close Mill Lane to all traffic but buses, "
    "after a trial of six months in which the street saw half as many cars as before, and twice as many people on "
    "bicycles, the clerk said at the meeting in the town hall.</p><p>Shops on the lane had asked for a longer trial. "
    "The owner of the bakery said that deliveries are the problem, and not the customers, most of whom walk there, "
    "and that she would rather have a loading bay than an exception for everybody.</p><p>The plan takes effect in May, "
    "when the works at the bridge are over, and will be looked at again after a year, according to the council.</p>"
    "</article>"
)
HEAD = (
    '<meta charset="utf-8"><title>Mill Lane closes - The Village Post</title><meta name="author" content="The clerk">'
    '<meta property="og:title" content="Mill Lane closes"><link rel="canonical" href="https://post.example/mill-lane">'
    '<meta property="article:published_time" content="2024-03-12T10:00:00+00:00">'
)


def page(comments, head=HEAD, article=ARTICLE):
    """A page with an article and some comments."""
    return f"<!DOCTYPE html><html><head>{head}</head><body>{article}{comments}<footer>About us</footer></body></html>"


def wordpress(made):
    """The comments as WordPress and most of its themes write them."""

    def written(comment, below):
        inner = "".join(written(*each) for each in below)
        return (
            f'<li id="comment-{comment.number}" class="comment even depth-1"><article class="comment-body">'
            f'<footer class="comment-meta"><div class="comment-author vcard"><b class="fn">{escape(comment.author)}</b>'
            f'<span class="says">says:</span></div><div class="comment-metadata"><a href="#comment-{comment.number}">'
            f'<time datetime="{rfc3339(comment.created)}">a day</time></a></div></footer>'
            f'<div class="comment-content"><p>{escape(comment.text)}</p></div><div class="reply"><a href="#">Reply</a></div>'
            f"</article>" + (f'<ol class="children">{inner}</ol>' if inner else "") + "</li>"
        )

    listed = "".join(written(*each) for each in branches(made))
    return page(
        f'<div id="comments"><h2 class="comments-title">Thoughts</h2><ol class="comment-list">{listed}</ol></div>'
    )


def old_reddit(made):
    """The comments as old.reddit writes them."""

    def written(comment, below):
        inner = "".join(written(*each) for each in below)
        return (
            f'<div class="thing id-t1_{comment.number} comment" data-fullname="t1_{comment.number}"><div class="entry">'
            f'<p class="tagline"><a class="author" href="/user/x">{escape(comment.author)}</a>'
            f'<span class="score unvoted" title="{comment.score}">{comment.score} points</span>'
            f'<time datetime="{rfc3339(comment.created)}">a day ago</time></p><div class="usertext-body"><div class="md">'
            f'<p>{escape(comment.text)}</p></div></div></div><div class="child"><div class="sitetable">{inner}</div></div></div>'
        )

    link = '<div class="thing link" data-fullname="t3_mill"><a class="title" href="/r/v/comments/mill/x/">Mill Lane closes</a></div>'
    return page(link + '<div class="commentarea">' + "".join(written(*each) for each in branches(made)) + "</div>")


def hacker_news(made):
    """The comments as Hacker News writes them, level by level."""
    rows, waiting = [], [(each, 0) for each in branches(made)[::-1]]
    while waiting:
        (comment, below), level = waiting.pop()
        waiting += [(each, level + 1) for each in below[::-1]]
        rows.append(
            f'<tr class="athing comtr" id="{comment.number}"><td><table><tr><td class="ind" indent="{level}"><img width="{level * 40}">'
            f'</td><td class="default"><span class="comhead"><a class="hnuser">{escape(comment.author)}</a>'
            f'<span class="age" title="{rfc3339(comment.created).rstrip("Z")} {comment.created}"><a>1 day ago</a></span></span>'
            f'<div class="comment"><div class="commtext c00">{escape(comment.text)}</div><div class="reply"><a>reply</a></div></div>'
            "</td></tr></table></td></tr>"
        )
    story = (
        '<table class="fatitem"><tr class="athing submission" id="900"><td class="title"><span class="titleline">'
        '<a href="https://post.example/mill-lane">Mill Lane closes</a></span></td></tr><tr><td class="subtext">'
        f'<a class="hnuser">clerk</a> <a href="item?id=900">{len(made) + 2}&nbsp;comments</a></td></tr></table>'
    )
    return page(f'{story}<table class="comment-tree">{"".join(rows)}</table>', article="", head="")


def json_ld(made):
    """The comments as scripts tell them to search engines."""

    def written(comment, below):
        return {
            "@type": "Comment",
            "@id": f"https://post.example/mill-lane#{comment.number}",
            "author": {"@type": "Person", "name": comment.author},
            "text": comment.text,
            "dateCreated": rfc3339(comment.created),
            "comment": [written(*each) for each in below],
        }

    article = {
        "@context": "https://schema.org",
        "@type": "NewsArticle",
        "headline": "Mill Lane closes",
        "commentCount": len(made),
        "comment": [written(*each) for each in branches(made)],
    }
    script = json.dumps({"@graph": [article]}).replace("</", "<\\/")
    return page(f'<script type="application/ld+json">{script}</script>')


def microdata(made):
    """The comments as elements that say what they are."""

    def written(comment, below):
        return (
            f'<div itemprop="comment" itemscope itemtype="https://schema.org/Comment" id="c-{comment.number}">'
            f'<span itemprop="author" itemscope itemtype="https://schema.org/Person"><b itemprop="name">{escape(comment.author)}</b>'
            f'</span><time itemprop="dateCreated" datetime="{rfc3339(comment.created)}">a day ago</time>'
            f'<div itemprop="text"><p>{escape(comment.text)}</p></div>{"".join(written(*each) for each in below)}</div>'
        )

    return page("".join(written(*each) for each in branches(made)))


def disqus(made):
    """The comments as the frame holds them for its own scripts."""
    posts = [
        {
            "id": str(comment.number + 1),
            "parent": None if comment.parent is None else comment.parent + 1,
            "author": {"name": comment.author, "username": "x"},
            "message": f"<p>{escape(comment.text)}</p>",
            "createdAt": rfc3339(comment.created).rstrip("Z"),
            "likes": 3,
            "dislikes": 1,
        }
        for comment in made
    ]
    held = {
        "cursor": {"total": len(made)},
        "response": {"posts": posts, "thread": {"id": "77", "clean_title": "Mill Lane closes"}},
    }
    script = json.dumps(held).replace("</", "<\\/")
    return page(f'<script type="text/json" id="disqus-threadData">{script}</script>', article="", head="")
