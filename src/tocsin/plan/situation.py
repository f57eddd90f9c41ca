"""What is known on one date, as plans look at it: forecasts, states of indicators, events.

Comes in: Forecasts, a Weighing, Readings. Goes out: a `Situation` that answers which events of a kind the
documents tell of. Knows nothing about playbooks.
"""

import datetime as dt
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from tocsin.reference.kinds import kind_and_broader, kinds
from tocsin.terms import Event, Forecast, IndicatorState, Reading, Status, Watch, Weighing


@dataclass(frozen=True)
class Situation:
    """The situation of a watch on `as_of`, for all its playbooks."""

    as_of: dt.date
    forecasts: dict[str, Forecast]  # by scenario
    scenarios: frozenset[str]  # of the watch
    complements: frozenset[str]
    states: dict[str, IndicatorState]  # by indicator
    events: tuple[Event, ...]  # affirmed, in documents that bear on the watch
    actors: dict[str, frozenset[str]]  # kind -> countries that the watch's indicators look at for it
    countries: frozenset[str]  # of the watch

    def events_of(self, kind: str, status: Status | None) -> list[Event]:
        """Events of the kind or a narrower one, of the status, and not named as another country's doing."""
        wanted = self.actors.get(kind) or self.countries
        return [
            event
            for event in self.events
            if event.kind is not None
            and kind in _with_broader(event.kind)
            and status in (None, event.status)
            and _is_by(event, wanted)
        ]


def look_around(
    watch: Watch,
    forecasts: Sequence[Forecast],
    weighing: Weighing,
    readings: Sequence[Reading],
    as_of: dt.date,
) -> Situation:
    """The situation that the other rooms' records give."""
    return Situation(
        as_of=as_of,
        forecasts={forecast.scenario: forecast for forecast in forecasts},
        scenarios=frozenset(scenario.id for scenario in watch.scenarios),
        complements=frozenset(scenario.id for scenario in watch.scenarios if scenario.complement),
        states={state.id: state for state in weighing.indicators},
        events=tuple(_bearing_events(weighing, readings)),
        actors=_watched_actors(watch),
        countries=frozenset(watch.countries),
    )


def _is_by(event: Event, countries: frozenset[str]) -> bool:
    """Whether its doer may be one of these countries: unknown doers may be anyone."""
    doers = {actor.country for actor in event.actors if actor.country}
    return not doers or not countries or bool(doers & countries)


def _watched_actors(watch: Watch) -> dict[str, frozenset[str]]:
    """For each kind the countries that the indicators which match it ask for."""
    actors: dict[str, frozenset[str]] = {}
    for indicator in watch.indicators:
        for kind in {wider for narrow in indicator.match.kinds for wider in _with_broader(narrow)}:
            actors[kind] = actors.get(kind, frozenset()) | frozenset(indicator.match.actors)
    return actors


def _with_broader(kind: str) -> tuple[str, ...]:
    return kind_and_broader(kind) if kind in kinds() else (kind,)


def _bearing_events(weighing: Weighing, readings: Sequence[Reading]) -> Iterator[Event]:
    """Events of relevant documents that are affirmed, by the words and by the claim that holds them."""
    relevant = set(weighing.relevant_documents)
    for reading in readings:
        denied = {claim.id for claim in reading.claims if claim.stance == "denies"}
        if reading.document in relevant:
            yield from (e for e in reading.events if e.polarity == "affirmed" and e.claim not in denied)
