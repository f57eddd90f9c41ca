"""Whatever a brief holds, STIX brings it back, validates, and says the same again; CAP holds too."""

import datetime as dt
import json

from hypothesis import given, settings
from hypothesis import strategies as st
from lxml import etree
from stix2validator import ValidationOptions, validate_string
from tests.rooms.brief_sample import sample_brief

from tocsin.exchange import carried_by_stix, read_stix, to_cap, to_feed, to_stix
from tocsin.terms import Brief, Plan, Sentence

SAMPLE = sample_brief()
words = st.text(st.characters(exclude_categories=["Cs"]), max_size=40)
names = st.text(st.characters(exclude_categories=["Cs"]), min_size=1, max_size=20)
chances = st.floats(0, 1)
sentences = st.builds(
    Sentence,
    id=st.uuids().map(str),
    part=st.sampled_from(["bottom-line", "judgements", "dissent", "gaps"]),
    kind=st.sampled_from(["information", "assumption", "judgement"]),
    text=words,
    evidence=st.lists(st.sampled_from(["forecast:closure", "forecast:nowhere", "x"])).map(tuple),
)


@st.composite
def briefs(draw: st.DrawFn) -> Brief:
    """The sample with everything that people or programs fill in drawn anew."""
    judgements = [
        each.model_copy(
            update={
                "probability": draw(chances),
                "low": draw(chances),
                "name": draw(words),
                "confidence": draw(st.sampled_from(["low", "moderate", "high"])),
                "confidence_reasons": tuple(draw(st.lists(words, max_size=2))),
                "ledger": each.ledger[: draw(st.integers(0, 3))],
                "covered_until": draw(st.none() | st.dates()),
            }
        )
        for each in SAMPLE.judgements[: draw(st.integers(0, 4))]
    ]
    claims = [
        each.model_copy(update={"text": draw(words), "chain": tuple(draw(st.lists(words, max_size=3)))})
        for each in SAMPLE.claims[: draw(st.integers(0, 5))]
    ]
    origins = [each.model_copy(update={"name": draw(names)}) for each in SAMPLE.origins]
    plans: list[Plan] = [each.model_copy(update={"title": draw(names)}) for each in SAMPLE.plans]
    return SAMPLE.model_copy(
        update={
            "title": draw(words),
            "version": draw(st.uuids().map(str)),
            "watch": draw(st.none() | names),
            "exercise": draw(st.booleans()),
            "as_of": draw(st.dates(dt.date(1900, 1, 1))),
            "markings": tuple(draw(st.lists(names | st.just("TLP:RED"), max_size=3, unique=True))),
            "analyst": draw(st.none() | names),
            "incomplete": draw(st.none() | names),
            "sentences": tuple(draw(st.lists(sentences, max_size=4))),
            "judgements": tuple(judgements),
            "claims": tuple(claims),
            "origins": tuple(origins),
            "plans": tuple(plans),
            "unknown": tuple(draw(st.lists(words, max_size=2))),
        }
    )


@settings(max_examples=20, deadline=None)
@given(briefs())
def test_a_round_trip_through_stix_loses_nothing_that_it_carries(brief: Brief) -> None:
    made = to_stix(brief)
    assert read_stix(made.encode(), "b.json") == carried_by_stix(brief)
    assert to_stix(brief) == made


@settings(max_examples=5, deadline=None)
@given(briefs())
def test_stix_validates_whatever_the_words_are(brief: Brief) -> None:
    result = validate_string(to_stix(brief), ValidationOptions(version="2.1"))
    assert result.is_valid, [str(error) for error in result.errors]


@settings(max_examples=20, deadline=None)
@given(briefs())
def test_cap_and_atom_can_be_read_whatever_the_words_are(brief: Brief) -> None:
    alert = etree.fromstring(to_cap(brief).encode())  # to_cap holds it against the schema
    (status,) = alert.iter("{*}status")
    assert status.text == ("Exercise" if brief.exercise else "Draft")
    etree.fromstring(to_feed([brief]).encode())
    confidences = {each.get("confidence") for each in json.loads(to_stix(brief))["objects"]} - {None}
    assert confidences <= {15, 50, 85}
