"""Resolves one story: who its documents really rest on, how many independent origins stand on each side.

The documents of a story, their readings and the copies among them come in; a `Story` goes out. It does
not unmask anybody: the unnamed officials of one outlet are that outlet's origin and nothing more.
"""

from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from typing import Literal

import numpy as np

from tocsin.reference.outlets import find_outlet
from tocsin.reference.phrases import Phrases
from tocsin.terms import Document, Edge, Independent, Origin, Relation, Side, Source, Story, identify
from tocsin.trace.case import Account, Case, open_case, target_of
from tocsin.trace.corrections import is_cut
from tocsin.trace.counting import Draws, Tally, Target, summarize
from tocsin.trace.edges import derive
from tocsin.trace.grounds import Ground, find_grounds, own_target
from tocsin.trace.houses import house_of
from tocsin.trace.testimony import Testimony

SHOWN = 0.35  # a document's resting on an origin is listed from this share of draws on
LISTED = 0.5  # and an origin from this one
EDGED = 0.005  # an edge stands from this share on

OriginKind = Literal["outlet", "body", "own", "person", "officials", "document", "state-media"]
Side_ = tuple[Target, Side]

_KINDS: dict[str, OriginKind] = {
    "person": "person",
    "expert": "person",
    "officials": "officials",
    "document": "document",
    "state-media": "state-media",
}


def resolve_story(
    accounts: Sequence[Account],
    copies: Sequence[Edge],
    outlets: Phrases[str],
    *,
    id: str,
    seed: int,
) -> Story:
    """The story of these documents under this id, with origins numbered from o1 on.

    The order of the documents does not matter. Counts are those of the core claim; an origin that only
    other claims rest on is listed with those claims and has no edge.
    """
    accounts = sorted(accounts, key=lambda account: account.document.id)
    copies = sorted(copies, key=lambda edge: (edge.from_, edge.to))
    documents = [account.document for account in accounts]
    drawn = identify("story", [document.id for document in documents])
    case = open_case(accounts, copies, outlets, seed=int(drawn[:8], 16) ^ seed)
    reached = _reached(case)
    listed = _listed(case, reached)
    numbers = {origin: f"o{n}" for n, origin in enumerate(listed, 1)}
    grounds = _grounds(case, reached)
    details = _details(grounds, numbers)
    ids = numbers | {origin: f"o{len(numbers) + n}" for n, origin in enumerate(details, 1)}
    origins = [
        *(_core_origin(case, reached, grounds, ids, origin) for origin in listed),
        *(_detail_origin(case, grounds, ids, origin) for origin in details),
    ]
    return Story(
        id=id,
        documents=tuple(document.id for document in documents),
        claim=case.core.claim,
        independent=_count(reached),
        origins=tuple(origins),
        edges=(*copies, *_edges(case, reached, numbers)),
    )


def _reached(case: Case) -> dict[Side_, dict[str, Draws]]:
    """(origin, side) -> document -> draws in which the document's core claim ends there."""
    reached: dict[Side_, dict[str, Draws]] = defaultdict(dict)
    sides: tuple[Side, ...] = ("asserts", "denies")
    for place, document in enumerate(case.documents):
        for side in sides:
            for target, draws in case.tally.reach(document.id, side).items():
                if draws.any() and not _is_cut(case, place, target):
                    reached[target, side][document.id] = draws
    return reached


def _is_cut(case: Case, place: int, target: Target) -> bool:
    """Whether an analyst took the link from a document to an origin away, however the text leads there."""
    return is_cut(target.key, _name(case, target), case.corrections[place], case.setting.bodies)


def _any(draws: Mapping[str, Draws]) -> Draws:
    every: Draws = np.logical_or.reduce(list(draws.values()))
    return every


def _count(reached: Mapping[Side_, Mapping[str, Draws]]) -> Independent:
    return Independent(
        asserting=summarize([_any(draws) for (_, side), draws in reached.items() if side == "asserts"]),
        denying=summarize([_any(draws) for (_, side), draws in reached.items() if side == "denies"]),
    )


def _listed(case: Case, reached: Mapping[Side_, Mapping[str, Draws]]) -> list[Side_]:
    """Origins in order: those that most documents rest on first."""
    likely = [o for o, draws in reached.items() if _any(draws).mean() >= LISTED and _resting(draws)]
    return sorted(likely, key=lambda o: (-len(_resting(reached[o])), o[1], case.labels.get(o[0], ""), o[0]))


def _resting(draws: Mapping[str, Draws]) -> list[str]:
    return sorted(document for document, held in draws.items() if held.mean() >= SHOWN)


def _grounds(case: Case, reached: Mapping[Side_, Mapping[str, Draws]]) -> list[Ground]:
    def end_of(target: Target, side: Side) -> Target:
        return _end_of(case.tally, target, side)

    grounds: list[Ground | None] = []
    for place, (document, reading) in enumerate(zip(case.documents, case.readings, strict=True)):
        if reading:
            held = [(draws[document.id].mean(), o[0]) for o, draws in reached.items() if document.id in draws]
            rests_on = [target for share, target in sorted(held, reverse=True) if share >= SHOWN]
            found = find_grounds(document, reading, case.core, rests_on, case.setting, end_of)
            grounds += [_corrected(case, place, ground, rests_on) for ground in found]
    return [ground for ground in grounds if ground]


def _corrected(case: Case, place: int, ground: Ground, rests_on: Sequence[Target]) -> Ground | None:
    """The ground of a claim; where an analyst cut it, what he added in its place, or none."""
    if not _is_cut(case, place, ground.target):
        return ground
    added = {house_of(c.to) for c in case.corrections[place] if not c.is_cut}
    added |= {case.setting.bodies.get(c.to, c.to) for c in case.corrections[place] if not c.is_cut}
    instead = next((target for target in rests_on if target.key in added), None)
    return ground._replace(target=instead, name=_name(case, instead), source=None) if instead else None


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
    case: Case,
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


def _detail_origin(case: Case, grounds: Sequence[Ground], ids: Mapping[Side_, str], origin: Side_) -> Origin:
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


def _name(case: Case, target: Target) -> str:
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
    case: Case, reached: Mapping[Side_, Mapping[str, Draws]], numbers: Mapping[Side_, str]
) -> list[Edge]:
    """From each document to the article it cites, if that is here, and to every origin it rests on."""
    edges = []
    for document, testimonies in zip(case.documents, case.testimonies, strict=True):
        spans = {(target_of(document, t), t.side): t.spans for t in testimonies}
        edges += _article_edges(case, document, testimonies)
        for origin, number in numbers.items():
            draws = reached[origin].get(document.id)
            if draws is not None and draws.mean() >= EDGED:
                relation = _relation(document, origin[0])
                edges.append(
                    derive(document.id, number, relation, float(draws.mean()), spans.get(origin, ()))
                )
    return edges


def _article_edges(case: Case, document: Document, testimonies: Sequence[Testimony]) -> list[Edge]:
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
