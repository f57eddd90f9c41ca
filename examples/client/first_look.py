"""A first look at a desk from a program: its problems, what moved them, and on how many origins it rests.

Run `python first_look.py ADDRESS`, with a token in TOCSIN_TOKEN; a reader's will do. It asks and prints, and
changes nothing.
"""

import os
import sys

from tocsin.client import Client
from tocsin.terms import Forecast


def main(address: str, token: str) -> None:
    """Print each problem with its forecasts, and the widest told stories that bear on it."""
    with Client(address, token) as desk:
        for problem in desk.watches():
            print(f"{problem.title}: {problem.status.level}, as of {problem.as_of}")
            for forecast in sorted(desk.outlook(problem.watch).forecasts, key=moved, reverse=True)[:3]:
                band = f"{forecast.low:.0%} to {forecast.high:.0%}"
                print(f"  {forecast.scenario}: {forecast.probability:.0%} by {forecast.by} ({band})")
            stories = sorted(desk.stories(watch=problem.watch), key=lambda story: -len(story.documents))
            for story in stories[:3]:
                origins = story.independent.asserting.median
                print(f"  {len(story.documents)} documents, {origins:g} independent origins: {story.claim}")


def moved(forecast: Forecast) -> float:
    """How far the reporting moved it from what the record alone gives."""
    return abs(forecast.probability - forecast.base_rate)


if __name__ == "__main__":
    main(sys.argv[1], os.environ["TOCSIN_TOKEN"])
