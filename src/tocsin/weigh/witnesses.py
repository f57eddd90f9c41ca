"""Tells when origins of different stories are one witness: the same body, outlet or armed force.

Origins come in; each origin's id goes out with the id that stands for its witness. A general staff that
tells of a launch in March and of another in April is asked twice but is one witness, so what it says counts
once. Unnamed officials are never united across stories: nobody outside can know that they are the same.
"""

import re
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from typing import NamedTuple

from tocsin.reference.actors import actor_of
from tocsin.reference.countries import find_countries
from tocsin.reference.outlets import family_of
from tocsin.terms import Origin

_UNITED = frozenset({"outlet", "body", "state-media"})
_WORD = re.compile(r"[^\W_]+")
_SMALL = frozenset({"the", "a", "an", "of", "for", "in", "s"})


class _Name(NamedTuple):
    """What is left of a name without its country, and the country if the name says one."""

    core: str
    country: str | None
    is_military: bool = False


def find_witnesses(origins: Iterable[Origin]) -> dict[str, str]:
    """Origin id -> the id that stands for its witness: the smallest of those united."""
    by_core: dict[str, list[tuple[Origin, _Name]]] = defaultdict(list)
    standing: dict[str, str] = {}
    for origin in origins:
        standing[origin.id] = origin.id
        if origin.kind in _UNITED:
            name = _name_of(origin)
            by_core[name.core].append((origin, name))
    groups: dict[str, list[Origin]] = defaultdict(list)
    for named in by_core.values():
        countries = _countries_of(named)
        for origin, name in named:
            groups[_group(name, countries[name.country])].append(origin)
    for group in groups.values():
        standing |= dict.fromkeys((origin.id for origin in group), min(origin.id for origin in group))
    return standing


def _countries_of(named: Sequence[tuple[Origin, _Name]]) -> Mapping[str | None, str | None]:
    """A name without a country is of the one country that others of the same name say, if there is one."""
    said = {name.country for _, name in named if name.country}
    silent = next(iter(said)) if len(said) == 1 else None
    return {None: silent, **{country: country for country in said}}


def _group(name: _Name, country: str | None) -> str:
    """One for a country's armed forces and their staffs, not their ministry; else by name and country."""
    if country and name.is_military:
        return f"armed forces of {country}"
    return f"{name.core}|{country}"


def _name_of(origin: Origin) -> _Name:
    if origin.kind == "outlet":
        return _Name(family_of(origin.name), None)
    known = actor_of(origin.name)
    bare, country = known.name if known else origin.name, None
    for span, code in reversed(find_countries(bare)):
        bare, country = f"{bare[: span.start]} {bare[span.end :]}", code
    words = [word.casefold() for word in _WORD.findall(bare)]
    # A known name without a country in it ("Joint Chiefs of Staff") says none, whatever is usually meant.
    core = " ".join(word for word in words if word not in _SMALL)
    is_military = origin.kind == "body" and known is not None and known.sector == "MIL"
    return _Name(core, country, is_military and "ministry" not in words)
