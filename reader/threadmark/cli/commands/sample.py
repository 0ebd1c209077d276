"""`threadmark sample`: threads drawn from a corpus."""

from __future__ import annotations

import gc

import click

from threadmark.cli.options import FROM, MAP


@click.command()
@click.argument("corpus", metavar="CORPUS", type=click.Path(allow_dash=True))
@click.option("-n", "count", type=int, required=True, help="How many threads to draw.")
@click.option(
    "--by", metavar="depth,size", default="", help="Draw as many from each stratum of depth, of size, or of both."
)
@click.option("--seed", type=int, default=0, show_default=True, help="Another number draws other threads.")
@click.option(
    "-o", "--output", "out", required=True, help="OUT.threads.jsonl, replaced whole or not at all; - for stdout."
)
@FROM
@MAP
def sample(corpus: str, count: int, by: str, seed: int, out: str, format_: str | None, columns: dict[str, str]) -> None:
    """Draw threads from a corpus for annotation, the same for the same seed.

    Each thread keeps, under extra, how many of its stratum it stands for. What was drawn is said on stderr.
    """
    from threadmark.progress import ReadingBar  # noqa: PLC0415
    from threadmark.sources.sampling import sample as draw  # noqa: PLC0415

    gc.enable()
    strata = [part.strip() for part in by.split(",") if part.strip()]
    with ReadingBar() as bar:
        drawn, report = draw(corpus, out, count, by=strata, seed=seed, format=format_, columns=columns, progress=bar)
    for line in (*report.lines(), *map(str, drawn)):
        click.echo(line, err=True)


COMMAND = sample
