"""Atom (RFC 4287): entries as a feed that every feed reader takes, and briefs as entries.

Comes in: entries, or briefs. Goes out: XML. Knows nothing about stores, sites or the clock.
"""

import datetime as dt
from collections.abc import Sequence
from typing import NamedTuple
from xml.etree.ElementTree import Element, SubElement, tostring

from tocsin.exchange.xml_text import clean
from tocsin.terms import Brief

NAMESPACE = "http://www.w3.org/2005/Atom"
_NEVER = dt.datetime(2000, 1, 1, tzinfo=dt.UTC)  # when a feed without entries was last changed


class Entry(NamedTuple):
    """One entry of a feed; `link` leads to the page that shows it, if there is one."""

    id: str
    title: str
    updated: dt.datetime
    text: str
    link: str | None = None


def write_feed(
    id: str, title: str, entries: Sequence[Entry], *, page: str | None = None, own: str | None = None
) -> str:
    """The feed in the order of its entries; `page` and `own` are the addresses of its page and of itself."""
    feed = Element("feed", xmlns=NAMESPACE)
    _text(feed, "id", id)
    _text(feed, "title", title)
    _text(feed, "updated", _moment(max((each.updated for each in entries), default=_NEVER)))
    _text(SubElement(feed, "author"), "name", "Tocsin")
    if page:
        SubElement(feed, "link", rel="alternate", type="text/html", href=page)
    if own:
        SubElement(feed, "link", rel="self", href=own)
    for each in entries:
        _entry(feed, each)
    return '<?xml version="1.0" encoding="utf-8"?>\n' + tostring(feed, encoding="unicode") + "\n"


def to_feed(briefs: Sequence[Brief]) -> str:
    """Briefs as a feed, newest first: of each the bottom line and what was judged.

    The id is the watch's, so that a feed that is written anew is the same feed.
    """
    ordered = sorted(briefs, key=lambda each: each.as_of, reverse=True)
    watches = sorted({each.watch or "no watch" for each in briefs})
    title = ordered[0].title if ordered else "Briefs"
    return write_feed(f"urn:tocsin:briefs:{','.join(watches)}", title, [_of_brief(each) for each in ordered])


def _of_brief(brief: Brief) -> Entry:
    bottom = [each.text for each in brief.sentences if each.part == "bottom-line"]
    said = [each.text for each in brief.sentences if each.part == "judgements" and each.kind == "judgement"]
    mark = "".join(f"[{each}] " for each in brief.markings) or ("[EXERCISE] " if brief.exercise else "")
    left = [f"Published incomplete by {brief.incomplete}."] if brief.incomplete else []
    return Entry(
        id=f"urn:tocsin:brief:{brief.version}",
        title=f"{mark}{brief.title}, as of {brief.as_of}",
        updated=dt.datetime.combine(brief.as_of, dt.time(), dt.UTC),
        text="\n\n".join([*brief.markings, *left, *bottom, *said]),
    )


def _entry(feed: Element, told: Entry) -> None:
    entry = SubElement(feed, "entry")
    _text(entry, "id", told.id)
    _text(entry, "title", told.title)
    _text(entry, "updated", _moment(told.updated))
    if told.link:
        SubElement(entry, "link", rel="alternate", type="text/html", href=told.link)
    SubElement(entry, "content", type="text").text = clean(told.text)


def _text(parent: Element, name: str, text: str) -> None:
    SubElement(parent, name).text = clean(text)


def _moment(moment: dt.datetime) -> str:
    return moment.astimezone(dt.UTC).isoformat(timespec="seconds")
