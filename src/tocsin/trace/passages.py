"""What of a text can be compared with another: sentences, telling words, words outside quotations.

Text comes in; spans, words and blanked text go out. It knows nothing about outlets, claims or stories.
"""

import re
from functools import cache
from importlib.resources import files

from tocsin.terms import Span

_QUOTATION = re.compile(r"[“\"][^“”\"\n]{1,1500}(?:[”\"]|$|(?=\n))", re.MULTILINE)
_BREAK = re.compile(r"(?<=[.!?…])[\"”’')\]]*\s+(?=[\"“‘'(\[]*[A-Z0-9])|\s*\n+\s*")
_ABBREVIATED = re.compile(
    r"(?:\b(?:[A-Z]|Mr|Mrs|Ms|Dr|Gen|Lt|Col|Maj|Capt|Sgt|Sen|Rep|Gov|St|No|Adm|Prof|Inc|Corp|Jan|Feb|Aug|"
    r"Sept|Oct|Nov|Dec))\.$"
)
_WORD = re.compile(r"[^\W_]+(?:['’][^\W_]+)?")
_STEM = 6  # letters; enough to bring "harvest", "harvesting" and "harvested" together


def sentences(text: str) -> list[Span]:
    """Sentences (and headlines, a line each) as spans, in order, without surrounding white space."""
    spans, start = [], len(text) - len(text.lstrip())
    for gap in _BREAK.finditer(text, start):
        if "\n" not in gap.group() and _ABBREVIATED.search(text, max(0, gap.start() - 6), gap.start()):
            continue
        if gap.start() > start:
            spans.append(Span(start, gap.start()))
        start = gap.end()
    end = len(text.rstrip())
    return [*spans, Span(start, end)] if end > start else spans


def words(text: str) -> list[str]:
    """Words in lower case, in order; numbers are words."""
    return _WORD.findall(text.lower())


def without_quotations(text: str) -> str:
    """The text with everything between quotation marks blanked, at the same length."""
    return _QUOTATION.sub(lambda match: " " * len(match.group()), text)


def quotations(text: str) -> list[Span]:
    """The stretches between quotation marks."""
    return [Span(*match.span()) for match in _QUOTATION.finditer(text)]


def telling_words(text: str) -> list[str]:
    """Stems of the words that carry matter: no function words, no reporting verbs."""
    return [
        word[:_STEM]
        for word in words(text.replace("’s", "").replace("'s", ""))
        if word not in _function_words()
    ]


@cache
def _function_words() -> frozenset[str]:
    text = files("tocsin.trace").joinpath("function_words.txt").read_text(encoding="utf-8")
    return frozenset(word for line in text.splitlines() if not line.startswith("#") for word in line.split())
