"""Weighing, whatever is thrown at it: strengths hold, rewrites add nothing, the future is unseen."""

import datetime as dt
from typing import Any, get_args

from hypothesis import given
from hypothesis import strategies as st
from tests.rooms.weigh_sample import AS_OF, JOINT_CHIEFS, KREMLIN, UNNAMED, origin, report, weigh

from tocsin.terms import Document, Reading, Stance, Status

telling = st.fixed_dictionaries(
    {
        "day": st.dates(AS_OF - dt.timedelta(days=400), AS_OF + dt.timedelta(days=60)),
        "kind": st.sampled_from(["artillery-fire", "missile-test", None]),
        "source": st.sampled_from([JOINT_CHIEFS, KREMLIN, UNNAMED, None]),
        "stance": st.sampled_from(get_args(Stance)),
        "status": st.sampled_from(get_args(Status)),
        "hedged": st.booleans(),
        "polarity": st.sampled_from(["affirmed", "denied"]),
    }
)
tellings = st.lists(telling, min_size=1, max_size=6)


def reports(told: list[dict[str, Any]]) -> list[tuple[Document, Reading]]:
    return [report(f"d{number}", **each) for number, each in enumerate(told)]


@given(tellings)
def test_evidence_is_once_an_origin_and_a_strength(told: list[dict[str, Any]]) -> None:
    given_reports = reports(told)
    names = [document.id for document, _ in given_reports]
    found = weigh(given_reports, origin("o1", *names[::2]), origin("o2", *names[1::2]))
    pairs = [(each.indicator, each.origin) for each in found.evidence]
    assert len(pairs) == len(set(pairs))
    assert all(0 < each.strength <= 1 for each in found.evidence)


@given(tellings)
def test_rewrites_of_one_origin_never_add_evidence(told: list[dict[str, Any]]) -> None:
    first = reports(told[:1])
    everything = reports(told[:1] * 5)
    names = [document.id for document, _ in everything]
    one = weigh(first, origin("o1", "d0"))
    many = weigh(everything, origin("o1", *names))
    strengths = [(each.origin, each.strength) for each in one.evidence if each.origin]
    assert strengths == [(each.origin, each.strength) for each in many.evidence if each.origin]


@given(tellings)
def test_what_comes_later_changes_nothing(told: list[dict[str, Any]]) -> None:
    given_reports = reports(told)
    names = [document.id for document, _ in given_reports]
    known = [each for each in given_reports if each[0].published and each[0].published <= AS_OF]
    origins = (origin("o1", *names[::2]), origin("o2", *names[1::2]))
    assert weigh(given_reports, *origins) == weigh(known, *origins)


@given(tellings)
def test_no_grade_is_one_without_two_origins(told: list[dict[str, Any]]) -> None:
    given_reports = reports(told)
    names = [document.id for document, _ in given_reports]
    found = weigh(given_reports, origin("o1", *names))
    assert all(each.grade.credibility != 1 for each in found.claims)
