"""Take what is new from channels: many at once, each item once, each failure named.

Comes in: channels, and where collection stands with each. Goes out, for each: documents and problems,
captures for the archive, and where collection stands once these are stored. State and documents belong
together: whoever stores one without the other loses items or takes them twice. Knows no store and no
calendar (`now` comes in).
"""

import datetime as dt
from collections import deque
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from typing import NamedTuple

from tocsin.collect.addresses import host_of, mask, name_of
from tocsin.collect.answers import FetchFault
from tocsin.collect.articles import Article, capture_of, read_entry
from tocsin.collect.intake import Collected, Intake
from tocsin.collect.listings import Entry
from tocsin.collect.polled import Polled, permit_of
from tocsin.collect.polling import poll_channel
from tocsin.collect.standing import after_failure, after_reading
from tocsin.collect.web import Web
from tocsin.errors import ConfigurationError, UnreadableDocument
from tocsin.terms import Capture, Channel, ChannelState, Problem

_MOST_TRIES = 3  # runs in which a page that fails for now is asked for again

Known = Callable[[str, str], bool]  # a document's name, a channel's id: was it taken, but for another?


class Fetched(NamedTuple):
    """What one channel gave in one run; store all of it at once, or nothing."""

    channel: Channel
    items: tuple[Collected | Problem, ...]
    captures: tuple[Capture, ...]
    state: ChannelState

    @property
    def documents(self) -> tuple[Collected, ...]:
        """The documents alone."""
        return tuple(item for item in self.items if isinstance(item, Collected))

    @property
    def problems(self) -> tuple[Problem, ...]:
        """The problems alone."""
        return tuple(item for item in self.items if isinstance(item, Problem))


def fetch_channel(
    channel: Channel,
    state: ChannelState | None,
    *,
    now: dt.datetime,
    web: Web,
    known: Known = lambda *_: False,
) -> Fetched:
    """What is new in one channel; `known` says whether a document of a name was taken for another one."""
    return next(fetch_channels([(channel, state)], now=now, web=web, known=known, workers=1))


def fetch_channels(
    channels: Sequence[tuple[Channel, ChannelState | None]],
    *,
    now: dt.datetime,
    web: Web,
    known: Known = lambda *_: False,
    workers: int = 32,
) -> Iterator[Fetched]:
    """What is new in all channels, in their order; an item that two of them offer goes to the first.

    Channels are asked and pages fetched by `workers` threads; `known` is called by the caller's own.
    """
    claimed: set[str] = set()
    taking: deque[Future[Fetched]] = deque()
    pool = ThreadPoolExecutor(workers, thread_name_prefix="collect")
    try:
        asking = _ask_all(channels, now, web, pool)
        for asked in asking:
            polled = _claim(asked.result(), claimed, known)
            taking.append(pool.submit(_guard, _take, polled, polled.channel, polled.state, now, web))
            while taking and taking[0].done():
                yield taking.popleft().result()
        while taking:
            yield taking.popleft().result()
    finally:
        pool.shutdown(wait=True, cancel_futures=True)


def _ask_all(
    channels: Sequence[tuple[Channel, ChannelState | None]],
    now: dt.datetime,
    web: Web,
    pool: ThreadPoolExecutor,
) -> "list[Future[Polled]]":
    """Ask by turns of hosts, so that threads do not queue up before one; answers stay in channel order."""
    turns: dict[str, int] = {}
    order: list[tuple[int, int]] = []
    for place, (channel, _) in enumerate(channels):
        host = host_of(channel.address)
        turns[host] = turns.get(host, -1) + 1
        order.append((turns[host], place))
    asked: dict[int, Future[Polled]] = {}
    for _, place in sorted(order):
        channel, state = channels[place]
        standing = state or ChannelState(channel=channel.id)
        asked[place] = pool.submit(_ask, channel, standing, now, web)
    return [asked[place] for place in range(len(channels))]


def _ask(channel: Channel, state: ChannelState, now: dt.datetime, web: Web) -> Polled:
    """Poll, with whatever goes wrong turned into a problem and a state that remembers it."""
    try:
        return poll_channel(channel, state, now=now, web=web)
    except UnreadableDocument as fault:
        return _failed(channel, state, fault, now)
    except ConfigurationError as error:
        where = mask(channel.address)
        what = error.what if error.where == where else f"its {error.where} {error.what}"
        return _failed(channel, state, UnreadableDocument(where, what, error.remedy), now)
    except Exception as fault:  # our mistake on one channel must not cost the others
        return _failed(channel, state, _our_mistake(channel, fault), now)


def _failed(channel: Channel, state: ChannelState, fault: UnreadableDocument, now: dt.datetime) -> Polled:
    wait = fault.wait if isinstance(fault, FetchFault) else None
    is_gone = isinstance(fault, FetchFault) and fault.is_gone
    where = mask(channel.address)
    what = fault.what if fault.where == where else f"leads to {fault.where}, which {fault.what}"
    problem = Problem(where=where, what=what, remedy=fault.remedy)
    standing = after_failure(state, what, now=now, wait=wait, is_gone=is_gone)
    return Polled(channel, standing, problems=(problem,), has_failed=True)


def _our_mistake(channel: Channel, fault: Exception) -> UnreadableDocument:
    what = f"taking it broke on a mistake of ours ({type(fault).__name__})"
    return UnreadableDocument(mask(channel.address), what, "please report it with the address")


def _claim(polled: Polled, claimed: set[str], known: Known) -> Polled:
    """Leave out what another channel, or an earlier run, took under the same name; it counts as seen."""
    if not polled.entries:
        return polled
    kept: list[Entry] = []
    others: list[str] = []
    seen = set(polled.state.seen)
    for entry in polled.entries:
        name = name_of(entry.page) if entry.page else None
        is_new = name is not None and entry.item not in seen
        if is_new and (name in claimed or known(str(name), polled.channel.id)):
            others += [entry.item, entry.edition]
            continue
        if name is not None:
            claimed.add(name)
        kept.append(entry)
    return polled._replace(entries=tuple(kept), noted=(*polled.noted, *others))


def _guard(
    take: Callable[[Polled, dt.datetime, Web], Fetched],
    polled: Polled,
    channel: Channel,
    state: ChannelState,
    now: dt.datetime,
    web: Web,
) -> Fetched:
    try:
        return take(polled, now, web)
    except Exception as fault:  # our mistake on one channel must not cost the others
        failed = _failed(channel, state, _our_mistake(channel, fault), now)
        return Fetched(channel, failed.problems, (), failed.state)


class _Taken:
    """What is gathered while the entries of one channel are taken, one after the other."""

    def __init__(self, polled: Polled, now: dt.datetime) -> None:
        self.channel, self.now = polled.channel, now
        self.items: list[Collected | Problem] = list(polled.problems)
        self.captures: list[Capture] = []
        self.arrivals: list[dt.datetime] = []
        self.seen: list[str] = []
        self.tries: dict[str, int] = {}
        self._intake = Intake(outlet=polled.channel.outlet, published=None, today=now.date())

    def admit(self, article: Article, where: str) -> None:
        """Make the document, and note how its bytes came."""
        draft = article.draft.model_copy(update={"first_seen": self.now.isoformat()})
        for found in self._intake.admit(draft, article.kept, article.name, where):
            self.items.append(found)
            if isinstance(found, Collected):
                document = found.document
                self.captures.append(capture_of(article, self.channel.id, document.id, self.now))
                self.arrivals.append(min(document.published_at or self.now, self.now))

    def refuse(self, fault: UnreadableDocument) -> None:
        """Name an item that could not be taken."""
        self.items.append(Problem(where=fault.where, what=fault.what, remedy=fault.remedy))


def _take(polled: Polled, now: dt.datetime, web: Web) -> Fetched:
    """Take what the channel offers, and say where collection stands then."""
    taken = _Taken(polled, now)
    if polled.has_failed:
        return Fetched(polled.channel, tuple(taken.items), (), polled.state)
    if polled.article is not None:
        taken.admit(polled.article, mask(polled.channel.address))
    for entry in polled.entries:
        _take_entry(entry, polled, taken, web)
    for ids, collected in polled.documents:
        taken.items.append(collected)
        taken.seen += ids
        taken.arrivals.append(min(collected.document.published_at or now, now))
    state = after_reading(
        polled.channel,
        polled.state,
        now=now,
        seen=(*polled.noted, *taken.seen),
        tries=taken.tries,
        arrivals=taken.arrivals,
        languages=[item.document.language for item in taken.items if isinstance(item, Collected)],
        oldest=polled.oldest,
        is_whole=polled.is_whole,
        is_partial=polled.more or bool(taken.tries),
    )
    return Fetched(polled.channel, tuple(taken.items), tuple(taken.captures), state)


def _take_entry(entry: Entry, polled: Polled, taken: _Taken, web: Web) -> None:
    assert polled.listing is not None
    assert polled.answer is not None
    tries = polled.state.tries.get(entry.item, 0) + 1
    permit = permit_of(polled.channel)
    try:
        article = read_entry(
            entry,
            polled.listing,
            polled.answer,
            polled.channel,
            lambda url: web.get(url, now=taken.now, permit=permit, obey_robots=True),
            is_last_try=tries >= _MOST_TRIES,
        )
    except UnreadableDocument as fault:
        taken.refuse(fault)
        if isinstance(fault, FetchFault) and fault.is_passing and tries < _MOST_TRIES:
            taken.tries[entry.item] = tries
            return
    else:
        taken.admit(article, mask(entry.link or polled.channel.address))
    taken.seen += [entry.item, entry.edition]
