"""How many names of actors get the right country and sector: `python -m benchmarks.actors --data DIR`.

DIR/cases.json holds cases: a function's name, the text, what is expected, options and arguments. One JSON
line goes out last. Bodies of states, which have codes of their own there (UNO, EUR, IGO), name no country
and are counted with the sectors. It knows the layout of the cases and nothing of how a name is resolved.
"""

import argparse
import datetime as dt
import json
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any, NamedTuple

from tocsin.reference.actors import actor_of

BODIES = {"UNO", "EUR", "IGO"}
ROUNDS = 20  # times over the cases, so that loading the tables does not count


class Case(NamedTuple):
    """One name, the day it was written, and what it should come out as; None where nothing is asked."""

    text: str
    on: dt.date | None
    country: str | None
    sectors: frozenset[str]


def main() -> None:
    """Read the arguments, measure, and print one JSON line."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else None)
    parser.add_argument("--data", type=Path, required=True, help="folder that holds cases.json")
    given = parser.parse_args()
    path = given.data / "cases.json"
    if not path.is_file():
        sys.exit(f"{path}: there is no such file; give the folder of the actor cases")
    print(json.dumps(measure(list(cases(json.loads(path.read_text("utf-8")))))))


def cases(rows: list[list[Any]]) -> Iterator[Case]:
    """The cases that ask for a country or a sector; those that ask for a title are named and left out."""
    left = 0
    for _, text, wanted, options, arguments in rows:
        sectors = frozenset(wanted[key] for key in ("code_1", "code_2") if wanted.get(key))
        if not sectors and not wanted.get("country"):
            left += 1
            continue
        days = [options.get("query_date", ""), *arguments]
        yield Case(
            text, next((day for each in days if (day := _day(each))), None), wanted.get("country"), sectors
        )
    print(f"left out: {left} cases that ask for neither country nor sector", file=sys.stderr)


def measure(asked: list[Case]) -> dict[str, float | int]:
    """Shares right, and names a CPU second."""
    countries = [case for case in asked if case.country and case.country not in BODIES]
    sectors = [case for case in asked if case.sectors]
    found = {case: actor_of(case.text, case.on) for case in asked}
    right = sum((actor := found[case]) is not None and actor.country == case.country for case in countries)
    fits = sum((actor := found[case]) is not None and actor.sector in case.sectors for case in sectors)
    began = time.process_time()
    for _ in range(ROUNDS):
        for case in asked:
            actor_of(case.text, case.on)
    spent = time.process_time() - began
    return {
        "cases": len(asked),
        "country": round(right / len(countries), 4),
        "sector": round(fits / len(sectors), 4),
        "names_per_cpu_second": round(ROUNDS * len(asked) / spent),
    }


def _day(text: str) -> dt.date | None:
    try:
        return dt.date.fromisoformat(text.strip("'"))
    except ValueError:
        return None


if __name__ == "__main__":
    main()
