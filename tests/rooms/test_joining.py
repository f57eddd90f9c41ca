"""The same act told several times is one event; two acts are never one; what differs is kept."""

import datetime as dt

import pytest

from tocsin.terms import (
    Actor,
    Claim,
    Count,
    Document,
    Event,
    Happening,
    Independent,
    Interval,
    Lineage,
    Origin,
    Place,
    Reading,
    Span,
    Story,
)
from tocsin.weigh import join_events
from tocsin.weigh.tellings import find_count

DAY = dt.date(2024, 5, 27)
PRK, KOR, JPN = (Actor(name=code, country=code) for code in ("PRK", "KOR", "JPN"))


def document(name: str, text: str = "fired", published: dt.date | None = DAY) -> Document:
    return Document(id=name, name=name, text=text, published=published)


def event(document: str, id: str = "e1", **fields: object) -> Event:
    day = fields.pop("day", DAY)
    made = {
        "class": "MOBILIZE",
        "kind": "missile-test",
        "actors": (PRK,),
        "time": Interval(start=day, end=day) if isinstance(day, dt.date) else None,
    }
    return Event.model_validate({"id": id, "document": document, "trigger": Span(0, 5), **made, **fields})


def joined(*events: Event, documents: tuple[Document, ...] = (), **more: object) -> tuple[Happening, ...]:
    given = {one.id: one for one in documents}
    names = dict.fromkeys(one.document for one in events)
    read = [
        (
            given.get(name) or document(name),
            Reading(document=name, events=tuple(one for one in events if one.document == name)),
        )
        for name in names
    ]
    return join_events(read, **more)  # type: ignore[arg-type]


def test_two_reports_of_one_launch_are_one_event_with_both_as_evidence() -> None:
    (one,) = joined(event("a"), event("b"))
    assert (one.tellings, one.documents, one.disputed) == (("a#e1", "b#e1"), ("a", "b"), ())
    assert (one.start, one.status, one.origins) == (DAY, "occurred", None)


@pytest.mark.parametrize(
    "other",
    [
        {"actors": (KOR,)},
        {"class": "ASSAULT", "kind": "artillery-fire"},
        {"kind": "nuclear-test"},
        {"kind": None},
        {"day": DAY - dt.timedelta(days=2)},
        {"place": Place(name="Sohae", country="PRK")},
    ],
    ids=["who", "class", "kind", "no kind", "day", "place"],
)
def test_acts_that_differ_are_never_joined(other: dict[str, object]) -> None:
    first = event("a", place=Place(name="Sunan", country="PRK"))
    assert len(joined(first, event("b", **{"place": Place(), **other}))) == 2


def test_those_acted_on_keep_two_acts_apart() -> None:
    assert len(joined(event("a", recipients=(KOR,)), event("b", recipients=(JPN,)))) == 2


def test_a_narrower_kind_is_the_same_act_and_names_it() -> None:
    (one,) = joined(event("a"), event("b", kind="icbm-test"))
    assert one.kind == "icbm-test"


def test_two_counts_and_two_days_are_both_kept_with_who_says_so() -> None:
    first = document("a", "fired two short-range missiles toward the sea")
    second = document("b", "fired three missiles on Tuesday")
    (one,) = joined(event("a"), event("b", day=DAY + dt.timedelta(days=1)), documents=(first, second))
    assert [(each.value, each.tellings) for each in one.counts] == [
        ("2 missiles", ("a#e1",)),
        ("3 missiles", ("b#e1",)),
    ]
    assert one.disputed == ("days", "counts")


def test_a_denial_is_joined_to_what_it_denies_and_takes_nothing_from_it() -> None:
    (one,) = joined(event("a"), event("b", status="did-not-occur", polarity="denied"))
    assert one.status == "occurred"
    assert {each.value for each in one.statuses} == {"occurred", "did-not-occur"}


def test_what_is_only_feared_stays_feared_however_often_it_is_told() -> None:
    feared = [event(name, status="possible", day=None) for name in "abc"]
    (one,) = joined(*feared)
    assert one.status == "possible"


def test_a_plan_and_its_coming_true_are_one_event_that_occurred() -> None:
    window = Interval(earliest=DAY, latest=DAY + dt.timedelta(days=8))
    planned = event("a", status="planned", time=window)
    occurred = event("b", day=DAY + dt.timedelta(days=1))
    (one,) = joined(planned, occurred, documents=(document("b", published=DAY + dt.timedelta(days=1)),))
    assert one.status == "occurred"


def test_an_old_test_and_a_feared_one_of_the_same_article_are_two() -> None:
    ahead = Interval(earliest=DAY, latest=DAY + dt.timedelta(days=90))
    feared = event("a", "e2", status="possible", time=ahead)
    assert len(joined(event("a", day=None), feared)) == 2
    assert len(joined(event("a", day=dt.date(2017, 9, 3)), feared)) == 2


def test_a_second_sentence_without_a_name_or_day_is_of_the_same_act() -> None:
    (one,) = joined(event("a"), event("a", "e2", actors=(), day=None, kind="ballistic-missile-test"))
    assert one.tellings == ("a#e1", "a#e2")


def test_an_unnamed_doer_of_another_article_is_anybody() -> None:
    assert len(joined(event("a"), event("b", actors=()))) == 2


def test_what_is_said_in_general_or_has_no_class_is_no_act() -> None:
    assert joined(event("a", status="general"), event("b", **{"class": None})) == ()


def test_origins_that_assert_and_that_deny_are_counted_apart() -> None:
    count = Count(median=1, low=1, high=1)
    made = {"documents": ("a", "b", "c"), "probability": 0.9}
    origins = (
        Origin(id="o1", name="Harbour TV", kind="outlet", side="asserts", claims=("a#c1", "b#c1"), **made),
        Origin(id="o2", name="KCNA", kind="state-media", side="denies", claims=("c#c1",), **made),
    )
    story = Story(
        id="s",
        documents=("a", "b", "c"),
        claim="",
        independent=Independent(asserting=count, denying=count),
        origins=origins,
    )
    (one,) = joined(
        *(event(name, claim="c1", polarity="denied" if name == "c" else "affirmed") for name in "abc"),
        lineage=Lineage(stories=(story,)),
    )
    assert (one.origins, one.deniers) == (("o1",), ("o2",))


def test_an_origin_shown_by_the_claim_around_counts_for_the_one_within() -> None:
    claims = tuple(
        Claim(id=id, document="a", content=(Span(0, 5),), within=within)
        for id, within in (("c1", None), ("c2", "c1"))
    )
    reading = Reading(document="a", claims=claims, events=(event("a", claim="c2"),))
    origin = Origin(
        id="o1", name="Harbour TV", kind="outlet", side="asserts", documents=("a",), claims=("a#c1",)
    )
    count = Count(median=1, low=1, high=1)
    story = Story(
        id="s",
        documents=("a",),
        claim="",
        independent=Independent(asserting=count, denying=count),
        origins=(origin,),
    )
    (one,) = join_events([(document("a"), reading)], Lineage(stories=(story,)))
    assert one.origins == ("o1",)


@pytest.mark.parametrize(
    ("text", "count"),
    [
        ("fired 1,200 artillery shells", "1200 shells"),
        ("fired for 3 hours two ballistic missiles", "2 missiles"),
        ("fired 370 kilometres east", None),
        ("fired in 2017 tests", None),
        ("fired it. Two ships sailed", None),
        ("fired $3 notes", None),
    ],
)
def test_a_number_near_the_act_counts_what_it_is_done_with(text: str, count: str | None) -> None:
    assert find_count(text, event("a")) == count
