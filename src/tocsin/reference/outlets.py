"""Outlets by the names that reporting gives them: which house they belong to and who is known to own it.

A name or a running text comes in, an `Outlet` (or where each stands in the text) goes out. This module
does not know whether an outlet is reliable, nor what is being reported: the table is outlets.tsv.
"""

import csv
import datetime as dt
import re
from functools import cache
from importlib.resources import files
from typing import Literal

from tocsin.terms import Record, Span

Kind = Literal["agency", "broadcaster", "paper", "magazine", "site", "state-media"]

_OF_A_STATE = frozenset({"government-funded", "government-owned", "party-organ", "state-linked"})
_ANYWHERE, _AFTER_THE, _ALONE = "", "~", "!"  # where an alias counts; the marks of outlets.tsv
_POSSESSIVE = re.compile(r"(?:['’]s|['’])$")

Trie = dict[str, "Trie"]


class Outlet(Record):
    """One outlet: its names, its family (one newsroom), and what is documented of its ownership."""

    id: str
    name: str
    aliases: tuple[str, ...] = ()
    family: str
    country: str | None = None  # ISO 3166-1 alpha-3
    kind: Kind
    state: bool
    as_of: dt.date
    basis: str


class _Alias(Record):
    words: str
    where: str
    outlet: Outlet

    @property
    def is_strict(self) -> bool:
        """Whether only this very spelling counts: acronyms and common words."""
        common = self.where != _ANYWHERE or re.fullmatch(r"The \w+", self.words) is not None
        return common or len(self.words) <= 4 or self.words.isupper()

    def is_spelt(self, found: str) -> bool:
        """Whether `found`, equal but for case, is spelt as the name of an outlet and not as common words."""
        if self.is_strict:
            return found in (self.words, self.words.upper())
        pairs = zip(self.words.split(), found.split(), strict=False)
        return all(not own[0].isupper() or other[0].isupper() for own, other in pairs)


def find_outlet(name: str) -> Outlet | None:
    """The outlet that a name standing alone means ("the BBC's", "Reuters", "WSJ"), or None.

    Case does not matter, except for acronyms and common words ("Time" is an outlet, "time" is not).
    """
    bare = _bare(name)
    for alias in _aliases().get(_fold(bare), ()):
        if not alias.is_strict or bare in (_bare(alias.words), alias.words, alias.words.upper()):
            return alias.outlet
    return None


def find_outlets(text: str) -> list[tuple[Span, Outlet]]:
    """Every outlet named in `text` with its span, in order, the longest name first; spans never overlap.

    A name that is a common word counts only as "the Guardian" or in its full form.
    """
    found = []
    for match in _pattern().finditer(text):
        start, words = match.start(), match.group()
        outlet = _named_by(words, text, start)
        if outlet is None and words[:4].lower() == "the ":
            start, words = start + 4, words[4:]
            outlet = _named_by(words, text, start)
        if outlet:
            found.append((Span(start, match.end()), outlet))
    return found


def family_of(name: str) -> str:
    """The family of an outlet's name; an unknown outlet is its own family (`find_outlet` gives None)."""
    outlet = find_outlet(name)
    return outlet.family if outlet else _fold(_bare(name))


@cache
def all_outlets() -> tuple[Outlet, ...]:
    """Every outlet of outlets.tsv, in the order of the file."""
    table = files("tocsin.reference").joinpath("outlets.tsv").read_text(encoding="utf-8")
    lines = [line for line in table.splitlines() if not line.startswith("#")]
    return tuple(_outlet(row) for row in csv.DictReader(lines, delimiter="\t", quoting=csv.QUOTE_NONE))


def _outlet(row: dict[str, str]) -> Outlet:
    aliases = tuple(alias for alias in row["aliases"].split(";") if alias)
    country, state = row["country"] or None, row["basis"] in _OF_A_STATE
    return Outlet.model_validate({**row, "aliases": aliases, "country": country, "state": state})


@cache
def _aliases() -> dict[str, tuple[_Alias, ...]]:
    known: dict[str, tuple[_Alias, ...]] = {}
    for outlet in all_outlets():
        hidden = {alias[1:] for alias in outlet.aliases if alias[0] == _ALONE}
        for alias in (*outlet.aliases, *({outlet.name} - hidden)):
            where = alias[0] if alias[0] in (_AFTER_THE, _ALONE) else _ANYWHERE
            entry = _Alias(words=alias.removeprefix(where), where=where, outlet=outlet)
            for form in {_fold(entry.words), _fold(_bare(entry.words))}:
                known[form] = (*known.get(form, ()), entry)
    return known


def _named_by(found: str, text: str, start: int) -> Outlet | None:
    form, spelling = _fold(found), " ".join(found.replace("’", "'").split())
    has_article = text[max(0, start - 4) : start].lower().split() == ["the"]
    for alias in _aliases().get(form, ()):
        counts = alias.where == _ANYWHERE or (alias.where == _AFTER_THE and has_article)
        if counts and _fold(alias.words) == form and alias.is_spelt(spelling):
            return alias.outlet
    return None


def _bare(name: str) -> str:
    words = " ".join(name.split()).strip(' \t"“”,;:()')
    words = _POSSESSIVE.sub("", words)
    return words[4:] if words[:4].lower() == "the " else words


def _fold(name: str) -> str:
    return " ".join(name.replace("’", "'").casefold().split())


@cache
def _pattern() -> re.Pattern[str]:
    """One expression for all names that count in running text, built as a trie so that it stays fast."""
    trie: Trie = {}
    for form, entries in _aliases().items():
        if any(entry.where != _ALONE and _fold(entry.words) == form for entry in entries):
            node = trie
            for character in form:
                node = node.setdefault(character, {})
            node[""] = {}
    return re.compile(rf"(?<![\w@#]){_expression(trie)}(?!\w)", re.IGNORECASE)


def _expression(trie: Trie) -> str:
    """The trie as a regular expression; a longer name is tried before a shorter one."""
    branches = [_letter(character) + _expression(rest) for character, rest in trie.items() if character]
    if not branches:
        return ""
    body = branches[0] if len(branches) == 1 and "" not in trie else f"(?:{'|'.join(branches)})"
    return f"{body}?" if "" in trie else body


def _letter(character: str) -> str:
    return {" ": r"\s+", "'": "['’]"}.get(character) or re.escape(character)
