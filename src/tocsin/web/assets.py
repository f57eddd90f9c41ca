"""The files that pages link to: our own style and keys, and htmx as its makers published it.

Comes in: a file's name. Goes out: its bytes, its kind, and an address that changes when they do, so that
a browser may keep it for ever. `manifest.json` pins what is not ours. Knows nothing about pages.
"""

import hashlib
from functools import cache
from importlib import resources
from typing import NamedTuple

from tocsin.brief.page import style_sheet

KINDS = {
    "brief.css": "text/css",
    "desk.css": "text/css",
    "forms.css": "text/css",
    "keys.js": "text/javascript",
    "htmx.min.js": "text/javascript",
    "mark.svg": "image/svg+xml",
}


class Asset(NamedTuple):
    """One file as it is sent."""

    content: bytes
    media_type: str


@cache
def asset(name: str) -> Asset | None:
    """The asset of that name, if there is one."""
    if name not in KINDS:
        return None
    if name == "brief.css":
        return Asset(style_sheet().encode(), KINDS[name])
    return Asset(resources.files(__package__).joinpath("assets", name).read_bytes(), KINDS[name])


@cache
def asset_address(name: str) -> str:
    """Where the asset is found: the address holds a part of its hash."""
    found = asset(name)
    assert found is not None, f"no asset is called {name}"
    return f"/assets/{name}?v={hashlib.sha256(found.content).hexdigest()[:12]}"
