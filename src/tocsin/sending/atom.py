"""Writes the alerts of one problem as an Atom feed, for any feed reader.

Comes in: alerts with when they were made, the site's address. Goes out: XML. Knows nothing about stores
or files.
"""

from collections.abc import Sequence

from tocsin.brief.alert_text import to_text
from tocsin.exchange.newsfeed import Entry, write_feed
from tocsin.store.outbox import Posted


def to_atom(watch: str, title: str, alerts: Sequence[Posted], site: str) -> str:
    """The feed of one problem, newest alert first; ids stay the same wherever the site stands."""
    page = f"{site}/problem/{watch}" if site else None
    entries = [_entry(each, site) for each in alerts]
    return write_feed(
        f"urn:tocsin:watch:{watch}", f"{title}: alerts", entries, page=page, own=page and f"{page}/feed.atom"
    )


def _entry(posted: Posted, site: str) -> Entry:
    marking = "".join(f"[{each}] " for each in posted.alert.markings)
    return Entry(
        id=f"urn:tocsin:alert:{posted.alert.id}",
        title=marking + posted.alert.headline,
        updated=posted.made_at,
        text=to_text(posted.alert, site or None),
        link=site + posted.alert.path if site else None,
    )
