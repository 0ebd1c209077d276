"""`threadmark completion`: what a shell needs to complete commands."""

from __future__ import annotations

import click


@click.command()
@click.argument("shell", type=click.Choice(["bash", "zsh", "fish"]))
def completion(shell: str) -> None:
    """Print the completion script of a shell.

    \b
    bash:  eval "$(threadmark completion bash)"       in ~/.bashrc
    zsh:   eval "$(threadmark completion zsh)"        in ~/.zshrc
    fish:  threadmark completion fish | source        in config.fish
    """  # noqa: D301 -- click takes the \b as "leave these lines as they are"
    from click.shell_completion import get_completion_class  # noqa: PLC0415

    from threadmark.cli.program import program  # noqa: PLC0415 -- it finds this module

    found = get_completion_class(shell)
    if found is not None:
        click.echo(found(program, {}, "threadmark", "_THREADMARK_COMPLETE").source())


COMMAND = completion
