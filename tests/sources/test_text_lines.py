from contextlib import closing
from unittest.mock import patch

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from threadmark.sources import opening
from threadmark.sources.opening import open_input
from threadmark.sources.text_lines import text_lines

TEXT = st.text(st.characters(codec="utf-8", exclude_characters="\x00\ufeff"), min_size=1, max_size=60)


def lines(path, data, chunk=1 << 20):
    """The lines of a file with these bytes, read in pieces of this size; and the encoding."""
    path.write_bytes(data)
    with (
        patch.object(opening, "CHUNK", chunk),
        patch.object(opening, "HEAD", chunk),
        closing(open_input(path)) as opened,
    ):
        found = list(text_lines(opened))
    return found, opened.encoding


@settings(deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(TEXT | st.sampled_from(["a\r\nb\rc\n\r", "00\x850", "é\r\n", "\x0b\x0c\n"]), st.integers(4, 40))
def test_lines_are_those_of_the_text(tmp_path, text, chunk):
    """However it is cut into pieces, a text is its lines, all of which end with a newline but the last."""
    found, encoding = lines(tmp_path / "text", text.encode(), chunk)
    whole = text.replace("\r\n", "\n").replace("\r", "\n")
    assert "".join(found) == whole
    assert all(line.endswith("\n") and line.count("\n") == 1 for line in found[:-1])
    assert encoding is None


@pytest.mark.parametrize("encoding", ["cp1252", "gb18030"])
def test_another_encoding_is_found_where_it_shows(tmp_path, encoding):
    """Plain lines before it are the same in any."""
    said = {"cp1252": "Überall schöne Straßen für müde Füße.", "gb18030": "这里的街道很漂亮，大家都很高兴。"}[encoding]
    text = "plain\n" * 200 + f"{said}\n" * 200
    found, detected = lines(tmp_path / "text", text.encode(encoding), 1000)
    assert "".join(found) == text
    assert detected == encoding


def test_a_line_without_end_is_refused(tmp_path, monkeypatch):
    """It can't be held."""
    monkeypatch.setattr("threadmark.sources.text_lines._LONGEST", 100)
    with pytest.raises(Exception, match="without a line's end"):
        lines(tmp_path / "text", b"x" * 1000, 50)
