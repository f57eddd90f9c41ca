"""Counts independent origins by drawing: which edges hold is uncertain, so the count is an interval.

Testimonies of one story's documents come in; for every origin and side, in which draws each document
rests on it, goes out. It does not know texts or names; the same seed gives the same draws.
"""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from typing import Literal, NamedTuple

import numpy as np
import numpy.typing as npt

from tocsin.terms import Count, Side

DRAWS = 1000  # so many that the counts of a story do not hang on the seed
IS_THE_CITED = 0.6  # unnamed sources in a text that credits nobody may be those of the report all others cite

PLAIN = 0.6  # a lead from here on is plain

Draws = npt.NDArray[np.bool_]


class Target(NamedTuple):
    """What a testimony leads to: an outlet's house, a body, or the own access of a document."""

    kind: Literal["outlet", "body", "own"]
    key: str


class Lead(NamedTuple):
    """One uncertain step from a document to a target."""

    target: Target
    side: Side
    probability: float
    is_stated: bool = True  # False: own access is only guessed from unnamed sources


class Sheet(NamedTuple):
    """One document as counting sees it: its id, its house if known, its leads, the text that it copies."""

    id: str
    house: str | None
    leads: tuple[Lead, ...]
    copied: tuple[tuple[str, float], ...] = ()  # (document id, probability)


Reach = dict[Target, Draws]


class Tally:
    """Draws for one story. `reach(document, side)` gives, per origin, the draws in which it rests there."""

    def __init__(self, sheets: Sequence[Sheet], seed: int) -> None:
        self._sheets = {sheet.id: sheet for sheet in sorted(sheets)}
        self._by_house: dict[str, list[Sheet]] = defaultdict(list)
        for sheet in self._sheets.values():
            if sheet.house:
                self._by_house[sheet.house].append(sheet)
        self._random = np.random.default_rng(seed)
        self._held = self._draw_leads()
        self._is_copy = {
            (sheet.id, other): self._draw(p) for sheet in self._sheets.values() for other, p in sheet.copied
        }
        self._is_cited = {sheet.id: self._draw(IS_THE_CITED) for sheet in self._sheets.values()}
        self._rings = self._find_rings()
        self._known: dict[tuple[str, Side], Reach] = {}
        self._dominant = self._find_dominant()

    def reach(self, document: str, side: Side) -> Reach:
        """Origin -> draws in which the document's word on this side ends there."""
        return self._document(self._sheets[document], side, frozenset())

    def ring_of(self, house: str) -> frozenset[str]:
        """The houses that cite each other in a ring with this one, itself included."""
        return self._rings.get(house, frozenset({house}))

    def is_seen(self, house: str) -> bool:
        """Whether a document of the house is among those of the story."""
        return house in self._by_house

    def _draw_leads(self) -> dict[tuple[str, int], Draws]:
        """Which leads hold: an origin stands or falls for all of its documents, then for each of them.

        Four documents that each may rest on one man do not make him four times likelier: that he is behind
        the core claim is one question, drawn once.
        """
        likely: dict[tuple[Target, Side], list[float]] = defaultdict(list)
        for lead in (lead for sheet in self._sheets.values() for lead in sheet.leads):
            likely[lead.target, lead.side].append(lead.probability)
        stands = {origin: origin_probability(of) for origin, of in likely.items()}
        drawn = {origin: self._draw(stands[origin]) for origin in sorted(stands)}
        held = {}
        for sheet in self._sheets.values():
            for place, lead in enumerate(sheet.leads):
                origin = lead.target, lead.side
                rests = self._draw(lead.probability / stands[origin] if stands[origin] else 0.0)
                held[sheet.id, place] = drawn[origin] & rests
        return held

    def _draw(self, probability: float) -> Draws:
        drawn: Draws = self._random.random(DRAWS) < probability
        return drawn

    def _document(self, sheet: Sheet, side: Side, passed: frozenset[str]) -> Reach:
        found: Reach = {}
        for place, lead in enumerate(sheet.leads):
            if lead.side == side:
                held = self._held[sheet.id, place]
                _merge(found, self._follow(sheet, lead, side), held)
        for other, _ in sheet.copied:
            if other in self._sheets and other not in passed:
                parent = self._document(self._sheets[other], side, passed | {sheet.id})
                _merge(found, parent, self._is_copy[sheet.id, other])
        return found

    def _follow(self, sheet: Sheet, lead: Lead, side: Side) -> Reach:
        if lead.target.kind == "outlet" and lead.target.key != sheet.house:
            return self.outlet(lead.target.key, side)
        every = np.ones(DRAWS, dtype=np.bool_)
        if not lead.is_stated and self._dominant not in (None, sheet.house) and _cites_nobody(sheet):
            same = self._is_cited[sheet.id]
            return {lead.target: ~same, Target("outlet", str(self._dominant)): same}
        return {lead.target: every}

    def outlet(self, house: str, side: Side) -> Reach:
        """Where an outlet's report ends: in what its own article shows, else in the outlet itself."""
        ring = self.ring_of(house)
        name = min(ring)
        if (name, side) in self._known:
            return self._known[name, side]
        found: Reach = {}
        for sheet in (sheet for member in sorted(ring) for sheet in self._by_house.get(member, ())):
            outward = [
                (place, lead)
                for place, lead in enumerate(sheet.leads)
                if lead.side == side
                and not (lead.target.kind == "outlet" and lead.target.key in ring - {sheet.house})
            ]
            for place, lead in outward:
                _merge(found, self._follow(sheet, lead, side), self._held[sheet.id, place])
        ends = np.logical_or.reduce([*found.values(), np.zeros(DRAWS, dtype=np.bool_)])
        _merge(
            found, {Target("outlet", name if len(ring) > 1 else house): ~ends}, np.ones(DRAWS, dtype=np.bool_)
        )
        self._known[name, side] = found
        return found

    def _find_rings(self) -> dict[str, frozenset[str]]:
        """Houses that reach each other by citing: each house -> all houses of its ring."""
        cites = {
            house: {lead.target.key for s in sheets for lead in s.leads if lead.target.kind == "outlet"}
            - {house}
            for house, sheets in self._by_house.items()
        }
        reached = {house: _reachable(house, cites) for house in cites}
        return {
            house: frozenset({house} | {other for other in reached[house] if house in reached.get(other, ())})
            for house in cites
        }

    def _find_dominant(self) -> str | None:
        """The outlet that most documents cite, if a quarter of them do."""
        citing: dict[str, set[str]] = defaultdict(set)
        for sheet in self._sheets.values():
            for lead in sheet.leads:
                if lead.target.kind == "outlet" and lead.target.key != sheet.house:
                    citing[lead.target.key].add(sheet.id)
        best = max(sorted(citing), key=lambda house: len(citing[house]), default=None)
        enough = best is not None and len(citing[best]) >= max(2, len(self._sheets) / 4)
        return best if enough else None


def origin_probability(leads: Sequence[float]) -> float:
    """How likely somebody is an origin of the core claim whom documents rest on with these probabilities.

    The surest lead counts, and every further plain one halves the doubt: [0.9, 0.8] gives 0.95, and
    [0.3, 0.3, 0.3] gives 0.3.
    """
    plain = sum(probability >= PLAIN for probability in leads)
    return 1 - (1 - max(leads)) * 0.5 ** max(0, plain - 1)


def summarize(origins: Sequence[Draws]) -> Count:
    """Median and 80 % interval of the number of origins, over the draws."""
    if not origins:
        return Count(median=0, low=0, high=0)
    numbers = np.sum(np.stack(list(origins)), axis=0)
    low, median, high = np.quantile(numbers, [0.1, 0.5, 0.9], method="inverted_cdf")
    return Count(median=int(median), low=int(low), high=int(high))


def _merge(found: Reach, more: Mapping[Target, Draws], held: Draws) -> None:
    for target, draws in more.items():
        found[target] = found[target] | (draws & held) if target in found else draws & held


def _cites_nobody(sheet: Sheet) -> bool:
    return all(lead.target.kind != "outlet" or lead.target.key == sheet.house for lead in sheet.leads)


def _reachable(house: str, cites: Mapping[str, set[str]]) -> set[str]:
    reached: set[str] = set()
    waiting = list(cites.get(house, ()))
    while waiting:
        here = waiting.pop()
        if here not in reached:
            reached.add(here)
            waiting += cites.get(here, ())
    return reached
