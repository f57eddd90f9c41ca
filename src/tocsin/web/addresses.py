"""Where each thing stands on the site: one place that knows the addresses, for pages, feeds and mail.

Comes in: ids. Goes out: paths from the site's root. Knows nothing about what stands there.
"""

import datetime as dt
from urllib.parse import quote, urlencode

from tocsin.brief.pointer import anchor


def problem(watch: str, as_of: dt.date | None = None) -> str:
    """A problem as of its last day, or of the day named."""
    return _on_day(f"/problem/{quote(watch, safe='')}", as_of)


def forecast(watch: str, scenario: str, as_of: dt.date | None = None) -> str:
    """What one probability rests on."""
    return _on_day(f"/problem/{quote(watch, safe='')}/forecast/{quote(scenario, safe='')}", as_of)


def indicator(watch: str, id: str, as_of: dt.date | None = None) -> str:
    """What the state of one indicator rests on."""
    return _on_day(f"/problem/{quote(watch, safe='')}/indicator/{quote(id, safe='')}", as_of)


def explanations(watch: str, as_of: dt.date | None = None) -> str:
    """The explanations that a watch compares."""
    return _on_day(f"/problem/{quote(watch, safe='')}/explanations", as_of)


def postmortem(version: str) -> str:
    """What became of the questions of a brief."""
    return f"/forecasts/{quote(version, safe='')}"


def feed(watch: str) -> str:
    """The problem's alerts, for feed readers."""
    return f"/problem/{quote(watch, safe='')}/feed.atom"


def document(id: str) -> str:
    """One document."""
    return f"/document/{quote(id, safe='')}"


def words(key: str) -> str:
    """The words of one claim or event, marked in their document."""
    return f"{document(key.partition('#')[0])}#{anchor('c', key)}"


def story(id: str) -> str:
    """One story."""
    return f"/story/{quote(id, safe='')}"


def brief(version: str) -> str:
    """One published brief."""
    return f"/brief/{quote(version, safe='')}"


def search(words_: str) -> str:
    """What a search for the words finds."""
    return f"/search?{urlencode({'q': words_})}"


def _on_day(path: str, as_of: dt.date | None) -> str:
    return f"{path}?as_of={as_of}" if as_of else path
