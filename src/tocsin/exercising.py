"""Plays an exercise: the corridor walked with and without what it brings in, moment by moment.

Comes in: an exercise, its watch, and what was reported up to its start. Goes out: for each moment both
walks, and a report of how they differ. Nothing of it is stored: it is handed no store to write to. The
real record counts up to the start and no further.
"""

import datetime as dt
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import partial
from itertools import groupby
from typing import NamedTuple

from tocsin import __version__
from tocsin.brief.wording import lower_first, percent, unended
from tocsin.injecting import bring, say_inject
from tocsin.judging import find_moves
from tocsin.pipeline import Settled, Walk, walk
from tocsin.terms import (
    Beside,
    Document,
    Exercise,
    ExerciseReport,
    ExerciseTurn,
    IndicatorStateName,
    Inject,
    Move,
    Observation,
    PlanOrder,
    Reading,
    Watch,
    Weighing,
)
from tocsin.trace import trace_documents
from tocsin.weigh import set_states

_SAME = 0.005  # log-odds: a step that differs by less is the same


@dataclass(frozen=True)
class Reported:
    """What was reported before the exercise begins, read."""

    documents: tuple[Document, ...]
    readings: tuple[Reading, ...]
    observations: tuple[Observation, ...] = ()
    orders: tuple[PlanOrder, ...] = ()


class Played(NamedTuple):
    """One moment: what it brought in, and the walks with and without all that came in so far."""

    injects: tuple[Inject, ...]
    made: Walk
    without: Walk


def play(exercise: Exercise, watch: Watch, reported: Reported) -> Iterator[Played]:
    """The moments of an exercise in order, each with what would follow and what would stand without it.

    Both are as of the moment's day, so that what differs is the exercise's doing and not that of time.
    """
    known, watch = _marked(reported, exercise.marking), _cut(watch, exercise.as_of)
    so_far: list[Inject] = []
    plain: dict[dt.date, Walk] = {}
    for (day, _), group in groupby(sorted(exercise.injects, key=_when), key=_when):
        now = tuple(group)
        so_far += now
        if day not in plain:
            plain[day] = _walk(watch, known, (), day, exercise.marking)
        yield Played(now, _walk(watch, known, so_far, day, exercise.marking), plain[day])


def report_exercise(exercise: Exercise, watch: Watch, played: Sequence[Played]) -> ExerciseReport:
    """How the briefs differ, moment by moment."""
    turns: list[ExerciseTurn] = []
    told: set[tuple[str, str, str]] = set()
    for number, each in enumerate(played, start=1):
        turn = _turn(number, watch, each, told)
        told |= {_what(move) for move in turn.moves}
        turns.append(turn)
    markings = [exercise.marking, *(mark for each in played for mark in each.made.brief.markings)]
    return ExerciseReport(
        title=exercise.title,
        watch=watch.id,
        problem=watch.title,
        markings=tuple(dict.fromkeys(markings)),
        as_of=exercise.as_of,
        code_version=__version__,
        turns=tuple(turns),
    )


def _when(inject: Inject) -> tuple[dt.date, str]:
    return inject.at, inject.time or ""


def _marked(reported: Reported, marking: str) -> Reported:
    """The same reporting, every document bearing a marking: its own, if that says exercise already."""
    documents = tuple(
        each
        if (each.marking or "").startswith("EXERCISE")
        else each.model_copy(update={"marking": f"{marking}; {each.marking}" if each.marking else marking})
        for each in reported.documents
    )
    return Reported(documents, reported.readings, reported.observations, reported.orders)


def _cut(watch: Watch, as_of: dt.date) -> Watch:
    """The watch with the record as it stood at the start: what really came later is no part of it."""
    events = tuple(event for event in watch.history.events if event.end <= as_of)
    return watch.model_copy(update={"history": watch.history.model_copy(update={"events": events})})


def _walk(watch: Watch, known: Reported, injects: Sequence[Inject], day: dt.date, marking: str) -> Walk:
    brought = [bring(inject, watch, marking) for inject in injects]
    documents = [*known.documents, *(document for each in brought for document in each.documents)]
    readings = [*known.readings, *(reading for each in brought for reading in each.readings)]
    observations = [*known.observations, *(seen for each in brought for seen in each.observations)]
    entered = {each.document for each in observations}
    traced = [document for document in documents if document.id not in entered]
    added = [event for each in brought for event in each.history]
    history = watch.history.model_copy(update={"events": (*watch.history.events, *added)})
    return walk(
        documents,
        readings,
        Settled(watch.model_copy(update={"history": history}), "named by the exercise"),
        as_of=day,
        lineage=trace_documents(traced, [each for each in readings if each.document not in entered]),
        observations=observations,
        orders=known.orders,
        adjust=partial(_adjust, watch, _states(injects)),
    )


def _states(injects: Sequence[Inject]) -> dict[str, IndicatorStateName]:
    """The last state that each indicator was put into, but for "observed", which an observation brings."""
    last = {each.indicator.id: each.indicator.state for each in injects if each.indicator}
    return {indicator: state for indicator, state in last.items() if state != "observed"}


def _adjust(watch: Watch, states: dict[str, IndicatorStateName], weighing: Weighing) -> Weighing:
    return set_states(watch, weighing, states) if states else weighing


def _turn(number: int, watch: Watch, played: Played, told: set[tuple[str, str, str]]) -> ExerciseTurn:
    """One moment; a difference that an earlier one told already stays in its rows alone."""
    first, made, without = played.injects[0], played.made, played.without
    moves = find_moves(watch, without.weighing, without.outlook, without.plans, made)
    return ExerciseTurn(
        number=number,
        at=first.at,
        time=first.time,
        injects=tuple(say_inject(each) for each in played.injects),
        ask=tuple(question for each in played.injects for question in each.ask),
        moves=tuple(_reasoned(move, played, watch) for move in moves if _what(move) not in told),
        rows=tuple(_rows(made, without)),
        line_without=_bottom(without),
        line_with=_bottom(made),
        folder=f"{number:02d}-{first.at}-with",
        folder_without=f"{number:02d}-{first.at}-without",
    )


def _what(move: Move) -> tuple[str, str, str]:
    return move.kind, move.id, move.after


def _reasoned(move: Move, played: Played, watch: Watch) -> Move:
    """A probability's move with those steps of its ledger alone that differ; others in the watch's words."""
    if move.kind != "forecast":
        return move.model_copy(update={"reason": _in_words(move.reason, watch)})
    now, before = (_steps(each, move.id) for each in (played.made, played.without))
    names = [name for name in {**now, **before} if abs(now.get(name, 0.0) - before.get(name, 0.0)) > _SAME]
    return move.model_copy(update={"reason": "; ".join(names) or move.reason})


def _in_words(text: str, watch: Watch) -> str:
    """A reason with the names of indicators and scenarios in place of their ids."""
    names = {each.id: each.name for each in watch.scenarios} | {i.id: i.name for i in watch.indicators}
    names = {id_: lower_first(unended(name)) for id_, name in names.items()}
    ids = "|".join(re.escape(id_) for id_ in sorted(names, key=len, reverse=True))
    return re.sub(rf"(?<![\w-])({ids})(?![\w-])", lambda found: names[found[1]], text) if names else text


def _steps(made: Walk, scenario: str) -> dict[str, float]:
    """Log-odds of each step of a scenario's ledger, by its name."""
    found = [each for each in made.brief.judgements if each.scenario == scenario]
    return {step.name: step.log_odds for each in found for step in each.ledger}


def _bottom(made: Walk) -> tuple[str, ...]:
    return tuple(each.text for each in made.brief.sentences if each.part == "bottom-line")


def _rows(made: Walk, without: Walk) -> Iterator[Beside]:
    stood = {each.scenario: each for each in without.brief.judgements}
    for each in made.brief.judgements:
        before, after = percent(stood[each.scenario].probability), percent(each.probability)
        yield Beside(
            kind="probability", name=each.name, without=before, following=after, is_moved=before != after
        )
    states = {plan.id: plan.state.replace("-", " ") for plan in without.plans}
    for plan in made.plans:
        before, after = states[plan.id], plan.state.replace("-", " ")
        yield Beside(kind="plan", name=plan.title, without=before, following=after, is_moved=before != after)
