"""The verb by which other programs may read the store: mcp, a server of read-only tools.

A store comes in; answers go out over standard input and output, or over HTTP on this machine. It knows
nothing of what is answered.
"""

from pathlib import Path
from typing import Annotated

import typer

from tocsin.cli.app import app
from tocsin.cli.arguments import refuse, settings_here

MCP_PORT = 8643

Kept = Annotated[
    str | None, typer.Option("--db", "--store", help="The store: a file; default TOCSIN_DB or tocsin.db.")
]


@app.command()
def mcp(
    db: Kept = None,
    http: Annotated[
        bool, typer.Option("--http", help="Answer over HTTP on this machine instead, to who holds the key.")
    ] = False,
    port: Annotated[int, typer.Option(min=1, max=65535, help="Port for --http.")] = MCP_PORT,
) -> None:
    """Let a program that speaks MCP read the store: search, story, why, origins, forecast, brief."""
    try:
        from tocsin.assist.server import serve_http, serve_stdio
    except ImportError:
        refuse("mcp", "the parts for MCP are not installed", "pip install 'tocsin[assist]'")
    from tocsin.assist.tools import Tools
    from tocsin.store import Store

    settings = settings_here()
    address = db or settings.db
    if "://" not in address and not Path(address).is_file():
        refuse(address, "there is no store yet", "fill one with tocsin run")
    with Store(address, read_only=True) as store:
        if http:
            key = settings.mcp_key.get_secret_value() if settings.mcp_key else None
            serve_http(Tools(store), port, key)
        else:
            serve_stdio(Tools(store))
