"""Write docs/commands.md from the program's own help, so that the page cannot drift.

Run `python docs/make_commands.py` after a change in a verb; a test compares the page with what this
prints. It knows the command tree and nothing of what the commands do.
"""

from collections.abc import Iterator
from pathlib import Path

import click
from typer.main import get_command

from tocsin.cli import app

HEAD = """# Commands

This page is written by `python docs/make_commands.py` from the program's own help.
"""


def commands_page() -> str:
    """The whole page."""
    group = get_command(app)
    return HEAD + "".join(_sections(group, click.Context(group, info_name="tocsin"), "tocsin"))


def _sections(group: click.Command, context: click.Context, path: str) -> Iterator[str]:
    """A section for each verb; of a group of verbs, for each verb in it."""
    for name in group.list_commands(context):  # type: ignore[attr-defined]
        command = group.get_command(context, name)  # type: ignore[attr-defined]
        if hasattr(command, "list_commands"):
            yield from _sections(command, click.Context(command, info_name=name), f"{path} {name}")
        else:
            yield _section(f"{path} {name}", command)


def _section(path: str, command: click.Command) -> str:
    lines = [f"\n## `{path}`\n", f"{command.help}\n"]
    rows = [_row(parameter) for parameter in command.params if parameter.name != "help"]
    return "\n".join(lines) + ("\n| argument | what it does |\n|---|---|\n" + "".join(rows) if rows else "")


def _row(parameter: click.Parameter) -> str:
    name = ", ".join(f"`{each}`" for each in parameter.opts)
    if isinstance(parameter, click.Argument) or not parameter.opts[0].startswith("-"):
        name = f"`{parameter.name.upper()}`"  # type: ignore[union-attr]
    return f"| {name} | {getattr(parameter, 'help', '') or ''} |\n"


if __name__ == "__main__":
    Path(__file__).with_name("commands.md").write_text(commands_page(), encoding="utf-8")
