"""Evidence moves a number by so much and no more, however often one witness is repeated."""

import math

import pytest
from tests.rooms.forecast_sample import evidence, indicator, scenario, watch

from tocsin.errors import ConfigurationError
from tocsin.forecast.evidence import evidence_steps, log_likelihood_ratio

STRONG = {"launch": 0.9}


def moves(pieces, *indicators, target="launch"):
    made = watch(indicators=indicators or (indicator(),))
    return [(s.step, s.log_odds) for s in evidence_steps(made, scenario(target), pieces)]


def test_seen_and_missed_give_the_worked_numbers():
    one = indicator(likelihood={"launch": 0.6})
    assert log_likelihood_ratio(one, scenario(), is_seen=True) == pytest.approx(math.log(3))
    assert log_likelihood_ratio(one, scenario(), is_seen=False) == pytest.approx(math.log(0.5))


def test_twenty_rewrites_of_one_broadcaster_would_move_the_number_twenty_times():
    once = moves([evidence(origin="o1")])
    assert moves([evidence(origin="o1", items=(f"d{i}#c1",)) for i in range(20)]) == once
    assert once == [("indicator", pytest.approx(math.log(0.3 / 0.2)))]


def test_the_strongest_report_of_an_origin_speaks_for_it():
    pieces = [evidence(strength=0.2), evidence(strength=0.8)]
    assert moves(pieces) == [("indicator", pytest.approx(0.8 * math.log(1.5)))]


def test_a_second_origin_counts_half_and_a_third_a_quarter():
    weak = indicator(likelihood={"launch": 0.25})
    pieces = [evidence(origin=f"o{i}") for i in range(3)]
    assert moves(pieces[:2], weak) == [("indicator", pytest.approx(1.5 * math.log(1.25)))]
    assert moves(pieces, weak) == [("indicator", pytest.approx(1.75 * math.log(1.25)))]


def test_one_origin_behind_several_indicators_is_discounted_too():
    two = (indicator("a", likelihood={"launch": 0.32}), indicator("b"))
    steps = moves([evidence("a"), evidence("b")], *two)
    assert steps == [
        ("indicator", pytest.approx(math.log(1.6))),
        ("indicator", pytest.approx(0.5 * math.log(1.5))),
    ]
    apart = moves([evidence("a"), evidence("b", origin="o2")], *two)
    assert apart[1] == ("indicator", pytest.approx(math.log(1.5)))


def test_reports_without_a_shown_origin_do_not_count_as_so_many_witnesses():
    two = (indicator("a", likelihood={"launch": 0.4}), indicator("b"))
    assert moves([evidence("a", None), evidence("b", None)], *two)[1] == (
        "indicator",
        pytest.approx(0.5 * math.log(1.5)),
    )


def test_absences_do_not_discount_each_other():
    two = (indicator("a"), indicator("b"))
    missing = [evidence(i, None, state="absent-covered", items=()) for i in ("a", "b")]
    assert moves(missing, *two) == 2 * [("indicator", pytest.approx(math.log(0.7 / 0.8)))]


@pytest.mark.parametrize("state", ["absent-uncovered", "not-looked"])
def test_what_nobody_could_have_seen_is_no_evidence_of_absence(state):
    assert moves([evidence(state=state)]) == []


def test_one_indicator_never_moves_more_than_its_cap():
    assert moves([evidence()], indicator(likelihood=STRONG)) == [("indicator", 0.5)]
    assert moves([evidence()], indicator(likelihood={"launch": 0.01})) == [("indicator", -0.5)]


def test_all_evidence_is_held_and_the_ledger_says_by_how_much():
    many = tuple(indicator(f"i{n}", likelihood=STRONG) for n in range(5))
    steps = moves([evidence(f"i{n}", origin=f"o{n}") for n in range(5)], *many)
    assert steps[:-1] == 5 * [("indicator", 0.5)]
    assert steps[-1] == ("cap", pytest.approx(1.0 - 2.5))


def test_an_indicator_without_a_likelihood_for_a_scenario_has_no_bearing_on_it():
    assert moves([evidence()], target="raid") == []


def test_notes_say_how_it_was_seen_and_what_was_held_back():
    made = watch(indicators=(indicator(likelihood=STRONG),))
    (step,) = evidence_steps(made, scenario(), [evidence(origin="o1"), evidence(origin="o2")])
    assert step.note == (
        "Seen through 2 origins; it would be seen in 90 % of cases where the event comes, in 20 % where it "
        "does not; each repeat counts 0.5 of the one before; +2.26 is held at +0.50."
    )
    assert step.evidence == ("fuelling", "d#o1", "d#o2")


def test_the_order_of_the_evidence_does_not_matter():
    pieces = [evidence(origin="o1", strength=0.5), evidence(origin="o2"), evidence(origin="o3", strength=0.9)]
    assert moves(pieces) == moves(pieces[::-1])


def test_evidence_for_another_watch_and_impossible_likelihoods_are_named():
    with pytest.raises(ConfigurationError, match="indicator balloons, which the watch does not have"):
        moves([evidence("balloons")])
    with pytest.raises(ConfigurationError, match=r"likelihood 1\.3 for launch"):
        moves([evidence()], indicator(likelihood={"launch": 1.3}))
