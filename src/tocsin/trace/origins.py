"""Resolves one story: who its documents really rest on, how many independent origins stand on each side.

The documents of a story, their readings and the copies among them come in; a `Story` goes out. It does
not unmask anybody: the unnamed officials of one outlet are that outlet's origin and nothing more.
"""

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from typing import Literal, NamedTuple

import numpy as np

from tocsin.reference.outlets import find_outlet
from tocsin.reference.phrases import Phrases
from tocsin.terms import Document, Edge, Independent, Origin, Reading, Relation, Side, Source, Story, identify
from tocsin.trace.core import Core, find_core
from tocsin.trace.counting import DRAWS, Draws, Lead, Sheet, Tally, Target, summarize
from tocsin.trace.credits import Credit
from tocsin.trace.cues import cue
from tocsin.trace.edges import derive
from tocsin.trace.grounds import Ground, Setting, find_grounds, own_target
from tocsin.trace.houses import House, house_named, house_of
from tocsin.trace.naming import unite_names
from tocsin.trace.quotes import find_shared_quotations
from tocsin.trace.speakers import country_in, is_public, name_of
from tocsin.trace.testimony import Testimony, find_testimonies, with_quotation

PASSING = 0.3  # share left to an outlet that only one document names, beside one that others name
ALONE = 0.45  # share left to whom only one document names where a third of the story shares another
SHOWN = 0.2  # an origin, or a document's resting on it, is listed from this share of draws on

OriginKind = Literal["outlet", "body", "own", "person", "officials", "document", "state-media"]
Side_ = tuple[Target, Side]

_KINDS: dict[str, OriginKind] = {
    "person": "person",
    "expert": "person",
    "officials": "officials",
    "document": "document",
    "state-media": "state-media",
}


class _Case(NamedTuple):
    """All that is known of one story while it is resolved; lists run along the documents."""

    documents: Sequence[Document]
    readings: Sequence[Reading | None]
    core: Core
    testimonies: Sequence[Sequence[Testimony]]
    setting: Setting
    labels: Mapping[Target, str]
    sources: Mapping[str, Source]
    tally: Tally


class Account(NamedTuple):
    """One document with all that was found in it before its story is resolved."""

    document: Document
    reading: Reading | None
    credits: Sequence[Credit]


def resolve_story(
    accounts: Sequence[Account],
    copies: Sequence[Edge],
    outlets: Phrases[str],
    *,
    seed: int,
    first_origin: int = 1,
) -> Story:
    """The story of these documents, with origins numbered from `first_origin` on.

    The order of the documents does not matter. Counts are those of the core claim; an origin that only
    other claims rest on is listed with those claims and has no edge.
    """
    accounts = sorted(accounts, key=lambda account: account.document.id)
    copies = sorted(copies, key=lambda edge: (edge.from_, edge.to))
    documents = [account.document for account in accounts]
    own_id = identify("story", [document.id for document in documents])
    case = _open_case(accounts, copies, outlets, seed=int(own_id[:8], 16) ^ seed)
    reached = _reached(case)
    listed = _listed(case, reached)
    numbers = {origin: f"o{first_origin + n}" for n, origin in enumerate(listed)}
    grounds = _grounds(case, reached)
    details = _details(grounds, numbers)
    ids = numbers | {origin: f"o{first_origin + len(numbers) + n}" for n, origin in enumerate(details)}
    origins = [
        *(_core_origin(case, reached, grounds, ids, origin) for origin in listed),
        *(_detail_origin(case, grounds, ids, origin) for origin in details),
    ]
    return Story(
        id=own_id,
        documents=tuple(document.id for document in documents),
        claim=case.core.claim,
        independent=_count(reached),
        origins=tuple(origins),
        edges=(*copies, *_edges(case, reached, numbers)),
    )


def _open_case(
    accounts: Sequence[Account], copies: Sequence[Edge], outlets: Phrases[str], seed: int
) -> _Case:
    documents = [account.document for account in accounts]
    readings = [account.reading for account in accounts]
    credits_ = [account.credits for account in accounts]
    core = find_core(documents, readings)
    found = [find_testimonies(a.document, a.reading, a.credits, core) for a in accounts]
    quoted, united = find_shared_quotations(documents, readings, core)
    for quotation in quoted:
        found[quotation.document] = with_quotation(found[quotation.document], quotation)
    names = unite_names(_speakers(accounts), united)
    bodies = {names[t.name] for each in found for t in each if t.kind == "body"}
    writers = _writers(documents, credits_, bodies)
    setting = Setting(outlets, names)
    copied = {edge.from_ for edge in copies if edge.relation == "copied"}
    settled = [
        [_settled(t, setting, writers, document) for t in each if _is_its_own(t, document, copied)]
        for document, each in zip(documents, found, strict=True)
    ]
    settled = _in_passing(settled)
    sheets = [_sheet(d, each, copies) for d, each in zip(documents, settled, strict=True)]
    labels = _labels(documents, settled)
    sources = {t.key: t.source for each in settled for t in each if t.kind == "body" and t.source}
    return _Case(
        documents, readings, core, settled, Setting(outlets, names), labels, sources, Tally(sheets, seed)
    )


def _speakers(accounts: Sequence[Account]) -> Iterable[tuple[str, str | None]]:
    """Every use of a public speaker's name in the story, with his country where the words tell it."""
    for document, reading, _ in accounts:
        for source in (claim.source for claim in reading.claims if claim.source) if reading else ():
            if is_public(source, document):
                name = name_of(source)
                yield name, source.country or country_in(name, document)


def _is_its_own(testimony: Testimony, document: Document, copied: set[str]) -> bool:
    """Whether the document itself bears the testimony: a copy's own sources are those of the copied text."""
    return testimony.kind != "self" or testimony.is_stated or document.id not in copied


def _settled(
    testimony: Testimony, setting: Setting, writers: Mapping[str, Credit], document: Document
) -> Testimony:
    """The testimony under the name that stands for its body, or of the outlet that the name means."""
    if testimony.kind != "body":
        return testimony
    name = setting.bodies.get(testimony.name, testimony.name)
    house = house_named(testimony.name, document, setting.outlets)
    if name in writers:
        house = House(writers[name].family, writers[name].name)
    if house:
        return testimony._replace(kind="outlet", key=house.family, name=house.name, source=None)
    return testimony._replace(key=name, name=name)


def _in_passing(testimonies: Sequence[Sequence[Testimony]]) -> list[list[Testimony]]:
    """Whom one document alone names counts for less, beside one whom others name or in a shared story."""
    naming: Counter[tuple[str, str]] = Counter()
    for each in testimonies:
        naming.update({(t.kind, t.key) for t in each if t.kind != "self"})
    leading = max(naming.values(), default=0)
    is_shared_story = len(testimonies) >= 4 and leading >= len(testimonies) / 3

    def weight(testimony: Testimony, each: Sequence[Testimony]) -> float:
        if testimony.is_stated or naming[testimony.kind, testimony.key] > 1:
            return 1.0
        apart = [t for t in each if t is not testimony and not t.is_beside(testimony)]
        others = [t for t in apart if t.side == testimony.side]
        beside = any(t.kind == "self" or naming[t.kind, t.key] > 1 for t in others)
        is_passing = beside and testimony.kind != "self"
        is_alone = is_shared_story and testimony.side == "asserts"
        return (PASSING if is_passing else 1.0) * (ALONE if is_alone else 1.0)

    return [[t._replace(probability=t.probability * weight(t, each)) for t in each] for each in testimonies]


def _writers(
    documents: Sequence[Document], credits_: Sequence[Sequence[Credit]], names: Iterable[str]
) -> dict[str, Credit]:
    """Speakers who are an outlet's writers ("reporter X wrote in Y"): name -> a credit of that outlet."""
    writers: dict[str, Credit] = {}
    for document, each in zip(documents, credits_, strict=True):
        for credit in each:
            words = credit.sentence.of(document.text)
            if cue("writers").search(words):
                writers |= {n: credit for n in names if re.search(rf"\b{re.escape(n.split()[-1])}\b", words)}
    return writers


def _sheet(document: Document, testimonies: Sequence[Testimony], copies: Sequence[Edge]) -> Sheet:
    leads = tuple(
        Lead(_target(document, t), t.side, t.probability, t.kind != "self" or t.is_stated)
        for t in testimonies
    )
    copied = [(e.to, e.probability) for e in copies if e.from_ == document.id and not leads]
    return Sheet(document.id, house_of(document.outlet) if document.outlet else None, leads, tuple(copied))


def _lead(document: Document, testimony: Testimony) -> Lead:
    stated = testimony.kind != "self" or testimony.is_stated
    return Lead(_target(document, testimony), testimony.side, testimony.probability, stated)


def _target(document: Document, testimony: Testimony) -> Target:
    return own_target(document) if testimony.kind == "self" else Target(testimony.kind, testimony.key)


def _labels(documents: Sequence[Document], testimonies: Sequence[Sequence[Testimony]]) -> dict[Target, str]:
    named: dict[Target, Counter[str]] = defaultdict(Counter)
    for document, each in zip(documents, testimonies, strict=True):
        named[own_target(document)][document.outlet or document.label] += 1
        for testimony in each:
            named[_target(document, testimony)][testimony.name] += 1
    return {target: min(counts, key=lambda name: (-counts[name], name)) for target, counts in named.items()}


def _reached(case: _Case) -> dict[Side_, dict[str, Draws]]:
    """(origin, side) -> document -> draws in which the document's core claim ends there."""
    reached: dict[Side_, dict[str, Draws]] = defaultdict(dict)
    sides: tuple[Side, ...] = ("asserts", "denies")
    for document in case.documents:
        for side in sides:
            for target, draws in case.tally.reach(document.id, side).items():
                if draws.any():
                    reached[target, side][document.id] = draws
    return reached


def _any(draws: Mapping[str, Draws]) -> Draws:
    every: Draws = np.logical_or.reduce(list(draws.values()))
    return every


def _count(reached: Mapping[Side_, Mapping[str, Draws]]) -> Independent:
    return Independent(
        asserting=summarize([_any(draws) for (_, side), draws in reached.items() if side == "asserts"]),
        denying=summarize([_any(draws) for (_, side), draws in reached.items() if side == "denies"]),
    )


def _listed(case: _Case, reached: Mapping[Side_, Mapping[str, Draws]]) -> list[Side_]:
    """Origins in order: those that most documents rest on first."""
    likely = [o for o, draws in reached.items() if _any(draws).mean() >= SHOWN and _resting(draws)]
    return sorted(likely, key=lambda o: (-len(_resting(reached[o])), o[1], case.labels.get(o[0], ""), o[0]))


def _resting(draws: Mapping[str, Draws]) -> list[str]:
    return sorted(document for document, held in draws.items() if held.mean() >= SHOWN)


def _grounds(case: _Case, reached: Mapping[Side_, Mapping[str, Draws]]) -> list[Ground]:
    def end_of(target: Target, side: Side) -> Target:
        return _end_of(case.tally, target, side)

    grounds = []
    for document, reading in zip(case.documents, case.readings, strict=True):
        if reading:
            held = [(draws[document.id].mean(), o[0]) for o, draws in reached.items() if document.id in draws]
            rests_on = [target for share, target in sorted(held, reverse=True) if share >= SHOWN]
            grounds += find_grounds(document, reading, case.core, rests_on, case.setting, end_of)
    return grounds


def _end_of(tally: Tally, target: Target, side: Side) -> Target:
    if target.kind != "outlet":
        return target
    ends = tally.outlet(target.key, side)
    return max(sorted(ends), key=lambda end: ends[end].mean())


def _details(grounds: Sequence[Ground], numbers: Mapping[Side_, str]) -> list[Side_]:
    """Origins that only other claims rest on, in order; a denier of the core is not one of them again."""
    counts = Counter((g.target, g.side) for g in grounds if not _known(g, numbers))
    sides: dict[Target, Side] = {}
    for (target, side), _ in sorted(counts.items(), key=lambda item: (-item[1], item[0])):
        sides.setdefault(target, side)
    return sorted(sides.items())


def _known(ground: Ground, ids: Mapping[Side_, str]) -> str | None:
    other: Side = "asserts" if ground.side == "denies" else "denies"
    return ids.get((ground.target, ground.side)) or ids.get((ground.target, other))


def _core_origin(
    case: _Case,
    reached: Mapping[Side_, Mapping[str, Draws]],
    grounds: Sequence[Ground],
    ids: Mapping[Side_, str],
    origin: Side_,
) -> Origin:
    target, side = origin
    return Origin(
        id=ids[origin],
        name=_name(case, target),
        kind=_kind(target, _name(case, target), case.sources.get(target.key)),
        side=side,
        documents=tuple(_resting(reached[origin])),
        claims=tuple(ground.claim for ground in grounds if _known(ground, ids) == ids[origin]),
        seen=target.kind != "outlet" or any(case.tally.is_seen(h) for h in case.tally.ring_of(target.key)),
        probability=round(float(_any(reached[origin]).mean()), 3),
    )


def _detail_origin(case: _Case, grounds: Sequence[Ground], ids: Mapping[Side_, str], origin: Side_) -> Origin:
    target, side = origin
    mine = [ground for ground in grounds if _known(ground, ids) == ids[origin]]
    name = case.labels.get(target) or next((ground.name for ground in mine if ground.name), target.key)
    return Origin(
        id=ids[origin],
        name=name,
        kind=_kind(target, name, next((ground.source for ground in mine if ground.source), None)),
        side=side,
        documents=tuple(sorted({ground.document for ground in mine})),
        claims=tuple(ground.claim for ground in mine),
        seen=target.kind != "outlet" or case.tally.is_seen(target.key),
    )


def _name(case: _Case, target: Target) -> str:
    ring = sorted(case.tally.ring_of(target.key)) if target.kind == "outlet" else []
    if len(ring) > 1:
        return (
            ", ".join(case.labels.get(Target("outlet", house), house) for house in ring)
            + " (citing each other)"
        )
    return case.labels.get(target, target.key)


def _kind(target: Target, name: str, source: Source | None) -> OriginKind:
    if target.kind == "own":
        return "own"
    if target.kind == "outlet":
        outlet = find_outlet(name)
        return "state-media" if outlet and outlet.kind == "state-media" else "outlet"
    return _KINDS.get(source.kind, "body") if source else "body"


def _edges(
    case: _Case, reached: Mapping[Side_, Mapping[str, Draws]], numbers: Mapping[Side_, str]
) -> list[Edge]:
    """From each document to the article it cites, if that is here, and to every origin it rests on."""
    edges = []
    for document, testimonies in zip(case.documents, case.testimonies, strict=True):
        spans = {(_target(document, t), t.side): t.spans for t in testimonies}
        edges += _article_edges(case, document, testimonies)
        for origin, number in numbers.items():
            draws = reached[origin].get(document.id)
            if draws is not None and draws.mean() >= 1 / DRAWS:
                relation = _relation(document, origin[0])
                edges.append(
                    derive(document.id, number, relation, float(draws.mean()), spans.get(origin, ()))
                )
    return edges


def _article_edges(case: _Case, document: Document, testimonies: Sequence[Testimony]) -> list[Edge]:
    edges = []
    for testimony in testimonies:
        article = next((d for d in case.documents if d.outlet and house_of(d.outlet) == testimony.key), None)
        if testimony.kind == "outlet" and article and article.id != document.id:
            edges.append(derive(document.id, article.id, "cites", testimony.probability, testimony.spans))
    return edges


def _relation(document: Document, target: Target) -> Relation:
    if target == own_target(document):
        return "owned"
    return "quoted" if target.kind == "body" else "cites"
