"""Ask a channel what it offers now: a feed's listing, a sitemap, a page, files, a mailbox.

Comes in: a channel and where collection stands with it. Goes out: the entries or documents that are new,
and where collection stands now, if all of them are taken. Nothing is taken here that needs a page to be
fetched. Knows nothing about other channels.
"""

import datetime as dt
import hashlib
from collections import Counter
from collections.abc import Iterable
from itertools import pairwise

from tocsin.collect.addresses import SECRET, mask, name_of
from tocsin.collect.answers import Answer, FetchFault
from tocsin.collect.articles import Article, declared_charset, read_page
from tocsin.collect.dates import parse_moment
from tocsin.collect.discovering import find_offered_feed
from tocsin.collect.feeds import looks_like_json, parse_feed
from tocsin.collect.folders import poll_files
from tocsin.collect.listings import Entry, Listing
from tocsin.collect.mailing import poll_mailbox
from tocsin.collect.permits import Permit
from tocsin.collect.polled import Polled, permit_of
from tocsin.collect.sitemaps import is_sitemap, parse_sitemap, unpack
from tocsin.collect.web import Web
from tocsin.errors import UnreadableDocument
from tocsin.terms import Channel, ChannelState, Problem, identify

_SITEMAP_DAYS = 7  # a sitemap lists a whole site; older pages than this are passed over
_MOST_CHILDREN = 20  # sitemaps of an index that are looked at in one run


def poll_channel(channel: Channel, state: ChannelState, *, now: dt.datetime, web: Web) -> Polled:
    """What the channel offers that was not seen before.

    Raises:
        UnreadableDocument: it offers nothing that can be read; FetchFault where that may pass.
        ConfigurationError: it is set up wrongly.
    """
    if channel.kind == "imap" or channel.address.startswith("imaps://"):
        return poll_mailbox(channel, state, now, web)
    if "://" not in channel.address or channel.address.startswith("file://"):
        return poll_files(channel, state, now, web)
    return _poll_web(channel, state, now, web)


# --- feeds, sitemaps, pages ---


def _poll_web(channel: Channel, state: ChannelState, now: dt.datetime, web: Web) -> Polled:
    permit = permit_of(channel)
    asked = {"If-None-Match": state.etag, "If-Modified-Since": state.last_modified}
    headers = {name: value for name, value in asked.items() if value}
    answer = web.get(channel.address, now=now, permit=permit, headers=headers)
    if answer.status == 304 and not headers:
        raise FetchFault(
            mask(channel.address, permit.secrets),
            "says that nothing changed, and was never read",
            "look at it",
        )
    digest = hashlib.sha256(answer.body).hexdigest()
    is_same = answer.status == 304 or digest == state.content_hash
    state = state.model_copy(
        update={
            "etag": answer.header("etag") or (state.etag if is_same else None),
            "last_modified": answer.header("last-modified") or (state.last_modified if is_same else None),
            "content_hash": state.content_hash if is_same else digest,
            "moved_to": mask(answer.moved_to, permit.secrets) if answer.moved_to else None,
            "seconds": round(answer.seconds, 3),
        }
    )
    if is_same:
        return Polled(channel, state, is_whole=True)
    where = mask(channel.address, permit.secrets)
    if channel.kind == "page" or (channel.kind == "auto" and _is_page(answer)):
        return _read_as_page(channel, state, answer, where)
    listing = _read_listing(channel, answer, where)
    if not listing.children:
        return _choose_new(channel, state, listing, answer, now, web.limits.items)
    pages, problems = _read_children(listing, state, now, web, permit)
    listing = listing.model_copy(update={"entries": pages})
    polled = _choose_new(channel, state, listing, answer, now, web.limits.items)
    # What an index names may change while the index does not: it is read anew each time.
    return polled._replace(problems=tuple(problems), more=True)


def _read_listing(channel: Channel, answer: Answer, where: str) -> Listing:
    charset = declared_charset(answer)
    body = unpack(answer.body, where)
    head = body[:4_000].decode("utf-16" if body[:2] in (b"\xff\xfe", b"\xfe\xff") else "latin-1", "replace")
    as_sitemap = channel.kind == "sitemap" or (channel.kind == "auto" and is_sitemap(head))
    if as_sitemap and not looks_like_json(body):
        return parse_sitemap(body, where, charset)
    return parse_feed(body, where, charset)


def _is_page(answer: Answer) -> bool:
    """Whether what an address of unknown kind gave is a page and no listing."""
    media = (answer.header("content-type") or "").split(";")[0].strip().lower()
    head = answer.body[:1_000].lstrip(b"\xef\xbb\xbf \t\r\n").lower()
    if head.startswith((b"<?xml", b"<rss", b"<feed", b"<rdf", b"{", b"\x1f\x8b", b"<urlset", b"<sitemap")):
        return head.startswith(b"<?xml") and b"<html" in head
    return media in (
        "text/html",
        "application/xhtml+xml",
        "application/pdf",
        "text/plain",
    ) or head.startswith((b"<!doctype html", b"<html", b"%pdf-"))


def _read_as_page(channel: Channel, state: ChannelState, answer: Answer, where: str) -> Polled:
    offered = find_offered_feed(answer.body, answer.url) if channel.kind == "auto" else None
    if offered is not None:
        raise UnreadableDocument(
            where, f"is a page that offers the feed {mask(offered)}", "add that, or add this with --kind page"
        )
    draft = read_page(answer)
    item = identify(draft.text)
    if item in state.seen:
        return Polled(channel, state, noted=(), is_whole=True)
    draft = draft.model_copy(
        update={
            "outlet": channel.outlet or draft.outlet,
            "url": (draft.url or answer.url) if SECRET not in channel.address else channel.address,
            "language": draft.language or channel.language,
        }
    )
    article = Article(draft, answer.body, answer._replace(url=mask(answer.url)), name_of(channel.address))
    return Polled(channel, state, article=article, noted=(item,), answer=answer)


def _read_children(
    listing: Listing, state: ChannelState, now: dt.datetime, web: Web, permit: Permit
) -> tuple[tuple[Entry, ...], list[Problem]]:
    """The pages of the sitemaps that changed since the last good reading, the newest sitemaps first.

    A sitemap that cannot be read is named, and the others are read; FetchFault where none can be.
    """
    since = (state.succeeded or now - dt.timedelta(days=_SITEMAP_DAYS)).date()
    dated = [(place, _day(words)) for place, words in listing.children]
    changed = [(place, day) for place, day in dated if day is None or day >= since]
    changed.sort(key=lambda each: each[1] or dt.date.max, reverse=True)
    found: dict[str, Entry] = {}
    problems: list[Problem] = []
    for place, _ in changed[:_MOST_CHILDREN]:
        try:
            answer = web.get(place, now=now, permit=permit)
            pages = parse_sitemap(answer.body, mask(place, permit.secrets)).entries
        except UnreadableDocument as fault:
            problems.append(Problem(where=fault.where, what=fault.what, remedy=fault.remedy))
            continue
        found |= {entry.id: entry for entry in pages if entry.id not in found}
    if problems and len(problems) == len(changed[:_MOST_CHILDREN]):
        first = problems[0]
        raise FetchFault(first.where, first.what, first.remedy, is_passing=True)
    return tuple(found.values()), problems


def _choose_new(
    channel: Channel, state: ChannelState, listing: Listing, answer: Answer, now: dt.datetime, most: int
) -> Polled:
    """The entries that were not seen, or were changed since; no more than one run takes."""
    seen = set(state.seen)
    times = Counter(each.link for each in listing.entries)
    entries = [
        each.model_copy(update={"shares_link": each.link is not None and times[each.link] > 1})
        for each in listing.entries
    ]
    fresh = [each for each in entries if each.item not in seen or _is_changed(each, seen)]
    if listing.kind == "sitemap":
        first = now.date() - dt.timedelta(days=_SITEMAP_DAYS)
        fresh = [each for each in fresh if (_day(each.published or each.updated) or now.date()) >= first]
    days = [moment for each in listing.entries if (moment := moment_of(each.published or each.updated, now))]
    met_before = any(entry.item in seen for entry in listing.entries)
    return Polled(
        channel,
        state,
        entries=tuple(fresh[:most]),
        listing=listing,
        answer=answer,
        oldest=reach_back(days, now),
        is_whole=met_before or not listing.entries,
        more=len(fresh) > most,
    )


def _is_changed(entry: Entry, seen: set[str]) -> bool:
    return entry.updated is not None and entry.edition not in seen


def reach_back(moments: Iterable[dt.datetime], now: dt.datetime) -> dt.datetime | None:
    """How far back a listing reaches without a hole: an old entry pinned to its end does not count."""
    ordered = sorted((each for each in moments if each <= now), reverse=True)
    gaps = sorted(a - b for a, b in pairwise(ordered))
    longest = max(dt.timedelta(days=3), 5 * gaps[len(gaps) // 2]) if gaps else dt.timedelta(days=3)
    oldest = now
    for moment in ordered:
        if oldest - moment > longest or now - moment > dt.timedelta(days=30):
            break
        oldest = moment
    return oldest if ordered else None


def moment_of(words: str | None, now: dt.datetime) -> dt.datetime | None:
    """The moment that a listing's date names; a day alone counts from its beginning."""
    moment = parse_moment(words) if words else None
    if moment is None or moment.date.year < 1990 or moment.date > now.date() + dt.timedelta(days=1):
        return None
    return moment.at or dt.datetime.combine(moment.date, dt.time(), dt.UTC)


def _day(words: str | None) -> dt.date | None:
    moment = parse_moment(words) if words else None
    return moment.date if moment else None
