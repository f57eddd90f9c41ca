"""Finds the act that an indicator asks for by its kind in a claim's words, where reading named no such event.

Kinds and a text come in; the words that tell the act, with where they stand, go out. It knows acts.yaml and
nothing of who acts, of watches or of strengths.
"""

import re
from functools import cache, lru_cache
from importlib import resources
from typing import Any, NamedTuple

from tocsin.reference.inflection import inflect, plural
from tocsin.reference.kinds import kinds_file
from tocsin.reference.tables import parse_table
from tocsin.weigh.wording import begin, is_negated, may_hold

_REACH = 70  # characters between an act and what stands with it
_BREAK = re.compile(r"[.;:!?—]\s|\bbut\b")


class Told(NamedTuple):
    """That an act is told: its kind, the words, and where in the text they begin."""

    kind: str
    words: str
    start: int


class _Entry(NamedTuple):
    """One way of telling an act, ready for looking up."""

    acts: re.Pattern[str]
    begins: frozenset[str]
    near: re.Pattern[str] | None
    behind: re.Pattern[str] | None
    barred: re.Pattern[str] | None


@lru_cache(maxsize=65536)
def find_act(kinds: tuple[str, ...], text: str) -> Told | None:
    """The first of these kinds that the text tells of in the words of acts.yaml."""
    for kind in kinds:
        for entry in _entries().get(kind, ()):
            if (told := _find(kind, entry, text)) is not None:
                return told
    return None


def _find(kind: str, entry: _Entry, text: str) -> Told | None:
    if not may_hold(entry.begins, text) or (entry.barred and entry.barred.search(text)):
        return None
    for match in entry.acts.finditer(text):
        clause, offset = _clause_around(text, match)
        near = _beside(entry.near, clause, match.start() - offset, match.end() - offset)
        behind = entry.behind is None or entry.behind.search(clause, match.end() - offset)
        if near is not None and behind and not is_negated(text[: match.start()]):
            words = f"{match.group()} … {near}" if near else match.group()
            return Told(kind, words, match.start())
    return None


def _clause_around(text: str, match: re.Match[str]) -> tuple[str, int]:
    """The stretch around a match that holds no break, with where it begins."""
    start = max(0, match.start() - _REACH)
    before = list(_BREAK.finditer(text, start, match.start()))
    start = before[-1].end() if before else start
    after = _BREAK.search(text, match.end(), match.end() + _REACH)
    return text[start : after.start() if after else match.end() + _REACH], start


def _beside(near: re.Pattern[str] | None, clause: str, start: int, end: int) -> str | None:
    """The words beside the act; "" where none are asked for, None where there are none."""
    if near is None:
        return ""
    found = near.search(clause, end) or near.search(clause[:start])
    return found.group() if found else None


@cache
def _entries() -> dict[str, tuple[_Entry, ...]]:
    table: dict[str, Any] = parse_table(resources.files(__package__).joinpath("acts.yaml").read_text("utf-8"))
    odd = kinds_file()["irregular"] | table.pop("irregular")
    return {kind: tuple(_entry(each, odd) for each in entries) for kind, entries in table.items()}


def _entry(told: dict[str, Any], odd: dict[str, list[str]]) -> _Entry:
    acts = [form for act in told.get("acts", ()) for form in _forms(act, odd)] + told.get("alone", [])
    return _Entry(
        _pattern(acts),
        begin(acts),
        _pattern(_with_plurals(told["with"])) if "with" in told else None,
        _pattern(told["to"]) if "to" in told else None,
        _pattern(_with_plurals(told["not"])) if "not" in told else None,
    )


def _forms(act: str, odd: dict[str, list[str]]) -> list[str]:
    """Every form of a verb or noun; of a phrase the first word bends."""
    first, _, rest = act.partition(" ")
    forms = {form for form, _ in inflect(first, odd.get(first))} | {plural(act)}
    if first not in odd and re.fullmatch(r"[a-z]*[^aeiou][aeiou][bdgmnpt]", first):  # stop, stopped
        forms |= {f"{first}{first[-1]}ed", f"{first}{first[-1]}ing"}
    return [f"{form} {rest}".strip() if " " not in form else form for form in forms]


def _with_plurals(words: list[str]) -> list[str]:
    return [form for word in words for form in (word, plural(word))]


def _pattern(words: list[str]) -> re.Pattern[str]:
    longest_first = sorted(set(words), key=lambda word: (-len(word), word))
    body = "|".join(r"\s+".join(map(re.escape, word.split())) for word in longest_first)
    return re.compile(rf"(?<![\w-])(?:{body})(?![\w-])", re.IGNORECASE)
