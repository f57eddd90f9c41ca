"""The verbs by which people judge: grade and grades for sources; indicators, accept and reject for matches.

A store, a name and a reason come in; what was judged goes into the store, never to be changed, and into its
audit trail. They know nothing of how a judgement weighs.
"""

import datetime as dt
import json
import sys
from typing import TYPE_CHECKING, Annotated

import typer

from tocsin.cli.app import app
from tocsin.cli.arguments import Database, WatchName, check_format, open_store, refuse, say

if TYPE_CHECKING:
    from tocsin.store import Store
    from tocsin.terms import IndicatorState

indicators = typer.Typer(
    help="What was seen: list the indicators' suggested matches, accept or reject them.",
    invoke_without_command=True,
    context_settings={"help_option_names": ["-h", "--help"]},
)

By = Annotated[str, typer.Option(help="Who judges; a role will do. It stands in the audit trail.")]
Because = Annotated[str, typer.Option(help="Why, in a sentence.")]
Format = Annotated[str, typer.Option(help="text (to be read by people) or json.")]
Match = Annotated[str, typer.Argument(help="A match: its id in the list of tocsin indicators.")]


@app.command()
def grade(
    source: Annotated[str, typer.Argument(help="A source, as reports name it: an outlet, a body, a person.")],
    letter: Annotated[str, typer.Argument(help="A to E; F: cannot be judged.")],
    topic: Annotated[
        str | None, typer.Option(help="A watch's id or one of its keywords; default: all topics.")
    ] = None,
    by: By = "",
    because: Because = "",
    db: Database = None,
) -> None:
    """Grade a source (A to F): the letter holds from now on; earlier ones stay on record."""
    from tocsin.clock import now
    from tocsin.deciding import grade_source

    with open_store(db) as store:
        made, last = grade_source(store, source, letter, topic=topic, by=by, because=because, at=now())
    was = f"; it was {last.letter}, by {last.by} on {last.at:%Y-%m-%d}" if last else ""
    on = f" on {topic}" if topic else ""
    sys.stdout.write(f"{made.source}: {made.letter}{on}, by {made.by}{was}\n")


@app.command()
def grades(
    source: Annotated[str | None, typer.Argument(help="Only this source; default: all.")] = None,
    format: Format = "text",
    db: Database = None,
) -> None:
    """List the letters that people gave sources, with who, when and why; the oldest first."""
    check_format(format, ("text", "json"))
    from tocsin.deciding import is_same_source
    from tocsin.weigh.letters import source_key

    with open_store(db) as store:
        found = [g for g in store.source_grades() if source is None or is_same_source(source, g)]
    if format == "json":
        sys.stdout.write(json.dumps([each.model_dump(mode="json") for each in found], indent=1) + "\n")
        return
    if not found:
        say("no letter was given yet; give one with tocsin grade SOURCE LETTER --by WHO --because WHY")
    for each in sorted(found, key=lambda each: (source_key(each.source), each.at)):
        on = f" on {each.topic}" if each.topic else ""
        sys.stdout.write(
            f"{each.source}: {each.letter}{on}, {each.at:%Y-%m-%d}, by {each.by}: {each.because}\n"
        )


@indicators.callback()
def list_matches(
    context: typer.Context,
    watch: WatchName = None,
    everything: Annotated[
        bool, typer.Option("--all", help="Also matches that were decided on, and weak ones.")
    ] = False,
    format: Format = "text",
    db: Database = None,
) -> None:
    """List each indicator's state with its suggested matches, for people to accept or reject."""
    if context.invoked_subcommand is not None:
        return
    check_format(format, ("text", "json"))
    from tocsin.deciding import latest_states

    with open_store(db) as store:
        found = latest_states(store, watch)
        if not found:
            refuse(watch or "indicators", "nothing was weighed yet", "run tocsin run first")
        if format == "json":
            sys.stdout.write(json.dumps(_objects(found), ensure_ascii=False, indent=1) + "\n")
            return
        for name, (day, states) in found.items():
            _print_watch(store, name, day, states, everything)
        if waiting := sum(each.kind == "indicator" for each in store.suggestions(is_open=True)):
            say(f"{waiting} more proposed by a model: tocsin suggest list")


@indicators.command()
def accept(match: Match, by: By = "", because: Because = "", db: Database = None) -> None:
    """Accept a suggested match: it bears on its indicator."""
    _decide(match, by, because, db, is_accepted=True)


@indicators.command()
def reject(match: Match, by: By = "", because: Because = "", db: Database = None) -> None:
    """Reject a suggested match: it never counts toward its indicator again, unless accepted later."""
    _decide(match, by, because, db, is_accepted=False)


app.add_typer(indicators, name="indicators")


def _decide(id_: str, by: str, because: str, db: str | None, *, is_accepted: bool) -> None:
    from tocsin.clock import now
    from tocsin.deciding import decide_match

    with open_store(db) as store:
        made, right = decide_match(store, id_, is_accepted=is_accepted, by=by, because=because, at=now())
    verdict = "accepted" if is_accepted else "rejected"
    sys.stdout.write(
        f"{verdict}: {made.indicator}, {made.item}; of {right.decided} decided on this "
        f"indicator {right.accepted} were accepted; the next run heeds it\n"
    )


def _print_watch(
    store: "Store", name: str, day: dt.date, states: "tuple[IndicatorState, ...]", everything: bool
) -> None:
    from tocsin.deciding import Suggested
    from tocsin.weigh.decisions import Decisions

    decided = Decisions(store.match_decisions(name))
    right, least = decided.precision(), decided.threshold()
    sys.stdout.write(f"{name}, as of {day}; a match counts from strength {least:.2f}\n")
    if right.decided:
        sys.stdout.write(
            f"of {right.decided} matches that people decided on, {right.accepted} were accepted\n"
        )
    for state in states:
        open_ = [m for m in state.matches if everything or (m.decision is None and m.strength >= least)]
        if state.state == "observed" or open_:
            sys.stdout.write(f"\n{state.id}: {state.state}; {state.reason}\n")
        passages = store.passages([match.item for match in open_])
        for match in open_:
            words = passages[match.item].words if match.item in passages else ""
            told = match.decision or "suggested"
            line = (
                f"  {Suggested(name, match, day).id}  {told}, strength {match.strength:.2f}: {match.reason}"
            )
            sys.stdout.write(f"{line}\n            {' '.join(words.split())[:160]}\n")


def _objects(found: "dict[str, tuple[dt.date, tuple[IndicatorState, ...]]]") -> list[dict[str, object]]:
    from tocsin.deciding import Suggested

    return [
        {"id": Suggested(name, match, day).id, "watch": name, "as_of": day.isoformat(), "state": state.state}
        | match.model_dump(mode="json")
        for name, (day, states) in found.items()
        for state in states
        for match in state.matches
    ]
