"""Forecasts of a whole watch: base rate first, every step in the ledger, no look ahead, no false zeros."""

import math
import time

import pytest
from tests.rooms.forecast_sample import (
    AS_OF,
    NOTHING,
    covered,
    day,
    evidence,
    happened,
    history,
    indicator,
    scenario,
    watch,
)

from tocsin.errors import ConfigurationError
from tocsin.forecast import forecast_watch
from tocsin.forecast.intensity import apply_evidence, hazard_probability, log_odds, start_intensity
from tocsin.forecast.joint import Joint, measure_joint
from tocsin.forecast.rate import Rate
from tocsin.forecast.together import complement_forecast
from tocsin.terms import Forecast, History, Trigger, Watch
from tocsin.watches import load_watch

ELECTION = Trigger(id="election", name="US presidential election", anchor="us-presidential-election")
YEARLY = tuple(f"{year}-10-20" for year in range(2000, 2024))
PAST = history(*YEARLY)


def forecasts(made: Watch, pieces=(), **fields) -> dict[str, Forecast]:
    fields = {"as_of": AS_OF, **fields}
    return {f.scenario: f for f in forecast_watch(made, pieces, **fields).forecasts}


def ledger_sum(forecast: Forecast) -> float:
    return sum(step.log_odds for step in forecast.ledger)


def test_every_reason_is_in_the_ledger_and_nothing_else_moved_the_number():
    made = watch(PAST, (scenario(), NOTHING), triggers=(ELECTION,))
    pieces = [evidence(), evidence(origin="o2")]
    for days in (7, 30, 180, 400):
        for forecast in forecasts(made, pieces, horizon_days=days).values():
            assert ledger_sum(forecast) == pytest.approx(log_odds(forecast.probability), abs=1e-9)
    launch = forecasts(made, pieces)["launch"]
    assert [step.step for step in launch.ledger] == ["base rate", "trigger", "indicator"]
    assert launch.ledger[0].log_odds == pytest.approx(log_odds(launch.base_rate), abs=1e-12)
    assert launch.ledger[2].log_odds == pytest.approx(0.5)  # 0.61 by the likelihoods, held at the cap
    assert launch.base_rate < launch.probability


def test_the_base_rate_is_the_record_alone():
    bare = forecasts(watch(PAST))["launch"]
    full = forecasts(watch(PAST, triggers=(ELECTION,)), [evidence()])["launch"]
    assert bare.probability == bare.base_rate == full.base_rate


def test_probability_by_date_never_falls_and_ends_on_the_forecast():
    forecast = forecasts(watch(PAST, triggers=(ELECTION,)), [evidence()], horizon_days=400)["launch"]
    for before, after in zip(forecast.curve, forecast.curve[1:], strict=False):
        assert before.probability < after.probability
        assert before.low <= after.low
        assert before.high <= after.high
    last = forecast.curve[-1]
    assert (last.by, last.probability, last.low, last.high) == (
        forecast.by,
        forecast.probability,
        forecast.low,
        forecast.high,
    )
    assert len(forecast.curve) == 24


def test_the_horizon_asked_for_does_not_change_the_probability_by_a_date():
    made, pieces = watch(PAST, triggers=(ELECTION,)), [evidence()]
    long = forecasts(made, pieces, horizon_days=240)["launch"]
    short = forecasts(made, pieces, horizon_days=120)["launch"]
    at = next(point for point in long.curve if point.by == short.by)
    assert at.probability == pytest.approx(short.probability)


def test_evidence_lifts_the_hazard_by_the_worked_number_and_fades_beyond_its_horizon():
    plain = start_intensity(Rate(1e6, 1e6 / (0.22314 / 100)), AS_OF, 1000)
    lifted = apply_evidence(plain, 0.7, 100)
    assert hazard_probability(plain.hazards()[99]) == pytest.approx(0.2, abs=1e-4)
    assert hazard_probability(lifted.hazards()[99]) == pytest.approx(0.335, abs=1e-3)
    assert lifted.multiplier[:100] == pytest.approx(0.408 / 0.223, abs=0.005)
    assert lifted.multiplier[100:].max() <= lifted.multiplier[99]
    assert 1 < lifted.multiplier[999] < 1.1
    lowered = apply_evidence(plain, -1.5, 100)
    assert (lowered.multiplier > 0).all()


def test_evidence_never_moves_any_horizon_by_more_than_its_cap():
    many = tuple(indicator(f"i{n}", likelihood={"launch": 0.9}) for n in range(5))
    pieces = [evidence(f"i{n}", origin=f"o{n}") for n in range(5)]
    for days in (1, 30, 180, 1000):
        moved = forecasts(watch(PAST, indicators=many), pieces, horizon_days=days)["launch"]
        assert 0 < log_odds(moved.probability) - log_odds(moved.base_rate) <= 1.0 + 1e-9
    assert [s.step for s in moved.ledger] == ["base rate"] + 5 * ["indicator"] + ["cap"]


def test_what_came_later_would_be_known_too_early():
    later = history(*YEARLY, *(f"2024-06-{d:02}" for d in range(1, 30)), "2024-05-26/2024-05-30")
    cut = history(*YEARLY, coverage=[covered("2000-01-01", "2024-05-25")])
    made, then = (watch(past, (scenario(), NOTHING), triggers=(ELECTION,)) for past in (later, cut))
    assert forecast_watch(made, (), as_of=AS_OF) == forecast_watch(then, (), as_of=AS_OF)


def test_an_event_on_the_day_itself_is_known():
    today = forecasts(watch(history(*YEARLY, "2024-05-25")))["launch"]
    assert today.probability > forecasts(watch(PAST))["launch"].probability


def test_silence_after_the_list_ended_would_pass_for_quiet():
    ended = history(*YEARLY[:18], coverage=[covered("2000-01-01", "2017-11-30")])
    at_end = forecasts(watch(ended), as_of=day("2017-11-30"))["launch"]
    after = forecasts(watch(ended))["launch"]
    watched = forecasts(watch(history(*YEARLY[:18])))["launch"]
    assert after.covered_until == day("2017-11-30")
    assert watched.base_rate < after.base_rate < 1.1 * at_end.base_rate
    assert after.high - after.low > 1.3 * (at_end.high - at_end.low)
    assert "ends on 30 November 2017: no day after it counts as quiet" in after.base_note
    assert at_end.covered_until == day("2017-11-30")
    assert "no day after" not in at_end.base_note


def test_a_scenario_that_no_list_covers_borrows_a_wide_rate():
    made = watch(PAST, (scenario("hack", kinds=("hack",), reference_class="wide"),))
    hack = forecasts(made)["hack"]
    assert hack.covered_until is None
    assert hack.low < 0.15 < hack.base_rate < 0.7 < hack.high
    assert "No record of this watch covers it" in hack.base_note
    assert "1 a year, 0.2 to 5" in hack.base_note


def test_a_scenario_without_record_and_reference_class_is_named():
    with pytest.raises(ConfigurationError, match=r"scenario hack: the history covers none of its kinds"):
        forecasts(watch(PAST, (scenario("hack", kinds=("hack",)),)))
    with pytest.raises(ConfigurationError, match=r"reference class narrow is not among"):
        forecasts(watch(PAST, (scenario(reference_class="narrow"),)))
    with pytest.raises(ConfigurationError, match=r"covers none of its kinds by the as-of date"):
        forecasts(watch(PAST), as_of=day("1990-01-01"))


@pytest.mark.parametrize("days", [0, -3, 5000])
def test_a_horizon_out_of_range_is_refused(days):
    with pytest.raises(ConfigurationError, match="is not between 1 and"):
        forecasts(watch(PAST), horizon_days=days)


@pytest.mark.parametrize(
    ("name", "past"),
    [
        ("no event", history()),
        ("one event", history("2010-05-05")),
        ("all in one day", history(*(20 * ["2010-05-05"]))),
        ("one day of record", history(coverage=[covered("2024-05-25", "2026-01-01")])),
        ("fifty years", history("1990-01-01", coverage=[covered("1974-01-01", "2026-01-01")])),
        ("an event every day", history(*(f"2023-{m:02}-{d:02}" for m in range(1, 13) for d in range(1, 29)))),
        (
            "gaps",
            history(
                "2001-01-01",
                coverage=[covered("2000-01-01", "2001-06-01"), covered("2020-01-01", "2021-01-01")],
            ),
        ),
    ],
)
def test_thin_and_odd_records_give_sensible_wide_numbers(name, past):
    forecast = forecasts(watch(past, triggers=(ELECTION,)))["launch"]
    assert 0 < forecast.low < forecast.probability < forecast.high < 1, name
    assert log_odds(forecast.high) - log_odds(forecast.low) > 0.5
    assert math.isfinite(ledger_sum(forecast))


def test_a_kind_that_fell_silent_is_called_dormant():
    silent = forecasts(watch(history(*(f"{y}-{m:02}-01" for y in (2000, 2001, 2002) for m in range(1, 13)))))[
        "launch"
    ]
    assert "Dormant: the last one was on 1 December 2002" in silent.base_note
    assert "Dormant" not in forecasts(watch(PAST))["launch"].base_note


def test_nothing_grave_is_what_the_others_leave():
    scenarios = (scenario(), scenario("raid"), scenario("noise", kinds=("launch",), grave=False), NOTHING)
    past = History(
        events=(*happened(*YEARLY), *happened("2012-02-02", kind="raid")),
        coverage=(covered("2000-01-01", "2026-01-01"), covered("2000-01-01", "2026-01-01", kind="raid")),
    )
    made = forecasts(watch(past, scenarios, triggers=(ELECTION,)), [evidence()])
    launch, raid, nothing = made["launch"], made["raid"], made["nothing"]
    product = (1 - launch.probability) * (1 - raid.probability)
    assert nothing.probability == pytest.approx(product, rel=0.05)  # narrow bands: little that they share
    assert nothing.probability < 1 - launch.probability
    assert nothing.low < (1 - launch.high) * (1 - raid.high) + 0.01
    for mine, one, other in zip(nothing.curve, launch.curve, raid.curve, strict=True):
        assert 1 - one.probability - other.probability - 1e-12 <= mine.probability <= 1 - one.probability
    assert "The complement of launch, raid" in nothing.base_note
    assert "past windows of 180 days in which the record covers launch, raid together" in nothing.base_note
    assert [step.step for step in nothing.ledger] == ["base rate", "trigger", "indicator"]
    assert nothing.ledger[0].evidence == ("forecast:launch", "forecast:raid")


def test_the_same_question_without_evidence_stands_beside_the_answer():
    made = watch(PAST, (scenario(), NOTHING), triggers=(ELECTION,))
    with_it, without = forecasts(made, [evidence()]), forecasts(made)
    for name, forecast in with_it.items():
        assert forecast.without_evidence == pytest.approx(without[name].probability, abs=1e-12)
        assert forecast.without_evidence != forecast.probability
        kept = sum(step.log_odds for step in forecast.ledger if step.step in ("base rate", "trigger"))
        assert log_odds(forecast.without_evidence) == pytest.approx(kept, abs=1e-9)


def middling(id: str, probability: float) -> Forecast:
    """A forecast without a band."""
    point = {"by": AS_OF, "probability": probability, "low": probability, "high": probability}
    return Forecast(
        scenario=id, question="?", as_of=AS_OF, base_rate=probability, base_note="", curve=(point,), **point
    )


@pytest.mark.parametrize(("factor", "left"), [(1.0, 0.72), (0.5, 0.8), (9.0, 0.7)])
def test_scenarios_that_come_together_leave_more_and_never_more_than_the_likelier_leaves(factor, left):
    joint = Joint(("a", "b"), 180, 10, 0.9, 0.9, factor)
    pair = [middling("a", 0.1), middling("b", 0.2)]
    assert complement_forecast(NOTHING, pair, joint).probability == pytest.approx(
        left, abs=0.06 * (factor < 1)
    )


def test_rates_that_may_all_be_wrong_together_leave_more_than_their_product():
    wide = [middling(id, 0.5).model_copy(update={"low": 0.1, "high": 0.9}) for id in ("a", "b", "c")]
    made = complement_forecast(NOTHING, wide, Joint())
    assert 0.125 < made.probability < 0.5
    assert made.low == pytest.approx(0.001) and made.high == pytest.approx(0.729)


def test_the_record_shows_scenarios_that_come_in_the_same_windows():
    days = [f"{year}-06-01" for year in range(2000, 2025, 2)]
    span = "2000-01-01", "2024-12-31"
    apart = [f"{year}-06-01" for year in range(2001, 2025, 2)]
    for raids, expected in ((days, "together"), (apart, "by turns")):
        past = History(
            events=(*happened(*days), *happened(*raids, kind="raid")),
            coverage=(covered(*span), covered(*span, kind="raid")),
        )
        kinds = {"launch": ("launch",), "raid": ("raid",)}
        joint = measure_joint(past, kinds, day("2024-12-31"), 90)
        assert joint.windows == pytest.approx(101, abs=1)
        assert (joint.factor < 0.65 and joint.none > joint.apart) == (expected == "together")
    assert measure_joint(past, {"launch": ("launch",)}, day("2024-12-31"), 90) == Joint()
    assert measure_joint(history(), kinds, day("2024-12-31"), 90) == Joint()


def test_a_complement_of_nothing_is_refused():
    with pytest.raises(ConfigurationError, match="complement of the grave scenarios, and the watch has none"):
        forecasts(watch(PAST, (scenario(grave=False), NOTHING)))


def test_scenarios_that_exclude_each_other_never_sum_to_more_than_one():
    often = tuple(f"{y}-{m:02}-01" for y in range(2020, 2024) for m in range(1, 13))
    pair = tuple(scenario(id, kinds=("launch",), exclusive=True) for id in ("first", "second"))
    made = forecasts(watch(history(*often), (*pair, NOTHING)))
    assert made["first"].probability + made["second"].probability == pytest.approx(1)
    assert made["first"].ledger[-1].name == "scenarios that exclude each other"
    assert ledger_sum(made["first"]) == pytest.approx(log_odds(made["first"].probability), abs=1e-9)
    assert made["first"].curve[-1].probability == made["first"].probability
    both = forecasts(watch(history(*often), tuple(s.model_copy(update={"exclusive": False}) for s in pair)))
    assert both["first"].probability > 0.8  # not exclusive: both may come


def test_the_probability_inside_a_window_is_absolute_and_comes_with_its_band():
    made = watch(PAST, triggers=(ELECTION,))
    forecast = forecasts(made)["launch"]
    (window,) = forecast.windows
    assert (window.start, window.end) == (day("2024-10-08"), day("2024-12-03"))
    assert window.low < window.probability < window.high
    begun = forecasts(made, as_of=day("2024-11-10"))["launch"].windows[0]
    assert begun.start == day("2024-11-11")
    assert begun.probability < window.probability


def test_a_window_lifts_only_the_scenarios_that_it_is_written_for():
    other = ELECTION.model_copy(update={"scenarios": ("raid",)})
    both = (scenario(), scenario("raid", reference_class="wide"))
    made = forecasts(watch(PAST, both, triggers=(other,)))
    assert [step.step for step in made["launch"].ledger] == ["base rate"]
    assert made["launch"].windows == ()
    assert [step.step for step in made["raid"].ledger] == ["base rate", "trigger"]
    assert made["raid"].ledger[1].log_odds == pytest.approx(0, abs=1e-9)  # nothing on record, so no lift


def test_packaged_watch_is_forecast_in_well_under_two_seconds_and_says_what_it_covers():
    peninsula = load_watch("korean-peninsula")
    forecast_watch(peninsula, (), as_of=AS_OF)
    start = time.process_time()
    made = {f.scenario: f for f in forecast_watch(peninsula, (), as_of=AS_OF).forecasts}
    assert time.process_time() - start < 1.5
    assert made["nuclear-test"].covered_until == day("2017-11-30")
    assert made["large-cyber-attack"].covered_until is None
    assert made["ballistic-missile-test"].covered_until == AS_OF
    assert made["ballistic-missile-test"].probability > 0.8 > 0.3 > made["nuclear-test"].probability > 0.02
