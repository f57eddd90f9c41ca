"""Gathers all that is known of one story before its origins are counted, under names that the story shares.

Accounts of documents and the copies among them come in, a `Case` goes out. It weighs what one document
alone names; it neither counts nor writes records.
"""

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from typing import NamedTuple

from tocsin.reference.countries import country_of
from tocsin.reference.outlets import find_outlet
from tocsin.reference.phrases import Phrases
from tocsin.terms import Correction, Document, Edge, Reading, Source
from tocsin.trace.core import Core, find_core
from tocsin.trace.corrections import correct
from tocsin.trace.counting import PLAIN, Lead, Sheet, Tally, Target
from tocsin.trace.credits import Credit
from tocsin.trace.grounds import Setting, own_name, own_target
from tocsin.trace.houses import House, house_named, house_of
from tocsin.trace.naming import unite_names
from tocsin.trace.quotes import find_shared_quotations
from tocsin.trace.recurring import find_again
from tocsin.trace.sides import cleared_houses, on_one_side, without_cleared
from tocsin.trace.speakers import country_in, is_public, name_of
from tocsin.trace.testimony import Testimony
from tocsin.trace.witness import find_testimonies, with_quotation
from tocsin.trace.writers import find_writers

PASSING = 0.3  # share left to whom only one document names, beside one that others name
_SOLE = 0.5  # a speaker who is all that a document shows, and shown so surely, is no passing mention
ALONE = 0.2  # share left to whom only one document names where a third of the story shares another


class Case(NamedTuple):
    """All that is known of one story while it is resolved; lists run along the documents."""

    documents: Sequence[Document]
    readings: Sequence[Reading | None]
    core: Core
    testimonies: Sequence[Sequence[Testimony]]
    setting: Setting
    labels: Mapping[Target, str]
    sources: Mapping[str, Source]
    tally: Tally
    corrections: Sequence[Sequence[Correction]]


class Account(NamedTuple):
    """One document with all that was found in it before its story is resolved."""

    document: Document
    reading: Reading | None
    credits: Sequence[Credit]
    corrections: Sequence[Correction] = ()  # links to origins that an analyst cut or added


def open_case(accounts: Sequence[Account], copies: Sequence[Edge], outlets: Phrases[str], seed: int) -> Case:
    """Everything that resolving a story needs, with the draws already made."""
    documents = [account.document for account in accounts]
    readings = [account.reading for account in accounts]
    credits_ = [account.credits for account in accounts]
    core = find_core(documents, readings, {edge.to for edge in copies if edge.relation == "revises"})
    found = [find_testimonies(a.document, a.reading, a.credits, core) for a in accounts]
    quoted, united = find_shared_quotations(documents, readings, core)
    names = unite_names(_speakers(accounts), united)
    writers = find_writers(documents, credits_, names.values())
    for quotation in (quotation for quotation in quoted if names.get(quotation.name) not in writers):
        found[quotation.document] = with_quotation(found[quotation.document], quotation)
    setting = Setting(outlets, names, _voices(found, names))
    copied = {edge.from_ for edge in copies if edge.relation == "copied"}
    settled = [
        [_settled(t, setting, writers, document) for t in each if _is_its_own(t, document, copied)]
        for document, each in zip(documents, found, strict=True)
    ]
    cleared = cleared_houses(documents, settled)
    settled = find_again(documents, credits_, without_cleared(settled, cleared), names, writers, core)
    settled = on_one_side(_in_passing(without_cleared(settled, cleared)))
    settled = [correct(each, a.corrections, names) for each, a in zip(settled, accounts, strict=True)]
    sheets = [_sheet(d, each, copies) for d, each in zip(documents, settled, strict=True)]
    labels = _labels(documents, settled)
    sources = {t.key: t.source for each in settled for t in each if t.kind == "body" and t.source}
    tally, corrections = Tally(sheets, seed), [account.corrections for account in accounts]
    return Case(documents, readings, core, settled, setting, labels, sources, tally, corrections)


def _speakers(accounts: Sequence[Account]) -> Iterable[tuple[str, str | None]]:
    """Every use of a public speaker's name in the story, with his country where the words tell it."""
    for document, reading, *_ in accounts:
        for source in (claim.source for claim in reading.claims if claim.source) if reading else ():
            if is_public(source, document):
                name = name_of(source)
                yield name, source.country or country_in(name, document)


def _voices(found: Sequence[Sequence[Testimony]], names: Mapping[str, str]) -> dict[str, House]:
    """Governments that speak through their state's media in this story: name -> those media."""
    media = {}
    for testimony in (t for each in found for t in each if t.kind == "outlet"):
        outlet = find_outlet(testimony.name)
        if outlet and outlet.kind == "state-media":
            media[outlet.country] = House(testimony.key, testimony.name)
    governments = {name: country_of(name) for name in set(names.values())}
    return {name: media[country] for name, country in governments.items() if country and country in media}


def _is_its_own(testimony: Testimony, document: Document, copied: set[str]) -> bool:
    """Whether the document itself bears the testimony: a copy's own sources are those of the copied text."""
    return testimony.kind != "self" or testimony.is_stated or document.id not in copied


def _settled(
    testimony: Testimony, setting: Setting, writers: Mapping[str, House], document: Document
) -> Testimony:
    """The testimony under the name that stands for its body, or of the outlet that the name means."""
    if testimony.kind != "body":
        return testimony
    name = setting.bodies.get(testimony.name, testimony.name)
    house = setting.voices.get(name) or house_named(testimony.name, document, setting.outlets)
    if name in writers:
        house = writers[name]
    if house:
        return testimony._replace(kind="outlet", key=house.family, name=house.name, source=None)
    return testimony._replace(key=name, name=name)


def _in_passing(testimonies: Sequence[Sequence[Testimony]]) -> list[list[Testimony]]:
    """Whom one document alone names counts for less, beside one whom others name or in a shared story."""
    naming: Counter[tuple[str, str]] = Counter()
    plain: set[tuple[str, str]] = set()
    for each in testimonies:
        naming.update({(t.kind, t.key) for t in each if t.kind != "self"})
        plain |= {(t.kind, t.key) for t in each if t.probability >= PLAIN}
    leading = max(naming.values(), default=0)
    is_shared_story = len(testimonies) >= 4 and leading >= len(testimonies) / 3

    def weight(testimony: Testimony, each: Sequence[Testimony]) -> float:
        is_faint = testimony.kind == "body" and plain and (testimony.kind, testimony.key) not in plain
        if is_faint and naming[testimony.kind, testimony.key] > 1:
            return ALONE
        if testimony.is_stated or naming[testimony.kind, testimony.key] > 1:
            return 1.0
        apart = [t for t in each if t is not testimony and not t.is_beside(testimony)]
        others = [t for t in apart if t.side == testimony.side]
        beside = any(t.kind == "self" or naming[t.kind, t.key] > 1 for t in others)
        is_passing = beside and testimony.kind != "self"
        is_all = testimony.kind == "body" and testimony.probability >= _SOLE and len(each) == 1
        is_alone = is_shared_story and testimony.side == "asserts" and not is_all
        return (PASSING if is_passing else 1.0) * (ALONE if is_alone else 1.0)

    return [[t._replace(probability=t.probability * weight(t, each)) for t in each] for each in testimonies]


def _sheet(document: Document, testimonies: Sequence[Testimony], copies: Sequence[Edge]) -> Sheet:
    leads = tuple(_lead(document, testimony) for testimony in testimonies)
    mine = [edge for edge in copies if edge.from_ == document.id]
    copied = [(e.to, e.probability) for e in mine if not leads or e.probability == 1.0]  # 1.0: by hand
    return Sheet(document.id, house_of(document.outlet) if document.outlet else None, leads, tuple(copied))


def _lead(document: Document, testimony: Testimony) -> Lead:
    stated = testimony.kind != "self" or testimony.is_stated
    return Lead(target_of(document, testimony), testimony.side, testimony.probability, stated)


def target_of(document: Document, testimony: Testimony) -> Target:
    """What a testimony of the document leads to."""
    return own_target(document) if testimony.kind == "self" else Target(testimony.kind, testimony.key)


def _labels(documents: Sequence[Document], testimonies: Sequence[Sequence[Testimony]]) -> dict[Target, str]:
    named: dict[Target, Counter[str]] = defaultdict(Counter)
    for document, each in zip(documents, testimonies, strict=True):
        named[own_target(document)][own_name(document)] += 1
        for testimony in (testimony for testimony in each if testimony.kind != "self"):
            named[target_of(document, testimony)][testimony.name] += 1
    return {target: min(counts, key=lambda name: (-counts[name], name)) for target, counts in named.items()}
