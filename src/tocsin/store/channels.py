"""Keep channels, where collection stands with each, what they covered and how each page was fetched.

Comes in: channels, and what a fetch gave. Goes out: channels, states, captures, coverage. What a channel
gave and where collection stands then are stored in one transaction. Knows nothing about fetching.
"""

import datetime as dt
import zlib
from collections.abc import Sequence

from sqlalchemy import Connection, delete, exists, insert, select
from sqlalchemy.dialects.postgresql import insert as insert_once

from tocsin.store import tables
from tocsin.store.documents import hash_text, put_document
from tocsin.store.erasing import list_erased
from tocsin.store.rows import to_record, to_row
from tocsin.terms import Capture, Channel, ChannelState, Covered, Document, Look

_c = tables.channels.c
_i = tables.channel_items.c
_l = tables.looks.c
_k = tables.captures.c
_d = tables.documents.c

CaptureKey = tuple[str, str]  # document, captured_at


def put_channel(connection: Connection, channel: Channel) -> None:
    """Store a channel in place of what was known of it."""
    row = to_row(channel)
    put = insert_once(tables.channels).values(row)
    connection.execute(put.on_conflict_do_update(index_elements=["id"], set_=row))


def list_channels(connection: Connection, *, with_removed: bool) -> tuple[Channel, ...]:
    """Channels by the moment when they were added."""
    query = select(tables.channels).order_by(_c.added, _c.address)
    if not with_removed:
        query = query.where(_c.removed.is_(None))
    return tuple(to_record(Channel, row) for row in connection.execute(query).mappings())


def get_state(connection: Connection, channel: str) -> ChannelState | None:
    """Where collection stands with a channel."""
    states = tables.channel_states
    row = connection.execute(select(states).where(states.c.channel == channel)).mappings().one_or_none()
    if row is None:
        return None
    items = connection.execute(select(_i.item).where(_i.channel == channel).order_by(_i.position))
    look = (
        connection.execute(
            select(tables.looks).where(_l.channel == channel).order_by(_l.first.desc()).limit(1)
        )
        .mappings()
        .one_or_none()
    )
    values = {name: value for name, value in row.items() if value is not None}
    return ChannelState.model_validate(
        values | {"seen": tuple(items.scalars()), "look": to_record(Look, look) if look else None}
    )


def put_fetched(
    connection: Connection,
    found: Sequence[tuple[Document, bytes]],
    captures: Sequence[Capture],
    state: ChannelState,
) -> tuple[Document, ...]:
    """Store documents, captures and state; the documents that are new here."""
    new: list[Document] = []
    for document, kept in found:
        first_seen = connection.execute(select(_d.first_seen).where(_d.id == document.id)).one_or_none()
        erased = list_erased(connection, [hash_text(document.text)])
        if first_seen is None and not erased:  # what was erased on request is not taken in again
            new.append(put_document(connection, document, kept))
    fresh = {document.id for document in new}
    rows = [to_row(capture) for capture in captures if capture.document in fresh]
    if rows:
        connection.execute(insert_once(tables.captures).on_conflict_do_nothing(), rows)
    _put_state(connection, state)
    return tuple(new)


def _put_state(connection: Connection, state: ChannelState) -> None:
    row = to_row(state)
    row.pop("look")
    seen = row.pop("seen")
    assert isinstance(seen, list)
    row["arrivals"] = [moment.astimezone(dt.UTC).isoformat() for moment in state.arrivals]
    put = insert_once(tables.channel_states).values(row)
    connection.execute(put.on_conflict_do_update(index_elements=["channel"], set_=row))
    _put_items(connection, state.channel, state.seen)
    if state.look is not None:
        look = to_row(state.look)
        put_look = insert_once(tables.looks).values(look)
        connection.execute(put_look.on_conflict_do_update(index_elements=["channel", "first"], set_=look))


def _put_items(connection: Connection, channel: str, seen: Sequence[str]) -> None:
    """Add what is newly seen and let go of what is remembered no longer; the rest is not touched."""
    query = select(_i.item, _i.position).where(_i.channel == channel)
    known = {row.item: row.position for row in connection.execute(query)}
    wanted = dict.fromkeys(seen)
    for item in known.keys() - wanted.keys():
        connection.execute(delete(tables.channel_items).where(_i.channel == channel, _i.item == item))
    start = max(known.values(), default=0) + 1
    rows = [
        {"channel": channel, "item": item, "position": start + number}
        for number, item in enumerate(item for item in wanted if item not in known)
    ]
    if rows:
        connection.execute(insert(tables.channel_items), rows)


def is_taken(connection: Connection, name: str, channel: str) -> bool:
    """Whether a document of this name is stored that did not come through this channel."""
    through = exists().where(_k.document == _d.id, _k.channel == channel)
    return bool(connection.execute(select(exists().where(_d.name == name, ~through))).scalar_one())


def list_captures(connection: Connection, channel: str | None) -> list[CaptureKey]:
    """The keys of the captures, oldest first."""
    query = select(_k.document, _k.captured_at).order_by(_k.captured_at, _k.url)
    if channel is not None:
        query = query.where(_k.channel == channel)
    return [(document, captured_at) for document, captured_at in connection.execute(query)]


def get_capture(connection: Connection, key: CaptureKey) -> tuple[Capture, bytes]:
    """One capture with the bytes kept of it."""
    joined = tables.captures.join(tables.kept, tables.kept.c.hash == _k.hash)
    query = select(tables.captures, tables.kept.c.compressed).select_from(joined)
    row = connection.execute(query.where(_k.document == key[0], _k.captured_at == key[1])).mappings().one()
    return to_record(Capture, row), zlib.decompress(row["compressed"])


def list_coverage(
    connection: Connection,
    start: dt.datetime,
    end: dt.datetime,
    channel: str | None,
    as_of: dt.datetime | None,
) -> tuple[Covered, ...]:
    """The stretches that meet the time between two moments, cut to it and to what was known by `as_of`."""
    known = (as_of or end).astimezone(dt.UTC)
    until = min(end.astimezone(dt.UTC), known)
    query = (
        select(tables.looks, _c.outlet, _c.language, _c.country)
        .join(tables.channels, _c.id == _l.channel)
        .where(_l.first <= known.isoformat(), _l.covers_from < until.isoformat())
        .where(_l.last > start.astimezone(dt.UTC).isoformat())
        .order_by(_l.channel, _l.first)
    )
    if channel is not None:
        query = query.where(_l.channel == channel)
    return tuple(
        Covered(
            channel=row.channel,
            outlet=row.outlet,
            language=row.language,
            country=row.country,
            start=max(dt.datetime.fromisoformat(row.covers_from), start),
            end=min(dt.datetime.fromisoformat(row.last), until),
        )
        for row in connection.execute(query)
    )
