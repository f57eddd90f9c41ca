"""Reads a draft in Markdown or plain text: what words alone can show of a broken rule.

Comes in: a text with headings. Goes out: faults with lines. Knows nothing about records, so evidence and
grades are left to the check of the brief itself.
"""

import re
from collections.abc import Iterator
from typing import NamedTuple

from tocsin.brief.checks_record import REQUIRED_PARTS
from tocsin.brief.checks_sentence import (
    kept_texts,
    likelihood_apart,
    misquoted,
    off_scale,
    one_scale,
    stands_in,
)
from tocsin.brief.naming import known_ids, label
from tocsin.brief.speech import number_in
from tocsin.brief.wording import BREAK, quotations, sentence_count, without_quotations
from tocsin.terms import Brief, Fault, Part, ScaleName

HEADINGS: dict[Part, str] = {
    "bottom-line": "Bottom line",
    "judgements": "Key judgements",
    "changes": "What changed",
    "evidence": "Evidence",
    "alternatives": "Alternatives",
    "assumptions": "Assumptions",
    "indicators": "Indicators",
    "gaps": "Gaps",
    "dissent": "Dissent",
    "implications": "Implications",
    "plans": "Plans",
    "track-record": "Track record",
    "yardstick": "Yardstick",
}
OURS: frozenset[Part | None] = frozenset(["bottom-line", "judgements"])
FOOTNOTE = re.compile(r"\[\^[^\]]+\]")
MARKUP = re.compile(r"^[\s>*+-]+|[*_`\\]")


FACTUAL: frozenset[Part | None] = frozenset(["changes", "evidence", "indicators"])
OWN_KIND = re.compile(r"^\s*(?:[*-]\s+)?\*?(?:judgement|assumption):", re.IGNORECASE)
NOTHING = re.compile(r"(?:none|no change|nothing|there is no|no [\w -]+(?:is|are|was|were)\b)", re.IGNORECASE)
# Straight marks elsewhere may stand around a name of ours.
STRAIGHT = re.compile(r'(?<![\w"])"([^"“”]+)"(?![\w"])')


class DraftSentence(NamedTuple):
    """One sentence of a draft with its line and the part that it stands in."""

    line: int
    part: Part | None
    text: str
    has_forecast: bool
    is_sourced: bool  # its paragraph names what it rests on, or is marked as judgement or assumption


def lint_draft(text: str, against: Brief | None = None) -> Iterator[tuple[int, Fault]]:
    """Faults of the draft, each with its line; `against` is the brief that it was written from."""
    sentences = list(_sentences(text))
    yield from _unsourced(sentences)
    if against:
        yield from _footnotes(text, against)
        yield from _quotations(sentences, against)
    for each in sentences:
        where = f"line {each.line}"
        yield from ((each.line, fault) for fault in likelihood_apart(each.text, where))
        if each.part in OURS:
            yield from ((each.line, fault) for fault in off_scale(each.text, where))
        yield from _percentage(each)
    yield from _scales(sentences, _scale(text))
    yield from _bottom_line(sentences)
    yield from _missing(text)


def _sentences(text: str) -> Iterator[DraftSentence]:
    part: Part | None = None
    for number, line in enumerate(text.splitlines(), start=1):
        if heading := re.match(r"#+\s+(.*)", line):
            part = _part(heading[1], part, line)
        elif line.strip() and not line.startswith(("[^", "|", "<!--")):
            yield from _split(number, part, line)


def _part(heading: str, part: Part | None, line: str) -> Part | None:
    named = next((key for key, words in HEADINGS.items() if heading.lower().startswith(words.lower())), None)
    return named or (part if line.startswith("###") else None)


def _split(number: int, part: Part | None, line: str) -> Iterator[DraftSentence]:
    plain = MARKUP.sub("", FOOTNOTE.sub("", line)).strip()
    start = 0
    for match in [*BREAK.finditer(plain), None]:
        end = match.end() if match else len(plain)
        if piece := plain[start:end].strip():
            yield DraftSentence(number, part, piece, "[^forecast" in line, _is_sourced(line))
        start = end


def _is_sourced(line: str) -> bool:
    return "](" in line or bool(FOOTNOTE.search(line) or OWN_KIND.match(line))


def _unsourced(sentences: list[DraftSentence]) -> Iterator[tuple[int, Fault]]:
    for each in sentences:
        if each.part in FACTUAL and not each.is_sourced and not NOTHING.match(each.text):
            message = "states information and rests on nothing"
            remedy = "give a footnote [^id] or a link, or mark it “Judgement:” or “Assumption:”"
            yield each.line, Fault(rule="B2", where=f"line {each.line}", message=message, remedy=remedy)


def _footnotes(text: str, against: Brief) -> Iterator[tuple[int, Fault]]:
    known = {label(id_) for id_ in known_ids(against)}
    for number, line in enumerate(text.splitlines(), start=1):
        for found in FOOTNOTE.findall(line):
            if found[2:-1] not in known:
                message = f"rests on {found[2:-1]}, which that brief does not hold"
                remedy = "name a claim, event or origin of that brief"
                yield number, Fault(rule="B2.known", where=f"line {number}", message=message, remedy=remedy)


def _quotations(sentences: list[DraftSentence], against: Brief) -> Iterator[tuple[int, Fault]]:
    kept = kept_texts(against)
    for each in sentences:
        straight = STRAIGHT.findall(without_quotations(each.text)) if each.part in FACTUAL else []
        for words in [*quotations(each.text), *straight]:
            if not stands_in(words, kept):
                yield each.line, misquoted(words, f"line {each.line}")


def _percentage(each: DraftSentence) -> Iterator[tuple[int, Fault]]:
    number = number_in(each.text)
    if each.part == "alternatives" and number and not each.has_forecast:
        message = f"gives {number} to an explanation"
        remedy = "order explanations, and leave numbers to forecasts"
        yield each.line, Fault(rule="H4", where=f"line {each.line}", message=message, remedy=remedy)


def _scale(text: str) -> ScaleName:
    """The scale that the draft names under its yardstick; ICD 203 where it names none."""
    yardstick = re.search(r"^#+\s+Yardstick\b.*?(?=^#|\Z)", text, re.IGNORECASE | re.MULTILINE | re.DOTALL)
    return "phia" if yardstick and "PHIA" in yardstick[0] else "icd203"


def _scales(sentences: list[DraftSentence], scale: ScaleName) -> Iterator[tuple[int, Fault]]:
    ours = [(each.text, str(each.line)) for each in sentences if each.part in OURS]
    for fault in one_scale(ours, scale):
        yield int(fault.where), fault.model_copy(update={"where": f"line {fault.where}"})


def _bottom_line(sentences: list[DraftSentence]) -> Iterator[tuple[int, Fault]]:
    lines = [each for each in sentences if each.part == "bottom-line"]
    number = sentence_count([each.text for each in lines])
    if number > 2:
        last = lines[2].line if len(lines) > 2 else lines[-1].line
        message = f"the bottom line has {number} sentences"
        yield last, Fault(rule="B5", where=f"line {last}", message=message, remedy="say it in two")


def _missing(text: str) -> Iterator[tuple[int, Fault]]:
    headings = [match[1].lower() for match in re.finditer(r"^#+\s+(.*)", text, re.MULTILINE)]
    for part in REQUIRED_PARTS:
        name = HEADINGS[part]
        if not any(heading.startswith(name.lower()) for heading in headings):
            message = f"the part “{name}” is missing"
            remedy = f"add a heading “{name}”, with “none” and the reason where there is nothing to say"
            yield 1, Fault(rule="B1", where="line 1", message=message, remedy=remedy)
