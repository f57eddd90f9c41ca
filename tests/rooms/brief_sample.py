"""Literal records as the other rooms hand them to brief: six invented reports on an invented strait.

Two outlets rewrite one broadcaster, an agency has words of its own, a state agency denies, one piece is
unrelated, and one carries no date. All text is invented; it carries the exercise marking.
"""

import datetime as dt
import math

from tocsin.terms import (
    Action,
    Actor,
    Assumption,
    Brief,
    Certainty,
    Claim,
    Count,
    Coverage,
    CurvePoint,
    Document,
    Edge,
    Event,
    Evidence,
    Forecast,
    Grade,
    GradedClaim,
    Hypothesis,
    Independent,
    Indicator,
    IndicatorMatch,
    IndicatorState,
    LedgerStep,
    Lineage,
    Match,
    Origin,
    Outlook,
    Plan,
    PlanTrigger,
    Playbook,
    Reading,
    Scenario,
    Settlement,
    Source,
    Span,
    Story,
    Time,
    Trigger,
    TriggerFinding,
    Watch,
    Weighing,
    WindowProbability,
)

AS_OF = dt.date(2031, 5, 20)
BY = dt.date(2031, 11, 16)
MARKING = "EXERCISE: synthetic reporting"

TEXTS = {
    "h1": "Two harbour officials told Harbour TV that Vostria might close the Amber Strait before the "
    "November vote.\n\nThe officials, who asked not to be named, said that tugs and barriers had been "
    "moved to the northern mole.",
    "r2": "Vostria might close the Amber Strait before the November vote, Harbour TV reported on Monday, "
    "citing two officials.",
    "r3": "Harbour TV says the strait could be shut by Vostria. Insurers are watching <b>closely</b> & "
    "waiting, brokers said.",
    "a4": "The Lorn navy said on Tuesday that three minelayers had left their berths. “We see no pattern "
    "yet,” a navy spokesperson said.",
    "d5": "The state agency denied any plan to close the strait and called the report “an invention of "
    "hostile stations”.",
    "u6": "The town orchestra will play in the park on Sunday.",
}


def find(document: str, words: str) -> Span:
    """The span of `words` in a sample text; fails loudly where they do not stand."""
    start = TEXTS[document].index(words)
    return Span(start, start + len(words))


def document(id: str, outlet: str | None, day: int | None, title: str) -> Document:
    published = dt.date(2031, 5, day) if day else None
    seen = dt.datetime(2031, 5, day, 8, tzinfo=dt.UTC) if day else None
    return Document(
        id=id,
        name=f"{id}-report",
        text=TEXTS[id],
        title=title,
        outlet=outlet,
        published=published,
        first_seen=seen,
        first_seen_assumed=True,
        language="en",
        marking=MARKING,
    )


DOCUMENTS = (
    document("h1", "Harbour TV", 18, "Officials fear strait closure before vote"),
    document("r2", "Morning Ledger", 19, "Strait may be closed before vote"),
    document("r3", "Coast Post", 19, "Insurers watch the strait"),
    document("a4", "Lorn Wire", 20, "Minelayers leave berths, navy says"),
    document("d5", "Vostria State Agency", 20, "Agency rejects report"),
    document("u6", None, None, "Concert in the park"),
)

OFFICIALS = Source(
    spans=(find("h1", "Two harbour officials"),),
    name="two harbour officials",
    kind="officials",
    anonymous=True,
    through="Harbour TV",
)
MIGHT = Certainty(low=0.1, mid=0.4, high=0.66, words="might")
PERSON = Source(spans=(find("a4", "a navy spokesperson"),), name="a navy spokesperson", kind="person")
CLAIMS = {
    "h1": (
        Claim(
            id="c1",
            document="h1",
            source=OFFICIALS,
            cue=(find("h1", "told"),),
            content=(find("h1", "Vostria might close the Amber Strait before the November vote"),),
            chain=("Harbour TV", "two harbour officials"),
            hedged=True,
            status="possible",
            certainty=MIGHT,
            events=("e1",),
        ),
        Claim(
            id="c2",
            document="h1",
            source=OFFICIALS.model_copy(update={"spans": (find("h1", "The officials"),), "through": None}),
            cue=(find("h1", "said"),),
            content=(find("h1", "tugs and barriers had been moved to the northern mole"),),
            chain=("two harbour officials",),
            events=("e2",),
        ),
    ),
    "r2": (
        Claim(
            id="c1",
            document="r2",
            source=Source(spans=(find("r2", "Harbour TV"),), name="Harbour TV", kind="outlet"),
            cue=(find("r2", "reported"),),
            content=(find("r2", "Vostria might close the Amber Strait before the November vote"),),
            chain=("Harbour TV", "two officials"),
            hedged=True,
            status="possible",
            certainty=MIGHT,
        ),
    ),
    "r3": (
        Claim(
            id="c1",
            document="r3",
            source=Source(spans=(find("r3", "Harbour TV"),), name="Harbour TV", kind="outlet"),
            cue=(find("r3", "says"),),
            content=(find("r3", "the strait could be shut by Vostria"),),
            chain=("Harbour TV",),
            hedged=True,
            status="possible",
        ),
        Claim(
            id="c2",
            document="r3",
            source=Source(spans=(find("r3", "brokers"),), name="brokers", kind="expert"),
            cue=(find("r3", "said"),),
            content=(find("r3", "Insurers are watching <b>closely</b> & waiting"),),
            chain=("brokers",),
        ),
    ),
    "a4": (
        Claim(
            id="c1",
            document="a4",
            source=Source(spans=(find("a4", "The Lorn navy"),), name="the Lorn navy", kind="body"),
            cue=(find("a4", "said"),),
            content=(find("a4", "three minelayers had left their berths"),),
            chain=("the Lorn navy",),
            events=("e1",),
        ),
        Claim(
            id="c2",
            document="a4",
            source=PERSON,
            cue=(Span(TEXTS["a4"].rindex("said"), TEXTS["a4"].rindex("said") + 4),),
            content=(find("a4", "We see no pattern yet"),),
            chain=("a navy spokesperson",),
            quotation="direct",
            stance="doubts",
            status="general",
        ),
    ),
    "d5": (
        Claim(
            id="c1",
            document="d5",
            source=Source(
                spans=(find("d5", "The state agency"),), name="the state agency", kind="state-media"
            ),
            cue=(find("d5", "denied"),),
            content=(find("d5", "any plan to close the strait"),),
            chain=("the state agency",),
            stance="denies",
            status="did-not-occur",
            polarity="denied",
        ),
        Claim(
            id="c2",
            document="d5",
            source=Source(
                spans=(find("d5", "The state agency"),), name="the state agency", kind="state-media"
            ),
            cue=(find("d5", "called"),),
            content=(find("d5", "the report “an invention of hostile stations”"),),
            chain=("the state agency",),
            quotation="mixed",
            status="general",
        ),
    ),
    "u6": (Claim(id="c1", document="u6", content=(find("u6", "The town orchestra will play in the park"),)),),
}
EVENTS = {
    "h1": (
        Event(
            id="e1",
            document="h1",
            trigger=find("h1", "close"),
            kind="blockade",
            actors=(Actor(name="Vostria"),),
            status="possible",
            claim="c1",
        ),
        Event(id="e2", document="h1", trigger=find("h1", "moved"), kind="force-movement", claim="c2"),
    ),
    "a4": (Event(id="e1", document="a4", trigger=find("a4", "left"), kind="force-movement", claim="c1"),),
}
TIMES = {
    "h1": (
        Time(
            span=find("h1", "November"),
            kind="date",
            value="2031-11",
            start=dt.date(2031, 11, 1),
            end=dt.date(2031, 11, 30),
        ),
    )
}
READINGS = tuple(
    Reading(
        document=each.id, claims=CLAIMS[each.id], events=EVENTS.get(each.id, ()), times=TIMES.get(each.id, ())
    )
    for each in DOCUMENTS
)

LINEAGE = Lineage(
    stories=(
        Story(
            id="st1",
            documents=("h1", "r2", "r3", "d5"),
            claim="Vostria might close the Amber Strait before the November vote",
            independent=Independent(
                asserting=Count(median=1, low=1, high=1), denying=Count(median=1, low=1, high=1)
            ),
            origins=(
                Origin(
                    id="o1",
                    name="Harbour TV",
                    kind="outlet",
                    side="asserts",
                    documents=("h1", "r2", "r3"),
                    claims=("h1#c1", "h1#c2", "r2#c1", "r3#c1"),
                    probability=0.97,
                ),
                Origin(
                    id="o2",
                    name="Vostria State Agency",
                    kind="state-media",
                    side="denies",
                    documents=("d5",),
                    claims=("d5#c1", "d5#c2"),
                ),
            ),
            edges=(
                Edge.model_validate(
                    {
                        "from": "r2",
                        "to": "o1",
                        "relation": "cites",
                        "probability": 0.97,
                        "evidence": [find("r2", "Harbour TV reported")],
                    }
                ),
                Edge.model_validate({"from": "r3", "to": "o1", "relation": "cites", "probability": 0.6}),
            ),
        ),
        Story(
            id="st2",
            documents=("a4",),
            claim="three minelayers had left their berths",
            independent=Independent(
                asserting=Count(median=1, low=1, high=1), denying=Count(median=0, low=0, high=0)
            ),
            origins=(
                Origin(
                    id="o3",
                    name="the Lorn navy",
                    kind="body",
                    side="asserts",
                    documents=("a4",),
                    claims=("a4#c1", "a4#c2"),
                    seen=False,
                    probability=0.9,
                ),
            ),
            edges=(Edge.model_validate({"from": "a4", "to": "o3", "relation": "cites", "probability": 0.9}),),
        ),
    )
)

SETTLEMENT = Settlement(
    criteria="a notice to mariners closes the fairway for a day or more",
    source="the Amber Strait pilots' register",
    settler="the watch desk",
)


def scenario(id: str, name: str, severity: str, **more: object) -> Scenario:
    return Scenario.model_validate(
        {
            "id": id,
            "name": name,
            "question": f"Does {name[:1].lower()}{name[1:]} come by the date?",
            "settlement": SETTLEMENT,
            "severity": severity,
            "consequences": "Ships wait or go round the cape; ports and insurers bear it first",
            "kinds": (id,),
            **more,
        }
    )


def indicator(id: str, name: str, **more: object) -> Indicator:
    return Indicator.model_validate(
        {
            "id": id,
            "name": name,
            "statement": f"{name}, seen by an eye-witness or a body",
            "domain": "preparation",
            "likelihood": {"closure": 0.7, "seizure": 0.5},
            "otherwise": 0.2,
            "match": Match(),
            "coverage": Coverage(topics=("harbour", "ferry")),
            "lead_time_days": 10,
            "owner": "harbour desk",
            "last_review": dt.date(2031, 1, 5),
            **more,
        }
    )


WATCH = Watch(
    id="amber-strait",
    title="The Amber Strait",
    problem="Whether Vostria closes the strait or seizes ships in it.",
    keywords=("strait", "Vostria"),
    written=dt.date(2031, 1, 5),
    outcome_known="all likelihoods were set with the outcome of the exercise known",
    scenarios=(
        scenario("closure", "A closure of the strait for a day or more", "high"),
        scenario("seizure", "The seizure of a merchant ship", "extreme"),
        scenario("hacking", "A large cyber-attack on the pilots' register", "moderate"),
        scenario("quiet", "Nothing grave by the date", "low", complement=True, grave=False),
    ),
    indicators=(
        indicator("barriers-moved", "Tugs and barriers moved to the mole"),
        indicator("minelayers-out", "Minelayers away from their berths"),
        indicator("pilots-recalled", "Pilots recalled from leave"),
        indicator("ferries-stopped", "Ferries stopped without a stated reason"),
        indicator("calls-unanswered", "Calls on the harbour line unanswered"),
    ),
    triggers=(Trigger(id="vote", name="The Vostrian vote", anchor="vote"),),
    hypotheses=(
        Hypothesis(id="plan", name="A plan", statement="Vostria prepares to close the strait"),
        Hypothesis(id="bluff", name="A bluff", statement="The moves are meant to be seen", kind="deception"),
        Hypothesis(id="calm", name="Routine", statement="Nothing happens by the date", kind="nothing"),
    ),
    assumptions=(
        Assumption(
            id="one-command",
            statement="One command moves both tugs and minelayers",
            if_wrong="The two moves are unrelated and count for less",
            support="unsupported",
            touched_by=("barriers-moved",),
        ),
    ),
    playbooks=(
        Playbook(
            id="closure-plan",
            title="Closure of the strait",
            scenario="closure",
            triggers=(PlanTrigger(probability=0.2, within_days=180),),
            lead_time_days=3,
            owner="watch desk",
            actions=(Action(order=1, what="Publish the detour map", owner="map desk"),),
            exit="the fairway is open for a week",
        ),
    ),
    history_note="The register of closures ends on 31 December 2030",
)


def state(
    id: str, name: str, reason: str, *matches: tuple[str, str | None], looked: int = 5
) -> IndicatorState:
    return IndicatorState(
        id=id,
        state=name,  # type: ignore[arg-type]
        evidence=tuple(item for item, _ in matches),
        matches=tuple(
            IndicatorMatch(
                indicator=id,
                item=item,
                document=item.split("#")[0],
                origin=origin,
                strength=0.8,
                reason="kind force-movement, status occurred",
            )
            for item, origin in matches
        ),
        origins=tuple(dict.fromkeys(origin for _, origin in matches if origin)),
        documents_looked=looked,
        reason=reason,
    )


WEIGHING = Weighing(
    indicators=(
        state("barriers-moved", "observed", "1 origin, threshold 1", ("h1#e2", "o1")),
        state("minelayers-out", "observed", "1 origin, threshold 1", ("a4#e1", "o3")),
        state("pilots-recalled", "absent-covered", "4 documents looked here and none tells of it", looked=4),
        state("ferries-stopped", "absent-uncovered", "1 document looked here, 3 are needed", looked=1),
        state("calls-unanswered", "not-looked", "no document of this kind was read", looked=0),
    ),
    evidence=(
        Evidence(indicator="barriers-moved", state="observed", origin="o1", strength=0.8, note="one origin"),
    ),
    claims=(
        GradedClaim(claim="h1#c1", origin="o1", grade=Grade(credibility=3, reasons=("possibly true",))),
        GradedClaim(claim="h1#c2", origin="o1", grade=Grade(credibility=3)),
        GradedClaim(claim="r2#c1", origin="o1", grade=Grade(credibility=3)),
        GradedClaim(claim="r3#c1", origin="o1", grade=Grade(credibility=6)),
        GradedClaim(claim="a4#c1", origin="o3", grade=Grade(reliability="F", credibility=2)),
        GradedClaim(
            claim="d5#c1",
            origin="o2",
            grade=Grade(credibility=4),
            denies=("h1#c1",),
            interest="the state it speaks for is accused",
        ),
    ),
    relevant_documents=("h1", "r2", "r3", "a4", "d5"),
)


def forecast(id: str, rate: float, spread: float, covered: dt.date | None, *steps: LedgerStep) -> Forecast:
    """A forecast from a yearly rate: probability 1 - exp(-rate * years), its band by a factor `spread`."""

    def chance(by: dt.date, factor: float = 1.0) -> float:
        return round(1 - math.exp(-rate * factor * ((by - AS_OF).days + 1) / 365), 4)

    curve = tuple(
        CurvePoint(by=by, probability=chance(by), low=chance(by, 1 / spread), high=chance(by, spread))
        for by in (AS_OF + dt.timedelta(days=18 * step) for step in range(1, 11))
    )
    last = curve[-1]
    return Forecast(
        scenario=id,
        question=WATCH.scenario(id).question,
        as_of=AS_OF,
        by=last.by,
        probability=last.probability,
        low=last.low,
        high=last.high,
        base_rate=round(last.probability * 0.8, 4),
        base_note="7 closures in 40 years, recent ones counting more",
        covered_until=covered,
        ledger=(
            LedgerStep(step="base rate", name="the record", log_odds=-2.1, note="7 closures in 40 years"),
            *steps,
        ),
        curve=curve,
        windows=(
            WindowProbability(
                trigger="vote",
                name="The Vostrian vote",
                start=dt.date(2031, 10, 10),
                end=dt.date(2031, 11, 16),
                probability=round(last.probability / 3, 4),
                low=round(last.low / 3, 4),
                high=round(last.high / 3, 4),
            ),
        ),
    )


STEPS = (
    LedgerStep(
        step="indicator",
        name="Tugs and barriers moved to the mole",
        log_odds=0.5,
        evidence=("h1#e2", "o1"),
        note="1.25 log-odds for the ratio 0.7 to 0.2, discounted to one origin that is hedged",
    ),
    LedgerStep(
        step="indicator",
        name="Pilots recalled from leave",
        log_odds=-0.2,
        evidence=("pilots-recalled",),
        note="absent though looked for",
    ),
)
COVERED = dt.date(2030, 12, 31)
OUTLOOK = Outlook(
    as_of=AS_OF,
    by=BY,
    forecasts=(
        forecast("closure", 0.5, 1.5, COVERED, *STEPS),
        forecast("seizure", 0.03, 1.6, COVERED),
        forecast("hacking", 0.4, 5.0, None),
        forecast("quiet", 1.6, 1.3, COVERED),
    ),
    triggers=(
        TriggerFinding(
            trigger="vote",
            name="The Vostrian vote",
            kinds=("closure",),
            start=dt.date(2031, 10, 10),
            end=dt.date(2031, 11, 16),
            ratio=1.1,
            low=0.6,
            high=1.9,
            log_offset=0.1,
            placebo_p=0.4,
            is_told_from_none=False,
            dates=(dt.date(2027, 11, 3),),
            sentence="Eight votes since 1990 are too few to tell an effect of the vote from none "
            "(rate ratio 1.1, 90% interval 0.6 to 1.9).",
        ),
    ),
)
PLANS = (
    Plan(
        id="closure-plan",
        title="Closure of the strait",
        scenario="closure",
        state="advised",
        reason="The probability by the date is above 20%",
        lead_time_days=3,
        due=dt.date(2031, 5, 23),
        owner="watch desk",
        actions=WATCH.playbooks[0].actions,
        exit="the fairway is open for a week",
        notice="not a government's plan, not advice",
        evidence=("forecast:closure", "barriers-moved"),
    ),
)


def sample_brief(**changes: object) -> Brief:
    """The sample as a composed brief; keywords replace arguments of compose_brief."""
    from tocsin.brief import compose_brief

    given: dict[str, object] = {
        "watch": WATCH,
        "watch_reason": "5 of 6 documents hold its words",
        "documents": DOCUMENTS,
        "readings": READINGS,
        "lineage": LINEAGE,
        "weighing": WEIGHING,
        "outlook": OUTLOOK,
        "plans": PLANS,
        "as_of": AS_OF,
        "code_version": "0.1.0",
    }
    return compose_brief(**{**given, **changes})  # type: ignore[arg-type]


def sample_without_watch() -> Brief:
    """One document, no watch, no outlet and no date: what a reader with one article gets."""
    bare = DOCUMENTS[0].model_copy(
        update={"outlet": None, "published": None, "first_seen": None, "title": None, "marking": None}
    )
    story = LINEAGE.stories[0]
    origins = (story.origins[0].model_copy(update={"documents": ("h1",), "claims": ("h1#c1", "h1#c2")}),)
    only = story.model_copy(
        update={
            "documents": ("h1",),
            "origins": origins,
            "edges": (),
            "independent": Independent(
                asserting=Count(median=1, low=1, high=1), denying=Count(median=0, low=0, high=0)
            ),
        }
    )
    return sample_brief(
        watch=None,
        watch_reason="no packaged watch shares enough words with it",
        documents=(bare,),
        readings=(READINGS[0],),
        lineage=Lineage(stories=(only,)),
        weighing=None,
        outlook=None,
        plans=(),
    )
