"""One of each record, every field filled, and a dump of a database to compare two by."""

import datetime as dt
import hashlib
from typing import Any

from tocsin.terms import (
    Action,
    Actor,
    Alert,
    Brief,
    Capture,
    Certainty,
    Change,
    Channel,
    ChannelState,
    Claim,
    Comparison,
    Count,
    CurvePoint,
    Document,
    Edge,
    Event,
    Evidence,
    Following,
    Forecast,
    Grade,
    GradedClaim,
    HistoryEvent,
    Hypothesis,
    HypothesisOrder,
    HypothesisScore,
    Independent,
    IndicatorMatch,
    IndicatorState,
    Interval,
    LedgerStep,
    Link,
    Look,
    Matrix,
    MatrixRow,
    Origin,
    Outlook,
    PastEpisode,
    Place,
    Plan,
    PlanOrder,
    Precedent,
    Question,
    Reading,
    RelationAct,
    Relationship,
    Score,
    Sentence,
    SettledQuestion,
    Settlement,
    Source,
    Span,
    Story,
    Suggestion,
    Superlative,
    SuperlativeCheck,
    Surprise,
    Time,
    Timing,
    Told,
    TranslatedPassage,
    Translation,
    TriggerFinding,
    TriggerVariant,
    WeighedRow,
    Weighing,
    WindowProbability,
    identify,
)

DAY = dt.date(2024, 5, 25)


def document(name: str, text: str, **fields: Any) -> Document:
    """A document with content-computed id and the hash of its text as its bytes' hash."""
    return Document(
        id=identify(name, text, fields.get("outlet"), fields.get("published")),
        name=name,
        text=text,
        kept_hash=hashlib.sha256(text.encode()).hexdigest(),
        links=(Link(url="https://other.example/a", text="Other Wire"),),
        unknown=(f"outlet of {name}",),
        **fields,
    )


def reading(id: str) -> Reading:
    """Two claims (one bare, one full), two events (one bare, one full) and a time."""
    source = Source(
        spans=(Span(0, 9),),
        name="officials",
        kind="officials",
        anonymous=True,
        country="KOR",
        refers_to="two officials",
        through="Harbour TV",
    )
    certainty = Certainty(low=0.1, mid=0.4, high=0.66, words="might")
    full = Claim(
        id="c1",
        document=id,
        source=source,
        cue=(Span(10, 14), Span(15, 17)),
        content=(Span(18, 30),),
        within=None,
        chain=("Harbour TV", "officials"),
        stance="denies",
        hedged=True,
        status="possible",
        polarity="denied",
        certainty=certainty,
        quotation="mixed",
        events=("e1",),
    )
    event = Event(
        id="e1",
        document=id,
        trigger=Span(4, 8),
        class_="THREATEN",
        mode="m",
        kind="nuclear-test",
        cameo="138",
        actors=(Actor(name="North Korea", span=Span(0, 3), country="PRK", sector="GOV"),),
        recipients=(Actor(name="South Korea"),),
        claim="c1",
        status="planned",
        polarity="denied",
        place=Place(name="Site", span=Span(5, 9), country="PRK", latitude=0.0, longitude=129.5),
        time=Interval(span=Span(1, 2), start=DAY, end=DAY, earliest=DAY, latest=DAY),
    )
    return Reading(
        document=id,
        claims=(full, Claim(id="c2", document=id, content=(Span(0, 1),), within="c1")),
        events=(event, Event(id="e2", document=id, trigger=Span(0, 1))),
        times=(
            Time(span=Span(2, 4), kind="date", value="2024-05", start=DAY, end=DAY, anchor="us-election"),
        ),
    )


_ORIGIN = Origin(
    id="o1",
    name="Harbour TV",
    kind="outlet",
    side="asserts",
    documents=("d1",),
    claims=("d1#c1",),
    seen=False,
    probability=0.97,
)
STORIES = [
    Story(
        id="s1",
        documents=("d1", "d2"),
        claim="a launch",
        origins=(_ORIGIN,),
        independent=Independent(
            asserting=Count(median=2, low=1, high=3), denying=Count(median=0, low=0, high=1)
        ),
        edges=(Edge(from_="d2", to="o1", relation="cites", probability=0.9, evidence=(Span(0, 4),)),),
    ),
    Story(
        id="s0",
        documents=("d3",),
        claim="another",
        independent=Independent(
            asserting=Count(median=0, low=0, high=0), denying=Count(median=0, low=0, high=0)
        ),
    ),
]
_ROW = HistoryEvent(start=DAY, end=DAY, kind="nuclear-test", source="list", place="P", note="n")
_FIRST = Superlative(
    claim="d1#c1",
    document="d1",
    span=Span(0, 5),
    words="first since 2017",
    measure="first",
    kinds=("nuclear-test",),
    number=None,
    start=DAY,
    day=DAY,
    is_ahead=True,
)
_PRECEDENT = Precedent(
    scenario="nuclear-test",
    kinds=("nuclear-test",),
    last=_ROW,
    quiet_days=3,
    gap_days=9,
    gap_after=DAY,
    nearest=(
        PastEpisode(
            start=DAY,
            end=DAY,
            rows=(_ROW,),
            distance=0.4,
            why="same season",
            followed=(Following(within_days=7, same=1, others=2, uncovered=("dmz-clash",)),),
        ),
    ),
    sentence="The last one was long ago.",
)
WEIGHING = Weighing(
    indicators=(
        IndicatorState(
            id="launch-notice",
            state="observed",
            evidence=("d1#e1",),
            origins=("o1",),
            documents_looked=4,
            reason="r",
            surprise=Surprise(
                seen=3,
                days=30,
                expected=0.5,
                tail=0.01,
                basis="history",
                is_unusual=True,
                sentence="s",
            ),
            matches=(
                IndicatorMatch(
                    indicator="launch-notice",
                    item="d1#e1",
                    document="d1",
                    origin=None,
                    strength=0.5,
                    reason="r",
                ),
            ),
        ),
        IndicatorState(id="a-second", state="not-looked", reason="no documents"),
    ),
    evidence=(
        Evidence(indicator="launch-notice", state="observed", strength=0.5, items=("d1#e1",), note="n"),
    ),
    claims=(
        GradedClaim(
            claim="d1#c1",
            origin="o1",
            grade=Grade(reliability="C", credibility=3, reasons=("seen",)),
            denies=("d2#c1",),
            interest="a party",
        ),
    ),
    relevant_documents=("d1",),
    superlatives=(_FIRST,),
    comparison=Comparison(
        hypotheses=(Hypothesis(id="h", name="H", statement="S"),),
        matrix=Matrix(
            watch="w", as_of=DAY, rows=(MatrixRow(id="r", statement="R", ratings={"desk": {"h": "I"}}),)
        ),
        orders=(HypothesisOrder(scores=(HypothesisScore(hypothesis="h", score=-1, rank=1),)),),
        rows=(WeighedRow(row="r", diagnosticity=0, group="r", raters=("desk",)),),
    ),
    relations=(
        Relationship(
            id="a-b",
            name="A and B",
            one="PRK",
            other="RUS",
            acts=(RelationAct(kind="arms", what="arms-transfer", doer="PRK", receiver="RUS", day=DAY),),
            sentences=("One way.",),
        ),
    ),
)
_FORECAST = Forecast(
    scenario="nuclear-test",
    question="Will it?",
    as_of=DAY,
    by=DAY,
    probability=0.04,
    low=0.01,
    high=0.09,
    base_rate=0.03,
    without_evidence=0.035,
    base_note="six in sixty years",
    covered_until=DAY,
    ledger=(LedgerStep(step="base rate", name="base", log_odds=-3.4, evidence=("d1#e1",), note="n"),),
    curve=(CurvePoint(by=DAY, probability=0.04, low=0.01, high=0.09),),
    windows=(
        WindowProbability(trigger="t", name="T", start=DAY, end=DAY, probability=0.01, low=0.0, high=0.02),
    ),
)
_FINDING = TriggerFinding(
    trigger="t",
    name="T",
    kinds=("nuclear-test",),
    start=None,
    end=None,
    ratio=1.1,
    low=0.6,
    high=1.9,
    log_offset=0.1,
    placebo_p=None,
    is_told_from_none=False,
    dates=(DAY,),
    sentence="Cannot tell.",
    variants=(
        TriggerVariant(
            name="v", windows=4, windows_hit=1, observed=1, expected=0.9, ratio=None, low=None, high=None
        ),
    ),
)
OUTLOOK = Outlook(
    as_of=DAY,
    by=DAY,
    forecasts=(_FORECAST,),
    triggers=(_FINDING,),
    precedents=(_PRECEDENT,),
    superlatives=(SuperlativeCheck(superlative=_FIRST, verdict="false", reason="r", rows=(_ROW,)),),
)
NOON = dt.datetime(2024, 5, 25, 12, tzinfo=dt.UTC)
PLAN_ORDER = PlanOrder(
    watch="korea", plan="island", state="advised", by="duty officer", because="ferries run", at=NOON
)
PLANS = (
    Plan(
        id="island",
        title="Island",
        scenario="shelling",
        state="advised",
        reason="r",
        lead_time_days=3,
        due=DAY,
        owner="duty officer",
        actions=(Action(order=1, what="call", owner="desk"),),
        exit="quiet for a week",
        notice="not a government's plan, not advice",
        evidence=("forecast:shelling",),
        timing=Timing(
            advice="act by",
            start=DAY,
            last=DAY,
            now=9.0,
            best=8.0,
            never=10.0,
            threshold=0.08,
            chance=0.1,
            exposed=0.02,
            unit="staff days",
            basis="ours",
        ),
        order=PLAN_ORDER,
        found="standing-by",
    ),
)
BRIEF = Brief(
    title="Korea",
    watch="korea",
    as_of=DAY,
    version="v1",
    code_version="0.1",
    exercise=True,
    markings=("EXERCISE: synthetic reporting",),
    documents=(document("a17", "Words."),),
    sentences=(Sentence(id="s1", part="bottom-line", kind="judgement", text="Quiet.", evidence=("o1",)),),
    independent_origins=Count(median=1, low=1, high=2),
    forecasts=(_FORECAST,),
)

CHANNEL = Channel(
    id="c1",
    address="https://harbour.example/feed",
    kind="rss",
    name="Harbour",
    outlet="Harbour TV",
    language="en",
    country="PRK",
    secret="env:HARBOUR",
    added=NOON,
)
FETCHED = document("harbour.example/1", "A report.", outlet="Harbour TV", first_seen=NOON)
CAPTURE = Capture(
    url="https://harbour.example/1",
    captured_at=NOON,
    status=200,
    headers=(("content-type", "text/html"),),
    hash=FETCHED.kept_hash or "",
    media_type="text/html",
    channel="c1",
    document=FETCHED.id,
)
STATE = ChannelState(
    channel="c1",
    etag='"v1"',
    last_modified="Sat, 25 May 2024 10:00:00 GMT",
    content_hash="ab",
    cursor="1:7",
    tried=NOON,
    succeeded=NOON,
    found=NOON,
    failures=1,
    failing_since=NOON,
    reason="is not there (HTTP 404)",
    moved_to="https://harbour.example/new",
    wait_until=NOON,
    seconds=0.5,
    arrivals=(NOON,),
    languages=("en",),
    seen=("i2", "i1"),
    tries={"i3": 1},
    look=Look(channel="c1", covers_from=NOON - dt.timedelta(days=1), first=NOON, last=NOON),
)


SETTLED = SettledQuestion(
    question=Question(
        watch="korea",
        brief="v1",
        scenario="nuclear-test",
        name="Nuclear test",
        text="Will it?",
        as_of=DAY,
        by=DAY,
        settlement=Settlement(criteria="c", source="s", settler="analyst"),
        kinds=("nuclear-test",),
        probability=0.04,
        low=0.01,
        high=0.09,
        base_rate=0.03,
        without_evidence=0.035,
    ),
    outcome=False,
    settled_on=DAY,
    settler="the record (list)",
    reason="none",
    rows=(HistoryEvent(start=DAY, end=DAY, kind="nuclear-test", source="list"),),
    scores=(Score(method="said", probability=0.04, brier=0.0016, log=0.041),),
    illustration="written afterwards",
)


CHANGE = Change(
    kind="indicator",
    id="i1",
    name="Launchers moved",
    before="not looked for",
    after="observed",
    why="2 reports from 1 independent origin",
    path="/problem/korea/indicator/i1",
)
ALERT = Alert(
    id="a1",
    kind="changes",
    watch="korea",
    title="Korea",
    as_of=DAY,
    headline="Korea: status up from quiet to moving",
    changes=(CHANGE,),
    beside=(CHANGE,),
    markings=("EXERCISE: synthetic reporting",),
    path="/problem/korea",
)
TOLD = Told(
    watch="korea",
    status="moving",
    indicators={"i1": "observed"},
    plans={"p1": "advised"},
    probabilities={"nuclear-test": 0.04},
    changed={"indicator:i1": DAY},
)


def suggestion(of: Document, *, id: str = "s1", start: int = 0, end: int = 4) -> Suggestion:
    """A claim that a model proposed, in the first words of a document."""
    return Suggestion(
        id=id,
        kind="claim",
        document=of.id,
        spans=(Span(start, end),),
        source=Span(5, 6),
        stance="denies",
        because="it says so",
        model="m",
        host="127.0.0.1:1",
        at=NOON,
    )


def translation(of: Document) -> Translation:
    """A translation of the first words of a document."""
    passages = (
        TranslatedPassage(original=Span(0, 4), text="Texte", differs=("7 is new",)),
        TranslatedPassage(original=Span(5, 6), text=None),
    )
    return Translation(
        document=of.id, language="fr", passages=passages, model="m", host="127.0.0.1:1", at=NOON
    )
