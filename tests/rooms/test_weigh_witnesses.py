"""Which origins of different stories are one witness."""

import pytest
from tests.rooms.weigh_sample import indicator, report, watch
from tests.rooms.weigh_sample import origin as origin_named

from tocsin.terms import Count, Independent, Lineage, Origin, Story
from tocsin.weigh import weigh_watch
from tocsin.weigh.witnesses import find_witnesses


def body(id: str, name: str, kind: str = "body") -> Origin:
    return Origin.model_validate({"id": id, "name": name, "kind": kind, "side": "asserts", "documents": ()})


@pytest.mark.parametrize(
    ("one", "other", "kind", "same"),
    [
        ("the Joint Chiefs of Staff", "South Korea's Joint Chiefs of Staff", "body", True),
        ("South Korea's military", "The South Korean military", "body", True),
        ("South Korea's military", "the South's Joint Chiefs of Staff", "body", True),
        ("South Korea's military", "South Korea's Defense Ministry", "body", False),
        ("South Korea's Defense Ministry", "Japan's Defense Ministry", "body", False),
        ("Harbour TV", "harbour TV", "outlet", True),
        ("Harbour TV", "Island Radio", "outlet", False),
        ("two officials", "two officials", "officials", False),
        ("a doctor", "a doctor", "person", False),
    ],
)
def test_who_is_one_witness(one: str, other: str, kind: str, same: bool) -> None:
    standing = find_witnesses([body("o2", one, kind), body("o1", other, kind)])
    assert (standing["o2"] == standing["o1"]) is same
    assert standing["o1"] == "o1"


def test_a_bare_name_stays_apart_where_two_countries_have_such_a_body() -> None:
    origins = [body("o1", "Japan's Defense Ministry"), body("o2", "South Korea's Defense Ministry")]
    standing = find_witnesses([*origins, body("o3", "the Defense Ministry")])
    assert set(standing.values()) == {"o1", "o2", "o3"}


def test_one_body_in_two_stories_is_one_piece_of_evidence() -> None:
    """Else a general staff that reports four launches would be four witnesses."""
    nothing = Count(median=0, low=0, high=0)
    counts = Independent(asserting=nothing, denying=nothing)
    reports = [report("a"), report("b")]
    stories = []
    for number, (document, _) in enumerate(reports):
        told = origin_named(f"o{number}", document.id).model_copy(
            update={"name": "the Joint Chiefs of Staff", "kind": "body"}
        )
        stories.append(
            Story(id=f"s{number}", documents=(document.id,), claim="", independent=counts, origins=(told,))
        )
    two = watch(indicator(threshold=2))
    found = [
        weigh_watch(
            on,
            [document for document, _ in reports],
            [reading for _, reading in reports],
            Lineage(stories=tuple(stories)),
            as_of=reports[0][0].published,
        )
        for on in (watch(), two)
    ]
    assert [each.origin for each in found[0].evidence] == ["o0"]
    assert found[0].indicators[0].origins == ("o0",)
    assert [match.origin for match in found[0].indicators[0].matches] == ["o0", "o1"]
    assert found[1].indicators[0].state == "absent-uncovered"
    assert {each.grade.credibility for each in found[0].claims} == {3}
