"""`threadmark open`: a thread on the screen."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from threadmark.cli import completing
from threadmark.cli.options import FROM, KEYMAP, MAP, need_terminal
from threadmark.errors import UsageError

if TYPE_CHECKING:
    from threadmark.labels.drawing import Wish


@click.command("open")
@click.argument("given", metavar="FILE", required=False, type=click.Path(allow_dash=True))
@click.option(
    "--labels",
    type=click.Path(path_type=Path),
    shell_complete=completing.label_files,
    help="The label file. Default: labels.json beside the thread.",
)
@click.option(
    "--annotator",
    shell_complete=completing.annotators,
    help="Who labels. Default: the folder's threadmark.toml, else asked once.",
)
@KEYMAP
@FROM
@MAP
@click.option(
    "--again",
    metavar="5%|N",
    help="Do a random share (or number) of your finished comments again, blind: earlier labels are hidden, "
    "new ones count as another round. The same command goes on with the same comments.",
)
@click.option("--seed", type=int, help="With --again: draw other comments, or those that somebody drew with this seed.")
@click.option(
    "--fresh", is_flag=True, help="Begin at the top: the comment, folds and filter that you left are forgotten."
)
@click.option(
    "--theme", shell_complete=completing.themes, help="A colour theme, such as textual-light, nord, ansi-dark."
)
@click.option("--ascii", "plain", is_flag=True, help="Draw with ASCII signs, for terminals where others are too wide.")
def open_(
    given: str | None,
    labels: Path | None = None,
    annotator: str | None = None,
    layers: tuple[str, ...] = (),
    format_: str | None = None,
    columns: dict[str, str] | None = None,
    theme: str | None = None,
    again: str | None = None,
    seed: int | None = None,
    *,
    plain: bool = False,
    fresh: bool = False,
) -> None:
    """Open a thread (a file, a folder, or - for stdin) and label it.

    Keys: j k move, space folds, c p m f x open the labels, ? shows all keys.

    \b
    threadmark open FOLDER --again 5%       a second, blind round over a sample of your own work
    threadmark stats FOLDER                 how far you agree with yourself
    """  # noqa: D301 -- click takes the \b as "leave these lines as they are"
    need_terminal(given)
    if seed is not None and again is None:
        raise UsageError("--seed draws a sample, and none is asked for", next_step="--again 5% asks for one")
    from threadmark.opening import Wishes, open_program  # noqa: PLC0415 -- loads the screen

    wishes = Wishes(
        given,
        labels,
        annotator,
        layers,
        format_,
        theme,
        plain=plain,
        columns=columns or {},
        again=None if again is None else _wish(again, seed),
        fresh=fresh,
    )
    status = open_program(wishes)
    if status:
        raise SystemExit(status)


def _wish(share: str, seed: int | None) -> Wish:
    from threadmark.labels.drawing import Wish  # noqa: PLC0415 -- the first frame of a first round waits for nothing of it

    return Wish(share, seed)


COMMAND = open_
