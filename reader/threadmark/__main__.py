"""Where the program starts: `threadmark`, or `python -m threadmark`."""

from __future__ import annotations

import gc
import sys

from threadmark import __version__


def main() -> int:
    """Run the command; the version alone is said without loading anything else."""
    if sys.argv[1:] == ["--version"]:
        sys.stdout.write(f"threadmark {__version__}\n")
        return 0
    gc.disable()  # nothing that is loaded at the start is garbage; the screen and long commands switch it on again
    from threadmark.cli import run  # noqa: PLC0415 -- the version alone must not pay for the command line

    return run()


if __name__ == "__main__":
    sys.exit(main())
