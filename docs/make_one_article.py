"""Write docs/one-article.md: one article's walk through all rooms, with what each really gave.

Run `python docs/make_one_article.py` after a change that a reader of the page would see; a test compares
the page with what this makes. It knows the rooms only by what they hand on.
"""

import datetime as dt
from collections import Counter
from collections.abc import Iterable
from pathlib import Path

from tocsin.collect import Collected, collect_paths
from tocsin.contract import happening_text
from tocsin.pipeline import Settled, Walk, walk
from tocsin.read.document import read_document
from tocsin.terms import Claim, Document, Event, Forecast, Reading, Story, Time
from tocsin.watches import load_watch
from tocsin.weigh import join_events
from tocsin.why import trace_back

ROOT = Path(__file__).resolve().parent.parent
ARTICLE = Path("examples/korea-2024/2024-05-24-tidewater-october-crisis.txt")
AS_OF = dt.date(2024, 5, 25)
FAR = dt.date(2026, 1, 1)  # any day after the article's; the page must not change with the calendar

OPENING = f"""# One article's path

This page follows one invented article through the seven rooms.
Everything in a box is what the program gave; `python docs/make_one_article.py` writes the page anew.
All of it is marked `EXERCISE: synthetic reporting`.

## The article

`{ARTICLE}`, with its outlet and date in a file beside it:
"""
COLLECT = """## Collect

The file becomes a document.
The text is the file's own, so that every offset counts into it; the bytes and their hash are kept with it.
"""
READ = """## Read

The caption at the head and the copyright line at the end give no claim.
Each attributed content becomes a claim, with the chain of who says it through whom, its stance, its status
and whether it is hedged:
"""
EVENTS = "Events are coded with a status of their own, so that a feared test never counts as a test:\n"
JOINED = "Each act once, with all that tell of it (`tocsin events told --status ...`):\n"
TIMES = "Times become intervals, against the publication date and known anchors:\n"
TRACE = """## Trace

The article has no access of its own: it rests on the broadcaster that it credits, which is not among the
documents.
Who denies is counted apart.
"""
FORECAST = """## Forecast

The record gives a base rate; every step away from it is written down, in log-odds:
"""
BRIEF = """## Brief

The brief opens with the bottom line:
"""


def one_article_page() -> str:
    """The whole page, in Markdown."""
    document = _document()
    reading = read_document(document)
    made = walk([document], [reading], Settled(load_watch("korean-peninsula"), "named"), as_of=AS_OF)
    parts = [
        OPENING,
        "".join(f"> {line}".rstrip() + "\n" for line in document.text.strip().splitlines()),
        COLLECT,
        _box(_collected(document)),
        *_read(document, reading),
        TRACE,
        _box(line for story in made.lineage.stories for line in _story(story)),
        JOINED,
        _box(
            happening_text(one, {document.id: document.label})
            for one in join_events([(document, reading)], made.lineage)
        ),
        *_judged(made),
        BRIEF,
        _box(s.text for s in made.brief.sentences if s.part == "bottom-line"),
        *_why(made),
    ]
    return "\n".join(parts)


def _document() -> Document:
    taken = collect_paths([ROOT / ARTICLE], today=FAR, max_bytes=10**6)
    return next(item.document for item in taken if isinstance(item, Collected))


def _collected(document: Document) -> list[str]:
    return [
        f"id         {document.id}",
        f"name       {document.label}",
        f"outlet     {document.outlet}",
        f"published  {document.published}; first seen {document.first_seen} (assumed)",
        f"language   {document.language}, {document.words} words",
        f"kept       sha256 {str(document.kept_hash)[:16]}...",
        f"marking    {document.marking}",
    ]


def _read(document: Document, reading: Reading) -> list[str]:
    attributed = [claim for claim in reading.claims if claim.source or claim.cue]
    return [
        READ,
        _box(line for claim in attributed for line in _claim(document, claim)),
        EVENTS,
        _box(_event(document, event) for event in reading.events),
        TIMES,
        _box(_time(document, time) for time in reading.times),
    ]


def _claim(document: Document, claim: Claim) -> list[str]:
    manner = ", ".join([claim.stance, claim.status, *(["hedged"] if claim.hedged else [])])
    indent = "  " if claim.within else ""
    words = " ... ".join(" ".join(span.of(document.text).split()) for span in claim.content)
    return [
        f"{indent}{claim.id} {' > '.join(claim.chain) or 'nobody named'} ({manner})",
        f"{indent}   {words}",
    ]


def _event(document: Document, event: Event) -> str:
    who = ", ".join(actor.country or actor.name for actor in event.actors) or "?"
    kind = event.kind or event.class_ or ""
    return f'{event.id:4} {kind:22} {event.status:12} by {who}: "{event.trigger.of(document.text)}"'


def _time(document: Document, time: Time) -> str:
    anchor = f" ({time.anchor})" if time.anchor else ""
    return f'"{time.span.of(document.text)}" {time.value}: {time.start} to {time.end}{anchor}'


def _story(story: Story) -> Iterable[str]:
    asserting, denying = story.independent.asserting, story.independent.denying
    yield f"independent, asserting: {asserting.median} ({asserting.low} to {asserting.high})"
    yield f"independent, denying: {denying.median} ({denying.low} to {denying.high})"
    for origin in story.origins:
        seen = "seen" if origin.seen else "cited, not seen"
        yield f"  {origin.id} {origin.name} ({origin.kind}, {origin.side}, {seen})"


def _judged(made: Walk) -> list[str]:
    assert made.weighing is not None and made.outlook is not None
    states = Counter(state.state for state in made.weighing.indicators)
    told = ", ".join(f"{count} {name}" for name, count in sorted(states.items()))
    forecast = next(f for f in made.outlook.forecasts if f.scenario == "nuclear-test")
    weigh = f"## Weigh\n\nThe watch `korean-peninsula` has {len(made.weighing.indicators)} indicators.\n"
    return [
        weigh + f"One article leaves most of them unlooked for, and says so: {told}.\n",
        _box(f"{s.id}: {s.reason}" for s in made.weighing.indicators if s.state != "not-looked"),
        FORECAST,
        _box(_forecast(forecast)),
        "## Plan\n",
        _box(f"{plan.id}: {plan.state}. {plan.reason}" for plan in made.plans),
    ]


def _forecast(forecast: Forecast) -> Iterable[str]:
    yield forecast.question
    yield f"by {forecast.by}: {forecast.probability:.3f} (80 % {forecast.low:.3f} to {forecast.high:.3f})"
    for step in forecast.ledger:
        yield f"  {step.step:10} {step.name[:46]:46} {step.log_odds:+.3f}"


def _why(made: Walk) -> list[str]:
    """A sentence that rests on claims, walked back to the words."""
    sentences = (
        s for s in made.brief.sentences if s.part == "judgements" and any("#" in e for e in s.evidence)
    )
    cited = next(sentences, made.brief.sentences[0])
    return [
        f"And every sentence leads back to the words; `tocsin why {cited.id}` prints:\n",
        _box(_shortened(trace_back(cited.id, made.brief))),
        "The same works for a number (`tocsin why forecast:nuclear-test`), an indicator state or a claim.\n",
    ]


def _shortened(lines: list[str]) -> list[str]:
    return [line if len(line) < 160 else line[:157] + "..." for line in lines]


def _box(lines: Iterable[str]) -> str:
    return "\n".join(["```text", *lines, "```", ""])


if __name__ == "__main__":
    Path(__file__).with_name("one-article.md").write_text(one_article_page(), encoding="utf-8")
