"""Find who signed a quotation (`"We have waited long enough." - Ana Ruiz, nurse`), or whose turn it is.

The tokens of a paragraph come in; an attribution comes out where the paragraph is a quotation with a dash and
a name behind it and nothing else, as letters, round-ups of voices and mottoes are printed, or where a name in
capitals and a colon stand before it, as in a transcript. It does not know who the person is.
"""

from functools import cache
from importlib.resources import files

from tocsin.read.decoding import Flat
from tocsin.read.tokens import Tokens
from tocsin.reference.countries import country_of

_DASHES = frozenset(["―", "—", "–", "--", "-"])
_IN_NAMES = frozenset(["of", "de", "da", "von", "van", "bin", "al", "the", "."])
_TITLES = frozenset(["mr", "mrs", "ms", "dr", "gen", "sen", "rep", "gov", "adm", "col"])
_LONGEST_LABEL = 4  # words of a speaker's name in a transcript
_LONGEST_TAIL = 16  # tokens behind the dash: a name, and what the person is


def signed(tokens: Tokens) -> Flat | None:
    """The quotation, the dash and the name of a signed paragraph; None for any other paragraph."""
    dash = next((k for k, quote in enumerate(tokens.quote) if quote != 0), 0)
    end = next((k for k in range(dash + 1, len(tokens)) if not _is_of_name(tokens, k)), len(tokens))
    if dash < 3 or tokens.low[dash] not in _DASHES or not dash + 1 < len(tokens) <= dash + _LONGEST_TAIL:
        return None
    if end == dash + 1 or not tokens.capital[dash + 1] or tokens.low[end : end + 1] not in ([], [","]):
        return None
    last = end - 1 - (tokens.low[end - 1] == ".")
    return Flat((dash + 1, last), (dash, dash), ((0, dash - 1),))


def in_turn(tokens: Tokens) -> Flat | None:
    """The name in capitals, the colon and the words of a turn in a transcript; else None."""
    low = tokens.low
    colon = next((k for k in range(1, min(2 * _LONGEST_LABEL, len(tokens))) if low[k] == ":"), 0)
    words = [k for k in range(colon) if low[k] != "."]
    is_label = 0 < len(words) <= _LONGEST_LABEL and all(_is_in_capitals(tokens, k) for k in words)
    if not is_label or colon + 2 >= len(tokens) or not _labels().isdisjoint(low[:colon]):
        return None
    if low[colon - 1] in _TITLES or country_of(" ".join(low[k].title() for k in words)):
        return None  # a dateline
    last = len(tokens) - 1 - (low[-1] == ".")
    return Flat((0, words[-1]), (colon, colon), ((colon + 1, last),))


@cache
def _labels() -> frozenset[str]:
    """Words in capitals before a colon that are no speakers."""
    return frozenset(files("tocsin.read").joinpath("lexicon/labels.txt").read_text("utf-8").split())


def _is_in_capitals(tokens: Tokens, k: int) -> bool:
    word = tokens.text[tokens.starts[k] : tokens.ends[k]]
    return word.isalpha() and word.isupper() and (len(word) > 2 or word.lower() in _TITLES)


def _is_of_name(tokens: Tokens, k: int) -> bool:
    return tokens.capital[k] or tokens.low[k] in _IN_NAMES
