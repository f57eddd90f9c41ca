"""Find attributions without a verb of their own: "according to X", and the author's own "reportedly".

Tokens come in; attributions come out in text order. It knows the lexicon's bearers and hedges; it does not
know which of them lie within another attribution.
"""

from collections.abc import Iterator

from tocsin.read.appositions import Phrase
from tocsin.read.contents import Fragment, trimmed
from tocsin.read.lexicon import lexicon
from tocsin.read.phrases import phrase_after, phrase_before
from tocsin.read.tokens import Tokens, classes, sentence_start

_OPENERS = frozenset([".", "—", "–", "--", ":", "but", "and", '"', "“", "”", "''"])
_CLAUSE_ENDS = frozenset([",", ";", ".", "—", "–", "--"])


def bearers(tokens: Tokens) -> Iterator[tuple[Phrase, Fragment, list[Fragment]]]:
    """Source, cue and content of each `according to X`, before or after its content."""
    table = lexicon().bearers
    heads = {bearer[0] for bearer in table}
    for i, word in enumerate(tokens.low):
        if word not in heads:
            continue
        for bearer in table:
            last = i + len(bearer) - 1
            if tuple(tokens.low[i : last + 1]) != bearer:
                continue
            source = phrase_after(tokens, last + 1, len(tokens))
            content = _content(tokens, i, source) if source is not None else []
            if source is not None and content:
                yield source, (i, last), content


def hedges(tokens: Tokens) -> Iterator[tuple[Fragment, list[Fragment]]]:
    """Cue and content of each `reportedly`: the subject before it, and the rest of the clause."""
    words = lexicon().hedges
    for i, word in enumerate(tokens.low):
        if word in words:
            content = _hedged(tokens, i)
            if content:
                yield (i, i), content


def _content(tokens: Tokens, i: int, source: Phrase) -> list[Fragment]:
    n, low = len(tokens), tokens.low
    start = sentence_start(tokens, i)
    if i > start and not (low[i - 1] in _OPENERS and i - start < 4):
        return trimmed(tokens, sentence_start(tokens, i - 1), i - 1)
    k = source.last + 1
    while k < n and low[k] != ",":
        k += 1
    if low[k + 1 : k + 2] in (["citing"], ["quoting"], ["which"], ["who"]):
        k = next((j for j in range(k + 2, n) if low[j] == ","), n)
    end = next((j for j in range(k, n) if tokens.sentence[j] != tokens.sentence[i]), n)
    return trimmed(tokens, k, end - 1)


def _hedged(tokens: Tokens, i: int) -> list[Fragment]:
    start = i
    while start > 0 and tokens.low[start - 1] in classes().auxiliaries:
        start -= 1
    subject = phrase_before(tokens, start)
    end = i + 1
    while end < len(tokens) and tokens.low[end] not in _CLAUSE_ENDS and tokens.quote[end] == tokens.quote[i]:
        end += 1
    front = [(subject.first, subject.last)] if subject is not None else []
    return front + trimmed(tokens, i + 1, end - 1)
