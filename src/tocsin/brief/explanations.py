"""Writes what the matrix of competing hypotheses says: the order, what speaks against each, what it rests on.

Comes in: a comparison. Goes out: lines for the alternatives and for dissent. It gives an order and never a
number: no score and no probability of an explanation reaches a sentence.
"""

from collections.abc import Iterable, Iterator, Sequence
from itertools import groupby

from tocsin.brief.line import Line, assumption, information, judgement
from tocsin.brief.naming import indicator_id
from tocsin.brief.wording import count, listing, lower_first, unended, upper_first
from tocsin.terms import Comparison, Disagreement, Hypothesis, HypothesisOrder, LeftOut, MatrixRow

AGAINST = ("I", "II")
TOLD_ROWS = 3  # named in one sentence
KINDS = {
    "deception": "deception",
    "nothing": "nothing happens",
    "signal": "a signal",
    "influence": "an attempt to influence",
    "act": "an act",
}


def write_explanations(made: Comparison, about: Sequence[str]) -> Iterator[Line]:
    """The order of the hypotheses with what speaks against each; `about` is cited where nothing else is."""
    yield information(_basis(made), about)
    yield judgement(_order(made, made.orders[0]), about)
    for score in made.orders[0].scores:
        yield _hypothesis(made, score.hypothesis)
    yield information(_rests_on(made), _cited(_rows(made, _crucial(made))) or about)
    yield from (information(upper_first(warning), about) for warning in made.warnings)


def write_disagreements(made: Comparison, about: Sequence[str]) -> Iterator[Line]:
    """Where analysts rate a row on different sides, and where one of them would put another first."""
    for each in made.disagreements:
        row = _rows(made, [each.row])
        yield information(_disagreement(made, each), _cited(row) or about)
    for order in made.orders[1:]:
        if set(order.leaders) != set(made.orders[0].leaders):
            who = unended(order.analyst or "")
            text = f"By the ratings of {who} alone, least speaks against {_names(made, order.leaders)}"
            yield judgement(text, about)


def _basis(made: Comparison) -> str:
    number = len({row.group for row in made.rows if row.diagnosticity})
    told = f"{upper_first(count(len(made.hypotheses), 'explanation'))} are held against "
    told += f"{count(len(made.rows), 'row')} of evidence"
    told += (
        f", of which {number} count: rows of one origin count once, and rows that fit all alike not at all"
    )
    if made.is_suggested:
        return f"{told}; the ratings are suggestions by rule that no analyst has accepted"
    analysts = dict.fromkeys(name for row in made.rows for name in row.raters)
    return f"{told}; rated by {listing(unended(name) for name in analysts)}"


def _order(made: Comparison, order: HypothesisOrder) -> str:
    """`Least speaks against a; more against b and c (even) and d, in this order`: places, no numbers."""
    first, *others = [
        [each.hypothesis for each in tied] for _, tied in groupby(order.scores, key=lambda each: each.rank)
    ]
    text = f"Least speaks against {_names(made, first)}"
    if not others:
        return text
    told = listing(f"{_names(made, ids)}{' (even)' if len(ids) > 1 else ''}" for ids in others)
    return f"{text}; more against {told}{', in this order' if len(others) > 1 else ''}"


def _hypothesis(made: Comparison, id_: str) -> Line:
    found = _by_id(made)[id_]
    against = [row for row in made.matrix.rows if _speaks_against(row, id_)]
    text = f"{unended(found.name)} ({KINDS[found.kind]}): {unended(found.statement)}"
    if against:
        told = (f'"{lower_first(unended(row.statement))}"' for row in against)
        text += f"; against it {'speaks' if len(against) == 1 else 'speak'} {listing(told, TOLD_ROWS)}"
    else:
        text += "; nothing in these rows speaks against it"
    return assumption(text, _cited(against))


def _rests_on(made: Comparison) -> str:
    crucial = [each for each in made.rests_on if len(each.rows) == 1] or list(made.rests_on)
    if not crucial:
        return "No single row and no single origin decides who comes first"
    told = listing((_without(made, each) for each in crucial), TOLD_ROWS)
    return f"What the order rests on: {told}"


def _without(made: Comparison, each: LeftOut) -> str:
    rows = listing(f'"{lower_first(unended(row.statement))}"' for row in _rows(made, each.rows))
    return f"without {rows}, {_names(made, each.leaders)} would come first"


def _disagreement(made: Comparison, each: Disagreement) -> str:
    given = listing(f"{unended(name)} rates it {rating}" for name, rating in each.ratings.items())
    row = lower_first(unended(_rows(made, [each.row])[0].statement))
    return f'Analysts differ on "{row}" for {_names(made, [each.hypothesis])}: {given}'


def _crucial(made: Comparison) -> list[str]:
    return [row for each in made.rests_on for row in each.rows]


def _speaks_against(row: MatrixRow, id_: str) -> bool:
    rated = row.ratings.values() if row.ratings else [row.suggested]
    return any(each.get(id_) in AGAINST for each in rated)


def _names(made: Comparison, ids: Iterable[str]) -> str:
    return listing(f'"{lower_first(unended(_by_id(made)[id_].name))}"' for id_ in ids)


def _by_id(made: Comparison) -> dict[str, Hypothesis]:
    return {each.id: each for each in made.hypotheses}


def _rows(made: Comparison, ids: Iterable[str]) -> list[MatrixRow]:
    wanted = set(ids)
    return [row for row in made.matrix.rows if row.id in wanted]


def _cited(rows: Iterable[MatrixRow]) -> list[str]:
    return [indicator_id(each) for row in rows for each in row.indicators]
