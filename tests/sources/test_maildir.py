"""Maildirs: a file for each mail."""

import mailbox
import os
from email.message import EmailMessage

import pytest
from hypothesis import given, settings
from tests.sources.real_threads import assert_converts, made_threads, mutated

from threadmark.errors import InputError
from threadmark.sources.mail.boxes import UNREADABLE
from threadmark.sources.reading import open_threads

SAMPLE = {
    "cur/1710237600.M1P1.village:2,S": b"From: Ana <a@village.example>\nSubject: Mill Lane\nMessage-ID: <1@v>\n\nWhy?\n",
    "new/1710237700.M1P1.village": b"From: Bo <b@village.example>\nMessage-ID: <2@v>\nReferences: <1@v>\n\n>From it.\n",
    "cur/900000000.M1P1.village:2,": b"From: Cy <c@village.example>\nSubject: Stalls\nMessage-ID: <3@v>\n\nWhen?\n",
}


@pytest.fixture
def folder(tmp_path):
    """The sample as a folder."""
    place = tmp_path / "mails"
    for name in ("cur", "new", "tmp"):
        (place / name).mkdir(parents=True)
    for name, mail in SAMPLE.items():
        (place / name).write_bytes(mail)
    return place


def test_mails_come_in_the_order_in_which_they_came_in(folder):
    """Conversations in the order of their first mails, which the names of the files tell; nothing is unquoted."""
    market, lane = open_threads(folder)
    assert (lane.report.format, lane.report.why) == ("maildir", "the folder holds cur and new")
    assert [c.id for c in market.thread] == ["3@v"]
    assert [(c.id, c.parent, c.author, c.text) for c in lane.thread] == [
        ("1@v", None, "Ana", "Why?"),
        ("2@v", "1@v", "Bo", ">From it."),
    ]


def test_links_pipes_and_folders_in_it_are_left_alone(folder):
    """What is no file of its own is not opened: links could lead anywhere, and a pipe would never end."""
    secret = folder.parent / "secret"
    secret.write_text("Subject: secret\n\nsecret\n")
    (folder / "cur" / "1.link").symlink_to(secret)
    os.mkfifo(folder / "cur" / "1.pipe")
    (folder / "new" / "1.folder").mkdir()
    (folder / "new" / ".hidden").write_text("Subject: hidden\n\nhidden\n")
    assert sum(len(reading.thread) for reading in open_threads(folder)) == len(SAMPLE)


@pytest.mark.skipif(os.geteuid() == 0, reason="root may read everything")
def test_a_file_that_can_not_be_read_is_told(folder):
    """A mail without permission is left out and counted."""
    (folder / "new" / "1.closed").write_text("Subject: closed\n\nclosed\n")
    (folder / "new" / "1.closed").chmod(0)
    assert next(iter(open_threads(folder))).report.mended == {UNREADABLE: 1}


def test_an_empty_maildir_is_refused(tmp_path):
    """A folder without a mail holds no thread, and says so."""
    for name in ("cur", "new", "tmp"):
        (tmp_path / "mails" / name).mkdir(parents=True)
    with pytest.raises(InputError, match=r"mails: there is no mail in cur and new"):
        list(open_threads(tmp_path / "mails"))


def test_what_is_read_is_what_is_converted(folder, tmp_path):
    """Conversion keeps everything, and converting again changes no byte."""
    assert_converts(folder, tmp_path)


def mails_of(made):
    """A mail, and an invented one for each comment below it."""
    root = EmailMessage()
    root["Message-ID"] = "<root@v>"
    yield root
    for each in made:
        mail = EmailMessage()
        mail["From"] = f'"{each.author}" <a@village.example>'
        mail["Message-ID"] = f"<{each.number}@v>"
        mail["References"] = "<root@v>" if each.parent is None else f"<root@v> <{each.parent}@v>"
        mail.set_content(each.text)
        yield mail


def written(made):
    """The same as files of a folder, named by when they came in."""
    files = {f"cur/17102376{at:02}.M1P1.village:2,S": bytes(mail) for at, mail in enumerate(mails_of(made))}
    return files | {"new/1710237599.M1P1.village": b"Message-ID: <before@v>\n\nNothing yet.\n"}


@settings(deadline=None, max_examples=20)
@given(made_threads(most=4))
def test_what_python_writes_is_read(tmp_path_factory, made):
    """Any thread that Python's own maildir writes is read whole."""
    place = tmp_path_factory.mktemp("written") / "mails"
    box = mailbox.Maildir(place)
    for mail in mails_of(made):
        box.add(mail)
    (reading,) = open_threads(place)
    parents = {each.number: "root@v" if each.parent is None else f"{each.parent}@v" for each in made}
    assert {(c.id, c.parent, c.author, c.text) for c in reading.thread if c.parent} == {
        (f"{each.number}@v", parents[each.number], each.author, each.text) for each in made
    }


@settings(deadline=None, max_examples=60)
@given(mutated(list(SAMPLE.values())))
def test_damaged_mails_are_read(tmp_path_factory, data):
    """Whatever is in a file of the folder, it is a mail."""
    place = tmp_path_factory.getbasetemp() / "damaged"
    for name in ("cur", "new"):
        (place / name).mkdir(parents=True, exist_ok=True)
    (place / "cur" / "1").write_bytes(data)
    assert sum(len(reading.thread) for reading in open_threads(place)) == 1
