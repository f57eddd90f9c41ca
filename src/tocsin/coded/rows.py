"""Turns one line of a file of coded events into a row of one shape, or says why it cannot be used.

Comes in: the cells of a line, and where each field stands. Goes out: a tuple in the order of CODED_COLUMNS.
Knows nothing about files or stores. A row without a day or an act is no event; a place off the globe is left
out and the row kept; a day is never moved, and one fifty years before it was added is refused.
"""

import datetime as dt
import re
from collections.abc import Callable, Mapping
from functools import lru_cache

from tocsin.coded.formats import Format, plover_of_root
from tocsin.reference.countries import country_of
from tocsin.terms import CodedRow

Getter = Callable[[str], str | None]
STALE_YEARS = 50  # older than this when it was added, a day is a misreading of some number
_CAMEO = re.compile(r"\d{2,4}")
_FORMS = (
    "%Y-%m-%d",
    "%Y%m%d",
    "%d %B %Y",
    "%d-%b-%Y",
    "%m/%d/%Y",
    "%Y-%m-%d %H:%M:%S",
    "%Y-%m-%d %H:%M:%S.%f",
)
_EMPTY = frozenset(
    {"", "null", "NULL", "None", "nan", "NaN", "NA", "n/a", "N/A", "---", "unknown", "Unknown"}
)


class Unusable(Exception):
    """Why a row cannot be used."""


def make_row(form: Format, get: Getter) -> CodedRow:
    """The row of one line.

    Raises:
        Unusable: it has no id, no day, or no act; the reason is the message.
    """
    start = _day(get("start"))
    added = get("added")
    if added and added[:4].isdigit() and int(added[:4]) - int(start[:4]) > STALE_YEARS:
        raise Unusable(f"its day, {start}, lies more than {STALE_YEARS} years before it was added")
    ends = get("end")
    end = _day(ends) if ends else start
    code, class_ = _act(form, get)
    named = [start if name == "start" else get(name) for name in form.id]
    if not any(named):
        raise Unusable("it has no id")
    latitude, longitude = _point(get("latitude"), get("longitude"))
    return (
        f"{form.name}:{' '.join(each for each in named if each)}",
        form.name,
        get("source_id"),
        start,
        max(start, end),
        code,
        class_,
        get("mode"),
        get("kind") or form.always.get("kind"),
        get("actor") or form.always.get("actor"),
        _country(get("actor_country")) or form.always.get("actor_country"),
        get("actor_sector"),
        get("recipient"),
        _country(get("recipient_country")),
        get("recipient_sector"),
        get("place"),
        _country(get("country_name")) or _fips(get("country_fips")),
        latitude,
        longitude,
        _number(get("precision")),
        _number(get("intensity")),
        _count(get("fatalities")),
        _count(get("mentions")),
        get("status") or "occurred",
        get("url"),
        get("marking"),
    )


def cells_getter(places: Mapping[str, tuple[int, ...]]) -> Callable[[list[str]], Getter]:
    """How a field is found in the cells of a line: the first of its columns that is filled."""
    none: tuple[int, ...] = ()

    def of(cells: list[str]) -> Getter:
        size = len(cells)

        def get(field: str) -> str | None:
            for place in places.get(field, none):
                if place < size and (value := cells[place]) and (value := value.strip()) not in _EMPTY:
                    return value
            return None

        return get

    return of


def _act(form: Format, get: Getter) -> tuple[str | None, str | None]:
    code = get("code") or form.always.get("code")
    if code is not None and not _CAMEO.fullmatch(code):
        raise Unusable(f"its code, {code!r}, is no CAMEO code")
    class_ = get("class") or form.always.get("class") or form.classes.get(get("kind") or "")
    if class_ is None and code is not None:
        class_ = "RETREAT" if code.startswith("087") else plover_of_root().get(code[:2])
    if code is None and class_ is None and get("kind") is None:
        raise Unusable("it names no act")
    return code, class_.upper() if class_ else None


@lru_cache(maxsize=50_000)
def _day(text: str | None) -> str:
    if text is None:
        raise Unusable("it has no day")
    for form in _FORMS:
        try:
            day = dt.datetime.strptime(text, form).date()  # noqa: DTZ007  a day has no zone
        except ValueError:
            continue
        return day.isoformat()
    raise Unusable(f"{text!r} is no day")


def _point(latitude: str | None, longitude: str | None) -> tuple[float | None, float | None]:
    north, east = _number(latitude), _number(longitude)
    if north is None or east is None or abs(north) > 90 or abs(east) > 180:
        return None, None
    return north, east


@lru_cache(maxsize=10_000)
def _number(text: str | None) -> float | None:
    try:
        return float(text) if text else None
    except ValueError:
        return None


def _count(text: str | None) -> int | None:
    number = _number(text)
    return int(number) if number is not None and 0 <= number < 1e12 else None


@lru_cache(maxsize=10_000)
def _country(text: str | None) -> str | None:
    """An ISO 3166-1 alpha-3 code: as it stands, or of the country that is named."""
    if text is None:
        return None
    return text if len(text) == 3 and text.isupper() else country_of(text)


@lru_cache(maxsize=1_000)
def _fips(text: str | None) -> str | None:
    return fips_table().get(text) if text else None


@lru_cache(maxsize=1)
def fips_table() -> dict[str, str]:
    """FIPS 10-4 country codes, as GDELT uses them for places, with the ISO code of each."""
    from importlib import resources

    lines = resources.files(__package__).joinpath("fips.tsv").read_text("utf-8").splitlines()
    return dict(line.split("\t") for line in lines if line and not line.startswith("#"))
