"""Write docs/commands.md from the program's own help, so that the page cannot drift.

Run `python docs/make_commands.py` after a change in cli.py; a test compares the page with what this
prints. It knows the command tree and nothing of what the commands do.
"""

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
    context = click.Context(group, info_name="tocsin")
    names = group.list_commands(context)  # type: ignore[attr-defined]
    return HEAD + "".join(_section(name, group.get_command(context, name)) for name in names)  # type: ignore[attr-defined]


def _section(name: str, command: click.Command) -> str:
    lines = [f"\n## `tocsin {name}`\n", f"{command.help}\n"]
    rows = [_row(parameter) for parameter in command.params if parameter.name != "help"]
    return "\n".join(lines) + ("\n| argument | what it does |\n|---|---|\n" + "".join(rows) if rows else "")


def _row(parameter: click.Parameter) -> str:
    name = ", ".join(f"`{each}`" for each in parameter.opts)
    if isinstance(parameter, click.Argument) or not parameter.opts[0].startswith("-"):
        name = f"`{parameter.name.upper()}`"  # type: ignore[union-attr]
    return f"| {name} | {getattr(parameter, 'help', '') or ''} |\n"


if __name__ == "__main__":
    Path(__file__).with_name("commands.md").write_text(commands_page(), encoding="utf-8")
