"""Rates: the formulas on the page give the numbers on the page, and doubt shows as width."""

import datetime as dt
from itertools import pairwise

import numpy as np
import pytest
from tests.rooms.forecast_sample import AS_OF, WIDE, covered, day, history

from tocsin.forecast.base import find_base_rate, recall_kinds
from tocsin.forecast.memory import choose_memory
from tocsin.forecast.past import recall_past
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
from tocsin.watches import load_watch


def test_zero_probability_is_that_of_the_negative_binomial():
    assert Rate(2, 100).zero_probability(50) == pytest.approx((100 / 150) ** 2)


def test_discounted_counts_give_the_worked_number():
    past = recall_past(
        history("2023-05-26", coverage=[covered("2023-05-26", "2024-05-25")]), ["launch"], AS_OF
    )
    rate = discounted_rate(past, 365, strength=1, prior_mean=0.01)
    assert rate.alpha == pytest.approx(1.5)
    assert rate.beta == pytest.approx(100 + (1 - 2 ** (-366 / 365)) / (1 - 2 ** (-1 / 365)))


def test_a_kind_without_any_event_has_a_small_rate_and_not_none():
    past = recall_past(history(), ["launch"], AS_OF)
    usual = np.full(past.days, 0.5 / YEAR)
    long_run = long_run_rates(past, usual)
    years = past.days / YEAR
    assert long_run[-1] * YEAR == pytest.approx(1 / (years + 2))
    assert discounted_rate(past, 3650, 1, float(long_run[-1])).zero_probability(180) < 1


def test_what_kinds_usually_do_is_their_geometric_mean_as_known_on_each_day():
    coverage = [covered("2000-01-01", "2009-12-31"), covered("2005-01-01", "2009-12-31", kind="raid")]
    record = history("2001-01-01", "2003-01-01", "2008-01-01", coverage=coverage)
    pasts = [recall_past(record, [kind], day("2009-12-31")) for kind in ("launch", "raid")]
    usual = class_rates(pasts, pasts[0].first, pasts[0].days)
    assert usual[-1] == pytest.approx(np.sqrt(3.5 / 3653 * 0.5 / 1826))
    assert usual[1500] == pytest.approx(2.5 / 1501)  # before the second kind had a year of record
    assert usual[10] == pytest.approx(1 / YEAR)  # before either had


def test_years_without_coverage_widen_the_band_and_keep_the_mean():
    fresh = Rate(4, 2000)
    old = faded_rate(fresh, round(5 * YEAR))
    assert old.alpha == pytest.approx(2, rel=1e-3)
    assert old.mean == pytest.approx(fresh.mean)
    assert old.quantile(0.9) / old.quantile(0.1) > fresh.quantile(0.9) / fresh.quantile(0.1)
    assert faded_rate(fresh, 100_000).alpha == 0.5  # it never becomes a zero


def test_an_old_record_leans_on_its_reference_class():
    mixed = mixed_rate(Rate(2, 1000), Rate(1, 100), round(5 * YEAR))
    assert (mixed.alpha, mixed.beta) == (pytest.approx(1.5, rel=1e-3), pytest.approx(550, rel=1e-3))


def test_a_reference_class_keeps_its_middle_and_its_width():
    rate = reference_rate(WIDE)
    assert rate.quantile(0.5) * YEAR == pytest.approx(1)
    assert rate.quantile(0.9) / rate.quantile(0.1) == pytest.approx(25)


def test_kinds_together_add_means_and_variances():
    both = summed_rate([Rate(1, 100), Rate(3, 100)])
    assert both.mean == pytest.approx(0.04)
    assert both.alpha / both.beta**2 == pytest.approx(4e-4)


def test_memory_is_short_where_the_regime_moved_and_long_where_it_did_not():
    moved = [f"{year}-{month:02}-10" for year in (2020, 2021, 2022) for month in range(1, 13)]
    steady = [f"{year}-{month:02}-10" for year in range(2000, 2024) for month in (2, 6, 10)]
    memories = {}
    for name, dates in {"moved": moved, "steady": steady}.items():
        past = recall_past(history(*dates), ["launch"], AS_OF)
        long_run = long_run_rates(past, np.full(past.days, 1 / YEAR))
        memories[name] = choose_memory(past, long_run)
    assert memories["moved"].half_life <= 730 < memories["steady"].half_life
    assert memories["moved"].windows > 250


def test_a_record_too_short_to_choose_by_takes_the_steadiest_memory():
    past = recall_past(history(coverage=[covered("2023-01-01", "2026-01-01")]), ["launch"], AS_OF)
    memory = choose_memory(past, np.full(past.days, 0.001))
    assert (memory.half_life, memory.windows) == (18250, 0)


def test_windows_that_reach_past_the_end_of_the_record_are_not_scored():
    """Else the choice would know what came after, or take a cut list for silence."""
    late = [f"2020-{month:02}-10" for month in range(1, 13)]
    cut = recall_past(
        history(*late, coverage=[covered("2000-01-01", "2019-12-31")]), ["launch"], day("2024-01-01")
    )
    then = recall_past(history(*late), ["launch"], day("2019-12-31"))
    long_run = np.full(cut.days, 0.001)
    assert choose_memory(cut, long_run) == choose_memory(then, long_run)


def test_packaged_record_walked_forward_beats_the_share_of_past_windows():
    """The figures of docs/rooms/forecast.md, every eighth week: only what was known on each day is used."""
    peninsula = load_watch("korean-peninsula")
    launch = peninsula.scenario("ballistic-missile-test")
    whole = recall_past(peninsula.history, launch.kinds, day("2026-04-19"))
    until = np.concatenate([[0], whole.events.cumsum()])
    since = day("2006-01-01").toordinal() - whole.first
    ours, theirs = [], []
    for at in range(day("2013-01-01").toordinal() - whole.first, whole.days - 91, 56):
        as_of = dt.date.fromordinal(whole.first + at)
        base = find_base_rate(peninsula, launch, as_of, recall_kinds(peninsula, as_of))
        past = until[since + 90 : at + 1] > until[since : at - 89]
        came = until[at + 91] > until[at + 1]
        ours.append((1 - base.rate.zero_probability(90) - came) ** 2)
        theirs.append((past.mean() - came) ** 2)
    assert len(ours) == 86
    assert sum(ours) < 0.85 * sum(theirs)


@pytest.mark.parametrize("room", ["forecast", "plan"])
def test_every_setting_comes_with_its_reason(root, room):
    lines = (root / f"src/tocsin/{room}/settings.yaml").read_text(encoding="utf-8").splitlines()
    for before, line in pairwise(lines):
        if line[:1].isalpha():
            assert before.startswith("# "), f"{room}/settings.yaml gives no reason for {line!r}"
