"""Finds what a story is about: the words its openings share, and with them its core claim.

The documents of one story and their claims come in; a `Core` goes out, which says how much any words
bear on the core claim. It knows nothing about outlets or origins.
"""

from collections import Counter
from collections.abc import Container, Iterable, Sequence
from typing import NamedTuple

from tocsin.terms import Claim, Document, Reading, Span
from tocsin.trace.cues import cue
from tocsin.trace.naming import last_name
from tocsin.trace.passages import telling_words, told_sentences

BEARING = 0.5  # from this share of the story's weightiest words on, a sentence is about the core claim
_OPENING = 700  # characters: headline and first paragraphs
_TERMS = 14  # words that make the core
_FULL = 6  # so many of the weightiest words make a sentence wholly about it
_PRINCIPAL = 0.5  # share of openings that name somebody whom the story is about
_LONGEST = 200  # characters of a core claim


class Core(NamedTuple):
    """The core of a story: its words with the share of documents whose opening holds them."""

    weights: dict[str, float]
    full: float
    claim: str

    def bearing(self, words: str) -> float:
        """How much `words` are about the core claim: 0 (nothing shared) to 1."""
        shared = sum(self.weights.get(word, 0.0) for word in set(telling_words(words)))
        return min(1.0, shared / self.full) if self.full else 0.0

    def holds(self, name: str) -> bool:
        """Whether somebody of this name is one whom the story is about: his name is among its words."""
        last = last_name(name)
        return last is not None and all(self.weights.get(w, 0.0) >= _PRINCIPAL for w in telling_words(last))


def find_core(
    documents: Sequence[Document], readings: Sequence[Reading | None], revised: Container[str] = ()
) -> Core:
    """The core of one story: words weighted by the share of openings that hold them, and its claim in words.

    The claim is, among claims and first sentences, the one that holds most of the core in fewest words; it
    is never taken from a document that its own outlet has `revised`.
    """
    openings = [_opening(document, is_short=len(documents) < 3) for document in documents]
    held = Counter(word for opening in openings for word in set(telling_words(opening)))
    least = 1 if len(documents) == 1 else 2
    common = sorted((-count, word) for word, count in held.items() if count >= least)[:_TERMS]
    weights = {word: -count / len(documents) for count, word in common}
    core = Core(weights, sum(sorted(weights.values(), reverse=True)[:_FULL]), "")
    return core._replace(claim=_claim_of(core, documents, readings, revised))


def words_of_claim(document: Document, claim: Claim) -> str:
    """The claim's content as it stands in the text."""
    return " ".join(span.of(document.text) for span in claim.content)


def is_denied(words: str) -> bool:
    """Whether the words deny what they speak of ("denied", "baseless", "a hoax")."""
    return cue("denial").search(words) is not None


def is_called_false(words: str) -> bool:
    """Whether the words deny by more than calling a report false ("a hoax report in X" is X's word still)."""
    return is_denied(cue("false_report").sub(" ", words))


def opening_sentences(document: Document) -> tuple[Span, ...]:
    """The sentences of the document's opening."""
    return told_sentences(document.text[:_OPENING])


def _opening(document: Document, *, is_short: bool) -> str:
    """Headline and opening; where few documents share the story, the first sentence is all that is sure."""
    told = opening_sentences(document)[: 1 if is_short else None]
    return "\n".join([document.title or "", *(span.of(document.text) for span in told)])


def _claim_of(
    core: Core,
    documents: Sequence[Document],
    readings: Sequence[Reading | None],
    revised: Container[str],
) -> str:
    kept = [(d, r) for d, r in zip(documents, readings, strict=True) if d.id not in revised]
    best = max(_wordings(kept), key=lambda words: (_fitness(core, words), words), default="")
    return best if len(best) <= _LONGEST else best[: best.rfind(" ", 0, _LONGEST - 1)] + "…"


def _wordings(documents: Iterable[tuple[Document, Reading | None]]) -> Iterable[str]:
    for document, reading in documents:
        end = len(document.text[:_OPENING])
        for claim in reading.claims if reading else ():
            if claim.content and claim.content[0].start < end and claim.stance != "denies":
                yield " ".join(words_of_claim(document, claim).split())
        for span in opening_sentences(document)[:3]:
            yield " ".join(span.of(document.text).split())


def _fitness(core: Core, words: str) -> float:
    """Bearing on the core, less for words that the story does not share; denials describe badly."""
    telling = set(telling_words(words))
    if len(telling) < 3 or is_denied(words):
        return 0.0
    return core.bearing(words) - 0.02 * max(0, len(telling) - 8)
