"""Which country a name, a people or a seat of government stands for.

Comes in: words such as "South Korea's", "North Korean", "Pyongyang", "the White House". Goes out: ISO
3166-1 alpha-3 codes, with spans where a text was searched. It does not know context: "the North" is
nobody here, and a city that shares its name with other places is not in the table (countries.tsv).
"""

from collections.abc import Iterator
from functools import cache
from importlib import resources

from tocsin.reference.phrases import Phrases, plain
from tocsin.terms import Span

_COLUMNS = ["code", "name", "other names", "people", "seats"]
# Country names that are people's names too: no country where another capitalised word stands before them.
_ALSO_PERSONS = frozenset({"Jordan", "Chad", "Georgia"})


def country_of(name: str) -> str | None:
    """The code of the country that `name` is, or whose people or government it is; None if unknown."""
    words = plain(name).strip()
    for suffix in ("'s", "'"):
        words = words.removesuffix(suffix)
    for candidate in (words, words.removeprefix("the ").removeprefix("The ")):
        if code := _phrases().value(candidate):
            return code
    return None


def find_countries(text: str) -> list[tuple[Span, str]]:
    """Every mention of a country, its people or its seat of government, with the code."""
    return [(span, code) for span, code in _phrases().find(text) if not _is_person(text, span)]


def country_name(code: str) -> str:
    """The common name of the country with this code; the code itself if it is in no table."""
    return _names().get(code, code)


def country_codes() -> frozenset[str]:
    """Every code in the table."""
    return frozenset(_names())


@cache
def people_words() -> frozenset[str]:
    """Words for a people, which say whose but never where ("Russian", "Iranians")."""
    return frozenset(word for row in _rows() for word in row["people"].split(";") if word)


@cache
def place_names() -> frozenset[str]:
    """What countries are called, without their peoples and seats of government."""
    told = (row[column] for row in _rows() for column in ("name", "other names"))
    return frozenset(name for cell in told for name in cell.split(";") if name)


@cache
def single_words() -> frozenset[str]:
    """Countries, peoples and seats of government of one word: names, wherever they stand."""
    told = (row[column] for row in _rows() for column in ("name", "other names", "people", "seats"))
    return frozenset(name for cell in told for name in cell.split(";") if name and " " not in name)


def _is_person(text: str, span: Span) -> bool:
    if span.of(text) not in _ALSO_PERSONS or not text[: span.start].endswith(" "):
        return False
    before = text[: span.start - 1].rpartition(" ")[2]
    return before.isalpha() and before.istitle() and before.lower() not in {"in", "from", "to", "and", "the"}


@cache
def _rows() -> tuple[dict[str, str], ...]:
    return tuple(_read_rows())


def _read_rows() -> Iterator[dict[str, str]]:
    text = resources.files(__package__).joinpath("countries.tsv").read_text("utf-8")
    lines = [line for line in text.splitlines() if not line.startswith("#")]
    if lines[0].split("\t") != _COLUMNS:
        raise ValueError(f"countries.tsv: first row must be {_COLUMNS}")
    for line in lines[1:]:
        yield dict(zip(_COLUMNS, line.split("\t"), strict=True))


@cache
def _names() -> dict[str, str]:
    return {row["code"]: row["name"] for row in _rows()}


@cache
def _phrases() -> Phrases[str]:
    table: dict[str, str] = {}
    for row in _rows():
        fields = (row["name"], row["other names"], row["people"], row["seats"])
        for name in ";".join(fields).split(";"):
            if name:
                table[name] = row["code"]
                if len(name) > 3:
                    table.setdefault(name.upper(), row["code"])
    return Phrases(table)
