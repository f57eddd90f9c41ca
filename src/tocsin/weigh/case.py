"""One reporting under one watch: matches, denials, grades, interests and states, each computed once.

The documents that bear on a watch, their readings and lineage come in; graded claims and indicator states
are read off. It calls the other modules of this room in order and holds no rule of its own.
"""

import datetime as dt
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from functools import cached_property

from tocsin.terms import (
    Covered,
    Document,
    Grade,
    GradedClaim,
    Indicator,
    IndicatorMatch,
    IndicatorState,
    Lineage,
    MatchDecision,
    Observation,
    Reading,
    Surprise,
    Verdicts,
    Watch,
)
from tocsin.weigh.coverage import Looking, Sheet, find_looking
from tocsin.weigh.decisions import Decisions
from tocsin.weigh.denials import Matters, have_agreeing_actors, note_interest
from tocsin.weigh.grading import days_of_one_happening, grade_item
from tocsin.weigh.items import Item, day_of, find_items, named_in
from tocsin.weigh.letters import Letters
from tocsin.weigh.matching import About, Bearing, find_bearings
from tocsin.weigh.states import decide_state
from tocsin.weigh.strengths import is_mention, weigh_item
from tocsin.weigh.surprise import find_surprise, sighting_days
from tocsin.weigh.witnesses import find_witnesses
from tocsin.weigh.wording import content_words


@dataclass(frozen=True)
class Case:
    """One reporting under one watch, with what is computed from it on the way.

    `documents` are those that were known by `as_of` and bear on the watch, in a settled order.
    """

    watch: Watch
    documents: tuple[Document, ...]
    readings: tuple[Reading, ...]
    lineage: Lineage
    as_of: dt.date
    covered: tuple[Covered, ...] | None = None
    observations: tuple[Observation, ...] = ()
    verdicts: Verdicts = field(default_factory=Verdicts)

    @cached_property
    def letters(self) -> Letters:
        """The letters that people gave sources, as they hold on this watch."""
        return Letters(self.verdicts.source_grades, self.watch)

    @cached_property
    def decisions(self) -> Decisions:
        """What people decided on matches of this watch."""
        return Decisions(self.verdicts.decisions)

    @cached_property
    def entered(self) -> dict[str, Observation]:
        """Observations by the document that holds their words."""
        return {each.document: each for each in self.observations}

    @cached_property
    def items(self) -> list[Item]:
        """Every claim and event of the documents."""
        return find_items(self.documents, self.readings, self.lineage.origin_of(), self.witnesses)

    @cached_property
    def witnesses(self) -> dict[str, str]:
        """Origin id -> the id that stands for the same body in all stories."""
        return find_witnesses(self.lineage.origins)

    @cached_property
    def sheets(self) -> list[Sheet]:
        """The documents with their readings."""
        by_id = {reading.document: reading for reading in self.readings}
        return [Sheet(each, by_id.get(each.id, Reading(document=each.id))) for each in self.documents]

    @cached_property
    def bearings(self) -> list[tuple[Indicator, list[Bearing]]]:
        """Each indicator with the items that fit it, denied ones too, and what was entered under it."""
        found = [
            (each, [*find_bearings(each, self._read_items), *self._entered_under(each)])
            for each in self.watch.indicators
        ]
        return [(each, [*bearings, *self._accepted_for(each, bearings)]) for each, bearings in found]

    @cached_property
    def bearing_claims(self) -> dict[str, list[Item]]:
        """Claims that bear on the watch, by key, each with the items in which it speaks of it.

        A claim bears on it when it or an event of it fits an indicator, when it tells of a kind that the
        watch names, or when it denies one that does.
        """
        claims: dict[str, list[Item]] = defaultdict(list)
        for item in self.items:
            if item.claim and (self._bears(item) or item.key in self.denied_by):
                claims[item.claim.key].append(item)
        return dict(claims)

    @cached_property
    def common(self) -> frozenset[str]:
        """The watch's own words, which all its claims share."""
        return content_words(" ".join((*self.watch.keywords, *self.watch.countries)))

    @cached_property
    def denied_by(self) -> dict[str, dict[str, None]]:
        """Denying claim -> the claims that bear on the watch and that it denies, in order."""
        matters = Matters((item for item in self.items if self._bears(item)), common=self.common)
        denied: dict[str, dict[str, None]] = defaultdict(dict)
        for item in self.items:
            speaks_by_events = item.event is None and item.holding.events
            if not item.claim or not item.is_denied or speaks_by_events:
                continue  # a claim's events know the day that it speaks of
            if found := matters.find_denied(item):
                denied[item.denier.key].update(dict.fromkeys(found))
        return dict(denied)

    @cached_property
    def by_kind_and_day(self) -> dict[tuple[str, dt.date], list[Item]]:
        """Items that rest on an origin, tell of an event and do not deny it, by its broadest kind and day."""
        found: dict[tuple[str, dt.date], list[Item]] = defaultdict(list)
        for item in self.items:
            if item.kinds and item.day and item.origin and not item.is_denied:
                found[item.kinds[-1], item.day].append(item)
        return dict(found)

    @cached_property
    def interests(self) -> dict[str, str | None]:
        """Who gains if a claim is believed."""
        return {key: self._interest(items) for key, items in self.bearing_claims.items()}

    @cached_property
    def grades(self) -> dict[str, Grade]:
        """The suggested grade of every claim that bears on the watch."""
        deniers: dict[str, list[str]] = defaultdict(list)
        for denier, denied in self.denied_by.items():
            for claim in denied:
                deniers[claim].append(denier)
        return {key: self._grade(items, deniers[key]) for key, items in self.bearing_claims.items()}

    @cached_property
    def graded(self) -> tuple[GradedClaim, ...]:
        """Every claim that bears on the watch, with grade, origin, interest and what it denies."""
        return tuple(
            GradedClaim(
                claim=claim,
                origin=items[0].origin,
                grade=self.grades[claim],
                denies=tuple(self.denied_by.get(claim, ())),
                interest=self.interests[claim],
            )
            for claim, items in self.bearing_claims.items()
        )

    @cached_property
    def states(self) -> list[IndicatorState]:
        """The state of each indicator, in the order of the watch."""
        return [self._state(indicator, found) for indicator, found in self.bearings]

    def _state(self, indicator: Indicator, found: Sequence[Bearing]) -> IndicatorState:
        looking = find_looking(
            indicator.coverage,
            self.sheets,
            as_of=self.as_of,
            horizon_days=self.watch.horizon_days,
            covered=self.covered,
        )
        matches = [self._match(indicator, bearing) for bearing in found]
        state = decide_state(
            indicator,
            matches,
            looking,
            witness_of=self.witnesses,
            is_mentioned=any(map(self._is_mention, found, matches)),
            counts_from=self.decisions.threshold(),
        )
        return state.model_copy(update={"surprise": self._surprise(indicator, found, state, looking)})

    def _surprise(
        self, indicator: Indicator, found: Sequence[Bearing], state: IndicatorState, looking: Looking
    ) -> Surprise | None:
        counted = set(state.evidence)
        looked = [day for each in looking.on_topic if (day := self._days.get(each))]
        return find_surprise(
            indicator,
            self.watch,
            sighting_days([each.item for each in found if each.item.key in counted]),
            looked,
            as_of=self.as_of,
            can_be_absent=state.state in ("observed", "absent-covered"),
        )

    @cached_property
    def _days(self) -> dict[str, dt.date | None]:
        """The day of each document, by its id."""
        return {document.id: day_of(document) for document in self.documents}

    def _is_mention(self, bearing: Bearing, match: IndicatorMatch) -> bool:
        """Whether it speaks of the matter: not where a person rejected it, nor in a loose and weak phrase."""
        decided = self.decisions.on(match.indicator, match.item)
        if decided is not None and not decided.is_accepted:
            return False
        if decided is None and bearing.is_wide and match.strength < self.decisions.threshold():
            return False
        return is_mention(bearing.item, as_of=self.as_of, horizon_days=self.watch.horizon_days)

    @cached_property
    def _about(self) -> About:
        """The countries that the watch's keywords name, and those that it lists."""
        subject = named_in(" … ".join(self.watch.keywords))
        return About(subject, subject | frozenset(self.watch.countries))

    @cached_property
    def _read_items(self) -> list[Item]:
        """Items that stay with the watch's countries and were not entered under an indicator of it."""
        about = self._about
        return [item for item in self.items if not (about.is_left_by(item) or self._indicator_of(item))]

    def _entered_under(self, indicator: Indicator) -> Iterator[Bearing]:
        """The whole of each observation that was entered under the indicator."""
        for item in self.items:
            if item.claim and item.event is None and self._indicator_of(item) == indicator.id:
                entered = self.entered[item.document.id]
                if item.claim.within is None:
                    yield Bearing(item, (f"entered under this indicator by {entered.entered_by}",), 1.0)

    def _accepted_for(self, indicator: Indicator, found: Sequence[Bearing]) -> Iterator[Bearing]:
        """What no rule matched and a person accepted for the indicator."""
        accepted = self.decisions.accepted_for(indicator.id) - {bearing.item.key for bearing in found}
        for item in self.items if accepted else ():
            if item.key in accepted:
                yield Bearing(item, ("no rule matched it",), 1.0)

    def _indicator_of(self, item: Item) -> str | None:
        entered = self.entered.get(item.document.id)
        return entered.indicator if entered and entered.watch == self.watch.id else None

    @cached_property
    def _fitting(self) -> frozenset[str]:
        return frozenset(bearing.item.key for _, found in self.bearings for bearing in found)

    @cached_property
    def _kinds(self) -> frozenset[str]:
        """Every warning kind that the watch names, in indicators or scenarios."""
        asked = {kind for indicator in self.watch.indicators for kind in indicator.match.kinds}
        return frozenset(asked) | {kind for each in self.watch.scenarios for kind in each.event_kinds}

    def _bears(self, item: Item) -> bool:
        return item.key in self._fitting or not self._kinds.isdisjoint(item.kinds)

    def _match(self, indicator: Indicator, bearing: Bearing) -> IndicatorMatch:
        item = bearing.item
        grade = self.grades.get(item.claim.key, Grade()) if item.claim else Grade()
        strength = weigh_item(
            item,
            indicator.match,
            grade,
            as_of=self.as_of,
            horizon_days=self.watch.horizon_days,
            factor=bearing.factor,
        )
        decided = self.decisions.on(indicator.id, item.key)
        return IndicatorMatch(
            indicator=indicator.id,
            item=item.key,
            document=item.document.id,
            origin=item.origin,
            strength=strength.value,
            reason=_reason(bearing, strength.reasons) + _tell_decision(decided),
            decision=None if decided is None else "accepted" if decided.is_accepted else "rejected",
        )

    def _interest(self, items: Sequence[Item]) -> str | None:
        notes = (note_interest(item, self._acting(item)) for item in items)
        return next((note for note in notes if note), None)

    def _acting(self, item: Item) -> list[str]:
        """Countries said to act in a claim, or in what it denies."""
        told = [item]
        if item.is_denied:
            denied = self.denied_by.get(item.denier.key, {})
            told += [each for claim in denied for each in self.bearing_claims.get(claim, ())]
        actors = [actor.country for each in told if each.event for actor in each.actors]
        actors += sorted(item.mentioned) if item.is_denied else []
        return list(dict.fromkeys(code for code in actors if code))

    def _grade(self, items: Sequence[Item], deniers: Sequence[str]) -> Grade:
        """The grade of a claim by its clearest item: the first that tells of an event.

        What a person entered has the grade that the person gave.
        """
        if entered := self.entered.get(items[0].document.id):
            given = (f"graded by {entered.entered_by}, who entered it",)
            return Grade(
                reliability=entered.reliability,
                credibility=entered.credibility,
                reasons=given,
                by=entered.entered_by,
            )
        item = next((each for each in items if each.event), items[0])
        others = [key for key in deniers if not self.interests.get(key)]
        return grade_item(
            item,
            self._telling_same(item),
            given=self.letters.of(item),
            denied_by_interested=len(others) < len(deniers),
            denied_by_others=len({self._witness_of(key) or "none shown" for key in others}),
        )

    def _witness_of(self, claim: str) -> str | None:
        return next((item.witness for item in self.bearing_claims.get(claim, ())), None)

    def _telling_same(self, item: Item) -> Iterator[Item]:
        if not item.kinds or item.day is None:
            return
        for day in days_of_one_happening(item.day):
            for other in self.by_kind_and_day.get((item.kinds[-1], day), ()):
                if item.is_of_kind_of(other) and have_agreeing_actors(item, other):
                    yield other


def _tell_decision(decided: MatchDecision | None) -> str:
    if decided is None:
        return ""
    return f"; {'accepted' if decided.is_accepted else 'rejected'} by {decided.by}: {decided.because}"


def _reason(bearing: Bearing, discounts: Sequence[str]) -> str:
    told = ", ".join(bearing.reasons) or "fits the indicator's words"
    return f"{told}; discounted: {', '.join(discounts)}" if discounts else told
