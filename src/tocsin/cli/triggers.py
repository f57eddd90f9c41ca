"""The verbs about one watch's record: forecast test-trigger, forecast replay-files.

A watch or a history comes in; a finding goes out in plain words, and as a page or a picture if asked, or
files for a replay. It knows which triggers a watch names and nothing of how an effect is told from none.
"""

import sys
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from tocsin.cli.app import app
from tocsin.cli.arguments import AsOf, open_out, parse_day, refuse, today_here

if TYPE_CHECKING:
    from tocsin.forecast.trial import Trial
    from tocsin.forecast.ways import Feared
    from tocsin.terms import History, Watch

forecast = typer.Typer(
    help="Test a feared date, look for precedents, or write a record for the replay.", no_args_is_help=True
)
app.add_typer(forecast, name="forecast")


@forecast.command("test-trigger")
def test_trigger(
    trigger: Annotated[
        list[str] | None,
        typer.Argument(help="Triggers of the watch or named dates; default: all of the watch."),
    ] = None,
    watch: Annotated[
        str, typer.Option(help="A packaged watch, a folder or a watch.yaml.")
    ] = "korean-peninsula",
    history: Annotated[
        Path | None,
        typer.Option(help="A history.csv with coverage.csv beside it; default: that of the watch."),
    ] = None,
    kinds: Annotated[
        str | None, typer.Option(help="Kinds that are feared, with commas; default: those of the trigger.")
    ] = None,
    before: Annotated[int | None, typer.Option(min=0, max=180, help="Days before the date.")] = None,
    after: Annotated[int | None, typer.Option(min=0, max=180, help="Days after the date.")] = None,
    as_of: AsOf = None,
    out: Annotated[
        Path | None, typer.Option(help="Also write a page (.html) or the first picture (.svg) here.")
    ] = None,
    seed: Annotated[int, typer.Option(help="Seed of the random dates.")] = 0,
) -> None:
    """Test whether a feared date makes a difference, in every reasonable way of counting side by side."""
    from tocsin.forecast.trial import try_trigger
    from tocsin.trigger_page import draw_trial, render_page
    from tocsin.watches import load_watch

    day = parse_day("--as-of", as_of) or today_here()
    used = load_watch(watch)
    record = _open_history(history) if history else used.history
    feared = [_find_feared(used, record, name, kinds, before, after) for name in trigger or _all(used)]
    tested = max(len(used.triggers), len(feared))
    trials = [try_trigger(record, each, as_of=day, tested=tested, seed=seed) for each in feared]
    for trial in trials:
        _print_trial(trial)
    if out is not None:
        if out.suffix not in (".html", ".svg"):
            refuse(f"--out {out}", "this is neither .html nor .svg", "name a page or a picture")
        page = draw_trial(trials[0]) if out.suffix == ".svg" else render_page(trials, f"Triggers, {day}")
        with open_out(out) as file:
            file.write(page)


@forecast.command("replay-files")
def replay_files(
    out: Annotated[Path, typer.Argument(help="Folder for the files.")],
    watch: Annotated[
        str, typer.Option(help="A packaged watch, a folder or a watch.yaml.")
    ] = "korean-peninsula",
) -> None:
    """Write a watch's history as TSV and series, for `tocsin replay` and any scorer of the same layout."""
    from tocsin.replayfiles import read_coding, write_replay_files
    from tocsin.watches import load_watch, watch_folder

    used = load_watch(watch)
    coding = read_coding(watch_folder(watch) / "replay.yaml")
    try:
        for line in write_replay_files(used.history, coding, out):
            sys.stdout.write(line + "\n")
    except OSError as error:
        refuse(str(out), f"cannot be written ({type(error).__name__})", "name a folder of yours")


def _all(watch: "Watch") -> list[str]:
    if not watch.triggers:
        refuse(f"watch {watch.id}", "it names no triggers", "name a date, such as us-presidential-election")
    return [each.id for each in watch.triggers]


def _open_history(file: Path) -> "History":
    from tocsin.terms import History
    from tocsin.watches.histories import load_coverage, load_history

    return History(events=load_history(file), coverage=load_coverage(file.parent / "coverage.csv"))


def _find_feared(
    watch: "Watch",
    history: "History",
    name: str,
    kinds: str | None,
    before: int | None,
    after: int | None,
) -> "Feared":
    """A trigger of the watch, or a named date with the usual window; the options have the last word."""
    from tocsin.forecast.past import covered_kinds
    from tocsin.forecast.trigger import trigger_kinds
    from tocsin.forecast.ways import Feared, related_anchors
    from tocsin.reference.anchors import anchors
    from tocsin.terms import Trigger

    known = {each.id: each for each in watch.triggers}
    found = known.get(name) or Trigger(id=name, name=name, anchor=name)
    if found.anchor not in anchors():
        refuse(name, "neither a trigger of the watch nor a named date", f"name one of: {', '.join(known)}")
    listed = covered_kinds(history)
    wanted = tuple(kind.strip() for kind in kinds.split(",")) if kinds else trigger_kinds(watch, found)
    counted = tuple(kind for kind in wanted if kind in listed) or (listed if not kinds else ())
    if not counted or (kinds and len(counted) < len(wanted)):
        refuse(f"--kinds {kinds}", "the history does not list all of them", f"use: {', '.join(listed)}")
    return Feared(
        counted,
        related_anchors(found.anchor),
        found.days_before if before is None else before,
        found.days_after if after is None else after,
    )


def _print_trial(trial: "Trial") -> None:
    from tocsin.forecast.trial_words import name_trigger, say_trial, say_way

    sys.stdout.write(f"{name_trigger(trial)}\n")
    for sentence in say_trial(trial):
        sys.stdout.write(f"  {sentence}\n")
    heads = ("windows", "hit", "seen", "expected", "ratio (90 %)", "shrunken (90 %)", "placebo p")
    sys.stdout.write(_columns(("", *heads)))
    group = ""
    for way in trial.ways:
        if way.group != group:
            group = way.group
            sys.stdout.write(f"  {group}\n")
        sys.stdout.write(_columns(say_way(way)))
    sys.stdout.write("\n")


def _columns(cells: tuple[str, ...]) -> str:
    name, *numbers = cells
    widths = (8, 5, 6, 9, 21, 21, 10)
    return (
        f"    {name:<46}"
        + "".join(f"{cell:>{width}}" for cell, width in zip(numbers, widths, strict=True))
        + "\n"
    )
