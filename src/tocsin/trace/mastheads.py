"""Tells which outlet a text of unknown outlet comes from, by what the text says of itself.

Documents come in and go out, those that name their own outlet ("did not respond to Harbour TV's request
for comment") with that outlet. It never guesses from style or address, and leaves a given outlet alone.
"""

from collections import Counter
from collections.abc import Sequence

from tocsin.reference.phrases import Phrases
from tocsin.terms import Document
from tocsin.trace.credits import Credit, mentions_of
from tocsin.trace.cues import cue

_TO_NAME = r"\s+(?:the\s+)?$"  # what stands between a cue and the name after it
_OFTEN = 2  # sentences in which people "told X", where nobody else credits X


def with_own_outlet(document: Document, names: Phrases[str]) -> Document:
    """The document with the outlet that it calls its own, if it names one and credits it for nothing."""
    if document.outlet:
        return document
    asking: dict[str, str] = {}
    for mention in mentions_of(document.text, names):
        before = document.text[max(0, mention.span.start - 40) : mention.span.start]
        after = document.text[mention.span.end : mention.span.end + 60]
        if cue("credited", before="", after=_TO_NAME).search(before) or cue("reports", r"^\s+").search(after):
            return document
        if cue("asks", before="^").search(after) or cue("asked_by", after=_TO_NAME).search(before):
            asking[mention.family] = mention.name
    if len(asking) != 1:
        return document
    return document.model_copy(update={"outlet": next(iter(asking.values()))})


def told_at_home(documents: Sequence[Document], credits_: Sequence[Sequence[Credit]]) -> list[str | None]:
    """For each document of unknown outlet the one that people "told" again and again and no other credits."""
    crediting = Counter(family for each in credits_ for family in {credit.family for credit in each})
    homes: list[str | None] = []
    for document, each in zip(documents, credits_, strict=True):
        told = Counter(credit.name for credit in each if credit.is_told and crediting[credit.family] == 1)
        reported = {credit.name for credit in each if not credit.is_told}
        often = [name for name, count in told.items() if count >= _OFTEN and not reported]
        homes.append(often[0] if len(often) == 1 and not document.outlet else None)
    return homes
