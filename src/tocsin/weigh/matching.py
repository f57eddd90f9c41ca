"""Finds what claims and events bear on an indicator, each with its reason in words.

An indicator and the items of a reporting come in; a `Bearing` for each item that fits goes out. It does
not know how strong a bearing is (strengths.py) nor what state follows from it (states.py).

An indicator that asks for kinds is matched by events, any other by claims. All that a match asks for must
hold. A party that the words leave out ("the launch was seen") is let through at a discount.
"""

from collections.abc import Callable, Iterable, Sequence
from typing import NamedTuple

from tocsin.terms import Actor, Indicator, Match
from tocsin.weigh.items import Item, named_in
from tocsin.weigh.strengths import asks_for_denial, strengths
from tocsin.weigh.wording import countries, find_affirmed, find_words, listing, quoted


class Fit(NamedTuple):
    """That one requirement holds: in which words, and with which discount."""

    words: str = ""
    factor: float = 1.0


class Bearing(NamedTuple):
    """An item that fits an indicator, with the reasons and the discount for parties left unsaid."""

    item: Item
    reasons: tuple[str, ...]
    factor: float


Requirement = Callable[[Match, Item], Fit | None]


def find_bearings(indicator: Indicator, items: Sequence[Item]) -> list[Bearing]:
    """The items that bear on the indicator, in their order; of nested claims the innermost only."""
    match = indicator.match
    wanted = [item for item in items if (item.event is not None) == bool(match.kinds)]
    found = [bearing for item in wanted if (bearing := _bear(match, item))]
    inside = {
        f"{b.item.document.id}#{b.item.claim.within}" for b in found if b.item.claim and not match.kinds
    }
    return [bearing for bearing in found if match.kinds or bearing.item.key not in inside]


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
    return Bearing(item, tuple(fit.words for fit in fits if fit.words), factor)


def fit_kind(match: Match, item: Item) -> Fit | None:
    """The event is of a kind that the indicator asks for."""
    if not match.kinds:
        return Fit()
    asked = next((kind for kind in item.kinds if kind in match.kinds), None)
    return Fit(f"tells of {asked}") if asked else None


def fit_actor(match: Match, item: Item) -> Fit | None:
    """Whoever acts (or speaks, where no event is asked for) is of a country asked for."""
    return _fit_party(match.actors, item.actors, item, "by")


def fit_recipient(match: Match, item: Item) -> Fit | None:
    """Whoever it is done to is of a country asked for."""
    return _fit_party(match.recipients, item.recipients, item, "to")


def fit_status(match: Match, item: Item) -> Fit | None:
    """The event is said to be of a status asked for."""
    if not match.statuses:
        return Fit()
    return Fit(f"as {item.status}") if item.status in match.statuses else None


def fit_stance(match: Match, item: Item) -> Fit | None:
    """The source takes a stance asked for; a plain statement asserts."""
    if not match.stances:
        return Fit()
    stance = item.claim.stance if item.claim else "asserts"
    return Fit(f"the source {stance} it") if stance in match.stances else None


def fit_place(match: Match, item: Item) -> Fit | None:
    """The event's place, or the passage, names a place asked for."""
    if not match.places:
        return Fit()
    place = item.event.place.name if item.event else None
    found = find_words(match.places, f"{place or ''} … {item.passage}")
    return Fit(f"at {found[0]}") if found else None


def fit_words(match: Match, item: Item) -> Fit | None:
    """The passage holds one of the words asked for, not negated unless denials are looked for."""
    if not match.words:
        return Fit()
    find = find_words if asks_for_denial(match) else find_affirmed
    found = find(match.words, item.passage)
    return Fit(f"in the words {listing(quoted(word) for word in dict.fromkeys(found))}") if found else None


def lack_words(match: Match, item: Item) -> Fit | None:
    """The passage and the sentence around it hold none of the words that rule it out."""
    return None if find_words(match.without, f"{item.passage} … {item.sentence}") else Fit()


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
