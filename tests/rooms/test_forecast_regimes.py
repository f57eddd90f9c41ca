"""A rate that changes: silence must be believed in time, a surge too, and no series may colour another."""

import numpy as np
import pytest

from tocsin.forecast.regimes import LEVELS, PACES, Pace, follow_regimes, quiet_chances

STILL = Pace(0.0, 0.0)


def chance(events: np.ndarray, horizon: int, pace: Pace = PACES[0]) -> np.ndarray:
    """Chance of an event in the `horizon` days after the last of `events` (days, series)."""
    (belief,) = follow_regimes(events, [len(events)], pace)
    return 1 - quiet_chances(pace, horizon) @ belief


def test_without_moves_each_level_is_a_plain_poisson_rate() -> None:
    assert quiet_chances(STILL, 30) == pytest.approx(np.exp(-30 * LEVELS / 365.25))


def test_without_moves_the_belief_is_bayes_rule() -> None:
    events = np.array([[True], [False], [False]])
    (belief,) = follow_regimes(events, [3], STILL)
    daily = LEVELS / 365.25
    expected = (1 - np.exp(-daily)) * np.exp(-2 * daily)
    assert belief[:, 0] == pytest.approx(expected / expected.sum(), rel=1e-3, abs=1e-6)


def test_a_series_that_falls_silent_is_believed_silent_and_one_that_wakes_awake() -> None:
    days = np.arange(1500)
    lively = days % 20 == 0
    silent, woken = lively & (days < 1000), lively & (days >= 1400)
    steady, gone, back, never = chance(np.column_stack([lively, silent, woken, days < 0]), 30)
    assert steady > 0.6
    assert back > 0.5
    assert gone < 0.2
    assert never < gone


def test_a_longer_window_is_likelier_to_hold_an_event() -> None:
    quiet = np.array([quiet_chances(PACES[1], days) for days in (1, 7, 30, 90, 365)])
    assert (np.diff(quiet, axis=0) < 0).all()


def test_a_series_beside_it_and_days_to_come_change_no_digit() -> None:
    events = np.random.default_rng(1).random((400, 9)) < 0.1
    (alone,) = follow_regimes(events[:300, :1], [300], PACES[0])
    beside = next(iter(follow_regimes(events, [300], PACES[0])))
    assert (alone[:, 0] == beside[:, 0]).all()
