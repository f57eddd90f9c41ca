"""Has a model propose claims, and claims for indicators; keeps what stands in the text, counts the rest.

Comes in: a document with its reading, a watch, a model. Goes out: suggestions for a person to decide on, and
how many proposals were refused for which reason. Nothing rests on a suggestion. Knows nothing about stores.
"""

import datetime as dt
import re
from collections import Counter
from collections.abc import Collection, Iterator
from typing import NamedTuple, get_args

from tocsin.assist.asking import Answered, Model
from tocsin.assist.exactly import find_exactly
from tocsin.assist.prompts import fence, task
from tocsin.terms import Claim, Document, Reading, Span, Stance, Suggestion, Watch, identify

LOT = 6_000  # code points of a text sent at once
SHORTEST = 12  # code points of a claim
MOST = 40  # proposals taken from one answer
MOST_CLAIMS = 60  # of one report, asked about at once
LONGEST_REASON = 300
NOT_THERE = "words that do not stand in the text"


class _Claim(Answered):
    quote: str
    source: str | None = None
    stance: str = "asserts"


class _Claims(Answered):
    claims: list[_Claim]


class _Match(Answered):
    indicator: str
    claim: int
    quote: str
    why: str = ""


class _Matches(Answered):
    matches: list[_Match]


class Proposed(NamedTuple):
    """What may be decided on, and how many proposals were refused, by reason."""

    suggestions: tuple[Suggestion, ...]
    refused: Counter[str]


def suggest_claims(document: Document, reading: Reading, model: Model, *, at: dt.datetime) -> Proposed:
    """Claims that the reading has not, in words that stand exactly in the text.

    Raises:
        ModelFault: the model gave nothing that can be used.
    """
    known = {span for claim in reading.claims for span in claim.content}
    made: dict[str, Suggestion] = {}
    refused: Counter[str] = Counter()
    for part in _parts(document.text):
        answer = model.ask(task("claims"), fence("TEXT", part), _Claims)
        refused["more than may be proposed at once"] += max(len(answer.claims) - MOST, 0)
        for proposal in answer.claims[:MOST]:
            checked = _check_claim(document, proposal, known)
            if isinstance(checked, str):
                refused[checked] += 1
                continue
            found = _suggest_claim(document, checked, model, at)
            made[found.id] = found
    return Proposed(tuple(made.values()), +refused)


def suggest_matches(
    document: Document,
    reading: Reading,
    watch: Watch,
    model: Model,
    *,
    known: Collection[tuple[str, str]] = (),
    at: dt.datetime,
) -> Proposed:
    """Claims of the reading for indicators of the watch, but for the `known` pairs of indicator and item.

    Raises:
        ModelFault: the model gave nothing that can be used.
    """
    claims = dict(enumerate(reading.claims[:MOST_CLAIMS], start=1))
    if not claims:
        return Proposed((), Counter())
    words = {number: _words(claim, document) for number, claim in claims.items()}
    listed = "\n".join(f"- {each.id}: {each.statement}" for each in watch.indicators)
    shown = [{"claim": number, "words": text} for number, text in words.items()]
    answer = model.ask(task("indicators", indicators=listed), fence("CLAIMS", shown), _Matches)
    made: dict[str, Suggestion] = {}
    refused: Counter[str] = Counter()
    refused["more than may be proposed at once"] += max(len(answer.matches) - MOST, 0)
    for proposal in answer.matches[:MOST]:
        claim = claims.get(proposal.claim)
        if claim is None:
            refused["a claim that was not asked about"] += 1
        elif proposal.indicator not in {each.id for each in watch.indicators}:
            refused["an indicator that the watch has not"] += 1
        elif find_exactly(words[proposal.claim], proposal.quote) is None:
            refused[NOT_THERE] += 1
        elif _is_known(claim, proposal.indicator, known):
            refused["already matched or decided on"] += 1
        else:
            found = _suggest_match(document, claim, proposal, watch, model, at)
            made[found.id] = found
    return Proposed(tuple(made.values()), +refused)


def _check_claim(
    document: Document, proposal: _Claim, known: Collection[Span]
) -> tuple[Span, Span | None, Stance] | str:
    """Where its words stand; or why it is refused."""
    span = find_exactly(document.text, proposal.quote)
    if span is None:
        return NOT_THERE
    if span.end - span.start < SHORTEST:
        return "too few words to be a claim"
    if any(span.start < other.end and other.start < span.end for other in known):
        return "already read"
    source = find_exactly(document.text, proposal.source) if proposal.source else None
    if proposal.source and source is None:
        return "a source whose name does not stand in the text"
    stances: tuple[Stance, ...] = get_args(Stance)
    stance = next((each for each in stances if each == proposal.stance), None)
    return (span, source, stance) if stance else "a stance that there is not"


def _suggest_claim(
    document: Document, checked: tuple[Span, Span | None, Stance], model: Model, at: dt.datetime
) -> Suggestion:
    span, source, stance = checked
    return Suggestion(
        id=identify("claim", document.id, span, source, stance),
        kind="claim",
        document=document.id,
        spans=(span,),
        source=source,
        stance=stance,
        model=model.address.model,
        host=model.address.host,
        at=at,
    )


def _suggest_match(
    document: Document, claim: Claim, proposal: _Match, watch: Watch, model: Model, at: dt.datetime
) -> Suggestion:
    return Suggestion(
        id=identify("indicator", document.id, watch.id, proposal.indicator, claim.key),
        kind="indicator",
        document=document.id,
        spans=claim.content,
        watch=watch.id,
        indicator=proposal.indicator,
        item=claim.key,
        because=" ".join(proposal.why.split())[:LONGEST_REASON],
        model=model.address.model,
        host=model.address.host,
        at=at,
    )


def _is_known(claim: Claim, indicator: str, known: Collection[tuple[str, str]]) -> bool:
    items = {claim.key, *(f"{claim.document}#{event}" for event in claim.events)}
    return any((indicator, item) in known for item in items)


def _words(claim: Claim, document: Document) -> str:
    return " ".join(" … ".join(span.of(document.text) for span in claim.content).split())


def _parts(text: str) -> Iterator[str]:
    """The text in parts that end with a paragraph where one ends in time."""
    start = 0
    while start < len(text):
        end = len(text)
        if end - start > LOT:
            ends = [match.end() for match in re.finditer(r"\n+", text[start : start + LOT])]
            end = start + (ends[-1] if ends else LOT)
        if text[start:end].strip():
            yield text[start:end]
        start = end
