import json

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.sources.real_threads import (
    assert_as_made,
    assert_converts,
    assert_read_or_refused,
    made_threads,
    measures,
    mutated,
    outline,
    readings,
    real_file,
)

from threadmark.errors import InputError
from threadmark.sources.reading import open_threads
from threadmark.sources.telegram import SERVICE
from threadmark.thread.build import EMPTY


def message(number, text, sender="Bob", **fields):
    """A message."""
    own = {
        "id": number,
        "type": "message",
        "date": f"2024-03-12T12:{number:02}:00",
        "date_unixtime": str(1710241200 + 60 * number),
    }
    return own | {"from": sender, "from_id": "user1", "text": text} | fields


MESSAGES = [
    message(1, ["Closing it ", {"type": "bold", "text": "punishes"}, " ", {"type": "text_link", "text": "drivers", "href": "https://example.org/a"}, "."]),
    message(2, "No.", "Ana", reply_to_message_id=1, edited="2024-03-12T12:30:00", reactions=[{"type": "emoji", "count": 3, "emoji": "!"}]),
    {"id": 3, "type": "service", "date": "2024-03-12T12:03:00", "actor": "Eve", "action": "join_group_by_link", "text": ""},
    message(4, "", None, photo="photos/photo_1.jpg", forwarded_from="News"),
    message(5, "", "Eve", poll={"question": "Close it?", "answers": [{"text": "Yes", "voters": 2}, {"text": "No", "voters": 3}]}),
    message(6, "> as typed", "Eve", text_entities=[{"type": "blockquote", "text": "so\nit is"}, {"type": "plain", "text": "Quite."}], reply_to_message_id=99),
]  # fmt: skip
CHAT = {"name": "Mill Lane", "type": "public_supergroup", "id": 4242, "messages": MESSAGES}
SAMPLE = CHAT


@pytest.fixture
def read(tmp_path):
    """A function that reads a value written as JSON."""

    def read_(value):
        path = tmp_path / "result.json"
        path.write_text(json.dumps(value, indent=1), encoding="utf-8")
        return list(open_threads(path))

    return read_


def test_a_chat_is_read(read):
    """A chat is a thread; links, quotes, polls and what was sent along are kept, notices of the service counted."""
    (reading,) = read(CHAT)
    thread = reading.thread
    assert (thread.id, thread.article.title, thread.extra) == ("4242", "Mill Lane", {"type": "public_supergroup"})
    assert [(c.id, c.parent, c.author, c.text) for c in thread] == [
        ("1", None, "Bob", "Closing it punishes drivers <https://example.org/a>."),
        ("2", "1", "Ana", "No."),
        ("4", None, None, ""),
        ("5", None, "Eve", "Close it?\n- Yes\n- No"),
        ("6", None, "Eve", "> so\n> it is\nQuite."),
    ]
    assert [dict(thread.extras(index)) for index in (1, 2)] == [
        {"reactions": {"!": 3}},
        {"photo": "photos/photo_1.jpg", "forwarded_from": "News"},
    ]
    assert dict(thread.extras(4)) == {"missing_parent": "99"}
    assert (reading.report.mended[SERVICE], reading.report.mended[EMPTY]) == (1, 1)


def test_times_are_in_utc(read):
    """An edit without a zone is in the zone of its message, whose moment is given."""
    (reading,) = read(
        CHAT
        | {
            "messages": [
                message(2, "No.", date="2024-03-12T13:02:00", date_unixtime="1710244920", edited="2024-03-12T13:30:00")
            ]
        }
    )
    assert str(reading.thread[0].created) == "2024-03-12 12:02:00+00:00"
    assert str(reading.thread[0].edited) == "2024-03-12 12:30:00+00:00"


@pytest.mark.parametrize(
    "around",
    [
        lambda *chats: {
            "about": "Here is the data you requested from Telegram.",
            "contacts": {"list": []},
            "chats": {"about": "x", "list": list(chats)},
        },
        lambda *chats: {"chats": list(chats)},
        lambda *chats: {"chats": {"list": list(chats[:1])}, "left_chats": {"list": list(chats[1:])}},
    ],
    ids=["all chats", "a list", "left chats"],
)
def test_each_chat_is_a_thread(read, around):
    """An export of several chats is a thread for each, empty ones too."""
    other = {"name": "Pool", "type": "personal_chat", "id": 7, "messages": []}
    assert [(r.thread.id, len(r.thread)) for r in read(around(CHAT, other))] == [("4242", 5), ("7", 0)]


def test_a_reply_to_another_chat_is_none(read):
    """What answers a message of another chat is top-level."""
    (reading,) = read(
        CHAT | {"messages": [message(1, "So."), message(2, "No.", reply_to_message_id=1, reply_to_peer_id="channel9")]}
    )
    assert [c.parent for c in reading.thread] == [None, None]


def test_a_chat_comes_before_the_next_is_read(tmp_path):
    """The first chat is there before the file is read to its end, and memory holds one at a time."""
    path = tmp_path / "result.json"
    chats = json.dumps({"chats": {"list": [CHAT, CHAT]}})
    path.write_text(chats[:-30])
    found = open_threads(path)
    assert len(next(found).thread) == 5
    with pytest.raises(InputError, match="cut short"):
        list(found)


def test_messages_that_are_no_list_are_refused(tmp_path):
    """What is called messages and is none is refused with its line, and so is what is no object."""
    path = tmp_path / "result.json"
    path.write_text('{"name": "x",\n "messages": 3}')
    with pytest.raises(InputError, match=r"result\.json:2: is not what it looks like: its messages are no list"):
        list(open_threads(path, format="telegram"))
    path.write_text("[1]")
    with pytest.raises(InputError, match=r"result\.json: is not what it looks like: no object"):
        list(open_threads(path, format="telegram"))


def written(made):
    """A chat of invented messages."""
    messages = [
        message(m.number + 1, m.text, m.author, date_unixtime=str(m.created))
        | ({} if m.parent is None else {"reply_to_message_id": m.parent + 1})
        | ({} if m.edited is None else {"edited_unixtime": str(m.edited)})
        for m in made
    ]
    return CHAT | {"messages": messages}


@settings(deadline=None, max_examples=40)
@given(made_threads())
def test_what_is_written_is_read(tmp_path_factory, made):
    """Whatever was said in a chat is read as it is."""
    path = tmp_path_factory.mktemp("telegram") / "result.json"
    path.write_text(json.dumps(written(made)))
    (reading,) = open_threads(path)
    assert_as_made(reading, made, lambda number: str(number + 1), without=("score",))


@settings(deadline=None, max_examples=80)
@given(
    mutated([json.dumps(CHAT).encode(), json.dumps({"chats": {"list": [CHAT]}}).encode()]),
    st.sampled_from(["telegram", None]),
)
def test_broken_files_are_read_or_refused(tmp_path_factory, data, name):
    """Whatever becomes of a file's bytes, it is read or refused by name."""
    assert_read_or_refused(data, tmp_path_factory.mktemp("telegram"), name)


OUTLINES = {
    "telegram_export_md_result.json": "1:e00c7f 1:883443 1:306137 2:778bb7 1:14cbf2 1:306137 1:c8b63b 1:d2001a 1:306137 1:9d0525 1:306137 1:9824c1 1:39c653",
}


def test_a_real_export_is_read(tmp_path):
    """The real file has its thirteen messages in two chats; the fourteenth is a notice of the service."""
    path = real_file("telegram/telegram_export_md_result.json")
    assert measures(path) == (13, 2)
    assert [len(reading.thread) for reading in readings(path)] == [12, 1]
    # The manifest counts five without a text; one of them is a poll, which is read as its question and its answers.
    assert [reading.report.mended[EMPTY] for reading in readings(path)] == [4, 0]
    assert outline(path) == OUTLINES[path.name]
    assert_converts(path, tmp_path)
