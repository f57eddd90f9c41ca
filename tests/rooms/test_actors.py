import datetime as dt

import pytest

from tocsin.reference.actors import actor_of, find_actors
from tocsin.reference.places import find_places


@pytest.mark.parametrize(
    ("words", "country", "sector"),
    [
        ("North Korean troops", "PRK", "MIL"),
        ("the U.S. intelligence officials", "USA", "SPY"),
        ("Polish police", "POL", "COP"),
        ("the Kremlin", "RUS", "GOV"),
        ("North Korea", "PRK", "GOV"),
        ("North Koreans", "PRK", None),
        ("KCNA", "PRK", "JRN"),
        ("U.N. Security Council", None, "IGO"),
        ("a military reconnaissance satellite", None, None),
    ],
)
def test_country_comes_from_the_name_and_sector_from_the_head_noun(
    words: str, country: str | None, sector: str | None
) -> None:
    known = actor_of(words)
    assert (known.country if known else None, known.sector if known else None) == (country, sector)


def test_an_office_is_held_between_its_dates_only() -> None:
    in_office, out_of_office = (
        actor_of("Joe Biden", dt.date(2024, 5, 1)),
        actor_of("Joe Biden", dt.date(2025, 5, 1)),
    )
    assert in_office is not None
    assert out_of_office is not None
    assert (in_office.sector, out_of_office.sector, out_of_office.country) == ("GOV", "ELI", "USA")


def test_the_longer_name_wins_over_the_country_in_it() -> None:
    text = "South Korea's Joint Chiefs of Staff warned Pyongyang"
    assert [(span.of(text), known.country, known.sector) for span, known in find_actors(text)] == [
        ("South Korea's Joint Chiefs of Staff", "KOR", "MIL"),
        ("Pyongyang", "PRK", "GOV"),
    ]


def test_a_site_has_a_point_and_a_sea_has_none() -> None:
    places = {
        place.name: place
        for _, place in find_places("from Punggye-ri into the East Sea, said Russian officials")
    }
    assert places["Punggye-ri"].latitude == pytest.approx(41.28)
    assert places["Sea of Japan"].latitude is None
    assert set(places) == {"Punggye-ri", "Sea of Japan"}  # a people is no place
