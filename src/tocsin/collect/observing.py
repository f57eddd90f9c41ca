"""Turn what a desk enters by hand into a document with its observation: one by one, or a CSV of them.

Comes in: the words, who knows it at first hand, when, and what the person who enters it says of it. Goes
out: the document with the observation, or one line that says what is wrong. Knows nothing about watches
or the store.
"""

import csv
import datetime as dt
import io
from collections.abc import Iterator, Mapping
from typing import NamedTuple, get_args

from tocsin.errors import UnreadableDocument
from tocsin.terms import (
    OBSERVED,
    Document,
    Figure,
    Letter,
    Observation,
    ObservationKind,
    Problem,
    identify,
)

COLUMNS = ("text", "origin", "kind", "at", "known", "grade", "place", "watch", "indicator")


class Observed(NamedTuple):
    """An observation with the document that holds its words."""

    document: Document
    observation: Observation


def observe(fields: Mapping[str, str | None], *, by: str, now: dt.datetime, where: str) -> Observed:
    """One observation from what was written into a form or a row (`COLUMNS`; empty is unknown).

    `at` is when it was so, `known` since when the desk had it; without that, it is first seen now.

    Raises:
        UnreadableDocument: something in it will not do.
    """
    told = {name: (fields.get(name) or "").strip() for name in COLUMNS}
    text, origin = told["text"], told["origin"]
    if not text or not origin:
        missing = "text" if not text else "origin"
        raise UnreadableDocument(where, f"has no {missing}", "say what was observed, and who knows it")
    if told["indicator"] and not told["watch"]:
        raise UnreadableDocument(
            where, "names an indicator and no watch", "name the watch that it belongs to"
        )
    at, known = _moment(told["at"], now, where), _moment(told["known"], now, where)
    reliability, credibility = _grade(told["grade"] or "F6", where)
    document = Document(
        id=identify("observation", text, origin, at, told["kind"]),
        name=f"observation-{identify(text, origin, at)[:8]}",
        text=text,
        title=f"Observation: {told['kind'] or 'other'}, {origin}",
        byline=origin,
        published=at.date() if at else None,
        published_at=at,
        first_seen=known or now,
        first_seen_assumed=known is not None,
        media_type=OBSERVED,
    )
    observation = Observation(
        document=document.id,
        origin=origin,
        kind=_kind(told["kind"] or "other", where),
        at=at,
        reliability=reliability,
        credibility=credibility,
        place=told["place"] or None,
        watch=told["watch"] or None,
        indicator=told["indicator"] or None,
        entered_by=by,
    )
    return Observed(document, observation)


def read_observations(text: str, *, by: str, now: dt.datetime, where: str) -> Iterator[Observed | Problem]:
    """The rows of a CSV with a heading, and a problem for each row that will not do.

    Raises:
        UnreadableDocument: the heading names other columns, or not the two that are needed.
    """
    rows = csv.DictReader(io.StringIO(text.lstrip("\ufeff")))
    heading = [name.strip() for name in rows.fieldnames or ()]
    strange = [name for name in heading if name not in COLUMNS]
    if strange or not {"text", "origin"} <= set(heading):
        said = f"has no column {strange[0]!r}" if strange else "needs the columns text and origin"
        raise UnreadableDocument(where, said, f"the columns are {', '.join(COLUMNS)}")
    rows.fieldnames = heading
    for row in rows:
        place = f"{where}:{rows.line_num}"
        try:
            if None in row:
                raise UnreadableDocument(
                    place, "has more fields than the heading", "quote what holds a comma"
                )
            yield observe(row, by=by, now=now, where=place)
        except UnreadableDocument as fault:
            yield Problem(where=fault.where, what=fault.what, remedy=fault.remedy)


def _moment(text: str, now: dt.datetime, where: str) -> dt.datetime | None:
    if not text:
        return None
    try:
        moment = dt.datetime.fromisoformat(text)
    except ValueError:
        raise UnreadableDocument(
            where, f"{text!r} is no time", "write 2026-05-24 or 2026-05-24T06:30+09:00"
        ) from None
    moment = moment if moment.tzinfo else moment.replace(tzinfo=dt.UTC)
    if moment > now + dt.timedelta(days=1):
        raise UnreadableDocument(where, f"{text} lies in the future", "give the time of the observation")
    return moment


def _grade(text: str, where: str) -> tuple[Letter, Figure]:
    for letter in get_args(Letter):
        for figure in get_args(Figure):
            if text.upper() == f"{letter}{figure}":
                return letter, figure
    raise UnreadableDocument(where, f"{text!r} is no grade", "write A to F and 1 to 6, such as B2")


def _kind(text: str, where: str) -> ObservationKind:
    kinds: tuple[ObservationKind, ...] = get_args(ObservationKind)
    for kind in kinds:
        if text.lower() == kind:
            return kind
    raise UnreadableDocument(where, f"{text!r} is no kind of observation", f"use one of {', '.join(kinds)}")
