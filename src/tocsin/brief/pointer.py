"""Turns evidence ids into something a reader can follow: a short name, a place on the page, a hint.

Comes in: a brief. Goes out: pointers. Knows nothing about HTML beyond the anchors it hands out.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from typing import NamedTuple

from tocsin.brief.naming import (
    STATE_WORDS,
    brief_id,
    document_id,
    forecast_id,
    indicator_id,
    plan_id,
    trigger_id,
)
from tocsin.brief.wording import flat, quoted
from tocsin.terms import Brief, Document, Sentence


class Pointer(NamedTuple):
    """Where an id leads: the short name for a reader, the anchor on the page, and a hint."""

    id: str
    name: str
    anchor: str
    hint: str


@dataclass(frozen=True)
class Pointers:
    """Every id of a brief with its pointer."""

    brief: Brief

    def of(self, id: str) -> Pointer:
        """The pointer of an id, which ledgers also give bare; one that leads nowhere points at the run."""
        names = (id, indicator_id(id), trigger_id(id), forecast_id(id))
        found = next((self.all[name] for name in names if name in self.all), None)
        return found or Pointer(id, id, "run", "this brief holds nothing of that name")

    def behind(self, sentence: Sentence) -> list[Pointer]:
        """The pointers of a sentence."""
        return [self.of(name) for name in sentence.evidence]

    @cached_property
    def documents(self) -> dict[str, Document]:
        """Documents by id."""
        return {document.id: document for document in self.brief.documents}

    @cached_property
    def indicator_names(self) -> dict[str, str]:
        """Names of indicators, as their sentences give them; the id where there is none."""
        names = {state.id: state.id.replace("-", " ") for state in self.brief.indicators}
        about = {s.evidence[0]: s.text for s in self.brief.sentences if s.part == "indicators" and s.evidence}
        for state in self.brief.indicators:
            name, found, _ = about.get(indicator_id(state.id), "").partition(f": {STATE_WORDS[state.state]};")
            if found:
                names[state.id] = name
        return names

    @cached_property
    def all(self) -> dict[str, Pointer]:
        """Every pointer by id."""
        return {pointer.id: pointer for pointer in self._all()}

    def _all(self) -> Iterator[Pointer]:
        brief = self.brief
        for claim in brief.claims:
            yield self._inside(claim.document, claim.id, quoted(claim.text, 120))
        for event in brief.events:
            words = event.trigger.of(self.documents[event.document].text)
            yield self._inside(event.document, event.key, f"{event.kind or 'event'}: {quoted(words)}")
        for origin in brief.origins:
            yield Pointer(origin.id, f"origin: {origin.name}", anchor("o", origin.id), origin.kind)
        for document in brief.documents:
            hint = flat(document.title or document.label)
            yield Pointer(document_id(document.id), short(document), anchor("d", document.id), hint)
        for forecast in brief.forecasts:
            name = forecast_id(forecast.scenario)
            yield Pointer(name, "ledger", anchor("f", forecast.scenario), forecast.question)
        for state in brief.indicators:
            hint = f"{self.indicator_names[state.id]}: {STATE_WORDS[state.state]}"
            yield Pointer(indicator_id(state.id), "indicator", anchor("i", state.id), hint)
        for finding in brief.triggers:
            yield Pointer(trigger_id(finding.trigger), "record", anchor("t", finding.trigger), finding.name)
        for plan in brief.plans:
            yield Pointer(plan_id(plan.id), "plan", anchor("p", plan.id), plan.title)
        for settled in brief.track_record.settled:
            yield Pointer(settled.id, "settled", anchor("q", settled.id), settled.question.text)
        yield Pointer(brief_id(brief.version), "this run", "run", "the inputs and the code of this brief")

    def _inside(self, document: str, key: str, hint: str) -> Pointer:
        local = key.rpartition("#")[2]
        return Pointer(key, f"{short(self.documents[document])} {local}", anchor("c", key), hint)


def short(document: Document) -> str:
    """A document's short name: its outlet, else what people call the file."""
    return document.outlet or document.label


def anchor(letter: str, id: str) -> str:
    """An anchor that any browser takes: a letter for the kind, then the id in safe characters."""
    return f"{letter}-{re.sub(r'[^A-Za-z0-9_-]', lambda match: f'_{ord(match[0]):x}', id)}"
