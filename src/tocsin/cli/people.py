"""The verbs by which people are let in: people, which lists them, and adds, changes, removes; tokens.

Names, roles and a store come in; lines for people go out. A password never stands among the words of a
command: it is asked for on the terminal, or read from a file or the environment. They know nothing of pages.
"""

import getpass
import os
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from tocsin.cli.app import app
from tocsin.cli.arguments import Database, open_store, refuse, say

if TYPE_CHECKING:
    from tocsin.store.people import Role, Token

VARIABLE = "TOCSIN_PASSWORD"

people = typer.Typer(
    help="Who may sign in to the workbench, what each may do and see, tokens for their programs.",
    invoke_without_command=True,
    context_settings={"help_option_names": ["-h", "--help"]},
)
app.add_typer(people, name="people")

Name = Annotated[str, typer.Argument(help="The person's name; a role will do. It stands in the audit trail.")]
RoleName = Annotated[str, typer.Option(help="reader, analyst, editor or admin.")]
By = Annotated[str, typer.Option(help="Who decides; it stands in the audit trail.")]
Because = Annotated[str, typer.Option(help="Why, in a sentence.")]
PasswordFile = Annotated[
    Path | None,
    typer.Option(
        help=f"A file with the password in its first line; default: {VARIABLE}, or the terminal asks."
    ),
]


@people.callback()
def _people(context: typer.Context) -> None:
    if context.invoked_subcommand is None:
        list_people(None)


@people.command("list")
def list_people(db: Database = None) -> None:
    """List who may sign in, with role and the problems that they may see."""
    with open_store(db) as store:
        found = store.people()
    for each in found:
        seen = "every problem" if each.watches is None else ", ".join(each.watches) or "no problem"
        sys.stdout.write(f"{each.name}: {each.role}, sees {seen}, since {each.added:%Y-%m-%d}\n")
    if not found:
        say("nobody has an account; let the first in as admin: tocsin people add NAME --role admin")


@people.command()
def add(
    name: Name,
    role: RoleName = "reader",
    by: By = "the terminal",
    because: Because = "",
    password_file: PasswordFile = None,
    db: Database = None,
) -> None:
    """Let a person sign in."""
    from tocsin.clock import now
    from tocsin.people import add_person

    given = _role(role)
    why = _why(because)
    with open_store(db) as store:
        if not store.count_people() and given != "admin":
            refuse(f"--role {role}", "nobody could look after the others", "let an admin in first")
        made = add_person(store, name, given, _password(password_file), at=now(), by=by, because=why)
    sys.stdout.write(f"{made.name} may sign in as {made.role}\n")


@people.command()
def role(
    name: Name,
    role: Annotated[str, typer.Argument(help="reader, analyst, editor or admin.")],
    by: By = "the terminal",
    because: Because = "",
    db: Database = None,
) -> None:
    """Let a person do more or less; their sessions end."""
    from tocsin.clock import now
    from tocsin.people import change_role

    given, why = _role(role), _why(because)
    with open_store(db) as store:
        change_role(store, name, given, at=now(), by=by, because=why)
    sys.stdout.write(f"{name} is {given} now\n")


@people.command()
def access(
    name: Name,
    watch: Annotated[list[str] | None, typer.Option(help="A problem's id; again for more.")] = None,
    everything: Annotated[bool, typer.Option("--all", help="Every problem.")] = False,
    by: By = "the terminal",
    because: Because = "",
    db: Database = None,
) -> None:
    """Let a person see some problems only, or all; an admin always sees all."""
    from tocsin.clock import now
    from tocsin.people import change_access

    if everything == bool(watch):
        refuse("people access", "does not say what", "give --watch ID, once or more, or --all")
    why = _why(because)
    with open_store(db) as store:
        change_access(store, name, None if everything else watch, at=now(), by=by, because=why)
    sys.stdout.write(f"{name} may see {'every problem' if everything else ', '.join(watch or ())}\n")


@people.command()
def password(
    name: Name, by: By = "the terminal", password_file: PasswordFile = None, db: Database = None
) -> None:
    """Give a person another password; their sessions end."""
    from tocsin.clock import now
    from tocsin.people import change_password, known_person

    with open_store(db) as store:
        known = known_person(store, name)
        change_password(store, known.name, _password(password_file), at=now(), by=by)
    sys.stdout.write(f"{known.name} has another password\n")


@people.command()
def remove(name: Name, by: By = "the terminal", because: Because = "", db: Database = None) -> None:
    """Let a person in no more; their tokens and sessions end, the trail of what they did stays."""
    from tocsin.clock import now
    from tocsin.people import known_person

    why = _why(because)
    with open_store(db) as store:
        known = known_person(store, name)
        store.drop_person(known.name, at=now(), by=by, because=why)
    sys.stdout.write(f"{known.name} may sign in no more\n")


@people.command()
def token(
    name: Name,
    purpose: Annotated[str, typer.Option("--for", help="What it is for.")],
    role: Annotated[
        str | None, typer.Option(help="The most it may do; default: what the person may.")
    ] = None,
    days: Annotated[int, typer.Option(min=1, help="Days until it ends.")] = 90,
    by: By = "the terminal",
    db: Database = None,
) -> None:
    """Make a token for a person's program; it is printed this once and kept nowhere."""
    from tocsin.clock import now
    from tocsin.people import make_token

    given = _role(role) if role else None
    with open_store(db) as store:
        made, words = make_token(store, name, name=purpose, role=given, days=days, at=now(), by=by)
    say(
        f"token {made.id} of {made.person}, {made.role}, until {made.expires:%Y-%m-%d}; it is shown this once"
    )
    sys.stdout.write(f"{words}\n")


@people.command()
def tokens(db: Database = None) -> None:
    """List the tokens: whose, what for, what they may do, until when."""
    with open_store(db) as store:
        for each in store.tokens():
            sys.stdout.write(f"{_told(each)}\n")


@people.command()
def revoke(
    token: Annotated[str, typer.Argument(help="A token's id.")], by: By = "the terminal", db: Database = None
) -> None:
    """Take a token back."""
    from tocsin.clock import now

    with open_store(db) as store:
        gone = store.drop_token(token, at=now(), by=by)
    sys.stdout.write(f"{_told(gone)}: taken back\n")


def _told(token: "Token") -> str:
    return f"{token.id}: {token.person}, {token.name}, {token.role}, until {token.expires:%Y-%m-%d}"


def _role(text: str) -> "Role":
    from tocsin.people import ROLES

    found = next((each for each in ROLES if each == text), None)
    if found is None:
        refuse(f"role {text}", "there is no such role", f"use {', '.join(ROLES)}")
    return found


def _why(text: str) -> str:
    if not text.strip():
        refuse("--because", "gives no reason", "say why in a sentence")
    return " ".join(text.split())


def _password(file: Path | None) -> str:
    """From the file, the environment, or the terminal, where it is asked for twice and not shown."""
    if file is not None:
        try:
            return file.read_text(encoding="utf-8").partition("\n")[0].rstrip("\r")
        except (OSError, UnicodeDecodeError) as fault:
            refuse(f"--password-file {file}", f"cannot be read ({type(fault).__name__})", "check the path")
    if VARIABLE in os.environ:
        return os.environ[VARIABLE]
    if not sys.stdin.isatty():
        refuse("the password", "cannot be asked for here", f"give --password-file, or set {VARIABLE}")
    first = getpass.getpass("Password: ")
    if getpass.getpass("Again: ") != first:
        refuse("the password", "was not written twice alike", "try again")
    return first
