"""Words that tell of an event: where in a sentence an act of the table of warning kinds stands.

Comes in: the small-letter words of a sentence. Goes out: triggers, each with the kind and the grammatical
form in which it was found. It does not know who acted or whether it happened; it only knows which words must
stand near each other for a "launch" to be one of a missile and not of a campaign.
"""

from functools import cache
from importlib.resources import files
from typing import NamedTuple

from tocsin.read.roles import Deed, Parts
from tocsin.reference.acts import Act, Rule, acts, never_before
from tocsin.reference.inflection import Form
from tocsin.reference.kinds import Kind, kind_and_broader
from tocsin.reference.tables import parse_table

_AFTER_VERB, _BEFORE_PASSIVE, _AFTER_NOUN, _BEFORE_NOUN = 8, 6, 6, 2  # words in which an object may stand
_EXCLUDED, _OTHER_SENSE = 4, 3  # words around and after the trigger that may show another sense


_PLAIN = {"u.n.": "un"}


class _Closed(NamedTuple):
    """Closed classes of words from lexicon/triggers.yaml."""

    breaks: frozenset[str]
    forms_of_be: frozenset[str]
    links: frozenset[str]
    verb_next: frozenset[str]
    noun_next: frozenset[str]
    saying: frozenset[str]
    figures: frozenset[str]
    idle: frozenset[str]


class Trigger(NamedTuple):
    """One act found: word numbers `first` to `last` (included), its kind, its form, and the rule used."""

    first: int
    last: int
    kind: Kind
    form: Form
    rule: Rule
    object: int | None  # word number of the object that made it this kind
    deed: Deed | None = None  # the act as the encoder sees it
    parts: Parts = Parts((), ())  # and who acts in it, on whom

    def moved(self, by: int) -> "Trigger":
        """The same trigger with its word numbers shifted."""
        place = None if self.object is None else self.object + by
        return self._replace(first=self.first + by, last=self.last + by, object=place)

    @property
    def is_nominal(self) -> bool:
        """Whether the act is told by a noun or a name."""
        return self.form in ("noun", "name")


class _Fit(NamedTuple):
    act: Act
    distance: int
    object: int | None


class _Sentence(NamedTuple):
    """The words of a sentence: `raw` as written, `words` without the possessive ending."""

    raw: list[str]
    words: list[str]


def find_triggers(
    low: list[str], start: int, end: int, barred: frozenset[int] = frozenset()
) -> list[Trigger]:
    """The triggers among the small-letter words `low[start:end]`, one sentence, in order.

    The word numbers in `barred` are parts of names and start none but names of the table.
    """
    raw, index = low[start:end], acts()
    sentence = _Sentence(raw, [_PLAIN.get(word) or word.removesuffix("'s") for word in raw])
    found: list[Trigger] = []
    taken = -1
    for first in [n for n, word in enumerate(sentence.words) if word in index]:
        candidates = index[sentence.words[first]]
        if first <= taken:
            continue
        if first + start in barred:
            candidates = tuple(act for act in candidates if act.form == "name")
        trigger = _best(sentence, first, candidates)
        if trigger is None or (found and _is_same_act(found[-1], trigger)):
            continue
        found.append(trigger)
        taken = trigger.last if trigger.is_nominal else taken
    return [trigger.moved(start) for trigger in found]


def saying() -> frozenset[str]:
    """Words that only say that somebody speaks."""
    return _closed().saying


def figures() -> frozenset[str]:
    """Two words behind which an act is a figure of speech, unless a country or an armed body follows."""
    return _closed().figures


def idle() -> frozenset[str]:
    """Words that name nothing done to anybody; only where the table of kinds takes one up is it an act."""
    return _closed().idle


def _is_same_act(before: Trigger, trigger: Trigger) -> bool:
    """Whether a trigger is the object of the one before it: "imposed new sanctions" is one act."""
    is_object = before.object is not None and trigger.first <= before.object <= trigger.last
    return before.kind.id == trigger.kind.id and is_object


def _best(sentence: _Sentence, first: int, candidates: tuple[Act, ...]) -> Trigger | None:
    """The act that fits best: longest words, one with an object, the nearest object, the narrowest kind."""
    fits = [fit for act in candidates if (fit := _fit(sentence, first, act)) is not None]
    if not fits:
        return None
    best = min(
        fits, key=lambda fit: (-len(fit.act.rest), fit.object is None, fit.distance, fit.act.rule.order)
    )
    narrower = [fit for fit in fits if best.act.rule.kind.id in kind_and_broader(fit.act.rule.kind.id)]
    best = max(narrower, key=lambda fit: (fit.act.rule.depth, -fit.distance))
    last = first + len(best.act.rest)
    is_compound = best.act.form == "noun" and best.object is not None and first - 3 <= best.object < first
    begin = best.object if is_compound and best.object is not None else first
    return Trigger(
        begin, last, best.act.rule.kind, _form(sentence, first, best, fits), best.act.rule, best.object
    )


def _form(sentence: _Sentence, first: int, best: _Fit, fits: list[_Fit]) -> Form:
    """Which form it is where a word may be several ("launch" noun or verb, "put" now or then)."""
    forms = {fit.act.form for fit in fits if fit.act.rule.kind is best.act.rule.kind}
    is_after_verb = first > 0 and sentence.words[first - 1] in _closed().verb_next
    if "noun" in forms and not is_after_verb:
        return "noun"
    if {"base", "past"} <= forms:
        return "base" if is_after_verb else "past"
    verbs: tuple[Form, ...] = ("base", "present", "progressive", "past")
    return next((form for form in verbs if form in forms), best.act.form)


def _fit(sentence: _Sentence, first: int, act: Act) -> _Fit | None:
    """How the act fits at `first`, or None: its own words, its object, and nothing that bars it."""
    words, start, end = sentence.words, 0, len(sentence.words)
    last = first + len(act.rest)
    if last >= end or (act.rest and tuple(words[first + 1 : last + 1]) != act.rest):
        return None
    if act.form in ("base", "present") and _is_behind_article(sentence, first):
        return None
    rule = act.rule
    place = _object(sentence, first, last, act) if rule.of else None
    if rule.of and place is None:
        return None
    if rule.also and not rule.also.stand_in(words, start, end):
        return None
    if rule.excluded.stand_in(words, max(start, first - _EXCLUDED), min(end, last + 1 + _EXCLUDED)):
        return None
    is_force = act.form != "exact" and rule.kind.class_ in ("MOBILIZE", "ASSAULT", "COERCE")
    if is_force and never_before().stand_in(words, last + 1, min(end, last + 1 + _OTHER_SENSE)):
        return None
    distance = 0 if place is None else (place - last if place > last else first - place)
    return _Fit(act, distance, place)


def _is_behind_article(sentence: _Sentence, first: int) -> bool:
    """Whether an article, an owner or a preposition makes a noun of what could be a verb ("a ship")."""
    if first == 0:
        return False
    return sentence.words[first - 1] in _closed().noun_next or sentence.raw[first - 1].endswith("'s")


def _object(sentence: _Sentence, first: int, last: int, act: Act) -> int | None:
    """Where the word stands that the rule wants near the act, or None."""
    words, start, end = sentence.words, 0, len(sentence.words)
    following = words[last + 1] if last + 1 < end else ""
    if act.form in ("noun", "name"):
        before = act.rule.of.position(words, max(start, first - _BEFORE_NOUN), first)
        if before is not None:
            return before
        reach = _AFTER_NOUN if following in _closed().links else 0
    else:
        reach = _AFTER_VERB
    after = act.rule.of.position(words, last + 1, _until_break(words, last + 1, min(end, last + 1 + reach)))
    if after is not None or act.form != "past":
        return after
    is_passive = any(word in _closed().forms_of_be for word in words[max(start, first - 4) : first])
    if act.rule.takes_country and not is_passive:
        return None
    back = _BEFORE_PASSIVE if is_passive else 1
    return act.rule.of.position(words, max(start, first - back), first)


def _until_break(words: list[str], start: int, end: int) -> int:
    return next((place for place in range(start, end) if words[place] in _closed().breaks), end)


@cache
def _closed() -> _Closed:
    path = files("tocsin.read").joinpath("lexicon/triggers.yaml")
    raw: dict[str, list[str]] = parse_table(path.read_text("utf-8"))
    return _Closed(**{name: frozenset(words) for name, words in raw.items()})
