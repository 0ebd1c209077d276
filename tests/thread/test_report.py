from threadmark.thread.report import NOTES_SHOWN, ImportReport


def test_a_report_says_what_was_read_and_by_what():
    """The first line names the file, counts, and says what it was taken for and why."""
    report = ImportReport(file="a.txt", format="flat-text", why="a date line", comments=1_234)
    assert report.lines() == ["a.txt: 1,234 comments, read as flat-text (a date line)"]


def test_missing_comments_are_part_of_the_summary():
    """A file that says it had more comments is never taken for the whole thread."""
    report = ImportReport(file="a.json", format="reddit", comments=492, missing=3_490)
    assert report.lines() == ["a.json: 492 of 3,982 comments, 3,490 not in the file, read as reddit"]


def test_repairs_and_remarks_follow():
    """Each kind of repair is counted once, each remark has its line, and the encoding is told."""
    report = ImportReport(file="a", format="native", comments=1, encoding="cp1252")
    report.mend("empty comments")
    report.mend("empty comments", 2)
    report.mend("nothing", 0)
    report.note("a doubt", 7)
    report.note("about the whole")
    assert report.repairs == 3
    assert report.lines()[1:] == ["encoding: cp1252", "empty comments: 3", "line 7: a doubt", "about the whole"]


def test_many_remarks_are_shortened_but_counted():
    """The list ends with how many more there are, even of those too many to keep."""
    report = ImportReport(file="a", format="native")
    for line in range(5_000):
        report.note("x", line + 1)
    lines = report.lines()
    assert len(lines) == 1 + NOTES_SHOWN + 1
    assert lines[-1] == "and 4,960 more remarks"


def test_reports_of_one_input_add_up():
    """The report of a corpus is the sum of those of its threads."""
    corpus = ImportReport(file="c", format="native", comments=2)
    corpus.mend("empty comments")
    other = ImportReport(file="c", format="native", comments=3, missing=1, encoding="cp1252")
    other.mend("empty comments", 2)
    other.note("a doubt", 3)
    corpus.absorb(other)
    assert corpus.lines() == [
        "c: 2 threads, 5 of 6 comments, 1 not in the file, read as native",
        "encoding: cp1252",
        "empty comments: 3",
        "line 3: a doubt",
    ]
