"""A brief edited by a person: what may change, what may not, and what a reader sees of it."""

import datetime as dt

import pytest
from tests.rooms.brief_sample import sample_brief

from tocsin.brief import lint_brief, sign_brief
from tocsin.brief.editing import apply_draft, compare_sentences, to_draft
from tocsin.errors import ConfigurationError, PublishingRefused
from tocsin.publishing import edit_brief
from tocsin.terms import Signature

SIGNATURE = Signature(analyst="R. Desk", at=dt.datetime(2031, 6, 2, 9, tzinfo=dt.UTC))


def test_a_draft_that_nobody_touched_gives_the_same_brief_back():
    brief = sample_brief()
    assert apply_draft(brief, to_draft(brief)) is brief


def test_an_edited_sentence_keeps_its_evidence_and_makes_another_version():
    brief = sample_brief()
    first = brief.sentences[0]
    edited = apply_draft(brief, to_draft(brief).replace(f"[{first.id}] ", f"[{first.id}] As told: ", 1))
    assert edited.version != brief.version
    assert edited.sentences[0].text == f"As told: {first.text}"
    rests_on = [e.replace(edited.version, brief.version) for e in edited.sentences[1].evidence]
    assert rests_on == list(brief.sentences[1].evidence)
    assert lint_brief(edited) == lint_brief(brief), "ids that name the version name the new one"
    [difference] = compare_sentences(brief, edited)
    assert [piece for piece in difference.pieces if piece.kind != "same"] == [("added", "As told:")]


def test_a_line_without_a_sentence_a_strange_number_and_one_twice_are_each_named_by_their_line():
    brief = sample_brief()
    draft = to_draft(brief)
    for added, told in (
        ("A sentence of my own.\n", "belongs to no sentence"),
        ("[s9999] What?\n", "names s9999"),
        (f"[{brief.sentences[0].id}] Again.\n", "is the second"),
    ):
        with pytest.raises(ConfigurationError, match=told) as caught:
            apply_draft(brief, draft + added)
        assert caught.value.where == f"line {len(draft.splitlines()) + 1}"


def test_a_sentence_whose_line_is_gone_is_left_out_and_a_part_that_is_missing_blocks():
    brief = sample_brief()
    gaps = {s.id for s in brief.sentences if s.part == "gaps"}
    draft = "\n".join(x for x in to_draft(brief).splitlines() if not any(f"[{g}]" in x for g in gaps))
    assert not [s for s in apply_draft(brief, draft).sentences if s.part == "gaps"]
    with pytest.raises(PublishingRefused, match="B1"):
        edit_brief(brief, draft, SIGNATURE)


def test_words_that_the_number_does_not_carry_cannot_be_published():
    brief = sample_brief()
    first = next(s for s in brief.sentences if s.kind == "judgement")
    draft = to_draft(brief).replace(first.text, f"{first.text} Confidence is high and it is likely.", 1)
    with pytest.raises(PublishingRefused, match="C1"):
        edit_brief(brief, draft, SIGNATURE)


def test_what_is_signed_stays_as_it_is():
    signed = sign_brief(sample_brief(), SIGNATURE)
    with pytest.raises(ConfigurationError, match="is signed"):
        apply_draft(signed, to_draft(signed))
