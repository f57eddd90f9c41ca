"""The verb that writes a brief, or what a store holds, for other programs: export.

A brief.json, a STIX bundle of ours or a store comes in; STIX, CAP, Atom or tables go out. It knows which form
takes what and nothing of how a form is written.
"""

import sys
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from tocsin.cli.app import app
from tocsin.cli.arguments import open_store, refuse, say

if TYPE_CHECKING:
    from tocsin.exchange import Table
    from tocsin.store import Store
    from tocsin.terms import Brief

_TEXTS = ("stix", "cap", "atom")
_TABLES = ("csv", "jsonl", "parquet", "sqlite")
_DATABASE = b"SQLite format 3\0"


@app.command()
def export(
    source: Annotated[
        str | None,
        typer.Argument(
            help="A brief.json, a folder with one, a STIX bundle of ours, or a store; default: the store."
        ),
    ] = None,
    to: Annotated[str, typer.Option(help="stix, cap, atom, csv, jsonl, parquet or sqlite.")] = "jsonl",
    out: Annotated[
        Path, typer.Option(help="A file; for csv and parquet a folder; - for standard output.")
    ] = Path("-"),
    watch: Annotated[str | None, typer.Option(help="Of a store: only this watch's briefs.")] = None,
    version: Annotated[
        str | None, typer.Option("--brief", help="Of a store: the brief of this version; default: the last.")
    ] = None,
    previous: Annotated[
        Path | None, typer.Option(help="For CAP: the earlier brief.json that this one updates.")
    ] = None,
    sender: Annotated[
        str, typer.Option(help="For CAP: the sender's name, as of a domain of yours.")
    ] = "desk.invalid",
    with_text: Annotated[
        bool, typer.Option("--with-text", help="In tables: with the words of whole documents.")
    ] = False,
) -> None:
    """Write a brief, or all that a store shows, as STIX, CAP, Atom, CSV, JSON lines, Parquet or SQLite."""
    _check(to, out, sender)
    where = source or _default_store()
    if _is_store(where):
        with open_store(where) as store:
            _export_store(store, to, out, watch, version, with_text, _Cap(sender, previous).write)
        return
    for option, given in (("--watch", watch), ("--brief", version)):
        if given:
            refuse(option, "chooses among the briefs of a store, and this is one brief", "leave it out")
    _export_briefs([_open(where)], to, out, with_text, _Cap(sender, previous).write)


class _Cap:
    """Who sends an alert, and which earlier brief it updates."""

    def __init__(self, sender: str, previous: Path | None) -> None:
        self.sender = sender
        self.previous = _open(str(previous)) if previous else None

    def write(self, brief: "Brief", earlier: "Brief | None" = None) -> str:
        from tocsin.exchange import to_cap

        return to_cap(brief, previous=self.previous or earlier, sender=self.sender)


def _check(to: str, out: Path, sender: str) -> None:
    """A wrong option stops before any work."""
    if to not in _TEXTS + _TABLES:
        refuse(f"--to {to}", "there is no such form", f"use {', '.join(_TEXTS + _TABLES)}")
    if str(out) == "-" and to in ("csv", "parquet", "sqlite"):
        kind = "a file" if to == "sqlite" else "a folder"
        refuse("--out -", f"{to} does not fit into standard output", f"name {kind} with --out")
    if not sender or any(char in sender for char in " ,<&"):
        refuse(
            f"--sender {sender!r}", "may hold no space, comma, < or & in CAP", "write it like desk.example"
        )


def _export_store(
    store: "Store",
    to: str,
    out: Path,
    watch: str | None,
    version: str | None,
    with_text: bool,
    cap: Callable[["Brief", "Brief | None"], str],
) -> None:
    if to in _TABLES and not (watch or version):
        _write_tables(_views(store, with_text), to, out)
        return
    if version:
        chosen = [found] if (found := store.brief(version)) else []
    else:
        chosen = store.briefs(watch)
    if not chosen:
        which = f"brief {version}" if version else f"brief of {watch}" if watch else "brief"
        refuse(store.address, f"it holds no {which}", "write one with tocsin brief or tocsin run")
    chosen = chosen if to == "atom" or to in _TABLES else chosen[-1:]
    earlier = store.latest_brief(chosen[-1].watch, before=chosen[-1].version)
    _export_briefs(chosen, to, out, with_text, lambda brief: cap(brief, earlier))


def _views(store: "Store", with_text: bool) -> "list[Table]":
    """What the store shows, as tables; each row with its markings, whole documents only where asked for."""
    from tocsin.exchange import Table

    marking = "; ".join(store.markings()) or None
    made = []
    for name, all_columns in store.views().items():
        columns = tuple(each for each in all_columns if with_text or each != "text")
        rows = store.stream_view(name, columns)
        if not {"marking", "markings"} & set(columns):
            rows = ((*row, marking) for row in rows)
            columns += ("marking",)
        made.append(Table(name.removeprefix("v_"), columns, rows))
    return made


def _export_briefs(
    briefs: "Sequence[Brief]", to: str, out: Path, with_text: bool, cap: "Callable[[Brief], str]"
) -> None:
    from tocsin.exchange import tables_of, to_feed, to_stix

    if to in _TABLES:
        _write_tables(tables_of(briefs, with_text=with_text), to, out)
    elif to == "atom":
        _put(to_feed(briefs), out)
    else:
        _put(to_stix(briefs[0]) if to == "stix" else cap(briefs[0]), out)


def _write_tables(tables: "Sequence[Table]", to: str, out: Path) -> None:
    from tocsin.exchange import write_lines, write_tables

    if str(out) == "-":
        write_lines(tables, sys.stdout)
        return
    try:
        written = write_tables(tables, to, out)
    except OSError as error:
        refuse(f"--out {out}", f"cannot be written ({error.strerror})", "name a path in a folder of yours")
    say(f"written: {', '.join(map(str, written))}")


def _put(text: str, out: Path) -> None:
    from tocsin.exchange import write_text

    if str(out) == "-":
        sys.stdout.write(text)
        return
    try:
        write_text(text, out)
    except OSError as error:
        refuse(f"--out {out}", f"cannot be written ({error.strerror})", "name a path in a folder of yours")
    say(f"written: {out}")


def _default_store() -> str:
    from tocsin.cli.arguments import settings_here

    return settings_here().db


def _is_store(where: str) -> bool:
    if "://" in where:
        return True
    try:
        with Path(where).open("rb") as file:
            return file.read(len(_DATABASE)) == _DATABASE
    except OSError:
        return False  # a folder, or nothing; opening it as a brief says so


def _open(where: str) -> "Brief":
    from tocsin.exchange import is_stix, read_stix
    from tocsin.why import open_brief

    path = Path(where) / "brief.json" if Path(where).is_dir() else Path(where)
    try:
        data = path.read_bytes()
    except OSError as error:
        remedy = "name a brief.json, a folder with one, or a store"
        refuse(str(path), f"cannot be read ({error.strerror})", remedy)
    return read_stix(data, str(path)) if is_stix(data) else open_brief(path)
