"""The page Settings: how this workbench is set up, in words and without a secret, and how the page looks.

Comes in: settings, a shelf, and the look that the browser asks for. Goes out: the page's contents as a
record. A secret is told as set or not set. Knows nothing about how it looks.
"""

from collections.abc import Iterator
from pathlib import Path
from typing import Literal, get_args

from pydantic import SecretStr
from starlette.requests import Request

from tocsin.config import Settings
from tocsin.terms import Record
from tocsin.web.shelf import Shelf

Look = Literal["system", "light", "dark"]
LOOKS: tuple[Look, ...] = get_args(Look)
LOOK_COOKIE = "tocsin-look"


class SettingLine(Record):
    """One setting as it stands."""

    variable: str
    value: str
    is_default: bool


class WatchLine(Record):
    """A watch at hand."""

    id: str
    title: str
    scenarios: int
    indicators: int
    plans: int
    is_judged: bool


class SettingsPage(Record):
    """How the workbench is set up."""

    look: Look
    settings: tuple[SettingLine, ...]
    watches: tuple[WatchLine, ...]
    documents: int
    channels: int


def show_settings(shelf: Shelf, settings: Settings, look: str) -> SettingsPage:
    """The settings that the program was started with, and what is at hand."""
    return SettingsPage(
        look=choose_look(look),
        settings=tuple(_lines(settings)),
        watches=tuple(_watches(shelf)),
        documents=shelf.store.holdings().documents,
        channels=len(shelf.store.channels()),
    )


def choose_look(asked: str) -> Look:
    """The look of that name; the system's where there is none."""
    return next((each for each in LOOKS if each == asked), "system")


def look_of(request: Request) -> Look:
    """What this browser was told last; an address may ask for another."""
    return choose_look(request.query_params.get("look") or request.cookies.get(LOOK_COOKIE, ""))


def _lines(settings: Settings) -> Iterator[SettingLine]:
    for name, field in type(settings).model_fields.items():
        value = getattr(settings, name)
        yield SettingLine(
            variable=f"TOCSIN_{name.upper()}", value=_say(value), is_default=value == field.default
        )


def _say(value: object) -> str:
    if value is None or value == "":
        return "not set"
    if isinstance(value, SecretStr):
        return "set (secret)"
    return value.name if isinstance(value, Path) else str(value)


def _watches(shelf: Shelf) -> Iterator[WatchLine]:
    judged = {watch for watch, _ in shelf.store.watched()}
    for watch in sorted(shelf.watches.values(), key=lambda each: each.title):
        yield WatchLine(
            id=watch.id,
            title=watch.title,
            scenarios=len(watch.scenarios),
            indicators=len(watch.indicators),
            plans=len(watch.playbooks),
            is_judged=watch.id in judged,
        )
