"""The verbs that show and tell: serve, which opens the workbench in a browser, and alerts.

A store comes in; pages and messages go out. They know how to be asked, and nothing of how what they show
was made.
"""

import sys
from collections.abc import Callable
from contextlib import ExitStack, closing
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from tocsin.cli.app import app
from tocsin.cli.arguments import Database, open_store, refuse, say, settings_here

if TYPE_CHECKING:
    from tocsin.store.outbox import Posted
    from tocsin.web.shelf import Shelf

PORT = 8642


Demo = Annotated[bool, typer.Option("--demo", help="Open the packaged example instead of a store.")]
Host = Annotated[str, typer.Option(help="Where to listen; this machine only, unless told otherwise.")]
Port = Annotated[int, typer.Option(min=0, max=65535, help="Port to listen on; 0 takes a free one.")]
ToNetwork = Annotated[
    bool, typer.Option("--to-network", help="Allow a --host that others reach; put TLS in front of it.")
]
Names = Annotated[
    list[str] | None, typer.Option("--name", help="A further name the site is asked for by; again for more.")
]
BehindProxy = Annotated[
    str, typer.Option(help="Address of a TLS proxy before it, whose X-Forwarded-... headers are believed.")
]
Watches = Annotated[
    list[str] | None, typer.Option("--watch", help="A watch of yours, for its words; again for more.")
]


@app.command()
def serve(
    db: Database = None,
    demo: Demo = False,
    host: Host = "127.0.0.1",
    port: Port = PORT,
    to_network: ToNetwork = False,
    names: Names = None,
    behind_proxy: BehindProxy = "",
    watches: Watches = None,
) -> None:
    """Open the workbench in a browser: pages over the store, forms for what people decide, an API."""
    try:
        from tocsin.web.running import Place, serve_site
    except ImportError:
        refuse("serve", "the web parts are not installed", "pip install 'tocsin[web]'")
    settings = settings_here()
    place = Place(host, port, tuple(names or ()), behind_proxy)
    if not place.is_this_machine and not to_network:
        refuse(f"--host {host}", "other machines could reach it", "leave it out, or add --to-network")
    with ExitStack() as stack:
        shelf = _demo_shelf(stack) if demo else _shelf(stack, db or settings.db, tuple(watches or ()))
        feed_key = settings.feed_key.get_secret_value() if settings.feed_key else None
        serve_site(shelf, place, feed_key=feed_key, address=settings.site_address)


def _shelf(stack: ExitStack, db: str, watches: tuple[str, ...]) -> "Callable[[], Shelf | None]":
    from tocsin.store import Store
    from tocsin.watches import load_watch
    from tocsin.web.shelf import Shelf

    if "://" not in db and not Path(db).is_file():
        refuse(db, "there is no store yet", "fill one with tocsin run, or look at the example with --demo")
    for each in watches:
        load_watch(each)
    shelf = stack.enter_context(closing(Shelf(stack.enter_context(Store(db, read_only=True)), watches)))
    return lambda: shelf


def _demo_shelf(stack: ExitStack) -> "Callable[[], Shelf | None]":
    """The example's shelf, as soon as it is prepared."""
    from tocsin.web.demo import preparing_example

    ready = stack.enter_context(preparing_example())
    opened: list[Shelf] = []

    def shelf() -> "Shelf | None":
        path = ready()
        if path is not None and not opened:
            from tocsin.store import Store
            from tocsin.web.shelf import Shelf

            store = stack.enter_context(Store(path, read_only=True))
            opened.append(stack.enter_context(closing(Shelf(store))))
        return opened[0] if opened else None

    return shelf


Limit = Annotated[int, typer.Option(min=1, help="How many alerts to list at the most.")]
Send = Annotated[bool, typer.Option("--send", help="Send what is due, and word if collection stopped.")]
Retry = Annotated[bool, typer.Option("--retry", help="Send all that is unsent now, given up or not.")]
Test = Annotated[bool, typer.Option("--test", help="Send a test to every receiver of the settings.")]


@app.command()
def alerts(
    db: Database = None, limit: Limit = 20, send: Send = False, retry: Retry = False, test: Test = False
) -> None:
    """List the last alerts and how they reached their receivers; send, retry or test."""
    from tocsin.clock import now
    from tocsin.sending import note_silence, send_waiting
    from tocsin.sending.outbox import put_test
    from tocsin.sending.receivers import find_receivers

    settings, store = settings_here(), open_store(db)
    names = [receiver.name for receiver in find_receivers(settings)]
    if (send or retry or test) and not names:
        refuse("alerts", "the settings name no receiver", "see docs/alerts.md for mail and webhooks")
    if test:
        put_test(store, settings, at=now())
    if retry:
        store.retry_deliveries(names, at=now())
    faults: tuple[str, ...] = ()
    if send:
        note_silence(store, settings, at=now())
    if send or retry or test:
        done = send_waiting(store, settings, at=now(), now=now)
        faults = done.faults
        say(f"{done.sent} sent")
        for fault in faults:
            say(fault)
    for posted in store.alerts(limit=limit):
        sys.stdout.write(_line(posted))
    raise typer.Exit(1 if faults else 0)


def _line(posted: "Posted") -> str:
    marking = "".join(f"[{each}] " for each in posted.alert.markings)
    lines = [f"{posted.made_at:%Y-%m-%d %H:%M} UTC  {marking}{posted.alert.headline}"]
    for each in posted.deliveries:
        state = each.state.replace("-", " ")
        when = f" {each.sent_at:%Y-%m-%d %H:%M} UTC" if each.sent_at else ""
        why = f": {each.fault}" if each.fault else ""
        lines.append(f"    {each.receiver}: {state}{when}{why}")
    return "\n".join(lines) + "\n"
