"""Every record of Tocsin, in the order an article makes them: read this first.

A document walks through seven rooms (collect, read, trace, weigh, forecast, plan, brief); each record
below is what one room hands to the next, and each points back to what it came from, down to a span of
text. This file knows nothing about files, databases, clocks or words on a screen.

Conventions: offsets are code points into `Document.text`, end exclusive. Unknown is `None`, never 0 or
"". Ids are computed from content, so that doing a thing twice changes nothing. A claim or an event is
named across documents by its key, `<document id>#<local id>`; inside its document by the local id.
"""

import datetime as dt
import hashlib
import json
from typing import Any, Literal, NamedTuple

from pydantic import AwareDatetime, BaseModel, ConfigDict, Field


class Record(BaseModel):
    """A frozen record: equal when all fields are equal, refused when a field is unknown."""

    model_config = ConfigDict(frozen=True, extra="forbid", populate_by_name=True, serialize_by_alias=True)


class Span(NamedTuple):
    """A stretch of a document's text: code points from `start` up to, not including, `end`."""

    start: int
    end: int

    def of(self, text: str) -> str:
        """The words that the span covers in `text`."""
        return text[self.start : self.end]


def identify(*parts: Any) -> str:
    """A 16-digit hexadecimal id computed from content: same parts, same id, on every machine."""
    packed = json.dumps(parts, ensure_ascii=False, separators=(",", ":"), default=str)
    return hashlib.sha256(packed.encode("utf-8", "surrogatepass")).hexdigest()[:16]


def key(document: str, local: str) -> str:
    """The name of a claim or event across documents: `<document id>#<local id>`."""
    return f"{document}#{local}"


class Problem(Record):
    """One input that could not be taken as it is: what, where, and what to do next."""

    where: str
    what: str
    remedy: str
    fatal: bool = True  # False: the document was taken in all the same, with this reservation

    def __str__(self) -> str:
        return f"{self.where}: {self.what}; {self.remedy}"


# --- collect: Channel -> Document --------------------------------------------------------------------

ChannelKind = Literal["auto", "rss", "atom", "json-feed", "sitemap", "page", "folder", "mbox", "warc", "imap"]


class Channel(Record):
    """What a desk subscribes to: an address that is looked at again and again, and what is known of it.

    `secret` names where a credential lies (`env:NAME`, `file:PATH`), never the credential. `allow_private`
    lets the host and port of `address`, and no other, stand at an inner address.
    """

    id: str
    address: str
    kind: ChannelKind = "auto"
    name: str | None = None
    outlet: str | None = None
    language: str | None = None  # ISO 639-1
    country: str | None = None  # ISO 3166-1 alpha-3: where its outlet sits
    every_minutes: int = Field(default=15, ge=1)
    allow_private: bool = False
    secret: str | None = None
    added: AwareDatetime
    paused: bool = False
    removed: AwareDatetime | None = None  # a channel taken off the list; what it covered is still known

    @property
    def label(self) -> str:
        """What people call it: its name, else its address."""
        return self.name or self.address


class Look(Record):
    """A stretch in which a channel was read without a gap: from its first to its last good reading.

    What the channel published from `covers_from` to `last` would have been seen; it was known no earlier
    than `first`.
    """

    channel: str
    covers_from: AwareDatetime
    first: AwareDatetime
    last: AwareDatetime


class Covered(Record):
    """A time covered by a channel, as an indicator's coverage asks for it: from whom, in what, from where."""

    channel: str
    outlet: str | None = None
    language: str | None = None
    country: str | None = None
    start: AwareDatetime
    end: AwareDatetime


class ChannelState(Record):
    """Where collection stands with one channel; stored only together with what it brought."""

    channel: str
    etag: str | None = None
    last_modified: str | None = None
    content_hash: str | None = None  # of the listing as it came last
    cursor: str | None = None  # of a mailbox: where reading goes on
    tried: AwareDatetime | None = None
    succeeded: AwareDatetime | None = None
    found: AwareDatetime | None = None  # when it last brought something new
    failures: int = 0  # in a row
    failing_since: AwareDatetime | None = None
    reason: str | None = None  # of the last failure
    is_gone: bool = False  # the server said that it is gone for good
    moved_to: str | None = None
    wait_until: AwareDatetime | None = None  # the server asked to be left alone until then
    seconds: float | None = None  # that the last listing took
    arrivals: tuple[AwareDatetime, ...] = ()  # when its latest items came out, oldest first
    languages: tuple[str, ...] = ()  # of its latest documents, oldest first
    seen: tuple[str, ...] = ()  # ids of the items that were taken or need not be
    tries: dict[str, int] = Field(default_factory=dict)  # ids of items that could not be taken yet
    look: Look | None = None


class Capture(Record):
    """What a server answered: address, time, status, headings, and the hash of the bytes kept of it."""

    url: str
    captured_at: AwareDatetime
    status: int
    headers: tuple[tuple[str, str], ...] = ()
    hash: str  # SHA-256 (hex) of the bytes as they came, decompressed
    media_type: str
    channel: str
    document: str  # id of the document that was made of it


class Link(Record):
    """An outgoing hyperlink of a page: where it leads and the words that carry it."""

    url: str
    text: str = ""


class Document(Record):
    """One piece of reporting as it was read, with where it came from and when we first saw it.

    `text` is what every offset counts into. `published` is the outlet's date and `first_seen` ours; a
    document given by path is first seen when its own record says so, else on its publication date
    (`first_seen_assumed`), else unknown. `marking` is a handling line (such as "EXERCISE: synthetic
    reporting") that every page, export and picture made from the document must carry.
    """

    id: str
    name: str  # the file's stem, or the id that a .json(l) record gives; what people call it by
    version: int = 1  # 2, 3, ... where one name stands on different texts
    text: str
    title: str | None = None
    outlet: str | None = None
    byline: str | None = None
    credit: str | None = None  # the credit or copyright line, as printed
    published: dt.date | None = None
    published_at: AwareDatetime | None = None
    first_seen: AwareDatetime | None = None
    first_seen_assumed: bool = False
    url: str | None = None
    links: tuple[Link, ...] = ()
    language: str | None = None  # ISO 639-1
    media_type: str = "text/plain"
    kept_hash: str | None = None  # SHA-256 (hex) of the bytes as they came
    marking: str | None = None
    unknown: tuple[str, ...] = ()  # what the document does not say and a reader would ask

    @property
    def words(self) -> int:
        """Number of whitespace-separated words in the text."""
        return len(self.text.split())

    @property
    def label(self) -> str:
        """The name, with the version where one name stands on several texts: `a17`, `a17~2`."""
        return self.name if self.version == 1 else f"{self.name}~{self.version}"


# --- read: Document -> Claim, Event, Time ----------------------------------------------------------

SourceKind = Literal[
    "person", "officials", "body", "outlet", "state-media", "expert", "document", "public", "unspecified"
]
Stance = Literal[
    "asserts",
    "denies",
    "declines",
    "doubts",
    "asks",
    "demands",
    "promises",
    "threatens",
    "fears",
    "hopes",
    "believes",
]
Status = Literal["occurred", "ongoing", "planned", "possible", "conditional", "did-not-occur", "general"]
Polarity = Literal["affirmed", "denied"]
Quotation = Literal["direct", "indirect", "mixed"]


class Source(Record):
    """Who a claim is laid to, as the words say: never more than the words say."""

    spans: tuple[Span, ...] = ()
    name: str
    kind: SourceKind = "unspecified"
    anonymous: bool = False
    country: str | None = None  # ISO 3166-1 alpha-3
    refers_to: str | None = None  # the name that "he", "the report", "these officials" stands for
    through: str | None = None  # the outlet or document that the source spoke through ("told CNN")


class Certainty(Record):
    """How sure the source sounds, as readers hear the words: probabilities in [0, 1].

    `low`..`high` is the 5-95 % range of readers' answers, `mid` the median (CAPphrase, CC BY 4.0).
    """

    low: float = Field(ge=0, le=1)
    mid: float = Field(ge=0, le=1)
    high: float = Field(ge=0, le=1)
    words: str


class Claim(Record):
    """One attributed (or plain) content: who says it, with which words, how surely, of what status."""

    id: str
    document: str
    source: Source | None = None
    cue: tuple[Span, ...] = ()
    content: tuple[Span, ...]
    within: str | None = None  # local id of the claim whose content holds this one
    chain: tuple[str, ...] = ()  # outermost first: sources above, then `through`, then the own source
    stance: Stance = "asserts"
    hedged: bool = False
    status: Status = "occurred"
    polarity: Polarity = "affirmed"
    certainty: Certainty | None = None
    quotation: Quotation = "indirect"
    events: tuple[str, ...] = ()  # local ids

    @property
    def key(self) -> str:
        """The claim's name across documents."""
        return key(self.document, self.id)


class Actor(Record):
    """One who does or suffers an event, with country (ISO alpha-3) and sector (GOV, MIL, ...) if known."""

    name: str
    span: Span | None = None
    country: str | None = None
    sector: str | None = None


class Place(Record):
    """Where an event is said to be; never more precise than the words (degrees, WGS 84)."""

    name: str | None = None
    span: Span | None = None
    country: str | None = None
    latitude: float | None = None
    longitude: float | None = None


class Interval(Record):
    """When an event is said to be: `start`..`end` as worded, `earliest`..`latest` where only bounded."""

    span: Span | None = None
    start: dt.date | None = None
    end: dt.date | None = None
    earliest: dt.date | None = None
    latest: dt.date | None = None


class Event(Record):
    """Who does what to whom, when and where, and whether it is said to have happened."""

    id: str
    document: str
    trigger: Span
    class_: str | None = Field(default=None, alias="class")  # PLOVER
    mode: str | None = None
    kind: str | None = None  # the project's own table of warning kinds
    cameo: str | None = None
    actors: tuple[Actor, ...] = ()
    recipients: tuple[Actor, ...] = ()
    place: Place = Place()
    time: Interval | None = None
    status: Status = "occurred"
    polarity: Polarity = "affirmed"
    claim: str | None = None  # local id of the innermost claim that holds it

    @property
    def key(self) -> str:
        """The event's name across documents."""
        return key(self.document, self.id)


# An event as others code it, in one row: days as text, countries as ISO codes, `code` CAMEO, `class` PLOVER.
CODED_COLUMNS = (
    *("id", "source", "source_id", "start", "end", "code", "class", "mode", "kind"),
    *("actor", "actor_country", "actor_sector", "recipient", "recipient_country", "recipient_sector"),
    *("place", "country", "latitude", "longitude", "precision"),
    *("intensity", "fatalities", "mentions", "status", "url", "marking"),
)
CodedRow = tuple[str | float | int | None, ...]


class Time(Record):
    """A time expression: TimeML-style value, and the calendar interval it means if it means one."""

    span: Span
    kind: Literal["date", "time", "duration", "set"]
    value: str
    start: dt.date | None = None
    end: dt.date | None = None
    anchor: str | None = None  # id of the named anchor ("us-presidential-election")


class Reading(Record):
    """All that reading found in one document."""

    document: str
    claims: tuple[Claim, ...] = ()
    events: tuple[Event, ...] = ()
    times: tuple[Time, ...] = ()


# --- what is not an article: entered by a person, and weighed like a claim -----------------------------

ObservationKind = Literal["call", "imagery", "notice", "seismic", "sighting", "other"]
Letter = Literal["A", "B", "C", "D", "E", "F"]
Figure = Literal[1, 2, 3, 4, 5, 6]
OBSERVED = "text/x-observation"  # the media type of a document that holds an observation's words


class Observation(Record):
    """What a desk learnt by other ways than an article: a call, imagery, a notice, a seismic event.

    Its words are the text of `document`. `origin` is who knows it at first hand. The grade is the person's
    who entered it; `watch` and `indicator` are set where that person says what it bears on.
    """

    document: str
    origin: str
    kind: ObservationKind = "other"
    at: AwareDatetime | None = None
    reliability: Letter = "F"
    credibility: Figure = 6
    place: str | None = None
    watch: str | None = None
    indicator: str | None = None
    entered_by: str


# --- trace: Documents, Readings -> Lineage ---------------------------------------------------------

Relation = Literal["copied", "quoted", "cites", "revises", "owned"]
Side = Literal["asserts", "denies"]


class Edge(Record):
    """One derivation: `from_` (a document) rests on `to` (a document or an origin)."""

    from_: str = Field(alias="from")
    to: str
    relation: Relation
    probability: float = Field(ge=0, le=1)
    evidence: tuple[Span, ...] = ()  # in the text of `from_`


class Origin(Record):
    """The outermost body with access of its own that documents rest on; `seen` False if only cited."""

    id: str
    name: str
    kind: Literal["outlet", "body", "own", "person", "officials", "document", "state-media"]
    side: Side
    documents: tuple[str, ...]  # document ids
    claims: tuple[str, ...] = ()  # claim keys that rest on it
    seen: bool = True
    probability: float = Field(default=1.0, ge=0, le=1)


class Count(Record):
    """A count that is an interval: `low`..`high` holds 80 %."""

    median: int = Field(ge=0)
    low: int = Field(ge=0)
    high: int = Field(ge=0)


class Independent(Record):
    """How many independent origins assert and how many deny; never netted."""

    asserting: Count
    denying: Count


class ClaimChange(Record):
    """What a new version of an article says otherwise than the one before it, claim by claim."""

    document: str  # id of the newer version
    before: str  # id of the older
    kind: Literal["gone", "added", "number", "date", "stance"]
    claim: str | None = None  # key in the newer version; None where the claim is gone
    was: str | None = None  # key in the older version; None where the claim is new
    words: str  # of the claim as it stands now, or as it stood
    detail: str = ""  # what changed: "seven -> nine", "asserts -> denies"


class Story(Record):
    """Documents about one matter, who they really rest on, and how we know.

    Its id comes from the document that began it and stays while the story grows. A guest is a document that
    bears on this story though its home is another one.
    """

    id: str
    documents: tuple[str, ...]  # document ids
    guests: tuple[str, ...] = ()  # those of the documents whose home is another story
    claim: str  # the story's core claim, in words of a document
    independent: Independent
    origins: tuple[Origin, ...] = ()
    edges: tuple[Edge, ...] = ()
    changes: tuple[ClaimChange, ...] = ()  # between versions of one article


class Lineage(Record):
    """All stories of a run. Origin ids are unique across stories."""

    stories: tuple[Story, ...] = ()

    @property
    def origins(self) -> tuple[Origin, ...]:
        """Every origin of every story."""
        return tuple(origin for story in self.stories for origin in story.origins)

    def origin_of(self) -> dict[str, str]:
        """Claim key -> id of the origin it rests on; claims without shown access are absent.

        A claim of a guest that shows an origin at home too rests on that one.
        """
        found: dict[str, str] = {}
        for story in self.stories:
            for origin in story.origins:
                for claim in origin.claims:
                    if claim not in found or claim.partition("#")[0] not in story.guests:
                        found[claim] = origin.id
        return found


class Correction(Record):
    """A link that an analyst cut or added, from a document to a document or to an origin by its name."""

    document: str  # id, name or label
    to: str  # id, name or label of a document, or an origin's name
    is_cut: bool
    by: str | None = None  # who said so
    at: AwareDatetime | None = None  # and when


class StoryChange(Record):
    """Stories that became one or fell apart: which, when, on which documents' coming, and why."""

    kind: Literal["merged", "split", "moved"]
    from_: tuple[str, ...] = Field(alias="from")  # story ids before
    to: tuple[str, ...]  # story ids after
    documents: tuple[str, ...]  # those that went over
    causes: tuple[str, ...]  # the documents that came in
    seen: AwareDatetime | None = None  # when the last of these was first seen
    reason: str


class Marks(NamedTuple):
    """By what a document is found again when another comes: its words, its houses, its place in stories.

    `words` are weights of telling words, packed: n little-endian uint32 hashes in order, then n float32
    of unit length. `runs` are sampled hashes of its runs of five words.
    """

    document: str
    moment: dt.datetime | None = None  # when it appeared, with its zone
    words: bytes = b""
    credited: tuple[str, ...] = ()  # houses that its opening credits
    own: tuple[str, ...] = ()  # its own house
    agencies: tuple[str, ...] = ()  # those of the credited houses that are agencies
    runs: tuple[int, ...] = ()
    group: int | None = None  # rough group of stories
    story: str | None = None  # its home


class Version(Record):
    """One way in which tellings put a part of an event, and which tellings put it so."""

    value: str
    tellings: tuple[str, ...]  # event keys


class Happening(Record):
    """One event with all that tell of it; where they differ, every version is kept.

    `status` is "occurred" or "ongoing" where any telling says so, else that of the most documents; `statuses`
    holds them all. `origins` and `deniers` are ids of independent origins, None without a lineage.
    """

    id: str
    class_: str = Field(alias="class")  # PLOVER
    kind: str | None = None
    mode: str | None = None
    cameo: str | None = None
    actors: tuple[Actor, ...] = ()
    recipients: tuple[Actor, ...] = ()
    place: Place = Place()
    start: dt.date | None = None  # of the days that the most tellings give
    end: dt.date | None = None
    reported: dt.date | None = None  # when the first report of it came out
    status: Status
    statuses: tuple[Version, ...]
    days: tuple[Version, ...] = ()
    places: tuple[Version, ...] = ()
    counts: tuple[Version, ...] = ()  # "two missiles"
    tellings: tuple[str, ...]  # event keys, the first report first
    documents: tuple[str, ...]
    origins: tuple[str, ...] | None = None
    deniers: tuple[str, ...] | None = None

    @property
    def disputed(self) -> tuple[str, ...]:
        """The parts of which there is more than one version."""
        return tuple(
            name for name in ("statuses", "days", "places", "counts") if len(getattr(self, name)) > 1
        )


# --- the watch: what a desk wrote down beforehand --------------------------------------------------


class Settlement(Record):
    """How a scenario's question is settled: criteria, source of truth, and who settles."""

    criteria: str
    source: str
    settler: str


Severity = Literal["low", "moderate", "high", "extreme"]


class Scenario(Record):
    """One way in which the danger may come true, as a question that can be settled."""

    id: str
    name: str
    question: str
    settlement: Settlement
    kinds: tuple[str, ...] = ()  # kinds of history.csv that count as this scenario
    event_kinds: tuple[str, ...] = ()  # warning kinds of read that bear on it
    exclusive: bool = False
    complement: bool = False  # "nothing grave by the date": computed from the others, has no rate of its own
    grave: bool = True  # counted in the complement
    severity: Severity
    consequences: str
    reference_class: str | None = None  # id of a reference class where the history covers nothing


class ReferenceClass(Record):
    """A rate borrowed from a wider class, with a wide band: events a year, and its basis in words."""

    id: str
    name: str
    rate_low: float = Field(gt=0)
    rate_mid: float = Field(gt=0)
    rate_high: float = Field(gt=0)
    basis: str


class Coverage(Record):
    """Which sources could see an indicator, by outlet or kind of source; used for the four states."""

    outlets: tuple[str, ...] = ()
    topics: tuple[str, ...] = ()  # words, one of which a document must hold to count as looking here
    minimum_documents: int = 3


class Match(Record):
    """What a claim or event must be like to bear on an indicator; empty means any."""

    kinds: tuple[str, ...] = ()  # warning kinds
    actors: tuple[str, ...] = ()  # ISO alpha-3
    recipients: tuple[str, ...] = ()
    statuses: tuple[Status, ...] = ()
    stances: tuple[Stance, ...] = ()
    places: tuple[str, ...] = ()
    words: tuple[str, ...] = ()  # any of these, as whole words, case-insensitive
    without: tuple[str, ...] = ()  # none of these


class Indicator(Record):
    """One observable that speaks for or against scenarios, written down before it is looked for."""

    id: str
    name: str
    statement: str
    domain: Literal["capability", "intent", "preparation", "opportunity"]
    likelihood: dict[str, float]  # scenario id -> P(seen | it comes within the horizon), each in (0, 1)
    otherwise: float = Field(gt=0, lt=1)  # P(seen | it does not come)
    match: Match
    coverage: Coverage = Coverage()
    threshold: int = 1  # independent origins needed for "observed"
    lead_time_days: int
    baseline_per_year: float | None = None
    owner: str
    last_review: dt.date

    def is_diagnostic(self) -> bool:
        """Whether at least one scenario makes the indicator 1.25 times likelier or less likely."""
        return any(not 0.8 < p / self.otherwise < 1.25 for p in self.likelihood.values())


class Trigger(Record):
    """A kind of date around which something is feared; tested on the record before it is believed."""

    id: str
    name: str
    anchor: str  # id of a named anchor in reference
    days_before: int = 28
    days_after: int = 28
    scenarios: tuple[str, ...] = ()  # empty: all


class Hypothesis(Record):
    """One explanation of what is seen; a set holds deception and "nothing happens" too."""

    id: str
    name: str
    statement: str
    kind: Literal["act", "signal", "influence", "deception", "nothing"] = "act"


Rating = Literal["CC", "C", "N", "I", "II", "NA"]
Weight = Literal["low", "medium", "high"]


class MatrixRow(Record):
    """One piece of evidence, or of its absence, rated by each analyst against every hypothesis.

    `ratings` go from an analyst to hypothesis ids to ratings; `suggested` is a rule's proposal, which gives
    way to any analyst. A weight that is None was not judged: it changes nothing and is no middling one.
    """

    id: str
    statement: str
    indicators: tuple[str, ...] = ()  # ids; whoever stands behind their states stands behind the row
    claims: tuple[str, ...] = ()  # keys, by a document's id or name: `a17#c3`
    origin: str | None = None  # who it rests on, where neither indicator nor claim says so
    credibility: Weight | None = None
    relevance: Weight | None = None
    ratings: dict[str, dict[str, Rating]] = {}
    suggested: dict[str, Rating] = {}
    because: str | None = None


class Matrix(Record):
    """What analysts hold of each hypothesis in the light of each piece of evidence, as of a day."""

    watch: str
    as_of: dt.date  # no brief of an earlier day uses it
    note: str | None = None
    rows: tuple[MatrixRow, ...]


class Assumption(Record):
    """A key assumption and what breaks if it is wrong."""

    id: str
    statement: str
    if_wrong: str
    support: Literal["supported", "caveated", "unsupported"] = "caveated"
    touched_by: tuple[str, ...] = ()  # indicator ids


class Action(Record):
    """One step of a playbook, in order, with who does it."""

    order: int
    what: str
    owner: str
    means: tuple[str, ...] = ()  # what it takes that only one plan can have at a time
    does: str | None = None  # a name for what it brings about ("ferries-held")
    undoes: tuple[str, ...] = ()  # names of what it would take back, where another plan brought it about


class PlanTrigger(Record):
    """When a playbook is due: a probability by some day, an indicator's state, or a kind of event."""

    probability: float | None = Field(default=None, gt=0, lt=1)
    within_days: int | None = None
    by: dt.date | None = None  # instead of `within_days`
    indicator: str | None = None
    state: str | None = None  # of the indicator
    event: str | None = None  # a warning kind
    status: Status | None = None  # of the event
    gives: Literal["advised", "active"] = "advised"


class Costs(Record):
    """What a plan costs and saves, in a unit of the desk's choosing, and where the figures come from."""

    unit: str  # "staff days"
    act: float = Field(ge=0)  # to start it
    per_day: float = Field(default=0, ge=0)  # to keep it running
    loss: float = Field(gt=0)  # if the scenario comes and nothing was done
    saved: float = Field(gt=0, le=1)  # the share of that loss which the plan saves once its lead time is over
    basis: str


class Playbook(Record):
    """A prepared plan: when it is due, what is done in what order, when it ends."""

    id: str
    title: str
    scenario: str
    triggers: tuple[PlanTrigger, ...]
    lead_time_days: int
    owner: str
    actions: tuple[Action, ...]
    exit: str
    also: tuple[str, ...] = ()  # other scenarios that it serves
    costs: Costs | None = None
    notice: str = "not a government's plan, not advice"


class HistoryEvent(Record):
    """One dated happening of the record; `start` < `end` where only the month or year is known."""

    start: dt.date
    end: dt.date
    kind: str
    source: str
    place: str | None = None
    note: str | None = None


class CoverageInterval(Record):
    """From when to when (inclusive) the record lists a kind; outside it there are no zeros."""

    kind: str
    start: dt.date
    end: dt.date
    source: str


class History(Record):
    """A record of dated events with what it covers."""

    events: tuple[HistoryEvent, ...] = ()
    coverage: tuple[CoverageInterval, ...] = ()


class RecordWords(Record):
    """Words by which reports name kinds of the history, so that a comparison with the past can be checked."""

    words: tuple[str, ...]
    kinds: tuple[str, ...]
    exact: bool = True  # False: the kinds hold more than the words mean
    from_start: bool = False  # no such event came before the record begins


ScaleName = Literal["icd203", "phia"]  # whose words of likelihood a brief uses


class PairSign(Record):
    """What of a watch tells of one side's acts for the other: an indicator, or a kind of the history."""

    kind: str  # of relation
    doer: str  # ISO 3166-1 alpha-3: one of the pair
    indicator: str | None = None
    record: str | None = None  # kind of history.csv


class Pair(Record):
    """Two countries whose dealings a watch follows; if one may encourage the other, its means and motives."""

    id: str
    name: str
    one: str  # ISO 3166-1 alpha-3
    other: str
    signs: tuple[PairSign, ...] = ()
    sponsor: str | None = None  # one of the two: who could encourage an act of the other
    means: dict[str, str] = {}  # kind of relation -> how it would encourage
    motives: tuple[str, ...] = ()


class Example(Record):
    """A passage of the watch's own making and what it must set off: the test of an indicator's match.

    `expect`: indicator -> the state that this report alone gives it, were one origin enough; a report that
    is too weak to count gives "absent-uncovered". `near`: indicators that it comes near and must not set off;
    with nothing expected and none named it must set off none at all.
    """

    text: str = Field(min_length=1)
    expect: dict[str, Literal["observed", "absent-uncovered"]] = {}
    near: tuple[str, ...] = ()


class Watch(Record):
    """One warning problem: scenarios, indicators, triggers, hypotheses, assumptions, plans, history."""

    id: str
    title: str
    problem: str
    keywords: tuple[str, ...]  # words by which the best watch for a set of documents is chosen
    countries: tuple[str, ...] = ()
    horizon_days: int = 180
    scale: ScaleName = "icd203"
    written: dt.date
    outcome_known: str | None = None  # said aloud where likelihoods were set with the outcome known
    scenarios: tuple[Scenario, ...]
    reference_classes: tuple[ReferenceClass, ...] = ()
    indicators: tuple[Indicator, ...]
    triggers: tuple[Trigger, ...] = ()
    hypotheses: tuple[Hypothesis, ...] = ()
    assumptions: tuple[Assumption, ...] = ()
    playbooks: tuple[Playbook, ...] = ()
    matrix: Matrix | None = None  # an analyst's, from matrix.yaml beside the watch
    record_words: tuple[RecordWords, ...] = ()
    relations: tuple[Pair, ...] = ()
    examples: tuple[Example, ...] = ()
    history: History = History()
    history_note: str | None = None

    def scenario(self, id: str) -> Scenario:
        """The scenario with this id."""
        return next(s for s in self.scenarios if s.id == id)


# --- weigh: Claims, Events, Lineage -> Evidence ----------------------------------------------------

IndicatorStateName = Literal["observed", "absent-covered", "absent-uncovered", "not-looked"]


class Grade(Record):
    """NATO two-axis grade: A-F on the source, 1-6 on the claim; judged apart, never merged."""

    reliability: Literal["A", "B", "C", "D", "E", "F"] = "F"
    credibility: Literal[1, 2, 3, 4, 5, 6] = 6
    reasons: tuple[str, ...] = ()
    by: str | None = None  # who gave the letter; None: a rule's suggestion


class SourceGrade(Record):
    """A letter that a person gave a source, on a topic or on all, with who, why and when; never changed.

    The last one on a source and topic holds from its day on; a topic's goes before one on all topics.
    """

    source: str
    letter: Letter
    topic: str | None = None  # a watch's id, or a word of the desk's own
    by: str
    because: str
    at: AwareDatetime


class MatchDecision(Record):
    """A person's word on a suggested match: whether this claim or event bears on this indicator, and why."""

    watch: str
    indicator: str
    item: str  # key of a claim or event
    is_accepted: bool
    strength: float | None = None  # of the match when it was decided on
    by: str
    because: str
    at: AwareDatetime


class Verdicts(Record):
    """What people have judged that weighing must heed: letters of sources, decisions on matches."""

    source_grades: tuple[SourceGrade, ...] = ()
    decisions: tuple[MatchDecision, ...] = ()


class GradedClaim(Record):
    """A claim that bears on the watch, with its grade, its origin and the claims that it denies."""

    claim: str  # key
    origin: str | None = None
    grade: Grade
    denies: tuple[str, ...] = ()  # claim keys
    interest: str | None = None  # who gains if it is believed, where the watch or the words say so


class IndicatorMatch(Record):
    """Why one claim or event bears on one indicator; a suggestion until a person accepts it."""

    indicator: str
    item: str  # key of a claim or event
    document: str
    origin: str | None = None
    strength: float = Field(ge=0, le=1)  # discount for hedging, status, grade; 1 is plain and firm
    reason: str
    decision: Literal["accepted", "rejected"] | None = None  # a person's; None: nobody has decided


class Surprise(Record):
    """Whether so many sightings in so many days are unusual against a usual rate, by a Poisson tail.

    `tail`: the probability of at least so many (or, where fewer than expected came, of at most so many).
    """

    seen: int  # days on which it was told to have happened
    days: int
    expected: float = Field(ge=0)
    tail: float = Field(ge=0, le=1)
    basis: Literal["history", "archive", "watch"]  # counted in the record, in older reporting, or set by hand
    is_unusual: bool
    sentence: str


class IndicatorState(Record):
    """One of the four states, with the items and origins that it rests on."""

    id: str
    state: IndicatorStateName
    evidence: tuple[str, ...] = ()  # keys of the claims and events that it rests on
    matches: tuple[IndicatorMatch, ...] = ()
    origins: tuple[str, ...] = ()  # distinct origin ids behind the matches
    documents_looked: int = 0
    reason: str
    surprise: Surprise | None = None  # None where nothing says what is usual


class Evidence(Record):
    """One origin's (or one absence's) bearing on the scenarios, before it is turned into log-odds."""

    indicator: str
    state: IndicatorStateName
    origin: str | None = None
    strength: float = Field(ge=0, le=1)
    items: tuple[str, ...] = ()
    note: str


class HypothesisScore(Record):
    """A hypothesis's weighted inconsistency, 0 or less, and its place in the order (ties share one)."""

    hypothesis: str
    score: float = Field(le=0)
    rank: int


class HypothesisOrder(Record):
    """The hypotheses by least inconsistency, for one analyst or all together: an order, no probability."""

    analyst: str | None = None  # None: all together
    scores: tuple[HypothesisScore, ...]

    @property
    def leaders(self) -> tuple[str, ...]:
        """The hypotheses that least speaks against."""
        return tuple(each.hypothesis for each in self.scores if each.rank == 1)


class WeighedRow(Record):
    """How a row of the matrix counts: how far it tells hypotheses apart, and with which rows it is one."""

    row: str
    diagnosticity: float = Field(ge=0)  # spread over the hypotheses of CC 2, C 1, N 0, I -1, II -2
    group: str  # id of the row whose origins hold its own: both count once
    raters: tuple[str, ...]  # analysts; none where only a rule's suggestion stands


class LeftOut(Record):
    """Rows without which another hypothesis would come first: what the order rests on."""

    rows: tuple[str, ...]
    leaders: tuple[str, ...]  # hypotheses, then


class Disagreement(Record):
    """A row that analysts rate on different sides of one hypothesis; it is kept and never averaged away."""

    row: str
    hypothesis: str
    ratings: dict[str, Rating]  # by analyst


class Comparison(Record):
    """A matrix with what follows from it: orders, what they rest on, where analysts differ, warnings."""

    hypotheses: tuple[Hypothesis, ...]
    matrix: Matrix
    orders: tuple[HypothesisOrder, ...]  # all together first, then analyst by analyst
    rows: tuple[WeighedRow, ...]
    rests_on: tuple[LeftOut, ...] = ()
    disagreements: tuple[Disagreement, ...] = ()
    warnings: tuple[str, ...] = ()

    @property
    def is_suggested(self) -> bool:
        """Whether no analyst has rated anything."""
        return not any(row.ratings for row in self.matrix.rows)


Measure = Literal["first", "count", "most", "more", "pause", "unrecorded", "rising", "falling", "shift"]
Unit = Literal["year", "month"]


class Superlative(Record):
    """Words of a claim that compare with the past: "the first since 2019", "the third this year".

    first: none in `start`..`day` before it. count: the `number`th in `start`..`end`. most: no other `unit`
    since `start` had more. more: more in the day's `unit` so far than in `start`..`end`. pause: no longer
    gap since `start`. unrecorded: a comparison that no list of days can settle. rising, falling: more
    or fewer in `start`..`end` than in as long a stretch before; shift: a larger share. `start` None: ever.
    """

    claim: str  # key
    document: str
    span: Span
    words: str
    measure: Measure
    kinds: tuple[str, ...] = ()  # of the watch's history
    is_exact: bool = True  # False: the words mean only some events of these kinds
    is_from_start: bool = False  # the record of these kinds begins before the first of them
    number: int | None = None
    start: dt.date | None = None
    end: dt.date | None = None
    unit: Unit | None = None
    day: dt.date  # of what they are said of, or of the document
    slack_days: int = 0  # how long before `day` it may have been
    is_ahead: bool = False  # said of what has not happened
    unclear: str | None = None  # why the words alone leave nothing that could be looked up


class RelationAct(Record):
    """One act of one country toward another, as told: what, when, by how many origins, and by whom denied.

    `is_established`: at least two independent origins tell of it firmly, or the record lists it.
    """

    kind: str  # of a relation: "arms", "visit" ...
    what: str  # warning kind, or kind of the history
    doer: str  # ISO 3166-1 alpha-3
    receiver: str
    day: dt.date | None = None
    status: Status = "occurred"
    is_established: bool = False
    origins: tuple[str, ...] = ()
    denied_by: tuple[str, ...] = ()  # who, as the words say
    items: tuple[str, ...] = ()  # keys of events
    note: str | None = None  # of a row of the record


class RelationChange(Record):
    """How many acts of a kind one way in the last days, against what is usual by those before."""

    kind: str
    doer: str
    receiver: str
    recent: int
    days: int
    expected: float
    is_unusual: bool
    sentence: str


class Relationship(Record):
    """A pair that a watch names: what each does for the other, over time, claimed and established apart."""

    id: str
    name: str
    one: str  # ISO 3166-1 alpha-3
    other: str
    acts: tuple[RelationAct, ...] = ()  # oldest first
    changes: tuple[RelationChange, ...] = ()
    sentences: tuple[str, ...] = ()  # who does what for whom, what is returned, what is denied
    suppositions: tuple[str, ...] = ()  # a sponsor's means and motives, as the watch supposes them


class Weighing(Record):
    """All that weighing found: states of indicators, evidence for forecasting, graded claims."""

    indicators: tuple[IndicatorState, ...] = ()
    evidence: tuple[Evidence, ...] = ()
    claims: tuple[GradedClaim, ...] = ()
    relevant_documents: tuple[str, ...] = ()  # documents that bear on the watch at all
    superlatives: tuple[Superlative, ...] = ()
    comparison: Comparison | None = None  # of the watch's hypotheses
    relations: tuple[Relationship, ...] = ()


# --- forecast: history, Evidence -> Forecast -------------------------------------------------------


class LedgerStep(Record):
    """One reason that moved a probability, in log-odds."""

    step: Literal["base rate", "trigger", "indicator", "cap"]
    name: str
    log_odds: float
    evidence: tuple[str, ...] = ()
    note: str


class CurvePoint(Record):
    """Probability of at least one event from the as-of date up to and including `by`."""

    by: dt.date
    probability: float
    low: float
    high: float


class WindowProbability(Record):
    """Probability of at least one event within one trigger window, `start` and `end` included."""

    trigger: str
    name: str
    start: dt.date
    end: dt.date
    probability: float
    low: float
    high: float


class TriggerVariant(Record):
    """One reasonable way of counting: events in windows against what the other days lead to expect."""

    name: str
    windows: int
    windows_hit: int
    observed: int
    expected: float
    ratio: float | None
    low: float | None
    high: float | None


class TriggerFinding(Record):
    """What the record up to the as-of date says of one trigger, in numbers and in plain words."""

    trigger: str
    name: str
    kinds: tuple[str, ...]
    start: dt.date | None  # of the window that the horizon meets, else None
    end: dt.date | None
    ratio: float  # posterior mean of the rate ratio, shrunk by N(0, 0.4^2) on the log
    low: float  # 90 % interval
    high: float
    log_offset: float  # what enters the intensity: posterior mean of the log ratio
    placebo_p: float | None
    is_told_from_none: bool
    variants: tuple[TriggerVariant, ...] = ()
    dates: tuple[dt.date, ...] = ()  # the anchor dates that were used
    sentence: str


class Forecast(Record):
    """One scenario's probability by a date with base rate, band, and every reason."""

    scenario: str
    question: str
    as_of: dt.date
    by: dt.date
    probability: float = Field(ge=0, le=1)
    low: float = Field(ge=0, le=1)
    high: float = Field(ge=0, le=1)
    base_rate: float = Field(ge=0, le=1)  # probability by the same date from the record alone
    without_evidence: float | None = Field(default=None, ge=0, le=1)  # the same question, had nobody reported
    base_note: str  # what the base rate rests on, in words
    covered_until: dt.date | None = None
    ledger: tuple[LedgerStep, ...] = ()
    curve: tuple[CurvePoint, ...] = ()
    windows: tuple[WindowProbability, ...] = ()


class Following(Record):
    """What the record lists in so many days after an episode: event-days, of its own kinds and of others."""

    within_days: int
    same: int
    others: int
    uncovered: tuple[str, ...] = ()  # kinds that the record does not list on all of those days


class PastEpisode(Record):
    """An episode of the past beside which a scenario is held, and what came after it."""

    start: dt.date
    end: dt.date
    rows: tuple[HistoryEvent, ...]
    distance: float = Field(ge=0)  # from the present: 0 is the same season, silence and nearness to an anchor
    why: str
    followed: tuple[Following, ...] = ()


class Precedent(Record):
    """What a scenario's record holds of its like: the last one, the longest gap, the nearest episodes."""

    scenario: str
    kinds: tuple[str, ...]
    last: HistoryEvent | None = None
    quiet_days: int | None = None  # covered days since the last one; None where nothing is covered
    gap_days: int | None = None  # longest covered stretch of days between two event-days
    gap_after: dt.date | None = None
    gap_before: dt.date | None = None  # None where that stretch is still open
    nearest: tuple[PastEpisode, ...] = ()
    sentence: str


class SuperlativeCheck(Record):
    """A superlative held against the record, with the rows that decide."""

    superlative: Superlative
    verdict: Literal["true", "false", "not checkable"]
    reason: str
    rows: tuple[HistoryEvent, ...] = ()


class Outlook(Record):
    """All forecasts of a watch as of one date, and what the record says of its triggers."""

    as_of: dt.date
    by: dt.date
    forecasts: tuple[Forecast, ...] = ()
    triggers: tuple[TriggerFinding, ...] = ()
    precedents: tuple[Precedent, ...] = ()
    superlatives: tuple[SuperlativeCheck, ...] = ()


# --- settling: Brief, History -> SettledQuestion ---------------------------------------------------

Method = Literal["said", "without evidence", "base rate", "climatology"]


class Question(Record):
    """What one brief asked of the future and what it answered, with the rule that settles it."""

    watch: str
    brief: str  # the version that said it
    scenario: str
    name: str
    text: str
    as_of: dt.date  # the question holds the days after it, up to and including `by`
    by: dt.date
    settlement: Settlement
    kinds: tuple[str, ...] = ()  # kinds of the history that count as this scenario
    parts: tuple[str, ...] = ()  # of a complement: the scenarios of which none may come
    probability: float = Field(gt=0, lt=1)
    low: float = Field(ge=0, le=1)
    high: float = Field(ge=0, le=1)
    base_rate: float = Field(gt=0, lt=1)
    without_evidence: float = Field(gt=0, lt=1)
    ledger: tuple[LedgerStep, ...] = ()


class Ruling(Record):
    """A person's word on a question that no list can settle: who, on what basis."""

    scenario: str
    outcome: bool
    day: dt.date | None = None  # of what happened
    settler: str
    basis: str


class Score(Record):
    """How far one answer was from what happened: Brier (0 best, 1 worst) and log score in nats (0 best)."""

    method: Method
    probability: float
    brier: float
    log: float


class SettledQuestion(Record):
    """A question with its outcome, or with the reason why it has none yet; never changed once kept."""

    question: Question
    outcome: bool | None
    settled_on: dt.date
    settler: str | None  # the record with its source, or a person
    reason: str
    rows: tuple[HistoryEvent, ...] = ()
    scores: tuple[Score, ...] = ()
    illustration: str | None = None  # why it is no record of foresight

    @property
    def id(self) -> str:
        """The name by which a brief cites it."""
        return f"settled:{self.question.brief}:{self.question.scenario}"

    def score(self, method: Method) -> Score | None:
        """The score of one answer, where the question is settled and that answer was given."""
        return next((score for score in self.scores if score.method == method), None)


class MeanScore(Record):
    """The mean scores of one method over so many questions, the same for every method beside it."""

    method: Method
    questions: int
    brier: float
    log: float


class TrackRecord(Record):
    """Settled questions, those still open with the reason, and how the methods did on the same questions."""

    settled: tuple[SettledQuestion, ...] = ()
    open: tuple[SettledQuestion, ...] = ()
    means: tuple[MeanScore, ...] = ()


class PostMortem(Record):
    """What became of one brief's questions: the record behind the post-mortem page."""

    title: str
    brief: str
    as_of: dt.date
    settled_on: dt.date
    markings: tuple[str, ...] = ()
    code_version: str
    illustration: str | None = None
    track_record: TrackRecord


# --- plan: Forecast, Playbook -> Plan --------------------------------------------------------------

PlanStateName = Literal["standing-by", "advised", "active", "stood-down"]


class PlanOrder(Record):
    """A person's word on a plan's state; the latest one counts, and none is ever changed."""

    watch: str
    plan: str
    state: PlanStateName
    by: str
    because: str
    at: AwareDatetime


class Timing(Record):
    """What acting now, later or not at all is expected to cost, in the plan's own unit."""

    advice: Literal["act now", "act by", "wait"]
    start: dt.date | None = None  # the day on which starting is expected to cost least
    last: dt.date | None = None  # the last day on which its lead time still fits before the deadline
    now: float  # expected cost of starting today
    best: float  # of starting on `start`, or the least of any day
    never: float  # of not starting at all
    threshold: float  # the chance, after the lead time, from which on starting now pays
    chance: float  # that chance as it stands
    exposed: float  # the chance that it comes before a plan started on `start` takes hold
    unit: str
    basis: str


class Plan(Record):
    """Whether a playbook is touched, why, by when its first action is due, and what stands ready."""

    id: str
    title: str
    scenario: str
    state: PlanStateName
    reason: str
    lead_time_days: int
    due: dt.date | None = None
    owner: str
    actions: tuple[Action, ...] = ()
    exit: str
    notice: str
    evidence: tuple[str, ...] = ()  # forecast:<scenario>, indicator ids, event keys
    timing: Timing | None = None  # where the playbook states costs
    order: PlanOrder | None = None  # where a person has set the state
    found: PlanStateName | None = None  # what the triggers alone would give, where a person has set it


class PlanConflict(Record):
    """Two plans that get in each other's way: over means, by contrary acts, or over one role's time."""

    kind: Literal["means", "contrary", "owner"]
    plans: tuple[str, str]
    what: str
    is_live: bool  # both are touched today; otherwise it would show if both were


class PlanRow(Record):
    """One row of the matrix of plans by scenarios."""

    plan: str
    scenario: str | None  # the one that it is written for; None where the watch has no such scenario
    also: tuple[str, ...] = ()


class Readiness(Record):
    """How the plans of a watch stand to its scenarios and to each other."""

    rows: tuple[PlanRow, ...] = ()
    scenarios_without: tuple[str, ...] = ()
    plans_without: tuple[str, ...] = ()
    conflicts: tuple[PlanConflict, ...] = ()


# --- brief: all of it -> Brief ---------------------------------------------------------------------

Part = Literal[
    "bottom-line",
    "judgements",
    "changes",
    "evidence",
    "alternatives",
    "assumptions",
    "indicators",
    "gaps",
    "dissent",
    "implications",
    "plans",
    "track-record",
    "yardstick",
]


class Sentence(Record):
    """One sentence of a brief: its part, what it is, and the ids that it rests on."""

    id: str
    part: Part
    kind: Literal["information", "assumption", "judgement"]
    text: str
    evidence: tuple[str, ...] = ()


class Judgement(Record):
    """One key judgement: number first, words derived; confidence apart."""

    scenario: str
    name: str
    probability: float
    low: float
    high: float
    by: dt.date
    words: str
    confidence: Literal["low", "moderate", "high"]
    confidence_reasons: tuple[str, ...]
    base_rate: float
    without_evidence: float | None = None  # the same question, had nobody reported
    covered_until: dt.date | None
    kinds: tuple[str, ...] = ()  # kinds of the record that its base rate counts
    parts: tuple[str, ...] = ()  # of a complement: the scenarios that it excludes
    settlement: Settlement | None = None
    severity: Severity | None = None  # as the watch says how bad it would be
    ledger: tuple[LedgerStep, ...]


class BriefClaim(Record):
    """A claim as a brief shows it."""

    id: str  # key
    document: str
    text: str
    chain: tuple[str, ...]
    stance: Stance
    status: Status
    hedged: bool = False
    grade: Grade
    origin: str | None
    denies: tuple[str, ...] = ()
    spans: tuple[Span, ...] = ()
    cue: tuple[Span, ...] = ()
    source_spans: tuple[Span, ...] = ()
    interest: str | None = None


class Override(Record):
    """Confidence as a person set it, with the reason; what was computed stays beside it."""

    scenario: str
    level: Literal["low", "moderate", "high"]
    because: str


class Dissent(Record):
    """Where somebody differs from the brief, in that person's words."""

    by: str
    text: str
    scenario: str | None = None


class Signature(Record):
    """Who answers for a brief and who looked it over, when, and what they set or hold against it."""

    analyst: str
    reviewer: str | None = None
    at: AwareDatetime
    reviewed: str = ""  # the version that was looked over
    overrides: tuple[Override, ...] = ()
    dissents: tuple[Dissent, ...] = ()


class Brief(Record):
    """A whole brief; brief.json is this record (keys in the contract), brief.md and brief.html show it."""

    title: str
    watch: str | None
    problem: str | None = None
    as_of: dt.date
    version: str  # content hash of inputs and code version
    code_version: str = ""
    exercise: bool
    markings: tuple[str, ...] = ()
    incomplete: str | None = None  # the name of who published it so
    analyst: str | None = None
    reviewer: str | None = None
    signature: Signature | None = None
    scale: ScaleName = "icd203"
    sentences: tuple[Sentence, ...]
    judgements: tuple[Judgement, ...] = ()
    claims: tuple[BriefClaim, ...] = ()
    events: tuple[Event, ...] = ()
    origins: tuple[Origin, ...] = ()
    edges: tuple[Edge, ...] = ()
    independent_origins: Count
    indicators: tuple[IndicatorState, ...] = ()
    comparison: Comparison | None = None  # of competing explanations
    relations: tuple[Relationship, ...] = ()
    triggers: tuple[TriggerFinding, ...] = ()
    forecasts: tuple[Forecast, ...] = ()
    record: tuple[HistoryEvent, ...] = ()  # the dated events, known by the as-of date, behind the base rates
    precedents: tuple[Precedent, ...] = ()
    superlatives: tuple[SuperlativeCheck, ...] = ()
    track_record: TrackRecord = TrackRecord()  # on this problem, as it stood on the as-of date
    plans: tuple[Plan, ...] = ()
    readiness: Readiness = Readiness()
    documents: tuple[Document, ...]
    unknown: tuple[str, ...] = ()


# --- the run: what came of one walk through all rooms ----------------------------------------------


class Move(Record):
    """One thing about a watch that is no longer as it was: what, from where to where, and why."""

    watch: str
    as_of: dt.date
    kind: Literal["indicator", "forecast", "plan"]
    id: str  # of the indicator, scenario or plan
    name: str
    before: str | None  # a state; a probability as worded ("4 %"); None where there was none before
    after: str
    step: float | None = None  # a forecast's: probability now less probability before
    reason: str
    evidence: tuple[str, ...] = ()


class RunSummary(Record):
    """What one run did: counted, timed, and every input that failed it named."""

    command: str
    as_of: dt.date
    code_version: str
    started: AwareDatetime
    ended: AwareDatetime
    is_finished: bool = True  # False: it was asked to stop before it had gone through everything
    taken_in: int = 0
    read: int = 0
    stories_changed: int = 0
    moves: tuple[Move, ...] = ()
    problems: tuple[Problem, ...] = ()

    @property
    def seconds(self) -> float:
        """How long it took, by the clock."""
        return max(0.0, (self.ended - self.started).total_seconds())

    def count(self, kind: str) -> int:
        """How many indicators, forecasts or plans moved."""
        return sum(move.kind == kind for move in self.moves)


class AuditEntry(Record):
    """One link of the audit trail: who did what to which record; it holds hashes and never contents."""

    number: int
    at: AwareDatetime
    who: str
    what: str
    record: str
    content_hash: str
    previous: str
    hash: str


class Fault(Record):
    """One broken rule of the craft in a brief: rule id, where, and the remedy."""

    rule: str
    where: str
    message: str
    remedy: str
    blocks: bool = True


# --- exercises: what would follow, never what was reported ---------------------------------------------


class InjectedReport(Record):
    """A report that the exercise hands to the desk."""

    text: str = Field(min_length=1)
    outlet: str = Field(min_length=1)
    title: str | None = None
    byline: str | None = None
    url: str | None = None


class InjectedEvent(Record):
    """An event that exercise control lets be known; `on` None: its day is not told."""

    kind: str  # a warning kind
    status: Status = "occurred"
    on: dt.date | None = None
    by: str | None = None  # ISO 3166-1 alpha-3
    text: str | None = None  # the words in which it is told


class InjectedOutcome(Record):
    """Something that comes true in the exercise and enters the record of events."""

    kind: str  # of the watch's history
    on: dt.date | None = None  # else the day of the inject


class InjectedState(Record):
    """An indicator that exercise control puts into a state."""

    id: str
    state: IndicatorStateName = "observed"
    text: str | None = None  # the words of what was observed


class Inject(Record):
    """One thing that the exercise brings in, at its time, and what the table is asked about it."""

    at: dt.date
    time: str | None = Field(default=None, pattern=r"^([01]\d|2[0-3]):[0-5]\d$")
    report: InjectedReport | None = None
    event: InjectedEvent | None = None
    outcome: InjectedOutcome | None = None
    indicator: InjectedState | None = None
    ask: tuple[str, ...] = ()


class Exercise(Record):
    """A tabletop exercise in one file: from which reporting it starts, and what is brought in when."""

    title: str = Field(min_length=1)
    watch: str
    reports: tuple[str, ...] = ()  # files or folders, beside the file; none: the store's
    as_of: dt.date  # the last day that is taken from the real reporting and the real record
    injects: tuple[Inject, ...] = Field(min_length=1)

    @property
    def marking(self) -> str:
        """What every page, picture and export made in it carries."""
        return f"EXERCISE: {self.title}; no report on real events"


class Beside(Record):
    """One probability or plan with and without what the exercise brought in."""

    kind: Literal["probability", "plan"]
    name: str
    without: str
    following: str
    is_moved: bool


class ExerciseTurn(Record):
    """What one moment of an exercise brought in, and how the brief stands with and without all so far."""

    number: int
    at: dt.date
    time: str | None = None
    injects: tuple[str, ...]
    ask: tuple[str, ...] = ()
    moves: tuple[Move, ...] = ()
    rows: tuple[Beside, ...] = ()
    line_without: tuple[str, ...] = ()
    line_with: tuple[str, ...] = ()
    folder: str  # of the brief that would follow
    folder_without: str


class ExerciseReport(Record):
    """A whole exercise as it was played."""

    title: str
    watch: str
    problem: str
    markings: tuple[str, ...]
    as_of: dt.date
    code_version: str
    turns: tuple[ExerciseTurn, ...]


# --- a model of the user's own: proposals, kept apart from everything above --------------------------


class TranslatedPassage(Record):
    """One passage of a document with a machine's translation; `differs` names figures that changed."""

    original: Span
    text: str | None  # None: the machine gave none that could be used
    differs: tuple[str, ...] = ()


class Translation(Record):
    """A machine's translation, to be read beside the original; nothing rests on it."""

    document: str
    language: str  # ISO 639-1: into which
    passages: tuple[TranslatedPassage, ...]
    model: str
    host: str
    at: AwareDatetime

    @property
    def mark(self) -> str:
        """What stands with it wherever it is shown."""
        when = self.at.date()
        return f"Machine translation by {self.model} at {self.host}, {when}: unchecked; the original counts"


class Suggestion(Record):
    """What a machine proposes and a person may accept: a claim, or a claim or event for an indicator.

    Its words are spans of the document, so that it can say nothing that does not stand there.
    """

    id: str
    kind: Literal["claim", "indicator"]
    document: str
    spans: tuple[Span, ...]
    source: Span | None = None  # of a claim: the words that name who says it
    stance: Stance = "asserts"
    watch: str | None = None
    indicator: str | None = None
    item: str | None = None  # key of the claim that is said to bear on the indicator
    because: str = ""  # the machine's words
    model: str
    host: str
    at: AwareDatetime
    decision: Literal["accepted", "rejected"] | None = None
    by: str | None = None
    reason: str | None = None  # the person's
    decided_at: AwareDatetime | None = None


# --- the watch over time: what pages show and alerts compare ---------------------------------------

StatusName = Literal["quiet", "moving", "raised", "high"]


class WatchState(Record):
    """All that a watch concluded as of one day."""

    watch: str
    outlook: Outlook
    indicators: tuple[IndicatorState, ...] = ()
    plans: tuple[Plan, ...] = ()

    @property
    def as_of(self) -> dt.date:
        """The day up to which reporting was used."""
        return self.outlook.as_of


class ProblemStatus(Record):
    """How a problem stands, why, and what that rests on; it rises at once and falls after days."""

    level: StatusName
    reason: str
    evidence: tuple[str, ...] = ()  # indicator:<id>, plan:<id>


ChangeKind = Literal["status", "indicator", "plan", "probability"]


class Reached(Record):
    """Where a probability stands that has changed: the number behind the words of the change."""

    probability: float
    low: float
    high: float
    base_rate: float
    by: dt.date
    severity: Severity | None = None  # as the watch says how bad it would be


class Change(Record):
    """One thing that is no longer as it was told: what, from what to what, why, and where to look."""

    kind: ChangeKind
    id: str  # of the indicator, plan or scenario; of the watch for its status
    name: str
    before: str
    after: str
    why: str
    path: str  # on the site, from its root: the way back to the words
    warns_of: tuple[str, ...] = ()  # scenarios that it makes likelier; none where it lets up
    reached: Reached | None = None  # of a probability


class PastPrecision(Record):
    """How earlier alerts of one kind on one problem did: how many were followed by what they warned of.

    `expected`: how many of the judged would have been by the record alone. `open`: not settled yet.
    `illustrations`: those of the judged whose watch was written after the day that they speak of.
    """

    kind: ChangeKind
    followed: int
    judged: int
    expected: float
    open: int
    illustrations: int = 0


class Alert(Record):
    """What changed in one problem, told once and all together."""

    id: str
    kind: Literal["changes", "silence", "test"]
    watch: str | None
    title: str  # of the problem
    as_of: dt.date
    headline: str
    changes: tuple[Change, ...] = ()
    beside: tuple[Change, ...] = ()  # too small to send for, told since something else is sent
    markings: tuple[str, ...] = ()
    path: str  # on the site, from its root
    precision: tuple[PastPrecision, ...] = ()  # of each kind of change in it that warns


class Digest(Record):
    """Several alerts told at once, one a problem; what moved and came back meanwhile is not in it."""

    id: str
    kind: Literal["digest"] = "digest"
    as_of: dt.date
    headline: str
    alerts: tuple[Alert, ...]
    markings: tuple[str, ...] = ()
    path: str = "/watch"


class Told(Record):
    """What readers of a watch's alerts were last told, and which things were told anew on which day."""

    watch: str
    status: StatusName
    indicators: dict[str, IndicatorStateName]
    plans: dict[str, PlanStateName]
    probabilities: dict[str, float]
    changed: dict[str, dt.date] = {}  # `<kind>:<id>` -> the day as of which it was told last
