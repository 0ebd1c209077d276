"""Mail archives: who answers whom by References, and whatever mail programs have done to mails."""

import gzip
import io
import mailbox
from email.message import EmailMessage
from email.utils import formatdate

import pytest
from hypothesis import given, settings
from tests.sources.real_threads import (
    assert_converts,
    assert_read_or_refused,
    in_pre_order,
    made_threads,
    measures,
    mutated,
    outline,
    readings,
    real_file,
)

from threadmark.errors import InputError
from threadmark.sources.mail.bodies import GUESSED, HTML_ONLY
from threadmark.sources.mail.headers import bare_subject, is_reply
from threadmark.sources.mail.threads import NOT_HERE
from threadmark.sources.reading import open_threads
from threadmark.thread.build import BAD_TIME, CYCLE, MISSING_PARENT, SAME_ID, SAME_TWICE


def mail(number, body="Why?", *references, sender="Ana K <ana@village.example>", subject="Mill Lane", **headers):
    """A mail of an mbox."""
    fields = {"From": sender, "Date": "Tue, 12 Mar 2024 12:00:00 +0100", "Subject": subject}
    if number is not None:
        fields["Message-ID"] = f"<{number}@village.example>"
    if references:
        fields["References"] = "\n\t".join(f"<{each}@village.example>" for each in references)
    fields |= {name.replace("_", "-"): value for name, value in headers.items()}
    top = "".join(f"{name}: {value}\n" for name, value in fields.items() if value is not None)
    return (
        b"From ana@village.example Tue Mar 12 11:00:00 2024\n"
        + f"{top}\n".encode()
        + (body if isinstance(body, bytes) else body.encode())
        + b"\n\n"
    )


def named(number):
    """A mail's id as it is in the thread."""
    return f"{number}@village.example"


SAMPLE = b"".join(
    [
        mail(1, "Closing it punishes drivers.\n>From here on it is worse.\n"),
        mail(
            2,
            "> punishes drivers\n\nIt does not.",
            1,
            subject="Re: Mill Lane",
            sender='"Bo, the Clerk" <bo@village.example>',
        ),
        mail(3, "Night market?", subject="Stalls"),
        mail(4, "It does.", 1, 2, subject="Re: Mill Lane"),
        mail(5, "Yes!", 9, subject="Re: [village] Stalls"),
    ]
)


@pytest.fixture
def read(tmp_path):
    """A function that reads mails."""

    def read_(*mails):
        path = tmp_path / "village.mbox"
        path.write_bytes(b"".join(mails))
        return list(open_threads(path))

    return read_


def test_conversations_become_threads(read):
    """Mails that name each other are a thread under their subject, replies under what they answer."""
    lane, market, strays = read(SAMPLE)
    assert (lane.report.format, lane.report.why) == ("mbox", "it begins as a mail in an mbox does")
    assert (lane.thread.id, lane.thread.article.title, lane.thread.article.paragraphs) == (named(1), "Mill Lane", ())
    assert [(c.id, c.parent, c.author, c.text) for c in lane.thread] == [
        (named(1), None, "Ana K", "Closing it punishes drivers.\nFrom here on it is worse."),
        (named(2), named(1), "Bo, the Clerk", "> punishes drivers\n\nIt does not."),
        (named(4), named(2), "Ana K", "It does."),
    ]
    assert lane.thread[0].created.isoformat() == "2024-03-12T11:00:00+00:00"
    assert [c.id for c in market.thread] == [named(3)]
    assert [c.id for c in strays.thread] == [named(5)]
    assert strays.report.mended == {MISSING_PARENT: 1}


def test_loops_are_cut(read):
    """Mails that answer each other are cut at the first of the file."""
    ((thread, report),) = [(r.thread, r.report) for r in read(mail(1, "a", 2), mail(2, "b", 1))]
    assert [(c.id, c.parent) for c in thread] == [(named(1), None), (named(2), named(1))]
    assert report.mended == {CYCLE: 1}


def test_a_missing_root_keeps_its_thread_together(read):
    """Mails that name a mail which nobody has belong together; one whose parent is missing hangs under the next before."""
    ((thread, report),) = [(r.thread, r.report) for r in read(mail(2, "a", 1), mail(3, "b", 1, 2, 7), mail(4, "c", 1))]
    assert thread.id == named(1)
    assert [(c.id, c.parent) for c in thread] == [(named(2), None), (named(3), named(2)), (named(4), None)]
    assert dict(thread.extras(1)) == {"missing_parent": named(7)}
    assert report.mended == {NOT_HERE: 1, MISSING_PARENT: 2}


def test_doubles_and_mails_without_ids(read):
    """The same mail twice is kept once, another mail of the same id renamed, and one without id gets one."""
    ((thread, report), (single, _)) = [
        (r.thread, r.report)
        for r in read(mail(1, "a"), mail(1, "a"), mail(1, "b"), mail(None, "c", 1, In_Reply_To=None), mail(None, "d"))
    ]
    assert [c.id for c in thread][:1] + [c.id for c in thread][2:] == [named(1), f"{named(1)}-2"]
    assert thread[1].id.startswith("a-")
    assert report.mended == {SAME_TWICE: 1, SAME_ID: 1}
    assert single.id == single[0].id


def test_in_reply_to_is_read_where_there_are_no_references(read):
    """The id in angles counts, and not what programs write around it."""
    ((thread, _),) = [
        (r.thread, r.report)
        for r in read(mail(1), mail(2, "b", In_Reply_To='Your message of "Tue" <1@village.example> <x@y.example>'))
    ]
    assert [c.parent for c in thread] == [None, named(1)]


def test_a_reply_without_ids_joins_its_subject_and_nobody(read):
    """What is a reply by its subject alone comes into the thread, and is not guessed to answer a mail of it."""
    ((thread, _),) = [(r.thread, r.report) for r in read(mail(1), mail(2, "b", subject="AW: [village] Re: mill lane"))]
    assert [c.parent for c in thread] == [None, None]


def test_subjects():
    """What answering programs and lists put before a subject is known as such."""
    assert bare_subject("Re: [list] AW: Re[2]: Mill Lane ") == "Mill Lane"
    assert bare_subject("Reason: money") == "Reason: money"
    assert is_reply("[list] Re: x")
    assert not is_reply("Reason: x")


@pytest.mark.parametrize(
    ("body", "headers", "text", "mended"),
    [
        ("Žluť".encode("iso-8859-2"), {"Content_Type": "text/plain; charset=iso-8859-2"}, "Žluť", {}),
        ("naïve – “x”".encode("cp1252"), {"Content_Type": "text/plain; charset=ISO-8859-1"}, "naïve – “x”", {}),
        ("汉字㐀".encode("gb18030"), {"Content_Type": "text/plain; charset=gb2312"}, "汉字㐀", {}),
        ("Žluť".encode(), {"Content_Type": "text/plain; charset=x-unknown"}, "Žluť", {}),
        ("Žluť".encode(), {"Content_Type": "text/plain; charset=us-ascii"}, "Žluť", {}),
        ("Žluť".encode(), {}, "Žluť", {}),
        (
            "Это слово о том, что улицу закрыли. ".encode("cp1251") * 9,
            {},
            "Это слово о том, что улицу закрыли. " * 8,
            {GUESSED: 1},
        ),
        (
            b"Zm9vIGJhcg==",
            {"Content_Type": 'text/plain; charset="utf-8"', "Content_Transfer_Encoding": "base64"},
            "foo bar",
            {},
        ),
        (b"a=3Db =\nc", {"Content_Transfer_Encoding": "Quoted-Printable"}, "a=b c", {}),
        (b"<p>One <b>two</b></p><p>three</p>", {"Content_Type": "text/html"}, "One two\n\nthree", {HTML_ONLY: 1}),
        (b"a\r\nb\r\n", {}, "a\nb", {}),
    ],
)
def test_bodies_are_read_whatever_they_are_packed_in(read, body, headers, text, mended):
    """Encodings, declared wrongly too, transfer encodings, HTML."""
    ((thread, report),) = [(r.thread, r.report) for r in read(mail(1, body, **headers))]
    assert thread[0].text.startswith(text)
    assert report.mended == mended


PARTS = """--x
Content-Type: multipart/alternative; boundary=y

--y
Content-Type: text/html

<p>HTML</p>
--y
Content-Type: text/plain; charset=utf-8
Content-Transfer-Encoding: base64

UGxhaW4=
--y--
--x
Content-Type: application/pdf
Content-Disposition: attachment; filename="=?utf-8?q?pl=C3=A1n=2Epdf?="

%PDF
--x
Content-Type: text/plain
Content-Disposition: inline

_____
the list
--x
Content-Type: application/pgp-signature

abc
--x--
"""


def test_parts_are_read(read):
    """Of alternatives the plain one, then all other texts; what is attached is named, signatures are not."""
    ((thread, report),) = [
        (r.thread, r.report) for r in read(mail(1, PARTS, Content_Type="multipart/mixed; boundary=x"))
    ]
    assert thread[0].text == "Plain\n\n_____\nthe list"
    assert dict(thread.extras(0)) == {"attachments": ["plán.pdf"]}
    assert report.mended == {}


def test_nesting_without_end_is_read(read):
    """A mail in parts in parts in parts without end harms nobody."""
    nested = "".join(f'--{n}\nContent-Type: multipart/mixed; boundary="{n + 1}"\n\n' for n in range(3_000))
    found = read(mail(1, nested, Content_Type='multipart/mixed; boundary="0"'), mail(2, subject="Stalls"))
    assert [reading.thread.ids[0] for reading in found] == [named(1), named(2)]


def test_encoded_headers_are_read(read):
    """Encoded words, raw bytes and what can't be read in headers."""
    ((thread, report),) = [
        (r.thread, r.report)
        for r in read(
            mail(1, sender="=?iso-8859-2?Q?=C6lu=BB?= <a@b.example>", subject="=?utf-8?b?xb1sdcWl?="),
            mail(2, "b", 1, sender="a@b.example (Old Form)", subject="Re: =?utf-8?b?xb1sdcWl?=", Date="yesterday"),
            mail(
                3,
                "c",
                1,
                sender="=?x-none?q?a?= <a@b.example>",
                subject="Other",
                Date="Tue, 12 Mar 2024 12:00:00 -0000",
            ),
            mail(4, "d", 1, sender="a@b.example", subject="Žluť"),
        )
    ]
    assert thread.article.title == "Žluť"
    assert [c.author for c in thread] == ["Ćluť", "Old Form", "=?x-none?q?a?=", "a@b.example"]
    assert report.mended == {BAD_TIME: 1}
    assert dict(thread.extras(2)) == {"subject": "Other"}


def test_first_lines_are_told_from_others(read):
    """A line that begins with From begins a mail only with a date, and with a header below it."""
    body = "One.\n\nFrom here it goes on 10:00\nFrom: nobody\n\nFrom x Tue Mar 12 11:00:00 2024\nno header\n"
    ((thread, _),) = [(r.thread, r.report) for r in read(mail(1, body))]
    assert thread[0].text.endswith("no header")


def test_crlf_packed_and_piped_archives_are_read(tmp_path, monkeypatch):
    """CRLF at the ends of lines, compression and stdin change nothing."""
    windows, packed = tmp_path / "crlf.mbox", tmp_path / "packed.mbox.gz"
    windows.write_bytes(SAMPLE.replace(b"\n", b"\r\n"))
    packed.write_bytes(gzip.compress(SAMPLE))
    monkeypatch.setattr("sys.stdin", io.TextIOWrapper(io.BytesIO(SAMPLE)))
    shapes = [
        [[(c.id, c.parent, c.text) for c in reading.thread] for reading in open_threads(given)]
        for given in (windows, packed, "-")
    ]
    assert shapes[0] == shapes[1] == shapes[2]
    assert [len(shape) for shape in shapes[0]] == [3, 1, 1]


def test_what_is_no_mbox_is_refused(tmp_path):
    """A file without a mail in it is refused by name."""
    path = tmp_path / "notes.txt"
    path.write_text("From me\nto you\n")
    with pytest.raises(InputError, match=r"notes\.txt: no mail begins in it"):
        list(open_threads(path, format="mbox"))


def test_a_long_archive_is_split_where_it_should_be(tmp_path):
    """First lines are found wherever the file is cut into pieces for reading."""
    path = tmp_path / "long.mbox"
    path.write_bytes(
        b"".join(mail(number, "word " * (number % 97) * 7, subject=f"s{number}") for number in range(6_000))
    )
    assert path.stat().st_size > 2 << 20
    assert [len(reading.thread) for reading in open_threads(path)] == [1] * 6_000


@pytest.mark.parametrize(
    ("file", "count", "depth"), [("notmuch_default", 52, 5), ("notmuch_ghost_root", 9, 4), ("notmuch_loop", 2, 2)]
)
def test_the_real_archives_are_read(file, count, depth):
    """As many mails and as deep as in the files."""
    assert measures(real_file(f"mbox/{file}.mbox")) == (count, depth)


def test_the_real_archives_tell_their_repairs():
    """One mail is there twice, one answers a mail that is not; in the loop, one link is cut."""
    mended = [reading.report.mended for reading in readings(real_file("mbox/notmuch_default.mbox"))]
    assert sum(each[SAME_TWICE] for each in mended) == 1
    assert sum(each[MISSING_PARENT] for each in mended) == 1
    assert readings(real_file("mbox/notmuch_loop.mbox"))[0].report.mended == {CYCLE: 1}


def test_the_real_archive_reads_as_it_looks():
    """The outline was compared with the raw file."""
    assert outline(real_file("mbox/notmuch_default.mbox")) == (
        "1:b70bfd 2:098d03 2:35ba19 3:cd4e80 4:e7f457 1:8d8164 2:0c4885 2:ae7347 1:98b6af 2:d77b58 3:f0108b "
        "1:28be7c 2:d04b44 1:2b888a 2:516040 1:c0e5f8 1:649c9e 1:b4bb4c 2:261d88 2:5e52c9 1:4c094f 2:7125a8 "
        "1:8464dd 2:57b472 1:f00524 2:4c6c5b 2:28acd6 3:b1e5cb 4:c59140 5:cb5cbd"
    )


def test_what_is_read_is_what_is_converted(tmp_path):
    """Conversion keeps everything, and converting again changes no byte."""
    path = tmp_path / "village.mbox"
    path.write_bytes(SAMPLE)
    assert_converts(path, tmp_path)
    for name in ("default", "ghost_root", "loop"):
        assert_converts(real_file(f"mbox/notmuch_{name}.mbox"), tmp_path)


def mails_of(made):
    """A mail, and an invented one for each comment below it."""
    yield _mail(0, [], "clerk", "It closes.", 1_000_000_000)
    chains = {None: [0]}
    for each in made:
        chains[each.number] = [*chains[each.parent], each.number + 1]
        yield _mail(each.number + 1, chains[each.parent], each.author, each.text, each.created)


def written(made):
    """The same in one file."""
    return b"".join(b"From a@village.example Tue Mar 12 10:00:00 2024\n%b\n" % bytes(mail) for mail in mails_of(made))


@settings(deadline=None)
@given(made_threads())
def test_what_python_writes_is_read(tmp_path_factory, made):
    """Any thread that Python's own mailbox writes comes back as it was."""
    path = tmp_path_factory.getbasetemp() / "written.mbox"
    path.unlink(missing_ok=True)
    box = mailbox.mbox(path)
    for each in mails_of(made):
        box.add(each)
    box.close()
    (reading,) = open_threads(path, format="mbox")
    assert [(c.id, c.parent, c.author, c.text, c.created.timestamp()) for c in reading.thread][1:] == [
        (named(c.number + 1), named(0 if c.parent is None else c.parent + 1), c.author, c.text, c.created)
        for c in in_pre_order(made)
    ]


def _mail(number, references, author, text, at):
    made = EmailMessage()
    made["From"] = f'"{author}" <a@village.example>'
    made["Subject"] = "Mill Lane"
    made["Date"] = formatdate(at)
    made["Message-ID"] = f"<{named(number)}>"
    if references:
        made["References"] = " ".join(f"<{named(each)}>" for each in references)
    made.set_content(text)
    return made


@settings(deadline=None)
@given(mutated([SAMPLE, mail(1, PARTS, Content_Type="multipart/mixed; boundary=x")]))
def test_a_damaged_archive_is_read_or_refused(tmp_path_factory, data):
    """Whatever is done to an archive, it is read or refused by name."""
    assert_read_or_refused(data, tmp_path_factory.getbasetemp(), "mbox", "mbox")
