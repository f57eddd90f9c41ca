"""What bears on an indicator and how strongly: parties, places, words, hedges, kinds within kinds."""

import pytest
from tests.rooms.weigh_sample import JOINT_CHIEFS, UNNAMED, indicator, origin, report, watch, weigh

from tocsin.terms import Certainty, Claim, Document, Event, IndicatorMatch, Match, Reading, Source, Span


def matches(*reports: tuple[Document, Reading], **match: object) -> tuple[IndicatorMatch, ...]:
    asked = indicator(match=Match.model_validate({"kinds": ("artillery-fire",)} | match))
    names = [document.id for document, _ in reports]
    return weigh(list(reports), origin("o1", *names), on=watch(asked)).indicators[0].matches


def strength(*reports: tuple[Document, Reading], **match: object) -> float:
    (found,) = matches(*reports, **match)
    return found.strength


def test_another_kind_does_not_match() -> None:
    assert matches(report("a", kind="sanctions")) == ()


def test_a_narrower_kind_is_a_case_of_the_kind_asked_for() -> None:
    assert matches(report("a", kind="icbm-test"), kinds=("missile-test",))
    assert not matches(report("a", kind="missile-test"), kinds=("icbm-test",))


def test_the_act_of_another_country_does_not_match() -> None:
    southern = report("a", actor={"name": "South Korea", "country": "KOR"})
    assert matches(southern, actors=("PRK",)) == ()


def test_an_actor_left_unsaid_is_let_through_at_a_discount() -> None:
    unsaid = report("a", actor={"name": "troops"})
    assert strength(unsaid, actors=("PRK",)) == 0.8
    elsewhere = report("a", "Shells fell at sea.", actor={"name": "troops"}, title="North Korea fires")
    assert matches(elsewhere, actors=("PRK",)) == ()  # only the title names it, the text does not
    two = "Troops fired shells. North Korea did not comment."
    document, reading = report("a", two, actor={"name": "troops"})
    said = reading.claims[0].model_copy(update={"content": (Span(0, 19),)})
    assert strength((document, reading.model_copy(update={"claims": (said,)})), actors=("PRK",)) == 0.5


def test_an_actor_left_unsaid_beside_another_country_does_not_match() -> None:
    text = "Japan fired artillery in a drill. North Korea watched. Pyongyang spoke."
    document, reading = report("a", text, actor={"name": "troops"})
    said = reading.claims[0].model_copy(update={"content": (Span(0, 32),)})
    assert matches((document, reading.model_copy(update={"claims": (said,)})), actors=("PRK",)) == ()


@pytest.mark.parametrize(("places", "found"), [(("Yeonpyeong",), 1), (("Guam",), 0)])
def test_a_place_is_asked_for(places: tuple[str, ...], found: int) -> None:
    near = report("a", "North Korea fired artillery near Yeonpyeong.")
    assert len(matches(near, places=places)) == found


def test_words_are_whole_words_in_any_case() -> None:
    assert matches(report("a", "North Korea fired GUNS."), words=("guns",))
    assert not matches(report("a", "North Korea fired gunships."), words=("guns",))


def test_a_word_that_rules_it_out() -> None:
    drill = report("a", "North Korea fired artillery in a drill.")
    assert matches(drill) and not matches(drill, without=("drill",))


def test_a_word_that_rules_it_out_may_stand_in_what_attributes_the_claim() -> None:
    document, reading = report("a", "In a drill it was announced that North Korea fired artillery.")
    said = reading.claims[0].model_copy(update={"content": (Span(33, 60),)})
    narrow = (document, reading.model_copy(update={"claims": (said,)}))
    assert matches(narrow) and not matches(narrow, without=("drill",))


def test_hedged_is_weaker_than_firm_and_the_words_say_how_much() -> None:
    might = Certainty(low=0.1, mid=0.4, high=0.66, words="might")
    assert strength(report("a")) == 1.0
    assert strength(report("a", hedged=True)) == 0.6
    assert strength(report("a", hedged=True, certainty=might)) == 0.4


def test_one_doubt_is_not_counted_twice() -> None:
    """The word "might" makes a claim hedged and its event possible: one doubt, not two."""
    might = Certainty(low=0.1, mid=0.4, high=0.66, words="might")
    assert strength(report("a", hedged=True, status="possible", stance="fears", certainty=might)) == 0.4


def test_an_unnamed_source_counts_less() -> None:
    assert strength(report("a", source=UNNAMED)) == 0.8


def test_what_the_indicator_asks_for_by_name_is_not_discounted() -> None:
    feared = report("a", stance="fears", status="possible", hedged=True)
    assert strength(feared, stances=("fears",), statuses=("possible",)) == 1.0
    assert strength(feared) == 0.4


def test_a_doubt_around_a_claim_reaches_what_is_inside() -> None:
    document, reading = report("a")
    doubt = Claim(id="c0", document="a", source=JOINT_CHIEFS, content=(Span(0, 20),), stance="doubts")
    inner = reading.claims[0].model_copy(update={"within": "c0"})
    assert strength((document, reading.model_copy(update={"claims": (doubt, inner)}))) == 0.0


def test_an_inner_claim_rests_on_the_origin_of_the_claim_around_it() -> None:
    document, reading = report("a")
    around = Claim(id="c1", document="a", source=JOINT_CHIEFS, content=(Span(0, 20),))
    inner = reading.claims[0].model_copy(update={"id": "c2", "within": "c1"})
    held = reading.events[0].model_copy(update={"claim": "c2"})
    (found,) = matches((document, Reading(document="a", claims=(around, inner), events=(held,))))
    assert found.origin == "o1"


def test_without_kinds_claims_are_matched_and_the_speaker_is_the_actor() -> None:
    agency = Source(name="the state news agency", kind="state-media", country="PRK")
    threat = report("a", "North Korea will answer mercilessly.", kind=None, source=agency, stance="threatens")
    (found,) = matches(threat, kinds=(), stances=("threatens",), actors=("PRK",))
    assert (found.item, found.strength) == ("a#c1", 1.0)
    assert matches(threat, kinds=(), stances=("threatens",), actors=("KOR",)) == ()


def test_of_nested_claims_the_innermost_is_taken() -> None:
    document, reading = report("a", kind=None)
    inner = Claim(id="c2", document="a", source=UNNAMED, content=(Span(0, 30),), within="c1")
    nested = Reading(document="a", claims=(*reading.claims, inner))
    assert [each.item for each in matches((document, nested), kinds=(), words=("artillery",))] == ["a#c2"]


def test_an_event_that_no_claim_holds_is_matched_by_its_sentence() -> None:
    text = "North Korea was quiet. Guns fired near Yeonpyeong! All slept."
    event = Event(id="e1", document="a", trigger=Span(28, 33), kind="artillery-fire")
    document = Document(id="a", name="a", text=text)
    reading = Reading(document="a", events=(event,))
    assert matches((document, reading), places=("Yeonpyeong",))
    assert not matches((document, reading), words=("quiet", "slept"))


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("North Korea deals in arms with Russia.", 1),
        ("North Korea does not deal in arms.", 0),
        ("North Korea sent no arms.", 0),
        ("North Korea did not comment. It sends arms.", 1),
        ("North Korea cannot rule out arms.", 1),
        ("North Korea sells not only arms.", 1),
    ],
)
def test_a_negated_word_is_not_a_sighting(text: str, found: int) -> None:
    """Else a Kremlin that "does not deal in arms" would be counted as a sign of arms deals."""
    assert len(matches(report("a", text, kind=None), kinds=(), words=("arms",))) == found
    asked = matches(report("a", text, kind=None), kinds=(), words=("arms",), stances=("asserts", "denies"))
    assert len(asked) == 1


def test_who_fears_speaks_of_the_possible() -> None:
    feared = report("a", stance="fears", status="possible")
    assert strength(feared, statuses=("possible",)) == 1.0
