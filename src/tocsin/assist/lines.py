"""Makes the short lines that tools answer with out of records: passages cut, fields picked, the rest counted.

Comes in: records. Goes out: lines of answers. Knows nothing about stores or the protocol.
"""

import re
from collections.abc import Iterable, Sequence
from typing import TypeVar

from tocsin.assist import answers as a
from tocsin.brief.confidence import words_of
from tocsin.brief.ledger import ledger_steps
from tocsin.terms import Document, Edge, Forecast, Origin, Plan, Record, Sentence, Span, Story

MOST_ORIGINS = 40
MOST_EDGES = 60
MOST_IDS = 12  # that one sentence rests on
LONGEST = 400  # code points of one passage

_Line = TypeVar("_Line", bound=Record)


def pick(kind: type[_Line], record: object) -> _Line:
    """The fields of a record that a shorter one has."""
    return kind.model_validate({name: getattr(record, name) for name in kind.model_fields})


def sentence_line(sentence: Sentence) -> a.SentenceLine:
    """A sentence with the first of the ids that it rests on."""
    kept = sentence.model_copy(update={"evidence": sentence.evidence[:MOST_IDS]})
    return pick(a.SentenceLine, kept)


def count_left(**counts: int) -> dict[str, int]:
    """What was left off, by name, where anything was."""
    return {name: number for name, number in counts.items() if number > 0}


def markings_of(documents: Iterable[Document]) -> tuple[str, ...]:
    """The handling lines of documents, each once."""
    return tuple(dict.fromkeys(document.marking for document in documents if document.marking))


def in_order(documents: Iterable[Document]) -> list[Document]:
    """The oldest first: they stand nearest to the origin."""
    return sorted(documents, key=lambda d: (d.published is None, str(d.published), d.label))


def told_by(stories: Iterable[Story]) -> list[str]:
    """Ids of the documents that stories tell, each once."""
    return list(dict.fromkeys(id_ for story in stories for id_ in story.documents))


def cut(words: str) -> str:
    """The words on one line, cut at a word where they are long."""
    line = " ".join(words.split())
    return line if len(line) <= LONGEST else line[: LONGEST - 2].rsplit(" ", 1)[0] + " …"


def passage(document: Document, words: str, span: Span | None = None) -> a.Quoted:
    """Words of a document, marked as quoted."""
    shown = cut(words)
    return a.Quoted(
        quoted=shown,
        document=document.label,
        outlet=document.outlet,
        published=document.published,
        start=span.start if span else None,
        end=span.end if span else None,
        is_cut=shown != " ".join(words.split()) or "… " in shown or shown.endswith(" …"),
    )


def passage_of(document: Document, spans: Sequence[Span]) -> a.Quoted:
    """The words of spans, marked as quoted."""
    words = " … ".join(span.of(document.text) for span in spans)
    return passage(document, words, spans[0] if len(spans) == 1 else None)


def without_words(step: str) -> str:
    """A step without the passage at its end, which stands among the passages, marked as quoted."""
    return re.sub(r'(\[\d+-\d+\]): ".*"$', r"\1", step, flags=re.DOTALL)


def document_line(document: Document) -> a.DocumentLine:
    """A report without its text."""
    return a.DocumentLine(
        document=document.label,
        quoted_title=cut(document.title) if document.title else None,
        outlet=document.outlet,
        published=document.published,
        first_seen=document.first_seen,
    )


def origin_lines(origins: Sequence[Origin]) -> tuple[a.OriginLine, ...]:
    """Origins, the surest first."""
    ordered = sorted(origins, key=lambda each: (-each.probability, -len(each.documents)))
    return tuple(
        a.OriginLine(
            name=each.name,
            kind=each.kind,
            side=each.side,
            is_seen=each.seen,
            probability=each.probability,
            documents=len(each.documents),
        )
        for each in ordered[:MOST_ORIGINS]
    )


def story_origins(story: Story, documents: dict[str, Document]) -> a.StoryOrigins:
    """Who stands behind a story, and how that is known."""
    names = {origin.id: origin.name for origin in story.origins}
    names |= {id_: document.label for id_, document in documents.items()}
    edges = [edge for edge in story.edges if edge.from_ in documents]
    return a.StoryOrigins(
        story=story.id,
        quoted_claim=cut(story.claim),
        asserting=story.independent.asserting,
        denying=story.independent.denying,
        origins=origin_lines(story.origins),
        edges=tuple(_derived(edge, documents[edge.from_], names) for edge in edges[:MOST_EDGES]),
    )


def _derived(edge: Edge, document: Document, names: dict[str, str]) -> a.Derived:
    return a.Derived(
        document=document.label,
        rests_on=names.get(edge.to, "a report of another story"),
        relation=edge.relation,
        probability=edge.probability,
        words=tuple(passage(document, span.of(document.text), span) for span in edge.evidence[:3]),
    )


def forecast_line(forecast: Forecast, *, is_whole: bool) -> a.ForecastLine:
    """What is held of a scenario; with every reason and the curve where it is asked for alone."""
    ledger = (
        a.LedgerLine(step=step.step, name=step.name, log_odds=step.log_odds, after=after, note=step.note)
        for step, after in (ledger_steps(forecast) if is_whole else ())
    )
    return a.ForecastLine(
        scenario=forecast.scenario,
        question=forecast.question,
        by=forecast.by,
        probability=forecast.probability,
        low=forecast.low,
        high=forecast.high,
        words=words_of(forecast.low, forecast.probability, forecast.high),
        base_rate=forecast.base_rate,
        without_evidence=forecast.without_evidence,
        base_note=forecast.base_note,
        covered_until=forecast.covered_until,
        ledger=tuple(ledger),
        curve=tuple(pick(a.CurveLine, point) for point in forecast.curve) if is_whole else (),
    )


def plan_line(plan: Plan) -> a.PlanLine:
    """How a plan stands."""
    return a.PlanLine(
        plan=plan.id,
        title=plan.title,
        scenario=plan.scenario,
        state=plan.state,
        reason=plan.reason,
        notice=plan.notice,
    )
