"""Checks that read a brief sentence by sentence: evidence, quotations, words of likelihood.

Comes in: a brief. Goes out: faults, each naming its sentence. Knows nothing about tables or pages.
"""

from collections.abc import Iterator

from tocsin.brief.naming import forecast_id, known_ids
from tocsin.brief.speech import (
    confidence_in,
    likelihood_in,
    number_in,
    off_scale_in,
    other_scale_in,
    ratio_in,
    rows_in,
)
from tocsin.brief.wording import flat, quotations, sentence_count
from tocsin.reference.words import range_words, scale_title, words_crossed
from tocsin.terms import Brief, Fault, Judgement, ScaleName, Sentence


def check_evidence_given(brief: Brief) -> Iterator[Fault]:
    """B2: information without evidence ids."""
    for sentence in brief.sentences:
        if sentence.kind == "information" and not sentence.evidence:
            yield fault(sentence, "B2", "states information and rests on nothing", "give the ids it rests on")


def check_evidence_known(brief: Brief) -> Iterator[Fault]:
    """B2.known: evidence ids that lead nowhere."""
    known = known_ids(brief)
    for sentence in brief.sentences:
        for name in sentence.evidence:
            if name not in known:
                message = f"rests on {name}, which this brief does not hold"
                yield fault(sentence, "B2.known", message, "name a claim, event or origin of this brief")


def check_quotations(brief: Brief) -> Iterator[Fault]:
    """B2.quote: quotations that no kept text holds letter by letter (line breaks aside)."""
    kept = kept_texts(brief)
    for sentence in brief.sentences:
        for words in quotations(sentence.text):
            if not stands_in(words, kept):
                yield misquoted(words, sentence.id)


def kept_texts(brief: Brief) -> list[str]:
    """Texts and titles of the brief's documents, each on one line: what a quotation must stand in."""
    return [flat(text) for document in brief.documents for text in (document.text, document.title or "")]


def misquoted(words: str, where: str) -> Fault:
    """B2.quote on one quotation."""
    message = f"quotes words that stand in no kept text: “{words}”"
    remedy = "quote exactly, or drop the quotation marks"
    return Fault(rule="B2.quote", where=where, message=message, remedy=remedy)


def stands_in(words: str, kept: list[str]) -> bool:
    """Whether each piece between ellipses stands in one of the kept texts."""
    pieces = [piece for piece in map(flat, words.split("…")) if piece]
    whole = flat(words)
    return any(whole in text or all(piece in text for piece in pieces) for text in kept)


def check_bottom_line(brief: Brief) -> Iterator[Fault]:
    """B5: a bottom line of more than two sentences."""
    lines = [sentence for sentence in brief.sentences if sentence.part == "bottom-line"]
    number = sentence_count([line.text for line in lines])
    if number > 2:
        yield fault(lines[-1], "B5", f"the bottom line has {number} sentences", "say it in two")


def check_likelihood_apart(brief: Brief) -> Iterator[Fault]:
    """C1: likelihood and confidence in one sentence."""
    for sentence in brief.sentences:
        yield from likelihood_apart(sentence.text, sentence.id)


def likelihood_apart(text: str, where: str) -> Iterator[Fault]:
    """C1 on one sentence."""
    likelihood, confidence = likelihood_in(text), confidence_in(text)
    if likelihood and confidence:
        message = f"likelihood (“{likelihood}”) and confidence (“{confidence}”) stand in one sentence"
        yield Fault(rule="C1", where=where, message=message, remedy="make two sentences of it")


def check_off_scale(brief: Brief) -> Iterator[Fault]:
    """L5: likelihood words off the scale in our judgements."""
    for sentence in brief.sentences:
        if sentence.kind == "judgement":
            yield from off_scale(sentence.text, sentence.id)


def off_scale(text: str, where: str) -> Iterator[Fault]:
    """L5 on one sentence."""
    for word in off_scale_in(text):
        message = f"“{word}” is no word of the yardstick"
        yield Fault(rule="L5", where=where, message=message, remedy="give a number and its derived word")


def check_one_scale(brief: Brief) -> Iterator[Fault]:
    """L4: words of another scale, or of both rows of this one."""
    ours = [s for s in brief.sentences if s.part != "yardstick" and s.kind == "judgement"]
    yield from one_scale([(sentence.text, sentence.id) for sentence in ours], brief.scale)


def one_scale(sentences: list[tuple[str, str]], scale: ScaleName) -> Iterator[Fault]:
    """L4 on sentences, each with where it stands."""
    row = None
    for text, where in sentences:
        for word in other_scale_in(text, scale):
            message = f"“{word}” belongs to another scale than {scale_title(scale)}"
            yield Fault(rule="L4", where=where, message=message, remedy="use one scale in one brief")
        for name, word in rows_in(text, scale).items():
            row = row or name
            if name != row:
                message = f"“{word}” comes from the other row of the yardstick"
                yield Fault(rule="L4", where=where, message=message, remedy="keep to one row in one brief")


def check_absolute_first(brief: Brief) -> Iterator[Fault]:
    """F4: a ratio before the first absolute probability."""
    for sentence in brief.sentences:
        if sentence.part not in ("bottom-line", "judgements"):
            continue
        ratio, number = ratio_in(sentence.text), number_in(sentence.text)
        if (ratio and sentence.kind != "information") or (ratio and not number):
            yield fault(
                sentence, "F4", f"a ratio (“{ratio}”) comes before any probability", "give that first"
            )
            return
        if number:
            return


def check_no_percentage(brief: Brief) -> Iterator[Fault]:
    """H4: a percentage among the alternatives that no forecast stands behind."""
    for sentence in brief.sentences:
        has_forecast = any(name.startswith("forecast:") for name in sentence.evidence)
        if sentence.part == "alternatives" and number_in(sentence.text) and not has_forecast:
            message = f"gives {number_in(sentence.text)} to an explanation"
            yield fault(sentence, "H4", message, "order explanations, and leave numbers to forecasts")


def check_wide_bands(brief: Brief) -> Iterator[Fault]:
    """L6: a band over three or more words that no sentence gives as a range of words with its reason."""
    for judgement in brief.judgements:
        if words_crossed(judgement.low, judgement.high, brief.scale) >= 3 and not _range_said(
            brief, judgement
        ):
            message = "its band runs over three or more words of the yardstick and is given as one word"
            remedy = "give the range of words with its reason"
            yield Fault(rule="L6", where=f"judgement {judgement.scenario}", message=message, remedy=remedy)


def _range_said(brief: Brief, judgement: Judgement) -> bool:
    words = range_words(judgement.low, judgement.high, brief.scale)
    said = [s.text for s in brief.sentences if forecast_id(judgement.scenario) in s.evidence]
    return any(words in text and "because" in text for text in said)


def fault(sentence: Sentence, rule: str, message: str, remedy: str) -> Fault:
    """A fault at a sentence."""
    return Fault(rule=rule, where=sentence.id, message=message, remedy=remedy)
