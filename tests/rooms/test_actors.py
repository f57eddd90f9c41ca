import datetime as dt
from pathlib import Path

import pytest

from tocsin.reference.actors import FILES, actor_of, find_actors
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


def test_the_lists_are_wide_and_every_row_says_what_it_rests_on(root: Path) -> None:
    names = 0
    for file in FILES:
        lines = (root / "src/tocsin/reference" / file).read_text("utf-8").splitlines()
        rows = [line.split("\t") for line in lines if line and not line.startswith("#")][1:]
        assert all(row[6] for row in rows), f"{file}: a row without a basis"
        names += sum(1 + len([name for name in row[1].split(";") if name]) for row in rows)
    assert names >= 2500


@pytest.mark.parametrize(
    ("words", "on", "country", "sector"),
    [
        ("Prime Minister Kishida", dt.date(2023, 1, 1), "JPN", "GOV"),
        ("Yevgeny Prigozhin", dt.date(2023, 6, 24), "RUS", "REB"),
        ("General Asim Munir", dt.date(2024, 1, 1), "PAK", "MIL"),
        ("Scott Morrison", dt.date(2020, 1, 1), "AUS", "GOV"),
        ("Scott Morrison", dt.date(2023, 1, 1), "AUS", "ELI"),
        ("Shanghai police", None, "CHN", "COP"),
        ("the Bundeswehr", None, "DEU", "MIL"),
        ("World Bank", None, None, "IGO"),
    ],
)
def test_people_bodies_and_cities_of_the_world_are_known(
    words: str, on: dt.date | None, country: str | None, sector: str
) -> None:
    known = actor_of(words, on)
    assert known is not None
    assert (known.country, known.sector) == (country, sector)


def test_a_city_of_a_name_that_many_have_is_placed_by_the_country_that_stands_beside_it() -> None:
    alone, told = find_places("a blast in Cordoba"), find_places("a blast in Cordoba in Spain")
    assert [(place.country, place.latitude) for _, place in alone] == [(None, None)]
    assert told[0][1].country == "ESP" and told[0][1].latitude is not None


def test_a_city_that_outweighs_its_namesakes_is_meant_and_one_within_a_name_is_not() -> None:
    assert [place.country for _, place in find_places("shots in Mariupol")] == ["UKR"]
    assert find_places("the Birmingham Six and Michael Jackson") == []
    assert find_places("the Reading of the bill in March") == []
