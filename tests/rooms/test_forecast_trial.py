"""A feared date is tested in the open: what came later must not enter, and no effect may be invented."""

import datetime as dt
import random

from tocsin.forecast.trial import Trial, find_rate, try_trigger
from tocsin.forecast.trial_words import say_trial
from tocsin.forecast.ways import Feared, related_anchors
from tocsin.reference.anchors import us_election_day
from tocsin.terms import CoverageInterval, History, HistoryEvent
from tocsin.trigger_page import draw_trial, render_page
from tocsin.watches import load_watch

US = related_anchors("us-presidential-election")
END = dt.date(2024, 5, 25)


def a_history(days: list[dt.date], until: dt.date = dt.date(2026, 12, 31)) -> History:
    """One list of one kind from 1980, with an event on each of the days."""
    return History(
        events=tuple(HistoryEvent(start=day, end=day, kind="raid", source="list") for day in days),
        coverage=(CoverageInterval(kind="raid", start=dt.date(1980, 1, 1), end=until, source="list"),),
    )


def some_days(seed: int, each_year: int) -> list[dt.date]:
    chance = random.Random(seed)
    first = dt.date(1980, 1, 1).toordinal()
    return [dt.date.fromordinal(first + chance.randrange(47 * 365)) for _ in range(47 * each_year)]


def the_trial(history: History, as_of: dt.date = END) -> Trial:
    return try_trigger(history, Feared(("raid",), US), as_of=as_of, tested=6)


def test_dates_at_random_give_no_effect_and_the_words_say_that_it_cannot_be_told() -> None:
    trial = the_trial(a_history(some_days(1, 4)))
    assert not trial.is_told
    assert trial.believed.shrunken.low < 1 < trial.believed.shrunken.high
    assert any("cannot tell an effect from none" in sentence for sentence in say_trial(trial))


def test_a_real_effect_is_told_and_its_cause_is_not() -> None:
    elections = [us_election_day(year) for year in range(1980, 2024, 4)]
    near = [day + dt.timedelta(days=shift) for day in elections for shift in (-20, -9, 3, 14)]
    trial = the_trial(a_history(some_days(2, 2) + near))
    assert trial.is_told
    assert trial.believed.shrunken.ratio > 1.5
    assert any("an effect, not its cause" in sentence for sentence in say_trial(trial))


def test_what_came_after_the_as_of_date_changes_nothing() -> None:
    days = some_days(3, 4)
    cut = a_history([day for day in days if day <= END], until=END)
    later = [END + dt.timedelta(days=shift) for shift in range(1, 900)]
    poisoned = a_history([day for day in days if day <= END] + later)
    assert the_trial(cut) == the_trial(poisoned) == the_trial(a_history(days))


def test_the_packaged_record_as_of_any_day_uses_only_what_was_known_then() -> None:
    watch = load_watch("korean-peninsula").history
    kinds = tuple(dict.fromkeys(interval.kind for interval in watch.coverage))
    for as_of in (dt.date(1970, 6, 1), dt.date(2001, 9, 11), dt.date(2017, 11, 30)):
        known = History(
            events=tuple(event for event in watch.events if event.end <= as_of),
            coverage=tuple(
                interval.model_copy(update={"end": min(interval.end, as_of)})
                for interval in watch.coverage
                if interval.start <= as_of
            ),
        )
        for anchor in ("us-presidential-election", "kr-elections"):
            feared = Feared(kinds, related_anchors(anchor))
            whole = try_trigger(watch, feared, as_of=as_of)
            assert whole == try_trigger(known, feared, as_of=as_of)
            assert all(day <= as_of for day in whole.dates)


def test_the_absolute_probability_comes_first_and_a_lift_is_between_the_rate_and_certainty() -> None:
    trial = the_trial(a_history(some_days(4, 1)))
    first = say_trial(trial)[0]
    assert "8 October 2024 to 3 December 2024" in first
    assert "the rate alone gives" in first
    chance = trial.chance
    assert 0 < chance.low < chance.alone < chance.high < 1
    assert (chance.lifted > chance.alone) is (trial.believed.shrunken.log_ratio > 0)


def test_a_record_without_a_window_or_without_any_day_says_so() -> None:
    young = a_history([dt.date(2024, 5, 1)], until=END).model_copy(
        update={
            "coverage": (CoverageInterval(kind="raid", start=dt.date(2024, 1, 1), end=END, source="list"),)
        }
    )
    trial = the_trial(young)
    assert not trial.is_told
    assert any("covers no such window yet" in sentence for sentence in say_trial(trial))
    nothing = the_trial(History())
    assert "nothing can be told" in say_trial(nothing)[0]
    assert find_rate(History(), ["raid"], END) is None


def test_the_ways_stand_side_by_side_lists_and_eras_too() -> None:
    watch = load_watch("korean-peninsula").history
    kinds = tuple(dict.fromkeys(interval.kind for interval in watch.coverage))
    trial = try_trigger(watch, Feared(kinds, US), as_of=END, tested=6)
    names = {way.name for way in trial.ways}
    assert {"episodes", "event-days", "US midterm election", "US presidential and midterm elections"} <= names
    assert {"CSIS: US presidential election", "CNS/NTI: US presidential election"} <= names
    assert {"to 1993", "from 1994 to 2011", "from 2012", "March", "winter (December to February)"} <= names
    assert trial.believed.observed == 10


def test_the_page_and_the_picture_hold_every_way_and_nothing_runs() -> None:
    trial = the_trial(a_history(some_days(5, 3)))
    page, picture = render_page([trial], "Triggers <b>"), draw_trial(trial)
    assert all(way.name in page and way.name in picture for way in trial.ways)
    assert "<script" not in page
    assert "Triggers &lt;b&gt;" in page
    assert picture.startswith("<svg")
