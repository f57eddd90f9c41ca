"""Who does what for whom: claimed and established apart, one act once, denials beside it."""

import datetime as dt
from typing import Any

import pytest
from tests.rooms.brief_sample import WEIGHING, sample_brief
from tests.rooms.weigh_sample import (
    AS_OF,
    JOINT_CHIEFS,
    KREMLIN,
    UNNAMED,
    indicator,
    lineage,
    origin,
    report,
    watch,
)

from tocsin.brief.charts.relations import draw_relations
from tocsin.brief.relations import to_relations_text
from tocsin.errors import ConfigurationError
from tocsin.reference.kinds import kinds
from tocsin.reference.relations import relation_table
from tocsin.terms import (
    Actor,
    CoverageInterval,
    Document,
    History,
    HistoryEvent,
    Match,
    Origin,
    Pair,
    PairSign,
    Reading,
    Relationship,
    Source,
)
from tocsin.watches import load_watch
from tocsin.watches.loading import watch_folder
from tocsin.weigh import weigh_watch

RUSSIA = {"name": "Russia", "country": "RUS"}
NORTH = {"name": "North Korea", "country": "PRK"}
SHELLS = "North Korea shipped shells to Russia."
PAIR = Pair(id="north-russia", name="North Korea and Russia", one="PRK", other="RUS")
MINISTRY = Source(name="the defence ministry", kind="body", country="JPN")


def told(
    name: str, text: str, kind: str, actor: dict[str, Any], *to: str, **more: Any
) -> tuple[Document, Reading]:
    document, reading = report(name, text, kind=kind, actor=actor, **more)
    receivers = tuple(Actor(name=code, country=code) for code in to)
    event = reading.events[0].model_copy(update={"recipients": receivers})
    return document, reading.model_copy(update={"events": (event,)})


def follow(
    reports: list[tuple[Document, Reading]], *origins: Origin, pair: Pair = PAIR, **fields: Any
) -> Relationship:
    (found,) = weigh_watch(
        watch(indicator(match=Match(kinds=("arms-transfer",))), relations=(pair,), **fields),
        [document for document, _ in reports],
        [reading for _, reading in reports],
        lineage(*origins),
        as_of=AS_OF,
    ).relations
    return found


def test_what_one_origin_claims_is_not_established_however_often_it_is_told() -> None:
    names = ("a", "b", "c")
    found = follow([told(n, SHELLS, "arms-transfer", NORTH, "RUS") for n in names], origin("o1", *names))
    (act,) = found.acts
    assert (act.kind, act.doer, act.receiver, act.is_established) == ("arms", "PRK", "RUS", False)
    assert found.sentences[0] == "North Korea to Russia: arms (1 act claimed, none established)"


def test_what_two_independent_origins_say_firmly_is_established() -> None:
    reports = [
        told("a", SHELLS, "arms-transfer", NORTH, "RUS"),
        told("b", SHELLS, "arms-transfer", NORTH, "RUS", source=MINISTRY),
    ]
    (act,) = follow(reports, origin("o1", "a"), origin("o2", "b")).acts
    assert act.is_established
    unnamed = [reports[0], told("b", SHELLS, "arms-transfer", NORTH, "RUS", source=UNNAMED)]
    (claimed,) = follow(unnamed, origin("o1", "a"), origin("o2", "b")).acts
    assert not claimed.is_established


def test_a_denial_stands_beside_the_act_and_makes_none_of_its_own() -> None:
    denied = told(
        "b", "North Korea sells Russia no arms.", "arms-transfer", RUSSIA, source=KREMLIN, stance="denies"
    )
    reports = [told("a", SHELLS, "arms-transfer", NORTH, "RUS"), denied]
    found = follow(reports, origin("o1", "a"), origin("o2", "b"))
    (act,) = found.acts
    assert act.denied_by == ("the Kremlin",)
    assert any(text.startswith("Denied, by the Kremlin: arms") for text in found.sentences)


def test_arms_one_way_and_technology_the_other_are_both_said_and_no_bargain_is_claimed() -> None:
    reports = [
        told("a", SHELLS, "arms-transfer", NORTH, "RUS"),
        told("b", "Russia gave North Korea rocket technology.", "technology-transfer", RUSSIA, "PRK"),
    ]
    text = " ".join(follow(reports, origin("o1", "a"), origin("o2", "b")).sentences)
    assert "Both ways: arms from North Korea, technology from Russia" in text
    assert "that one pays for the other is not thereby shown" in text


def test_who_is_only_mentioned_does_no_act_and_suffers_none() -> None:
    """Arms for Russia that South Korea speaks of are no arms for South Korea."""
    south = Pair(id="koreas", name="the Koreas", one="PRK", other="KOR")
    to_russia = told("a", "North Korea shipped shells, South Korea said.", "arms-transfer", NORTH, "RUS")
    unclear = told("b", "North Korea shipped shells to Russia, South Korea said.", "arms-transfer", NORTH)
    assert follow([to_russia, unclear], origin("o1", "a", "b"), pair=south).acts == ()
    struck = told("c", "North Korea fired; South Korea watched.", "artillery-fire", NORTH)
    assert follow([struck], origin("o1", "c"), pair=south).acts == ()


def test_without_a_named_receiver_the_passage_may_name_the_other_side_alone() -> None:
    (act,) = follow([told("a", SHELLS, "arms-transfer", NORTH)], origin("o1", "a")).acts
    assert act.receiver == "RUS"


def test_an_exercise_near_somebody_is_none_with_him() -> None:
    near = told("a", "Russia drilled off North Korea.", "exercise", RUSSIA, "PRK")
    assert follow([near], origin("o1", "a")).acts == ()
    document, reading = told("b", "Russia and North Korea drilled.", "exercise", RUSSIA)
    both = (*reading.events[0].actors, Actor(name="North Korea", country="PRK"))
    together = reading.model_copy(update={"events": (reading.events[0].model_copy(update={"actors": both}),)})
    (act,) = follow([(document, together)], origin("o1", "b")).acts
    assert act.kind == "exercise"


def test_a_planned_exercise_is_not_told_as_held_because_aircraft_came() -> None:
    """Acts of one kind that differ in what is done never lend each other their status or their origins."""
    signs = (PairSign(kind="pressure", doer="PRK", indicator="shelling"),)
    on = indicator(match=Match(kinds=("exercise", "airspace-violation"), statuses=("planned", "occurred")))
    reports = [
        report("a", "North Korea will drill.", kind="exercise", status="planned"),
        report("b", "North Korea sent aircraft.", kind="airspace-violation", source=MINISTRY),
    ]
    (found,) = weigh_watch(
        watch(on, relations=(PAIR.model_copy(update={"signs": signs}),)),
        [document for document, _ in reports],
        [reading for _, reading in reports],
        lineage(origin("o1", "a"), origin("o2", "b")),
        as_of=AS_OF,
    ).relations
    assert {(act.what, act.status, act.is_established) for act in found.acts} == {
        ("exercise", "planned", False),
        ("airspace-violation", "occurred", False),
    }


def test_acts_months_apart_are_two() -> None:
    reports = [
        told("a", SHELLS, "arms-transfer", NORTH, "RUS", day=AS_OF - dt.timedelta(days=60)),
        told("b", SHELLS, "arms-transfer", NORTH, "RUS"),
        told("c", SHELLS, "arms-transfer", NORTH, "RUS", day=AS_OF - dt.timedelta(days=2)),
    ]
    assert len(follow(reports, origin("o1", "a", "b", "c")).acts) == 2


def test_more_than_usual_is_measured_against_the_reporting_before() -> None:
    quiet = [
        report(f"q{n}", "North Korea: calm.", kind=None, day=AS_OF - dt.timedelta(days=200 - 5 * n))
        for n in range(20)
    ]
    busy = [
        told(f"b{n}", SHELLS, "arms-transfer", NORTH, "RUS", day=AS_OF - dt.timedelta(days=10 * n))
        for n in range(5)
    ]
    (change,) = follow([*quiet, *busy], origin("o1", *(f"b{n}" for n in range(5)))).changes
    assert (change.recent, change.is_unusual) == (5, True)
    assert follow(busy, origin("o1", *(f"b{n}" for n in range(5)))).changes == ()  # too short a past


def test_the_history_gives_established_acts_up_to_the_day_and_none_after() -> None:
    days = (dt.date(2015, 8, 20), AS_OF + dt.timedelta(days=1))
    history = History(
        events=tuple(HistoryEvent(start=d, end=d, kind="clash", source="a list") for d in days),
        coverage=(CoverageInterval(kind="clash", start=days[0], end=days[1], source="a list"),),
    )
    south = Pair(
        id="koreas",
        name="the Koreas",
        one="PRK",
        other="KOR",
        signs=(PairSign(kind="force", doer="PRK", record="clash"),),
    )
    (act,) = follow([report("a", source=JOINT_CHIEFS)], origin("o1", "a"), pair=south, history=history).acts[
        :1
    ]
    assert (act.day, act.is_established, act.items) == (days[0], True, ())


def test_an_indicator_that_the_pair_names_gives_acts() -> None:
    named = PAIR.model_copy(update={"signs": (PairSign(kind="arms", doer="PRK", indicator="shelling"),)})
    (act,) = follow([report("a", SHELLS, kind="arms-transfer")], origin("o1", "a"), pair=named).acts
    assert act.doer == "PRK"


def test_means_and_motives_are_suppositions_and_say_how_much_of_them_is_told() -> None:
    sponsored = PAIR.model_copy(
        update={
            "sponsor": "RUS",
            "means": {"technology": "rockets", "arms": "pay"},
            "motives": ("shells come",),
        }
    )
    found = follow([told("a", SHELLS, "arms-transfer", NORTH, "RUS")], origin("o1", "a"), pair=sponsored)
    assert found.suppositions == (
        "Russia could encourage an act of North Korea by technology: rockets (nothing of it told here)",
        "Russia could encourage an act of North Korea by arms: pay (1 act claimed, none established)",
        "Russia would gain: shells come",
    )
    act = found.acts[0].model_copy(update={"items": ("a4#e1",)})
    shown = found.model_copy(update={"acts": (act,)})
    brief = sample_brief(weighing=WEIGHING.model_copy(update={"relations": (shown,)}))
    said = [s for s in brief.sentences if s.part == "implications"]
    supposed = [s for s in said if "could encourage" in s.text or "would gain" in s.text]
    assert [s.kind for s in supposed] == ["assumption"] * 3
    assert supposed[-1].text == "North Korea and Russia: Russia would gain: shells come."
    (told_,) = [s for s in said if s.text.startswith("North Korea to Russia: arms")]
    assert told_.kind == "information"


def test_the_picture_has_words_markings_and_a_hollow_mark_for_what_is_claimed() -> None:
    found = follow([told("a", SHELLS, "arms-transfer", NORTH, "RUS")], origin("o1", "a"))
    drawn = draw_relations(found, as_of=AS_OF, id="r", markings=("EXERCISE: made up",))
    assert "EXERCISE: made up" in drawn
    assert "1 act between North Korea and Russia, 0 of them established" in drawn
    assert "North Korea, arms transfer, claimed" in drawn
    empty = draw_relations(follow([report("a")]), as_of=AS_OF, id="r", markings=())
    assert "Nothing is told of in these two years." in empty
    assert "claimed: 1 origin" in to_relations_text(found)


def test_every_event_of_the_table_is_a_warning_kind_and_stands_once() -> None:
    events = [event for kind in relation_table().kinds.values() for event in kind.events]
    assert len(set(events)) == len(events)
    assert set(events) <= set(kinds())


@pytest.mark.parametrize(
    ("wrong", "said"),
    [
        ("other: XXX", "there is no such country"),
        ("sponsor: JPN", "there is no such country of the pair"),
        ("signs: [{kind: arms, doer: PRK, indicator: no-such}]", "there is no such indicator"),
        ("means: {bribes: money}", "there is no such kind of relation"),
        ("signs: [{kind: gifts, doer: PRK}]", "there is no such kind of relation"),
    ],
)
def test_a_wrong_pair_is_refused_with_its_line(tmp_path: Any, wrong: str, said: str) -> None:
    text = (watch_folder("sahel-coups") / "watch.yaml").read_text("utf-8")
    lines = ["relations:", "  - id: pair", "    name: Pair", "    one: PRK", "    other: RUS"]
    key = wrong.partition(":")[0]
    lines = [line for line in lines if not line.strip().startswith(f"{key}:")] + [f"    {wrong}"]
    start, end = text.index("relations:"), text.index("\nhypotheses:")
    file = tmp_path / "watch.yaml"
    file.write_text(text[:start] + "\n".join(lines) + "\n" + text[end:], "utf-8")
    with pytest.raises(ConfigurationError, match=said):
        load_watch(str(file))
