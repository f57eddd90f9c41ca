"""Finds who speaks in a quotation that several documents of a story share: one quotation, one speaker.

Documents, readings and the story's core come in; per document the speaker of each shared quotation on
the core claim goes out. It does not know who credits whom; sharing a quotation is no copying.
"""

from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from tocsin.terms import Document, Reading, Side, Source, Span
from tocsin.trace.core import Core, is_denied
from tocsin.trace.passages import quotations, words
from tocsin.trace.speakers import is_mouthpiece, is_public, name_of

_RUN = 7  # words that two documents must quote alike
_LEADING = 120  # characters before a quotation that say how it is meant
_ABOUT = 0.4  # bearing on the core from which a quotation is about it; speech is plainer than reporting


class Quoted(NamedTuple):
    """A shared quotation in one document (its position), with the speaker that the story gives it."""

    document: int
    span: Span
    name: str
    source: Source
    side: Side


def find_shared_quotations(
    documents: Sequence[Document], readings: Sequence[Reading | None], core: Core
) -> tuple[list[Quoted], list[frozenset[str]]]:
    """Shared quotations on the core claim with a public speaker, and the names that one quotation unites.

    The speaker is the one that most of the documents name; a quotation that nobody lays to a named public
    speaker (an unnamed official's words to one outlet) is left to the credits. Names are united that at
    least half as many documents give as the most frequent: one text may lay the words to a bystander.
    """
    holders: dict[tuple[str, ...], set[tuple[int, Span]]] = defaultdict(set)
    for index, document in enumerate(documents):
        for span in quotations(document.text):
            found = words(span.of(document.text))
            for start in range(len(found) - _RUN + 1):
                holders[tuple(found[start : start + _RUN])].add((index, span))
    shared: dict[tuple[int, Span], set[tuple[int, Span]]] = defaultdict(set)
    for group in holders.values():
        if len({index for index, _ in group}) > 1:
            for quotation in group:
                shared[quotation] |= group
    return _speakers_of(documents, readings, core, shared)


def _speakers_of(
    documents: Sequence[Document],
    readings: Sequence[Reading | None],
    core: Core,
    shared: dict[tuple[int, Span], set[tuple[int, Span]]],
) -> tuple[list[Quoted], list[frozenset[str]]]:
    speakers = {q: _speaker(documents[q[0]], readings[q[0]], q[1]) for q in shared}
    quoted, united = [], []
    for (index, span), group in sorted(shared.items()):
        named = [source for other in sorted(group) if (source := speakers[other])]
        if not named or core.bearing(span.of(documents[index].text)) < _ABOUT:
            continue
        counts = Counter(name_of(source) for source in named)
        name = min(counts, key=lambda n: (-counts[n], n))
        source = next(source for source in named if name_of(source) == name)
        quoted.append(Quoted(index, span, name, source, _side(documents[index], span)))
        united.append(frozenset(n for n, count in counts.items() if 2 * count >= counts[name]))
    return quoted, united


def _side(document: Document, quotation: Span) -> Side:
    """On which side the quotation stands: by its own words and those that lead to it."""
    words = document.text[max(0, quotation.start - _LEADING) : quotation.end]
    return "denies" if is_denied(words) else "asserts"


def _speaker(document: Document, reading: Reading | None, quotation: Span) -> Source | None:
    """The public speaker to whom the document lays the quotation, or None."""
    for source, content in _sourced(document, reading):
        if any(part.start < quotation.end and quotation.start < part.end for part in content):
            return source
    return None


def _sourced(document: Document, reading: Reading | None) -> Iterator[tuple[Source, tuple[Span, ...]]]:
    last: Source | None = None
    for claim in reading.claims if reading else ():
        source = claim.source
        if source and is_mouthpiece(source):
            source = last
        if source and not source.through and is_public(source, document):
            last = source
            yield source, claim.content
