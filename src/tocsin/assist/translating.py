"""Has a document translated passage by passage, beside the original and marked as a machine's.

Comes in: a document, a language, a model. Goes out: a translation, in which figures that differ are named.
A passage for which nothing usable came stays without one. Nothing else is made of it. Knows nothing about
stores.
"""

import datetime as dt
import re
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from tocsin.assist.asking import Answered, Model, ModelFault
from tocsin.assist.prompts import fence, task
from tocsin.assist.sameness import figures_differ
from tocsin.errors import ConfigurationError
from tocsin.terms import Document, Span, TranslatedPassage, Translation

LOT = 4_000  # code points sent at once
LONGEST = 60_000  # code points of a document that is translated


class _Texts(Answered):
    texts: list[str]


class Translated(NamedTuple):
    """A translation and what went wrong on the way, a line each."""

    translation: Translation
    faults: tuple[str, ...]


def translate_document(document: Document, language: str, model: Model, *, at: dt.datetime) -> Translated:
    """The document in another language, passage beside passage.

    Raises:
        ConfigurationError: the language is no code, or the document is too long.
        ModelFault: nothing at all could be translated.
    """
    if not re.fullmatch("[a-z]{2}", language):
        raise ConfigurationError(f"--to {language}", "is no language's code", "give two letters, such as en")
    if len(document.text) > LONGEST:
        what = f"is longer than {LONGEST:,} characters"
        raise ConfigurationError(document.label, what, "translate it in parts by hand")
    made: list[TranslatedPassage] = []
    faults: list[ModelFault] = []
    for lot in _lots(list(_passages(document.text))):
        originals = [span.of(document.text) for span in lot]
        try:
            texts: Sequence[str | None] = _ask(model, originals, language)
        except ModelFault as fault:
            faults.append(fault)
            texts = [None] * len(lot)
        made += [_beside(document, span, text) for span, text in zip(lot, texts, strict=True)]
    if faults and not any(passage.text for passage in made):
        raise faults[0]
    translation = Translation(
        document=document.id,
        language=language,
        passages=tuple(made),
        model=model.address.model,
        host=model.address.host,
        at=at,
    )
    return Translated(translation, tuple(dict.fromkeys(map(str, faults))))


def to_lines(document: Document, translation: Translation) -> Iterator[str]:
    """Original and translation in turn, under the document's marking and the translation's own."""
    if document.marking:
        yield document.marking
    yield translation.mark
    for passage in translation.passages:
        yield ""
        yield f"  {' '.join(passage.original.of(document.text).split())}"
        yield f"> {passage.text}" if passage.text is not None else "> (not translated)"
        if passage.differs:
            yield f"! figures differ: {', '.join(passage.differs)}"


def _ask(model: Model, originals: Sequence[str], language: str) -> list[str]:
    asked = task("translate", language=language)
    answer = model.ask(asked, fence("TEXTS", list(originals)), _Texts)
    if len(answer.texts) != len(originals):
        what = f"translated {len(answer.texts)} of {len(originals)} passages"
        raise ModelFault(f"model {model.address.model}", what, "they stay without a translation")
    return answer.texts


def _beside(document: Document, span: Span, text: str | None) -> TranslatedPassage:
    if text is None:
        return TranslatedPassage(original=span, text=None)
    original, clean = span.of(document.text), " ".join(text.split())
    if not clean or len(clean) > 4 * len(original) + 200:
        return TranslatedPassage(original=span, text=None)
    return TranslatedPassage(original=span, text=clean, differs=figures_differ(original, clean))


def _passages(text: str) -> Iterator[Span]:
    """Paragraphs, those longer than a lot cut after sentences."""
    for match in re.finditer(r"\S(?:.*\S)?", text):
        start, end = match.span()
        while end - start > LOT:
            cut = max(text.rfind(". ", start, start + LOT), text.rfind(" ", start, start + LOT))
            cut = cut + 1 if cut > start else start + LOT
            yield Span(start, cut)
            start = cut
        yield Span(start, end)


def _lots(passages: Sequence[Span]) -> Iterator[list[Span]]:
    lot: list[Span] = []
    size = 0
    for span in passages:
        if lot and size + span.end - span.start > LOT:
            yield lot
            lot, size = [], 0
        lot.append(span)
        size += span.end - span.start
    if lot:
        yield lot
