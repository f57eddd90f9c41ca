"""One article walks through all rooms; docs/one-article.md tells the same walk with real output."""

import datetime as dt

import pytest

from tocsin.brief import lint_brief, to_html, to_markdown
from tocsin.collect import Collected, collect_paths
from tocsin.pipeline import Settled, Walk, walk
from tocsin.read.document import read_document
from tocsin.terms import Document, Reading
from tocsin.watches import load_watch
from tocsin.why import words_behind

AS_OF = dt.date(2024, 5, 25)
ARTICLE = "examples/korea-2024/2024-05-24-tidewater-october-crisis.txt"


@pytest.fixture(scope="module")
def document(root) -> Document:
    taken = list(collect_paths([root / ARTICLE], today=dt.date(2026, 1, 1), max_bytes=1_000_000))
    assert [type(item) for item in taken] == [Collected]
    return taken[0].document


@pytest.fixture(scope="module")
def reading(document) -> Reading:
    return read_document(document)


@pytest.fixture(scope="module")
def made(document, reading) -> Walk:
    return walk([document], [reading], Settled(load_watch("korean-peninsula"), "named"), as_of=AS_OF)


def test_collect_keeps_the_text_as_it_is_and_what_stands_beside_it(root, document):
    assert document.text == (root / ARTICLE).read_text(encoding="utf-8")
    assert (document.outlet, document.published) == ("Tidewater Post", dt.date(2024, 5, 24))
    assert document.marking == "EXERCISE: synthetic reporting"


def test_read_finds_officials_through_the_broadcaster_and_not_the_picture(document, reading):
    first = document.text.index("\n")
    last = document.text.rindex("Copyright")
    attributed = [claim for claim in reading.claims if claim.source]
    assert all(first < span.start and span.end <= last for claim in reading.claims for span in claim.content)
    named = [claim for claim in attributed if "nuclear weapon" in claim.content[0].of(document.text)]
    assert named, "the sentence that the story turns on carries no claim"
    assert any("Meridian News" in claim.chain for claim in named)
    assert any(claim.stance == "denies" for claim in attributed)
    assert any(claim.stance == "declines" for claim in attributed)


def test_read_codes_a_feared_test_as_not_having_occurred(reading):
    tests = [event for event in reading.events if event.kind == "nuclear-test"]
    assert any(event.status in ("possible", "planned") for event in tests)
    election = [time for time in reading.times if time.anchor == "us-presidential-election"]
    assert [time.start for time in election] == [dt.date(2024, 11, 5)]


def test_trace_finds_the_broadcaster_behind_the_article_and_not_the_article_itself(made):
    asserting = [origin for origin in made.lineage.origins if origin.side == "asserts"]
    assert any("Meridian" in origin.name and not origin.seen for origin in asserting)
    assert not any("Tidewater" in origin.name for origin in made.lineage.origins)


def test_weigh_gives_four_states_and_lays_each_match_to_words(made, document):
    states = {state.state for state in made.weighing.indicators}
    assert "observed" in states and states & {"absent-uncovered", "not-looked"}
    for state in made.weighing.indicators:
        assert (state.state == "observed") <= bool(state.matches)


def test_forecast_keeps_every_reason(made):
    for forecast in made.outlook.forecasts:
        assert 0 < forecast.low <= forecast.probability <= forecast.high < 1
        assert forecast.ledger[0].step == "base rate"


def test_plan_says_what_stands_ready(made):
    assert made.plans and all(plan.notice == "not a government's plan, not advice" for plan in made.plans)


def test_brief_passes_its_own_rules_and_every_factual_sentence_reaches_words(made, document):
    assert [fault for fault in lint_brief(made.brief) if fault.blocks] == []
    factual = [s for s in made.brief.sentences if s.kind == "information" and s.part == "evidence"]
    assert factual
    for sentence in factual:
        passages = [words for id in sentence.evidence for _, _, words in words_behind(id, made.brief)]
        assert passages, f"{sentence.id} rests on no words: {sentence.text}"
        assert all(words in document.text for words in passages)


def test_the_marking_is_on_every_form_of_the_brief(made):
    for page in (to_html(made.brief), to_markdown(made.brief)):
        assert "EXERCISE: synthetic reporting" in page
    assert made.brief.exercise
