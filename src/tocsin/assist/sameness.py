"""Says what of one wording is missing in another: figures, names, quotations, negations, words of likelihood.

Comes in: two wordings of one sentence. Goes out: what differs, in words; nothing where all is kept. It counts
words and understands none: a wording may order them anew and change the small words between them, no more.
"""

import re
from collections import Counter
from collections.abc import Iterator
from functools import cache
from importlib import resources

from tocsin.brief.speech import confidence_in, likelihoods_in, off_scale_in
from tocsin.brief.wording import BREAK, quotations, without_quotations
from tocsin.weigh.wording import content_words

_FIGURE = re.compile(r"\d+(?:[.,:]\d+|[ \u00a0\u202f]\d{3}(?!\d))*\s?%?")
_WORD = re.compile(r"[\w’'-]+")
_NAME = re.compile(r"[^\W\d_][\w’'-]*")
_FOOTNOTE = re.compile(r"\[\^[^\]]+\]")


def figures_differ(before: str, after: str) -> tuple[str, ...]:
    """The figures that one text has and the other has not, written alike: `1,200` is `1 200` and `1200`."""
    was, now = Counter(_figures(before)), Counter(_figures(after))
    missing = [f"{figure} is missing" for figure in sorted((was - now).elements())]
    return (*missing, *(f"{figure} is new" for figure in sorted((now - was).elements())))


def sentence_differs(before: str, after: str) -> str | None:
    """What of a sentence is not kept in its new wording; None where all of it is."""
    for kind, was, now in (
        ("a figure", _FIGURE.findall(before), _FIGURE.findall(after)),
        ("a quotation", quotations(before), quotations(after)),
        ("a quotation mark", re.findall('[“”"«»]', before), re.findall('[“”"«»]', after)),
        ("a footnote", _FOOTNOTE.findall(before), _FOOTNOTE.findall(after)),
        ("a negation, number or limiting word", _counted(before), _counted(after)),
    ):
        if Counter(was) != Counter(now) or (kind == "a quotation" and was != now):
            return f"{kind} is not kept"
    if _likelihood(before) != _likelihood(after):
        return "a word of likelihood or confidence is not kept"
    if len(BREAK.findall(without_quotations(before))) != len(BREAK.findall(without_quotations(after))):
        return "it is another number of sentences"
    if name := _lost_name(before, after):
        return f"the name {name} is not kept"
    if others := content_words(before) ^ content_words(after):
        return f"the words are others: {', '.join(sorted(others)[:5])}"
    return None if len(after) <= 1.5 * len(before) else "it is far longer"


def _figures(text: str) -> Iterator[str]:
    for match in _FIGURE.findall(text):
        yield re.sub(r"[.,\s\u00a0\u202f](?=\d{3}(?!\d))", "", match).replace(",", ".").replace(" ", "")


def _counted(text: str) -> list[str]:
    words = [word.replace("’", "'") for word in _WORD.findall(without_quotations(text)) if word != "May"]
    short = ["n't" if word.endswith("n't") else word.lower() for word in words]
    return [word for word in short if word in _kept_words()]


def _likelihood(text: str) -> tuple[object, ...]:
    return Counter(likelihoods_in(text)), confidence_in(text), Counter(off_scale_in(text))


def _lost_name(before: str, after: str) -> str | None:
    """A capitalised word inside one sentence that the other holds less often, or not at all."""
    was, now = Counter(_NAME.findall(before)), Counter(_NAME.findall(after))
    for name in _inside(before):
        if now[name] < was[name]:
            return name
    return next((name for name in _inside(after) if was[name] < now[name]), None)


def _inside(text: str) -> list[str]:
    """Capitalised words that do not open the sentence."""
    words = _NAME.findall(text)
    return [word for word in words[1:] if word[:1].isupper()]


@cache
def _kept_words() -> frozenset[str]:
    lines = resources.files(__package__).joinpath("kept_words.txt").read_text("utf-8").splitlines()
    return frozenset(word for line in lines if not line.startswith("#") for word in line.split())
