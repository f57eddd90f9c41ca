"""What the pages of the workbench ask of the store: each question one short query over an index.

Comes in: names of watches, days, keys. Goes out: records cut to what a page shows, never whole texts by
the hundred. Knows nothing about pages, templates or addresses.
"""

import datetime as dt
import json
from collections.abc import Iterable, Sequence

from sqlalchemy import Connection, RowMapping, TextClause, func, select, text

from tocsin.store import judgements, tables
from tocsin.terms import (
    ChannelState,
    Count,
    IndicatorState,
    IndicatorStateName,
    Plan,
    Record,
    SourceKind,
    Span,
    Stance,
    Status,
    WatchState,
)

_AROUND = 110  # code points shown on either side of the words that name an event
NEWEST = 300  # documents that are looked through for the newest stories


class Sighting(Record):
    """A document without its text: what a list shows of it."""

    id: str
    label: str
    title: str | None
    outlet: str | None
    published: dt.date | None
    first_seen: dt.datetime | None
    first_seen_assumed: bool
    marking: str | None


class Passage(Record):
    """The words of one claim or event with where they stand: the end of every way back."""

    key: str
    words: str
    spans: tuple[Span, ...]
    chain: tuple[str, ...] = ()
    source_kind: SourceKind | None = None
    stance: Stance | None = None
    status: Status
    hedged: bool = False
    kind: str | None = None  # the warning kind of an event
    document: Sighting


class CoursePoint(Record):
    """What was held of one scenario as of one day."""

    as_of: dt.date
    scenario: str
    probability: float
    low: float
    high: float


class IndicatorDay(Record):
    """The state of one indicator as of one day."""

    as_of: dt.date
    id: str
    state: IndicatorStateName


class StoryLine(Record):
    """A story as a list shows it: its core, how many tell it, how many independent origins on each side."""

    id: str
    claim: str
    documents: int
    asserting: Count
    denying: Count
    newest: dt.datetime | None


class OutletLine(Record):
    """An outlet with how much of it came, and when last."""

    outlet: str | None
    documents: int
    first_seen: dt.datetime | None
    last_seen: dt.datetime | None
    last_published: dt.date | None


class BriefLine(Record):
    """A published brief as a list shows it."""

    version: str
    watch: str | None
    as_of: dt.date
    title: str
    incomplete: str | None


class Holdings(Record):
    """How much the store holds, when the newest of it was first seen, and every marking in it."""

    documents: int
    newest: dt.datetime | None
    markings: tuple[str, ...]


def list_watched(connection: Connection) -> list[tuple[str, dt.date]]:
    """Every watch that has an outlook, with the last day of one."""
    outlooks = tables.outlooks.c
    query = select(outlooks.watch, func.max(outlooks.as_of)).group_by(outlooks.watch).order_by(outlooks.watch)
    return [(watch, dt.date.fromisoformat(day)) for watch, day in connection.execute(query)]


def list_days(connection: Connection, watch: str, up_to: dt.date | None, limit: int) -> list[dt.date]:
    """The last days of which the watch has an outlook, newest first."""
    outlooks = tables.outlooks.c
    query = select(outlooks.as_of).distinct().where(outlooks.watch == watch)
    if up_to is not None:
        query = query.where(outlooks.as_of <= up_to.isoformat())
    found = connection.execute(query.order_by(outlooks.as_of.desc()).limit(limit)).scalars()
    return [dt.date.fromisoformat(day) for day in found]


def get_state(connection: Connection, watch: str, as_of: dt.date) -> WatchState | None:
    """What the watch concluded as of that day, if it did."""
    outlook = judgements.get_outlook(connection, watch, as_of)
    if outlook is None:
        return None
    day = {"watch": watch, "as_of": as_of.isoformat()}
    return WatchState(
        watch=watch,
        outlook=outlook,
        indicators=judgements.take(connection, tables.indicator_states, day, IndicatorState),
        plans=judgements.take(connection, tables.plans, day, Plan),
    )


def list_course(connection: Connection, watch: str, since: dt.date) -> list[CoursePoint]:
    """What was held of each scenario as of each day since then: the last word of the day."""
    query = text(
        "SELECT f.as_of, f.scenario, f.probability, f.low, f.high"
        " FROM (SELECT as_of, max(revision) AS last FROM outlooks"
        "       WHERE watch = :watch AND as_of >= :since GROUP BY as_of) o"
        " JOIN forecasts f ON f.watch = :watch AND f.as_of = o.as_of AND f.revision = o.last"
        " ORDER BY f.as_of, f.position"
    )
    rows = connection.execute(query, {"watch": watch, "since": since.isoformat()}).mappings()
    return [CoursePoint.model_validate(dict(row)) for row in rows]


def list_indicator_days(connection: Connection, watch: str, since: dt.date) -> list[IndicatorDay]:
    """The state of each indicator as of each day since then."""
    states = tables.indicator_states.c
    query = select(states.as_of, states.id, states.state)
    query = query.where(states.watch == watch, states.as_of >= since.isoformat()).order_by(states.as_of)
    return [IndicatorDay.model_validate(dict(row)) for row in connection.execute(query).mappings()]


_SHORT = {  # what the queries repeat
    "<document>": "d.id AS document, d.name, d.version, d.title, d.outlet, d.published, d.first_seen,"
    " d.first_seen_assumed, d.marking",
    "<start>": "json_extract(x.\"trigger\", '$[0]')",
    "<has the key>": "x.document = substr(k.value, 1, instr(k.value, '#') - 1)"
    " AND x.id = substr(k.value, instr(k.value, '#') + 1)",
}
_CLAIMS = """
    SELECT k.value AS "key", x.content AS spans, x.chain, x.source_kind, x.stance, x.status, x.hedged,
           (SELECT json_group_array(substr(d.text, json_extract(s.value, '$[0]') + 1,
                                           json_extract(s.value, '$[1]') - json_extract(s.value, '$[0]')))
            FROM json_each(x.content) s) AS pieces, <document>
    FROM json_each(:keys) k JOIN claims x ON <has the key> JOIN documents d ON d.id = x.document
"""
_EVENTS = """
    SELECT k.value AS "key", x."trigger" AS spans, x.kind, x.status, <start> AS start,
           substr(d.text, max(<start> - :around, 0) + 1, 2 * :around) AS words, <document>
    FROM json_each(:keys) k JOIN events x ON <has the key> JOIN documents d ON d.id = x.document
"""


def _ask(query: str) -> TextClause:
    for short, long in _SHORT.items():
        query = query.replace(short, long)
    return text(query)


def list_passages(connection: Connection, keys: Iterable[str]) -> dict[str, Passage]:
    """The words behind claim and event keys; keys that lead nowhere are left out."""
    asked: dict[str, object] = {"keys": json.dumps(list(dict.fromkeys(key for key in keys if "#" in key)))}
    claims = [_claim_passage(row) for row in connection.execute(_ask(_CLAIMS), asked).mappings()]
    asked["around"] = _AROUND
    events = [_event_passage(row) for row in connection.execute(_ask(_EVENTS), asked).mappings()]
    return {passage.key: passage for passage in [*claims, *events]}


def list_sightings(connection: Connection, ids: Sequence[str]) -> dict[str, Sighting]:
    """The documents with these ids, without their texts."""
    query = _ask("SELECT <document> FROM json_each(:ids) k JOIN documents d ON d.id = k.value")
    rows = connection.execute(query, {"ids": json.dumps(list(ids))}).mappings()
    return {row["document"]: _sighting(row) for row in rows}


def list_newest(connection: Connection, limit: int) -> list[Sighting]:
    """The documents first seen last."""
    query = _ask(
        "SELECT <document> FROM documents d WHERE superseded_by IS NULL AND first_seen IS NOT NULL"
        " ORDER BY first_seen DESC LIMIT :limit"
    )
    return [_sighting(row) for row in connection.execute(query, {"limit": limit}).mappings()]


def list_stories(connection: Connection, documents: Sequence[str]) -> list[StoryLine]:
    """The stories that these documents tell."""
    query = text(
        "SELECT s.*, json_array_length(s.documents) AS number, NULL AS newest FROM stories s"
        " WHERE s.id IN (SELECT story FROM story_documents"
        "                WHERE document IN (SELECT value FROM json_each(:ids))) ORDER BY number DESC"
    )
    rows = connection.execute(query, {"ids": json.dumps(list(documents))}).mappings()
    return [_story_line(row) for row in rows]


def list_newest_stories(connection: Connection, limit: int) -> list[StoryLine]:
    """The stories told by the documents first seen last, newest first."""
    query = text(
        "SELECT s.*, json_array_length(s.documents) AS number, max(d.first_seen) AS newest"
        " FROM (SELECT id, first_seen FROM documents WHERE superseded_by IS NULL AND first_seen IS NOT NULL"
        "      ORDER BY first_seen DESC LIMIT :among) d"
        " JOIN story_documents m ON m.document = d.id JOIN stories s ON s.id = m.story"
        " GROUP BY s.id ORDER BY newest DESC, number DESC, s.id LIMIT :limit"
    )
    return [
        _story_line(row) for row in connection.execute(query, {"limit": limit, "among": NEWEST}).mappings()
    ]


_ORIGINS = """
    WITH asked AS (
        SELECT k.value AS "key", substr(k.value, 1, instr(k.value, '#') - 1) AS document,
               coalesce((SELECT e.document || '#' || e.claim FROM events e
                         WHERE e.document = substr(k.value, 1, instr(k.value, '#') - 1)
                         AND e.id = substr(k.value, instr(k.value, '#') + 1)), k.value) AS claim
        FROM json_each(:keys) k
    ), behind AS (
        SELECT a."key", o.name, o.story,
               row_number() OVER (
                   PARTITION BY a."key" ORDER BY o.probability DESC, o.story, o.position
               ) AS place
        FROM asked a JOIN story_documents m ON m.document = a.document JOIN origins o ON o.story = m.story
        WHERE EXISTS (SELECT 1 FROM json_each(o.claims) c WHERE c.value = a.claim)
    )
    SELECT "key", name, story FROM behind WHERE place = 1
"""


def list_origins_behind(connection: Connection, keys: Iterable[str]) -> dict[str, tuple[str, str]]:
    """Claim or event key -> the name of the origin that it rests on and its story, as tracing has it now."""
    asked = {"keys": json.dumps(list(dict.fromkeys(keys)))}
    return {row.key: (row.name, row.story) for row in connection.execute(text(_ORIGINS), asked)}


def list_outlets(connection: Connection) -> list[OutletLine]:
    """Every outlet with how many documents came of it, the latest first."""
    query = text(
        "SELECT outlet, count(*) AS documents, min(first_seen) AS first_seen, max(first_seen) AS last_seen,"
        " max(published) AS last_published FROM documents WHERE superseded_by IS NULL"
        " GROUP BY outlet ORDER BY last_seen DESC NULLS LAST, documents DESC, outlet"
    )
    return [OutletLine.model_validate(dict(row)) for row in connection.execute(query).mappings()]


def list_channel_states(connection: Connection) -> dict[str, ChannelState]:
    """Where collection stands with each channel, without the thousands of items that it has seen."""
    rows = connection.execute(select(tables.channel_states)).mappings()
    told = [{name: value for name, value in row.items() if value is not None} for row in rows]
    return {each["channel"]: ChannelState.model_validate(each) for each in told}


def list_briefs(connection: Connection, limit: int) -> list[BriefLine]:
    """The published briefs, the last first."""
    briefs = tables.briefs.c
    query = select(briefs.version, briefs.watch, briefs.as_of, briefs.title, briefs.incomplete)
    rows = connection.execute(query.order_by(briefs.number.desc()).limit(limit)).mappings()
    return [BriefLine.model_validate({**row, "watch": row["watch"] or None}) for row in rows]


def survey(connection: Connection) -> Holdings:
    """How much there is, how new it is, and under which markings it stands."""
    documents = tables.documents.c
    counted = select(func.count(), func.max(documents.first_seen)).where(documents.superseded_by.is_(None))
    number, newest = connection.execute(counted).one()
    markings = list_markings(connection)
    return Holdings.model_validate({"documents": number, "newest": newest, "markings": markings})


def list_markings(connection: Connection) -> tuple[str, ...]:
    """Every marking in the store: whatever is made from all of it carries them all."""
    marking = tables.documents.c.marking
    query = select(marking).distinct().where(marking.is_not(None)).order_by(marking)
    return tuple(connection.execute(query).scalars())


def _claim_passage(row: RowMapping) -> Passage:
    return Passage(
        key=row["key"],
        words=" … ".join(" ".join(piece.split()) for piece in json.loads(row["pieces"])),
        spans=tuple(Span(*span) for span in json.loads(row["spans"])),
        chain=tuple(json.loads(row["chain"])),
        source_kind=row["source_kind"],
        stance=row["stance"],
        status=row["status"],
        hedged=bool(row["hedged"]),
        document=_sighting(row),
    )


def _event_passage(row: RowMapping) -> Passage:
    """An event is shown with the words around those that name it: these alone say too little."""
    words = row["words"]
    if row["start"] > _AROUND:
        words = "… " + words.partition(" ")[2]
    if len(row["words"]) == 2 * _AROUND:
        words = words.rpartition(" ")[0] + " …"
    return Passage(
        key=row["key"],
        words=" ".join(words.split()),
        spans=(Span(*json.loads(row["spans"])),),
        kind=row["kind"],
        status=row["status"],
        document=_sighting(row),
    )


def _sighting(row: RowMapping) -> Sighting:
    version = row["version"]
    return Sighting(
        id=row["document"],
        label=row["name"] if version == 1 else f"{row['name']}~{version}",
        title=row["title"],
        outlet=row["outlet"],
        published=row["published"],
        first_seen=row["first_seen"],
        first_seen_assumed=bool(row["first_seen_assumed"]),
        marking=row["marking"],
    )


def _story_line(row: RowMapping) -> StoryLine:
    return StoryLine(
        id=row["id"],
        claim=row["claim"],
        documents=row["number"],
        asserting=_count(row, "asserting"),
        denying=_count(row, "denying"),
        newest=row["newest"],
    )


def _count(row: RowMapping, side: str) -> Count:
    return Count(**{end: row[f"{side}_{end}"] for end in Count.model_fields})
