"""Split a stretch of text into words and marks, each with its place and what it is at first sight.

A text and spans come in; a `Tokens` table comes out: parallel columns, one row a word or mark, offsets into
the text as it came. It knows closed classes of English words (lexicon/words.yaml) and no grammar beyond them.
"""

import bisect
import itertools
import re
from collections.abc import Iterable, Iterator
from functools import cache
from importlib.resources import files
from typing import NamedTuple

from tocsin.reference.tables import parse_table
from tocsin.terms import Span

_TOKEN = re.compile(
    r"(?:[A-Za-z]\.){2,}|(?:Mr|Mrs|Ms|Dr|Sen|Sens|Rep|Reps|Gov|Govs|Gen|Lt|Col|Sgt|Capt|Cmdr|Maj|Adm|Jr|Sr|St|Prof"
    r"|Rev|Hon|Inc|Corp|Co|Ltd|Brig|No|Jan|Feb|Aug|Sept|Oct|Nov|Dec)\.|[A-Z]\.(?=\s[A-Z])|\d+(?:[.,]\d+)+"
    r"|[^\W_]+(?:[-.'’&][^\W_]+)*|''|``|\.\.\.|--|[^\w\s]|_"
)


class Tokens(NamedTuple):
    """The words and marks of one passage. `low` is in small letters with straight apostrophes."""

    text: str
    starts: list[int]
    ends: list[int]
    low: list[str]
    capital: list[bool]  # begins with a capital letter
    quote: list[int]  # number of the quotation that the token lies in (marks included), else -1
    sentence: list[int]

    def __len__(self) -> int:
        return len(self.starts)

    def span(self, first: int, last: int) -> Span:
        """From the start of token `first` to the end of token `last`, both included."""
        return Span(self.starts[first], self.ends[last])

    def words(self, first: int, last: int) -> str:
        """The text from token `first` to token `last`, both included."""
        return self.text[self.starts[first] : self.ends[last]]

    def sentences(self) -> Iterator[tuple[int, int]]:
        """The first token of each sentence and the one past its last."""
        first, numbers = 0, self.sentence
        while first < len(numbers):
            end = bisect.bisect_right(numbers, numbers[first], first)
            yield first, end
            first = end

    def part(self, first: int, end: int, *, is_text: bool = False) -> "Tokens":
        """Tokens `first` up to, not including, `end` as a table of its own; offsets stay.

        With `is_text`, a quotation around all of it is no quotation within it.
        """
        own = slice(first, end)
        quote = self.quote[own]
        if is_text and len(set(quote)) == 1:
            quote = [-1] * len(quote)
        return Tokens(
            self.text,
            self.starts[own],
            self.ends[own],
            self.low[own],
            self.capital[own],
            quote,
            self.sentence[own],
        )


class Classes(NamedTuple):
    """Closed classes of words, as named in lexicon/words.yaml."""

    pronouns: frozenset[str]
    relatives: frozenset[str]
    possessives: frozenset[str]
    determiners: frozenset[str]
    auxiliaries: frozenset[str]
    negations: frozenset[str]
    modals: frozenset[str]
    adverbs: frozenset[str]
    prepositions: frozenset[str]
    attaching: frozenset[str]
    subordinators: frozenset[str]
    days: frozenset[str]
    months: frozenset[str]
    time_nouns: frozenset[str]
    finite: frozenset[str]
    participles_in_names: frozenset[str]
    titles: frozenset[str]
    ly_nouns: frozenset[str]
    participles: frozenset[str]
    light_verbs: frozenset[str]
    writings: frozenset[str]
    personal: frozenset[str]
    adverbial: frozenset[str]
    inserted: frozenset[str]
    articles: frozenset[str]
    showing: frozenset[str]
    helping: frozenset[str]


@cache
def classes() -> Classes:
    """The closed classes, read once."""
    raw = parse_table(files("tocsin.read").joinpath("lexicon/words.yaml").read_text("utf-8"))
    return Classes(**{name: frozenset(words.replace("’", "'").split()) for name, words in raw.items()})


def is_adverb(word: str) -> bool:
    """Whether a word in small letters is an adverb: a closed list, or "-ly"."""
    known = classes()
    return word in known.adverbs or (word.endswith("ly") and len(word) > 4 and word not in known.ly_nouns)


def tokenize(text: str, span: Span, sentences: Iterable[Span], quotations: Iterable[Span]) -> Tokens:
    """The tokens of `text` within `span`, each with the number of its sentence and of its quotation."""
    places = [match.span() for match in _TOKEN.finditer(text, span.start, span.end)]
    starts, ends = [start for start, _ in places], [end for _, end in places]
    words = [text[start:end] for start, end in places]
    low = [word.lower() for word in words]
    if text.find("’", span.start, span.end) >= 0:
        low = [word.replace("’", "'") for word in low]
    numbers = [0] * len(starts)
    for number, sentence in enumerate(itertools.pairwise(sentences), 1):
        first = bisect.bisect_left(starts, sentence[0].end)
        numbers[first:] = [number] * (len(starts) - first)
    quotes = [-1] * len(starts)
    for number, quotation in enumerate(quotations):
        first, end = bisect.bisect_left(starts, quotation.start), bisect.bisect_left(starts, quotation.end)
        quotes[first:end] = [number] * (end - first)
    return Tokens(text, starts, ends, low, [word[0].isupper() for word in words], quotes, numbers)
