"""The corridor: carry records from room to room, in the one order there is.

Comes in: documents with their readings, a watch, an as-of date. Goes out: a `Walk`, which holds what every
room made. It knows the order of the rooms and nothing of their insides, nor of the store.
"""

import datetime as dt
from collections.abc import Callable, Iterator, Sequence
from typing import BinaryIO, NamedTuple

from tocsin import __version__
from tocsin.brief import compose_brief
from tocsin.collect import Collected, collect_paths
from tocsin.forecast import forecast_watch, tally_record
from tocsin.plan import measure_readiness, plan_watch
from tocsin.reference.outlets import find_outlet
from tocsin.terms import (
    Brief,
    Covered,
    Document,
    IndicatorState,
    Lineage,
    Observation,
    Outlook,
    Plan,
    PlanOrder,
    Problem,
    Reading,
    ScaleName,
    SettledQuestion,
    Verdicts,
    Watch,
    Weighing,
)
from tocsin.trace import trace_documents, with_observations
from tocsin.watches import load_watch, packaged_watches
from tocsin.weigh import choose_watch, weigh_watch


class Walk(NamedTuple):
    """What every room made of one set of documents."""

    lineage: Lineage
    weighing: Weighing | None
    outlook: Outlook | None
    plans: tuple[Plan, ...]
    brief: Brief


class Settled(NamedTuple):
    """Which watch serves a set of documents, and why."""

    watch: Watch | None
    reason: str


def settle_watch(name: str | None, documents: Sequence[Document], scale: ScaleName | None = None) -> Settled:
    """The watch that was named, or the packaged one that bears most on the documents, or none.

    `scale` takes the place of the one that the watch asks for.

    Raises:
        ConfigurationError: the named watch is not there or is wrong.
    """
    if name is not None:
        return Settled(in_scale(load_watch(name), scale), "named by the reader")
    watch, reason = choose_watch([load_watch(each) for each in packaged_watches()], documents)
    return Settled(in_scale(watch, scale) if watch else None, reason)


def in_scale(watch: Watch, scale: ScaleName | None) -> Watch:
    """The watch with the words of likelihood that a reader asks for; its numbers stay (L1)."""
    return watch.model_copy(update={"scale": scale}) if scale else watch


def settle_date(documents: Sequence[Document], *, today: dt.date) -> dt.date:
    """The as-of date when none is given: the newest publication date, or today where there is none."""
    return max((d.published for d in documents if d.published), default=today)


def choose_known(documents: Sequence[Document], as_of: dt.date | None) -> tuple[list[Document], list[str]]:
    """Documents first seen by the end of `as_of` (UTC), and what stays unknown because others were left out.

    Without an as-of date all are taken. With one, an undated document cannot be shown to have been known.
    """
    if as_of is None:
        is_dated = any(document.published for document in documents)
        today = "as of which day this holds: no document has a date, so today's is taken (--as-of sets it)"
        return list(documents), [] if is_dated else [today]
    known = [d for d in documents if d.first_seen and d.first_seen.astimezone(dt.UTC).date() <= as_of]
    undated = [d.label for d in documents if d.first_seen is None]
    return known, [
        f"whether {label} was known by {as_of}: it has no date and is left out" for label in undated
    ]


def walk(
    documents: Sequence[Document],
    readings: Sequence[Reading],
    settled: Settled,
    *,
    as_of: dt.date,
    unknown: Sequence[str] = (),
    covered: Sequence[Covered] | None = None,
    incomplete: str | None = None,
    lineage: Lineage | None = None,
    record: Sequence[SettledQuestion] = (),
    observations: Sequence[Observation] = (),
    orders: Sequence[PlanOrder] = (),
    adjust: Callable[[Weighing], Weighing] = lambda weighing: weighing,
    verdicts: Verdicts | None = None,
    earlier: Sequence[IndicatorState] = (),
    find_previous: Callable[[Brief], Brief | None] = lambda _: None,
) -> Walk:
    """Carry read documents through trace, weigh, forecast, plan and brief as of one date.

    With a `lineage` that was traced before, the documents are not traced again. `observations` are those
    that some of the documents hold; `verdicts` what people judged, `earlier` the states
    concluded earlier on the same day; `covered` the times that the desk's channels covered, if it has any.
    `find_previous` is asked, with the brief as it stands, for the one to compute the difference from.
    `record` is the track record on the problem; what was settled after `as_of` is left out. `orders` are
    what people decided about the plans. `adjust` may change what was weighed; only an exercise does.
    """
    watch = settled.watch
    documents, readings = _in_order(documents, readings)
    unknown = [*unknown, *_unlisted_outlets(documents)]
    traced = trace_documents(documents, readings) if lineage is None else lineage
    lineage = with_observations(traced, observations, documents, readings)
    weighing: Weighing | None = None
    outlook: Outlook | None = None
    plans: tuple[Plan, ...] = ()
    if watch is not None:
        weighing = weigh_watch(
            watch,
            documents,
            readings,
            lineage,
            as_of=as_of,
            covered=covered,
            observations=observations,
            verdicts=verdicts,
            earlier=earlier,
        )
        weighing = adjust(weighing)
        outlook = forecast_watch(watch, weighing.evidence, as_of=as_of, superlatives=weighing.superlatives)
        plans = plan_watch(watch, outlook, weighing, readings, as_of=as_of, orders=orders)

    known = [
        each for each in record if watch and each.question.watch == watch.id and each.settled_on <= as_of
    ]

    def compose(previous: Brief | None) -> Brief:
        return compose_brief(
            watch=watch,
            watch_reason=settled.reason,
            documents=documents,
            readings=readings,
            lineage=lineage,
            weighing=weighing,
            outlook=outlook,
            plans=plans,
            readiness=measure_readiness(watch, plans) if watch else None,
            as_of=as_of,
            unknown=unknown,
            code_version=__version__,
            previous=previous,
            track_record=tally_record(known),
            incomplete=incomplete,
        )

    brief = compose(None)
    previous = find_previous(brief)
    return Walk(lineage, weighing, outlook, plans, compose(previous) if previous else brief)


def collect(
    paths: Sequence[str],
    *,
    outlet: str | None,
    published: dt.date | None,
    today: dt.date,
    max_bytes: int,
    stdin: BinaryIO,
) -> Iterator[Collected | Problem]:
    """What the paths hold, document by document, with a problem for each input that is not one."""
    return collect_paths(
        paths, outlet=outlet, published=published, today=today, max_bytes=max_bytes, stdin=stdin
    )


def _unlisted_outlets(documents: Sequence[Document]) -> list[str]:
    """One line for the outlets that the reference does not know: who owns them cannot be told."""
    names = sorted({d.outlet for d in documents if d.outlet and find_outlet(d.outlet) is None})
    if not names:
        return []
    return [f"who owns {', '.join(names)}: not in the list of outlets, so each counts as a family of its own"]


def _in_order(
    documents: Sequence[Document], readings: Sequence[Reading]
) -> tuple[list[Document], list[Reading]]:
    """By publication date, name and version, as the store lists them: the same brief by either way in."""
    pairs = sorted(
        zip(documents, readings, strict=True),
        key=lambda pair: (str(pair[0].published or "9999"), pair[0].name, pair[0].version, pair[0].id),
    )
    return [document for document, _ in pairs], [reading for _, reading in pairs]
