"""The forecast room's arguable choices, read once from settings.yaml.

Comes in: the packaged file. Goes out: a frozen `ForecastSettings`. Knows nothing about what each choice
is used for; the file itself says why each has its value.
"""

from functools import cache
from importlib.resources import files

from pydantic import Field

from tocsin.reference.tables import parse_table
from tocsin.terms import Record


class Companion(Record):
    """An anchor to be counted together with another, and what to call the two."""

    anchor: str
    name: str


class PoolSettings(Record):
    """Choices of the pooled forecast of many series; the file says what each is for."""

    least_facts: int = Field(ge=1)
    warm_up_days: int = Field(ge=0)
    look_back_days: int = Field(ge=1)
    rows: int = Field(ge=1)
    half_life_days: float = Field(gt=0)
    ridge: float = Field(gt=0)
    common_ridge: float = Field(gt=0)
    many_series: int = Field(ge=1)
    tuning_rows_a_day: int = Field(ge=1)
    companion_days: tuple[int, ...]
    companion_share: float = Field(ge=0, le=1)
    blend_days: int = Field(ge=1)
    blend_half_life_days: float = Field(gt=0)
    blend_rows_a_day: int = Field(ge=1)
    blend_least: int = Field(ge=1)
    blend_ridge: float = Field(gt=0)


class PrecedentSettings(Record):
    """How many past episodes are shown, from when on an anchor is far, and how long one looks after them."""

    nearest: int = Field(ge=1)
    anchor_days: int = Field(ge=1)
    follow_days: tuple[int, ...] = Field(min_length=1)


class ForecastSettings(Record):
    """What settings.yaml says; units stand in the names, reasons in the file."""

    episode_gap_days: int = Field(ge=0)
    dated_within_days: int = Field(ge=1)
    half_lives_days: tuple[float, ...] = Field(min_length=1)
    prior_strengths: tuple[float, ...] = Field(min_length=1)
    class_strength: float = Field(gt=0)
    window_days: tuple[int, ...] = Field(min_length=1)
    window_step_days: int = Field(ge=1)
    warm_up_days: int = Field(ge=0)
    prior_rate_per_year: float = Field(gt=0)
    uncovered_half_life_years: float = Field(gt=0)
    uncovered_floor: float = Field(gt=0)
    credible_share: float = Field(gt=0, lt=1)
    dormant_below: float = Field(gt=0, lt=1)
    log_ratio_sd: float = Field(gt=0)
    ratio_share: float = Field(gt=0, lt=1)
    placebo_level: float = Field(gt=0, lt=1)
    placebo_draws: int = Field(ge=2000)
    around_days: int = Field(ge=0)
    season_years: int = Field(ge=1)
    eras: tuple[int, ...]
    companions: dict[str, Companion]
    indicator_cap: float = Field(gt=0)
    evidence_cap: float = Field(gt=0)
    repeat_share: float = Field(ge=0, le=1)
    evidence_half_life_days: float = Field(gt=0)
    joint_doubt_windows: float = Field(gt=0)
    shared_error: float = Field(ge=0, le=1)
    curve_points: int = Field(ge=2)
    longest_horizon_days: int = Field(ge=1)
    precedents: PrecedentSettings
    pool: PoolSettings


@cache
def load_settings() -> ForecastSettings:
    """The packaged settings; a wrong key or value fails here, before any forecast."""
    text = files(__package__).joinpath("settings.yaml").read_text(encoding="utf-8")
    return ForecastSettings.model_validate(parse_table(text))
