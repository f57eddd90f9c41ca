"""Whatever the record: a yes has a row, a no has every day listed, and later days change nothing."""

import datetime as dt

from hypothesis import given, settings
from hypothesis import strategies as st
from tests.properties.test_forecast import SCENARIOS, days, histories, made
from tests.rooms.forecast_sample import SETTLEMENT

from tocsin.forecast import find_precedents, settle_questions, tally_record
from tocsin.forecast.coverage import first_uncovered
from tocsin.terms import History, Question

DAY = dt.timedelta(days=1)


def question(scenario: str, as_of: dt.date, length: int) -> Question:
    return Question(
        watch="strait",
        brief="v1",
        scenario=scenario,
        name=scenario,
        text="?",
        as_of=as_of,
        by=as_of + dt.timedelta(days=length),
        settlement=SETTLEMENT,
        kinds=() if scenario == "nothing" else (scenario,),
        parts=("launch", "raid") if scenario == "nothing" else (),
        probability=0.4,
        low=0.1,
        high=0.7,
        base_rate=0.3,
        without_evidence=0.3,
    )


def is_listed(history: History, kind: str, day: dt.date) -> bool:
    return any(c.kind == kind and c.start <= day <= c.end for c in history.coverage)


@settings(max_examples=150)
@given(histories(), days, st.integers(1, 400), st.integers(0, 800))
def test_a_yes_has_a_row_and_a_no_has_every_day_listed(
    past: History, as_of: dt.date, length: int, later: int
):
    on = as_of + dt.timedelta(days=later)
    asked = [question(name, as_of, length) for name in ("launch", "raid", "nothing")]
    launch, raid, nothing = settled = settle_questions(asked, past, on=on)
    for each in (launch, raid):
        (kind,) = each.question.kinds
        inside = [
            e
            for e in past.events
            if e.kind == kind and as_of < e.start and e.end <= min(each.question.by, on)
        ]
        assert (each.outcome is True) == bool(inside) and set(each.rows) >= set(inside)
        if each.outcome is False:
            window = (as_of + dt.timedelta(days=n) for n in range(1, length + 1))
            assert on >= each.question.by and all(is_listed(past, kind, day) for day in window)
        assert bool(each.scores) == (each.outcome is not None)
    came = [launch.outcome, raid.outcome]
    expected = False if True in came else True if came == [False, False] else None
    assert nothing.outcome is expected
    tally = tally_record(settled)
    assert len(tally.settled) + len(tally.open) == 3
    assert len({mean.questions for mean in tally.means}) <= 1


@settings(max_examples=80)
@given(histories(), days, st.integers(1, 400))
def test_settling_as_of_a_day_sees_nothing_of_later_days(past: History, as_of: dt.date, length: int):
    on = as_of + dt.timedelta(days=length)
    cut = History(
        events=tuple(e for e in past.events if e.end <= on),
        coverage=tuple(c.model_copy(update={"end": min(c.end, on)}) for c in past.coverage if c.start <= on),
    )
    asked = [question("launch", as_of, length)]
    (whole,), (known,) = (settle_questions(asked, each, on=on) for each in (past, cut))
    assert (whole.outcome, whole.rows, whole.scores) == (known.outcome, known.rows, known.scores)
    assert find_precedents(made(past), on) == find_precedents(made(cut), on)


@settings(max_examples=150)
@given(histories(), days, st.integers(0, 3000))
def test_the_first_day_that_is_not_listed_is_the_first(past: History, start: dt.date, length: int):
    end = start + dt.timedelta(days=length)
    missing = first_uncovered(past, "launch", start, end)
    listed = end + DAY if missing is None else missing
    assert all(is_listed(past, "launch", start + dt.timedelta(days=n)) for n in range((listed - start).days))
    assert missing is None or (start <= missing <= end and not is_listed(past, "launch", missing))


def test_every_scenario_of_these_tests_is_one_of_the_watch():
    assert {scenario.id for scenario in SCENARIOS} == {"launch", "raid", "nothing"}
