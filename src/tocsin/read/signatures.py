"""Find the one who signed a quotation: `"We have waited long enough." - Ana Ruiz, nurse`.

The tokens of a paragraph come in; an attribution comes out where the paragraph is a quotation with a dash and
a name behind it and nothing else, as letters, round-ups of voices and mottoes are printed. It does not know
who the person is.
"""

from tocsin.read.decoding import Flat
from tocsin.read.tokens import Tokens

_DASHES = frozenset(["―", "—", "–", "--", "-"])
_IN_NAMES = frozenset(["of", "de", "da", "von", "van", "bin", "al", "the", "."])
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


def _is_of_name(tokens: Tokens, k: int) -> bool:
    return tokens.capital[k] or tokens.low[k] in _IN_NAMES
