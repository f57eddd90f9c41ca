"""What of a text can be compared with another: sentences, telling words, words outside quotations.

Text comes in; spans, words and blanked text go out. It knows nothing about outlets, claims or stories.
"""

import re
import unicodedata
from functools import cache, lru_cache
from importlib.resources import files

from tocsin.terms import Span
from tocsin.trace.cues import cue

_QUOTATION = re.compile(r"[“\"][^“”\"\n]{1,1500}(?:[”\"]|$|(?=\n))", re.MULTILINE)
_BREAK = re.compile(r"(?<=[.!?…])[\"”’')\]]*\s+(?=[\"“‘'(\[]*[A-Z0-9])|\s*\n+\s*")
_ABBREVIATED = re.compile(
    r"(?:\b(?:[A-Z]|Mr|Mrs|Ms|Dr|Gen|Lt|Col|Maj|Capt|Sgt|Sen|Rep|Gov|St|No|Adm|Prof|Inc|Corp|Jan|Feb|Aug|"
    r"Sept|Oct|Nov|Dec))\.$"
)
_WORD = re.compile(r"[^\W_]+(?:['’][^\W_]+)?")
_LINE = re.compile(r"[^\n]+")
_CAPTION = 45  # words; a longer line is no caption
_TEXTS = 1024  # texts, and sentences below, remembered between two looks at one story
_SENTENCES = 65536
_STEM = 6  # letters; enough to bring "harvest", "harvesting" and "harvested" together


@lru_cache(maxsize=_TEXTS)
def sentences(text: str) -> tuple[Span, ...]:
    """Sentences (and headlines, a line each) as spans, in order, without surrounding white space."""
    spans, start = [], len(text) - len(text.lstrip())
    for gap in _BREAK.finditer(text, start):
        if "\n" not in gap.group() and _ABBREVIATED.search(text, max(0, gap.start() - 6), gap.start()):
            continue
        if gap.start() > start:
            spans.append(Span(start, gap.start()))
        start = gap.end()
    end = len(text.rstrip())
    return (*spans, Span(start, end)) if end > start else tuple(spans)


@lru_cache(maxsize=_TEXTS)
def told_sentences(text: str) -> tuple[Span, ...]:
    """The sentences in which something is told: without captions of pictures and lines about rights."""
    trim = [Span(*line.span()) for line in _LINE.finditer(text) if _is_trim(line.group())]
    spans = sentences(text)
    return tuple(s for s in spans if not any(line.start <= s.start < line.end for line in trim))


def _is_trim(line: str) -> bool:
    """Whether a line is a caption ("... (File picture)", "Photo: ...") or speaks of rights."""
    if len(line.split()) > _CAPTION:
        return False
    credited = cue("picture", before=r"\([^()]*\b", after=r"\b[^()]*\)\s*$").search(line)
    labelled = cue("picture", before=r"\s*(?:file\s+)?", after=r"\s*(?::|by\b|courtesy\b)").match(line)
    return bool(credited or labelled or cue("rights").search(line))


def words(text: str) -> list[str]:
    """Words in lower case, in order; numbers are words."""
    return _WORD.findall(text.lower())


@lru_cache(maxsize=_TEXTS)
def without_quotations(text: str) -> str:
    """The text with everything between quotation marks blanked, at the same length."""
    return _QUOTATION.sub(lambda match: " " * len(match.group()), text)


def quotations(text: str) -> list[Span]:
    """The stretches between quotation marks."""
    return [Span(*match.span()) for match in _QUOTATION.finditer(text)]


@lru_cache(maxsize=_SENTENCES)
def telling_words(text: str) -> tuple[str, ...]:
    """Stems of the words that carry matter: no function words, no reporting verbs."""
    plain = without_accents(text).replace("’s", "").replace("'s", "")
    return tuple(_stem(word) for word in words(plain) if word not in _function_words())


def without_accents(text: str) -> str:
    """The text with plain letters for accented ones; not always at the same length."""
    if text.isascii():
        return text
    parts = unicodedata.normalize("NFKD", text)
    return "".join(character for character in parts if not unicodedata.combining(character))


def _stem(word: str) -> str:
    return (word[:-1] if len(word) > 3 and word[-1] == "s" and word[-2] not in "sui" else word)[:_STEM]


@cache
def _function_words() -> frozenset[str]:
    text = files("tocsin.trace").joinpath("function_words.txt").read_text(encoding="utf-8")
    return frozenset(word for line in text.splitlines() if not line.startswith("#") for word in line.split())
