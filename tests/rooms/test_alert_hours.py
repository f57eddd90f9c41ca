"""A bell that rings at night for little, or twice for one thing, is taken off the wall."""

import datetime as dt

import pytest
from tests.contracts.store_records import ALERT, CHANGE, DAY, SETTLED

from tocsin.brief.alert_text import to_text
from tocsin.brief.digest import join_alerts
from tocsin.brief.precision import LEAST, count_followed, say_precision, with_precision
from tocsin.config import Settings
from tocsin.errors import ConfigurationError
from tocsin.sending.hours import after_quiet, is_urgent, read_hours, when_due
from tocsin.terms import Alert, Change, HistoryEvent, SettledQuestion


def hours(**given: object):
    return read_hours(Settings.model_validate(given))


def at(text: str) -> dt.datetime:
    """`03:00` on the day of the alert, in UTC."""
    return dt.datetime.combine(DAY, dt.time.fromisoformat(text), dt.UTC)


def moved(before: str, after: str, kind: str = "status", id: str = "korea", **more: object) -> Change:
    told = CHANGE.model_dump() | {"kind": kind, "id": id, "before": before, "after": after, "beside": ()}
    told.pop("beside")
    return Change.model_validate(told | more)


def alert(*changes: Change, id: str = "a1", day: dt.date = DAY, watch: str | None = "korea") -> Alert:
    return ALERT.model_copy(update={"id": id, "changes": changes, "as_of": day, "watch": watch, "beside": ()})


# --- quiet hours and digests ---


@pytest.mark.parametrize(
    ("now", "due"), [("21:59", "21:59"), ("22:00", "07:00"), ("03:00", "07:00"), ("07:00", "07:00")]
)
def test_quiet_hours_run_over_midnight_and_end_on_the_right_day(now, due):
    found = after_quiet(hours(alert_quiet="22:00-07:00"), at(now))
    assert found.time() == dt.time.fromisoformat(due)
    assert found.date() == DAY + dt.timedelta(days=now == "22:00")


def test_quiet_hours_are_those_of_the_desk_and_not_of_the_machine():
    """22:00 in Seoul is 13:00 in UTC."""
    quiet = hours(alert_quiet="22:00-07:00", alert_time_zone="Asia/Seoul")
    assert after_quiet(quiet, at("14:00")) == at("22:00")
    assert after_quiet(quiet, at("12:59")) == at("12:59")


def test_quiet_hours_end_by_the_clock_on_the_day_the_clock_is_changed():
    berlin = hours(alert_quiet="22:00-07:00", alert_time_zone="Europe/Berlin")
    night = dt.datetime(2024, 3, 31, 0, 30, tzinfo=dt.UTC)  # 01:30; summer time begins at 02:00
    assert after_quiet(berlin, night) == dt.datetime(2024, 3, 31, 5, 0, tzinfo=dt.UTC)


def test_a_rise_to_the_urgent_level_rings_at_any_hour_and_a_fall_to_it_does_not():
    quiet = hours(alert_quiet="22:00-07:00", alert_digest="daily")
    assert when_due(alert(moved("moving", "high")), quiet, at("03:00")) == at("03:00")
    assert when_due(alert(moved("quiet", "raised")), quiet, at("03:00")) > at("03:00")
    assert is_urgent(alert(moved("quiet", "raised")), hours(alert_urgent="moving"))
    assert not is_urgent(alert(moved("high", "raised")), hours(alert_urgent="raised"))
    assert not is_urgent(alert(moved("moving", "high")), hours(alert_urgent="never"))


def test_digests_come_on_the_hour_or_at_the_time_of_day_and_never_in_quiet_hours():
    told = alert(moved("quiet", "moving"))
    assert when_due(told, hours(alert_digest="hourly"), at("10:20")) == at("11:00")
    assert when_due(told, hours(alert_digest="daily", alert_digest_at="18:00"), at("10:20")) == at("18:00")
    late = when_due(told, hours(alert_digest="daily", alert_digest_at="06:00"), at("06:00"))
    assert late == at("06:00") + dt.timedelta(days=1)
    night = hours(alert_digest="hourly", alert_quiet="22:00-07:00")
    assert when_due(told, night, at("23:10")) == at("07:00") + dt.timedelta(days=1)


@pytest.mark.parametrize(
    ("given", "words"),
    [
        ({"alert_quiet": "10pm-7am"}, "no time of day"),
        ({"alert_quiet": "22:00"}, "no time of day"),
        ({"alert_quiet": "07:00-07:00"}, "a whole day or none"),
        ({"alert_time_zone": "Mars/Olympus"}, "no time zone"),
        ({"alert_time_zone": "../../etc/passwd"}, "no time zone"),
        ({"alert_digest_at": "25:00"}, "no time of day"),
    ],
)
def test_hours_that_are_none_are_refused_with_what_to_write(given, words):
    with pytest.raises(ConfigurationError, match=words):
        hours(**given)


def test_a_digest_tells_each_thing_once_from_what_was_told_to_where_it_stands():
    first = alert(moved("quiet", "moving"), moved("4%", "9% by 1 June", "probability", "test"), id="a1")
    second = alert(moved("moving", "raised"), id="a2", day=DAY + dt.timedelta(days=1))
    other = alert(moved("quiet", "moving", id="sahel"), id="a3", watch="sahel")
    digest = join_alerts([first, second, other])
    assert digest is not None and len(digest.alerts) == 2
    assert digest.headline == "Digest: 3 changes on 2 problems"
    told = {(c.kind, c.before, c.after) for c in digest.alerts[0].changes}
    assert told == {("status", "quiet", "raised"), ("probability", "4%", "9% by 1 June")}
    assert digest.markings == ALERT.markings
    text = to_text(digest)
    assert text.startswith(ALERT.markings[0]) and text.rstrip().endswith(ALERT.markings[0])


def test_what_moved_and_came_back_before_its_time_is_not_told():
    there = alert(moved("4%", "9% by 1 June (band 5% to 14%)", "probability", "test"), id="a1")
    back = alert(moved("9%", "4% by 1 June (band 2% to 7%)", "probability", "test"), id="a2")
    assert join_alerts([there, back]) is None
    forty = alert(moved("9%", "40% by 1 June", "probability", "test"), id="a2")
    assert join_alerts([there, forty]) is not None, "4% is not where 40% begins"


# --- past precision ---

WARNING = moved("4%", "9%", "probability", "nuclear-test", warns_of=("nuclear-test",))


def settled(outcome: bool | None, day: dt.date = DAY, scenario: str = "nuclear-test") -> SettledQuestion:
    asked = SETTLED.question.model_copy(update={"as_of": day, "scenario": scenario, "base_rate": 0.3})
    rows = (HistoryEvent(start=day, end=day, kind="nuclear-test", source="list"),) if outcome else ()
    return SETTLED.model_copy(
        update={"question": asked, "outcome": outcome, "rows": rows, "illustration": None}
    )


def test_b4_an_alert_says_how_many_like_it_were_followed_and_what_chance_would_give():
    days = [DAY - dt.timedelta(days=n) for n in range(1, 13)]
    earlier = [alert(WARNING, id=f"a{n}", day=day) for n, day in enumerate(days)]
    known = [settled(n < 3, day) for n, day in enumerate(days[:11])]
    found = count_followed("probability", earlier, known)
    assert (found.followed, found.judged, found.open) == (3, 11, 1)
    assert found.expected == pytest.approx(3.3)
    said = say_precision(found)
    assert "27% (3 of 11 earlier alerts followed" in said and "3.3 to be expected" in said
    text = to_text(with_precision(alert(WARNING), earlier, known))
    assert said in text


def test_few_alerts_give_counts_and_no_share():
    found = count_followed("probability", [alert(WARNING)], [settled(outcome=True)])
    said = say_precision(found)
    assert "too few to say (1 of 1 earlier alert followed" in said and "100%" not in said
    assert str(LEAST) in said
    none = say_precision(count_followed("plan", [], []))
    assert "too few to say, none judged so far" in none


def test_an_alert_is_open_until_what_it_warned_of_is_settled():
    both = moved("quiet", "raised", warns_of=("nuclear-test", "island-fire"))
    assert count_followed("status", [alert(both)], [settled(outcome=False)]).open == 1
    assert count_followed("status", [alert(both)], [settled(outcome=True)]).followed == 1
    either = [settled(outcome=False), settled(outcome=False, scenario="island-fire")]
    found = count_followed("status", [alert(both)], either)
    assert (found.judged, found.followed) == (1, 0)
    assert found.expected == pytest.approx(1 - 0.7 * 0.7)


def test_letting_up_and_other_kinds_are_not_counted_and_illustrations_are_said():
    quiet = moved("9%", "4%", "probability", "nuclear-test")
    assert count_followed("probability", [alert(quiet)], [settled(outcome=True)]).judged == 0
    assert count_followed("plan", [alert(WARNING)], [settled(outcome=True)]).judged == 0
    assert with_precision(alert(quiet), [], []).precision == ()
    shown = settled(outcome=True).model_copy(update={"illustration": "written afterwards"})
    assert "illustrations" in say_precision(count_followed("probability", [alert(WARNING)], [shown]))
