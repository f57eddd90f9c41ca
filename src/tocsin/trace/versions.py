"""Tells what changed between two versions of one article: claims gone or added, numbers, dates, stances.

Two documents with their readings come in, changes go out. It compares what is claimed, not the wording; it
does not know which version is right.
"""

import re
from collections.abc import Iterable, Mapping, Sequence

from tocsin.terms import Claim, ClaimChange, Document, Edge, Reading
from tocsin.trace.core import words_of_claim
from tocsin.trace.cues import words_of
from tocsin.trace.passages import telling_words

SAME = 0.5  # share of the shorter claim's telling words that both hold, from which they are one claim
_FEWEST = 2  # telling words; a shorter claim is compared with nothing
_LONGEST = 160  # characters of a claim that are shown
_NUMBER = re.compile(rf"\b(?:\d[\d.,]*\d|\d|{words_of('numbers')})\b", re.IGNORECASE)
_DATE = re.compile(
    rf"\b(?:{words_of('days')}|\d{{1,2}}\s+{words_of('months')}|{words_of('months')}(?:\s+\d{{1,2}})?)\b"
)


def find_changes(
    edges: Iterable[Edge], documents: Mapping[str, Document], readings: Mapping[str, Reading]
) -> list[ClaimChange]:
    """What each new version among the edges changed; nothing where one of the two was not read."""
    changes: list[ClaimChange] = []
    for edge in edges:
        is_known = {edge.from_, edge.to} <= documents.keys() & readings.keys()
        if edge.relation == "revises" and is_known:
            newer, older = documents[edge.from_], documents[edge.to]
            changes += compare_versions(newer, readings[newer.id], older, readings[older.id])
    return changes


def compare_versions(
    newer: Document, reading: Reading, older: Document, older_reading: Reading
) -> list[ClaimChange]:
    """The changes, in the order of the newer text; claims that are gone come last."""
    now, then = _outermost(reading), _outermost(older_reading)
    pairs = _matched(newer, now, older, then)
    changes: list[ClaimChange] = []
    for claim in now:
        was = pairs.get(claim.id)
        if was is None:
            changes.append(_change("added", newer, older, claim, None))
        else:
            changes += _differences(newer, claim, older, was)
    kept = {was.id for was in pairs.values()}
    return changes + [_change("gone", newer, older, None, was) for was in then if was.id not in kept]


def _outermost(reading: Reading) -> list[Claim]:
    return [claim for claim in reading.claims if claim.within is None and claim.content]


def _matched(
    newer: Document, now: Sequence[Claim], older: Document, then: Sequence[Claim]
) -> dict[str, Claim]:
    """Claim of the newer version -> the same claim of the older; the most alike find each other first."""
    mine = [(claim, _telling(newer, claim)) for claim in now]
    theirs = [(claim, _telling(older, claim)) for claim in then]
    alike = sorted(
        (-_likeness(words, others), place, other)
        for place, (_, words) in enumerate(mine)
        for other, (_, others) in enumerate(theirs)
        if _likeness(words, others) >= SAME
    )
    pairs: dict[int, int] = {}
    for _, place, other in alike:
        if place not in pairs and other not in pairs.values():
            pairs[place] = other
    return {now[place].id: then[other] for place, other in pairs.items()}


def _telling(document: Document, claim: Claim) -> frozenset[str]:
    return frozenset(telling_words(_NUMBER.sub(" ", words_of_claim(document, claim))))


def _likeness(words: frozenset[str], others: frozenset[str]) -> float:
    shorter = min(len(words), len(others))
    return len(words & others) / shorter if shorter >= _FEWEST else float(words == others != frozenset())


def _differences(newer: Document, claim: Claim, older: Document, was: Claim) -> list[ClaimChange]:
    words, before = words_of_claim(newer, claim), words_of_claim(older, was)
    told = ((_found(_DATE, words), _found(_DATE, before)), (_numbers(words), _numbers(before)))
    changes = [
        _change(
            kind, newer, older, claim, was, f"{', '.join(there) or 'none'} -> {', '.join(here) or 'none'}"
        )
        for kind, (here, there) in zip(("date", "number"), told, strict=True)
        if here != there
    ]
    stances = (_stance(was), _stance(claim))
    if stances[0] != stances[1]:
        changes.append(_change("stance", newer, older, claim, was, " -> ".join(stances)))
    return changes


def _stance(claim: Claim) -> str:
    """How the source stands to the claim, in words."""
    manner = [claim.stance, "hedged" if claim.hedged else "", "denied" if claim.polarity == "denied" else ""]
    return ", ".join(word for word in manner if word)


def _found(pattern: re.Pattern[str], words: str) -> list[str]:
    return sorted({" ".join(match.group().split()) for match in pattern.finditer(words)})


def _numbers(words: str) -> list[str]:
    """Numbers that are no part of a date."""
    return _found(_NUMBER, _DATE.sub(" ", words))


def _change(
    kind: str, newer: Document, older: Document, claim: Claim | None, was: Claim | None, detail: str = ""
) -> ClaimChange:
    document, shown = (newer, claim) if claim else (older, was)
    assert shown is not None
    words = " ".join(words_of_claim(document, shown).split())
    return ClaimChange.model_validate(
        {
            "document": newer.id,
            "before": older.id,
            "kind": kind,
            "claim": claim.key if claim else None,
            "was": was.key if was else None,
            "words": words if len(words) <= _LONGEST else words[: words.rfind(" ", 0, _LONGEST - 1)] + "…",
            "detail": detail,
        }
    )
