"""What people decide about what the program suggests: letters of sources, matches, names under a brief.

A store and a person's word with who and why come in; the word goes into the store, never to be changed, and
into its audit trail. The command line and the forms of the workbench call the same functions. It knows
nothing of how a judgement weighs.
"""

import datetime as dt
from collections.abc import Iterator
from typing import NamedTuple, get_args

from tocsin.brief import sign_brief
from tocsin.errors import ConfigurationError
from tocsin.store import Store
from tocsin.terms import (
    Brief,
    IndicatorMatch,
    IndicatorState,
    Letter,
    MatchDecision,
    Signature,
    SourceGrade,
    Suggestion,
    identify,
)
from tocsin.weigh.decisions import Decisions, Precision
from tocsin.weigh.letters import source_key

LETTERS: tuple[Letter, ...] = get_args(Letter)


class Graded(NamedTuple):
    """A letter that was given, and the one that held before."""

    grade: SourceGrade
    before: SourceGrade | None


class Suggested(NamedTuple):
    """A suggested match with the watch, its id for people, and when it was weighed."""

    watch: str
    match: IndicatorMatch
    as_of: dt.date

    @property
    def id(self) -> str:
        """Eight hexadecimal digits by which people name it."""
        return identify("match", self.watch, self.match.indicator, self.match.item)[:8]


class Decided(NamedTuple):
    """A decision on a match, and how often suggestions for its indicator were right so far."""

    decision: MatchDecision
    right: Precision


def sign_word(by: str, because: str) -> tuple[str, str]:
    """Who and why, each on one line; a judgement that nobody answers for is refused.

    Raises:
        ConfigurationError: either is empty.
    """
    if not by.strip():
        raise ConfigurationError("--by", "names nobody", "say who judges; a role will do")
    if not because.strip():
        raise ConfigurationError("--because", "gives no reason", "say why in a sentence")
    return " ".join(by.split()), " ".join(because.split())


def grade_source(
    store: Store, source: str, letter: str, *, topic: str | None, by: str, because: str, at: dt.datetime
) -> Graded:
    """Give a source a letter from now on; earlier ones stay on record.

    Raises:
        ConfigurationError: the letter, the source, the name or the reason will not do.
    """
    given = read_letter(letter)
    who, why = sign_word(by, because)
    if not source.strip():
        raise ConfigurationError(
            "grade", "names no source", "write it as reports name it, in quotation marks"
        )
    before = [each for each in store.source_grades() if is_same_source(source, each) and each.topic == topic]
    made = SourceGrade(source=" ".join(source.split()), letter=given, topic=topic, by=who, because=why, at=at)
    store.put_source_grade(made)
    return Graded(made, before[-1] if before else None)


def read_letter(text: str) -> Letter:
    """The letter of the scale.

    Raises:
        ConfigurationError: there is no such letter.
    """
    found = next((each for each in LETTERS if each == text.strip().upper()), None)
    if found is None:
        raise ConfigurationError(
            text, "is no letter of the scale", f"use {', '.join(LETTERS)} (F: cannot be judged)"
        )
    return found


def is_same_source(source: str, grade: SourceGrade) -> bool:
    """Whether a letter is that of a source, however either is spelt."""
    return source_key(source) == source_key(grade.source)


def decide_match(
    store: Store, id: str, *, is_accepted: bool, by: str, because: str, at: dt.datetime
) -> Decided:
    """Accept or reject a suggested match, by its id or its item; the next run heeds it.

    It may be one that a model proposed.

    Raises:
        ConfigurationError: there is no such match, the name or the reason is missing, or a model proposed it
            and somebody decided on it before.
    """
    who, why = sign_word(by, because)
    proposed = store.suggestion(id)
    if proposed is not None and proposed.kind == "indicator":
        decide_suggestion(store, proposed.id, is_accepted=is_accepted, by=who, because=why, at=at)
        made = store.match_decisions(proposed.watch or "")[-1]
        return Decided(made, Decisions(store.match_decisions(made.watch)).precision(made.indicator))
    found = find_match(store, id)
    made = MatchDecision(
        watch=found.watch,
        indicator=found.match.indicator,
        item=found.match.item,
        is_accepted=is_accepted,
        strength=found.match.strength,
        by=who,
        because=why,
        at=at,
    )
    store.put_match_decision(made)
    return Decided(made, Decisions(store.match_decisions(found.watch)).precision(found.match.indicator))


def decide_suggestion(
    store: Store, id: str, *, is_accepted: bool, by: str, because: str, at: dt.datetime
) -> Suggestion:
    """Accept or reject what a model proposed, a claim or a match, by its id; it is decided on once.

    Raises:
        ConfigurationError: there is no such suggestion, somebody decided on it before, or the name or the
            reason is missing.
    """
    who, why = sign_word(by, because)
    found = store.suggestion(id)
    if found is None:
        raise ConfigurationError(id, "is no suggestion of this store", "list them with tocsin suggest list")
    if found.decision is not None:
        what = f"was {found.decision} by {found.by} before"
        raise ConfigurationError(found.id, what, "a decision on a suggestion is made once")
    return store.decide_suggestion(id, is_accepted=is_accepted, by=who, reason=why, at=at)


def find_match(store: Store, id: str) -> Suggested:
    """The suggested match of this id or item in the last weighings.

    Raises:
        ConfigurationError: none has it, or several have.
    """
    found = [each for each in _matches(store) if id in (each.id, each.match.item)]
    if not found:
        raise ConfigurationError(
            id, "is no suggested match of the last weighing", "list them with tocsin indicators"
        )
    if len(found) > 1:
        remedy = f"use one of {', '.join(each.id for each in found)}"
        raise ConfigurationError(id, "bears on several indicators", remedy)
    return found[0]


def latest_states(store: Store, watch: str | None) -> dict[str, tuple[dt.date, tuple[IndicatorState, ...]]]:
    """Watch -> the day and the states of its last weighing."""
    found = {}
    for name, day in store.watched():
        weighing = store.weighing(name, day) if watch in (None, name) else None
        if weighing is not None:
            found[name] = (day, weighing.indicators)
    return found


def sign_stored(store: Store, version: str, signature: Signature) -> Brief:
    """Put names under a brief of the store; the signed version stands beside the one that was looked over.

    Raises:
        ConfigurationError: there is no such brief, it is signed, or it judges no scenario that is named.
    """
    brief = store.brief(version)
    if brief is None:
        raise ConfigurationError(version, "is no published brief", "the page of briefs names them all")
    signed = sign_brief(brief, signature)
    store.put_signed(signed)
    return signed


def _matches(store: Store) -> Iterator[Suggested]:
    for name, (day, states) in latest_states(store, None).items():
        yield from (Suggested(name, match, day) for state in states for match in state.matches)
