"""The words that lay a content to a source, as read from the data files of this folder.

Nothing comes in but the packaged files; tables of cues by word form come out, built once. It knows words,
what may follow them and what they make of a content; it does not know where in a text they stand.
"""

from collections.abc import Iterator
from functools import cache
from importlib.resources import files
from typing import Any, Literal, NamedTuple

from tocsin.reference.tables import parse_table
from tocsin.terms import Stance, Status

Form = Literal["base", "third", "past", "ing", "participle"]
WordClass = Literal["verb", "passive", "noun", "adjective"]


class Cue(NamedTuple):
    """One way in which a word lays a content to a source."""

    word: str  # the first word, in its base form
    tail: tuple[str, ...]  # further words of a phrase: ("out",) for "point out"
    takes: frozenset[str]
    class_: WordClass
    stance: Stance
    status: Status | None
    is_hedged: bool
    needs_negation: bool
    needs_passive: bool
    forms: frozenset[str]  # empty: all


class Lexicon(NamedTuple):
    """All cues, by the form in which the first word stands in a text."""

    cues: dict[str, tuple[tuple[Cue, Form], ...]]
    hedges: frozenset[str]
    bearers: tuple[tuple[str, ...], ...]
    conduits: tuple[tuple[str, ...], ...]


@cache
def lexicon() -> Lexicon:
    """The lexicon, read once."""
    raw = parse_table(files("tocsin.read").joinpath("lexicon/cues.yaml").read_text("utf-8"))
    found: dict[str, list[tuple[Cue, Form]]] = {}
    for cue in _cues(raw):
        for form, kind in _forms(cue, raw["irregular"]):
            if cue.forms and kind not in cue.forms:
                continue
            found.setdefault(form, []).append((cue, kind))
    ranked = {
        f: tuple(sorted(c, key=lambda x: -len(x[0].tail) - x[0].needs_negation)) for f, c in found.items()
    }
    phrases = [tuple(tuple(p) for p in raw[k]) for k in ("bearers", "conduits")]
    return Lexicon(ranked, frozenset(raw["hedges"]), phrases[0], phrases[1])


def _cues(raw: dict[str, Any]) -> Iterator[Cue]:
    classes: dict[str, WordClass] = {
        "verbs": "verb",
        "passives": "passive",
        "nouns": "noun",
        "adjectives": "adjective",
    }
    for section, class_ in classes.items():
        for row in raw[section]:
            for phrase in row["words"]:
                yield _cue(phrase.split(), row, class_)


def _cue(words: list[str], row: dict[str, Any], class_: WordClass) -> Cue:
    is_negated, is_passive = words[0] in ("not", "never"), words[0] == "be"
    words = words[1:] if is_negated or is_passive else words
    return Cue(
        word=words[0],
        tail=tuple(words[1:]),
        takes=frozenset(row["takes"].split()),
        class_=class_,
        stance=row.get("stance", "asserts"),
        status=row.get("status"),
        is_hedged=row.get("hedged", False),
        needs_negation=is_negated,
        needs_passive=is_passive,
        forms=frozenset(row.get("forms", ())),
    )


def _forms(cue: Cue, irregular: dict[str, list[str]]) -> Iterator[tuple[str, Form]]:
    base = cue.word
    if cue.class_ == "adjective" or cue.needs_passive:
        yield base, "participle" if cue.needs_passive else "base"
        return
    if cue.class_ == "noun":
        yield from ((base, "base"), (_third(base), "third"))
        return
    past = _past(base)
    forms = irregular.get(base) or [base, _third(base), past, _ing(base), past]
    kinds: tuple[Form, ...] = ("base", "third", "past", "ing", "participle")
    seen: set[str] = set()
    for form, kind in zip(forms, kinds, strict=True):
        if form not in seen and (cue.class_ == "verb" or kind == "participle" or form == forms[4]):
            seen.add(form)
            yield form, "participle" if cue.class_ == "passive" else kind


def _third(base: str) -> str:
    if base.endswith(("s", "sh", "ch", "x", "z")):
        return base + "es"
    return base[:-1] + "ies" if base.endswith("y") and base[-2] not in "aeiou" else base + "s"


def _past(base: str) -> str:
    if base.endswith("e"):
        return base + "d"
    return base[:-1] + "ied" if base.endswith("y") and base[-2] not in "aeiou" else base + "ed"


def _ing(base: str) -> str:
    return base[:-1] + "ing" if base.endswith("e") and not base.endswith("ee") else base + "ing"
