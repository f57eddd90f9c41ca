"""Tie a paragraph that opens a quotation ("He said:") to the paragraph that holds its words.

The tokens of all paragraphs come in with what was found in each; the same come out, a paragraph that ends in
a colon behind a word of saying joined with the next one, whose words are then the content. It also knows the
name behind a dash that closes a quotation ("..." - A Name). It does not know who the speakers are.
"""

from collections.abc import Iterator

from tocsin.read.cues import Group, cue_groups
from tocsin.read.edges import Fragment
from tocsin.read.flat import Found
from tocsin.read.phrases import phrase_before
from tocsin.read.tokens import Tokens

_REACH = 8  # tokens between the word of saying and the colon
_NAME = 8  # tokens of a name behind a dash
_DASHES = frozenset(["—", "–", "―", "--", "-"])
_READ_OUT = frozenset(["read", "say", "state", "write"])  # of papers: their words often stand without marks

Read = tuple[Tokens, list[Found], int]  # a paragraph, or two that were joined; what was found; its number


def joined(paragraphs: list[Read]) -> Iterator[Read]:
    """The paragraphs in order, those that open a quotation together with the one that holds it."""
    held: Read | None = None
    for paragraph in paragraphs:
        if held is not None:
            tied = _tied(held, paragraph)
            yield from [tied] if tied is not None else [_signed(held), _signed(paragraph)]
            held = None
        elif paragraph[0].low[-1:] == [":"]:
            held = paragraph
        else:
            yield _signed(paragraph)
    if held is not None:
        yield _signed(held)


def _tied(opening: Read, following: Read) -> Read | None:
    """Both as one, with a claim for the words of the second; None where the first opens nothing."""
    tokens, found, number = opening
    group = _opener(tokens)
    source = phrase_before(tokens, group.first) if group is not None else None
    words = _words(following, group) if group is not None else None
    if group is None or source is None or words is None:
        return None
    at = len(tokens)
    both = tokens.joined(following[0])
    others = [one for one in found if not one.cue[0] <= group.head <= one.cue[1]]
    content = (words[0] + at, words[1] + at)
    spoken = Found((source.first, source.last), (group.first, group.last), (content,), None)
    return both, [*others, spoken, *(_moved(one, at, len(others) + 1) for one in following[1])], number


def _opener(tokens: Tokens) -> Group | None:
    """The word of saying that the colon at the end stands behind."""
    last = len(tokens) - 1
    groups = [g for g in cue_groups(tokens.part(0, last)) if "quote" in g.cue.takes or "told" in g.cue.takes]
    near = [g for g in groups if last - g.last <= _REACH and tokens.sentence[g.head] == tokens.sentence[last]]
    return near[-1] if near else None


def _words(following: Read, group: Group) -> Fragment | None:
    """What is said: the quotation that opens the paragraph, or all of it where a paper is read out."""
    tokens, found, _ = following
    if len(tokens) and tokens.quote[0] >= 0:
        first = tokens.quote[0]
        last = max(k for k in range(len(tokens)) if tokens.quote[k] == first)
        is_own = not any(one.within is None and one.cue[0] > last for one in found)
        return (0, last) if is_own and last > 1 else None
    is_read_out = group.cue.word in _READ_OUT and len(tokens) > 1 and not found
    last = len(tokens) - 1
    return (0, last - (tokens.low[last] == ".")) if is_read_out else None


def _moved(found: Found, by: int, before: int) -> Found:
    def moved(fragment: Fragment) -> Fragment:
        return fragment[0] + by, fragment[1] + by

    source = moved(found.source) if found.source is not None else None
    within = None if found.within is None else found.within + before
    return Found(source, moved(found.cue), tuple(moved(part) for part in found.content), within)


def _signed(paragraph: Read) -> Read:
    """A quotation with a name behind a dash, and no more, is what the name says."""
    tokens, found, number = paragraph
    if not len(tokens) or tokens.quote[0] < 0 or any(one.within is None for one in found):
        return paragraph
    last = max(k for k in range(len(tokens)) if tokens.quote[k] == tokens.quote[0])
    name = range(last + 2, len(tokens))
    is_name = 0 < len(name) <= _NAME and tokens.low[last + 1] in _DASHES and tokens.capital[last + 2]
    if not is_name:
        return paragraph
    signed = Found((last + 2, len(tokens) - 1), (last + 1, last + 1), ((0, last),), None)
    return tokens, [*found, signed], number
