"""Shows a brief as PDF: two pages in front, then every part with its tables, charts and kept texts.

Comes in: a brief. Goes out: bytes. Knows nothing about files, and asks nothing of the network: a page that
named an address would fail here rather than fetch it. Needs the extra `report` and the system's Pango.
"""

import re
from typing import Any, NoReturn

from tocsin.brief.page import to_html
from tocsin.errors import ConfigurationError
from tocsin.terms import Brief

# The colours of the page in print; charts name them as variables, which the PDF engine does not look up.
COLOURS = {
    "paper": "#fff",
    "card": "#fff",
    "ink": "#000",
    "muted": "#444",
    "rule": "#bbb",
    "accent": "#123f66",
    "wash": "#e7edf3",
    "alarm": "#8c1d18",
    "mark": "#ffe7a0",
}
_CHART = re.compile(r"<svg\b.*?</svg>", re.DOTALL)
_VARIABLE = re.compile(r"var\(--([\w-]+),?[^)]*\)")


def to_pdf(brief: Brief) -> bytes:
    """The brief as one PDF of A4 pages, with its handling line at the foot of each.

    Raises:
        ConfigurationError: WeasyPrint or Pango is not installed.
    """
    html = _engine()
    page = _CHART.sub(lambda chart: _VARIABLE.sub(_colour, chart[0]), to_html(brief))
    written: bytes = html(string=page, url_fetcher=_refuse).write_pdf()
    return written


def _colour(variable: re.Match[str]) -> str:
    return COLOURS[variable[1]]


def _refuse(url: str, *_: object, **__: object) -> NoReturn:
    raise ValueError(f"a brief holds all that it shows, and asked for {url}")


def _engine() -> Any:
    try:
        from weasyprint import HTML
    except ImportError as missing:
        raise ConfigurationError(
            "PDF", f"WeasyPrint is not installed ({missing.name})", "pip install 'tocsin[report]'"
        ) from None
    except OSError:
        raise ConfigurationError(
            "PDF", "the system library Pango is not installed", "install it (Debian: libpangoft2-1.0-0)"
        ) from None
    return HTML
