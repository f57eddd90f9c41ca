"""Gathers what a brief is written from: the claims, events and origins that bear on the problem.

Comes in: what all other rooms made. Goes out: one frozen `Material` with lookups. Knows nothing about
sentences, rules or pages.
"""

import datetime as dt
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cached_property

from tocsin.brief.naming import name_in_full, put_names
from tocsin.brief.wording import day, lower_first, unended
from tocsin.terms import (
    Brief,
    BriefClaim,
    Claim,
    Count,
    Document,
    Edge,
    Event,
    Grade,
    GradedClaim,
    Indicator,
    IndicatorState,
    Lineage,
    Origin,
    Outlook,
    Plan,
    Readiness,
    Reading,
    Record,
    ScaleName,
    Story,
    SuperlativeCheck,
    TrackRecord,
    Watch,
    Weighing,
    identify,
)

SHOWN_STATEMENTS = 400  # claims in a brief without a watch; the rest stays in the readings


@dataclass(frozen=True)
class Material:
    """Everything that the writers of a brief's parts may look at."""

    watch: Watch | None
    watch_reason: str
    documents: tuple[Document, ...]
    readings: tuple[Reading, ...]
    lineage: Lineage
    weighing: Weighing | None
    outlook: Outlook | None
    plans: tuple[Plan, ...]
    readiness: Readiness
    as_of: dt.date
    unknown: tuple[str, ...]
    code_version: str
    previous: Brief | None
    track_record: TrackRecord

    @property
    def scale(self) -> ScaleName:
        """Whose words of likelihood the watch asks for."""
        return self.watch.scale if self.watch else "icd203"

    @cached_property
    def version(self) -> str:
        """Content hash of inputs and code: the same inputs give the same version on every machine."""
        records: tuple[Record | None, ...] = (
            *(self.watch, *self.documents, *self.readings, self.outlook, self.weighing, *self.plans),
            *self.track_record.settled,
        )
        packed = [record.model_dump_json() if record else None for record in records]
        return identify(self.code_version, self.as_of, self.unknown, self.watch_reason, packed)

    @cached_property
    def by_id(self) -> dict[str, Document]:
        """Documents by id."""
        return {document.id: document for document in self.documents}

    @cached_property
    def claim_by_key(self) -> dict[str, Claim]:
        """Every claim that was read, by its key."""
        return {claim.key: claim for reading in self.readings for claim in reading.claims}

    @cached_property
    def event_by_key(self) -> dict[str, Event]:
        """Every event that was read, by its key."""
        return {event.key: event for reading in self.readings for event in reading.events}

    @cached_property
    def bearing(self) -> tuple[str, ...]:
        """Ids of the documents that bear on the problem; all of them where there is no watch."""
        if self.watch is None or self.weighing is None:
            return tuple(self.by_id)
        return tuple(each for each in self.weighing.relevant_documents if each in self.by_id)

    @cached_property
    def stories(self) -> tuple[Story, ...]:
        """Stories that hold a document bearing on the problem, the one with most such documents first."""
        bearing = set(self.bearing)
        told = [story for story in self.lineage.stories if bearing & set(story.documents)]
        return tuple(sorted(told, key=lambda story: -len(bearing & set(story.documents))))

    @cached_property
    def states(self) -> tuple[IndicatorState, ...]:
        """The states of all indicators."""
        return self.weighing.indicators if self.weighing else ()

    @cached_property
    def indicators(self) -> dict[str, Indicator]:
        """The watch's indicators by id."""
        return {indicator.id: indicator for indicator in self.watch.indicators} if self.watch else {}

    @cached_property
    def cited_keys(self) -> frozenset[str]:
        """Keys of claims and events that states, ledgers and plans rest on."""
        keys = [key for state in self.states for key in state.evidence]
        keys += [match.item for state in self.states for match in state.matches]
        if self.outlook:
            steps = (step for forecast in self.outlook.forecasts for step in forecast.ledger)
            keys += [key for step in steps for key in step.evidence]
        keys += [key for plan in self.plans for key in plan.evidence]
        return frozenset(keys)

    @cached_property
    def checks(self) -> tuple[SuperlativeCheck, ...]:
        """Comparisons with the past in claims, held against the record."""
        return self.outlook.superlatives if self.outlook else ()

    @cached_property
    def events(self) -> tuple[Event, ...]:
        """Events that something rests on, and those of the claims shown, in reading order."""
        held = {f"{claim.document}#{local}" for claim in self.shown for local in claim.events}
        wanted = held | self.cited_keys
        return tuple(event for key, event in self.event_by_key.items() if key in wanted)

    @cached_property
    def shown(self) -> tuple[Claim, ...]:
        """Claims that the brief shows: those that bear on the watch, or all that are laid to someone."""
        if self.weighing is None:
            laid = [claim for claim in self.claim_by_key.values() if claim.source or claim.cue]
            return self._spread(laid or list(self.claim_by_key.values()))
        graded = {graded.claim for graded in self.weighing.claims}
        denied = {key for graded in self.weighing.claims for key in graded.denies}
        told = {key for origin in self.origins for key in origin.claims} & graded
        wanted = graded | denied | told | self.cited_keys | self._claims_of_cited_events()
        wanted |= {check.superlative.claim for check in self.checks}
        return tuple(claim for key, claim in self.claim_by_key.items() if key in wanted)

    def _spread(self, claims: list[Claim]) -> tuple[Claim, ...]:
        """The first claims of every document, so that no document crowds the others out."""
        each = max(1, SHOWN_STATEMENTS // max(len(self.documents), 1))
        counted: Counter[str] = Counter()
        spread = []
        for claim in claims:
            counted[claim.document] += 1
            if counted[claim.document] <= each:
                spread.append(claim)
        return tuple(spread[:SHOWN_STATEMENTS])

    def _claims_of_cited_events(self) -> set[str]:
        cited = (event for key, event in self.event_by_key.items() if key in self.cited_keys)
        return {f"{event.document}#{event.claim}" for event in cited if event.claim}

    @cached_property
    def origins(self) -> tuple[Origin, ...]:
        """Origins behind the documents that bear on the problem, and every origin that is cited."""
        cited = {match.origin for state in self.states for match in state.matches} | self.cited_keys
        cited |= {graded.origin for graded in self.weighing.claims} if self.weighing else set()
        cited |= {origin for state in self.states for origin in state.origins}
        if self.weighing:
            cited |= {piece.origin for piece in self.weighing.evidence}
        near = set(self.bearing)
        return tuple(
            origin for origin in self.lineage.origins if origin.id in cited or near & set(origin.documents)
        )

    @cached_property
    def edges(self) -> tuple[Edge, ...]:
        """Derivations between the documents and origins that the brief shows."""
        ends = {origin.id for origin in self.origins} | set(self.bearing)
        return tuple(
            edge
            for story in self.lineage.stories
            for edge in story.edges
            if edge.from_ in self.by_id and edge.to in ends
        )

    @cached_property
    def claims(self) -> tuple[BriefClaim, ...]:
        """The claims shown, with grade, origin and what they deny."""
        graded = {graded.claim: graded for graded in self.weighing.claims} if self.weighing else {}
        origin_of = self.lineage.origin_of()
        here = {claim.key for claim in self.shown}
        return tuple(
            self._as_shown(claim, graded.get(claim.key), origin_of.get(claim.key), here)
            for claim in self.shown
        )

    def _as_shown(
        self, claim: Claim, graded: GradedClaim | None, origin: str | None, here: set[str]
    ) -> BriefClaim:
        text = self.by_id[claim.document].text
        return BriefClaim(
            id=claim.key,
            document=claim.document,
            text=" … ".join(span.of(text).strip() for span in claim.content),
            chain=claim.chain or ((claim.source.name,) if claim.source else ()),
            stance=claim.stance,
            status=claim.status,
            hedged=claim.hedged,
            grade=graded.grade if graded else Grade(),
            origin=graded.origin if graded and graded.origin else origin,
            denies=tuple(key for key in (graded.denies if graded else ()) if key in here),
            spans=claim.content,
            cue=claim.cue,
            source_spans=claim.source.spans if claim.source else (),
            interest=graded.interest if graded else None,
        )

    @cached_property
    def independent(self) -> Count:
        """How many independent origins assert, over all stories that bear on the problem.

        The sum of the stories' counts, but never more than there are differently named origins: one that
        stands behind two stories counts once.
        """
        names = {o.name for story in self.stories for o in story.origins if o.side == "asserts"}
        counts = [story.independent.asserting for story in self.stories]
        return Count(
            median=min(sum(each.median for each in counts), len(names)),
            low=min(sum(each.low for each in counts), len(names)),
            high=min(sum(each.high for each in counts), len(names)),
        )

    def documents_naming(self, trigger: str) -> int:
        """In how many documents that bear on the problem the anchor of a trigger is named."""
        anchors = {each.anchor for each in self.watch.triggers if each.id == trigger} if self.watch else set()
        bearing = set(self.bearing)
        return sum(
            any(time.anchor in anchors for time in reading.times)
            for reading in self.readings
            if reading.document in bearing
        )

    def state_name(self, indicator: str) -> str:
        """The state of an indicator, or "" where none was weighed."""
        return next((state.state for state in self.states if state.id == indicator), "")

    def in_words(self, text: str) -> str:
        """Text of another room with ids of indicators and scenarios replaced by their names."""
        names = {each.id: each.name for each in self.indicators.values()}
        names |= {each.id: each.name for each in self.watch.scenarios} if self.watch else {}
        return put_names(text, {id_: lower_first(unended(name)) for id_, name in names.items()})

    def cite(self, ids: Iterable[str]) -> tuple[str, ...]:
        """Evidence ids in full: bare names of indicators, scenarios and triggers get their prefix."""
        return name_in_full(
            ids,
            indicators=self.indicators,
            scenarios=[each.scenario for each in self.outlook.forecasts] if self.outlook else (),
            triggers=[each.trigger for each in self.outlook.triggers] if self.outlook else (),
        )

    def label(self, document: str) -> str:
        """How a sentence calls a document: by its outlet, with day or file where one must tell apart."""
        known = self.by_id[document]
        if not known.outlet:
            return known.label
        if self._outlets[known.outlet] == 1:
            return known.outlet
        if known.published and self._issues[known.outlet, known.published] == 1:
            return f"{known.outlet} of {day(known.published)}"
        return f"{known.outlet} ({known.label})"

    @cached_property
    def _outlets(self) -> Counter[str]:
        return Counter(each.outlet for each in self.documents if each.outlet)

    @cached_property
    def _issues(self) -> Counter[tuple[str, dt.date]]:
        return Counter((d.outlet, d.published) for d in self.documents if d.outlet and d.published)


def markings_of(documents: Sequence[Document]) -> tuple[str, ...]:
    """Every handling line that a document carries, once, in order of first appearance."""
    return tuple(dict.fromkeys(document.marking for document in documents if document.marking))
