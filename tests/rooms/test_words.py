import pytest

from tocsin.reference.words import certainty_of, likelihood_words, within_scale, yardstick


@pytest.mark.parametrize(
    ("probability", "words"),
    [
        (0.0, "almost no chance"),
        (0.0499, "almost no chance"),
        (0.05, "very unlikely"),
        (0.1999, "very unlikely"),
        (0.20, "unlikely"),
        (0.4499, "unlikely"),
        (0.45, "roughly even chance"),
        (0.5499, "roughly even chance"),
        (0.55, "likely"),
        (0.7999, "likely"),
        (0.80, "very likely"),
        (0.9499, "very likely"),
        (0.95, "almost certain"),
        (1.0, "almost certain"),
    ],
)
def test_each_edge_of_the_yardstick_belongs_to_the_band_above_it(probability: float, words: str) -> None:
    assert likelihood_words(probability) == words


@pytest.mark.parametrize("number", [-0.01, 1.01, float("nan")])
def test_what_is_no_probability_gets_no_words(number: float) -> None:
    with pytest.raises(ValueError, match="not a probability"):
        likelihood_words(number)


def test_bands_touch_and_open_questions_are_shown_within_one_and_ninety_nine() -> None:
    rows = yardstick()
    assert [row.low for row in rows[1:]] == [row.high for row in rows[:-1]]
    assert (within_scale(0.0), within_scale(0.3), within_scale(1.0)) == (0.01, 0.3, 0.99)


@pytest.mark.parametrize(
    ("text", "words", "mid"),
    [
        ("North Korea might test a bomb", "might", 0.40),
        ("it could possibly happen", "possibly", 0.45),
        ("an attack is highly unlikely", "highly unlikely", 0.05),
        ("an attack is unlikely", "unlikely", 0.20),
        ("Almost certainly, they knew", "Almost certainly", 0.95),
        ("there is a 70 percent chance of a test", "70 percent chance", 0.70),
        ("a 20 to 40 percent chance", "20 to 40 percent chance", 0.30),
        ("a realistic possibility that it may launch", "realistic possibility", 0.60),
    ],
)
def test_the_most_telling_phrase_is_heard(text: str, words: str, mid: float) -> None:
    heard = certainty_of(text)
    assert heard is not None
    assert (heard.words, heard.mid) == (words, mid)
    assert heard.low <= heard.mid <= heard.high


@pytest.mark.parametrize(
    "text",
    [
        "In May the council met",
        "its military might is feared",
        "they could not agree",
        "he was widely believed",
        "a 5 percent rise",
        "a 130 percent chance",
    ],
)
def test_words_that_only_look_like_odds_are_not_heard(text: str) -> None:
    assert certainty_of(text) is None
