"""A real browser that is signed in, for the tests that look at pages as a person does."""

import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest

CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser")
FLAGS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]
needs_chromium = pytest.mark.skipif(CHROMIUM is None, reason="needs Chromium (Debian's package chromium)")


@contextmanager
def browsing() -> Iterator[Any]:
    """A browser until the end of the block."""
    from playwright.sync_api import sync_playwright

    with sync_playwright() as driver:
        opened = driver.chromium.launch(executable_path=CHROMIUM, args=FLAGS)
        yield opened
        opened.close()


def kept_cookie(address: str, cookie: str) -> dict[str, Any]:
    """The session's cookie as a browser keeps it."""
    name, _, value = cookie.partition("=")
    return {"name": name, "value": value, "url": address, "httpOnly": True, "sameSite": "Strict"}


def axe_script() -> str:
    """The checker axe-core, as the package axe-playwright-python carries it (MPL-2.0)."""
    import axe_playwright_python

    return (Path(axe_playwright_python.__file__).parent / "axe.min.js").read_text("utf-8")
