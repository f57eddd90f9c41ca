"""The verbs that carry a store's contents to a desk that no network reaches, and take another's in.

A file and keys come in; counts go out. `tocsin.carrying` does the work.
"""

import sys
from pathlib import Path
from typing import Annotated

import typer

from tocsin.cli.app import app
from tocsin.cli.arguments import Database, open_store, parse_day, refuse
from tocsin.cli.bars import byte_bar
from tocsin.cli.keeping import By


@app.command()
def bundle(
    file: Annotated[Path, typer.Argument(help="Where to write the bundle, or with --new-key the key.")],
    key: Annotated[Path | None, typer.Option(help="This desk's private key, which signs it.")] = None,
    since: Annotated[str | None, typer.Option(help="Only documents first seen on this day or later.")] = None,
    new_key: Annotated[
        str | None, typer.Option(help="Make a key for the desk of this name instead of a bundle.")
    ] = None,
    db: Database = None,
) -> None:
    """Pack documents, observations and what people said into a signed file for another desk."""
    from tocsin.carrying import pack
    from tocsin.clock import now
    from tocsin.exchange.bundles import make_key

    if new_key is not None:
        public = make_key(file, new_key)
        sys.stdout.write(f"{file}: keep it here; give {public} to the desks that are to trust this one\n")
        return
    if key is None:
        remedy = 'name this desk\'s key; tocsin bundle desk.key --new-key "NAME" makes one'
        refuse("--key", "is needed to sign with", remedy)
    store = open_store(db)
    with byte_bar(store.reach("").of, "packing") as told:
        since_day = parse_day("--since", since)
        manifest = pack(store, file, key=key, now=now(), since=since_day, told=told)
    held = ", ".join(f"{count} {name.replace('_', ' ')}" for name, count in manifest.counts.items())
    sys.stdout.write(f"{file}: {file.stat().st_size / 1e6:.1f} MB, signed by {manifest.desk}: {held}\n")


@app.command()
def unbundle(
    file: Annotated[Path, typer.Argument(help="A file that tocsin bundle wrote.")],
    trust: Annotated[list[Path] | None, typer.Option(help="A desk's .pub file; may be given again.")] = None,
    by: By = "",
    db: Database = None,
) -> None:
    """Take in another desk's bundle, once every bit of it was looked at; what is here already stays."""
    from tocsin.carrying import take_in_bundle
    from tocsin.clock import now
    from tocsin.exchange.bundles import read_trusted

    if not by.strip():
        refuse("--by", "names nobody", "say who takes it in")
    trusted = [read_trusted(path) for path in trust or ()]
    if not trusted:
        refuse(
            "--trust", "names no desk that is trusted", "give the .pub file that the other desk handed over"
        )
    store = open_store(db)
    with byte_bar(0, "taking in") as told:
        manifest, merged = take_in_bundle(store, file, trusted, now=now(), by=by, told=told)
    sys.stdout.write(
        f"{file} of {manifest.desk}, {manifest.made_at:%Y-%m-%d %H:%M} UTC: {merged.documents} documents,"
        f" {merged.observations} observations, {merged.said} words of people are new;"
        f" {merged.known} were known\n"
    )
    for count, what in (
        (merged.differing, "documents are told of otherwise here; both tellings are kept, ours stands"),
        (merged.erased, "documents were erased here on request, and stay out"),
        (merged.ahead, "documents were first seen ahead of this desk's clock; now is taken for it"),
        (merged.loose, "words are on documents that are not here, and were left out"),
    ):
        if count:
            sys.stdout.write(f"{count} {what}\n")
    if merged.documents:
        sys.stdout.write("next: tocsin run\n")
