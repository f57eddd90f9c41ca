"""Who says what: each test names what would go wrong for a reader of the brief."""

import pytest

from tocsin.read.claims import find_claims
from tocsin.terms import Claim, Document


def read(text: str) -> list[Claim]:
    """The claims of a text after a plain first line, which would otherwise be taken for the headline."""
    return list(find_claims(Document(id="d", name="d", text=_lead(text))))


def _lead(text: str) -> str:
    return f"Peninsula news.\n\n{text}"


def content(claim: Claim, text: str) -> list[str]:
    return [span.of(_lead(text)) for span in claim.content]


def name(claim: Claim) -> str | None:
    return claim.source.name if claim.source else None


def test_a_report_of_a_report_keeps_both_sources_in_order() -> None:
    text = "Officials say they are bracing for a test, Harbour TV reported Friday, citing five diplomats."
    outlet, officials, diplomats = read(text)
    assert outlet.chain == ("Harbour TV",)
    assert outlet.source is not None
    assert outlet.source.kind == "outlet"
    assert officials.within == outlet.id
    assert officials.chain == ("Harbour TV", "Officials")
    assert diplomats.chain == ("Harbour TV", "five diplomats")
    assert content(diplomats, text) == ["Officials say they are bracing for a test"]


def test_citing_between_cue_and_content_does_not_become_the_content() -> None:
    text = "The Meridian Post reported, citing two aides, that the launcher has moved."
    outlet, aides = read(text)
    assert content(outlet, text) == content(aides, text) == ["that the launcher has moved"]
    assert aides.source is not None
    assert (aides.source.kind, aides.source.anonymous, aides.within) == ("officials", True, outlet.id)


def test_the_outlet_spoken_to_is_the_way_through_and_not_the_source() -> None:
    (claim,) = read('"We are watching," a senior official told Harbour TV on condition of anonymity.')
    assert claim.source is not None
    assert (claim.source.name, claim.source.through) == ("a senior official", "Harbour TV")
    assert claim.chain == ("Harbour TV", "a senior official")
    assert claim.quotation == "direct"


def test_a_statement_carried_by_state_media_came_through_them() -> None:
    (claim,) = read(
        "In a statement carried by KCNA, the defence ministry rejected the report as a fabrication."
    )
    assert claim.source is not None
    assert (claim.source.through, claim.stance, claim.polarity) == ("KCNA", "denies", "denied")


def test_quoted_as_saying_names_the_speaker() -> None:
    text = "The Hill quoted an aide as saying that talks had stalled."
    (claim,) = read(text)
    assert (name(claim), content(claim, text)) == ("an aide", ["that talks had stalled"])
    assert claim.chain == ("The Hill", "an aide")


def test_a_denial_is_a_denial_and_its_content_did_not_occur() -> None:
    (claim,) = read("North Korea denied on Monday that it had sent weapons to Russia.")
    assert (claim.stance, claim.status, claim.polarity) == ("denies", "did-not-occur", "denied")
    assert claim.source is not None
    assert claim.source.country == "PRK"


def test_declining_to_comment_is_no_denial() -> None:
    for text in (
        "The Pentagon declined to comment.",
        "Officials would not say whether the plan was approved.",
    ):
        (claim,) = read(text)
        assert claim.stance == "declines"


def test_stances_follow_the_words() -> None:
    expected = {
        "Analysts do not believe that the army wants a war.": "doubts",
        "Diplomats fear that a test is near.": "fears",
        "The ministry vowed to retaliate.": "promises",
        "The leader threatened to use the weapons.": "threatens",
        "Seoul urged Beijing to act.": "demands",
        "The minister hopes that talks resume.": "hopes",
        "The senator asked whether the plan was ready.": "asks",
        "Experts think that the engine failed.": "believes",
        '"Who gave the order?" the senator said.': "asks",
        "The minister said that both sides should step back.": "demands",
        "The president said he will not sign it.": "promises",
    }
    assert {text: read(text)[0].stance for text in expected} == expected


def test_status_is_what_the_source_presents() -> None:
    expected = {
        "The ministry said the rocket exploded.": "occurred",
        "The ministry said the army is moving guns.": "ongoing",
        "The ministry plans to hold a drill in May.": "planned",
        "The ministry said the North may test a device.": "possible",
        "The ministry said it would fire if the line is crossed.": "conditional",
        "The ministry said no shots had been fired.": "did-not-occur",
        "The ministry said the army did not fire.": "did-not-occur",
        "The ministry said the plan is reckless.": "general",
    }
    assert {text: read(text)[0].status for text in expected} == expected


def test_a_month_is_not_a_doubt() -> None:
    (claim,) = read("The ministry said the drill was held in May.")
    assert not claim.hedged


def test_certainty_is_heard_in_the_words() -> None:
    (claim,) = read("Officials say that a test is unlikely.")
    assert claim.certainty is not None
    assert (claim.certainty.words, claim.hedged) == ("unlikely", True)


def test_the_authors_own_doubt_is_a_claim_with_a_cue_and_no_source() -> None:
    text = "Russia reportedly shipped oil to the North."
    (claim,) = read(text)
    assert claim.source is None
    assert [span.of(_lead(text)) for span in claim.cue] == ["reportedly"]
    assert claim.hedged


def test_a_plain_sentence_is_the_authors_own() -> None:
    (claim,) = read("The army moved its guns to the coast on Sunday.")
    assert (claim.source, claim.cue, claim.chain) == (None, (), ())
    assert (claim.stance, claim.status) == ("asserts", "occurred")


def test_nothing_lies_within_a_plain_statement() -> None:
    text = "It is expected that the minister says the drill is off. The army moved. Kim said he knew."
    parents = {claim.id: claim for claim in read(text)}
    assert all(parents[c.within].source is not None for c in parents.values() if c.within)


def test_a_caption_and_a_copyright_line_say_nothing() -> None:
    text = (
        "Soldiers march in the capital, in this photo taken on May 3. (Photo: Agency/Pool)\n\n"
        "The ministry said the drill began.\n\n"
        "Copyright 2024 Quayside Record. All rights reserved."
    )
    claims = find_claims(Document(id="d", name="d", text=text))
    assert [span.of(text) for claim in claims for span in claim.content] == ["the drill began"]


def test_a_copyright_glued_to_the_last_sentence_says_nothing() -> None:
    text = "The ministry said the drill began. © 2024 Harbour TV, all claims reserved by the owner."
    (claim,) = read(text)
    assert content(claim, text) == ["the drill began"]


def test_a_quotation_goes_on_without_a_new_cue() -> None:
    text = '"We saw it," the colonel said. "It was bright."\n\n"Nobody was hurt."'
    (claim,) = read(text)
    assert content(claim, text) == ["We saw it", "It was bright", "Nobody was hurt"]


def test_a_sentence_around_its_speaker_is_one_content() -> None:
    text = "The plan, two officials said, was drawn up in April."
    (claim,) = read(text)
    assert content(claim, text) == ["The plan", "was drawn up in April"]


def test_a_shared_subject_speaks_twice() -> None:
    text = "Seoul vowed to retaliate and called on Beijing to act."
    first, second = read(text)
    assert (name(first), name(second)) == ("Seoul", "Seoul")
    assert (content(first, text), content(second, text)) == (["to retaliate"], ["Beijing to act"])


def test_two_who_disagree_in_one_sentence_are_two_claims() -> None:
    text = "Aides said the plan was ready, while the ministry said it was not."
    first, second = read(text)
    assert (name(first), name(second)) == ("Aides", "the ministry")
    assert first.within is second.within is None


def test_a_pronoun_stands_for_the_speaker_before() -> None:
    first, second = read("Minister Jane Roe said the line holds. She warned that it may break.")
    assert second.source is not None
    assert (second.source.name, second.source.refers_to) == ("She", "Minister Jane Roe")
    assert second.chain == first.chain


def test_unnamed_officials_stay_unnamed_when_they_speak_again() -> None:
    _, second = read("Two officials said the plan is old. The officials said it has changed.")
    assert second.source is not None
    assert (second.source.refers_to, second.source.anonymous) == ("Two officials", True)


def test_an_apposition_is_not_taken_for_the_speaker() -> None:
    (claim,) = read("Jane Roe, a researcher at the Harbour Institute, said the engine is new.")
    assert name(claim) == "Jane Roe"


def test_a_place_at_the_head_is_not_taken_for_the_speaker() -> None:
    (claim,) = read("In Washington the ministry said the drill is over.")
    assert name(claim) == "the ministry"


@pytest.mark.parametrize("who", ["ROE", "MR. ROE", "JANE ROE", "GEN. ROE"])
def test_a_speaker_before_a_colon_speaks_the_paragraph(who: str) -> None:
    text = f"{who}: The line holds. It will hold tomorrow."
    (claim, *_) = read(text)
    assert (name(claim), content(claim, text)) == (who, ["The line holds. It will hold tomorrow"])


@pytest.mark.parametrize("label", ["BREAKING", "WASHINGTON", "READ MORE", "PHOTOS", "US"])
def test_a_label_or_a_dateline_before_a_colon_says_nothing(label: str) -> None:
    assert all(name(claim) != label for claim in read(f"{label}: The line holds. It will hold tomorrow."))


def test_claims_are_numbered_in_text_order_outermost_first() -> None:
    claims = read("Aides said Kim said he fears war. The army moved. Roe denied it.")
    assert [claim.id for claim in claims] == [f"c{n + 1}" for n in range(len(claims))]
    seen: set[str] = set()
    for claim in claims:
        assert claim.within is None or claim.within in seen
        seen.add(claim.id)


def test_odd_quotation_marks_and_foreign_letters_do_not_stop_reading() -> None:
    text = 'He said "it is so. قال المسؤول إن الوضع هادئ. 🚀 said the minister, "yes'
    assert read(text)
    assert find_claims(Document(id="d", name="d", text="")) == ()


def test_it_means_the_subject_of_the_sentence_before_also_behind_an_adverb() -> None:
    text = "The White House declined to comment.\n\n"
    text += "The North last tested one in 2017. It has said that it is a power."
    said = [claim for claim in find_claims(Document(id="d", name="d", text=text)) if claim.source]
    assert said[-1].source.refers_to == "The North"


def test_means_of_speaking_are_found_wherever_they_stand() -> None:
    expected = {
        "Speaking to the Daily Ledger, two envoys said the offer was old.": "the Daily Ledger",
        "The ministry, in remarks to the Polar News Agency, said the offer was old.": "the Polar News Agency",
        "The embassy wrote on X that the offer was old.": "X",
        "The general told Harbour TV's morning show that the offer was old.": "Harbour TV's morning show",
        "The roads were bad. In a letter to the council, the envoy said the offer was old.": "a letter",
    }
    said = {text: next(c for c in read(text) if c.cue and c.source) for text in expected}
    assert {text: c.source.through for text, c in said.items() if c.source} == expected


def test_an_interview_alone_is_no_outlet() -> None:
    (claim,) = read("“The offer is old,” the envoy said in an interview.")
    assert claim.source is not None
    assert claim.source.through is None


def test_what_is_said_of_nobody_is_hedged_and_inability_is_not() -> None:
    hedged = [claim for claim in read("The general is believed to be under arrest.") if claim.cue]
    assert [claim.hedged for claim in hedged] == [True]
    (claim,) = read("The minister said the crews could not reach the wreck.")
    assert not claim.hedged


def test_a_paper_that_reports_according_to_somebody_rests_on_that_one() -> None:
    paper, institute = read("Harbour TV reports that a launch is near, according to the institute.")
    assert (paper.chain, institute.chain) == (("Harbour TV",), ("Harbour TV", "the institute"))
    assert institute.within == paper.id


def test_two_of_the_officials_are_not_whom_the_officials_means() -> None:
    text = "Five officials said a test is near. Two of the officials said it may fail. "
    *_, last = read(text + "The officials said they had seen no order.")
    assert last.source is not None
    assert last.source.refers_to == "Five officials"


def test_what_stands_before_quoted_as_saying_is_not_lost() -> None:
    text = "Russia may sell the engine, Harbour TV quoted two aides as saying."
    claim = next(c for c in read(text) if c.source and c.source.name == "two aides")
    assert content(claim, text) == ["Russia may sell the engine"]
    assert claim.chain == ("Harbour TV", "two aides")


def test_declining_to_comment_came_through_nobody() -> None:
    (claim,) = read("The spokesperson declined to comment on the planning.")
    assert claim.source is not None
    assert claim.source.through is None
