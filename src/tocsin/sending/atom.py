"""Writes the alerts of one problem as an Atom feed (RFC 4287), for any feed reader.

Comes in: alerts with when they were made, the site's address. Goes out: XML. Knows nothing about stores
or files.
"""

import datetime as dt
from collections.abc import Sequence
from xml.etree.ElementTree import Element, SubElement, tostring

from tocsin.brief.alerts import to_text
from tocsin.store.outbox import Posted

NAMESPACE = "http://www.w3.org/2005/Atom"
NEVER = dt.datetime(2000, 1, 1, tzinfo=dt.UTC)  # when a feed without entries was last changed


def to_atom(watch: str, title: str, alerts: Sequence[Posted], site: str) -> str:
    """The feed of one problem, newest alert first; ids stay the same wherever the site stands."""
    feed = Element("feed", xmlns=NAMESPACE)
    _text(feed, "id", f"urn:tocsin:watch:{watch}")
    _text(feed, "title", f"{title}: alerts")
    _text(feed, "updated", _moment(max((each.made_at for each in alerts), default=NEVER)))
    _text(SubElement(feed, "author"), "name", "Tocsin")
    if site:
        SubElement(feed, "link", rel="alternate", type="text/html", href=f"{site}/problem/{watch}")
        SubElement(feed, "link", rel="self", href=f"{site}/problem/{watch}/feed.atom")
    for each in alerts:
        _entry(feed, each, site)
    return '<?xml version="1.0" encoding="utf-8"?>\n' + tostring(feed, encoding="unicode") + "\n"


def _entry(feed: Element, posted: Posted, site: str) -> None:
    entry = SubElement(feed, "entry")
    marking = "".join(f"[{each}] " for each in posted.alert.markings)
    _text(entry, "id", f"urn:tocsin:alert:{posted.alert.id}")
    _text(entry, "title", marking + posted.alert.headline)
    _text(entry, "updated", _moment(posted.made_at))
    if site:
        SubElement(entry, "link", rel="alternate", type="text/html", href=site + posted.alert.path)
    content = SubElement(entry, "content", type="text")
    content.text = _clean(to_text(posted.alert, site or None))


def _text(parent: Element, name: str, text: str) -> None:
    SubElement(parent, name).text = _clean(text)


def _clean(text: str) -> str:
    """Without the characters that XML 1.0 cannot hold."""
    return "".join(char for char in text if char in "\t\n" or (char >= " " and char not in "\ufffe\uffff"))


def _moment(moment: dt.datetime) -> str:
    return moment.astimezone(dt.UTC).isoformat(timespec="seconds")
