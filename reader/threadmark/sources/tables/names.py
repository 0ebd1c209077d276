"""Which column is what: by the names that people give columns, or as `--map` says.

>>> find_columns(["commentID", "parentID", "userDisplayName", "commentBody"]).text
(3,)
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, fields
from typing import Final
from unicodedata import normalize

MAPPED: Final = ("id", "parent", "author", "text", "time", "thread", "depth", "path", "score")
"""What `--map` may name, as in `--map text=body`."""

# By preference: of two columns in the file the one that stands earlier here is taken. Written without signs and in
# small letters, so that commentID, comment_id and "Comment ID" are one name.
_NAMES: Final[Mapping[str, str]] = {
    "id": "commentid id commentuid cid tweetid messageid msgid idstr objectid uid commentkey",
    "parent": (
        "parentid parentcommentid parent inreplyto inreplytoid inreplytostatusidstr inreplytostatusid inreplytotweetid "
        "replyto replytoid replytocommentid replytocid replytocomment referencedtweetsrepliedtoid respondto parentcomment parentcid parenttweetid parentmessageid pid parentkey responseto"
    ),
    "path": "commentcounter path treepath commentpath",
    "depth": "depth level indent indentation indentlevel nesting nestlevel nestinglevel commentlevel replylevel commentdepth",
    "author": (
        "author commentauthor authorname username userdisplayname authordisplayname displayname user screenname by "
        "speaker commenter commentername nickname poster name fromname authorusername userprofile owner fromuser userid "
        "authorid commenterid workerid"
    ),
    "text": (
        "commenttext commentbody commentmessage commentcontent body text comment content message fulltext textoriginal "
        "bodytext textdisplay utterance tweet tweettext posttext replytext commenthtml bodyhtml"
    ),
    "time": (
        "timeparsed createdutc createdati createdatutc createdat createdate createddate createdtime createtime created commentcreatetimestamp timestamp time posttime "
        "postedat posteddate publishedat publishedtime commentpublished commentdate commenttime datetime dateposted posttimestamp date "
        "published commentcreated creationdate postdate isodatetime"
    ),
    "thread": (
        "articleid linkid storyid submissionid discussionid newsid videoid statusid topicid conversationid postid "
        "articleurl threadid thread assetid pageid link root rootid articlelink"
    ),
    "edited": "edited editedutc editedat edittime lastedited lasteditedat",
    "score": (
        "score commentscore ups points likecount likes numlikes commentlikecount recommendations recommendationcount "
        "upvotes votes netvotes karma totalvotes favoritecount favouritescount likescount numrecommends numreactions reactionscount"
    ),
    "up": "posvotes upvotes upvotecount",
    "down": "negvotes downvotes downvotecount",
    "deleted": "deleted isdeleted removed isremoved dead",
    "state": "status state commentstate commentstatus",
    "role": "distinguished authorrole role",
    "moderator": "ismoderator",
    "submitter": "issubmitter isop",
    "reply": "reply",
    "kind": "type kind recordtype commenttype objecttype position",
    "title": (
        "articletitle headline linktitle submissiontitle storytitle posttitle threadtitle newstitle videotitle title"
    ),
    "url": "articleurl globeurl weburl articlelink linkurl storyurl posturl submissionurl url",
    "published": "articlepublisheddate publisheddate articledate pubdate",
    "byline": "articleauthor articlebyline byline",
    "article": "articletext articlebody articlecontent newscontent selftext",
    "count": "descendants numcomments ncomments commentcount commentscount",
}
_NAMES_ELSEWHERE: Final[Mapping[str, str]] = {
    "id": "kommentarid beitragsid idcommentaire idcomentario idcommento reactieid",
    "parent": (
        "antwortauf antwortaufid elternid reponsea enreponsea idparent respuestaa enrespuestaa idpadre respostaa "
        "emrespostaa rispostaa inrispostaa antwoordop"
    ),
    "author": (
        "autor autorin verfasser verfasserin benutzer benutzername nutzer nutzername auteur pseudo utilisateur "
        "usuario autore utente gebruiker gebruikersnaam"
    ),
    "text": (
        "kommentar kommentartext beitrag nachricht commentaire texte comentario texto commento testo reactie "
        "bericht tekst"
    ),
    "time": "datum zeit zeitpunkt erstelltam fecha fechayhora dataehora dataeora tijd tijdstip",
    "thread": "artikelid idarticle idarticulo idartigo idarticolo",
}
"""The same in German, French, Spanish, Portuguese, Italian and Dutch; English ones are preferred."""
_TOGETHER = frozenset({"time", "deleted"})
"""Where one file has several such columns and each row uses one of them."""
_PERSONAL = frozenset({"ip", "ipaddress", "remoteaddr", "authorip", "commentauthorip", "email", "authoremail", "mail"})


@dataclass(frozen=True, slots=True)
class Columns:
    """The places of columns by what they hold, each from 0; empty where there is none.

    Attributes:
        thread_name: what the thread's column is called, without signs and in small letters.
        personal: columns with addresses of people and machines, which are not kept.
        reply: whether a comment is a reply whose id begins with its parent's, as youtube-comment-downloader has it.
        reddit: whether the columns are those of Reddit, whose texts are Markdown.
    """

    id: tuple[int, ...] = ()
    parent: tuple[int, ...] = ()
    path: tuple[int, ...] = ()
    depth: tuple[int, ...] = ()
    author: tuple[int, ...] = ()
    text: tuple[int, ...] = ()
    time: tuple[int, ...] = ()
    thread: tuple[int, ...] = ()
    edited: tuple[int, ...] = ()
    score: tuple[int, ...] = ()
    up: tuple[int, ...] = ()
    down: tuple[int, ...] = ()
    deleted: tuple[int, ...] = ()
    state: tuple[int, ...] = ()
    role: tuple[int, ...] = ()
    moderator: tuple[int, ...] = ()
    submitter: tuple[int, ...] = ()
    reply: tuple[int, ...] = ()
    kind: tuple[int, ...] = ()
    title: tuple[int, ...] = ()
    url: tuple[int, ...] = ()
    published: tuple[int, ...] = ()
    byline: tuple[int, ...] = ()
    article: tuple[int, ...] = ()
    count: tuple[int, ...] = ()
    thread_name: str = ""
    personal: tuple[int, ...] = ()
    reddit: bool = False

    @property
    def known(self) -> int:
        """How many of the columns that matter most were found."""
        return sum(map(bool, (self.id, self.parent or self.path or self.depth, self.author, self.time, self.thread)))

    @property
    def are_comments(self) -> bool:
        """Whether rows are comments of threads beyond doubt: a text, and what makes a thread of them."""
        tree = self.parent or self.path or self.depth
        return bool(self.text and ((self.id and (tree or self.thread)) or (tree and (self.author or self.thread))))

    @property
    def could_be_comments(self) -> bool:
        """Whether rows may be comments: a text, and who wrote it or when."""
        known = self.author or (self.id and self.time) or self.thread or self.path
        return self.are_comments or bool(self.text and known)

    def said(self, names: Sequence[str]) -> str:
        """The columns by which a table is recognised, as shown."""
        places = (*self.id, *(self.parent or self.path or self.depth), *self.author, *self.text)
        return ", ".join(names[place] for place in dict.fromkeys(places))


class UnknownColumnError(Exception):
    """`--map` names a column that the file has not."""


def plain_name(name: str) -> str:
    """A column's name in small letters, letters and digits only, without accents."""
    return "".join(sign for sign in normalize("NFKD", name.casefold()) if sign.isalnum())


def find_columns(names: Sequence[str], given: Mapping[str, str] | None = None) -> Columns:
    """Which column holds what.

    Args:
        names: the names of the columns, as the file has them.
        given: columns by what they hold, as `--map` says: by name, or by number from 1.

    Raises:
        UnknownColumnError: there is no such column; it says which there are.
    """
    places: dict[str, int] = {}
    for place, name in enumerate(names):
        places.setdefault(plain_name(name), place)
    said = {what: _place(column, names, places) for what, column in (given or {}).items()}
    taken = set(said.values())
    found: dict[str, tuple[int, ...]] = {what: (place,) for what, place in said.items()}
    for what, known in _NAMES.items():
        if what in said:
            continue
        called = (*known.split(), *_NAMES_ELSEWHERE.get(what, "").split())
        there = [places[name] for name in called if name in places and places[name] not in taken]
        found[what] = tuple(there if what in _TOGETHER else there[:1])
        if what in _OWN:
            taken.update(found[what])
    if not (found["up"] and found["down"]):
        found["up"] = found["down"] = ()
    if found["path"] and "commentcounter" in places and "parent" not in said:
        found["parent"] = ()  # the place in the tree is whole where the parents are not
    if not found["id"] and "postid" in places and found["thread"] != (places["postid"],):
        found["id"] = (places["postid"],)  # of a forum, where the thread is called topic
    if "cid" not in places or found["id"] != (places["cid"],):
        found["reply"] = ()
    thread = found["thread"]
    return Columns(
        **found,
        thread_name=plain_name(names[thread[0]]) if thread else "",
        personal=tuple(place for name, place in places.items() if name in _PERSONAL),
        reddit=bool(places.keys() & {"subreddit", "subredditid", "linkid"}),
    )


# What these are called is told by their names alone; one column is not two of them.
_OWN = frozenset({"id", "parent", "path", "depth", "author", "text", "time", "edited", "deleted", "state", "kind"})


def uses(columns: Columns) -> frozenset[int]:
    """The columns that are read for what they are; the rest is kept as it is."""
    found: set[int] = set()
    for field in fields(columns):
        value = getattr(columns, field.name)
        if isinstance(value, tuple):
            found.update(value)
    return frozenset(found)


def _place(column: str, names: Sequence[str], places: Mapping[str, int]) -> int:
    if column in names:
        return names.index(column)
    if (place := places.get(plain_name(column))) is not None and plain_name(column):
        return place
    if column.isdecimal() and 1 <= int(column) <= len(names):
        return int(column) - 1
    raise UnknownColumnError(f"there is no column {column!r}; it has {', '.join(names)}")
