"""The plan room's arguable choices, read once from settings.yaml.

Comes in: the packaged file. Goes out: a frozen `PlanSettings`. Knows nothing about playbooks.
"""

from functools import cache
from importlib.resources import files

from pydantic import Field

from tocsin.reference.tables import parse_table
from tocsin.terms import Record


class PlanSettings(Record):
    """What settings.yaml says; units stand in the names, reasons in the file."""

    current_days: int = Field(ge=0)
    recent_days: int = Field(ge=0)
    together_days: int = Field(ge=0)


@cache
def load_settings() -> PlanSettings:
    """The packaged settings; a wrong key or value fails here."""
    text = files(__package__).joinpath("settings.yaml").read_text(encoding="utf-8")
    return PlanSettings.model_validate(parse_table(text))
