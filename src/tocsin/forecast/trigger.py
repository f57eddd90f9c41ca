"""Trigger windows tested on the record before they are believed.

Comes in: a watch, one of its triggers, the as-of date. Goes out: a `TriggerFinding` with counts, a
shrunken effect, a placebo p and a sentence; and the days of coming windows. Knows nothing about a
scenario's rate: it only says by how much the days inside a window differ from others of their year.
"""

import datetime as dt

from tocsin.errors import ConfigurationError
from tocsin.forecast.past import Past, covered_kinds, recall_past
from tocsin.forecast.placebo import placebo_p
from tocsin.forecast.ratio import Effect, Tally, shrunken_effect
from tocsin.forecast.settings import load_settings
from tocsin.forecast.variants import WindowCount, count_variants
from tocsin.forecast.words import say_count, say_month, say_percent
from tocsin.reference.anchors import anchor_dates
from tocsin.terms import Trigger, TriggerFinding, Watch


def judge_triggers(watch: Watch, *, as_of: dt.date, by: dt.date, seed: int = 0) -> tuple[TriggerFinding, ...]:
    """Every trigger of the watch, judged as one of as many as the record can test at all.

    Raises:
        ConfigurationError: a trigger names an anchor or a scenario that does not exist.
    """
    counts = [count_windows(watch, trigger, as_of) for trigger in watch.triggers]
    tested = max(sum(bool(count.windows) for count in counts), 1)
    return tuple(
        judge_trigger(watch, trigger, count, as_of=as_of, by=by, tested=tested, seed=seed)
        for trigger, count in zip(watch.triggers, counts, strict=True)
    )


def judge_trigger(
    watch: Watch,
    trigger: Trigger,
    count: WindowCount,
    *,
    as_of: dt.date,
    by: dt.date,
    tested: int = 1,
    seed: int = 0,
) -> TriggerFinding:
    """What the record up to `as_of` says of one trigger, among `tested` triggers.

    It is told from none only when the placebo p is under the set level divided by `tested`, and the
    interval of the shrunken ratio leaves out 1.
    """
    past, tally = count.past, count.tally
    effect = shrunken_effect(tally)
    p = placebo_p(count.starts, past.coverage, past.covered, count.windows, seed) if count.windows else None
    is_told = (
        p is not None and p < load_settings().placebo_level / tested and not effect.low <= 1 <= effect.high
    )
    coming = coming_windows(watch, trigger, as_of=as_of, by=by)
    companion = load_settings().companions.get(trigger.anchor)
    others = _past_dates(watch, trigger, past, companion.anchor, as_of) if companion else ()
    return TriggerFinding(
        trigger=trigger.id,
        name=trigger.name,
        kinds=past.kinds,
        start=coming[0][0] if coming else None,
        end=coming[0][1] if coming else None,
        ratio=effect.ratio,
        low=effect.low,
        high=effect.high,
        log_offset=effect.log_ratio,
        placebo_p=p,
        is_told_from_none=is_told,
        variants=count_variants(count, companion.name if companion else None, others),
        dates=count.dates,
        sentence=_say_finding(trigger, past, tally, effect, p, tested, is_told=is_told),
    )


def count_windows(watch: Watch, trigger: Trigger, as_of: dt.date) -> WindowCount:
    """The trigger's past windows on the record of its kinds, as known on `as_of`."""
    past = recall_past(watch.history, trigger_kinds(watch, trigger), as_of)
    dates = _past_dates(watch, trigger, past, trigger.anchor, as_of)
    return WindowCount(past, trigger.days_before, trigger.days_after, dates)


def trigger_kinds(watch: Watch, trigger: Trigger) -> tuple[str, ...]:
    """The kinds that a trigger is tested on: its scenarios', or all that the history covers.

    Raises:
        ConfigurationError: it names a scenario that the watch does not have.
    """
    if not trigger.scenarios:
        return covered_kinds(watch.history)
    known = {scenario.id: scenario for scenario in watch.scenarios}
    for name in trigger.scenarios:
        if name not in known:
            raise ConfigurationError(
                f"watch {watch.id}, trigger {trigger.id}",
                f"scenario {name} is not in the watch",
                "correct the id or leave scenarios empty for all",
            )
    return tuple(dict.fromkeys(kind for name in trigger.scenarios for kind in known[name].kinds))


def coming_windows(
    watch: Watch, trigger: Trigger, *, as_of: dt.date, by: dt.date
) -> tuple[tuple[dt.date, dt.date], ...]:
    """Start and end of every window of the trigger with a day after `as_of` and up to `by`."""
    before, after = dt.timedelta(days=trigger.days_before), dt.timedelta(days=trigger.days_after)
    dates = find_dates(watch, trigger, trigger.anchor, as_of - after, by + before, as_of)
    windows = ((day - before, day + after) for day in dates)
    return tuple((start, end) for start, end in windows if end > as_of and start <= by)


def find_dates(
    watch: Watch, trigger: Trigger, anchor: str, start: dt.date, end: dt.date, as_of: dt.date
) -> tuple[dt.date, ...]:
    """Dates of an anchor, as known on `as_of`, each once and in order.

    Raises:
        ConfigurationError: there is no such anchor.
    """
    try:
        return tuple(sorted(set(anchor_dates(anchor, start, end, as_of))))
    except KeyError:
        raise ConfigurationError(
            f"watch {watch.id}, trigger {trigger.id}",
            f"there is no anchor {anchor}",
            "use an id of reference/anchors.yaml",
        ) from None


def _past_dates(
    watch: Watch, trigger: Trigger, past: Past, anchor: str, as_of: dt.date
) -> tuple[dt.date, ...]:
    if past.covered_until is None:
        return ()
    return find_dates(watch, trigger, anchor, dt.date.fromordinal(past.first), past.covered_until, as_of)


def _say_finding(
    trigger: Trigger,
    past: Past,
    tally: Tally,
    effect: Effect,
    p: float | None,
    tested: int,
    *,
    is_told: bool,
) -> str:
    """The counts first, then whether they tell an effect from none."""
    span = f"{trigger.days_before} days before to {trigger.days_after} after"
    if p is None or past.covered_until is None:
        return (
            f"{trigger.name} ({span}): the record covers no such window yet, so nothing can be told from it."
        )
    verdict = (
        "the record shows an effect, not its cause"
        if is_told
        else "the record cannot tell an effect from none"
    )
    return (
        f"{trigger.name} ({span}): of the {say_count(tally.windows, 'window')} that the record covers up to "
        f"{say_month(past.covered_until)}, {tally.windows_hit} held the start of at least one episode, with "
        f"{say_count(tally.observed, 'episode')} against {tally.expected:.1f} expected from the other days "
        f"of the same years; {verdict} (rate ratio {effect.ratio:.1f}, 90 % {effect.low:.1f} to "
        f"{effect.high:.1f}; {say_percent(p)} of random dates did as well or better; "
        f"{say_count(tested, 'trigger')} tested)."
    )
