"""Shows a brief as one HTML file that asks nothing of any other: text, charts and the documents it cites.

Comes in: a brief. Goes out: HTML. Knows nothing about files; what came from outside is escaped by the
template engine or by the charts and marks, never pasted in.
"""

import base64
import hashlib
from collections.abc import Iterator
from functools import cache
from typing import NamedTuple

import jinja2
from markupsafe import Markup

from tocsin.brief.charts import draw_bar, draw_curve, draw_indicator_grid, draw_origin_tree
from tocsin.brief.charts.relations import draw_relations
from tocsin.brief.confidence import words_of
from tocsin.brief.draft import HEADINGS
from tocsin.brief.front import choose_front, moved_by
from tocsin.brief.judge import PRECEDENT, QUESTION
from tocsin.brief.ledger import ledger_steps
from tocsin.brief.marks import Mark, mark_text
from tocsin.brief.matrix import add_matrix_words
from tocsin.brief.naming import STATE_WORDS, document_id, indicator_id, known_ids, scenario_of, trigger_id
from tocsin.brief.plans import plan_matrix
from tocsin.brief.pointer import Pointer, Pointers, anchor, short
from tocsin.brief.relations import STATUS_WORDS, latest_acts, rests_on
from tocsin.brief.templating import open_templates, read_template
from tocsin.brief.wording import band, count, day, days, flat, percent, tight, upper_first
from tocsin.reference.countries import country_name
from tocsin.terms import (
    Brief,
    BriefClaim,
    Document,
    Forecast,
    HistoryEvent,
    IndicatorState,
    Judgement,
    LedgerStep,
    Plan,
    Precedent,
    RelationAct,
    Relationship,
    Sentence,
    SuperlativeCheck,
    TriggerFinding,
)

FIRST_ROWS = 40  # rows of the table of claims that are open; the rest folds


class Judged(NamedTuple):
    """One judgement as the page shows it: its sentences, chart, forecast and plans."""

    judgement: Judgement
    forecast: Forecast
    sentences: list[Sentence]
    details: list[Sentence]
    chart: Markup
    findings: list[TriggerFinding]
    record: list[HistoryEvent]
    plans: list[Plan]
    steps: list[tuple[LedgerStep, float]]  # with the probability that each reaches
    precedent: Precedent | None


class Row(NamedTuple):
    """One row of the table of claims; a denial follows what it denies."""

    claim: BriefClaim
    document: Document
    denies: list[Pointer]
    origin_name: str | None
    origin_anchor: str | None
    origin_documents: int
    is_beside: bool
    checks: list[SuperlativeCheck]


class Kept(NamedTuple):
    """One document as the page keeps it: its text with the cited words marked, and who cites it."""

    document: Document
    anchor: str
    text: Markup
    cited_by: list[str]


def to_html(brief: Brief) -> str:
    """The brief as one self-contained page."""
    css = read_template(__package__, "brief.css")
    return (
        _templates()
        .get_template("brief.html.j2")
        .render(
            _content(brief),
            css=Markup(css),  # noqa: S704  our own file
            css_hash=base64.b64encode(hashlib.sha256(css.encode()).digest()).decode(),
        )
    )


def to_body(brief: Brief) -> str:
    """The brief without a page's frame, for a page that has one of its own and links `style_sheet`."""
    return _templates().get_template("body.html.j2").render(_content(brief))


def style_sheet() -> str:
    """The brief's look, as CSS."""
    return read_template(__package__, "brief.css")


def _content(brief: Brief) -> dict[str, object]:
    pointers = Pointers(brief)
    kept = list(_kept(brief))
    here = {each.document.id for each in kept}
    return {
        "brief": brief,
        "parts": {part: [s for s in brief.sentences if s.part == part] for part in HEADINGS},
        "headings": HEADINGS,
        "pointers": pointers,
        "judged": list(_judged(brief)),
        "front": choose_front(brief),
        "others": list(_other_findings(brief)),
        "rows": list(_rows(brief, pointers)),
        "first_rows": FIRST_ROWS,
        "groups": list(_states(brief)),
        "kept": kept,
        "unread": [document for document in brief.documents if document.id not in here],
        "grid": _grid(brief, pointers),
        "tree": _tree(brief, pointers),
        "relations": list(_relations(brief)),
        "known": known_ids(brief),
        "scale": list(HEADINGS),
    }


def _relations(brief: Brief) -> Iterator[tuple[Relationship, Markup, list[RelationAct]]]:
    """Each pair of the watch with its picture over time and the acts of its table, the newest first."""
    for pair in brief.relations:
        drawn = draw_relations(
            pair, as_of=brief.as_of, id=anchor("relations", pair.id), markings=brief.markings
        )
        yield pair, Markup(drawn), latest_acts(pair)[::-1]  # noqa: S704  charts escape what they draw


# --- judgements ------------------------------------------------------------------------------------


def _judged(brief: Brief) -> Iterator[Judged]:
    forecasts = {forecast.scenario: forecast for forecast in brief.forecasts}
    for judgement in brief.judgements:
        forecast = forecasts[judgement.scenario]
        about = [
            s for s in brief.sentences if s.part == "judgements" and scenario_of(s) == judgement.scenario
        ]
        cited = {sentence.evidence[0] for sentence in about}
        settled = [sentence for sentence in about if sentence.text.startswith((QUESTION, PRECEDENT))]
        yield Judged(
            judgement=judgement,
            forecast=forecast,
            sentences=[sentence for sentence in about if sentence not in settled],
            details=settled,
            chart=_curve(brief, judgement, forecast),
            findings=[finding for finding in brief.triggers if trigger_id(finding.trigger) in cited],
            record=[event for event in brief.record if event.kind in judgement.kinds],
            plans=[plan for plan in brief.plans if plan.scenario == judgement.scenario],
            steps=list(ledger_steps(judgement)),
            precedent=next((p for p in brief.precedents if p.scenario == judgement.scenario), None),
        )


def _other_findings(brief: Brief) -> Iterator[tuple[Sentence, TriggerFinding]]:
    """Sentences on triggers that belong to no one scenario, with what they were tested by."""
    by_id = {trigger_id(finding.trigger): finding for finding in brief.triggers}
    for sentence in brief.sentences:
        if sentence.part == "judgements" and len(sentence.evidence) == 1 and sentence.evidence[0] in by_id:
            yield sentence, by_id[sentence.evidence[0]]


def _curve(brief: Brief, judgement: Judgement, forecast: Forecast) -> Markup:
    drawn = draw_curve(
        forecast,
        name=judgement.name,
        id=anchor("curve", judgement.scenario),
        markings=brief.markings,
        scale=brief.scale,
    )
    return Markup(drawn)  # noqa: S704  charts escape what they draw


def _bar(low: float, probability: float, high: float) -> Markup:
    return Markup(draw_bar(low, probability, high))  # noqa: S704  charts escape what they draw


# --- evidence --------------------------------------------------------------------------------------


def _rows(brief: Brief, pointers: Pointers) -> Iterator[Row]:
    denials: dict[str, list[BriefClaim]] = {}
    for claim in brief.claims:
        for denied in claim.denies[:1]:
            denials.setdefault(denied, []).append(claim)
    for claim in brief.claims:
        if not claim.denies:
            yield _row(brief, pointers, claim, is_beside=False)
            for denial in denials.get(claim.id, ()):
                yield _row(brief, pointers, denial, is_beside=True)


def _row(brief: Brief, pointers: Pointers, claim: BriefClaim, *, is_beside: bool) -> Row:
    origin = next((each for each in brief.origins if each.id == claim.origin), None)
    return Row(
        claim=claim,
        document=pointers.documents[claim.document],
        denies=[pointers.of(key) for key in claim.denies],
        origin_name=origin.name if origin else None,
        origin_anchor=anchor("o", origin.id) if origin else None,
        origin_documents=len(origin.documents) if origin else 0,
        is_beside=is_beside,
        checks=[check for check in brief.superlatives if check.superlative.claim == claim.id],
    )


def _states(brief: Brief) -> Iterator[tuple[str, list[tuple[IndicatorState, Sentence | None]]]]:
    sentences = {s.evidence[0]: s for s in brief.sentences if s.part == "indicators" and s.evidence}
    for name, words in STATE_WORDS.items():
        states = [state for state in brief.indicators if state.state == name]
        if states:
            yield words, [(state, sentences.get(indicator_id(state.id))) for state in states]


def _grid(brief: Brief, pointers: Pointers) -> Markup | None:
    if not brief.indicators:
        return None
    links = {state.id: f"#{anchor('i', state.id)}" for state in brief.indicators}
    drawn = draw_indicator_grid(
        brief.indicators, pointers.indicator_names, links=links, markings=brief.markings
    )
    return Markup(drawn)  # noqa: S704  charts escape what they draw


def _tree(brief: Brief, pointers: Pointers) -> Markup | None:
    if not brief.origins:
        return None
    links = {origin.id: f"#{anchor('o', origin.id)}" for origin in brief.origins}
    links |= {document.id: f"#{anchor('d', document.id)}" for document in brief.documents}
    drawn = draw_origin_tree(
        brief.origins, pointers.documents, brief.edges, links=links, markings=brief.markings
    )
    return Markup(drawn)  # noqa: S704  charts escape what they draw


# --- the documents ---------------------------------------------------------------------------------


def _kept(brief: Brief) -> Iterator[Kept]:
    citing = _citing(brief)
    for document in brief.documents:
        marks = list(_marks(brief, document))
        sentences = citing.get(document.id, [])
        if marks or sentences or len(brief.documents) == 1:
            text = Markup(mark_text(document.text, marks))  # noqa: S704  marks escape the text
            yield Kept(document, anchor("d", document.id), text, sentences)


def _citing(brief: Brief) -> dict[str, list[str]]:
    """Which sentences cite a document, a claim or an event in it."""
    names = {document_id(document.id): document.id for document in brief.documents}
    names |= {claim.id: claim.document for claim in brief.claims}
    names |= {event.key: event.document for event in brief.events}
    citing: dict[str, list[str]] = {}
    for sentence in brief.sentences:
        for document in dict.fromkeys(names[name] for name in sentence.evidence if name in names):
            citing.setdefault(document, []).append(sentence.id)
    return citing


def _marks(brief: Brief, document: Document) -> Iterator[Mark]:
    for claim in brief.claims:
        if claim.document == document.id:
            hint = f"{claim.id.rpartition('#')[2]}: {' → '.join(claim.chain) or 'the author'} {claim.stance}"
            for number, span in enumerate(claim.spans):
                yield Mark(span, "content", anchor("c", claim.id) if number == 0 else None, hint)
            yield from (Mark(span, "source", None, "who") for span in claim.source_spans)
            yield from (Mark(span, "cue", None, "cue") for span in claim.cue)
    for event in brief.events:
        if event.document == document.id:
            yield Mark(event.trigger, "event", anchor("c", event.key), event.kind or "event")
    for edge in brief.edges:
        if edge.from_ == document.id:
            yield from (Mark(span, "credit", None, f"credit: {edge.relation}") for span in edge.evidence)


# --- the template ----------------------------------------------------------------------------------


@cache
def _templates() -> jinja2.Environment:
    environment = open_templates(__package__)
    environment.filters |= {
        "percent": percent,
        "day": day,
        "flat": flat,
        "tight": tight,
        "upper_first": upper_first,
    }
    environment.globals |= {
        "plan_matrix": plan_matrix,
        "anchor": anchor,
        "band": band,
        "bar": _bar,
        "count": count,
        "days": days,
        "moved_by": moved_by,
        "words_of": words_of,
        "rests_on": rests_on,
        "country_name": country_name,
        "status_words": STATUS_WORDS,
        "short": short,
    }
    add_matrix_words(environment)
    return environment
