"""The frame of every form that writes: what is asked, who may send it, what is done, where to go next.

Comes in: a table of actions, and what a page or a program sends. Goes out: forms to be shown, and one line of
what was done. An action calls the function that its verb of the command line calls, and names who acts; who
that is never comes from the form. Knows nothing about single actions.
"""

import datetime as dt
import hmac
import unicodedata
from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import Annotated, Any, Literal, NamedTuple, get_args, get_origin
from urllib.parse import parse_qs

from pydantic import BaseModel, ConfigDict, Field, ValidationError, field_validator
from pydantic.config import JsonDict
from pydantic.fields import FieldInfo

from tocsin.store import Store
from tocsin.store.people import Role
from tocsin.terms import Watch
from tocsin.web.visitors import Visitor

MOST_FIELDS = 60
BEARER_FIELDS = ("csrf", "then")  # what every form carries beside its own fields


SEEN: JsonDict = {
    "pattern": r"[!-~\u00a1-\u167f\u3001-\ud7ff]"
}  # told to programs: something that can be seen
Line = Annotated[str, Field(min_length=1, max_length=300, json_schema_extra=SEEN)]
Lines = Annotated[str, Field(min_length=1, max_length=20_000, json_schema_extra=SEEN | {"kind": "lines"})]
Why = Annotated[
    str,
    Field(
        min_length=1,
        max_length=1000,
        title="Why",
        description="In a sentence; it stays.",
        json_schema_extra=SEEN,
    ),
]


class Form(BaseModel):
    """What an action asks for; each field has a title, and a description where the title does not do."""

    model_config = ConfigDict(frozen=True, extra="forbid", str_strip_whitespace=True)

    @field_validator("*", mode="before")
    @classmethod
    def _without_control(cls, value: object) -> object:
        """Without signs that nobody sees and that end strings or turn lines around elsewhere."""
        if not isinstance(value, str):
            return value
        return "".join(sign for sign in value if sign in "\n\t" or unicodedata.category(sign) != "Cc")


class Desk(NamedTuple):
    """Where an action is done: a store to write into, the watches at hand, who acts, and when.

    `store` shows what the visitor may see; `whole` is for what was found in it and then touches more.
    """

    store: Store
    whole: Store
    watches: Sequence[Watch]
    visitor: Visitor
    at: dt.datetime

    @property
    def by(self) -> str:
        """Who acts, as the audit trail names them."""
        return self.visitor.name


class Action(NamedTuple):
    """One thing that a person can do.

    `command`: the verb of the command line that does the same. `then`: the page to go to, unless the form
    came from another. `is_shown_once`: what came of it holds a secret and must not be kept in the browser.
    `is_by_hand`: a person's own passwords and tokens, which no program's token may change.
    """

    role: Role
    title: str
    command: str
    form: type[Form]
    do: Callable[[Desk, Any], str]
    then: str = "/watch"
    is_shown_once: bool = False
    is_by_hand: bool = False


Kind = Literal["line", "lines", "choice", "check", "hidden", "secret", "number"]


class Shown(NamedTuple):
    """One field of a form as a page shows it."""

    name: str
    title: str
    kind: Kind
    value: str
    choices: tuple[str, ...]
    is_needed: bool
    told: str  # what it is for
    fault: str


class Sent(NamedTuple):
    """What a form brought: its own fields, the word against forgery, and the page to go to."""

    fields: dict[str, str]
    csrf: str
    then: str


def list_fields(
    action: Action, given: Mapping[str, str], faults: Mapping[str, str] | None = None, *, fixed: bool = False
) -> Iterator[Shown]:
    """The fields of an action's form, filled with what is known; `fixed` hides what is given."""
    for name, field in action.form.model_fields.items():
        kind = _kind(field)
        default = "" if field.is_required() or field.default is None else str(field.default)
        yield Shown(
            name=name,
            title=field.title or name.replace("_", " ").capitalize(),
            kind="hidden" if fixed and name in given else kind,
            value="" if kind == "secret" else given.get(name, default),
            choices=_choices(field),
            is_needed=field.is_required(),
            told=field.description or "",
            fault=(faults or {}).get(name, ""),
        )


def read_sent(body: bytes) -> Sent:
    """The fields of a form as a browser sends it; what is left empty is left out.

    Raises:
        ValueError: it is no such form, or holds far too many fields.
    """
    told = parse_qs(body.decode("utf-8"), keep_blank_values=True, max_num_fields=MOST_FIELDS)
    fields = {name: values[-1].replace("\r\n", "\n") for name, values in told.items()}
    csrf, then = (fields.pop(name, "") for name in BEARER_FIELDS)
    return Sent({name: value for name, value in fields.items() if value.strip()}, csrf, then)


def carries_word(visitor: Visitor, word: str) -> bool:
    """Whether a form carries the word of the session that sends it."""
    return bool(visitor.csrf) and hmac.compare_digest(visitor.csrf.encode(), word.encode("utf-8", "replace"))


def fill(action: Action, fields: Mapping[str, object]) -> Form | dict[str, str]:
    """The form filled in, or what is wrong with each field."""
    try:
        return action.form.model_validate(fields)
    except ValidationError as error:
        return {".".join(map(str, e["loc"])) or "form": _say(e["msg"]) for e in error.errors()}


def _say(message: str) -> str:
    return message.removeprefix("Value error, ").replace("Input should", "It should")


def _kind(field: FieldInfo) -> Kind:
    extra = field.json_schema_extra
    if isinstance(extra, dict) and "kind" in extra:
        kind: Kind = next(each for each in get_args(Kind) if each == extra["kind"])
        return kind
    if field.annotation is bool:
        return "check"
    if int in (field.annotation, *get_args(field.annotation)):
        return "number"
    return "choice" if _choices(field) else "line"


def _choices(field: FieldInfo) -> tuple[str, ...]:
    kinds = (field.annotation, *get_args(field.annotation))
    found = next((each for each in kinds if get_origin(each) is Literal), None)
    return tuple(str(each) for each in get_args(found)) if found else ()
