"""The command tree's root: its name, help and version; verbs hang themselves on it.

Nothing comes in and the root goes out. It knows no verb.
"""

import sys
from typing import Annotated

import typer

from tocsin import __version__

app = typer.Typer(
    help="Read public reporting on a danger and write a sourced warning brief.",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
    context_settings={"help_option_names": ["-h", "--help"]},
)


@app.callback(invoke_without_command=True)
def _version(
    version: Annotated[bool, typer.Option("--version", help="Print the version and stop.")] = False,
) -> None:
    if version:
        sys.stdout.write(f"tocsin {__version__}\n")
        raise typer.Exit()
