"""Says which documents bear on a watch at all, and which watch bears most on a set of documents.

Watches and documents come in; document ids, or the best watch with the reason in words, go out. It looks at
a watch's keywords and countries only (bearing.yaml says how often) and knows nothing of claims.
"""

from collections import Counter
from collections.abc import Sequence
from functools import cache
from typing import NamedTuple

from tocsin.reference.countries import country_name
from tocsin.terms import Document, Record, Watch
from tocsin.weigh.settings import read_table
from tocsin.weigh.wording import find_words, quoted


class BearingSettings(Record):
    """How often a document must name a watch's keywords, and which share of a set must bear on it."""

    mentions: int
    opening_words: int
    share: float


class _Bearing(NamedTuple):
    watch: Watch
    documents: int
    words: int
    keywords: Counter[str]


def bears_on(watch: Watch, document: Document) -> bool:
    """Whether a document names the watch's subject often enough, or in its title or opening."""
    limits = _settings()
    names = _names_of(watch)
    opening = " ".join(document.text.split()[: limits.opening_words])
    if any(find_words(names, part) for part in (document.title or "", opening)):
        return True
    return len(find_words(names, document.text)) >= limits.mentions


def choose_watch(watches: Sequence[Watch], documents: Sequence[Document]) -> tuple[Watch | None, str]:
    """The watch on which the largest share of the documents' words bears, with the reason.

    None, with the reason, where no watch has the least share of documents or of words (bearing.yaml).
    """
    words = sum(document.words for document in documents)
    if not watches or not words:
        return None, "no watch to choose from" if not watches else "no words to choose a watch by"
    found = [_measure(watch, documents) for watch in watches]
    best = min(found, key=lambda each: (-each.words, -each.documents, each.watch.id))
    share = max(best.documents / len(documents), best.words / words)
    told = (
        f"{best.documents} of {len(documents)} documents ({best.words / words:.0%} of the words) bear on it"
    )
    if share < _settings().share:
        return None, f"too little bears on any watch: of {best.watch.title}, {told}"
    often = ", ".join(quoted(word) for word, _ in _by_frequency(best.keywords)[:3])
    return best.watch, f"{told}; they name {often}"


def _measure(watch: Watch, documents: Sequence[Document]) -> _Bearing:
    bearing = [document for document in documents if bears_on(watch, document)]
    names = _names_of(watch)
    keywords = Counter(word for document in bearing for word in set(find_words(names, document.text)))
    return _Bearing(watch, len(bearing), sum(document.words for document in bearing), keywords)


def _names_of(watch: Watch) -> tuple[str, ...]:
    """The watch's keywords; where it has none, the names of its countries."""
    return watch.keywords or tuple(country_name(code) for code in watch.countries)


def _by_frequency(counts: Counter[str]) -> list[tuple[str, int]]:
    return sorted(counts.items(), key=lambda pair: (-pair[1], pair[0]))


@cache
def _settings() -> BearingSettings:
    return read_table("bearing.yaml", BearingSettings)
