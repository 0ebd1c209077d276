"""Look for files that a source neither reads nor refuses: `python -m tests.fuzz FORMAT... --seconds 120`.

Samples of a format, those of its tests and such real ones as are at hand, are cut, doubled, spliced and written over,
and each file that comes of it is read. It must give threads that are sound and convert without loss, or be refused by
an error that names it, within a few seconds. What does neither is a finding: printed once by where it was raised, and
kept, the shortest of its kind, where `--keep FOLDER` says so. `--guided` leaves the mutations to atheris, which is
installed by hand and looks for bytes that reach new code. Without FORMAT, every format takes its turn.
"""

from __future__ import annotations

import argparse
import contextlib
import gc
import os
import pkgutil
import re
import shutil
import signal
import sys
import time
import traceback
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from importlib import import_module
from pathlib import Path
from tempfile import TemporaryDirectory
from types import FunctionType
from typing import NoReturn

from hypothesis import HealthCheck, Phase, given, seed, settings
from hypothesis import strategies as st
from tests.sources.real_threads import FOLDER, facts
from tests.sources.test_every_source import SOURCES, module_of

import threadmark.sources
import threadmark.thread
from threadmark.errors import InputError
from threadmark.places import shipped
from threadmark.sources.native.writing import thread_line
from threadmark.sources.opening import open_input
from threadmark.sources.reading import open_threads
from threadmark.sources.registry import recognised

LONGEST = 96 << 10  # bytes of a sample: longer ones make few files a second
PATIENCE = 10.0  # seconds of the processor
ROUND = 400  # files that hypothesis makes of one seed
_TOKEN = re.compile(rb'"[^"\n]{0,60}"|</?\w[^<>\n]{0,60}>|\w+|[^\w\s]+')
_NASTY = (
    *(b"{", b"}", b"[", b"]", b'"', b",", b":", b"<", b">", b"&", b"\\", b"\t", b"\n", b"\r", b";", b"|", b"> "),
    *(b"null", b"true", b"-1", b"0", b"1e999", b"NaN", b"99999999999999999999", b"-0.5", b'""', b"[]", b"{}", b"[[[["),
    *(b"\\ud800", b"\\u0000", b"\x00", b"\xff", b"\x1b[31m", b"\xe2\x80\xae", b"\xe2\x80\xa8", b"\xc2\x85", b"\xef\xbb\xbf"),
    *(b"&amp;", b"&#0;", b"&#xD800;", b"<![CDATA[", b"]]>", b"<!--", b"<div>" * 40, b"From ", b"\n\n\n", b"=?utf-8?b?", b"@"),
)  # fmt: skip


class HangError(BaseException):
    """Reading took longer than anybody waits; no `except Exception` on the way may catch it."""


@dataclass
class Found:
    """What came of fuzzing a format.

    Attributes:
        files: how many were made.
        read: how many of them were read, the others refused.
        findings: by where it was raised, the traceback and the shortest file that did it.
    """

    files: int = 0
    read: int = 0
    findings: dict[str, tuple[str, bytes]] = field(default_factory=dict)


class Fuzzed:
    """Files of one format, read one after another.

    Args:
        name: the format.
        folder: an empty folder to write them in.
    """

    def __init__(self, name: str, folder: Path) -> None:
        self.name = name
        self.found = Found()
        self._folder = folder
        self._rest, self._mutable, self.samples = _samples(name)

    def read(self, data: bytes) -> None:
        """Read a file of these bytes, and note what should not have happened."""
        self.found.files += 1
        signal.setitimer(signal.ITIMER_VIRTUAL, PATIENCE)
        try:
            self._read(data)
        except (Exception, HangError) as error:  # noqa: BLE001 -- whatever it is, it is a finding
            signal.setitimer(signal.ITIMER_VIRTUAL, 0)
            frames = traceback.extract_tb(error.__traceback__)
            own = [frame for frame in frames if "threadmark" in frame.filename] or frames
            where = "it hangs" if isinstance(error, HangError) else f"{own[-1].filename}:{own[-1].lineno}"
            kind = f"{type(error).__name__} {where}"
            known = self.found.findings.get(kind)
            if known is None:
                sys.stderr.write(f"{self.name}: {kind}: {error}\n")
            if known is None or len(data) < len(known[1]):
                self.found.findings[kind] = "".join(traceback.format_exception(error)), data
        finally:
            signal.setitimer(signal.ITIMER_VIRTUAL, 0)

    def _read(self, data: bytes) -> None:
        path = self._folder / "fuzzed"
        if self._mutable is not None:
            for name, content in (self._rest | {self._mutable: data}).items():
                (path / name).parent.mkdir(parents=True, exist_ok=True)
                (path / name).write_bytes(content)
        else:
            path.write_bytes(data)
        try:
            opened = open_input(path)
            try:
                recognised(opened.head)
            finally:
                opened.close()
            threads = []
            for reading in open_threads(path, format=self.name):
                assert len(reading.thread) == reading.report.comments, "the report counts other comments"
                assert reading.report.lines()
                _check(reading.thread)
                threads.append(reading.thread)
        except InputError as error:
            refusal = str(error)
        else:
            refusal = ""
        if refusal:
            assert refusal.startswith(str(path)), "the refusal does not name the file"
            return
        native = self._folder / "native.threads.jsonl"
        native.write_bytes(b"".join(piece for thread in threads for piece in thread_line(thread)))
        if threads:
            again = [reading.thread for reading in open_threads(native)]
            assert list(map(facts, again)) == list(map(facts, threads)), "converted it is another thread"
        self.found.read += 1


def _check(thread) -> None:
    """Whether a thread is what every room takes it for."""
    assert len(set(thread.ids)) == len(thread), "ids are not unique"
    for index, parent in enumerate(thread.parents):
        assert -1 <= parent < index, "a reply stands before its parent"
        assert thread.depths[index] == (1 if parent < 0 else thread.depths[parent] + 1), "a depth is wrong"
        assert thread.end(index) <= (len(thread) if parent < 0 else thread.end(parent)), "a branch is too long"


def _samples(name: str) -> tuple[dict[str, bytes], str | None, list[bytes]]:
    """The files of a folder that stay as they are, the one that is changed, and what is changed."""
    made = getattr(module_of(name), "SAMPLE", None)
    if isinstance(made, dict) and made and all(isinstance(each, bytes) for each in made.values()):
        largest = max(made, key=lambda each: len(made[each]))
        return made, largest, [made[largest]]
    samples = []
    if made is not None:
        import json  # noqa: PLC0415 -- as samples are written

        text = made if isinstance(made, str | bytes) else json.dumps(made)
        samples.append(text if isinstance(text, bytes) else text.encode())
    files = [*shipped("sample_threads").iterdir(), *(FOLDER.rglob("*") if FOLDER.is_dir() else ())]
    for path in sorted(path for path in files if path.is_file() and path.stat().st_size <= LONGEST):
        with contextlib.suppress(InputError):
            opened = open_input(path)
            known = recognised(opened.head)
            opened.close()
            if known and known[0].name == name:
                samples.append(path.read_bytes())
    return {}, None, samples


@st.composite
def edited(draw: st.DrawFn, samples: list[bytes], tokens: list[bytes]) -> bytes:
    """A sample in which some places are cut, doubled, moved, or written over with what stands elsewhere."""
    data = draw(st.sampled_from(samples))
    for _ in range(draw(st.integers(1, 6))):
        start = draw(st.integers(0, len(data)))
        end = min(len(data), start + draw(st.sampled_from([0, 1, 2, 5, 17, 40, 200, 2000])))
        other = draw(st.sampled_from(samples))
        begins = draw(st.integers(0, len(other)))
        piece = draw(
            st.sampled_from(_NASTY)
            | st.sampled_from(tokens)
            | st.sampled_from([b"", data[start:end] * 2, data[start:end] * 30, other[begins : begins + 60]])
            | st.binary(max_size=4)
        )
        data = data[:start] + piece + data[end:]
    return data[: 2 * LONGEST]


def by_hypothesis(fuzzed: Fuzzed, seconds: float) -> None:
    """Read what hypothesis makes of the samples, for so many seconds of the processor."""
    tokens = sorted({token for sample in fuzzed.samples for token in _TOKEN.findall(sample)})[:5000] or [b"x"]
    ends, number = time.process_time() + seconds, 0

    class Over(Exception):  # noqa: N818 -- the end of the time, no error
        pass

    while time.process_time() < ends:
        number += 1

        @seed(number)
        @settings(
            max_examples=ROUND,
            phases=[Phase.generate],
            database=None,
            deadline=None,
            suppress_health_check=list(HealthCheck),
            report_multiple_bugs=False,
        )
        @given(edited(fuzzed.samples, tokens))
        def once(data: bytes) -> None:
            if time.process_time() > ends:
                raise Over
            fuzzed.read(data)

        with contextlib.suppress(Over):
            once()


def by_atheris(fuzzed: Fuzzed, seconds: float, folder: Path, over: Callable[[], NoReturn]) -> NoReturn:
    """Read what atheris makes of the samples, for so many seconds of the processor; it never returns, so `over` ends all."""
    import atheris  # noqa: PLC0415 -- installed by hand, where it is wanted

    corpus = folder / "corpus"
    corpus.mkdir()
    for number, sample in enumerate(fuzzed.samples):
        (corpus / str(number)).write_bytes(sample)
    for each in pkgutil.walk_packages(threadmark.sources.__path__, f"{threadmark.sources.__name__}."):
        import_module(each.name)  # many are loaded only once they are needed
    rooms = threadmark.sources.__name__, threadmark.thread.__name__
    for each in gc.get_objects():
        if isinstance(each, FunctionType) and (each.__module__ or "").startswith(rooms):
            atheris.instrument_func(each)
    signal.signal(signal.SIGPROF, lambda *_: over())
    signal.setitimer(signal.ITIMER_PROF, seconds)
    options = f"-max_len={LONGEST}", f"-artifact_prefix={folder}/", "-verbosity=0", "-detect_leaks=0"
    atheris.Setup(["fuzz", *options, str(corpus)], fuzzed.read)
    atheris.Fuzz()
    over()


def _said(fuzzed: Fuzzed, seconds: float, keep: Path | None) -> Iterator[str]:
    found = fuzzed.found
    kinds = len(found.findings)
    yield f"{fuzzed.name:12} {seconds:5.0f} s {found.files:8,} files, {found.read:8,} read, {kinds} findings"
    for number, (trace, data) in enumerate(found.findings.values(), 1):
        yield trace
        if keep is not None:
            keep.mkdir(parents=True, exist_ok=True)
            (keep / f"{fuzzed.name}-{number}").write_bytes(data)


def _hang(*_: object) -> None:
    raise HangError


def main() -> int:
    """Fuzz, and say what came of it; the exit status is 1 where there are findings."""
    parser = argparse.ArgumentParser(prog="python -m tests.fuzz", description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("formats", metavar="FORMAT", nargs="*", help=f"any of {', '.join(SOURCES)}")
    parser.add_argument("--seconds", type=float, default=120.0, help="of the processor, for each format")
    parser.add_argument("--keep", type=Path, help="the folder for files that are findings")
    parser.add_argument("--guided", action="store_true", help="with atheris; one format")
    given_ = parser.parse_args()
    if strange := set(given_.formats) - set(SOURCES):
        parser.error(f"there is no format {strange.pop()}")
    signal.signal(signal.SIGVTALRM, _hang)
    status = 0
    for name in given_.formats or SOURCES:
        with TemporaryDirectory(prefix="threadmark-fuzz-") as folder:
            fuzzed, began = Fuzzed(name, Path(folder)), time.process_time()

            def tell(fuzzed: Fuzzed = fuzzed, began: float = began) -> int:
                lines = _said(fuzzed, time.process_time() - began, given_.keep)
                sys.stdout.write("".join(f"{line}\n" for line in lines))
                sys.stdout.flush()
                return int(bool(fuzzed.found.findings))

            def over(folder: str = folder, tell: Callable[[], int] = tell) -> NoReturn:
                status = tell()
                shutil.rmtree(folder)
                os._exit(status)

            if given_.guided:
                by_atheris(fuzzed, given_.seconds, Path(folder), over)
            try:
                by_hypothesis(fuzzed, given_.seconds)
            finally:
                status |= tell()
    return status


if __name__ == "__main__":
    sys.exit(main())
