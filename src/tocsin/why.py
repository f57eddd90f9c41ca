"""From an id in a brief back to the words on a page.

Comes in: an id (a sentence, a claim, an event, an origin, a forecast, an indicator, a trigger, a plan or
a document) and the brief that it stands in. Goes out: lines of text, indented by how deep each reason
lies, that end in a document, a span and its words. It knows the brief alone, so it needs no store.
"""

import difflib
from collections.abc import Callable, Iterator
from pathlib import Path

from pydantic import ValidationError

from tocsin.brief.ledger import ledger_steps
from tocsin.errors import ConfigurationError
from tocsin.terms import (
    Brief,
    BriefClaim,
    Document,
    Event,
    Forecast,
    HistoryEvent,
    IndicatorState,
    Origin,
    Plan,
    Sentence,
    SettledQuestion,
    Span,
    TriggerFinding,
)

_DEEPEST = 6  # sentence > judgement > indicator > claim > origin > document; no honest way is longer


def trace_back(id: str, brief: Brief) -> list[str]:
    """Every step from `id` to the words that it rests on.

    Raises:
        ConfigurationError: the brief holds nothing of that name; the nearest names are offered.
    """
    index = _Index(brief)
    if index.find(id) is None:
        near = difflib.get_close_matches(id, index.names, n=3, cutoff=0.4)
        offer = ", ".join(near) or ", ".join(index.names[:3])
        raise ConfigurationError(id, "this brief holds nothing of that name", f"try one of: {offer}")
    marking = [f"[{marking}]" for marking in brief.markings]
    return marking + [f"{'  ' * depth}{line}" for depth, line in index.walk(id, 0, set())]


def open_brief(path: Path) -> Brief:
    """The brief in a brief.json.

    Raises:
        ConfigurationError: the file is not there, or holds no brief.
    """
    try:
        return Brief.model_validate_json(path.read_bytes())
    except OSError as error:
        raise ConfigurationError(
            str(path), f"cannot be read ({error.strerror})", "name a brief.json"
        ) from None
    except ValidationError as error:
        first = error.errors()[0]
        place = ".".join(str(part) for part in first["loc"]) or "the whole file"
        remedy = "name the brief.json that tocsin brief wrote"
        raise ConfigurationError(
            str(path), f"holds no brief: {place}: {first['msg'].lower()}", remedy
        ) from None


def words_behind(id: str, brief: Brief) -> list[tuple[str, Span, str]]:
    """The passages that `id` rests on in the end: document label, span, words; empty where there are none."""
    index = _Index(brief)
    found: dict[tuple[str, Span], str] = {}
    index.gather(id, found, set())
    return [(label, span, words) for (label, span), words in found.items()]


class _Index:
    """Everything in a brief that has a name, and how each leads on."""

    def __init__(self, brief: Brief) -> None:
        self.brief = brief
        self.documents = {d.id: d for d in brief.documents}
        self.label = {d.id: d.label for d in brief.documents}
        self.things: dict[str, object] = {s.id: s for s in brief.sentences}
        self.things |= {c.id: c for c in brief.claims}
        self.things |= {e.key: e for e in brief.events}
        self.things |= {o.id: o for o in brief.origins}
        self.things |= {f"forecast:{f.scenario}": f for f in brief.forecasts}
        self.things |= {f"indicator:{i.id}": i for i in brief.indicators}
        self.things |= {f"trigger:{t.trigger}": t for t in brief.triggers}
        self.things |= {f"plan:{p.id}": p for p in brief.plans}
        self.things |= {f"document:{d.id}": d for d in brief.documents}
        self.things |= {s.id: s for s in brief.track_record.settled}
        self.things |= {f"brief:{brief.version}": brief}
        self.names = list(self.things)

    def find(self, id: str) -> object | None:
        """The thing of that name; a document's label may stand for its id, and a kind may be left out."""
        document, mark, local = id.partition("#")
        by_label = {label: own for own, label in self.label.items()}
        candidates = [id, by_label.get(document, document) + mark + local if mark else id]
        candidates += [f"{kind}:{id}" for kind in ("forecast", "indicator", "trigger", "plan", "document")]
        candidates.append(f"document:{by_label.get(id.removeprefix('document:'), '')}")
        return next((self.things[name] for name in candidates if name in self.things), None)

    def walk(self, id: str, depth: int, told: set[str]) -> Iterator[tuple[int, str]]:
        """Lines for `id` and all it rests on, depth first; what was told once is only named again."""
        thing = self.find(id)
        if thing is None:
            yield depth, f"{id}: not in this brief"
            return
        lines, leads = self.describe(thing)
        if lines[0] in told:
            yield depth, f"{lines[0].partition(': ')[0]}: as above"
            return
        told.add(lines[0])
        yield from ((depth, line) for line in lines)
        for lead in dict.fromkeys(leads) if depth < _DEEPEST else ():
            yield from self.walk(lead, depth + 1, told)

    def gather(self, id: str, found: dict[tuple[str, Span], str], seen: set[str]) -> None:
        """Collect every passage below `id`."""
        thing = self.find(id)
        if thing is None or id in seen:
            return
        seen.add(id)
        if isinstance(thing, BriefClaim):
            self._add(thing.document, thing.spans, found)
        elif isinstance(thing, Event):
            self._add(thing.document, (thing.trigger,), found)
        elif isinstance(thing, Document):
            self._add(thing.id, (Span(0, len(thing.text)),), found)
        for lead in self.describe(thing)[1]:
            self.gather(lead, found, seen)

    def describe(self, thing: object) -> tuple[list[str], list[str]]:
        """A thing in words, and the names that it leads on to."""
        told: dict[type, Callable[..., tuple[list[str], list[str]]]] = {
            Sentence: self._sentence,
            BriefClaim: self._claim,
            Event: self._event,
            Origin: self._origin,
            Forecast: self._forecast,
            IndicatorState: self._indicator,
            TriggerFinding: self._trigger,
            Plan: self._plan,
            SettledQuestion: self._settled,
            Document: self._document,
            Brief: self._run,
        }
        return told[type(thing)](thing)

    def _sentence(self, sentence: Sentence) -> tuple[list[str], list[str]]:
        head = f"{sentence.id} ({sentence.part}, {sentence.kind}): {sentence.text}"
        return [head], list(sentence.evidence)

    def _claim(self, claim: BriefClaim) -> tuple[list[str], list[str]]:
        chain = " > ".join(claim.chain) or "the author"
        manner = f"{claim.stance}, {claim.status}{', hedged' if claim.hedged else ''}"
        manner += f"; graded {claim.grade.reliability}{claim.grade.credibility}"
        manner += f"; rests on {claim.origin or 'no shown origin'}"
        lines = [f"{self._name(claim.id)}: {chain} ({manner})"]
        lines += self._passages(claim.document, claim.spans)
        for check in self.brief.superlatives:
            if check.superlative.claim == claim.id:
                lines.append(
                    f'  by the record "{check.superlative.words}" is {check.verdict}: {check.reason}'
                )
                lines += [f"    on record: {_say_row(row)}" for row in check.rows]
        return lines, []

    def _event(self, event: Event) -> tuple[list[str], list[str]]:
        who = ", ".join(actor.name for actor in event.actors) or "nobody named"
        told = f"{event.kind or event.class_} by {who} ({event.status})"
        lines = [f"{self._name(event.key)}: {told}"]
        return lines + self._passages(event.document, (event.trigger,)), []

    def _origin(self, origin: Origin) -> tuple[list[str], list[str]]:
        seen = "seen" if origin.seen else "cited, not seen"
        names = ", ".join(self.label.get(d, d) for d in origin.documents)
        line = f"{origin.id}: {origin.name} ({origin.kind}, {origin.side}, {seen}), behind {names}"
        shown = {claim.id for claim in self.brief.claims}
        return [line], [claim for claim in origin.claims if claim in shown]

    def _forecast(self, forecast: Forecast) -> tuple[list[str], list[str]]:
        band = f"80 % {forecast.low:.4f} to {forecast.high:.4f}"
        alone = f"from the record alone {forecast.base_rate:.4f}"
        if forecast.without_evidence is not None:
            alone += f", without evidence {forecast.without_evidence:.4f}"
        lines = [
            f"forecast:{forecast.scenario}: {forecast.question}",
            f"  {forecast.probability:.4f} by {forecast.by} ({band}); {alone}",
            f"  {forecast.base_note}",
        ]
        lines += [f"  {p.sentence}" for p in self.brief.precedents if p.scenario == forecast.scenario]
        lines += [f"  on record: {listed}" for listed in self._record(forecast.scenario)]
        for step, after in ledger_steps(forecast):
            stands = f"stands at {after:.4f}"
            lines.append(
                f"  {step.step} {step.name}: {step.log_odds:+.3f} in log-odds, {stands}; {step.note}"
            )
        lines.append(f"  result: {forecast.probability:.4f}")
        return lines, [item for step in forecast.ledger for item in step.evidence]

    def _record(self, scenario: str) -> list[str]:
        """The dated events that the base rate counts, newest first."""
        kinds = {kind for j in self.brief.judgements if j.scenario == scenario for kind in j.kinds}
        events = sorted(
            (e for e in self.brief.record if e.kind in kinds), key=lambda e: e.start, reverse=True
        )
        return [_say_row(event) for event in events]

    def _indicator(self, state: IndicatorState) -> tuple[list[str], list[str]]:
        lines = [f"indicator:{state.id}: {state.state}; {state.reason}"]
        lines += [f"  {self._name(m.item)}: {m.reason} (strength {m.strength:.2f})" for m in state.matches]
        return lines, [*state.evidence, *(m.item for m in state.matches if m.item not in state.evidence)]

    def _trigger(self, finding: TriggerFinding) -> tuple[list[str], list[str]]:
        lines = [f"trigger:{finding.trigger}: {finding.sentence}"]
        for each in finding.variants:
            ratio = "no ratio" if each.ratio is None else f"ratio {each.ratio:.2f}"
            counts = f"{each.observed} in {each.windows} windows, {each.expected:.1f} expected"
            lines.append(f"  {each.name}: {counts}, {ratio}")
        return lines, []

    def _plan(self, plan: Plan) -> tuple[list[str], list[str]]:
        said = [f"plan:{plan.id}: {plan.state}; {plan.reason} ({plan.notice})"]
        if plan.order:
            by, why = plan.order.by, plan.order.because
            said.append(f"set by {by} on {plan.order.at.date()}: {why}; its triggers alone: {plan.found}")
        return said, list(plan.evidence)

    def _settled(self, settled: SettledQuestion) -> tuple[list[str], list[str]]:
        asked = settled.question
        outcome = "yes" if settled.outcome else "no"
        lines = [
            f"{settled.id}: {asked.text} Settled with {outcome} on {settled.settled_on} by {settled.settler}",
            f"  said {asked.probability:.4f} on {asked.as_of}, by {asked.by}; {settled.reason}",
        ]
        lines += [
            f"  {s.method} {s.probability:.4f}: Brier {s.brier:.3f}, log {s.log:.3f}" for s in settled.scores
        ]
        return lines + [f"  on record: {_say_row(row)}" for row in settled.rows], []

    def _document(self, document: Document) -> tuple[list[str], list[str]]:
        outlet, day = document.outlet or "outlet unknown", document.published or "date unknown"
        return [f"document {document.label} ({outlet}, {day}), {document.words} words"], []

    def _run(self, brief: Brief) -> tuple[list[str], list[str]]:
        watch = brief.watch or "no watch"
        inputs = f"{len(brief.documents)} documents and {watch}, tocsin {brief.code_version}"
        return [f"brief:{brief.version}: this run, of {inputs}, as of {brief.as_of}"], []

    def _passages(self, document: str, spans: tuple[Span, ...]) -> list[str]:
        page = self.documents.get(document)
        if page is None:
            return [f"  in {document}, which is not in this brief"]
        where = f"{page.label} ({page.outlet or 'outlet unknown'}, {page.published or 'date unknown'})"
        return [f'  {where} [{s.start}-{s.end}]: "{" ".join(s.of(page.text).split())}"' for s in spans]

    def _add(self, document: str, spans: tuple[Span, ...], found: dict[tuple[str, Span], str]) -> None:
        page = self.documents.get(document)
        for span in spans if page else ():
            found[self.label[document], span] = span.of(page.text) if page else ""

    def _name(self, key: str) -> str:
        document, _, local = key.partition("#")
        return f"{self.label.get(document, document)}#{local}"


def _say_row(event: HistoryEvent) -> str:
    """`2017-09-03 nuclear-test, underground nuclear test (CSIS)`."""
    when = f"{event.start}" if event.start == event.end else f"{event.start} to {event.end}"
    return f"{when} {event.kind}{f', {event.note}' if event.note else ''} ({event.source})"
