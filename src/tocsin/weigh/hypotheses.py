"""Ranks competing hypotheses by how little speaks against them: rows of one origin once, consistency never.

The watch's hypotheses, a matrix of ratings and the origins behind its rows come in; a `Comparison` goes out:
orders, what they rest on, where analysts differ. It knows no probability and makes none.

Scores follow Heuer's analysis of competing hypotheses with the weights of its PARC tool: II counts -2 and I
-1, times the row's credibility and relevance (low 1/sqrt 2, medium 1, high sqrt 2); C, CC, N and NA count 0.
Example: one row rated II for a hypothesis, credibility high, relevance low: -2 x 1.41 x 0.71 = -2.
"""

import math
from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import combinations
from statistics import fmean
from typing import NamedTuple

from tocsin.terms import (
    Comparison,
    Disagreement,
    Hypothesis,
    HypothesisOrder,
    HypothesisScore,
    LeftOut,
    Matrix,
    MatrixRow,
    Rating,
    WeighedRow,
    Weight,
)
from tocsin.weigh.hypotheses_overlap import find_overlaps

AGAINST: dict[Rating, int] = {"II": -2, "I": -1}
SIDE: dict[Rating, int] = {"CC": 2, "C": 1, "N": 0, "I": -1, "II": -2}
FACTOR: dict[Weight | None, float] = {"low": 1 / math.sqrt(2), "medium": 1.0, "high": math.sqrt(2), None: 1.0}
_ADVISED = {
    "nothing": "that nothing follows by the date",
    "deception": "deception",
    "signal": "a signal that is meant to deter",
    "influence": "an attempt to influence a vote or a government",
}
_SAME = 1e-9  # scores that differ by less are one


class Rated(NamedTuple):
    """A row as it is counted: its ratings by rater, and the leading row of those of the same origins."""

    row: MatrixRow
    ratings: Mapping[str | None, Mapping[str, Rating]]  # None: a rule's suggestion
    group: str


def compare_hypotheses(
    hypotheses: Sequence[Hypothesis], matrix: Matrix, origins: Mapping[str, frozenset[str]]
) -> Comparison:
    """The hypotheses in the light of the matrix; `origins` are those behind each row, by its id."""
    groups = group_rows(matrix.rows, origins)
    rated = [Rated(row, _ratings(row), groups[row.id]) for row in matrix.rows]
    analysts = sorted({name for each in rated for name in each.ratings if name is not None})
    ids = [each.id for each in hypotheses]
    together = rank_hypotheses(ids, rated)
    alone = [rank_hypotheses(ids, [_by(each, name) for each in rated], name) for name in analysts]
    return Comparison(
        hypotheses=tuple(hypotheses),
        matrix=matrix,
        orders=(together, *(alone if len(alone) > 1 else ())),
        rows=tuple(_weighed(each, ids) for each in rated),
        rests_on=tuple(_leave_out(ids, rated, together)),
        disagreements=tuple(_disagreements(ids, rated)),
        warnings=tuple(_warnings(hypotheses, rated)),
    )


def group_rows(rows: Sequence[MatrixRow], origins: Mapping[str, frozenset[str]]) -> dict[str, str]:
    """Row id -> id of the row with which it counts once: one whose origins hold all of its own.

    A row that rests on nobody in particular (an absence, an argument) stands for itself.
    """
    leading: list[MatrixRow] = []
    groups: dict[str, str] = {}
    for row in sorted(rows, key=lambda each: (-len(origins.get(each.id, ())), rows.index(each))):
        own = origins.get(row.id, frozenset())
        lead = next((each for each in leading if own and own <= origins[each.id]), row)
        groups[row.id] = lead.id
        if lead is row and own:
            leading.append(row)
    return groups


def rank_hypotheses(
    ids: Sequence[str], rated: Sequence[Rated], analyst: str | None = None
) -> HypothesisOrder:
    """The hypotheses by least weighted inconsistency, the watch's order where they are even."""
    counted = [each for each in rated if spread(each, ids) > 0]
    scores = {id_: sum(_worst(group, id_) for group in _grouped(counted)) for id_ in ids}
    ranked = sorted(ids, key=lambda id_: (-round(scores[id_], 6), ids.index(id_)))
    return HypothesisOrder(
        analyst=analyst,
        scores=tuple(
            HypothesisScore(
                hypothesis=id_,
                score=round(min(0.0, scores[id_]), 4),
                rank=1 + sum(scores[other] > scores[id_] + _SAME for other in ids),
            )
            for id_ in ranked
        ),
    )


def spread(rated: Rated, ids: Sequence[str]) -> float:
    """How far a row tells hypotheses apart: the standard deviation of the ratings, the mean over raters.

    0 where each rater gives all the same; raters who contradict each other do not make it 0.
    """
    return fmean([_spread(given, ids) for given in rated.ratings.values()] or [0.0])


def _spread(given: Mapping[str, Rating], ids: Iterable[str]) -> float:
    sides = [SIDE[given[id_]] for id_ in ids if given.get(id_, "NA") in SIDE]
    if len(sides) < 2:
        return 0.0
    middle = fmean(sides)
    return math.sqrt(fmean((side - middle) ** 2 for side in sides))


def _ratings(row: MatrixRow) -> Mapping[str | None, Mapping[str, Rating]]:
    """An analyst's ratings; a rule's suggestion only where no analyst has rated the row."""
    rated: dict[str | None, dict[str, Rating]] = {}
    rated.update(row.ratings.items())
    return rated or {None: row.suggested}


def _by(rated: Rated, analyst: str) -> Rated:
    return rated._replace(ratings={analyst: rated.ratings[analyst]} if analyst in rated.ratings else {})


def _against(rated: Rated, id_: str) -> float:
    """What one row takes from a hypothesis: the mean over its raters, times its weights."""
    given = [AGAINST.get(each.get(id_, "NA"), 0) for each in rated.ratings.values()]
    return fmean(given) * FACTOR[rated.row.credibility] * FACTOR[rated.row.relevance] if given else 0.0


def _grouped(rated: Iterable[Rated]) -> Iterable[list[Rated]]:
    groups: dict[str, list[Rated]] = {}
    for each in rated:
        groups.setdefault(each.group, []).append(each)
    return groups.values()


def _worst(group: Iterable[Rated], id_: str) -> float:
    """What rows of one origin take together: as much as the gravest of them."""
    return min(_against(each, id_) for each in group)


def _weighed(rated: Rated, ids: Sequence[str]) -> WeighedRow:
    return WeighedRow(
        row=rated.row.id,
        diagnosticity=round(spread(rated, ids), 4),
        group=rated.group,
        raters=tuple(sorted(name for name in rated.ratings if name is not None)),
    )


def _leave_out(ids: Sequence[str], rated: Sequence[Rated], order: HypothesisOrder) -> Iterator[LeftOut]:
    """Each row alone, then each set of rows of one origin, whose going would change who comes first."""
    single = [[each] for each in rated]
    for gone in [*single, *(group for group in _grouped(rated) if len(group) > 1)]:
        left = rank_hypotheses(ids, [each for each in rated if each not in gone])
        if set(left.leaders) != set(order.leaders):
            yield LeftOut(rows=tuple(each.row.id for each in gone), leaders=left.leaders)


def _disagreements(ids: Sequence[str], rated: Sequence[Rated]) -> Iterator[Disagreement]:
    """Where one analyst holds a row against a hypothesis and another holds it for it."""
    for each in rated:
        for id_ in ids:
            given = {name: row[id_] for name, row in each.ratings.items() if name and id_ in row}
            sides = [SIDE.get(rating, 0) for rating in given.values()]
            if sides and min(sides) < 0 < max(sides):
                yield Disagreement(row=each.row.id, hypothesis=id_, ratings=given)


def _warnings(hypotheses: Sequence[Hypothesis], rated: Sequence[Rated]) -> Iterator[str]:
    """Kinds of explanation that are left out, pairs that overlap in words, pairs that no row tells apart."""
    told = set()
    kinds = {each.kind for each in hypotheses}
    yield from (f"no explanation is {words}" for kind, words in _ADVISED.items() if kind not in kinds)
    for one, other in find_overlaps(hypotheses):
        told.add((one.id, other.id))
        yield f'"{one.name}" and "{other.name}" overlap: what holds for one may hold for the other'
    for one, other in combinations(hypotheses, 2):
        apart = any(
            given.get(one.id) != given.get(other.id) for each in rated for given in each.ratings.values()
        )
        if rated and not apart and (one.id, other.id) not in told:
            yield f'no row tells "{one.name}" from "{other.name}"'
