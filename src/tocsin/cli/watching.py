"""The verbs about watches: watches, which lists the packaged ones, and watch new, check, test.

A name, a folder or a watch.yaml comes in; lines for people go out, faults with FILE:LINE. They know nothing
of what makes a good watch.
"""

import sys
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from tocsin.cli.app import app
from tocsin.cli.arguments import refuse, say, today_here

if TYPE_CHECKING:
    from tocsin.trials import Trial

watch = typer.Typer(
    help="Write a watch of your own: begin it, check it, try it on its examples.",
    no_args_is_help=True,
    context_settings={"help_option_names": ["-h", "--help"]},
)
app.add_typer(watch, name="watch")

Which = Annotated[str, typer.Argument(help="A packaged watch, a folder or a watch.yaml.")]


@app.command()
def watches() -> None:
    """List the packaged watches."""
    from tocsin.watches import packaged_watches

    for name in packaged_watches():
        sys.stdout.write(f"{_tell(name)}\n")


@watch.command()
def new(
    name: Annotated[str, typer.Argument(help="Its name, in lower case with hyphens.")],
    out: Annotated[
        Path | None, typer.Option(help="The folder to make; default: the name, in this folder.")
    ] = None,
) -> None:
    """Write a commented start: a watch that loads, for you to overwrite line by line."""
    from tocsin.watches import begin_watch

    folder = out or Path(name)
    for path in begin_watch(name, folder, today_here()):
        sys.stdout.write(f"written: {path}\n")
    sys.stdout.write(f"next: overwrite it, then tocsin watch check {folder} and tocsin watch test {folder}\n")


@watch.command()
def check(which: Which) -> None:
    """Explain every fault with file, line and remedy; warnings go to stderr and are no fault."""
    from tocsin.watches import check_watch

    problems = check_watch(which)
    for problem in problems:
        if problem.fatal:
            sys.stdout.write(f"{problem}\n")
        else:
            say(f"warning: {problem}")
    if any(problem.fatal for problem in problems):
        raise typer.Exit(1)
    sys.stdout.write(f"{_tell(which)}\n")


@watch.command()
def test(which: Which) -> None:
    """Try a watch on its examples: what each set off, and exit 1 where that is not as expected."""
    from tocsin.trials import try_examples
    from tocsin.watches import example_places, load_watch

    tried = load_watch(which)
    if not tried.examples:
        refuse(which, "has no examples", "write some under `examples:`, as tocsin watch new shows")
    failed = 0
    for place, trial in zip(example_places(which), try_examples(tried), strict=True):
        failed += not trial.is_well
        for line in _tell_trial(place, trial):
            sys.stdout.write(f"{line}\n")
    number = len(tried.examples)
    sys.stdout.write(f"{number - failed} of {number} examples did as expected\n")
    raise typer.Exit(1 if failed else 0)


def _tell(which: str) -> str:
    from tocsin.watches import load_watch

    loaded = load_watch(which)
    counts = f"{len(loaded.scenarios)} scenarios, {len(loaded.indicators)} indicators, "
    counts += f"{len(loaded.playbooks)} plans, {len(loaded.history.events)} dated events, "
    return f"{loaded.id}: {loaded.title} ({counts}{len(loaded.examples)} examples)"


def _tell_trial(place: str, trial: "Trial") -> list[str]:
    """Where it stands and how it went, then each indicator that it set off and why."""
    text = trial.example.text
    shown = text if len(text) <= 90 else f"{text[:87]}..."
    lines = [f"{place}: {'as expected' if trial.is_well else 'FAILED'}: {shown}"]
    for state in trial.matched:
        reasons = "; ".join(dict.fromkeys(match.reason for match in state.matches))
        lines.append(f"    {state.id} {state.state}: {reasons}")
    lines += [f"    {fault}; {_remedy(fault, trial)}" for fault in trial.faults]
    return lines


def _remedy(fault: str, trial: "Trial") -> str:
    if not trial.bears:
        return "the passage names none of the watch's keywords, so nothing of it is weighed"
    if fault.startswith("does not"):
        return "widen its match (kinds, words), or see what was read: tocsin read"
    return "narrow its match (words, without), or correct the example"
