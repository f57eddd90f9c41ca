import pytest

from tocsin.reference.countries import country_codes, country_name, country_of, find_countries


@pytest.mark.parametrize(
    ("name", "code"),
    [
        ("South Korea's", "KOR"),
        ("South Korea’s", "KOR"),
        ("North Koreans", "PRK"),
        ("Pyongyang", "PRK"),
        ("the Kremlin", "RUS"),
        ("The White House", "USA"),
        ("U.S.", "USA"),
        ("US", "USA"),
        ("DPRK", "PRK"),
        ("Republic of China", "TWN"),
        ("Polish", "POL"),
        ("NORTH KOREA", "PRK"),
    ],
)
def test_names_peoples_and_seats_lead_to_their_country(name: str, code: str) -> None:
    assert country_of(name) == code


@pytest.mark.parametrize("word", ["us", "polish", "turkey", "the North", "Korea", "Niger River Co", ""])
def test_other_words_are_no_country(word: str) -> None:
    assert country_of(word) is None


def test_longest_name_wins_and_offsets_are_exact() -> None:
    text = "Guinea-Bissau’s envoy met South Korean and U.S. officials; Nigeria stayed away."
    assert [(span.of(text), code) for span, code in find_countries(text)] == [
        ("Guinea-Bissau", "GNB"),
        ("South Korean", "KOR"),
        ("U.S.", "USA"),
        ("Nigeria", "NGA"),
    ]


def test_a_person_called_jordan_is_not_the_country() -> None:
    assert find_countries("He saw Michael Jordan play.") == []
    assert [code for _, code in find_countries("He flew to Jordan.")] == ["JOR"]


def test_a_name_broken_over_two_lines_is_still_found() -> None:
    assert [code for _, code in find_countries("talks with North\nKorea failed")] == ["PRK"]


def test_codes_are_three_capitals_and_named_once() -> None:
    assert all(len(code) == 3 and code.isupper() for code in country_codes())
    assert country_name("PRK") == "North Korea"
    assert country_name("ZZZ") == "ZZZ"
