"""Find whom "he", "the report" or "these officials" stands for among the sources named before.

Sources come in one by one in text order; for each the full name of an earlier source comes out, or None. It
goes by kind, number and the words of the name, nearest first; an unnamed source is only ever tied to an
unnamed source of the same document with the same words, and never given a name.
"""

import re
from collections.abc import Callable
from functools import lru_cache
from typing import NamedTuple

from tocsin.read.appositions import Phrase
from tocsin.read.chains import Placed
from tocsin.read.phrases import phrase_before
from tocsin.read.sources import bare_name, nature_of, publisher_of, whole_of
from tocsin.read.tokens import Tokens, classes, is_adverb
from tocsin.read.verbs import is_verblike
from tocsin.terms import Source, SourceKind

_HE, _SHE = frozenset(["he", "him", "his"]), frozenset(["she", "her"])
_THEY = frozenset(["they", "them", "their"])
_IT = frozenset(["it", "its"])
_I = frozenset(["i", "my", "me"])
_WE = frozenset(["we", "our", "us"])
_PLURALS = frozenset(["officials", "expert", "public", "body", "unspecified", "person"])
_PEOPLE = frozenset(["officials", "expert", "public"])
_THINGS = frozenset(["body", "outlet", "state-media", "document"])
_REST = re.compile(r",|\(| (?:of|for|from|at|in|with|to|who|familiar) ")
_OWNING = re.compile(r"['’]s?$")
_DEFINITE = re.compile(r"(?:the|this|that|these|those|both)\b", re.IGNORECASE)
_ANOTHER = frozenset(["other", "second", "third", "fourth", "latter", "former"])
_PARTING = frozenset(["last", "first", "again", "later", "now", "once"])  # besides adverbs by their form
_MEMORY = 12  # sources looked back on


class Known(NamedTuple):
    """An earlier source: its full name, kind, country and whether it is unnamed."""

    name: str
    kind: SourceKind
    country: str | None
    is_anonymous: bool


class References:
    """The sources of one document so far, newest last."""

    def __init__(self) -> None:
        self._known: list[Known] = []
        self._gender: dict[str, str] = {}

    def add(self, known: Known) -> None:
        """Remember a source as the latest that was spoken of."""
        self._known = [one for one in self._known if one != known] + [known]
        del self._known[:-_MEMORY]

    def mention(self, tokens: Tokens) -> None:
        """Remember the subject of a plain statement: "it" in the next sentence may mean it."""
        first = next((k for k in range(min(12, len(tokens))) if is_verblike(tokens, k)), None)
        subject = phrase_before(tokens, _before_adverbs(tokens, first)) if first else None
        if subject is None:
            return
        name = bare_name(tokens.words(subject.first, subject.core))
        nature = nature_of(name)
        if nature.kind in _THINGS and name.lower() not in _IT:
            self.add(Known(name, nature.kind, nature.country, nature.is_anonymous))

    def antecedent(self, words: str, speaker: Known | None) -> Known | None:
        """Whom the words stand for: `speaker` is the source of the quotation that the words lie in."""
        low = words.lower()
        if low in _I | _WE:
            return speaker
        if low in _HE or low in _SHE:
            return self._person("m" if low in _HE else "f")
        if low.endswith(" of them"):
            return self._nearest(lambda k: k.kind in _PEOPLE and _is_plural(k.name))
        if low in _THEY:
            return self._nearest(lambda k: k.kind in _PLURALS and _is_plural(k.name))
        if low in _IT:
            return self._nearest(lambda k: k.kind in _THINGS and " and " not in k.name)
        return self._renamed(words)

    def _person(self, gender: str) -> Known | None:
        found = self._nearest(lambda k: k.kind == "person" and self._gender.get(k.name, gender) == gender)
        if found is not None:
            self._gender[found.name] = gender
        return found

    def _renamed(self, words: str) -> Known | None:
        """`Roe` after `Jane Roe`; `the officials` after `two officials`."""
        last = _last(words)
        if not last:
            return None
        if last[0].isupper():
            return self._nearest(
                lambda k: k.name != words and _last(k.name) == last and len(k.name) > len(words)
            )
        if not _DEFINITE.match(words) or _ANOTHER & set(words.lower().split()):
            return None
        return self._nearest(
            lambda k: k.name != words and not _is_part(k.name) and _last(k.name).lower() == last.lower()
        )

    def _nearest(self, suits: Callable[[Known], bool]) -> Known | None:
        return next((k for k in reversed(self._known) if suits(k)), None)


def _before_adverbs(tokens: Tokens, at: int) -> int:
    """Back over adverbs that part subject and verb: `the North last tested`."""
    while at > 1 and (is_adverb(tokens.low[at - 1]) or tokens.low[at - 1] in _PARTING):
        at -= 1
    return at


@lru_cache(maxsize=8192)
def _last(name: str) -> str:
    words = _REST.split(whole_of(name), maxsplit=1)[0].split()
    return _OWNING.sub("", words[-1]) if words else ""


def _is_part(name: str) -> bool:
    """`two of the officials` are not whom "the officials" means."""
    return whole_of(name) != name


def _is_plural(name: str) -> bool:
    last = _last(name).lower()
    return (last.endswith("s") and not last.endswith("ss")) or " and " in name or last in ("people", "police")


def name_source(
    tokens: Tokens, own: Placed, references: References, speaker: Known | None
) -> tuple[Source | None, Known | None]:
    """The source of a placed attribution, and what later words may refer to; it is remembered."""
    phrase = own.attribution.source
    if phrase is None:
        return None, None
    whole = tokens.words(phrase.first, phrase.last)
    name = publisher_of(whole) or bare_name(tokens.words(phrase.first, phrase.core))
    meant = _antecedent(tokens, phrase, name, references, speaker)
    nature = nature_of(name if publisher_of(whole) else " ".join(whole.split()))
    known = meant or Known(name, nature.kind, nature.country, nature.is_anonymous)
    references.add(known)
    source = Source(
        spans=(tokens.span(phrase.first, phrase.last),),
        name=name or whole,
        kind=known.kind if meant is not None else nature.kind,
        anonymous=known.is_anonymous if meant is not None else nature.is_anonymous,
        country=nature.country or known.country,
        refers_to=meant.name if meant is not None else None,
        through=own.through,
    )
    return source, known


def _antecedent(
    tokens: Tokens, phrase: Phrase, name: str, references: References, speaker: Known | None
) -> Known | None:
    if phrase.first and not classes().relatives.isdisjoint(name.lower().split()[-1:]):
        at = phrase.first
        host = phrase_before(tokens, at - 1 if at > 1 and tokens.low[at - 1] == "," else at)
        if host is None:
            return None
        words = bare_name(tokens.words(host.first, host.core))
        nature = nature_of(words)
        return Known(words, nature.kind, nature.country, nature.is_anonymous)
    return references.antecedent(re.split("['’]", name)[0] or name, speaker)
