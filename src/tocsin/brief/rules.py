"""The craft as a table of rules: each with its id, what it asks, an example of a refusal, and its check.

Comes in: a finished brief. Goes out: faults. Each check is a small function that yields a fault a breach;
docs/rules.md prints this table. Knows nothing about files or pages.
"""

from collections.abc import Callable, Iterator
from typing import NamedTuple

from tocsin.brief import checks_record as record
from tocsin.brief import checks_sentence as sentence
from tocsin.terms import Brief, Fault


class Rule(NamedTuple):
    """One rule: `blocks` False means that it warns and lets the brief be published."""

    id: str
    text: str
    refused: str  # an example of what is refused
    check: Callable[[Brief], Iterator[Fault]]


RULES: tuple[Rule, ...] = (
    Rule(
        "B1",
        "Every part of a brief is there.",
        "a brief without a sentence in the part “gaps”",
        record.check_parts,
    ),
    Rule(
        "B2",
        "Each sentence of information carries the ids of what it rests on.",
        "“Three ships left port.” with no evidence id",
        sentence.check_evidence_given,
    ),
    Rule(
        "B2.known",
        "Each evidence id names something that the brief holds.",
        "evidence `a17#c99` where document a17 has no such claim",
        sentence.check_evidence_known,
    ),
    Rule(
        "B2.quote",
        "Words between quotation marks stand in a kept text, letter by letter.",
        "“ships sailed” where the text has “ships have sailed”",
        sentence.check_quotations,
    ),
    Rule(
        "B3",
        "A brief names its version and the code that made it.",
        "a brief whose version is empty",
        record.check_version,
    ),
    Rule(
        "B5",
        "The bottom line has two sentences at most.",
        "a bottom line of three sentences",
        sentence.check_bottom_line,
    ),
    Rule(
        "C1",
        "Likelihood and confidence never stand in one sentence.",
        "“An attack is unlikely (moderate confidence).”",
        sentence.check_likelihood_apart,
    ),
    Rule(
        "C2",
        "Confidence has stated reasons; high confidence needs two independent origins.",
        "high confidence where one origin stands behind the brief",
        record.check_confidence,
    ),
    Rule(
        "F1",
        "A judgement has its forecast, with question and date.",
        "a judgement on a scenario that no forecast is made for",
        record.check_forecasts,
    ),
    Rule(
        "F2",
        "A number lies within its band, and by-date probabilities never fall as the date moves out.",
        "a curve of 10% by June and 8% by July",
        record.check_numbers,
    ),
    Rule(
        "F4",
        "The absolute probability comes before any ratio.",
        "“Twice as likely … (rate ratio 2.0)” before any percentage is given",
        sentence.check_absolute_first,
    ),
    Rule(
        "F5",
        "Where the record does not reach the as-of date, the judgement says what it covers.",
        "a judgement whose record stops years ago, without a sentence on that",
        record.check_coverage_said,
    ),
    Rule(
        "G3",
        "Grade 1 (confirmed) needs two independent origins.",
        "credibility 1 on a claim that one broadcaster and its rewrites carry",
        record.check_confirmed,
    ),
    Rule(
        "G4",
        "A denial is shown beside what it denies.",
        "a denial of `a17#c1` in a brief that leaves `a17#c1` out",
        record.check_denials,
    ),
    Rule(
        "G6",
        "No reliability letter stands on a named real outlet unless a named analyst gave it.",
        "reliability D on words laid to KCNA in an unattended brief",
        record.check_letters,
    ),
    Rule(
        "H4",
        "Competing explanations carry no percentage.",
        "“The bluff reading stands at 30%.”",
        sentence.check_no_percentage,
    ),
    Rule(
        "I3",
        "An observed indicator names what was seen; an absent one names nothing.",
        "an indicator “observed” with no claim or event behind it",
        record.check_indicator_states,
    ),
    Rule(
        "I5",
        "An unattended brief says that its machine matches are suggestions.",
        "indicators listed with no analyst named and no such sentence",
        record.check_suggestions_said,
    ),
    Rule(
        "L1",
        "The word of a judgement is derived from its number.",
        "4% called “unlikely”",
        record.check_words,
    ),
    Rule(
        "L4",
        "One scale and one row of it in a brief.",
        "“probable” in one sentence and “likely” in another; “realistic possibility”",
        sentence.check_one_scale,
    ),
    Rule(
        "L5",
        "Our judgements use no likelihood word off the scale.",
        "“Vostria may close the strait.” as a judgement",
        sentence.check_off_scale,
    ),
    Rule(
        "L6",
        "A band over three or more words is given as a range of words with its reason.",
        "“18% (very unlikely)” for a band of 4% to 63%",
        sentence.check_wide_bands,
    ),
    Rule(
        "M1",
        "Every handling line of a document stands in the brief.",
        "a brief made from a document marked EXERCISE that does not say so",
        record.check_markings,
    ),
    Rule(
        "P1",
        "Each plan carries its notice, and the brief says it.",
        "a plan without “not a government's plan, not advice”",
        record.check_plan_notices,
    ),
    Rule(
        "U1",
        "A missing publication date or outlet is said.",
        "an undated document that “unknown” passes over",
        record.check_unknown_said,
    ),
)
