"""Tells which named speakers of a story are an outlet's writers, and so no sources of their own.

Documents, what they credit and the names of the story's speakers come in; a table from name to house goes
out. It does not know who is credited for the core claim.
"""

import re
from collections import Counter
from collections.abc import Iterable, Sequence
from functools import lru_cache

from tocsin.terms import Document, Span
from tocsin.trace.credits import Credit
from tocsin.trace.cues import words_of
from tocsin.trace.houses import House
from tocsin.trace.naming import last_name
from tocsin.trace.passages import sentences

_SURE = 2  # one sentence that holds writer and outlet, or two documents in which they stand side by side


def find_writers(
    documents: Sequence[Document], credits_: Sequence[Sequence[Credit]], names: Iterable[str]
) -> dict[str, House]:
    """Speakers whom the story calls reporters of a house ("reporter X wrote in Y"): name -> that house.

    The outlet stands in the sentence that calls him so, or in two documents in the sentence beside it.
    """
    last_names = {name: last for name in sorted(set(names)) if (last := last_name(name))}
    found: dict[str, Counter[House]] = {name: Counter() for name in last_names}
    for document, each in zip(documents, credits_, strict=True):
        reporting = [credit for credit in each if not credit.is_own and credit.sentence.end]
        if reporting:
            for name, last in last_names.items():
                if last in document.text:
                    found[name].update(_beside(document, _called(last), reporting))
    best = {name: counts.most_common(1)[0] for name, counts in found.items() if counts}
    return {name: house for name, (house, weight) in best.items() if weight >= _SURE}


@lru_cache(maxsize=4096)
def _called(last: str) -> re.Pattern[str]:
    """The last name beside a word for a writer: "journalist Jane Roe", "Roe, a columnist"."""
    writer, article = words_of("writers"), r"(?:(?:a|an|the|its|\w+['’]s)\s+)?"
    before = rf"\b(?i:{writer})s?\s+(?:[A-Z][\w.'’-]*\s+){{0,3}}{re.escape(last)}\b"
    after = rf"\b{re.escape(last)},?\s+{article}(?:[\w-]+\s+){{0,3}}(?i:{writer})\b"
    return re.compile(f"{before}|{after}")


def _beside(document: Document, called: re.Pattern[str], credits_: Sequence[Credit]) -> Counter[House]:
    """Houses credited in the sentence that calls somebody a writer (2) or in the ones beside it (1)."""
    spans = sentences(document.text)
    weights: Counter[House] = Counter()
    for place, span in enumerate(spans):
        if called.search(span.of(document.text)):
            for credit in credits_:
                weight = _nearness(spans, place, credit)
                house = House(credit.family, credit.name)
                weights[house] = max(weights[house], weight)
    return +weights


def _nearness(spans: Sequence[Span], place: int, credit: Credit) -> int:
    if credit.sentence == spans[place]:
        return _SURE
    beside = spans[max(0, place - 1) : place + 2]
    return 1 if credit.sentence in beside else 0
