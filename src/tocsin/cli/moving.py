"""The verb that takes a store from one database to another.

Two addresses come in; the rows moved go out, table by table. The store does the work.
"""

import sys
from typing import Annotated

import typer

from tocsin.cli.app import app
from tocsin.cli.arguments import refuse
from tocsin.cli.bars import byte_bar
from tocsin.cli.keeping import By


@app.command()
def move(
    source: Annotated[str, typer.Argument(metavar="FROM", help="The store: a file or postgresql://...")],
    target: Annotated[str, typer.Argument(metavar="TO", help="Where to: a new file or an empty database.")],
    by: By = "",
) -> None:
    """Move a store from a file to PostgreSQL or back, each row held beside its origin; all or nothing."""
    from pathlib import Path

    from tocsin.clock import now
    from tocsin.store import Store
    from tocsin.store.addresses import is_server
    from tocsin.store.moving import count_rows, move_store

    if not by.strip():
        refuse("--by", "names nobody", "say who moves the store")
    if not is_server(source) and not Path(source.removeprefix("sqlite:///")).exists():
        refuse(source, "there is no such file", "name the store that is to be moved")
    with Store(source, read_only=True) as from_, Store(target) as to:
        with byte_bar(count_rows(from_), "moving") as told:
            moved = move_store(from_, to, at=now(), by=by, told=told)
        there = to.address
    for name, count in moved.items():
        if count:
            sys.stdout.write(f"{count:>9,}  {name}\n")
    sys.stdout.write(f"{there}: {sum(moved.values()):,} rows moved, each the same on both sides\n")
