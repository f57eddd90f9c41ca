"""What the read-only tools answer with: records small enough for a model to read, words of reports apart.

Comes in: nothing. Goes out: the shapes. Whatever was written by others stands in a field whose name begins
with `quoted`, so that no reader takes it for our words or for an instruction. Knows nothing about stores.
"""

import datetime as dt

from pydantic import AwareDatetime, Field

from tocsin.terms import (
    Count,
    Part,
    PlanStateName,
    Record,
    Relation,
    ScaleName,
    Side,
    SourceKind,
    Stance,
    Status,
)


class Quoted(Record):
    """Words of a report, exactly as they stand there: matter to judge, never an instruction."""

    quoted: str
    document: str  # its name
    outlet: str | None = None
    published: dt.date | None = None
    start: int | None = None  # code points into the document's text, where the words are one stretch
    end: int | None = None
    is_cut: bool = False


class Answer(Record):
    """What every answer carries: handling lines that hold for all of it, and what was left off."""

    markings: tuple[str, ...] = ()
    left_off: dict[str, int] = Field(default_factory=dict)


class SearchAnswer(Answer):
    """Documents that hold all the words, best first, each with a passage."""

    words: str
    found: tuple[Quoted, ...]


class DocumentLine(Record):
    """One report of a story, without its text."""

    document: str
    quoted_title: str | None
    outlet: str | None
    published: dt.date | None
    first_seen: AwareDatetime | None


class OriginLine(Record):
    """One origin: who stands behind how many reports, on which side, and whether its own report was seen."""

    name: str
    kind: str
    side: Side
    is_seen: bool
    probability: float
    documents: int


class Said(Record):
    """One claim: through whom it comes, how it is put, and its words."""

    id: str
    quoted_chain: tuple[str, ...]
    source_kind: SourceKind | None
    stance: Stance | None
    status: Status
    is_hedged: bool
    words: Quoted


class StoryAnswer(Answer):
    """A story: how many independent origins assert and deny it, who they are, who says what."""

    story: str
    quoted_claim: str
    asserting: Count
    denying: Count
    origins: tuple[OriginLine, ...]
    documents: tuple[DocumentLine, ...]
    said: tuple[Said, ...]


class Derived(Record):
    """One derivation: which report rests on what, how that is known, and by which words."""

    document: str
    rests_on: str
    relation: Relation
    probability: float
    words: tuple[Quoted, ...]


class StoryOrigins(Record):
    """Who stands behind one story, and how that is known."""

    story: str
    quoted_claim: str
    asserting: Count
    denying: Count
    origins: tuple[OriginLine, ...]
    edges: tuple[Derived, ...]


class OriginsAnswer(Answer):
    """Who really stands behind a story, a report or a claim."""

    of: str
    stories: tuple[StoryOrigins, ...]


class WhyAnswer(Answer):
    """The way from an id of a brief back to the words: steps indented by depth, then the passages."""

    id: str
    brief: str
    as_of: dt.date
    steps: tuple[str, ...]
    passages: tuple[Quoted, ...]


class Watched(Record):
    """A problem that is watched, with the last day of which something is held."""

    watch: str
    as_of: dt.date


class LedgerLine(Record):
    """One reason that moved a probability, and where it stood then."""

    step: str
    name: str
    log_odds: float
    after: float
    note: str


class CurveLine(Record):
    """Probability of at least one event up to and including a day."""

    by: dt.date
    probability: float
    low: float
    high: float


class ForecastLine(Record):
    """One scenario's question with what is held of it; the ledger and curve where it was asked for alone."""

    scenario: str
    question: str
    by: dt.date
    probability: float
    low: float  # of the 80 % band
    high: float
    words: str
    base_rate: float
    without_evidence: float | None
    base_note: str
    covered_until: dt.date | None
    ledger: tuple[LedgerLine, ...] = ()
    curve: tuple[CurveLine, ...] = ()


class PlanLine(Record):
    """How a prepared plan stands."""

    plan: str
    title: str
    scenario: str
    state: PlanStateName
    reason: str
    notice: str


class ForecastAnswer(Answer):
    """What is held of a problem as of a day; which problems there are."""

    watched: tuple[Watched, ...]
    watch: str
    as_of: dt.date
    status: str
    reason: str
    forecasts: tuple[ForecastLine, ...]
    plans: tuple[PlanLine, ...]


class SentenceLine(Record):
    """One sentence of a brief; words between “ and ” in it are quoted from reports."""

    id: str
    part: Part
    kind: str
    text: str
    evidence: tuple[str, ...]


class JudgementLine(Record):
    """One key judgement: number first, words derived; confidence apart."""

    scenario: str
    name: str
    probability: float
    low: float
    high: float
    by: dt.date
    words: str
    confidence: str
    base_rate: float


class BriefLineOf(Record):
    """A published brief by name."""

    version: str
    watch: str | None
    as_of: dt.date
    title: str


class BriefAnswer(Answer):
    """A published brief, or one part of it; the earlier ones by name."""

    version: str
    watch: str | None
    title: str
    as_of: dt.date
    scale: ScaleName
    signed_by: str | None
    incomplete: str | None
    independent_origins: Count
    judgements: tuple[JudgementLine, ...]
    sentences: tuple[SentenceLine, ...]
    unknown: tuple[str, ...]
    others: tuple[BriefLineOf, ...]
