"""The verb that looks into the record: forecast precedents.

A watch comes in; what its record holds of each scenario's like goes out, in words.
It knows nothing of how an episode is found to be near.
"""

import sys
from typing import Annotated

import typer

from tocsin.cli.arguments import AsOf, parse_day, refuse, today_here
from tocsin.cli.triggers import forecast


@forecast.command()
def precedents(
    watch: Annotated[
        str, typer.Option("--watch", help="A packaged watch, a folder or a watch.yaml.")
    ] = "korean-peninsula",
    scenario: Annotated[str | None, typer.Option(help="Only this scenario of the watch.")] = None,
    as_of: AsOf = None,
) -> None:
    """Print the last time, the longest gap and the nearest past episodes of each scenario."""
    from tocsin.forecast import find_precedents
    from tocsin.watches import load_watch

    used = load_watch(watch)
    found = find_precedents(used, parse_day("--as-of", as_of) or today_here())
    known = {each.scenario: each for each in found}
    if not found:
        refuse(f"watch {used.id}", "has no record of past events by then", "name another watch or --as-of")
    if scenario is not None and scenario not in known:
        refuse(f"--scenario {scenario}", "the record holds nothing of it", f"name one of: {', '.join(known)}")
    for each in found if scenario is None else [known[scenario]]:
        sys.stdout.write(f"{used.scenario(each.scenario).name}\n  {each.sentence}\n")
        for past in each.nearest:
            sys.stdout.write(f"  {past.start}  distance {past.distance:.2f}: {past.why}\n")
            for row in past.rows:
                told = ", ".join(part for part in (row.place, row.note) if part)
                sys.stdout.write(
                    f"      {row.start} {row.kind}{f': {told}' if told else ''} ({row.source})\n"
                )
            for after in past.followed:
                missing = f"; not listed throughout: {', '.join(after.uncovered)}" if after.uncovered else ""
                counts = f"{after.same} of its kind, {after.others} of others{missing}"
                sys.stdout.write(f"      within {after.within_days} days: {counts}\n")
