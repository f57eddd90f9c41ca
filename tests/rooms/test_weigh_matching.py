"""What bears on an indicator and how strongly: parties, places, words, hedges, kinds within kinds."""

from importlib import resources
from typing import Any

import pytest
import yaml
from tests.rooms.weigh_sample import JOINT_CHIEFS, UNNAMED, indicator, origin, report, watch, weigh

from tocsin.reference.kinds import kinds
from tocsin.terms import Certainty, Claim, Document, Event, IndicatorMatch, Match, Reading, Source, Span
from tocsin.weigh.acts import find_act


def read_yaml(name: str) -> dict[str, Any]:
    return dict(yaml.safe_load(resources.files("tocsin.weigh").joinpath(name).read_text("utf-8")))


def matches(*reports: tuple[Document, Reading], **match: object) -> tuple[IndicatorMatch, ...]:
    asked = indicator(match=Match.model_validate({"kinds": ("artillery-fire",)} | match))
    names = [document.id for document, _ in reports]
    return weigh(list(reports), origin("o1", *names), on=watch(asked)).indicators[0].matches


def strength(*reports: tuple[Document, Reading], **match: object) -> float:
    (found,) = matches(*reports, **match)
    return found.strength


def test_another_kind_does_not_match() -> None:
    assert matches(report("a", "North Korea is under sanctions.", kind="sanctions")) == ()


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


# --- acts told in words that reading does not name ---


def told(text: str, *kinds: str, **more: object) -> tuple[IndicatorMatch, ...]:
    claim = {name: more.pop(name) for name in ("status", "stance", "polarity") if name in more}
    return matches(report("a", text, kind=None, title="North Korea today", **claim), kinds=kinds, **more)


def test_an_act_in_other_words_matches_at_a_discount() -> None:
    (found,) = told("North Korea held a two-day drill with warships.", "exercise", actors=("PRK",))
    assert (found.item, found.strength) == ("a#c1", 0.6)
    assert found.reason == "tells of exercise, in the words “drill … warships”, by North Korea"


@pytest.mark.parametrize(
    ("text", "kind", "is_told"),
    [
        ("Pupils held a drill in case of an earthquake with soldiers.", "exercise", False),
        ("The army stopped trucks with fuel for the town.", "blockade", True),
        ("The army stopped. Trucks brought fuel.", "blockade", False),  # another sentence
        ("The embassy told its citizens to leave the country.", "evacuation", True),
        ("The embassy told its citizens to stay calm.", "evacuation", False),
        ("It would no longer be bound by the accord.", "agreement-withdrawal", True),
        ("The troops did not cross the demarcation line.", "border-incursion", False),
        ("The troops crossed the demarcation line.", "border-incursion", True),
    ],
)
def test_an_act_needs_what_belongs_to_it(text: str, kind: str, is_told: bool) -> None:
    assert bool(told(text, kind)) == is_told


def test_who_stands_before_the_act_does_it() -> None:
    text = "South Korea held a drill with warships, and North Korea watched."
    assert told(text, "exercise", actors=("KOR",))
    assert not told(text, "exercise", actors=("PRK",))


def test_what_is_only_meant_has_not_come() -> None:
    meant = "North Korea is about to fire a missile."
    assert not told(meant, "missile-test", statuses=("occurred",))
    assert told("North Korea fired a missile.", "missile-test", statuses=("occurred",))
    assert told(meant, "missile-test", statuses=("planned",), status="planned")


def test_where_reading_named_the_act_its_word_goes() -> None:
    planned = report("a", "North Korea launched preparations to fire a missile.", kind="missile-test")
    document, reading = planned
    event = reading.events[0].model_copy(update={"status": "planned"})
    asked = {"kinds": ("missile-test",), "statuses": ("occurred",)}
    assert matches((document, reading.model_copy(update={"events": (event,)})), **asked) == ()


def test_what_is_demanded_may_begin_outside_of_the_claim() -> None:
    text = "The embassy in Pyongyang told its citizens to leave."
    document, reading = report("a", text, kind=None, stance="demands")
    said = reading.claims[0].model_copy(update={"content": (Span(43, 51),)})
    assert matches((document, reading.model_copy(update={"claims": (said,)})), kinds=("evacuation",))


def test_further_words_may_stand_in_the_sentence_around_an_act() -> None:
    document, reading = report("a", "North Korea fired artillery near Pohang, the Kremlin said.")
    said = reading.claims[0].model_copy(update={"content": (Span(0, 39),)})
    assert matches((document, reading.model_copy(update={"claims": (said,)})), words=("Kremlin",))


def test_the_plural_of_a_word_rules_out_too() -> None:
    assert not matches(report("a", "North Korea fired artillery in drills."), without=("drill",))


def test_an_event_between_countries_that_do_not_concern_the_watch_bears_on_nothing() -> None:
    asked = indicator(match=Match(kinds=("artillery-fire",)))
    on = watch(asked).model_copy(update={"keywords": ("North Korea",), "countries": ("PRK", "KOR", "RUS")})

    def bears(text: str, actor: dict[str, str]) -> bool:
        told = report("a", text, actor=actor, title="North Korea and others")
        return bool(weigh([told], origin("o1", "a"), on=on).indicators[0].matches)

    assert not bears("Russia fired artillery into Ukraine.", {"name": "Russia", "country": "RUS"})
    assert bears("Russia fired artillery.", {"name": "Russia", "country": "RUS"})
    assert bears("Shells from North Korea were fired into Ukraine.", {"name": "Russia", "country": "RUS"})


def test_every_act_in_other_words_is_of_a_warning_kind_and_finds_itself() -> None:
    table = read_yaml("acts.yaml")
    table.pop("irregular")
    assert not table.keys() - kinds().keys()
    for kind, entries in table.items():
        for entry in entries:
            words = [*entry.get("acts", ()), *entry.get("alone", ())]
            rest = [entry.get("with", [""])[0], entry.get("to", [""])[0]]
            found = find_act((kind,), " ".join(part for part in (words[0], *rest) if part))
            assert found is not None, (kind, words[0])
