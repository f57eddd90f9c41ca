"""The page Forecasts: what was asked, what came of it, and whether probabilities meant what they said.

Comes in: a shelf and a day. Goes out: pages' contents as records. Questions of a watch that was written with
the outcome known are an illustration and are never counted with the others. Knows nothing about how it looks.
"""

import datetime as dt
from collections.abc import Iterable, Iterator, Sequence
from itertools import pairwise

from tocsin.brief.postmortem import sum_up
from tocsin.forecast import tally_record
from tocsin.reference.words import yardstick
from tocsin.terms import Brief, Forecast, MeanScore, PostMortem, Record, SettledQuestion
from tocsin.web.shelf import Shelf

NORMAL_95 = 1.6448536269514722  # 95 % point of the standard normal: both tails together leave 90 %


class Bin(Record):
    """Answers within one word of the yardstick: how many, what they said on average, how often it came.

    `low`..`high`: where `came` falls in 90 of 100 cases if the answers mean what they say.
    """

    words: str
    count: int
    said: float
    came: float
    low: float
    high: float


class RecordPart(Record):
    """Settled questions with their mean scores and how well they are calibrated."""

    settled: tuple[SettledQuestion, ...]
    means: tuple[MeanScore, ...]
    bins: tuple[Bin, ...]


class OpenQuestion(Record):
    """What is asked today and cannot be settled yet."""

    watch: str
    title: str
    name: str
    as_of: dt.date
    forecast: Forecast


class ForecastsPage(Record):
    """The track record of every watch, foresight and illustration apart, and the open questions."""

    foresight: RecordPart
    illustration: RecordPart
    why_illustration: str | None
    open: tuple[OpenQuestion, ...]
    postmortems: tuple[tuple[str, str, dt.date, int], ...]  # brief, title, as of, questions


class PostMortemPage(Record):
    """What became of one brief's questions."""

    found: PostMortem
    summary: str
    watch: str


def show_forecasts(shelf: Shelf) -> ForecastsPage:
    """All questions of the watches at hand, settled and open."""
    seen = sorted(shelf.watches)
    settled = [each for watch in seen for each in shelf.store.settled(watch)]
    shown = [each for each in settled if each.illustration]
    return ForecastsPage(
        foresight=_part([each for each in settled if not each.illustration]),
        illustration=_part(shown),
        why_illustration=shown[0].illustration if shown else None,
        open=tuple(sorted(_open(shelf, seen), key=lambda each: (each.forecast.by, each.title, each.name))),
        postmortems=tuple(_postmortems(shelf, settled)),
    )


def show_postmortem(shelf: Shelf, version: str) -> PostMortemPage | None:
    """What became of the questions of the brief of that version; None where none is settled."""
    brief = shelf.store.brief(version)
    settled = _of_brief(shelf, brief) if brief and brief.watch else ()
    if brief is None or not settled:
        return None
    found = PostMortem(
        title=brief.title,
        brief=version,
        as_of=brief.as_of,
        settled_on=max(each.settled_on for each in settled),
        markings=brief.markings,
        code_version=brief.code_version,
        illustration=settled[0].illustration,
        track_record=tally_record(settled),
    )
    return PostMortemPage(found=found, summary=sum_up(found), watch=brief.watch or "")


def fill_word_bins(answers: Sequence[tuple[float, bool]]) -> list[Bin]:
    """Answers by the word of ICD 203 that they fall under, empty words left out.

    The bar is p +- 1.645 sqrt(sum p (1 - p)) / n, the spread of a sum of unlike coins (Broecker and Smith
    2007); it takes the answers as independent, which questions of one brief are not. Worked: 100 answers of
    0.5 give 0.418 to 0.582.
    """
    edges = [0.0, *(row.high for row in yardstick()[:-1]), 1.0]
    filled = []
    for row, (low, high) in zip(yardstick(), pairwise(edges), strict=True):
        here = [a for a in answers if low < a[0] <= high or (low == 0.0 and a[0] == 0.0)]
        if here:
            filled.append(_bin(row.words, here))
    return filled


def _bin(words: str, answers: Sequence[tuple[float, bool]]) -> Bin:
    number = len(answers)
    said = sum(p for p, _ in answers) / number
    half = NORMAL_95 * sum(p * (1 - p) for p, _ in answers) ** 0.5 / number
    came = sum(happened for _, happened in answers) / number
    low, high = max(said - half, 0.0), min(said + half, 1.0)
    return Bin(words=words, count=number, said=said, came=came, low=low, high=high)


def _part(settled: Sequence[SettledQuestion]) -> RecordPart:
    answers = [(each.question.probability, bool(each.outcome)) for each in settled]
    return RecordPart(
        settled=tuple(
            sorted(settled, key=lambda each: (each.question.as_of, each.question.by), reverse=True)
        ),
        means=tally_record(settled).means if settled else (),
        bins=tuple(fill_word_bins(answers)),
    )


def _open(shelf: Shelf, watches: Iterable[str]) -> Iterator[OpenQuestion]:
    """What each watch's last outlook asks; a complement is settled with the others and is left out."""
    last = dict(shelf.store.watched())
    for watch in watches:
        outlook = shelf.store.outlook(watch, last[watch]) if watch in last else None
        for each in outlook.forecasts if outlook else ():
            name = shelf.scenario_name(watch, each.scenario)
            yield OpenQuestion(
                watch=watch, title=shelf.title(watch), name=name, as_of=last[watch], forecast=each
            )


def _postmortems(shelf: Shelf, settled: Sequence[SettledQuestion]) -> Iterator[tuple[str, str, dt.date, int]]:
    lines = {line.version: line for line in shelf.store.brief_lines(limit=1000)}
    counted: dict[str, int] = {}
    for each in settled:
        counted[each.question.brief] = counted.get(each.question.brief, 0) + 1
    found = [(lines[version], number) for version, number in counted.items() if version in lines]
    for line, number in sorted(found, key=lambda each: each[0].as_of, reverse=True):
        yield line.version, line.title, line.as_of, number


def _of_brief(shelf: Shelf, brief: Brief) -> tuple[SettledQuestion, ...]:
    found = shelf.store.settled(brief.watch or "")
    return tuple(each for each in found if each.question.brief == brief.version)
