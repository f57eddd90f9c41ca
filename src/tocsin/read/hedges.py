"""Find the author's own "reportedly": a statement that the author does not vouch for and lays to nobody.

Tokens of a passage and what was found in it come in; attributions without a source come out. It knows the
lexicon's hedges; a hedge within what somebody says is that source's own and stays out.
"""

from collections.abc import Iterator

from tocsin.read.edges import Fragment, trimmed
from tocsin.read.flat import Found
from tocsin.read.lexicon import lexicon
from tocsin.read.phrases import phrase_before
from tocsin.read.tokens import Tokens, classes

_CLAUSE_ENDS = frozenset([",", ";", ".", "—", "–", "--"])


def find_hedges(tokens: Tokens, found: list[Found]) -> Iterator[Found]:
    """Cue and content of each hedge: the subject before it, and the rest of the clause."""
    words = lexicon().hedges
    for i, word in enumerate(tokens.low):
        if word in words and not any(_covers(one, i) for one in found):
            content = _content(tokens, i)
            if content:
                yield Found(None, (i, i), tuple(content))


def _covers(found: Found, token: int) -> bool:
    return any(first <= token <= last for first, last in (found.cue, *found.content))


def _content(tokens: Tokens, i: int) -> list[Fragment]:
    start = i
    while start > 0 and tokens.low[start - 1] in classes().auxiliaries:
        start -= 1
    subject = phrase_before(tokens, start)
    end = i + 1
    while end < len(tokens) and tokens.low[end] not in _CLAUSE_ENDS and tokens.quote[end] == tokens.quote[i]:
        end += 1
    front = [(subject.first, subject.last)] if subject is not None else []
    return front + trimmed(tokens, i + 1, end - 1)
