"""Short spellings of records for the tests of forecast and plan: a small watch on an invented strait."""

import datetime as dt
from collections.abc import Iterable
from typing import Any

from tocsin.terms import (
    CoverageInterval,
    Evidence,
    History,
    HistoryEvent,
    Indicator,
    Match,
    ReferenceClass,
    Scenario,
    Settlement,
    Trigger,
    Watch,
)

AS_OF = dt.date(2024, 5, 25)
SETTLEMENT = Settlement(criteria="as stated", source="the list", settler="the desk")


def day(text: str) -> dt.date:
    return dt.date.fromisoformat(text)


def happened(*dates: str, kind: str = "launch") -> tuple[HistoryEvent, ...]:
    """Events of a day each, or of an interval `from/to`."""
    spans = (date.split("/") for date in dates)
    return tuple(
        HistoryEvent(start=day(span[0]), end=day(span[-1]), kind=kind, source="list") for span in spans
    )


def covered(start: str, end: str, kind: str = "launch") -> CoverageInterval:
    return CoverageInterval(kind=kind, start=day(start), end=day(end), source="list")


def history(
    *dates: str,
    kind: str = "launch",
    coverage: Iterable[CoverageInterval] = (covered("2000-01-01", "2026-01-01"),),
) -> History:
    return History(events=happened(*dates, kind=kind), coverage=tuple(coverage))


def scenario(id: str = "launch", **fields: Any) -> Scenario:
    values: dict[str, Any] = {"kinds": (id,), **fields}
    return Scenario(
        id=id,
        name=id,
        question=f"Will {id} come?",
        settlement=SETTLEMENT,
        severity="moderate",
        consequences="noise",
        **values,
    )


NOTHING = scenario("nothing", kinds=(), complement=True, grave=False)
WIDE = ReferenceClass(id="wide", name="a wide class", rate_low=0.2, rate_mid=1, rate_high=5, basis="guess")


def indicator(id: str = "fuelling", likelihood: dict[str, float] | None = None, **fields: Any) -> Indicator:
    values: dict[str, Any] = {"otherwise": 0.2, "match": Match(), **fields}
    return Indicator(
        id=id,
        name=id,
        statement=f"{id} is reported",
        domain="preparation",
        likelihood={"launch": 0.3} if likelihood is None else likelihood,
        lead_time_days=7,
        owner="the desk",
        last_review=day("2024-05-01"),
        **values,
    )


def evidence(indicator: str = "fuelling", origin: str | None = "o1", **fields: Any) -> Evidence:
    values: dict[str, Any] = {"state": "observed", "strength": 1.0, "items": (f"d#{origin}",), **fields}
    return Evidence(indicator=indicator, origin=origin, note="", **values)


def watch(
    past: History | None = None,
    scenarios: tuple[Scenario, ...] = (scenario(),),
    indicators: tuple[Indicator, ...] = (indicator(),),
    triggers: tuple[Trigger, ...] = (),
    **fields: Any,
) -> Watch:
    values: dict[str, Any] = {"horizon_days": 180, "reference_classes": (WIDE,), **fields}
    return Watch(
        id="strait",
        title="The strait",
        problem="launches over the strait",
        keywords=("strait",),
        written=day("2024-01-01"),
        scenarios=scenarios,
        indicators=indicators,
        triggers=triggers,
        history=history("2020-03-01", "2021-07-09", "2023-02-02") if past is None else past,
        **values,
    )
