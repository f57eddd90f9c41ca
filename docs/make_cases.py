"""Write docs/anchors.md and docs/forty-sentences.md: sentences of our own and what reading gives for them.

Run `python docs/make_cases.py` after a change in reading; tests compare the pages with what this makes. The
sentences and what must come out of them stand in tests/gold; this knows nothing of how they are read.
"""

import datetime as dt
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import yaml

from tocsin.read.document import read_document
from tocsin.reference.anchors import Anchor, anchors
from tocsin.terms import Actor, Document, Event, Interval, Reading

GOLD = Path(__file__).resolve().parent.parent / "tests/gold"
RULES = {
    "us-presidential-election": "computed",
    "us-midterm-election": "computed",
    "weekday": "computed",
    "easter": "computed",
    "yearly": "yearly",
    "listed": "listed",
    "group": "group",
}
ANCHORS = """# Dates in words

What news hangs other things on ("ahead of the election", "within ten days", "in September") becomes days,
seen from the day of publication. Below: what comes out of sixty sentences of our own, and the named dates.
`python docs/make_cases.py` writes this page from `tests/gold/anchor_cases.yaml` and `reference/anchors.yaml`;
a test holds every line to its reason.
"""
NAMED = """## Named dates

A watch's trigger may name any of these ids. *Listed* dates are hidden from a look back until the day on
which they were announced; *plain* ones are dates by their name alone ("on Good Friday"), the others need a
word such as "before" or a month beside them.

| Id | What | How it is dated |
|---|---|---|
"""


def anchors_page() -> str:
    """The whole page of dates in words, in Markdown."""
    rows: list[dict[str, Any]] = yaml.safe_load((GOLD / "anchor_cases.yaml").read_text("utf-8"))
    named = "\n".join(_anchor(entry) for entry in anchors().values())
    return "\n".join([ANCHORS, *_cases(rows), "", NAMED + named, ""])


def _cases(rows: list[dict[str, Any]]) -> Iterator[str]:
    for row in rows:
        if "part" in row:
            yield f"\n## {row['part']}\n\n| Seen from | Sentence | Days | Why |\n|---|---|---|---|"
            continue
        reading = read(row["text"], row["seen"])
        event = next(event for event in reading.events if event.kind)
        yield f"| {row['seen']} | {row['text']} | {days(event.time)} | {row['why']} |"


SENTENCES = """# Forty sentences

Machine-coded event data is distrusted for stating feared and denied things as facts, for lists of actors
that stop in 2014, for points on a map that no word names, and for taking sport, metaphor and peas for war.
What comes out of forty sentences of our own: the kind (or PLOVER class), the status, who, on whom, where.
*Hedged*: a word such as "allegedly" stands on the claim. `python docs/make_cases.py` writes this page; a test
holds it to `tests/gold/forty_sentences.yaml`, where each sentence has what must come out, and nothing else.
"""


def sentences_page() -> str:
    """The whole page of sentences, in Markdown."""
    rows: list[dict[str, Any]] = yaml.safe_load((GOLD / "forty_sentences.yaml").read_text("utf-8"))
    return "\n".join([SENTENCES, *_sentences(rows), ""])


def _sentences(rows: list[dict[str, Any]]) -> Iterator[str]:
    for row in rows:
        if "part" in row:
            yield f"\n## {row['part']}\n\n| Sentence | Events |\n|---|---|"
        else:
            yield f"| {row['text']} | {'; '.join(tell(row['text'], row.get('seen'))) or 'none'} |"


def tell(text: str, seen: dt.date | None) -> list[str]:
    """The events of a sentence in words: "missile-strike, occurred, by YEM, on ISR"."""
    reading = read(text, seen)
    hedged = {claim.id for claim in reading.claims if claim.hedged}
    return [_event(event, is_hedged=event.claim in hedged) for event in reading.events]


def _event(event: Event, *, is_hedged: bool) -> str:
    marks = ["denied"] if event.polarity == "denied" and event.status != "did-not-occur" else []
    marks += ["hedged"] if is_hedged else []
    place = event.place
    where = f"{place.name} ({place.country})" if place.name and place.country else place.name or place.country
    sides = (("by", _people(event.actors)), ("on", _people(event.recipients)), ("in", where))
    status = f"{event.status} ({', '.join(marks)})" if marks else event.status
    return ", ".join(
        [str(event.kind or event.class_), status, *(f"{word} {who}" for word, who in sides if who)]
    )


def _people(side: tuple[Actor, ...]) -> str:
    known = [one for one in side if one.country or one.sector]
    return " and ".join(dict.fromkeys(one.country or one.name.lower() for one in known))


def read(text: str, seen: dt.date | None) -> Reading:
    """What reading gives for one sentence published on a day."""
    return read_document(Document(id="d", name="d", text=text, published=seen))


def days(time: Interval | None) -> str:
    """An interval in few words."""
    if time is None:
        return "none"
    worded = f"{time.start}" if time.start == time.end else f"{time.start} to {time.end}"
    bounds = [f"from {time.earliest}"] if time.earliest else []
    bounds += [f"until {time.latest}"] if time.latest else []
    return ", ".join([*([worded] if time.start else []), *bounds]) or "none"


def _anchor(entry: Anchor) -> str:
    plain = ", plain" if entry.is_plain else ""
    return f"| `{entry.id}` | {entry.name} | {RULES[entry.rule]}{plain} |"


if __name__ == "__main__":
    Path(__file__).with_name("anchors.md").write_text(anchors_page(), encoding="utf-8")
    Path(__file__).with_name("forty-sentences.md").write_text(sentences_page(), encoding="utf-8")
