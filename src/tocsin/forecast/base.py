"""The base rate of a scenario: what the record alone leads to expect, and what that rests on.

Comes in: a watch, a scenario, the as-of date. Goes out: a `BaseRate`: the rate, until when the record
covers it, and a note in words. Knows nothing about triggers and evidence.
"""

import datetime as dt
from dataclasses import dataclass

import numpy as np

from tocsin.errors import ConfigurationError
from tocsin.forecast.memory import Memory, choose_memory
from tocsin.forecast.past import Past, covered_kinds, group_kinds, recall_past
from tocsin.forecast.rate import (
    YEAR,
    Rate,
    class_rates,
    discounted_rate,
    faded_rate,
    long_run_rates,
    mixed_rate,
    reference_rate,
    summed_rate,
)
from tocsin.forecast.settings import load_settings
from tocsin.forecast.words import say_count, say_date, say_rate, say_years
from tocsin.terms import ReferenceClass, Scenario, Watch


@dataclass(frozen=True)
class BaseRate:
    """The rate without triggers and evidence; `covered_until` None where no record covers the scenario."""

    rate: Rate
    covered_until: dt.date | None
    note: str


def recall_kinds(watch: Watch, as_of: dt.date) -> tuple[Past, ...]:
    """The past of every covered kind of the watch, one by one: the class that single kinds lean on."""
    return tuple(recall_past(watch.history, [kind], as_of) for kind in covered_kinds(watch.history))


def find_base_rate(
    watch: Watch, scenario: Scenario, as_of: dt.date, class_pasts: tuple[Past, ...]
) -> BaseRate:
    """The base rate of a scenario that is not the complement.

    Kinds of equal coverage are one group with one rate; a scenario's groups add up. A scenario that no
    record covers by `as_of` takes its reference class.

    Raises:
        ConfigurationError: neither a record nor a reference class.
    """
    reference = find_reference(watch, scenario)
    groups = group_kinds(watch.history, scenario.kinds, as_of)
    recalled = [recall_past(watch.history, kinds, as_of) for kinds in groups]
    pasts = [past for past in recalled if past.days]
    if not pasts:
        return _from_reference(watch, scenario, reference)
    parts = [_group_rate(past, as_of, class_pasts, reference, len(pasts)) for past in pasts]
    missing = [kind for kind in scenario.kinds if not any(kind in past.kinds for past in pasts)]
    notes = [note for _, note in parts]
    if missing:
        notes.append(f"The record covers {', '.join(missing)} at no date up to then: not counted.")
    return BaseRate(
        summed_rate([rate for rate, _ in parts]),
        min(past.covered_until for past in pasts if past.covered_until),
        " ".join(notes),
    )


def find_reference(watch: Watch, scenario: Scenario) -> ReferenceClass | None:
    """The scenario's reference class, None if it names none.

    Raises:
        ConfigurationError: it names one that the watch does not have.
    """
    if scenario.reference_class is None:
        return None
    for reference in watch.reference_classes:
        if reference.id == scenario.reference_class:
            return reference
    raise ConfigurationError(
        f"watch {watch.id}, scenario {scenario.id}",
        f"reference class {scenario.reference_class} is not among the watch's reference classes",
        "add it to reference_classes or correct the id",
    )


def _from_reference(watch: Watch, scenario: Scenario, reference: ReferenceClass | None) -> BaseRate:
    if reference is None:
        raise ConfigurationError(
            f"watch {watch.id}, scenario {scenario.id}",
            "the history covers none of its kinds by the as-of date and it names no reference class",
            "add a coverage interval for its kinds or a reference_class with a rate band",
        )
    note = (
        f"No record of this watch covers it at any date up to then. Borrowed from a reference class, "
        f"{reference.name}: {reference.rate_mid:g} a year, {reference.rate_low:g} to "
        f"{reference.rate_high:g} ({reference.basis.rstrip('.')})."
    )
    return BaseRate(reference_rate(reference), None, note)


def _group_rate(
    past: Past,
    as_of: dt.date,
    class_pasts: tuple[Past, ...],
    reference: ReferenceClass | None,
    groups: int,
) -> tuple[Rate, str]:
    """The rate of kinds that are covered alike, and the sentence about it."""
    usual = class_rates(class_pasts, past.first, past.days)
    long_run = long_run_rates(past, usual)
    memory = choose_memory(past, long_run)
    rate = discounted_rate(past, memory.half_life, memory.strength, float(long_run[-1]))
    note = _say_record(past, memory, rate, float(long_run[-1])) + _say_silence(past)
    uncovered = as_of.toordinal() - (past.first + past.days - 1)
    if uncovered <= 0:
        return rate, note
    note += (
        f" The record of {', '.join(past.kinds)} ends on {_say_end(past)}: no day after it counts as quiet. "
        f"The last covered rate is carried on over {say_years(uncovered)} and its band widened"
    )
    if reference is not None and groups == 1:
        faded = mixed_rate(rate, reference_rate(reference), uncovered)
        return faded, f"{note} towards a reference class ({reference.name}), giving {say_rate(faded.mean)}."
    faded = faded_rate(rate, uncovered)
    return faded, f"{note}: it weighs as {faded.alpha:.1f} events now, not {rate.alpha:.1f}."


def _say_record(past: Past, memory: Memory, rate: Rate, long_run: float) -> str:
    """`8 event-days of launch in 59.9 covered years (...), 0.12 a year in the long run; ...`."""
    first = dt.date.fromordinal(past.first)
    loose = f" ({past.placed} known only to a month or longer, placed in its middle)" if past.placed else ""
    if memory.windows:
        chosen = f"chosen on {say_count(memory.windows, 'past window')}"
    else:
        chosen = "the record is too short to choose by"
    return (
        f"{say_count(int(past.events.sum()), 'event-day')}{loose} of {', '.join(past.kinds)} in "
        f"{past.covered.sum() / YEAR:.1f} covered years ({say_date(first)} to {_say_end(past)}), "
        f"{say_rate(long_run)} in the long run; with a memory that halves in {say_years(memory.half_life)} "
        f"({chosen}), {say_rate(rate.mean)}."
    )


def _say_silence(past: Past) -> str:
    """A sentence where the kind has been silent for longer than its long-run rate explains."""
    covered = int(past.covered.sum())
    where = np.flatnonzero(past.events)
    if not len(where):
        return " No event in the record: the rate comes from the length of the silence and the prior."
    silent = int(past.covered[where[-1] + 1 :].sum())
    if np.exp(-len(where) / covered * silent) >= load_settings().dormant_below:
        return ""
    last = dt.date.fromordinal(past.first + int(where[-1]))
    return (
        f" Dormant: the last one was on {say_date(last)}, and {say_years(silent)} of covered silence is "
        f"longer than the long-run rate explains."
    )


def _say_end(past: Past) -> str:
    assert past.covered_until is not None
    return say_date(past.covered_until)
