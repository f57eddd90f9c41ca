"""Indicators: the four states, what counts toward them, and evidence once an origin."""

import datetime as dt
import itertools

import pytest
from tests.rooms.weigh_sample import (
    AS_OF,
    JOINT_CHIEFS,
    UNNAMED,
    indicator,
    origin,
    report,
    watch,
    weigh,
)

from tocsin.terms import Coverage, Covered, Document, Match, Reading, Span, Time, Weighing

QUIET = "North Korea said nothing of the island today."


def quiet(name: str, text: str = QUIET, **fields: object) -> tuple[Document, Reading]:
    document = Document.model_validate({"id": name, "name": name, "text": text, "published": AS_OF} | fields)
    return document, Reading(document=name)


def state(weighing: Weighing) -> str:
    return weighing.indicators[0].state


def test_one_report_with_an_origin_is_observed() -> None:
    found = weigh([report("a")], origin("o1", "a"))
    assert state(found) == "observed"
    assert found.indicators[0].evidence == ("a#e1",)
    assert found.indicators[0].origins == ("o1",)
    assert found.indicators[0].matches[0].strength == 1.0
    assert "artillery-fire, by North Korea" in found.indicators[0].matches[0].reason


def test_nothing_seen_by_enough_documents_on_the_topic_is_absence() -> None:
    found = weigh([quiet("a"), quiet("b"), quiet("c")])
    assert state(found) == "absent-covered"
    assert found.indicators[0].documents_looked == 3
    (evidence,) = found.evidence
    assert evidence.origin is None
    assert evidence.strength == 0.3


def test_too_few_documents_on_the_topic_show_nothing() -> None:
    found = weigh([quiet("a"), quiet("b")])
    assert state(found) == "absent-uncovered"
    assert found.evidence == ()


def test_no_document_on_the_topic_means_nobody_looked() -> None:
    found = weigh([quiet("a", "North Korea held a harvest fair.")])
    assert state(found) == "not-looked"
    assert found.evidence == ()


def test_absence_needs_a_source_that_could_see_it() -> None:
    seeing = indicator(coverage=Coverage(outlets=("Island Radio", "officials"), minimum_documents=1))
    assert state(weigh([quiet("a", outlet="Other Paper")], on=watch(seeing))) == "absent-uncovered"
    assert state(weigh([quiet("a", outlet="island radio")], on=watch(seeing))) == "absent-covered"


def read_for(days: float, outlet: str | None = None, ends: float = 0) -> Covered:
    """A channel that was read for so many days, until so many before the end of the as-of day."""
    end = dt.datetime.combine(AS_OF + dt.timedelta(days=1 - ends), dt.time(), dt.UTC)
    return Covered(channel="c", outlet=outlet, start=end - dt.timedelta(days=days), end=end)


@pytest.mark.parametrize(
    ("covered", "wanted"),
    [
        (None, "absent-covered"),  # reporting from files: nothing is known of channels
        ([], "absent-uncovered"),
        ([read_for(6)], "absent-uncovered"),
        ([read_for(7)], "absent-covered"),
        ([read_for(5), read_for(5)], "absent-uncovered"),  # two channels over the same days
        ([read_for(4), read_for(4, ends=6)], "absent-covered"),
        ([read_for(30, ends=14)], "absent-uncovered"),  # read long ago
    ],
)
def test_nothing_heard_while_nobody_listened_is_no_absence(
    covered: list[Covered] | None, wanted: str
) -> None:
    """A desk whose feeds died last week must not be told that it is quiet."""
    found = weigh([quiet("a"), quiet("b"), quiet("c")], covered=covered)
    assert state(found) == wanted
    assert bool(found.evidence) == (wanted == "absent-covered")


def test_only_channels_that_could_see_it_count_as_looking() -> None:
    seeing = indicator(coverage=Coverage(outlets=("Island Radio",), minimum_documents=1))
    heard = [quiet("a", outlet="Island Radio")]
    assert state(weigh(heard, on=watch(seeing), covered=[read_for(14, "Other Paper")])) == "absent-uncovered"
    assert state(weigh(heard, on=watch(seeing), covered=[read_for(14, "island radio")])) == "absent-covered"
    spoken = indicator(coverage=Coverage(outlets=("officials",), minimum_documents=1))
    told = [report("a", "North Korea is under sanctions.", kind="sanctions", source=UNNAMED)]
    assert state(weigh(told, on=watch(spoken), covered=[read_for(14, "Other Paper")])) == "absent-covered"


def test_channels_that_were_read_and_brought_nothing_on_the_topic_did_look() -> None:
    off_topic = [quiet("a", "North Korea held a harvest fair.")]
    assert state(weigh(off_topic, covered=[read_for(1)])) == "not-looked"
    found = weigh(off_topic, covered=[read_for(14)])
    assert state(found) == "absent-uncovered"
    assert "100% of the last 14 days" in found.indicators[0].reason


def test_a_kind_of_source_that_speaks_counts_as_one_that_could_see_it() -> None:
    seeing = indicator(coverage=Coverage(outlets=("officials",), minimum_documents=1))
    spoken = report("a", "North Korea is under sanctions.", kind="sanctions", source=UNNAMED)
    assert state(weigh([spoken], on=watch(seeing))) == "absent-covered"


def test_old_documents_did_not_look_at_the_present() -> None:
    old = [quiet(name, published=dt.date(2024, 1, 5)) for name in "abc"]
    assert state(weigh(old)) == "not-looked"


def test_twenty_rewrites_of_one_origin_are_one_piece_of_evidence() -> None:
    """Else twenty newspapers that copy one broadcaster would outweigh two people who saw it."""
    names = [f"a{number:02}" for number in range(20)]
    found = weigh([report(name) for name in names], origin("o1", *names))
    (evidence,) = found.evidence
    assert evidence.origin == "o1"
    assert len(evidence.items) == 20
    assert found.indicators[0].origins == ("o1",)


def test_two_origins_are_two_pieces_of_evidence() -> None:
    found = weigh([report("a"), report("b")], origin("o1", "a"), origin("o2", "b"))
    assert [each.origin for each in found.evidence] == ["o1", "o2"]


def test_evidence_is_as_strong_as_the_strongest_of_its_origin() -> None:
    weak = report("a", hedged=True, status="possible")
    found = weigh([weak, report("b")], origin("o1", "a", "b"))
    assert [each.strength for each in found.evidence] == [1.0]


def test_a_threshold_of_two_is_not_met_by_rewrites() -> None:
    two = watch(indicator(threshold=2))
    rewrites = [report(name) for name in "abc"]
    found = weigh(rewrites, origin("o1", "a", "b", "c"), on=two)
    assert state(found) == "absent-uncovered"
    assert "1 independent origin, 2 needed" in found.indicators[0].reason
    assert found.evidence == ()
    found = weigh(rewrites, origin("o1", "a", "b"), origin("o2", "c"), on=two)
    assert state(found) == "observed"


def test_a_report_without_an_origin_is_listed_but_not_counted() -> None:
    found = weigh([report("a"), quiet("b"), quiet("c"), quiet("d")])
    assert state(found) == "absent-uncovered"
    assert len(found.indicators[0].matches) == 1
    assert found.evidence == ()


@pytest.mark.parametrize("status", ["did-not-occur", "conditional", "general"])
def test_what_is_not_said_to_be_so_is_not_observed(status: str) -> None:
    found = weigh([report("a", status=status)], origin("o1", "a"))
    assert state(found) != "observed"
    assert found.indicators[0].matches[0].strength == 0


@pytest.mark.parametrize("status", ["did-not-occur", "conditional", "general"])
def test_a_status_that_the_indicator_asks_for_is_observed(status: str) -> None:
    asked = indicator(match=Match(kinds=("artillery-fire",), statuses=(status,)))
    assert state(weigh([report("a", status=status)], origin("o1", "a"), on=watch(asked))) == "observed"


@pytest.mark.parametrize("denial", [{"stance": "denies"}, {"polarity": "denied"}, {"stance": "doubts"}])
def test_a_denied_report_is_not_observed(denial: dict[str, str]) -> None:
    assert state(weigh([report("a", **denial)], origin("o1", "a"))) != "observed"


def test_a_denial_is_observed_where_denials_are_looked_for() -> None:
    asked = indicator(match=Match(kinds=("artillery-fire",), stances=("denies",)))
    assert state(weigh([report("a", stance="denies")], origin("o1", "a"), on=watch(asked))) == "observed"


def test_documents_after_the_as_of_date_are_not_known() -> None:
    """Else a replay of a past day would know the future."""
    late = report("a", day=dt.date(2024, 5, 26))
    assert weigh([late], origin("o1", "a")).relevant_documents == ()
    assert state(weigh([late], origin("o1", "a"))) == "not-looked"
    assert state(weigh([late], origin("o1", "a"), as_of=dt.date(2024, 5, 26))) == "observed"


def test_a_document_that_was_first_seen_later_is_not_known() -> None:
    document, reading = report("a", day=dt.date(2024, 5, 1))
    seen = dt.datetime(2024, 6, 1, tzinfo=dt.UTC)
    assert weigh([(document.model_copy(update={"first_seen": seen}), reading)]).relevant_documents == ()


def test_an_undated_document_counts() -> None:
    assert state(weigh([report("a", day=None)], origin("o1", "a"))) == "observed"


def test_a_past_event_that_is_recalled_is_not_news() -> None:
    """Else every article that recalls the shelling of 2010 would report a shelling."""
    recalled = report("a", time={"start": "2010-11-23", "end": "2010-11-23"})
    assert state(weigh([recalled], origin("o1", "a"))) != "observed"


def test_strength_falls_with_age_after_the_fresh_days() -> None:
    days = [AS_OF - dt.timedelta(days=age) for age in (0, 90, 135, 180)]
    strengths = [
        weigh([report("a", day=day)], origin("o1", "a")).indicators[0].matches[0].strength for day in days
    ]
    assert strengths == [1.0, 1.0, 0.5, 0.25]


def test_i2_an_indicator_equally_likely_either_way_gives_no_evidence() -> None:
    same = indicator(likelihood={"island": 0.2}, otherwise=0.2)
    found = weigh([report("a")], origin("o1", "a"), on=watch(same))
    assert state(found) == "observed"
    assert found.evidence == ()
    assert "not diagnostic" in found.indicators[0].reason


def test_the_order_of_the_input_changes_nothing() -> None:
    reports = [report("b"), report("a", source=UNNAMED), quiet("c"), report("d", stance="denies")]
    origins = [origin("o2", "b"), origin("o1", "a"), origin("o3", "d")]
    results = {weigh(list(order), *origins).model_dump_json() for order in itertools.permutations(reports)}
    assert len(results) == 1


def test_a_document_on_something_else_is_left_out() -> None:
    elsewhere = report("a", "Artillery fired near the island of Elba.", source=JOINT_CHIEFS)
    found = weigh([elsewhere], origin("o1", "a"))
    assert found.relevant_documents == ()
    assert found.indicators[0].matches == ()


def test_what_is_spoken_of_too_weakly_is_not_called_absent() -> None:
    """Else a drill told of in general terms would be evidence that there is none."""
    others = [quiet("b"), quiet("c"), quiet("d")]
    found = weigh([report("a", status="general"), *others], origin("o1", "a"))
    assert state(found) == "absent-uncovered"
    assert "too weakly to count" in found.indicators[0].reason
    assert found.evidence == ()


def test_what_is_only_denied_is_absent_where_enough_looked() -> None:
    others = [quiet("b"), quiet("c"), quiet("d")]
    assert state(weigh([report("a", stance="denies"), *others], origin("o1", "a"))) == "absent-covered"


def test_what_was_told_of_long_ago_can_be_absent_now() -> None:
    before = report("a", day=dt.date(2023, 5, 1))
    others = [quiet("b"), quiet("c"), quiet("d")]
    assert state(weigh([before, *others], origin("o1", "a"))) == "absent-covered"


def test_a_claim_that_recalls_a_past_year_is_as_old_as_that_year() -> None:
    document, reading = report("a", "North Korea shelled an island in 2010.", kind=None)
    when = Time(
        span=Span(33, 37), kind="date", value="2010", start=dt.date(2010, 1, 1), end=dt.date(2010, 12, 31)
    )
    worded = watch(indicator(match=Match(words=("shelled",))))
    recalled = (document, reading.model_copy(update={"times": (when,)}))
    assert state(weigh([(document, reading)], origin("o1", "a"), on=worded)) == "observed"
    assert state(weigh([recalled], origin("o1", "a"), on=worded)) != "observed"


def test_what_goes_on_since_a_past_year_is_not_old() -> None:
    text = "North Korea has shipped shells since 2022."
    document, reading = report("a", text, kind=None)
    when = Time(
        span=Span(37, 41), kind="date", value="2022", start=dt.date(2022, 1, 1), end=dt.date(2022, 12, 31)
    )
    worded = watch(indicator(match=Match(words=("shipped",))))
    told = (document, reading.model_copy(update={"times": (when,)}))
    assert state(weigh([told], origin("o1", "a"), on=worded)) == "observed"


def test_a_weak_word_in_other_words_does_not_undo_an_absence() -> None:
    """Among a thousand reports some loose phrase always fits; then nothing would ever be absent."""
    text = "North Korea could fire artillery at the island one day, a reader wrote."
    loose = report("d", text, kind=None, source=UNNAMED, status="possible", stance="hopes")
    plain = report("d", text, source=UNNAMED, status="possible", stance="hopes")
    three = [quiet("a"), quiet("b"), quiet("c")]
    assert state(weigh([*three, loose])) == "absent-covered"
    assert state(weigh([*three, plain])) == "absent-uncovered"
