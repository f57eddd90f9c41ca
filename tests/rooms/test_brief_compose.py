"""What a brief says, part by part, and that every sentence leads back to something."""

import datetime as dt
import json
from typing import get_args

import pytest
from tests.rooms.brief_sample import (
    AS_OF,
    DOCUMENTS,
    LINEAGE,
    MARKING,
    OUTLOOK,
    READINGS,
    WATCH,
    WEIGHING,
    forecast,
    sample_brief,
    sample_without_watch,
)

from tocsin.brief import lint_brief, to_json
from tocsin.brief.judge import with_article
from tocsin.brief.naming import known_ids
from tocsin.brief.wording import band, days, listing, percent, quoted, sentence_count
from tocsin.terms import Brief, Lineage, Part, Weighing


def texts(brief: Brief, part: Part) -> list[str]:
    return [sentence.text for sentence in brief.sentences if sentence.part == part]


def test_the_bottom_line_gives_the_absolute_probability_in_the_window_first():
    first, second = texts(sample_brief(), "bottom-line")
    assert first.startswith(
        "In the window around the Vostrian vote (10 October to 16 November 2031) the probability of the sei"
    )
    assert first.endswith(
        "the likeliest case is a closure of the strait for a day or more, at 7% (very unlikely)."
    )
    assert "5 of 6 documents bear on this problem and rest on 2 independent origins" in second
    assert second.endswith("the record of 1 such date cannot tell an effect of the Vostrian vote from none.")


def test_without_a_window_ahead_the_bottom_line_gives_the_probability_by_the_date():
    bare = [each.model_copy(update={"windows": ()}) for each in OUTLOOK.forecasts]
    brief = sample_brief(outlook=OUTLOOK.model_copy(update={"forecasts": tuple(bare)}))
    assert texts(brief, "bottom-line")[0].startswith("By 16 November 2031 the probability of the seizure")


def test_what_the_record_says_of_the_dates_follows_the_number_and_is_told_once():
    told = texts(sample_brief(), "judgements")
    finding = next(number for number, text in enumerate(told) if "too few to tell" in text)
    assert "strait for a day or more is 7%" in told[0] and "is 22% (unlikely)" in told[1] and finding > 1
    assert sum("too few to tell" in text for text in told) == 1


def test_a_band_over_three_words_is_a_range_with_its_reason():
    (text,) = [
        text
        for text in texts(sample_brief(), "judgements")
        if "cyber-attack" in text and "band" not in text and "Question" not in text
    ]
    assert "given as a range of words, almost no chance to likely (4% to 63%)" in text
    assert "because no record lists this kind of event" in text


def test_one_word_is_never_given_for_a_wide_band_in_the_bottom_line():
    wide = OUTLOOK.forecasts[0].windows[0].model_copy(update={"probability": 0.3, "low": 0.02, "high": 0.6})
    forecasts = (OUTLOOK.forecasts[0].model_copy(update={"windows": (wide,)}), *OUTLOOK.forecasts[1:])
    brief = sample_brief(outlook=OUTLOOK.model_copy(update={"forecasts": forecasts}))
    assert "at 30% (band 2% to 60%, too wide for one word)" in texts(brief, "bottom-line")[0]


def test_parts_stand_in_the_order_of_the_craft_and_none_is_missing():
    for brief in (sample_brief(), sample_without_watch()):
        order = list(dict.fromkeys(sentence.part for sentence in brief.sentences))
        assert order == list(get_args(Part))


def test_every_evidence_id_leads_to_something_in_the_brief():
    for brief in (sample_brief(), sample_without_watch()):
        cited = {name for sentence in brief.sentences for name in sentence.evidence}
        assert cited <= known_ids(brief)


def test_bare_ids_of_indicators_are_written_in_full():
    plan = next(s for s in sample_brief().sentences if s.text.startswith("Reason: The probability"))
    assert plan.evidence == ("plan:closure-plan", "forecast:closure", "indicator:barriers-moved")


def test_a_denial_is_told_beside_what_it_denies():
    brief = sample_brief()
    (told,) = [s for s in brief.sentences if "not subtracted from it" in s.text]
    assert told.evidence == ("d5#c1", "h1#c1")
    assert told.text.startswith(
        "A denial laid to the state agency, “any plan to close the strait”, stands against the claim of two"
    )


def test_rewrites_of_one_broadcaster_are_told_as_one_origin():
    assert any(
        "Morning Ledger and Coast Post rest on what Harbour TV itself reports, and together count as one "
        "origin" in text
        for text in texts(sample_brief(), "evidence")
    )


def test_what_is_unknown_is_said_with_its_remedy():
    brief = sample_without_watch()
    assert brief.unknown == (
        "publication date of h1-report (give it with --published)",
        "outlet of h1-report (give it with --outlet)",
    )
    assert "Unknown: outlet of h1-report (give it with --outlet)." in texts(brief, "gaps")


def test_without_a_watch_no_probability_is_invented():
    brief = sample_without_watch()
    assert brief.judgements == () and brief.forecasts == ()
    assert "no packaged watch shares enough words with it" in texts(brief, "judgements")[0]
    assert "%" not in " ".join(texts(brief, "bottom-line") + texts(brief, "judgements"))


def test_without_a_watch_who_said_what_through_whom_and_how_surely_is_told():
    told = texts(sample_without_watch(), "evidence")
    assert (
        "Two harbour officials, through Harbour TV, said: “Vostria might close the Amber Strait before the "
        "November vote” (told as possible, worded “might”, which readers hear as 10% to 66%, source "
        "not named)."
    ) in told


def test_a_watch_that_nothing_bears_on_says_so_in_the_bottom_line():
    states = tuple(
        each.model_copy(update={"state": "not-looked", "evidence": (), "matches": (), "origins": ()})
        for each in WEIGHING.indicators
    )
    quiet = [forecast(each.scenario, 0.1, 1.5, AS_OF) for each in OUTLOOK.forecasts]
    brief = sample_brief(
        weighing=Weighing(indicators=states),
        outlook=OUTLOOK.model_copy(update={"forecasts": tuple(quiet)}),
        plans=(),
        lineage=Lineage(),
    )
    assert texts(brief, "bottom-line")[1] == (
        "These numbers rest on the record of past events alone: "
        "none of the 6 documents bears on this problem; "
        "the record of 1 such date cannot tell an effect of the Vostrian vote from none."
    )
    assert lint_brief(brief) == ()


def test_a_document_that_moves_no_number_is_not_told_as_a_reason_for_it():
    still = [forecast(each.scenario, 0.1, 1.5, AS_OF) for each in OUTLOOK.forecasts]
    brief = sample_brief(
        weighing=WEIGHING.model_copy(update={"relevant_documents": ("h1",)}),
        outlook=OUTLOOK.model_copy(update={"forecasts": tuple(still)}),
    )
    text = texts(brief, "bottom-line")[1]
    assert text.startswith("These numbers rest on the record of past events alone: 1 of 6 documents bears")
    assert text.endswith("and nothing in the reporting moved a number.")


def test_the_window_that_the_reporting_names_comes_first_then_that_of_the_trigger_listed_first():
    early = (
        OUTLOOK.forecasts[0]
        .windows[0]
        .model_copy(
            update={
                "trigger": "regatta",
                "name": "The regatta",
                "start": dt.date(2031, 6, 1),
                "end": dt.date(2031, 6, 9),
            }
        )
    )
    forecasts = [each.model_copy(update={"windows": (early, *each.windows)}) for each in OUTLOOK.forecasts]
    outlook = OUTLOOK.model_copy(update={"forecasts": tuple(forecasts)})
    regatta = WATCH.triggers[0].model_copy(
        update={"id": "regatta", "name": "The regatta", "anchor": "regatta"}
    )
    watch = WATCH.model_copy(update={"triggers": (regatta, *WATCH.triggers)})
    assert texts(sample_brief(watch=watch, outlook=outlook), "bottom-line")[0].startswith(
        "In the window around the regatta"
    )
    named = READINGS[0].times[0].model_copy(update={"anchor": "vote"})
    readings = (READINGS[0].model_copy(update={"times": (named,)}), *READINGS[1:])
    first = texts(sample_brief(watch=watch, outlook=outlook, readings=readings), "bottom-line")[0]
    assert first.startswith("In the window around the Vostrian vote")


def test_curly_marks_of_other_rooms_are_not_taken_for_quotations():
    state = WEIGHING.indicators[0].model_copy(update={"reason": "told of as “nowhere to be found”"})
    brief = sample_brief(
        weighing=WEIGHING.model_copy(update={"indicators": (state, *WEIGHING.indicators[1:])})
    )
    assert lint_brief(brief) == ()


def test_without_a_watch_no_document_crowds_the_others_out():
    many = [
        DOCUMENTS[1].model_copy(update={"id": f"x{number}", "name": f"x{number}"}) for number in range(150)
    ]
    claims = [
        READINGS[1].claims[0].model_copy(update={"id": f"c{number}", "document": "x0"})
        for number in range(500)
    ]
    readings = [READINGS[1].model_copy(update={"document": "x0", "claims": tuple(claims)})]
    readings += [
        READINGS[1].model_copy(
            update={
                "document": each.id,
                "claims": (READINGS[1].claims[0].model_copy(update={"document": each.id}),),
            }
        )
        for each in many[1:]
    ]
    brief = sample_brief(
        watch=None,
        documents=many,
        readings=readings,
        weighing=None,
        outlook=None,
        plans=(),
        lineage=Lineage(),
    )
    assert {claim.document for claim in brief.claims} == {each.id for each in many}


def test_likelihoods_set_with_the_outcome_known_are_said():
    assert any("outcome of the exercise known" in text for text in texts(sample_brief(), "track-record"))


# --- what changed ----------------------------------------------------------------------------------


def test_the_same_inputs_again_are_no_change_with_the_reason():
    (text,) = texts(sample_brief(previous=sample_brief()), "changes")
    assert text.startswith("No change since the brief as of 20 May 2031: no document is new")


def test_a_moved_probability_is_told_with_the_step_that_moved_it():
    before = OUTLOOK.forecasts[0].model_copy(
        update={"probability": 0.15, "ledger": OUTLOOK.forecasts[0].ledger[:1]}
    )
    earlier = sample_brief(outlook=OUTLOOK.model_copy(update={"forecasts": (before, *OUTLOOK.forecasts[1:])}))
    (text,) = texts(sample_brief(previous=earlier), "changes")
    assert "rose from 15% to 22%, because of tugs and barriers moved to the mole" in text


def test_a_changed_indicator_plan_and_origin_are_told():
    before = sample_brief(
        weighing=WEIGHING.model_copy(
            update={
                "indicators": (
                    WEIGHING.indicators[0],
                    WEIGHING.indicators[1].model_copy(
                        update={"state": "not-looked", "evidence": (), "matches": (), "origins": ()}
                    ),
                    *WEIGHING.indicators[2:],
                )
            }
        ),
        plans=(sample_brief().plans[0].model_copy(update={"state": "standing-by"}),),
        lineage=Lineage(stories=LINEAGE.stories[:1]),
    )
    told = " ".join(texts(sample_brief(previous=before), "changes"))
    assert "Minelayers away from their berths went from not looked for to observed" in told
    assert "Closure of the strait went from standing by to advised" in told
    assert "the Lorn navy is new as an origin" in told


def test_an_earlier_brief_on_another_problem_is_not_compared():
    other = sample_brief().model_copy(update={"watch": "another"})
    assert "another problem" in texts(sample_brief(previous=other), "changes")[0]


# --- confidence ------------------------------------------------------------------------------------


def judgement_of(brief: Brief, scenario: str):
    return next(each for each in brief.judgements if each.scenario == scenario)


def test_one_origin_holds_confidence_low():
    one = tuple(
        each.model_copy(update={"origins": each.origins[:0]}) if each.id == "minelayers-out" else each
        for each in WEIGHING.indicators
    )
    brief = sample_brief(weighing=WEIGHING.model_copy(update={"indicators": one}))
    assert judgement_of(brief, "closure").confidence == "low"
    assert "a single origin bears on it" in judgement_of(brief, "closure").confidence_reasons


def test_an_unsupported_assumption_keeps_confidence_from_being_high():
    assert judgement_of(sample_brief(), "closure").confidence == "moderate"


def test_high_confidence_is_reached_when_nothing_holds_it_down():
    supported = [each.model_copy(update={"support": "supported"}) for each in WATCH.assumptions]
    open_minds = [each for each in WATCH.hypotheses if each.kind != "deception"]
    watch = WATCH.model_copy(update={"assumptions": tuple(supported), "hypotheses": tuple(open_minds)})
    judgement = judgement_of(sample_brief(watch=watch), "closure")
    assert judgement.confidence == "high"
    assert judgement.confidence_reasons == ("2 independent origins bear on it",)


def test_a_record_that_stops_years_ago_holds_confidence_low():
    old = forecast("closure", 0.5, 1.5, dt.date(2020, 12, 31))
    brief = sample_brief(outlook=OUTLOOK.model_copy(update={"forecasts": (old,)}))
    assert "the record of this kind of event stops on 31 December 2020" in " ".join(
        judgement_of(brief, "closure").confidence_reasons
    )


# --- the record ------------------------------------------------------------------------------------


def test_brief_json_has_the_keys_of_the_contract():
    told = json.loads(to_json(sample_brief()))
    assert {
        "title", "watch", "as_of", "version", "exercise", "scale", "sentences", "judgements", "claims",
        "origins", "independent_origins", "indicators", "plans", "documents", "unknown",
    } <= told.keys()  # fmt: skip
    assert {"id", "part", "kind", "text", "evidence"} <= told["sentences"][0].keys()
    assert {"scenario", "probability", "low", "high", "by", "words", "confidence", "confidence_reasons",
            "base_rate", "covered_until", "ledger"} <= told["judgements"][0].keys()  # fmt: skip
    assert {"step", "name", "log_odds", "evidence", "note"} <= told["judgements"][0]["ledger"][0].keys()
    assert {"id", "document", "text", "chain", "stance", "status", "grade", "origin", "denies"} <= told[
        "claims"
    ][0].keys()
    assert {"id", "name", "outlet", "published", "text"} <= told["documents"][0].keys()
    assert told["exercise"] is True and told["markings"] == [MARKING]


def test_the_same_inputs_give_the_same_bytes_and_the_record_comes_back_whole():
    first, second = to_json(sample_brief()), to_json(sample_brief())
    assert first == second
    assert Brief.model_validate_json(first) == sample_brief()


def test_the_version_changes_with_an_input_and_not_with_the_previous_brief():
    brief = sample_brief()
    assert sample_brief(previous=brief).version == brief.version
    assert sample_brief(documents=DOCUMENTS[:5], readings=READINGS[:5]).version != brief.version


def test_claims_are_the_words_on_the_page():
    brief = sample_brief()
    kept = {document.id: document.text for document in brief.documents}
    for claim in brief.claims:
        assert claim.text == " … ".join(span.of(kept[claim.document]) for span in claim.spans)


# --- wording ---------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("probability", "shown"),
    [
        (0.0, "less than 1%"),
        (0.0099, "less than 1%"),
        (0.01, "1%"),
        (0.434, "43%"),
        (0.99, "99%"),
        (0.9901, "more than 99%"),
    ],
)
def test_numbers_are_shown_within_one_and_ninety_nine(probability, shown):
    assert percent(probability) == shown


def test_bands_dates_and_lists_read_like_english():
    assert band(0.001, 0.004) == "less than 1%"
    assert days(dt.date(2031, 12, 30), dt.date(2032, 1, 2)) == "30 December 2031 to 2 January 2032"
    assert listing(["a", "b", "c"], 2) == "a, b and 1 more"


@pytest.mark.parametrize(
    "text",
    ["plain words", "he said “no” twice", "” a stray mark", "deep “one “two” three” end", "x" * 400, "“" * 9],
)
def test_a_quotation_never_holds_marks_that_would_end_it_early(text):
    from tocsin.brief.wording import quotations

    assert len(quotations(quoted(text))) == 1


def test_abbreviations_do_not_make_two_sentences_of_one():
    assert sentence_count(["The U.S. Navy waits at 3.5 miles."]) == 1
    assert sentence_count(["It waits. Nothing moves."]) == 2


def test_rates_that_nobody_counted_are_not_called_a_record():
    borrowed = [each.model_copy(update={"covered_until": None}) for each in OUTLOOK.forecasts]
    untested = [each.model_copy(update={"dates": ()}) for each in OUTLOOK.triggers]
    brief = sample_brief(
        outlook=OUTLOOK.model_copy(update={"forecasts": tuple(borrowed), "triggers": tuple(untested)})
    )
    text = texts(brief, "bottom-line")[1]
    assert text.startswith("These numbers rest on rates set by judgement and on this reporting")
    assert text.endswith("no record was kept on which an effect of the Vostrian vote could be tested.")


def test_a_name_keeps_its_capital_and_needs_no_article():
    assert with_article("Taiwan's National Day.") == "Taiwan's National Day"
    assert with_article("South Korean elections") == "the South Korean elections"
    assert with_article("New arms shipments") == "the new arms shipments"
