"""Find who says what in paragraphs, and again in what they say: attributions and those within their contents.

Tables of tokens, one a paragraph, come in; attributions come out, in token numbers of their paragraph, each
with the number of the one whose content it was found in. The trained reader finds them, over the paragraphs
first and then over each content that holds a word of saying. It does not know kinds of sources or stances.
"""

from collections.abc import Iterator, Sequence
from functools import cache
from typing import NamedTuple

from tocsin.read.cues import cue_groups
from tocsin.read.decoding import Flat, decode
from tocsin.read.edges import Fragment, whole_source, with_marks, within_sentence, without_citation
from tocsin.read.encoder import Seen, chain, look
from tocsin.read.lexicon import lexicon
from tocsin.read.signatures import signed
from tocsin.read.tokens import Tokens, classes
from tocsin.read.unfinished import finished, near
from tocsin.read.wordpieces import Part

_DEPTH = 2  # passes over contents: attributions three deep are found
_OUTERMOST = (0.0, 0.1, 0.0, 0.2, 0.0, -0.1, 0.0)  # rather one attribution more, and whole; set on dev
_WITHIN = (-0.25, 0.0, 0.0, 0.0, 0.0, 0.0, 0.0)  # training shows few; set on held-back own sentences
_SURE = 0.5  # margin of a cue that stands although nobody speaks
_NOUN_REACH = 8  # tokens behind a noun of saying in which its "that" may stand
_SHORTEST = 2  # tokens of a content that is worth a pass of its own


class Found(NamedTuple):
    """An attribution in token numbers of its paragraph; `within` counts into the same list."""

    source: Fragment | None
    cue: Fragment
    content: tuple[Fragment, ...]
    within: int | None = None
    is_sure: bool = False  # the reader doubts little that the cue is one


def find_flat(tables: Sequence[Tokens], seen: list[Seen]) -> list[list[Found]]:
    """The attributions of each table: outermost ones, then those within them, then those within these.

    `seen`: what the encoder makes of the tables.
    """
    whole = [(n, None, table, 0) for n, table in enumerate(tables) if len(table)]
    found: list[list[Found]] = [[] for _ in tables]
    wanted: list[_Wanted] = [_Wanted(*one) for one in whole]
    for depth in range(1 + _DEPTH):
        wanted = list(_pass(wanted, seen, found, tables, _WITHIN if depth else _OUTERMOST))
        if not wanted or depth == _DEPTH:
            break
        seen = look([Part(one.tokens, 0, len(one.tokens)) for one in wanted])
    return found


class _Wanted(NamedTuple):
    """A table of tokens to read: its paragraph, the attribution it is the content of, and where it begins."""

    paragraph: int
    within: int | None
    tokens: Tokens
    at: int


def _pass(
    wanted: list[_Wanted],
    seen: list[Seen],
    found: list[list[Found]],
    tables: Sequence[Tokens],
    lean: Sequence[float],
) -> Iterator[_Wanted]:
    """Decode what was seen of all that is wanted, add it to `found`, and give the contents to read next."""
    flats: dict[int, list[Flat]] = {}
    for one in wanted:
        if signature := signed(one.tokens):
            flats[id(one.tokens)] = [signature]
    for part, own in decode([s for s in seen if id(s.part.tokens) not in flats], chain(), lean):
        flats.setdefault(id(part.tokens), []).extend(own)
    for one in wanted:
        own = flats.get(id(one.tokens), [])
        for flat in finished(one.tokens, own) if one.within is None else _near_ones(one.tokens, own):
            if flat.cue is None or not flat.content or _goes_on(one, flat.source, flat.cue):
                continue
            new = _moved(flat, one.at, one.within, tables[one.paragraph])
            found[one.paragraph].append(new)
            number = len(found[one.paragraph]) - 1
            for first, last in new.content if new.source else ():  # nothing lies within what nobody says
                start = first + (tables[one.paragraph].low[first] == "that")
                if last - start >= _SHORTEST and speaks(tables[one.paragraph], start, last):
                    table = tables[one.paragraph].part(start, last + 1, is_text=True)
                    yield _Wanted(one.paragraph, number, table, start)


def _near_ones(tokens: Tokens, flats: list[Flat]) -> Iterator[Flat]:
    return (near(tokens, flat) for flat in flats)


def _moved(flat: Flat, by: int, within: int | None, tokens: Tokens) -> Found:
    def moved(fragment: Fragment) -> Fragment:
        return fragment[0] + by, fragment[1] + by

    assert flat.cue is not None
    cue = moved(flat.cue)
    source = whole_source(tokens, moved(flat.source), cue) if flat.source is not None else None
    content = (without_citation(tokens, moved(fragment)) for fragment in flat.content)
    whole = tuple(with_marks(tokens, within_sentence(tokens, fragment, cue)) for fragment in content)
    return Found(source, cue, whole, within, flat.margin > _SURE)


def _goes_on(wanted: _Wanted, source: Fragment | None, cue: Fragment) -> bool:
    """`refused to pledge`: the infinitive is what the source itself does, not another attribution."""
    return wanted.within is not None and source is None and wanted.tokens.low[cue[0]] == "to"


def speaks(tokens: Tokens, first: int, last: int) -> bool:
    """Whether a word of saying stands between: most contents hold none, and need no pass of their own."""
    low, saying = tokens.low[first : last + 1], _words_of_saying()
    if any(word in saying and _may_tell(low, k) for k, word in enumerate(low)):
        return True
    return any(True for _ in cue_groups(tokens.part(first, last + 1)))


def _may_tell(low: list[str], k: int) -> bool:
    """Whether a word may be a cue by its place: a noun only where "about" or "that" follows.

    Of 874 attributions within contents of 150 articles of PolNeAR's train part, 34 are behind other nouns
    ("support for") that hardly anybody says anything with; their contents would cost a ninth more to read.
    """
    before = low[k - 1] if k else ""
    is_owned = before in classes().articles or before in classes().possessives or before.endswith("'s")
    if not is_owned and low[k] not in _nouns_of_saying():
        return True
    return "that" in low[k + 1 : k + _NOUN_REACH] or low[k + 1 : k + 2] == ["about"]


@cache
def _nouns_of_saying() -> frozenset[str]:
    """Words that are cues as nouns only."""
    known = lexicon().cues.items()
    return frozenset(word for word, entries in known if all(cue.class_ == "noun" for cue, _ in entries))


@cache
def _words_of_saying() -> frozenset[str]:
    """Words that are cues alone; one such as "call" of "call for" counts with its preposition only."""
    table = lexicon()
    alone = (
        word
        for word, entries in table.cues.items()
        if any(not cue.tail and not cue.needs_negation for cue, _ in entries)
    )
    return frozenset(alone) | table.hedges | {"according"}
