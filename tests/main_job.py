"""The main job, done by an installed `threadmark` in an empty folder: read, label by key in a real terminal, export.

`python -m tests.main_job COMMAND` says each step as it begins, and ends with status 1 at the first that goes wrong.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path
from tempfile import TemporaryDirectory

from tests.benchmarks.terminal import Terminal

from threadmark import __version__

FLAT_TEXT = """\
 date 2024-03-12 The pool will stay open for another year.

Ida_7
Good.
Tom_B
And who pays for it?
Ida_7
Tom_B
You do. So do I.
"""
LABEL_FILE = """\
{"meta": {"1": {"format": "threadmark-labels", "version": 1, "created": "2024-03-12T10:00:00.000Z", "seq": 0}},
 "labels": {"1": {"thread": "t-1", "comment": "c-1", "annotator": "ana", "round": 1, "dimension": "stance",
  "target": "claim:k-1", "label": "favor", "evidence": [], "either": null, "via": "key",
  "context": {"ancestors": 0, "paragraphs": [], "replies": 0, "others": false, "hidden": []},
  "codebook": "0123456789ab", "session": "s-1",
  "created": "2024-03-12T10:00:00.000Z", "updated": "2024-03-12T10:00:00.000Z"}}}
"""


class WrongError(Exception):
    """The program did not do what it is for."""


class Job:
    """Runs the program in a folder.

    Args:
        command: the program.
        folder: an empty folder, which is its home too.
    """

    def __init__(self, command: Path, folder: Path) -> None:
        self._command = str(command)
        self._folder = folder

    def says(self, *arguments: str) -> str:
        """What a command writes on stdout; it must end well."""
        ran = subprocess.run(
            [self._command, *arguments],
            cwd=self._folder,
            env={"PATH": os.defpath, "HOME": str(self._folder), "LANG": "C.UTF-8"},
            stdin=subprocess.DEVNULL,
            capture_output=True,
            text=True,
            timeout=120,
            check=False,
        )
        if ran.returncode:
            raise WrongError(f"threadmark {' '.join(arguments)} ended with {ran.returncode}: {ran.stderr}")
        return ran.stdout

    def commands(self) -> None:
        """Everything that needs no screen."""
        _step("the version, the codebook, the keymap")
        _same(self.says("--version"), f"threadmark {__version__}\n")
        _holds("# Codebook" in self.says("codebook"), "the codebook has no heading")
        book = json.loads(self.says("codebook", "--format", "json"))
        _same([dimension["id"] for dimension in book["dimensions"]], ["stance", "rhetoric", "fallacy", "flag"])
        _same(self.says("keymap", "check"), "nothing to mend\n")
        home = Path(self._command).resolve().parent.parent
        places = [line.rpartition("  ")[2] for line in self.says("keymap", "list").splitlines()]
        _holds(all(Path(place).is_relative_to(home) for place in places), f"layers come from elsewhere: {places}")

        _step("a flat text becomes a native thread")
        (self._folder / "pool.txt").write_text(FLAT_TEXT, encoding="utf-8")
        self.says("convert", "pool.txt", "-o", "pool.thread.json")
        thread = json.loads((self._folder / "pool.thread.json").read_text(encoding="utf-8"))
        answered = [(comment["author"], comment["parent"] is not None) for comment in thread["comments"]]
        _same(answered, [("Ida_7", False), ("Tom_B", False), ("Ida_7", True)])

        _step("a label file is exported")
        (self._folder / "others.json").write_text(LABEL_FILE, encoding="utf-8")
        (row,) = map(json.loads, self.says("export", "others.json").splitlines())
        _same((row["annotator"], row["dimension"], row["label"], row["text"]), ("ana", "stance", "favor", None))
        _same(len(self.says("export", "others.json", "--format", "csv").splitlines()), 2)

    def screen(self) -> None:
        """The picker, a sample thread, a label, the way out; and what is left on the disk."""
        _step("the picker, a sample thread, one label, the way out")
        os.chdir(self._folder)
        with Terminal([self._command], home=self._folder) as terminal:
            terminal.until("sample threads")
            terminal.idle()
            terminal.press("enter")
            terminal.idle()
            terminal.press("c")
            terminal.press("n")
            terminal.press("q")
            terminal.idle()
            terminal.quit()

        _step("the label is there, and the file is free again")
        (row,) = map(json.loads, self.says("export", "labels.json").splitlines())
        _same((row["comment"], row["dimension"], row["label"], row["depth"]), ("c1", "stance", "against", 1))
        _holds(bool(row["text"]) and bool(row["target_text"]), "the comment or the claim is missing in the export")
        _holds("nothing to mend" in self.says("recover", "labels.json"), "the label file has to be mended")


def _step(words: str) -> None:
    sys.stdout.write(f"  {words}\n")
    sys.stdout.flush()


def _same(seen: object, wanted: object) -> None:
    _holds(seen == wanted, f"{seen!r} instead of {wanted!r}")


def _holds(what: bool, otherwise: str) -> None:  # noqa: FBT001 -- like an assertion, which -O would leave out
    if not what:
        raise WrongError(otherwise)


def main() -> int:
    """Do the main job with the command that is named."""
    with TemporaryDirectory() as folder:
        job = Job(Path(sys.argv[1]).absolute(), Path(folder).resolve())
        try:
            job.commands()
            job.screen()
        except WrongError as wrong:
            sys.stderr.write(f"{wrong}\n")
            return 1
        finally:
            os.chdir(Path(sys.argv[1]).absolute().anchor)
    return 0


if __name__ == "__main__":
    sys.exit(main())
