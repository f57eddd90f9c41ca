"""Turn the words of paragraphs into the numbers that the encoder reads.

Tokens of a paragraph come in; wordpiece ids and kinds of words come out, with the place of each word's first
piece. A kind is what the lower-cased pieces hide: capitals, digits, and whether the word stands in quotation
marks. It knows how BERT's uncased vocabulary splits words, and nothing about what the
encoder makes of the numbers.
"""

import itertools
import unicodedata
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from tocsin.read.tokens import Tokens

CLASSIFY, SEPARATE = 101, 102  # the ids of [CLS] and [SEP]
KINDS = 12
WINDOW = 192  # wordpieces that are read together, special ids included
_UNKNOWN = 100  # the id of [UNK]
_LONGEST_WORD = 100  # letters; what follows is not read
_MEMORY = 20_000  # words remembered, then all are forgotten: memory stays flat over any number of documents
_MOST_PIECES = 12  # of one word: a long string of marks or letters must not fill a window
_PLAIN, _CAPITAL, _CAPITALS, _DIGIT, _MARK, _FIRST = range(0, KINDS, 2)


_LONGEST = WINDOW - 2 - _MOST_PIECES  # where the last word of a stretch may begin


class Part(NamedTuple):
    """Tokens `first` up to `end` of a paragraph."""

    tokens: Tokens
    first: int
    end: int


class Pieces(NamedTuple):
    """Parallel columns: `ids` and `kinds` a row a wordpiece, `firsts` the row of each word's first piece."""

    ids: list[int]
    kinds: list[int]
    firsts: list[int]


class Splitter:
    """Splits words into the pieces of BERT's uncased vocabulary, and remembers the words it has seen."""

    def __init__(self, vocabulary: Sequence[str]) -> None:
        """`vocabulary`: the pieces in the order of their ids; a piece within a word begins with "##"."""
        self._ids = {piece: number for number, piece in enumerate(vocabulary)}
        self._known: dict[str, tuple[int, ...]] = {}

    def split(self, tokens: Tokens, first: int, end: int) -> Pieces:
        """The pieces of tokens `first` up to `end`."""
        known, learn = self._known, self._learn
        words = [known.get(word) or learn(word) for word in tokens.low[first:end]]
        sizes = [len(own) for own in words]
        kinds = [[_kind(tokens, k)] * size for k, size in enumerate(sizes, first)]
        return Pieces(
            list(itertools.chain.from_iterable(words)),
            list(itertools.chain.from_iterable(kinds)),
            list(itertools.accumulate(sizes[:-1], initial=0)),
        )

    def _learn(self, word: str) -> tuple[int, ...]:
        parts = (piece for part in _parts(word[:_LONGEST_WORD]) for piece in self._pieces(part))
        own = tuple(itertools.islice(parts, _MOST_PIECES)) or (_UNKNOWN,)
        if len(self._known) == _MEMORY:
            self._known.clear()
        self._known[word] = own
        return own

    def _pieces(self, part: str) -> list[int]:
        """The longest known pieces from left to right; a part that they do not cover whole is unknown."""
        found: list[int] = []
        start = 0
        while start < len(part):
            mark = "##" if start else ""
            end = next((e for e in range(len(part), start, -1) if mark + part[start:e] in self._ids), start)
            if end == start:
                return [_UNKNOWN]
            found.append(self._ids[mark + part[start:end]])
            start = end
        return found


def _parts(word: str) -> Iterator[str]:
    """Runs of letters and digits without accents; each mark and each Chinese character on its own."""
    run = ""
    for letter in unicodedata.normalize("NFD", word):
        category = unicodedata.category(letter)
        if category in ("Mn", "Cc", "Cf", "Co", "Cn", "Cs"):
            continue
        is_mark = category[0] == "P" or (letter.isascii() and not letter.isalnum())
        if not is_mark and not _is_chinese(letter):
            run += letter.lower()
            continue
        yield from [run] if run else []
        yield letter
        run = ""
    yield from [run] if run else []


def _is_chinese(letter: str) -> bool:
    return (
        "\u3400" <= letter <= "\u9fff"
        or "\uf900" <= letter <= "\ufaff"
        or "\U00020000" <= letter <= "\U0002fa1f"
    )


def cut(part: Part, splitter: Splitter) -> Iterator[tuple[Part, Pieces]]:
    """The part, or what fits of it into a window at a time, cut between sentences where one ends in time."""
    first, tokens = part.first, part.tokens
    while first < part.end:
        end = min(part.end, first + _LONGEST + 1)
        pieces = splitter.split(tokens, first, end)
        if pieces.firsts[-1] > _LONGEST or end < part.end:
            end = next((first + k for k, at in enumerate(pieces.firsts) if at > _LONGEST), end)
            end = _sentence_end(tokens, first, end)
            pieces = splitter.split(tokens, first, end)
        yield Part(tokens, first, end), pieces
        first = end


def _sentence_end(tokens: Tokens, first: int, end: int) -> int:
    """The last end of a sentence after `first` and up to `end`, or `end` where there is none."""
    for k in range(end, first, -1):
        if tokens.sentence[k] != tokens.sentence[k - 1]:
            return k
    return end


def _kind(tokens: Tokens, k: int) -> int:
    """The kind of token `k`: its shape, plus one where it stands in quotation marks."""
    if tokens.capital[k]:
        is_first = k == 0 or tokens.sentence[k - 1] != tokens.sentence[k]
        all_capitals = tokens.ends[k] - tokens.starts[k] > 1 and tokens.words(k, k).isupper()
        shape = _CAPITALS if all_capitals else _FIRST if is_first else _CAPITAL
    elif (letter := tokens.low[k][0]).isalpha():
        shape = _PLAIN
    else:
        shape = _DIGIT if letter.isdigit() else _MARK
    return shape + (tokens.quote[k] >= 0)
