"""The commands. Each loads the rooms that it needs when it runs, so that none pays for another."""

from __future__ import annotations

import gc
import os
import sys
from collections.abc import Callable
from contextlib import nullcontext
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from threadmark import __version__
from threadmark.errors import ThreadmarkError, UsageError
from threadmark.places import shipped, user_keymaps

if TYPE_CHECKING:
    from threadmark.imports.gold import GoldLabels

_INTERRUPTED = 130
_NO_READER = 141  # as a shell reports a program that wrote into a closed pipe


class _Program(click.Group):
    """The group of commands, in the order in which people need them; a file's name alone means `open`."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        """All commands, in the order they were added."""
        del ctx
        return list(self.commands)

    def parse_args(self, ctx: click.Context, args: list[str]) -> list[str]:
        """`threadmark FILE` is `threadmark open FILE`."""
        own = {name for parameter in self.params for name in (*parameter.opts, *parameter.secondary_opts)}
        own |= set(self.get_help_option_names(ctx))
        if args and args[0] not in self.commands and args[0] not in own:
            args = ["open", *args]
        return super().parse_args(ctx, args)

    def invoke(self, ctx: click.Context) -> Any:
        """Run the command; click itself would end with status 1 where whoever reads its output is gone."""
        try:
            return super().invoke(ctx)
        except BrokenPipeError:
            os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())  # so that the last flush is quiet
            raise SystemExit(_NO_READER) from None


def _columns(ctx: click.Context, parameter: click.Parameter, given: tuple[str, ...]) -> dict[str, str]:
    """`id=cid,text=body` as what holds what."""
    del ctx, parameter
    columns: dict[str, str] = {}
    if not given:
        return columns
    from threadmark.sources.tables.names import MAPPED  # noqa: PLC0415 -- only where the option is there

    for pair in ",".join(given).split(","):
        what, sign, column = (part.strip() for part in pair.partition("="))
        if not (sign and column) or what not in MAPPED:
            raise UsageError(f"--map {pair}: not WHAT=COLUMN", next_step=f"what can be {', '.join(MAPPED)}")
        columns[what] = column
    return columns


_MAP = click.option(
    "--map",
    "columns",
    multiple=True,
    metavar="WHAT=COLUMN,...",
    callback=_columns,
    help="Which column of a table is what, where its names don't tell: id=cid,parent=re,author=who,text=said,time=at.",
)


@click.group(cls=_Program, invoke_without_command=True, context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(__version__, message="threadmark %(version)s")
@click.pass_context
def program(ctx: click.Context) -> None:
    """Read a comment thread beside its article and label it by keystroke.

    Without a command it offers sample threads to try; with a file it opens that.
    Labels are on disk before the next key, in labels.json (a TinyDB file) and its history.

    \b
    threadmark                              try the sample threads
    threadmark saved.thread.json            open a thread
    threadmark convert dump.txt -o my.thread.json
    threadmark export labels.json > labels.jsonl
    """  # noqa: D301 -- click takes the \b as "leave these lines as they are"
    if ctx.invoked_subcommand is None:
        ctx.invoke(open_, given=None)


@program.command("open")
@click.argument("given", metavar="FILE", required=False, type=click.Path(allow_dash=True))
@click.option(
    "--labels", type=click.Path(path_type=Path), help="The label file. Default: labels.json beside the thread."
)
@click.option("--annotator", help="Who labels. Default: the folder's threadmark.toml, else asked once.")
@click.option(
    "--keymap", "layers", multiple=True, metavar="LAYER", help="A keymap layer on top of the others (repeatable)."
)
@click.option("--from", "format_", metavar="FORMAT", help="Read the file as this format, whatever it looks like.")
@_MAP
@click.option("--theme", help="A colour theme, such as textual-light, nord, ansi-dark.")
@click.option("--ascii", "plain", is_flag=True, help="Draw with ASCII signs, for terminals where others are too wide.")
def open_(
    given: str | None,
    labels: Path | None = None,
    annotator: str | None = None,
    layers: tuple[str, ...] = (),
    format_: str | None = None,
    columns: dict[str, str] | None = None,
    theme: str | None = None,
    *,
    plain: bool = False,
) -> None:
    """Open a thread (a file, a folder, or - for stdin) and label it.

    Keys: j k move, space folds, c p m f x open the labels, ? shows all keys.
    """
    _need_terminal(given)
    from threadmark.opening import Wishes, open_program  # noqa: PLC0415 -- loads the screen

    wishes = Wishes(given, labels, annotator, layers, format_, theme, plain=plain, columns=columns or {})
    status = open_program(wishes)
    if status:
        raise SystemExit(status)


@program.command()
@click.argument("inputs", metavar="FILE...", nargs=-1, required=True, type=click.Path(allow_dash=True))
@click.option(
    "-o", "--output", "out", required=True, help="OUT.thread.json, OUT.threads.jsonl for several threads, - for stdout."
)
@click.option("--from", "format_", metavar="FORMAT", help="Read the input as this format, whatever it looks like.")
@_MAP
@click.option(
    "--labels-as",
    "annotator",
    metavar="ANNOTATOR",
    help="Take the labels that come with the corpus as this annotator's.",
)
@click.option("--labels", type=click.Path(path_type=Path), help="The file they go to. Default: labels.json beside OUT.")
@click.option(
    "--keymap", "layers", multiple=True, metavar="LAYER", help="A layer that declares what they are (repeatable)."
)
def convert(
    inputs: tuple[str, ...],
    out: str,
    format_: str | None,
    columns: dict[str, str],
    annotator: str | None,
    labels: Path | None,
    layers: tuple[str, ...],
) -> None:
    """Turn threads of any format into the native form.

    What was mended on the way is said on stderr. An existing OUT is replaced whole or not at all.
    """
    from threadmark.progress import ReadingBar  # noqa: PLC0415
    from threadmark.sources.converting import convert as convert_all  # noqa: PLC0415

    gc.enable()
    with nullcontext() if annotator is None else _gold_labels(out, annotator, labels, layers) as gold:
        with ReadingBar() as bar:
            each = gold.take if gold else None
            reports = convert_all(inputs, out, format=format_, columns=columns, progress=bar, each=each)
        imported = gold.write(Path(out)).lines() if gold else ()
    for line in (*(line for report in reports for line in report.lines()), *imported):
        click.echo(line, err=True)


def _gold_labels(out: str, annotator: str, labels: Path | None, layers: tuple[str, ...]) -> GoldLabels:
    """Where the labels go that come with a corpus."""
    from threadmark.imports.gold import GoldLabels  # noqa: PLC0415
    from threadmark.project import label_file, read_project  # noqa: PLC0415
    from threadmark.thread.text import clean_line  # noqa: PLC0415

    name, _ = clean_line(annotator)
    if not name:
        raise UsageError("the annotator's name is empty")
    if out == "-":
        raise UsageError("labels need a file that their threads are in", next_step="name OUT.threads.jsonl")
    folder = Path(out).absolute().parent
    place = labels or label_file(Path(out), read_project(folder), sample=False)
    return GoldLabels(place, name, search=keymap_folders(folder), layers=layers)


@program.command()
@click.argument("given", metavar="FILE", type=click.Path())
@click.option("-o", "--output", "out", required=True, help="Where the repaired thread goes: OUT.thread.json.")
@click.option("--annotator", help="Who repairs. Default: the folder's threadmark.toml, else asked once.")
@click.option("--keymap", "layers", multiple=True, metavar="LAYER", help="A keymap layer on top of the others.")
@click.option("--from", "format_", metavar="FORMAT", help="Read the file as this format, whatever it looks like.")
def repair(given: str, out: str, annotator: str | None, layers: tuple[str, ...], format_: str | None) -> None:
    """Put a thread right before it is coded: who answers whom, comments run together or cut apart.

    A attaches a comment to another parent, I steps through inferred replies, Y accepts one; splitting and merging
    are in the palette (:). What was done, by whom, stands in the repaired thread.
    """
    _need_terminal(given)
    from threadmark.opening import repair_program  # noqa: PLC0415 -- loads the screen

    status = repair_program(given, out, annotator, layers, format_)
    if status:
        raise SystemExit(status)


@program.command()
@click.argument("corpus", metavar="CORPUS", type=click.Path(allow_dash=True))
@click.option("-n", "count", type=int, required=True, help="How many threads to draw.")
@click.option(
    "--by", metavar="depth,size", default="", help="Draw as many from each stratum of depth, of size, or of both."
)
@click.option("--seed", type=int, default=0, show_default=True, help="Another number draws other threads.")
@click.option(
    "-o", "--output", "out", required=True, help="OUT.threads.jsonl, replaced whole or not at all; - for stdout."
)
@click.option("--from", "format_", metavar="FORMAT", help="Read the input as this format, whatever it looks like.")
@_MAP
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


@program.command()
@click.argument("labels", type=click.Path(path_type=Path), required=False)
@click.option(
    "--format", "format_", default="jsonl", show_default=True, help="What to write; --list names the formats."
)
@click.option("--thread", "threads", multiple=True, metavar="ID", help="Only this thread (repeatable).")
@click.option(
    "-o", "--output", "out", default="-", show_default=True, help="A file, replaced whole or not at all; - is stdout."
)
@click.option("--with", "flags", multiple=True, metavar="FLAG", help="Switch on what a format offers; --list names it.")
@click.option("--list", "listed", is_flag=True, help="List the formats, what each can't carry, and what it offers.")
def export(
    labels: Path | None, format_: str, threads: tuple[str, ...], out: str, flags: tuple[str, ...], *, listed: bool
) -> None:
    """Write labels for whatever comes next: one row a label, and one for each question that stayed open."""
    if listed:
        _list_exports()
        return
    if labels is None:
        raise UsageError("no label file is named", next_step="threadmark export labels.json")
    from threadmark.exports import export as export_all  # noqa: PLC0415

    switched_on = {flag.replace("-", "_"): True for flag in flags}
    export_all(labels, format=format_, threads=threads, out=out, warn=_warn, **switched_on)


def _need_terminal(given: str | None) -> None:
    if not sys.stdout.isatty() or (given != "-" and not sys.stdin.isatty()):
        raise UsageError(
            "there is no terminal here to draw on", next_step="run it in a terminal, or see threadmark export --help"
        )


def _list_exports() -> None:
    from threadmark.exports.registry import exports  # noqa: PLC0415

    for each in exports().values():
        extra = f" (needs threadmark[{each.extra}])" if each.extra else ""
        click.echo(f"{each.name}: {each.title}{extra}")
        if each.loses:
            click.echo(f"    can't carry: {each.loses}")
        for flag in each.flags:
            click.echo(f"    --with {flag.name}: {flag.help}")


def _warn(line: str) -> None:
    click.echo(line, err=True)


@program.command()
@click.argument("labels", type=click.Path(path_type=Path))
def recover(labels: Path) -> None:
    """Rebuild a damaged label file from its history.

    The damaged files are kept under another name, and what was lost is said.
    """
    from threadmark.labels.recover import recover as recover_file  # noqa: PLC0415

    for line in recover_file(labels).lines():
        click.echo(line)


@program.command()
@click.option(
    "--keymap", "layers", multiple=True, metavar="LAYER", help="A keymap layer on top of the others (repeatable)."
)
@click.option("--format", "format_", type=click.Choice(["markdown", "json"]), default="markdown", show_default=True)
@click.option("--extended", is_flag=True, help="With the labels that a project has to ask for.")
def codebook(layers: tuple[str, ...], format_: str, *, extended: bool) -> None:
    """Print the codebook: every label with definition, tests and example."""
    from threadmark.keys.layers import DEFAULT_LAYERS, load_keymap  # noqa: PLC0415

    book = load_keymap((*DEFAULT_LAYERS, *layers), search=keymap_folders(), extended=extended).codebook
    click.echo(book.as_json() if format_ == "json" else book.as_markdown(), nl=False)


@program.group()
def keymap() -> None:
    """Check, list and show keymap layers."""


@keymap.command("check")
@click.argument("layers", nargs=-1, metavar="[LAYER...]")
@click.option("--slips", is_flag=True, help="List labels that lie one adjacent key apart.")
@click.option("--against", metavar="LAYER", help="Fail where a key now means another label than in this layer.")
def keymap_check(layers: tuple[str, ...], against: str | None, *, slips: bool) -> None:
    """Find clashes, unknown commands and unreachable labels; each with file and line."""
    from threadmark.keys.check import check_layers, report  # noqa: PLC0415

    findings = check_layers(layers, search=keymap_folders(), slips=slips, against=against)
    click.echo(report(findings))
    if any(finding.serious for finding in findings):
        raise SystemExit(UsageError.exit_code)


@keymap.command("list")
def keymap_list() -> None:
    """List the layers that can be named, and where they lie."""
    from threadmark.keys.table import list_layers  # noqa: PLC0415

    click.echo(list_layers(keymap_folders()))


@keymap.command("show")
@click.argument("layers", nargs=-1, metavar="[LAYER...]")
def keymap_show(layers: tuple[str, ...]) -> None:
    """Show the keys of layers, or of the default stack."""
    from threadmark.keys.table import show_layers  # noqa: PLC0415

    click.echo(show_layers(layers, keymap_folders()))


@program.command()
@click.argument("shell", type=click.Choice(["bash", "zsh", "fish"]))
def completion(shell: str) -> None:
    """Print the completion script of a shell.

    \b
    bash:  eval "$(threadmark completion bash)"       in ~/.bashrc
    zsh:   eval "$(threadmark completion zsh)"        in ~/.zshrc
    fish:  threadmark completion fish | source        in config.fish
    """  # noqa: D301 -- as above
    from click.shell_completion import get_completion_class  # noqa: PLC0415

    found = get_completion_class(shell)
    if found is not None:
        click.echo(found(program, {}, "threadmark", "_THREADMARK_COMPLETE").source())


def keymap_folders(project: Path | None = None) -> list[Path]:
    """Where layers are looked for: the project's folder, the user's, the shipped one."""
    return [*([project] if project else []), user_keymaps(), shipped("keymaps")]


def run(main: Callable[..., Any] = program) -> int:
    """Run the command line and turn errors into one line and an exit status."""
    try:
        result = main(standalone_mode=False, prog_name="threadmark")
    except ThreadmarkError as error:
        from threadmark.thread.text import clean_line  # noqa: PLC0415 -- the name of a file can hold anything

        click.echo(f"threadmark: {clean_line(str(error))[0]}", err=True)
        return error.exit_code
    except click.exceptions.Abort:
        return _INTERRUPTED
    except click.ClickException as error:
        error.show()
        return UsageError.exit_code
    except KeyboardInterrupt:
        return _INTERRUPTED
    return result if isinstance(result, int) else 0
