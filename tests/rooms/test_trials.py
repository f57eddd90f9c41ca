"""A watch's own examples are its test: a hit that misses and a near miss that hits are both told."""

import pytest

from tocsin.terms import Coverage, Example, Indicator, Match
from tocsin.trials import Trial, try_examples
from tocsin.watches import load_watch, packaged_watches

KOREA = load_watch("korean-peninsula")
FIRED = "North Korea fired two ballistic missiles into the sea, the Joint Chiefs of Staff in Seoul said."


def trial(text: str, **more: object) -> Trial:
    watch = KOREA.model_copy(update={"examples": (Example.model_validate({"text": text, **more}),)})
    (made,) = try_examples(watch)
    return made


@pytest.mark.parametrize("name", packaged_watches())
def test_the_packaged_watches_do_what_their_authors_expect(name: str) -> None:
    watch = load_watch(name)
    trials = list(try_examples(watch))
    assert not [(each.example.text, each.faults) for each in trials if not each.is_well]
    assert len(trials) >= 10
    misses = [each for each in watch.examples if not each.expect]
    assert 3 <= len(misses) < len(trials), "hits and near misses belong together"


def test_a_hit_that_misses_is_told() -> None:
    made = trial(FIRED, expect={"engine-test": "observed"})
    assert made.faults == ("does not set off engine-test",)
    assert "ballistic-launches" in [state.id for state in made.matched]


def test_a_near_miss_that_hits_is_told_with_the_reason() -> None:
    (fault,) = trial(FIRED, near=("ballistic-launches",)).faults
    assert fault.startswith("sets off ballistic-launches, which it should not (tells of ballistic")


def test_with_nothing_expected_and_none_named_nothing_may_be_set_off() -> None:
    assert not trial(FIRED).is_well
    assert trial("A bakery in Pyongyang has won a prize, North Korea's radio said.").is_well


def test_the_wrong_state_is_told_with_the_one_that_it_has() -> None:
    (fault,) = trial(FIRED, expect={"ballistic-launches": "absent-uncovered"}).faults
    assert fault.startswith("gives ballistic-launches the state observed, not absent-uncovered (1")


def test_a_threshold_of_two_does_not_stand_in_the_way_of_one_example() -> None:
    wary = Indicator.model_validate(
        KOREA.indicators[0].model_dump()
        | {
            "id": "wary",
            "match": Match(kinds=("ballistic-missile-test",)),
            "coverage": Coverage(),
            "threshold": 3,
        }
    )
    example = Example(text=FIRED, expect={"wary": "observed"})
    (made,) = try_examples(KOREA.model_copy(update={"indicators": (wary,), "examples": (example,)}))
    assert made.is_well


def test_a_passage_about_something_else_says_why_nothing_is_weighed() -> None:
    made = trial("A museum in Lyon has opened.", expect={"ballistic-launches": "observed"})
    assert not made.is_well and not made.bears
