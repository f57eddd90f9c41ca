"""The verbs about plans: plans, which lists how they stand, and set, by which a person decides.

A store and watches come in; lines for people or JSON go out. They know nothing of how a state is found.
"""

import json
import sys
from typing import TYPE_CHECKING, Annotated

import typer

from tocsin.cli.app import app
from tocsin.cli.arguments import AsOf, Database, check_format, open_store, parse_day, say, today_here

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tocsin.terms import Plan, Readiness, Watch

plans = typer.Typer(
    help="Prepared plans: how they stand, whom they get in the way of, what nobody has prepared for.",
    invoke_without_command=True,
    context_settings={"help_option_names": ["-h", "--help"]},
)
app.add_typer(plans, name="plans")

Watches = Annotated[
    list[str] | None,
    typer.Option(
        "--watch",
        help="A packaged watch, a folder or a watch.yaml; default: all packaged.",
    ),
]
Format = Annotated[str, typer.Option(help="text (to be read by people) or json.")]


@plans.callback()
def list_plans(
    context: typer.Context,
    watch: Watches = None,
    as_of: AsOf = None,
    format: Format = "text",
    db: Database = None,
) -> None:
    """List plans with state, who set it and when; conflicts; the matrix by scenarios with its gaps."""
    if context.invoked_subcommand is not None:
        return
    from tocsin.cli.running import load_watches
    from tocsin.plan import measure_readiness
    from tocsin.planning import standing_plans

    check_format(format, ("json", "text"))
    day = parse_day("--as-of", as_of) or today_here()
    with open_store(db) as store:
        shown = [(each, standing_plans(store, each, day)) for each in load_watches(watch)]
    if watch is None and any(found for _, found in shown):
        shown = [(each, found) for each, found in shown if found]
    for each, found in shown:
        readiness = measure_readiness(each, found)
        if format == "json":
            _print_json(each, found, readiness)
        else:
            sys.stdout.write("\n".join(_lines(each, found, readiness)) + "\n")
        if not found:
            say(f"{each.id}: no run has judged its plans yet (tocsin run)")


@plans.command("set")
def set_plan(
    plan: Annotated[str, typer.Argument(help="A plan's id.")],
    state: Annotated[str, typer.Argument(help="standing-by, advised, active or stood-down.")],
    by: Annotated[str, typer.Option(help="Who decides.")],
    because: Annotated[str, typer.Option(help="Why.")],
    watch: Watches = None,
    db: Database = None,
) -> None:
    """Set a plan to a state; the word is kept with who and when, and holds until the next one."""
    from tocsin.cli.running import load_watches
    from tocsin.clock import now
    from tocsin.planning import give_order

    with open_store(db) as store:
        order = give_order(store, load_watches(watch), plan, state, by=by, because=because, at=now())
    told = f"{order.plan} of {order.watch}: {order.state.replace('-', ' ')}, set by {order.by}"
    sys.stdout.write(f"{told} at {order.at:%Y-%m-%d %H:%M} UTC; the next run takes it into the brief\n")


def _print_json(watch: "Watch", found: "tuple[Plan, ...]", readiness: "Readiness") -> None:
    told = {
        "watch": watch.id,
        "plans": [plan.model_dump(mode="json") for plan in found],
        "readiness": readiness.model_dump(mode="json"),
    }
    sys.stdout.write(json.dumps(told, ensure_ascii=False) + "\n")


def _lines(watch: "Watch", found: "tuple[Plan, ...]", readiness: "Readiness") -> "Iterator[str]":
    from tocsin.brief.plans import say_conflict, say_order, say_timing

    titles = {book.id: book.title for book in watch.playbooks}
    yield f"{watch.title} ({watch.id})"
    for plan in found:
        due = f", first action due {plan.due}" if plan.due else ""
        yield f"  {plan.id}: {plan.state.replace('-', ' ')}{due}; owner {plan.owner}"
        if plan.order:
            yield f"    {say_order(plan.order, plan.found)}."
        yield f"    {plan.reason}"
        if plan.timing:
            yield f"    {say_timing(plan.timing)}."
    for conflict in readiness.conflicts:
        when = "now" if conflict.is_live else "if both are touched"
        yield f"  conflict, {when}: {say_conflict(conflict, titles)}"
    yield "  scenario: plans, in brackets those that serve it too"
    for scenario in watch.scenarios:
        own = [row.plan for row in readiness.rows if row.scenario == scenario.id]
        also = [f"({row.plan})" for row in readiness.rows if scenario.id in row.also]
        if own or also or scenario.id in readiness.scenarios_without:
            yield f"    {scenario.id}: {', '.join([*own, *also]) or 'NO PLAN'}"
    for each in readiness.plans_without:
        yield f"    NO SCENARIO: {each}"
