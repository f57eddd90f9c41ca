"""Carry what a desk has to another that no network reaches: pack it, and take in what another packed.

Comes in: a store and a file. Goes out: a signed bundle, or how much of one was new. It knows which records
travel and in what form; nothing about signatures or tables.
"""

import datetime as dt
from collections.abc import Callable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

from pydantic import ValidationError

from tocsin import __version__
from tocsin.exchange.bundles import BundleRefused, Desk, Manifest, Opened, open_bundle, write_bundle
from tocsin.store import Store
from tocsin.store.merging import SAID, Carried, Merged
from tocsin.terms import Document, Observation, Record

SLACK = dt.timedelta(minutes=5)  # by so much two desks' clocks may differ


def pack(
    store: Store,
    path: Path,
    *,
    key: Path,
    now: dt.datetime,
    since: dt.date | None = None,
    told: Callable[[int], None] = lambda _: None,
) -> Manifest:
    """Pack documents, observations and what people said; `told` is given how many more documents."""
    lists: dict[str, Iterator[Mapping[str, Any]]] = {
        "documents": _list_documents(store, since, told),
        "observations": _write(store.carry_observations()),
    }
    lists |= {name: _write(said) for name, said in store.carry_said().items()}
    files = _list_files(store, since)
    return write_bundle(path, lists, files, key=key, made_at=now, code_version=__version__)


def take_in_bundle(
    store: Store,
    path: Path,
    trusted: Sequence[Desk],
    *,
    now: dt.datetime,
    by: str,
    told: Callable[[int], None] = lambda _: None,
) -> tuple[Manifest, Merged]:
    """Take in a bundle once every bit of it was looked at; all or nothing.

    Raises:
        BundleRefused: it is not whole, not of a desk that is trusted, or made by a clock ahead of ours.
    """
    opened = open_bundle(path, trusted)
    manifest = opened.manifest
    if manifest.made_at > now + SLACK:
        ahead = _length(manifest.made_at - now)
        raise BundleRefused(
            str(path),
            f"was made at {manifest.made_at:%Y-%m-%d %H:%M} UTC by a clock that is {ahead} ahead of ours",
            "set one of the clocks right, and have it made again if it was theirs; nothing was taken in",
        )
    try:
        carried = Carried(
            documents=_read_documents(opened, told),
            observations=[Observation.model_validate(each) for each in opened.records("observations")],
            said=[kind.model_validate(each) for name, kind in SAID.items() for each in opened.records(name)],
        )
        record = f"bundle {opened.digest[:16]}"
        return manifest, store.merge(carried, desk=manifest.desk, record=record, at=now, by=by)
    except ValidationError as fault:
        what = f"holds a record that this Tocsin cannot read (made by {manifest.code_version})"
        raise BundleRefused(str(path), what, "upgrade Tocsin; nothing was taken in") from fault


def _list_documents(
    store: Store, since: dt.date | None, told: Callable[[int], None]
) -> Iterator[Mapping[str, Any]]:
    for document, _ in store.carry_documents(since):
        yield document.model_dump(mode="json")
        told(1)


def _list_files(store: Store, since: dt.date | None) -> Iterator[tuple[str, bytes]]:
    """The bytes that documents came in, each once, by their hash."""
    packed: set[str] = set()
    for document, kept in store.carry_documents(since):
        if kept is not None and document.kept_hash and document.kept_hash not in packed:
            packed.add(document.kept_hash)
            yield document.kept_hash, kept


def _write(records: Sequence[Record]) -> Iterator[Mapping[str, Any]]:
    return (record.model_dump(mode="json") for record in records)


def _read_documents(opened: Opened, told: Callable[[int], None]) -> Iterator[tuple[Document, bytes | None]]:
    for each in opened.records("documents"):
        document = Document.model_validate(each)
        yield document, opened.file(document.kept_hash) if document.kept_hash else None
        told(1)


def _length(span: dt.timedelta) -> str:
    minutes = round(span.total_seconds() / 60)
    if minutes < 120:
        return f"{minutes} minutes"
    return f"{minutes // 60} hours" if minutes < 2880 else f"{minutes // 1440} days"
