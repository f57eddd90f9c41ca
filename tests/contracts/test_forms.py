"""Every command has a form and every form a command; and forms show what they are given as text."""

import re
from collections.abc import Iterator
from pathlib import Path

import click
from typer.main import get_command

from tocsin.cli import app
from tocsin.web.actions import ACTIONS
from tocsin.web.site import PAGES
from tocsin.web.verbs import NOT_HERE, SHOWN_AT


def verbs(group: click.Command, path: tuple[str, ...] = ()) -> Iterator[str]:
    """Every verb of the command line, as one writes it."""
    for name, command in group.commands.items():  # type: ignore[attr-defined]
        if hasattr(command, "commands"):
            if command.invoke_without_command:
                yield " ".join([*path, name])  # it lists what its verbs change
            yield from verbs(command, (*path, name))
        else:
            yield " ".join([*path, name])


def test_every_verb_has_a_form_a_page_or_a_reason_and_every_form_a_verb() -> None:
    known = set(verbs(get_command(app)))
    behind_forms = {action.command for action in ACTIONS.values()}
    assert behind_forms <= known, "a form without a verb"
    assert known == behind_forms | set(SHOWN_AT) | set(NOT_HERE), "add an action, a page or a reason"
    assert not set(NOT_HERE) & (behind_forms | set(SHOWN_AT)), "a reason for what is there"
    assert set(SHOWN_AT.values()) <= set(PAGES)


def test_every_verb_that_writes_into_the_store_has_a_form_or_its_reason_in_the_docs(root: Path) -> None:
    """Who looks for a form reads that page first."""
    page = (root / "docs/serve.md").read_text(encoding="utf-8")
    for name in ACTIONS:
        assert f"`{name}`" in page, f"docs/serve.md does not tell of {name}"
    for verb in ("events import", "move", "restore", "run", "sources check", "unbundle"):
        assert f"`tocsin {verb}`: {NOT_HERE[verb]}" in page


def test_every_field_says_what_it_is_and_every_action_what_it_does() -> None:
    for name, action in ACTIONS.items():
        assert re.fullmatch(r"[a-z]+(-[a-z]+)*", name) and action.do.__doc__, name
        for field, told in action.form.model_fields.items():
            assert told.title, f"{name}: {field} has no title"
            assert field not in ("by", "analyst", "csrf", "then"), "who acts is never a field"
