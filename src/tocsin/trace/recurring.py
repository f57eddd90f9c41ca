"""Finds again, in every document of a story, the origins that several of its documents plainly rest on.

Testimonies of all documents come in and go out with what was overlooked: an origin that a document only
names in passing, or far from its core sentences, is one it rests on too if the story rests on it. It
adds nobody whom the story does not already name.
"""

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from typing import Literal, NamedTuple

from tocsin.reference.outlets import find_outlet
from tocsin.terms import Document, Side, Span
from tocsin.trace.core import Core, is_denied
from tocsin.trace.counting import PLAIN
from tocsin.trace.credits import Credit
from tocsin.trace.houses import House, house_of
from tocsin.trace.naming import last_name
from tocsin.trace.passages import told_sentences
from tocsin.trace.testimony import Testimony

DOCUMENTS = 2  # so many plain testimonies make an origin the story's
_CREDITED = 0.8  # the document credits it somewhere
_NAMED = 0.7  # the document names it where the core claim is told, or in its opening
_NEAR = 0.3  # bearing of a sentence that has to do with the core claim
_OPENING = 5  # sentences
_OFTEN = 3  # documents that must credit an outlet for it to be the story's, however they put it
_FOLLOWING = 400  # characters after a crediting sentence, where what it credits is often told
_TOUCHING = 0.15  # bearing from which these words have to do with the core claim
_LEAST = 3  # letters that a name must exceed to be looked for
_SHORT = 5  # letters up to which a name counts in its own spelling only


class _Origin(NamedTuple):
    kind: Literal["outlet", "body"]
    key: str


def find_again(
    documents: Sequence[Document],
    credits_: Sequence[Sequence[Credit]],
    testimonies: Sequence[Sequence[Testimony]],
    names: Mapping[str, str],
    writers: Mapping[str, House],
    core: Core,
) -> list[list[Testimony]]:
    """The testimonies of each document, with those to the story's recurring origins added or made surer.

    Args:
        documents: of one story.
        credits_: what each credits, anywhere in its text.
        testimonies: what each was found to rest on, under the names that the story shares.
        names: every name of a speaker -> the name that stands for it.
        writers: names of speakers who write for a house.
        core: of the story.
    """
    recurring = _often_credited(documents, credits_, core) | _recurring(testimonies)
    printed = _printed(testimonies, names, writers)
    found = []
    for document, credited, each in zip(documents, credits_, testimonies, strict=True):
        kept = [_surer(testimony, recurring) for testimony in each]
        for origin, side in recurring.items():
            if not any((t.kind, t.key) == origin for t in kept):
                kept += _overlooked(document, credited, kept, origin, side, printed.get(origin), core)
        found.append(kept)
    return found


def _recurring(testimonies: Sequence[Sequence[Testimony]]) -> dict[_Origin, Side]:
    """Origins that several documents plainly rest on, with the side on which most do."""
    sides: dict[_Origin, Counter[Side]] = defaultdict(Counter)
    for each in testimonies:
        named = [t for t in each if t.probability >= PLAIN]
        plain = {(_Origin(t.kind, t.key), t.side) for t in named if t.kind != "self"}
        for origin, side in plain:
            sides[origin][side] += 1
    often = sorted(origin for origin, counts in sides.items() if counts.total() >= DOCUMENTS)
    return {origin: max(sorted(sides[origin]), key=lambda side: sides[origin][side]) for origin in often}


def _often_credited(
    documents: Sequence[Document], credits_: Sequence[Sequence[Credit]], core: Core
) -> dict[_Origin, Side]:
    """Outlets that a third of the documents credit for something of the story, though not in its words."""
    crediting: Counter[str] = Counter()
    for document, each in zip(documents, credits_, strict=True):
        own = house_of(document.outlet) if document.outlet else None
        crediting.update({c.family for c in each if c.family != own and _is_about(c, document, core)})
    enough = max(_OFTEN, len(documents) / 3)
    often = sorted(family for family, count in crediting.items() if count >= enough)
    return {_Origin("outlet", family): "asserts" for family in often if not _is_agency(family)}


def _is_agency(family: str) -> bool:
    outlet = find_outlet(family)
    return outlet is not None and outlet.kind == "agency"


def _is_about(credit: Credit, document: Document, core: Core) -> bool:
    """Whether the crediting sentence, with what follows it, has to do with the core claim."""
    if credit.cue in ("dateline", "line"):
        return False
    return core.bearing(document.text[credit.sentence.start : credit.sentence.end + _FOLLOWING]) >= _TOUCHING


def _surer(testimony: Testimony, recurring: Mapping[_Origin, Side]) -> Testimony:
    """The testimony, at least as sure as a plain credit where the story rests on its origin."""
    if testimony.kind == "self" or recurring.get(_Origin(testimony.kind, testimony.key)) != testimony.side:
        return testimony
    return testimony._replace(probability=max(testimony.probability, _CREDITED))


def _printed(
    testimonies: Sequence[Sequence[Testimony]], names: Mapping[str, str], writers: Mapping[str, House]
) -> dict[_Origin, re.Pattern[str] | None]:
    """How each origin is named in running text."""
    forms: dict[_Origin, set[str]] = defaultdict(set)
    for testimony in (t for each in testimonies for t in each):
        if testimony.kind != "self":
            forms[_Origin(testimony.kind, testimony.key)].add(testimony.name)
    for name, standing in names.items():
        if _Origin("body", standing) in forms:
            forms[_Origin("body", standing)].add(name)
    signed: dict[_Origin, set[str]] = defaultdict(set)
    for name, house in writers.items():
        signed[_Origin("outlet", house.family)].add(name)
    return {origin: _pattern(origin, printed, signed[origin]) for origin, printed in forms.items()}


def _pattern(origin: _Origin, printed: Iterable[str], writers: Iterable[str]) -> re.Pattern[str] | None:
    """Names of the outlet and last names of its writers, or the last names of a speaker."""
    if origin.kind == "outlet":
        listed = [outlet for name in printed if (outlet := find_outlet(name))]
        aliases = {alias for outlet in listed for alias in outlet.aliases if alias[0] not in "~!"}
        words = {name for name in {*printed, *aliases} if len(name) > _LEAST}
    else:
        words, writers = set(), printed
    exact = {last for name in writers if (last := last_name(name))}
    spelt = [f"(?i:{re.escape(word)})" if len(word) > _SHORT else re.escape(word) for word in sorted(words)]
    every = [*spelt, *(re.escape(word) for word in sorted(exact))]
    return re.compile(rf"\b(?:{'|'.join(every)})(?!\w)") if every else None


def _overlooked(
    document: Document,
    credits_: Sequence[Credit],
    testimonies: Sequence[Testimony],
    origin: _Origin,
    side: Side,
    printed: re.Pattern[str] | None,
    core: Core,
) -> list[Testimony]:
    if origin.kind == "outlet":
        if document.outlet and house_of(document.outlet) == origin.key:
            rests_on_others = any(t.kind == "outlet" and t.probability >= PLAIN for t in testimonies)
            return [] if rests_on_others else [_at_home(document, side)]
        mine = [credit for credit in credits_ if credit.family == origin.key]
        if mine:
            first = mine[0]
            spans, told = (first.span,), first.is_told
            return [Testimony("outlet", origin.key, first.name, side, _CREDITED, spans, is_told=told)]
    elif any(t.is_told and t.probability >= PLAIN for t in testimonies):
        return []  # who spoke to an outlet is that outlet's report
    is_denying = origin.kind == "body" and side == "denies" and core.holds(origin.key)
    span = _where_named(document, printed, core, is_denying=is_denying)
    return [Testimony(origin.kind, origin.key, span.of(document.text), side, _NAMED, (span,))] if span else []


def _at_home(document: Document, side: Side) -> Testimony:
    """The report itself that others credit: its outlet's own word."""
    return Testimony("self", "", document.outlet or "", side, _CREDITED, (Span(0, 0),), is_stated=True)


def _where_named(
    document: Document, printed: re.Pattern[str] | None, core: Core, *, is_denying: bool
) -> Span | None:
    """Where the origin is first named in the opening or beside the core claim (or beside a denial)."""
    before = 0.0
    for number, sentence in enumerate(told_sentences(document.text) if printed else ()):
        words = sentence.of(document.text)
        bearing = core.bearing(words)
        match = printed.search(words) if printed else None
        if is_denying and not is_denied(words):
            continue
        if match and (number < _OPENING or max(bearing, before) >= _NEAR):
            return Span(sentence.start + match.start(), sentence.start + match.end())
        before = bearing
    return None
