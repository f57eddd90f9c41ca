"""The two yardsticks: what goes wrong for a reader when words and numbers part."""

import pytest
from tests.rooms.brief_sample import WATCH, sample_brief

from tocsin.brief import lint_brief, lint_markdown, to_markdown
from tocsin.reference.words import foreign_words, likelihood_words, range_words, words_crossed, yardstick


def in_phia():
    return sample_brief(watch=WATCH.model_copy(update={"scale": "phia"}))


def test_l1_another_yardstick_changes_words_and_no_number():
    plain, british = sample_brief(), in_phia()
    assert [(j.probability, j.low, j.high, j.by) for j in plain.judgements] == [
        (j.probability, j.low, j.high, j.by) for j in british.judgements
    ]
    assert british.scale == "phia"
    assert {j.words for j in british.judgements} != {j.words for j in plain.judgements}


@pytest.mark.parametrize(
    ("probability", "words"),
    [
        (0.0, "remote chance"),
        (0.05, "remote chance"),
        (0.10, "highly unlikely"),
        (0.20, "highly unlikely"),
        (0.25, "unlikely"),
        (0.35, "unlikely"),
        (0.40, "realistic possibility"),
        (0.4999, "realistic possibility"),
        (0.55, "likely"),
        (0.75, "likely"),
        (0.90, "highly likely"),
        (0.95, "almost certain"),
        (1.0, "almost certain"),
    ],
)
def test_l2_each_bound_of_phia_belongs_to_its_band(probability: float, words: str) -> None:
    assert likelihood_words(probability, "phia") == words


@pytest.mark.parametrize(
    ("probability", "words"),
    [
        (0.07, "between remote chance and highly unlikely"),
        (0.22, "between highly unlikely and unlikely"),
        (0.50, "between realistic possibility and likely"),
        (0.93, "between highly likely and almost certain"),
    ],
)
def test_l3_a_number_in_a_gap_of_phia_is_given_both_words_and_never_rounded(
    probability: float, words: str
) -> None:
    assert likelihood_words(probability, "phia") == words


def test_l3_a_band_that_ends_in_a_gap_reaches_to_the_next_word() -> None:
    assert range_words(0.07, 0.38, "phia") == "remote chance to realistic possibility"
    assert range_words(0.41, 0.42, "phia") == "realistic possibility"
    assert (words_crossed(0.07, 0.38, "phia"), words_crossed(0.41, 0.42, "phia")) == (4, 1)


def test_l4_a_brief_in_one_scale_refuses_the_other_ones_words() -> None:
    assert "very unlikely" in foreign_words("phia")
    assert "realistic possibility" in foreign_words("icd203")
    assert not [fault for fault in lint_brief(in_phia()) if fault.blocks]
    mixed = in_phia().model_copy(update={"scale": "icd203"})
    assert "L4" in {fault.rule for fault in lint_brief(mixed)}


def test_l4_a_draft_is_held_to_the_scale_that_its_yardstick_names() -> None:
    assert not lint_markdown(to_markdown(in_phia()))
    assert "L4" in {
        fault.rule for _, fault in lint_markdown(to_markdown(in_phia()).replace("PHIA", "ICD 203"))
    }


def test_l4_words_of_both_scales_are_not_foreign_to_either() -> None:
    assert {row.words for row in yardstick("phia")}.isdisjoint(foreign_words("phia"))
    assert "almost certain" not in foreign_words("icd203")
