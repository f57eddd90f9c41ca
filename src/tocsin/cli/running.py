"""The verb that carries a desk's day: run, once or again and again.

Paths and watches come in; what was taken in goes through all rooms into the store, and one summary goes
out. It knows how a run ends for whoever started it, a person, cron or systemd, and nothing of the rooms.
"""

import re
import sys
import time
from collections import Counter
from pathlib import Path
from threading import Event
from typing import TYPE_CHECKING, Annotated

import typer

from tocsin.cli.app import app
from tocsin.cli.arguments import (
    FULL_DISK,
    AsOf,
    Cluster,
    Database,
    Incomplete,
    Jobs,
    Outlet,
    Paths,
    Published,
    check_format,
    is_full_disk,
    open_store,
    parse_day,
    parse_scale,
    refuse,
    say,
    settings_here,
)
from tocsin.cli.bars import reading_bar
from tocsin.cli.briefing import publish, tell_brief
from tocsin.cli.taking import Taking

if TYPE_CHECKING:
    from collections.abc import Iterable

    from tocsin.collect import Collected
    from tocsin.holding import Hold
    from tocsin.running import Asked, Ran
    from tocsin.store import Store
    from tocsin.terms import RunSummary, Watch

_UNITS = {"s": 1, "m": 60, "h": 3600, "d": 86400}
_SHORTEST = 10  # seconds between two rounds
TRY_LATER = 75  # what sendmail's EX_TEMPFAIL says to cron and systemd: nothing is wrong, only not now


@app.command()
def run(
    paths: Paths = None,
    watch: Annotated[
        list[str] | None,
        typer.Option(
            help="A packaged watch, a folder or a watch.yaml; may be given again; default: all packaged."
        ),
    ] = None,
    every: Annotated[
        str | None, typer.Option(help="Run again and again, this long from start to start: 90s, 15m, 2h.")
    ] = None,
    format: Annotated[str, typer.Option(help="Summary as text or json (one line a run).")] = "text",
    as_of: AsOf = None,
    out: Annotated[Path | None, typer.Option(help="Also write each brief into this folder.")] = None,
    outlet: Outlet = None,
    published: Published = None,
    db: Database = None,
    incomplete: Incomplete = None,
    jobs: Jobs = None,
    cluster: Cluster = None,
) -> None:
    """Take in what is new and carry it through all rooms, once or for ever; a second run changes nothing."""
    from tocsin.clusters import hire
    from tocsin.errors import RunUnderway
    from tocsin.holding import heeding_signals
    from tocsin.running import Asked
    from tocsin.sending.hours import read_hours
    from tocsin.sending.receivers import find_receivers

    check_format(format, ("text", "json"))
    seconds = parse_length(every) if every else None
    watches = load_watches(watch)
    find_receivers(settings_here())  # one that is named by half stops before any work
    read_hours(settings_here())
    taking = Taking(paths or [], outlet, published, may_be_none=True, remembers=True)
    asked = Asked(
        command=" ".join(["run", *taking.paths]),
        watches=watches,
        as_of=parse_day("--as-of", as_of),
        is_live=every is not None,
        jobs=taking.jobs(jobs),
        incomplete=incomplete,
        is_asked=out is not None,
    )
    store = open_store(db)
    with heeding_signals() as stopped, hire(cluster, asked.jobs) as crew:
        asked = asked._replace(**crew._asdict())
        if seconds is not None:
            return _run_on(store, taking, asked, seconds, format, out, stopped)
        try:
            ran = _run(store, taking, asked, stopped)
        except RunUnderway as fault:
            say(str(fault))
            raise typer.Exit(TRY_LATER) from None
        _tell(ran, format, out)
        _send(store, taking, asked)
    raise typer.Exit(1 if taking.failed or not ran.summary.is_finished else 0)


def parse_length(text: str) -> int:
    """A length of time such as 90s, 15m, 2h or 1d, in seconds."""
    match = re.fullmatch(r"(\d{1,6})\s*([smhd])", text.strip().lower())
    seconds = int(match[1]) * _UNITS[match[2]] if match else 0
    if seconds < _SHORTEST:
        refuse(f"--every {text}", "is no length of time to wait", f"write 15m, or {_SHORTEST}s at the least")
    return seconds


def load_watches(names: list[str] | None) -> "list[Watch]":
    """The watches of these names, or all packaged ones; a wrong one stops before any work."""
    from tocsin.pipeline import in_scale
    from tocsin.watches import load_watch, packaged_watches

    scale = parse_scale(None)
    watches = [in_scale(load_watch(name), scale) for name in names or packaged_watches()]
    twice = [id_ for id_, count in Counter(watch.id for watch in watches).items() if count > 1]
    if twice:
        refuse(f"--watch {twice[0]}", "two watches have this id", "name it once, or give one another id")
    return watches


def _run_on(
    store: "Store",
    taking: Taking,
    asked: "Asked",
    seconds: int,
    format: str,
    out: Path | None,
    stopped: Event,
) -> None:
    """Round after round until asked to stop; a round that cannot run is said, and the next tries again."""
    from tocsin.errors import StoreError

    while not stopped.is_set():
        began = time.monotonic()
        try:
            _tell(_run(store, taking, asked, stopped), format, out)
            _send(store, taking, asked)
        except StoreError as fault:
            say(str(fault))
        except OSError as fault:
            if not is_full_disk(fault):
                raise
            say(FULL_DISK)
        sys.stdout.flush()
        stopped.wait(max(0.0, began + seconds - time.monotonic()))
    say("stopped on request")


def _run(store: "Store", taking: Taking, asked: "Asked", stopped: Event) -> "Ran":
    """One round under the store's lock; once `stopped` is set it ends after the document at hand."""
    from tocsin.clock import now
    from tocsin.gathering import gather, open_web
    from tocsin.holding import hold_run
    from tocsin.running import run_once

    taking.begin()
    workers = taking.settings.fetch_workers
    with hold_run(store, now, taking.report, stopped) as hold, open_web(taking.settings) as web:
        return run_once(
            store,
            _items(taking, hold),
            asked,
            hold=hold,
            clock=now,
            problems=taking.problems,
            report=taking.report,
            ask=lambda moment: gather(store, now=moment, web=web, workers=workers),
            show=reading_bar,
        )


def _items(taking: Taking, hold: "Hold") -> "Iterable[Collected]":
    """What the paths hold; nothing more once the run is asked to stop."""
    for item in taking if taking.paths else ():
        yield item
        if not hold.goes_on():
            return


def _tell(ran: "Ran", format: str, out: Path | None) -> None:
    if format == "json":
        sys.stdout.write(_as_json(ran.summary) + "\n")
    else:
        sys.stdout.write("\n".join(_lines(ran.summary)) + "\n")
    for judged in ran.judged:
        if out is not None:
            publish(judged.walk, out / judged.watch.id if len(ran.judged) > 1 else out)
        elif format == "text":
            sys.stdout.write("\n" + tell_brief(judged.walk) + "\n")


def _send(store: "Store", taking: Taking, asked: "Asked") -> None:
    """Tell the receivers what moved, once the lock is free; a look back at a past day tells nobody.

    All watches are compared, judged in this round or not: a round that died may have told nobody.
    """
    from tocsin.clock import now
    from tocsin.sending import send_alerts

    if asked.as_of is not None:
        return
    days = dict(store.watched())
    standing = [(watch, days[watch.id]) for watch in asked.watches if watch.id in days]
    sent = send_alerts(store, standing, taking.settings, at=now(), now=now)
    if sent.made or sent.sent:
        say(f"alerts: {sent.made} made, {sent.sent} sent")
    for fault in sent.faults:
        say(fault)


def _as_json(summary: "RunSummary") -> str:
    import json

    told = summary.model_dump(mode="json")
    moved = {f"{kind}s_moved": summary.count(kind) for kind in ("indicator", "forecast", "plan")}
    return json.dumps(told | moved | {"seconds": round(summary.seconds, 2)}, ensure_ascii=False)


def _lines(summary: "RunSummary") -> list[str]:
    """The summary for people: what came in, what moved, what failed and why, and how long it took."""
    end = "done" if summary.is_finished else "stopped on request; run again to go on"
    counts = (
        f"{summary.taken_in} taken in",
        f"{summary.read} read",
        f"{summary.stories_changed} stories changed",
        f"{summary.count('indicator')} indicators moved",
        f"{summary.count('forecast')} forecasts moved",
        f"{summary.count('plan')} plans touched",
    )
    lines = [f"run as of {summary.as_of}: {', '.join(counts)}; {end} in {summary.seconds:.1f} s"]
    for move in summary.moves:
        before = f"{move.before} to " if move.before else ""
        lines.append(f"  {move.watch}, {move.kind} {move.name}: {before}{move.after}")
    reasons = Counter(problem.what for problem in summary.problems)
    lines += [f"  {count} x {what}" for what, count in reasons.most_common(20)]
    return lines
