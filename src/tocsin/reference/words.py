"""Words of probability: what ours mean on the yardstick, and how readers hear those of others.

Comes in: a probability, or a stretch of text. Goes out: the yardstick's words, or the range of
probabilities that readers hear. It does not know who speaks: use `likelihood_words` for what we say and
`certainty_of` for what a source says, never the other way round (words.yaml holds both tables).
"""

import re
from functools import cache
from importlib import resources
from itertools import pairwise
from typing import Any, NamedTuple

from tocsin.reference.tables import parse_table
from tocsin.terms import Certainty, Record, ScaleName

_PERCENT = re.compile(
    r"\b(?P<low>\d{1,3}(?:\.\d+)?)(?:\s?(?:-|–|to)\s?(?P<high>\d{1,3}))?\s?(?:%|percent|per cent)\s+"
    r"(?:chance|probability|likelihood|likely|certain|confident|sure)\b",
    re.IGNORECASE,
)


class YardstickRow(Record):
    """One row of a yardstick: our words for probabilities from `low` to `high`.

    Where the next row begins at `high`, that bound is the next row's; where a gap follows it belongs here,
    unless the row is `open`.
    """

    words: str
    also: str
    low: float
    high: float
    open: bool = False


class _Heard(NamedTuple):
    """One phrase as readers hear it; `rank` and the length decide between phrases."""

    phrase: str
    rank: int
    low: float
    mid: float
    high: float


@cache
def yardstick(scale: ScaleName = "icd203") -> tuple[YardstickRow, ...]:
    """A yardstick, lowest row first, as printed at the end of a brief."""
    return tuple(YardstickRow(**row) for row in _table()["yardsticks"][scale]["rows"])


def scale_title(scale: ScaleName) -> str:
    """What a scale is called."""
    return str(_table()["yardsticks"][scale]["title"])


def foreign_words(scale: ScaleName) -> tuple[str, ...]:
    """Words of likelihood that only other yardsticks than this one use."""
    own = {words for row in yardstick(scale) for words in (row.words, row.also)}
    others = (row for name in _table()["yardsticks"] if name != scale for row in yardstick(name))
    return tuple(dict.fromkeys(w for row in others for w in (row.words, row.also) if w and w not in own))


def likelihood_words(probability: float, scale: ScaleName = "icd203") -> str:
    """A yardstick's words for a probability: 0.05 is "very unlikely" by ICD 203.

    A number in a gap of the scale is never rounded into a band: it gets both neighbours' words (L3), 0.07
    "between remote chance and highly unlikely" by PHIA.

    Raises:
        ValueError: not a probability.
    """
    below, above = _rows_at(probability, scale)
    return below.words if below is above else f"between {below.words} and {above.words}"


def range_words(low: float, high: float, scale: ScaleName = "icd203") -> str:
    """The words for a band, from the one that holds its lower end, or stands next below, to the upper."""
    first, last = _rows_at(low, scale)[0], _rows_at(high, scale)[1]
    return first.words if first is last else f"{first.words} to {last.words}"


def words_crossed(low: float, high: float, scale: ScaleName = "icd203") -> int:
    """Over how many words of a yardstick a band runs: 1 where both ends read alike."""
    rows = yardstick(scale)
    return rows.index(_rows_at(high, scale)[1]) - rows.index(_rows_at(low, scale)[0]) + 1


def _rows_at(probability: float, scale: ScaleName) -> tuple[YardstickRow, YardstickRow]:
    """The row that holds a probability, twice; in a gap the row below and the row above it."""
    if not 0 <= probability <= 1:
        raise ValueError(f"{probability} is not a probability")
    rows = yardstick(scale)
    for row, after in pairwise(rows):
        is_closed = row.high < after.low and not row.open
        if probability < row.high or (is_closed and probability == row.high):
            return row, row
        if probability < after.low:
            return row, after
    return rows[-1], rows[-1]


def within_scale(probability: float) -> float:
    """The probability as shown for an open question: never below 0.01, never above 0.99."""
    return min(max(probability, 0.01), 0.99)


def certainty_of(text: str) -> Certainty | None:
    """How sure the words in `text` sound to readers, by its most telling phrase; None if it has none.

    A stated percentage comes first, then phrases that name a probability ("highly likely"), then adverbs
    and verbs of belief, then bare modals: "might possibly" is heard as "possibly". 0.1-0.4-0.66 for "might".
    """
    if stated := _PERCENT.search(text):
        return _stated(stated)
    found = [match for match in _pattern().finditer(text) if _is_heard(text, match)]
    if not found:
        return None
    best = min(found, key=lambda match: (_heard(match[0]).rank, -len(match[0]), match.start()))
    heard = _heard(best[0])
    return Certainty(low=heard.low, mid=heard.mid, high=heard.high, words=best[0])


def _stated(match: re.Match[str]) -> Certainty | None:
    low = float(match["low"]) / 100
    high = float(match["high"] or match["low"]) / 100
    if not low <= high <= 1:
        return None
    return Certainty(low=low, mid=round((low + high) / 2, 4), high=high, words=match[0])


def _is_heard(text: str, match: re.Match[str]) -> bool:
    """Whether the match is a word of probability where it stands ("military might" is none)."""
    guard = _table()["not_heard"].get(match[0].lower())
    if guard is None:
        return True
    before = text[: match.start()].split()[-1:]
    after = text[match.end() :].split()[:1]
    is_barred_before = bool(before) and before[0].lower() in guard.get("before", ())
    is_barred_after = bool(after) and after[0].lower() in guard.get("after", ())
    return not (is_barred_before or is_barred_after)


def _heard(words: str) -> _Heard:
    table = _phrases()
    return table.get(words) or table[words.lower()]


@cache
def _table() -> dict[str, Any]:
    text = resources.files(__package__).joinpath("words.yaml").read_text("utf-8")
    table: dict[str, Any] = parse_table(text)
    return table


@cache
def _phrases() -> dict[str, _Heard]:
    return {
        phrase: _Heard(phrase, row["rank"], row["low"], row["mid"], row["high"])
        for row in _table()["heard"]
        for phrase in row["phrases"]
    }


@cache
def _pattern() -> re.Pattern[str]:
    exact = {phrase for row in _table()["heard"] if row.get("exact") for phrase in row["phrases"]}
    parts = [
        re.escape(phrase) if phrase in exact else f"(?i:{re.escape(phrase)})"
        for phrase in sorted(_phrases(), key=len, reverse=True)
    ]
    return re.compile(rf"(?<![\w-])(?:{'|'.join(parts)})(?![\w-])")
