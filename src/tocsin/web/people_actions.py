"""What people do with accounts from the workbench: let others in, change what they may do, make tokens.

Comes in: a filled form and the desk it is done at. Goes out: one line of what was done. An admin sets a first
password, and whoever it is for changes it. Knows nothing about requests and pages.
"""

from collections.abc import Mapping
from typing import Annotated

from pydantic import Field, SecretStr

from tocsin import people
from tocsin.errors import ConfigurationError
from tocsin.store.people import Role
from tocsin.web.forms import Action, Desk, Form, Line, Why

Secret = Annotated[SecretStr, Field(max_length=people.LONGEST, json_schema_extra={"kind": "secret"})]


class PersonForm(Form):
    """A person to let in."""

    name: Line = Field(title="Name", description="It stands in the audit trail; a role will do.")
    role: Role = Field("reader", title="Role")
    password: Secret = Field(title="First password", description=f"At least {people.SHORTEST} characters.")
    because: Why


class RoleForm(Form):
    """What a person may do."""

    name: Line = Field(title="Name")
    role: Role = Field(title="Role")
    because: Why


class AccessForm(Form):
    """What a person may see."""

    name: Line = Field(title="Name")
    watches: Annotated[str, Field(max_length=5000, json_schema_extra={"kind": "lines"})] = Field(
        "", title="Problems", description="Ids of watches, a line each; * for all, empty for none."
    )
    because: Why


class LeaveForm(Form):
    """A person to let in no more."""

    name: Line = Field(title="Name")
    because: Why


class PasswordForm(Form):
    """A new password of one's own."""

    current: Secret = Field(title="Password that holds now")
    new: Secret = Field(title="New password", description=f"At least {people.SHORTEST} characters.")


class ResetForm(Form):
    """A new first password for a person who has lost theirs."""

    name: Line = Field(title="Name")
    password: Secret = Field(title="New password", description=f"At least {people.SHORTEST} characters.")


class TokenForm(Form):
    """A token for a program."""

    name: Line = Field(title="What it is for")
    role: Role | None = Field(None, title="Role", description="The most it may do; empty: what you may.")
    days: Annotated[int, Field(ge=1, le=people.MOST_TOKEN_DAYS)] = Field(
        people.TOKEN_DAYS, title="Days until it ends"
    )


class TokenBackForm(Form):
    """A token to take back."""

    id: Line = Field(title="Token", description="Its id.")


def add_person(desk: Desk, form: PersonForm) -> str:
    """Let a person sign in."""
    made = people.add_person(
        desk.store,
        form.name,
        form.role,
        form.password.get_secret_value(),
        at=desk.at,
        by=desk.by,
        because=form.because,
    )
    return f"{made.name} may sign in as {made.role}."


def set_role(desk: Desk, form: RoleForm) -> str:
    """Let a person do more or less."""
    people.change_role(desk.store, form.name, form.role, at=desk.at, by=desk.by, because=form.because)
    return f"{form.name} is {form.role} now; their sessions have ended."


def set_access(desk: Desk, form: AccessForm) -> str:
    """Let a person see some problems only, or all."""
    named = form.watches.split()
    watches = None if named == ["*"] else named
    known = {watch.id for watch in desk.watches}
    unknown = sorted(set(named) - known) if watches is not None else []
    if unknown:
        raise ConfigurationError(unknown[0], "is no problem of this desk", f"use {', '.join(sorted(known))}")
    people.change_access(desk.store, form.name, watches, at=desk.at, by=desk.by, because=form.because)
    return (
        f"{form.name} may see {'every problem' if watches is None else ', '.join(watches) or 'no problem'}."
    )


def remove_person(desk: Desk, form: LeaveForm) -> str:
    """Let a person in no more; their tokens and sessions end."""
    known = people.known_person(desk.store, form.name)
    desk.store.drop_person(known.name, at=desk.at, by=desk.by, because=form.because)
    return f"{known.name} may sign in no more."


def set_password(desk: Desk, form: PasswordForm) -> str:
    """Change one's own password."""
    if not desk.visitor.is_account:
        raise ConfigurationError(desk.by, "has no password", "let somebody in first: tocsin people add")
    if not people.is_password(desk.store.password_hash(desk.by), form.current.get_secret_value()):
        raise ConfigurationError("the password", "is not the one that holds now", "try again")
    people.change_password(desk.store, desk.by, form.new.get_secret_value(), at=desk.at, by=desk.by)
    return "Your password is changed; sign in anew."


def reset_password(desk: Desk, form: ResetForm) -> str:
    """Give another person a new first password."""
    people.change_password(desk.store, form.name, form.password.get_secret_value(), at=desk.at, by=desk.by)
    return f"{form.name} has a new password; their sessions have ended."


def make_token(desk: Desk, form: TokenForm) -> str:
    """Make a token for a program of one's own."""
    if not desk.visitor.is_account:
        raise ConfigurationError(desk.by, "has no account", "let somebody in first: tocsin people add")
    token, words = people.make_token(
        desk.store, desk.by, name=form.name, role=form.role, days=form.days, at=desk.at, by=desk.by
    )
    return f"{words} (token {token.id}, {token.role}, until {token.expires:%Y-%m-%d})"


def take_token_back(desk: Desk, form: TokenBackForm) -> str:
    """Take a token back: one's own, or, for an admin, anybody's."""
    person = None if desk.visitor.may("admin") else desk.by
    gone = desk.store.drop_token(form.id, person=person, at=desk.at, by=desk.by)
    return f"Token {gone.id} ({gone.name}) opens nothing any more."


_PEOPLE, _ME = "/people", "/me"
PEOPLE_ACTIONS: Mapping[str, Action] = {
    "add-person": Action("admin", "Let in", "people add", PersonForm, add_person, _PEOPLE, is_by_hand=True),
    "set-role": Action("admin", "Set the role", "people role", RoleForm, set_role, _PEOPLE),
    "set-access": Action("admin", "Set access", "people access", AccessForm, set_access, _PEOPLE),
    "remove-person": Action("admin", "Let in no more", "people remove", LeaveForm, remove_person, _PEOPLE),
    "reset-password": Action(
        "admin", "Set the password", "people password", ResetForm, reset_password, _PEOPLE, is_by_hand=True
    ),
    "set-password": Action(
        "reader", "Change it", "people password", PasswordForm, set_password, "/sign-in", is_by_hand=True
    ),
    "make-token": Action(
        "reader",
        "Make a token",
        "people token",
        TokenForm,
        make_token,
        _ME,
        is_shown_once=True,
        is_by_hand=True,
    ),
    "take-token-back": Action(
        "reader", "Take it back", "people revoke", TokenBackForm, take_token_back, _ME, is_by_hand=True
    ),
}
