"""Turns a page's contents into HTML: templates, the words of the house, and the charts.

Comes in: a page as a record. Goes out: HTML. What came from outside is escaped by the template engine or
by charts and marks, never pasted in. Knows nothing about requests.
"""

import datetime as dt
from collections.abc import Mapping, Sequence
from functools import cache

import jinja2
from markupsafe import Markup

from tocsin import __version__
from tocsin.brief.charts import Held, draw_bar, draw_course, draw_curve, draw_origin_tree
from tocsin.brief.charts.relations import draw_relations
from tocsin.brief.confidence import words_of
from tocsin.brief.draft import HEADINGS
from tocsin.brief.marks import mark_text
from tocsin.brief.matrix import add_matrix_words
from tocsin.brief.naming import STATE_WORDS, put_names
from tocsin.brief.page import to_body
from tocsin.brief.pointer import anchor
from tocsin.brief.postmortem import FEW, HOW_TO_READ, SAID, say_row, verdict
from tocsin.brief.relations import latest_acts, rests_on
from tocsin.brief.standing import MEANINGS
from tocsin.brief.templating import open_templates
from tocsin.brief.wording import band, count, day, days, flat, percent, tight, upper_first
from tocsin.reference.countries import country_name
from tocsin.store.pages import CoursePoint
from tocsin.terms import Document, Edge, Forecast, Origin, Record, Relationship
from tocsin.triaging import InboxLine
from tocsin.web import addresses
from tocsin.web.actions import ACTIONS
from tocsin.web.assets import asset_address
from tocsin.web.calibration import Bin
from tocsin.web.charts import draw_calibration, draw_coverage, draw_map
from tocsin.web.charts.map import Area, Spot
from tocsin.web.files import FILES
from tocsin.web.forms import list_fields
from tocsin.web.inbox import TRAYS
from tocsin.web.mapping import MapPage
from tocsin.web.moving import Moved
from tocsin.web.reading import Told, chain_of, event_name, marks_of
from tocsin.web.settings import LOOKS as LOOK_NAMES
from tocsin.web.sourcing import SourcesPage
from tocsin.web.visitors import Visitor

NAV = (  # the parts of the site, as every page names them on top
    ("watch", "Watch"),
    ("inbox", "Inbox"),
    ("stories", "Stories"),
    ("forecasts", "Forecasts"),
    ("plans", "Plans"),
    ("brief", "Brief"),
    ("sources", "Sources"),
    ("map", "Map"),
    ("audit", "Audit"),
    ("settings", "Settings"),
    ("help", "Help"),
)
PARTS = {  # which part other addresses are of
    "problem": "watch",
    "story": "stories",
    "document": "stories",
    "people": "settings",
    "me": "settings",
}
LOOKS = {"observed": "●", "absent-covered": "○", "absent-uncovered": "▨", "not-looked": "–"}


def render(
    template: str,
    page: Record | None,
    *,
    nav: str = "",
    markings: Sequence[str] = (),
    names: Mapping[str, str] | None = None,
    visitor: Visitor | None = None,
    said: str = "",
    here: str = "",
    look: str = "system",
    **more: object,
) -> str:
    """The page as HTML, with the markings that everything made from the store must carry.

    `nav` is the part of the site that it belongs to; `names` stand for ids in the text of other rooms;
    `said` is what the page before has done; `here` is the page's own address, to come back to.
    """
    frame: dict[str, object] = {"page": page, "nav": nav, "markings": markings, "names": names or {}}
    frame |= {"version": __version__, "visitor": visitor, "said": said, "here": here, "look": look}
    return _templates().get_template(template).render(frame | more)


@jinja2.pass_context
def _form(context: jinja2.runtime.Context, name: str, **known: object) -> Markup:
    """An action's form within a page, with what is known of it filled in and hidden.

    Empty for whoever may not do it, so that a page need not ask. It comes back to the page.
    """
    visitor, action = context["visitor"], ACTIONS[name]
    if visitor is None or not visitor.may(action.role):
        return Markup("")
    given = {field: str(value) for field, value in known.items() if value is not None}
    fields = list(list_fields(action, given, fixed=True))
    macros = _templates().get_template("forms.html.j2").make_module()
    drawn = macros.draw(action, f"/do/{name}", fields, visitor.csrf, context["here"], compact=True)  # type: ignore[attr-defined]
    return Markup(drawn)  # noqa: S704  a macro escapes what it draws


@jinja2.pass_context
def _may(context: jinja2.runtime.Context, name: str) -> bool:
    """Whether whoever looks at the page may do an action."""
    visitor = context["visitor"]
    return visitor is not None and visitor.may(ACTIONS[name].role)


def _next_row(lines: Sequence[InboxLine], line: InboxLine) -> str:
    """Where reading goes on once a line is gone from the list: the one after it, or the one before."""
    here = lines.index(line)
    near = [*lines[here + 1 : here + 2], *lines[max(here - 1, 0) : here]]
    return f"#{anchor('s', near[0].story.id)}" if near else ""


def _curve(forecast: Forecast, name: str, markings: Sequence[str]) -> Markup:
    return _safe(draw_curve(forecast, name=name, id=anchor("curve", forecast.scenario), markings=markings))


def _course(
    points: Sequence[CoursePoint], name: str, markings: Sequence[str], moves: Sequence[Moved] = ()
) -> Markup:
    held = [Held(p.as_of, p.probability, p.low, p.high) for p in points]
    id_, notes = anchor("course", points[0].scenario), {each.as_of: str(each.number) for each in moves}
    return _safe(draw_course(held, name=name, id=id_, markings=markings, notes=notes))


def _relations(pair: Relationship, as_of: dt.date, markings: Sequence[str]) -> Markup:
    return _safe(draw_relations(pair, as_of=as_of, id=anchor("relations", pair.id), markings=markings))


def _calibration(bins: Sequence[Bin], id: str, markings: Sequence[str]) -> Markup:
    return _safe(draw_calibration(bins, id=id, markings=markings))


def _coverage(page: SourcesPage, markings: Sequence[str]) -> Markup:
    rows = [(each.name, each.covered) for each in page.channels]
    start, end = page.covered_from, page.covered_to
    return _safe(draw_coverage(rows, start, end, id="coverage", markings=markings))


def _map(page: MapPage, markings: Sequence[str]) -> Markup:
    """The places by the numbers of the table beside the map."""
    spots, areas = [], []
    for number, each in enumerate(page.places, start=1):
        if each.latitude is not None and each.longitude is not None:
            spots.append(Spot(number, each.name, each.latitude, each.longitude, each.documents))
        elif each.precision == "country" and each.country:
            areas.append(Area(number, each.country, each.documents))
    drawn = draw_map(spots, areas, page.countries, is_world=page.is_world, id="places", markings=markings)
    return _safe(drawn)


def _tree(
    origins: Sequence[Origin], documents: Mapping[str, Document], edges: Sequence[Edge], marks: Sequence[str]
) -> Markup:
    links = {origin.id: f"#{anchor('o', origin.id)}" for origin in origins}
    links |= {id_: addresses.document(id_) for id_ in documents}
    return _safe(draw_origin_tree(origins, documents, edges, links=links, markings=marks))


def _bar(low: float, probability: float, high: float) -> Markup:
    return _safe(draw_bar(low, probability, high))


def _marked(told: Told, edges: tuple[Edge, ...] = ()) -> Markup:
    return _safe(mark_text(told.document.text, list(marks_of(told, edges))))


def _moment(moment: dt.datetime | None) -> str:
    """A moment in UTC, to the minute; a bare day where it is midnight, as assumed ones are."""
    if moment is None:
        return "unknown"
    at = moment.astimezone(dt.UTC)
    return day(at.date()) if at.time() == dt.time() else f"{day(at.date())}, {at:%H:%M} UTC"


def _points(before: float, after: float) -> str:
    """A move in whole points, in words: `up 3 points`."""
    moved = round(after * 100) - round(before * 100)
    if moved == 0:
        return "no change"
    return f"{'up' if moved > 0 else 'down'} {count(abs(moved), 'point')}"


def _signed(size: float) -> str:
    """A size with its sign, in two decimals: `+0.21`, `−0.05`."""
    return f"{size:+.2f}".replace("-", "−")


def _told(text: str, names: Mapping[str, str]) -> str:
    """Text of another room with names in place of ids, at a sentence's beginning too."""
    first, space, rest = text.partition(" ")
    if first.lower() in names:
        first = upper_first(names[first.lower()])
    return tight(put_names(first + space + rest, names))


def _safe(drawn: str) -> Markup:
    return Markup(drawn)  # noqa: S704  charts and marks escape what they draw


@cache
def _templates() -> jinja2.Environment:
    environment = open_templates(__package__)
    environment.filters |= {
        "percent": percent,
        "day": day,
        "moment": _moment,
        "flat": flat,
        "signed": _signed,
        "told": _told,
        "upper_first": upper_first,
    }
    add_matrix_words(environment)
    environment.globals |= {
        "FEW": FEW,
        "FILES": FILES,
        "HEADINGS": HEADINGS,
        "HOW_TO_READ": HOW_TO_READ,
        "LOOKS": LOOKS,
        "LOOK_NAMES": LOOK_NAMES,
        "NAV": NAV,
        "PARTS": PARTS,
        "SAID": SAID,
        "TRAYS": TRAYS,
        "MEANINGS": MEANINGS,
        "STATE_WORDS": STATE_WORDS,
        "anchor": anchor,
        "asset": asset_address,
        "band": band,
        "bar": _bar,
        "calibration": _calibration,
        "country_name": country_name,
        "coverage": _coverage,
        "latest_acts": latest_acts,
        "map": _map,
        "relations": _relations,
        "rests_on": rests_on,
        "say_row": say_row,
        "verdict": verdict,
        "brief_body": lambda brief: _safe(to_body(brief)),
        "chain_of": chain_of,
        "count": count,
        "course": _course,
        "curve": _curve,
        "days": days,
        "event_name": event_name,
        "form": _form,
        "may": _may,
        "marked": _marked,
        "next_row": _next_row,
        "points": _points,
        "to": addresses,
        "tree": _tree,
        "words_of": words_of,
    }
    return environment
