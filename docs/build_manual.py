"""Make the manual page while a wheel is built, so that `man threadmark` works where it is installed.

The page is made from the commands and the keys as they are; building needs click for that, and nothing else.
"""  # noqa: INP001 -- hatchling loads this file by its path

from __future__ import annotations

import sys
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from hatchling.builders.hooks.plugin.interface import BuildHookInterface

INSTALLED = "share/man/man1/threadmark.1"


class ManualHook(BuildHookInterface):  # type: ignore[type-arg] -- what it is given differs between its versions
    """Writes the page into a folder of its own and puts it among what is installed beside the package."""

    PLUGIN_NAME = "custom"

    def initialize(self, version: str, build_data: dict[str, Any]) -> None:
        """Make the page; an editable install has none."""
        if version == "editable":
            return
        self._folder = TemporaryDirectory()
        page = Path(self._folder.name) / "threadmark.1"
        page.write_text(_page(Path(self.root)), encoding="utf-8")
        build_data["shared_data"][str(page)] = INSTALLED

    def finalize(self, version: str, build_data: dict[str, Any], artifact_path: str) -> None:
        """The page is in the wheel."""
        del build_data, artifact_path
        if version != "editable":
            self._folder.cleanup()


def _page(root: Path) -> str:
    sys.path.insert(0, str(root / "reader"))
    try:
        from threadmark.cli.manual import manual_page  # noqa: PLC0415 -- found by the line above
        from threadmark.cli.program import program  # noqa: PLC0415 -- the same
        from threadmark.keys.layers import load_keymap  # noqa: PLC0415 -- the same

        return manual_page(program, load_keymap(search=[root / "keymaps"]))
    finally:
        sys.path.remove(str(root / "reader"))
