"""A watch over the store: which of its documents bear on it, what they come to, and what moved by it.

Comes in: a store, a watch and a day. Goes out: what every room made, put back into the store with what
moved. It loads the documents that bear on the watch and can still count, and no other, so that what it
costs does not grow with the archive.
"""

import datetime as dt
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from tocsin import __version__
from tocsin.pipeline import Settled, Walk, choose_known, in_scale, settle_watch, walk
from tocsin.store import Store
from tocsin.terms import (
    Brief,
    Covered,
    Document,
    Lineage,
    Move,
    Outlook,
    Plan,
    ScaleName,
    Verdicts,
    Watch,
    Weighing,
    identify,
)
from tocsin.trace import number_origins, trace_documents
from tocsin.weigh import bears_on, counting_days

COVERED_DAYS = 90  # as far back as reporting is fresh
LATEST = 500  # documents that a brief without a watch is written from
_LOOKED_AT = 500  # documents looked at in one transaction
LEAST = 0.005  # a probability that changed by less is said to stand where it stood


class Judged(NamedTuple):
    """What every room made of a watch's documents, and what is no longer as it was."""

    watch: Watch
    walk: Walk
    moves: tuple[Move, ...]


def look_over(store: Store, watch: Watch) -> None:
    """Note which documents bear on the watch: those that came in since, or all where the watch changed."""
    fingerprint = identify(watch.keywords, watch.countries, __version__)
    while batch := store.next_documents(watch.id, fingerprint, _LOOKED_AT):
        ids = [id_ for _, id_ in batch]
        entered = {each.document for each in store.observations_in(ids) if each.watch == watch.id}
        found = [
            (document.id, _day_of(document))
            for document in store.stream(ids)
            if document.id in entered or bears_on(watch, document)
        ]
        store.put_bearings(watch.id, found, until=batch[-1][0])


def judge_watch(
    store: Store,
    watch: Watch,
    *,
    day: dt.date,
    as_of: dt.date | None = None,
    incomplete: str | None = None,
    is_asked: bool = False,
    at: dt.datetime | None = None,
) -> Judged | None:
    """Weigh a watch on what the store holds for it, and put back what came of it, all or nothing.

    `incomplete`: who publishes a brief although parts are missing, which the audit trail keeps as of `at`.

    None where nothing that it rests on has changed since it was last weighed for that day, unless
    `is_asked` wants it all the same. A brief is published when something moved, and for each day once.
    """
    look_over(store, watch)
    weighed = identify(day, as_of, __version__, watch.model_dump_json(), *_counts(store, watch), incomplete)
    if store.weighed_as(watch.id) == weighed and not is_asked:
        return None
    made = _walk_watch(store, watch, day=day, as_of=as_of, incomplete=incomplete)
    if made is None or made.weighing is None or made.outlook is None:
        return None
    before = store.last_judged(watch.id, day)
    moves = tuple(find_moves(watch, *before, made))
    last = store.latest_brief(watch.id)
    is_due = bool(moves) or last is None or last.as_of != day or incomplete is not None
    store.put_judged(
        watch.id,
        weighing=made.weighing,
        outlook=made.outlook,
        plans=made.plans,
        brief=made.brief if is_due else None,
        weighed=weighed,
        at=at,
    )
    return Judged(watch, made, moves)


def _counts(store: Store, watch: Watch) -> tuple[object, ...]:
    """What grows when something comes in that a watch may rest on: documents, verdicts, plans' orders."""
    return store.newest_number(), store.count_verdicts(), store.count_plan_orders(watch.id)


def walk_store(
    store: Store,
    name: str | None,
    *,
    as_of: dt.date | None,
    today: dt.date,
    watches: Sequence[Watch] = (),
    incomplete: str | None = None,
    scale: ScaleName | None = None,
    at: dt.datetime | None = None,
) -> Walk | None:
    """The brief of one watch on what the store holds: the one named, else the one on which most bears.

    Where nothing bears on any of `watches`, the latest documents make a brief without a watch. None if the
    store holds no document.
    """
    day = as_of or store.newest_day(today) or today
    asked = settle_watch(name, []).watch if name else _most_borne(store, watches)
    judged = None
    if asked:
        asked = in_scale(asked, scale)
        judged = judge_watch(store, asked, day=day, as_of=as_of, incomplete=incomplete, is_asked=True, at=at)
    if judged is not None:
        return judged.walk
    return _walk_unwatched(store, day=day, as_of=as_of, incomplete=incomplete, at=at)


def find_moves(
    watch: Watch,
    weighing: Weighing | None,
    outlook: Outlook | None,
    plans: Sequence[Plan],
    made: Walk,
) -> Iterator[Move]:
    """What is not as the weighing, outlook and plans before had it; the first time, what stands out."""
    assert made.weighing is not None
    assert made.outlook is not None
    yield from _moved_indicators(watch, weighing, made.weighing, made.outlook.as_of)
    yield from _moved_forecasts(watch, outlook, made.outlook)
    states = {plan.id: plan.state for plan in plans}
    for plan in made.plans:
        before = states.get(plan.id, "standing-by")
        if before != plan.state:
            yield Move(
                watch=watch.id,
                as_of=made.outlook.as_of,
                kind="plan",
                id=plan.id,
                name=plan.title,
                before=before,
                after=plan.state,
                reason=_said(plan),
                evidence=plan.evidence,
            )


def _said(plan: Plan) -> str:
    return f"Set by {plan.order.by}: {plan.order.because}" if plan.order else plan.reason


def _moved_indicators(watch: Watch, before: Weighing | None, now: Weighing, as_of: dt.date) -> Iterator[Move]:
    names = {each.id: each.name for each in watch.indicators}
    stood = {each.id: each.state for each in before.indicators} if before else {}
    for state in now.indicators:
        was = stood.get(state.id)
        if was != state.state and (was is not None or state.state == "observed"):
            yield Move(
                watch=watch.id,
                as_of=as_of,
                kind="indicator",
                id=state.id,
                name=names.get(state.id, state.id),
                before=was,
                after=state.state,
                reason=state.reason,
                evidence=state.evidence,
            )


def _moved_forecasts(watch: Watch, before: Outlook | None, now: Outlook) -> Iterator[Move]:
    """Against the outlook before; the first time, against what the record alone gives."""
    names = {each.id: each.name for each in watch.scenarios}
    stood = {each.scenario: each.probability for each in before.forecasts} if before else {}
    for forecast in now.forecasts:
        was = stood.get(forecast.scenario, forecast.base_rate)
        step = forecast.probability - was
        if abs(step) >= LEAST:
            steps = [each for each in forecast.ledger if each.step in ("indicator", "trigger")]
            yield Move(
                watch=watch.id,
                as_of=now.as_of,
                kind="forecast",
                id=forecast.scenario,
                name=names.get(forecast.scenario, forecast.scenario),
                before=f"{was:.1%}",
                after=f"{forecast.probability:.1%}",
                step=step,
                reason="; ".join(each.name for each in steps) or forecast.base_note,
                evidence=tuple(dict.fromkeys(key for each in steps for key in each.evidence)),
            )


def _walk_watch(
    store: Store, watch: Watch, *, day: dt.date, as_of: dt.date | None, incomplete: str | None
) -> Walk | None:
    since = day - dt.timedelta(days=counting_days(watch.horizon_days))
    bearing = store.bearing_on(watch.id, since=since, as_of=as_of)
    if not bearing:
        return None
    lineage = number_origins(store.stories_telling(bearing))
    told = [id_ for story in lineage.stories for id_ in story.documents]
    documents = [*store.stream(store.in_use([*bearing, *told], as_of))]
    reason = f"{len(bearing)} of its documents bear on it"
    return _walk(
        store,
        documents,
        Settled(watch, reason),
        day=day,
        as_of=as_of,
        incomplete=incomplete,
        lineage=lineage if as_of is None else None,
    )


def _walk_unwatched(
    store: Store, *, day: dt.date, as_of: dt.date | None, incomplete: str | None, at: dt.datetime | None
) -> Walk | None:
    documents = list(store.latest_documents(LATEST, as_of))
    if not documents:
        return None
    settled = Settled(None, "no document of the store bears on a watch")
    made = _walk(store, documents, settled, day=day, as_of=as_of, incomplete=incomplete, lineage=None)
    store.put_brief(made.brief, at=at)
    return made


def _walk(
    store: Store,
    found: Sequence[Document],
    settled: Settled,
    *,
    day: dt.date,
    as_of: dt.date | None,
    incomplete: str | None,
    lineage: Lineage | None,
) -> Walk:
    documents, unknown = choose_known(found, as_of)
    ids = [document.id for document in documents]
    readings, observations = store.readings_of(ids), store.observations_in(ids)
    if lineage is None:
        entered = {each.document for each in observations}
        traced = [document for document in documents if document.id not in entered]
        lineage = trace_documents(traced, readings, corrections=store.corrections(as_of))
    watch = settled.watch.id if settled.watch else None
    earlier = store.weighing(watch, day) if watch and as_of is None else None
    verdicts = Verdicts(
        source_grades=store.source_grades(as_of),
        decisions=store.match_decisions(watch, as_of) if watch else (),
    )

    def find_previous(brief: Brief) -> Brief | None:
        return store.latest_brief(watch, before=brief.version)

    return walk(
        documents,
        readings,
        settled,
        as_of=day,
        unknown=unknown,
        incomplete=incomplete,
        lineage=lineage,
        covered=covered_by_channels(store, day),
        observations=observations,
        verdicts=verdicts,
        earlier=earlier.indicators if earlier else (),
        record=store.settled(watch, as_of=day) if watch else (),
        orders=store.plan_orders(watch, as_of) if watch else (),
        find_previous=find_previous,
    )


def covered_by_channels(store: Store, day: dt.date) -> tuple[Covered, ...] | None:
    """The times that the store's channels covered up to the end of a day; None where it has no channels."""
    if not store.channels(with_removed=True):
        return None
    end = dt.datetime.combine(day + dt.timedelta(days=1), dt.time(), dt.UTC)
    return store.coverage(end - dt.timedelta(days=COVERED_DAYS), end)


def _most_borne(store: Store, watches: Sequence[Watch]) -> Watch | None:
    for watch in watches:
        look_over(store, watch)
    reached = [(store.reach(watch.id).documents, watch) for watch in watches]
    most = max(reached, key=lambda each: (each[0], each[1].id), default=(0, None))
    return most[1] if most[0] else None


def _day_of(document: Document) -> dt.date | None:
    """The later of when it was published and when it was first seen: until then it may still count."""
    seen = document.first_seen.astimezone(dt.UTC).date() if document.first_seen else None
    return max((day for day in (document.published, seen) if day), default=None)
