"""Finds what claims and events bear on an indicator, each with its reason in words.

An indicator and the items of a reporting come in; a `Bearing` for each item that fits goes out. It does
not know how strong a bearing is (strengths.py) nor what state follows from it (states.py).

An indicator that asks for kinds is matched by events, and at a discount by claims that tell of such an act in
other words (acts.py); any other by claims. All that a match asks for must hold. A party that the words leave
out ("the launch was seen") is let through at a discount.
"""

import re
from collections.abc import Callable, Iterable, Sequence, Set
from functools import cache
from typing import NamedTuple

from tocsin.reference.kinds import kind_and_broader, kinds
from tocsin.terms import Actor, Indicator, Match
from tocsin.weigh.acts import Told, find_act
from tocsin.weigh.items import Item, named_in
from tocsin.weigh.strengths import asks_for_denial, strengths
from tocsin.weigh.wording import (
    countries,
    find_affirmed,
    find_words,
    listing,
    quoted,
    with_plurals,
)


class Fit(NamedTuple):
    """That one requirement holds: in which words, and with which discount."""

    words: str = ""
    factor: float = 1.0


class Bearing(NamedTuple):
    """An item that fits an indicator, with the reasons and the discount for what the words leave unsaid.

    `is_wide`: it fits only under the wider words of acts.yaml.
    """

    item: Item
    reasons: tuple[str, ...]
    factor: float
    is_wide: bool = False


class About(NamedTuple):
    """The countries that a watch is about, and all those that it names as concerned.

    What leaves them bears on no indicator: jammers over another sea, a border that somebody else crosses.
    """

    subject: frozenset[str]
    concerned: frozenset[str]

    def is_left_by(self, item: Item) -> bool:
        """Whether an item names a country that does not concern the watch, and none that it is about."""
        parties = {party.country for party in (*item.actors, *item.recipients)} if item.event else set()
        named = item.mentioned | parties
        return bool(self.subject) and not named & self.subject and bool(item.mentioned - self.concerned)


Requirement = Callable[[Match, Item], Fit | None]


def find_bearings(indicator: Indicator, items: Sequence[Item]) -> list[Bearing]:
    """The items that bear on the indicator, in their order; of nested claims the innermost only."""
    match = indicator.match
    read = {claim.key for each in items if _is_of_kinds(match, each) for claim in each.claims}
    wanted = [each for each in items if _is_asked(match, each, read)]
    found = [bearing for item in wanted if (bearing := _bear(match, item))]
    inside = {
        f"{b.item.document.id}#{b.item.claim.within}" for b in found if b.item.claim and not b.item.event
    }
    return [b for b in found if b.item.event or b.item.key not in inside]


def _is_of_kinds(match: Match, item: Item) -> bool:
    """Whether reading named the item's event by a kind asked for, or by a wider or narrower one."""
    return any(kind in match.kinds or kind in _wider(match.kinds) for kind in item.kinds)


def _is_asked(match: Match, item: Item, read: Set[str]) -> bool:
    """Events where kinds are asked for, with claims in which reading named none such; else claims."""
    if item.event is not None:
        return bool(match.kinds)
    return not match.kinds or item.key not in read


@cache
def _wider(asked: tuple[str, ...]) -> frozenset[str]:
    """The kinds asked for with all that they are cases of."""
    return frozenset(wider for kind in asked if kind in kinds() for wider in kind_and_broader(kind))


def _bear(match: Match, item: Item) -> Bearing | None:
    fits: list[Fit] = []
    for requirement in REQUIREMENTS:
        fit = requirement(match, item)
        if fit is None:
            return None
        fits.append(fit)
    factor = 1.0
    for fit in fits:
        factor *= fit.factor
    reasons = tuple(fit.words for fit in fits if fit.words)
    return Bearing(item, reasons, factor, is_wide=bool(match.kinds) and item.event is None)


def fit_kind(match: Match, item: Item) -> Fit | None:
    """The event is of a kind that the indicator asks for."""
    if not match.kinds:
        return Fit()
    if item.event is None:
        told = _told_act(match, item)
        return (
            Fit(f"tells of {told.kind}, in the words {quoted(told.words)}", strengths().in_other_words)
            if told
            else None
        )
    asked = next((kind for kind in item.kinds if kind in match.kinds), None)
    return Fit(f"tells of {asked}") if asked else None


def fit_actor(match: Match, item: Item) -> Fit | None:
    """Whoever acts (or speaks, where no event is asked for) is of a country asked for."""
    if match.kinds and item.event is None:
        return _fit_doer(match, item)
    return _fit_party(match.actors, item.actors, item, "by")


def fit_recipient(match: Match, item: Item) -> Fit | None:
    """Whoever it is done to is of a country asked for."""
    return _fit_party(match.recipients, item.recipients, item, "to")


def fit_status(match: Match, item: Item) -> Fit | None:
    """The event is said to be of a status asked for."""
    if not match.statuses:
        return Fit()
    if item.status not in match.statuses or _is_unrealised(match, item):
        return None
    return Fit(f"as {item.status}")


def fit_stance(match: Match, item: Item) -> Fit | None:
    """The source takes a stance asked for; a plain statement asserts."""
    if not match.stances:
        return Fit()
    stance = item.claim.stance if item.claim else "asserts"
    return Fit(f"the source {stance} it") if stance in match.stances else None


def fit_place(match: Match, item: Item) -> Fit | None:
    """The event's place, or the words around, name a place asked for."""
    if not match.places:
        return Fit()
    place = item.event.place.name if item.event else None
    found = find_words(match.places, f"{place or ''} … {_words_around(match, item)}")
    return Fit(f"at {found[0]}") if found else None


def fit_words(match: Match, item: Item) -> Fit | None:
    """The words around hold one of those asked for, not negated unless denials are looked for."""
    if not match.words:
        return Fit()
    find = find_words if asks_for_denial(match) else find_affirmed
    found = find(match.words, _words_around(match, item))
    return Fit(f"in the words {listing(quoted(word) for word in dict.fromkeys(found))}") if found else None


def lack_words(match: Match, item: Item) -> Fit | None:
    """The passage and the sentence around it hold none of the words that rule it out, nor their plurals."""
    around = f"{item.passage} … {item.sentence}"
    return None if find_words(with_plurals(match.without), around) else Fit()


REQUIREMENTS: tuple[Requirement, ...] = (
    fit_kind,
    fit_status,
    fit_stance,
    fit_actor,
    fit_recipient,
    fit_place,
    fit_words,
    lack_words,
)


def _words_around(match: Match, item: Item) -> str:
    """Where further words may stand: in the sentence, where a kind says what is told; else in the claim."""
    return f"{item.passage} … {item.sentence}" if match.kinds else item.passage


def _told_act(match: Match, item: Item) -> Told | None:
    """The act of a kind asked for that a claim tells of; a demand or promise may begin outside of it."""
    told = find_act(match.kinds, item.passage)
    if told is None and item.claim and item.claim.stance in _BEGIN_OUTSIDE:
        told = find_act(match.kinds, item.sentence)
    return told


def _is_unrealised(match: Match, item: Item) -> bool:
    """Whether an act told in other words is only meant ("preparing to launch") where it must have been."""
    if item.event or not match.kinds or not {"occurred", "ongoing"} >= set(match.statuses):
        return False
    told = find_act(match.kinds, item.passage)
    return told is not None and _MEANT.search(item.passage[: told.start]) is not None


# What stands before an act that has not come: an infinitive, a modal, a plan, a fear.
_MEANT = re.compile(
    r"\b(?:to|will|would|could|may|might|can|should|plans?|preparations? for|signs? of|of an?|for an?)"
    r"\W+(?:\w+\W+)?$",
    re.I,
)
_BEGIN_OUTSIDE = ("demands", "promises", "threatens")


def _fit_doer(match: Match, item: Item) -> Fit | None:
    """Whoever is named before the act is of a country asked for; if nobody is, as for a party left unsaid."""
    told = find_act(match.kinds, item.passage)
    before = named_in(item.passage[: told.start]) if told and match.actors else frozenset()
    if not before:
        return _fit_party(match.actors, (), item, "by")
    shared = sorted(before & set(match.actors))
    return Fit(f"by {countries(shared)}") if shared else None


def _fit_party(wanted: Sequence[str], parties: Iterable[Actor], item: Item, role: str) -> Fit | None:
    if not wanted:
        return Fit()
    known = {party.country for party in parties if party.country}
    if known:
        shared = sorted(known & set(wanted))
        return Fit(f"{role} {countries(shared)}") if shared else None
    if named := sorted(item.mentioned & set(wanted)):
        words = f"{role} whom is not said, but the passage names {countries(named)}"
        return Fit(words, strengths().party_in_passage)
    if item.mentioned or not named_in(item.document.text) & set(wanted):
        return None
    return Fit(f"{role} whom is left to the document", strengths().party_in_document)
