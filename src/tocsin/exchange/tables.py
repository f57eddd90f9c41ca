"""Briefs as tables: one for each kind of record, each row with its brief and the markings it must carry.

Comes in: briefs. Goes out: tables whose cells are plain values or lists; what form they take in a file is
for `forms`. Grades stay two columns, and a probability stands with its band, its date and its base rate.
"""

from collections.abc import Iterable, Iterator, Sequence
from functools import cache
from pathlib import Path
from typing import Any, NamedTuple

from tocsin.reference.tables import parse_table
from tocsin.terms import Brief, Document


class Table(NamedTuple):
    """Rows under their columns; lists in a cell are the writer's to flatten."""

    name: str
    columns: tuple[str, ...]
    rows: Iterable[Sequence[Any]]

    def kind(self, column: str) -> type:
        """What a column holds: int, float or str."""
        if column in _columns()["whole_numbers"]:
            return int
        return float if column in _columns()["numbers"] else str


def tables_of(briefs: Sequence[Brief], *, with_text: bool = False) -> list[Table]:
    """All tables of these briefs; `with_text` adds the words of the documents, which are other people's."""
    made = []
    for name, told in _columns()["tables"].items():
        columns = [*told, "text"] if with_text and name == "documents" else told
        made.append(Table(name, ("brief", *columns, "marking"), list(_rows(name, briefs, with_text))))
    return made


@cache
def _columns() -> dict[str, Any]:
    loaded: dict[str, Any] = parse_table((Path(__file__).parent / "columns.yaml").read_text(encoding="utf-8"))
    return loaded


def _rows(name: str, briefs: Iterable[Brief], with_text: bool) -> Iterator[list[Any]]:
    for brief in briefs:
        marking = "; ".join(brief.markings) or ("EXERCISE" if brief.exercise else None)
        for row in _WAYS[name](brief):
            text = [brief.documents[row.pop()].text] if name == "documents" and with_text else []
            if name == "documents" and not with_text:
                row.pop()
            yield [brief.version, *row, *text, marking]


def _briefs(brief: Brief) -> Iterator[list[Any]]:
    count = brief.independent_origins
    counts = [count.median, count.low, count.high]
    who = [brief.incomplete, brief.analyst, brief.reviewer]
    head = [brief.title, brief.watch, str(brief.as_of), _yes(brief.exercise)]
    yield [*head, *who, *counts, brief.scale, brief.code_version]


def _sentences(brief: Brief) -> Iterator[list[Any]]:
    yield from ([s.id, s.part, s.kind, s.text, list(s.evidence)] for s in brief.sentences)


def _judgements(brief: Brief) -> Iterator[list[Any]]:
    for j in brief.judgements:
        number = [j.probability, j.low, j.high, j.words]
        confidence = [j.confidence, list(j.confidence_reasons)]
        rest = [j.base_rate, j.without_evidence, _day(j.covered_until), j.severity]
        yield [j.scenario, j.name, str(j.by), *number, *confidence, *rest]


def _ledger(brief: Brief) -> Iterator[list[Any]]:
    for judgement in brief.judgements:
        for number, step in enumerate(judgement.ledger, 1):
            rests = [step.log_odds, list(step.evidence), step.note]
            yield [judgement.scenario, number, step.step, step.name, *rests]


def _curves(brief: Brief) -> Iterator[list[Any]]:
    for forecast in brief.forecasts:
        for point in forecast.curve:
            yield [forecast.scenario, str(point.by), point.probability, point.low, point.high]


def _claims(brief: Brief) -> Iterator[list[Any]]:
    documents = {each.id: each for each in brief.documents}
    for claim in brief.claims:
        where = _whence(documents.get(claim.document), claim.document)
        said = [claim.text, list(claim.chain), claim.stance, claim.status, _yes(claim.hedged)]
        grade = [claim.grade.reliability, claim.grade.credibility]
        yield [claim.id, *where, *said, *grade, claim.origin, list(claim.denies), claim.interest]


def _events(brief: Brief) -> Iterator[list[Any]]:
    documents = {each.id: each for each in brief.documents}
    for event in brief.events:
        document = documents.get(event.document)
        names = [[actor.name for actor in actors] for actors in (event.actors, event.recipients)]
        kind = [event.kind, event.class_, event.cameo]
        time = event.time
        when = [_day(time and (time.start or time.earliest)), _day(time and (time.end or time.latest))]
        where = document.label if document else event.document
        words = event.trigger.of(document.text) if document else None
        said = [event.place.name, *when, event.status, event.polarity]
        yield [event.key, where, *kind, words, *names, *said]


def _origins(brief: Brief) -> Iterator[list[Any]]:
    for o in brief.origins:
        yield [o.id, o.name, o.kind, o.side, _yes(o.seen), o.probability, list(o.documents), list(o.claims)]


def _edges(brief: Brief) -> Iterator[list[Any]]:
    yield from ([edge.from_, edge.to, edge.relation, edge.probability] for edge in brief.edges)


def _indicators(brief: Brief) -> Iterator[list[Any]]:
    for i in brief.indicators:
        yield [i.id, i.state, list(i.evidence), list(i.origins), i.documents_looked, i.reason]


def _plans(brief: Brief) -> Iterator[list[Any]]:
    for p in brief.plans:
        when = [_day(p.due), p.lead_time_days]
        yield [p.id, p.title, p.scenario, p.state, p.reason, *when, p.owner, p.exit, p.notice]


def _documents(brief: Brief) -> Iterator[list[Any]]:
    """The last cell is the document's place in the brief, for its words."""
    for number, d in enumerate(brief.documents):
        printed = [d.title, d.outlet, d.byline, _day(d.published)]
        seen = d.first_seen.isoformat() if d.first_seen else None
        rest = [seen, d.url, d.language, d.words, d.kept_hash, list(d.unknown)]
        yield [d.id, d.label, *printed, *rest, number]


_WAYS = {
    "briefs": _briefs,
    "sentences": _sentences,
    "judgements": _judgements,
    "ledger": _ledger,
    "curves": _curves,
    "claims": _claims,
    "events": _events,
    "origins": _origins,
    "edges": _edges,
    "indicators": _indicators,
    "plans": _plans,
    "documents": _documents,
}


def _whence(document: Document | None, id: str) -> list[str | None]:
    return [document.label, document.outlet, _day(document.published)] if document else [id, None, None]


def _yes(value: bool) -> str:
    return "yes" if value else "no"


def _day(day: object) -> str | None:
    return str(day) if day else None
