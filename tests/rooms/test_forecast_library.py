"""The formulas of the forecast room against libraries that others trust, and its page's worked numbers."""

import datetime as dt

import numpy as np
import pytest

from tocsin.forecast import (
    Pace,
    Rate,
    compare_skill,
    decompose_brier,
    episodes,
    fill_bins,
    fit_logistic,
    inverse_logit,
    quiet_chances,
    ratio_interval,
    score_forecasts,
    shrunken_effect,
    tally_windows,
)
from tocsin.forecast.regimes import LEVELS
from tocsin.forecast.skill import calibration_error, log_loss

CHANCE = np.random.default_rng(7)
SAID = CHANCE.uniform(0.02, 0.98, 400)
CAME = CHANCE.random(400) < SAID


def test_log_and_brier_scores_are_those_of_scoringrules() -> None:
    rules = pytest.importorskip("scoringrules")
    outcome = CAME.astype(float)
    assert log_loss(SAID, outcome) == pytest.approx(np.asarray(rules.log_score(outcome, SAID)))
    parts = decompose_brier(SAID, CAME)
    assert parts.brier == pytest.approx(float(np.mean(rules.brier_score(outcome, SAID))))


def test_the_chance_of_no_event_is_that_of_the_negative_binomial() -> None:
    from scipy.stats import nbinom

    assert Rate(2.0, 100.0).zero_probability(50) == pytest.approx((100 / 150) ** 2)
    for alpha, beta, days in ((0.5, 30.0, 7), (3.2, 400.0, 90)):
        expected = nbinom.pmf(0, alpha, beta / (beta + days))
        assert Rate(alpha, beta).zero_probability(days) == pytest.approx(float(expected))


def test_the_shrunken_ratio_has_the_mode_of_a_penalised_poisson_regression() -> None:
    """With a flat prior it would be that estimate; one stratum is a ratio of two rates."""
    models = pytest.importorskip("statsmodels.api")
    inside, outside, days_in, days_out = 12, 30, 400.0, 2600.0
    events = np.zeros(3000, dtype=bool)
    events[:inside] = True
    events[400 : 400 + outside] = True
    tally = tally_windows(events, np.zeros(3000, dtype=np.int64), [(0, 399)], np.ones(3000, dtype=bool))
    assert (tally.observed, tally.expected) == (12, pytest.approx(30 / 2600 * 400))
    fitted = models.Poisson(
        [inside, outside], np.array([[1.0, 1.0], [1.0, 0.0]]), exposure=np.array([days_in, days_out])
    ).fit(disp=0)
    assert tally.observed / tally.expected == pytest.approx(np.exp(fitted.params[1]))
    effect = shrunken_effect(tally)
    assert 1 < effect.ratio < np.exp(fitted.params[1])  # towards 1, and not beyond
    precision = 1 / fitted.bse[1] ** 2
    assert effect.log_ratio == pytest.approx(
        fitted.params[1] * precision / (precision + 1 / 0.4**2), abs=0.05
    )


def test_the_interval_of_a_plain_ratio_is_near_that_of_statsmodels() -> None:
    rates = pytest.importorskip("statsmodels.stats.rates")
    low, high = rates.confint_poisson_2indep(16, 1000.0, 50, 5000.0, method="score", alpha=0.1)
    found = ratio_interval(16, 50.0, 10.0)
    assert found == pytest.approx((low, high), rel=0.06)


def test_the_regression_is_that_of_statsmodels_where_nothing_pulls() -> None:
    models = pytest.importorskip("statsmodels.api")
    signals = np.column_stack([np.ones(400), CHANCE.normal(size=(400, 2))])
    expected = models.GLM(CAME.astype(float), signals, family=models.families.Binomial()).fit().params
    fitted = fit_logistic(signals, CAME, np.ones(400), prior=np.zeros(3), strength=np.full(3, 1e-9))
    assert fitted == pytest.approx(np.asarray(expected), abs=1e-6)
    assert inverse_logit(np.array([0.0]))[0] == 0.5


def test_a_regime_that_never_moves_is_a_poisson_rate() -> None:
    from scipy.stats import poisson

    quiet = quiet_chances(Pace(0.0, 0.0), 30)
    assert quiet == pytest.approx(poisson.pmf(0, 30 * LEVELS / 365.25))


def test_the_parts_of_a_brier_score_sum_to_it() -> None:
    parts = decompose_brier(SAID, CAME)
    total = parts.reliability - parts.resolution + parts.uncertainty + parts.within
    assert parts.brier == pytest.approx(total)
    assert parts.uncertainty == pytest.approx(CAME.mean() * (1 - CAME.mean()))
    even = decompose_brier(np.array([0.5, 0.5]), np.array([True, False]), bins=1)
    assert (even.brier, even.reliability, even.resolution, even.uncertainty) == (0.25, 0.0, 0.0, 0.25)


def test_bars_hold_nine_outcomes_in_ten_of_forecasts_that_mean_what_they_say() -> None:
    bar = fill_bins(np.full(100, 0.5), np.arange(100) < 50, bins=1)[0]
    assert (bar.low, bar.high) == pytest.approx((0.418, 0.582), abs=5e-4)
    said = CHANCE.uniform(0, 1, 20_000)
    inside = [
        one.low <= one.came <= one.high
        for _ in range(20)
        for one in fill_bins(said, CHANCE.random(20_000) < said)
    ]
    assert np.mean(inside) == pytest.approx(0.9, abs=0.04)
    wide = fill_bins(said, said > 0.5, overlap=4.0)[10]
    narrow = fill_bins(said, said > 0.5)[10]
    assert wide.high - wide.low == pytest.approx(2 * (narrow.high - narrow.low))


def test_a_gain_that_is_there_every_day_has_no_width_and_one_by_chance_holds_nothing() -> None:
    days = np.ones(200)
    sure = compare_skill(days, 2 * days, 4 * days, every=7, horizon=30)
    assert (sure.gain, sure.low, sure.high) == pytest.approx((0.25, 0.25, 0.25))
    noise = CHANCE.normal(1.0, 0.3, (2, 400))
    chance = compare_skill(noise[0], noise[1], days.repeat(2), every=7, horizon=7)
    assert chance.low < 0 < chance.high


def test_the_worked_numbers_of_the_page() -> None:
    march = [dt.date(2024, 3, day) for day in (1, 3, 20)]
    assert episodes(march, 7) == (march[0], march[2])
    score = score_forecasts(np.array([0.8]), np.array([True]), np.array([0.5]))
    assert (score.skill, score.brier_skill) == pytest.approx((67.8, 0.84), abs=0.05)
    assert calibration_error(np.array([0.8]), np.array([1.0])) == pytest.approx(0.2)
    none_seen = tally_windows(
        np.zeros(9, dtype=bool), np.zeros(9, dtype=np.int64), [(0, 1)], np.ones(9, dtype=bool)
    )
    prior = shrunken_effect(none_seen)
    assert (prior.log_ratio, prior.low, prior.high) == pytest.approx((0.0, 0.52, 1.93), abs=0.01)
    assert ratio_interval(16, 50.0, 10.0) == pytest.approx((0.99, 2.53), abs=0.01)
