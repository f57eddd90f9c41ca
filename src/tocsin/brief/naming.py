"""How a brief names what a sentence rests on, so that every id leads back to words on a page.

Comes in: records or a whole brief. Goes out: evidence ids. Knows nothing about how they are shown.

| id                          | names                                                        |
|-----------------------------|--------------------------------------------------------------|
| `<document id>#c3`, `#e1`   | a claim, an event: spans in the document's text              |
| `<origin id>`               | an origin, as trace named it                                 |
| `document:<id>`             | a whole document                                             |
| `forecast:<scenario>`       | a forecast with its ledger                                   |
| `indicator:<id>`            | an indicator's state with the items behind it                |
| `trigger:<id>`              | what the record says of a trigger                            |
| `plan:<id>`                 | a plan's state                                               |
| `settled:<version>:<id>`    | a settled question of an earlier brief                       |
| `brief:<version>`           | the run: the inputs and the code that made this brief        |
"""

import re
from collections.abc import Iterable, Mapping

from tocsin.terms import Brief, IndicatorStateName, Sentence

STATE_WORDS: dict[IndicatorStateName, str] = {
    "observed": "observed",
    "absent-covered": "absent though looked for",
    "absent-uncovered": "absent, without coverage",
    "not-looked": "not looked for",
}
STRAIGHT = str.maketrans("“”", '""')


def document_id(id: str) -> str:
    """The evidence id of a whole document."""
    return f"document:{id}"


def forecast_id(scenario: str) -> str:
    """The evidence id of a scenario's forecast."""
    return f"forecast:{scenario}"


def indicator_id(id: str) -> str:
    """The evidence id of an indicator's state."""
    return f"indicator:{id}"


def trigger_id(id: str) -> str:
    """The evidence id of a trigger's finding."""
    return f"trigger:{id}"


def plan_id(id: str) -> str:
    """The evidence id of a plan's state."""
    return f"plan:{id}"


def brief_id(version: str) -> str:
    """The evidence id of the run itself: what went in and which code read it."""
    return f"brief:{version}"


def scenario_of(sentence: Sentence) -> str | None:
    """The scenario that a judgement's sentence is on: that of the first forecast it names."""
    named = (name for name in sentence.evidence if name.startswith(forecast_id("")))
    return next((name.removeprefix(forecast_id("")) for name in named), None)


def label(id: str) -> str:
    """The footnote's label for an evidence id: no spaces or brackets."""
    return re.sub(r"[^\w:#.-]", "-", id)


def known_ids(brief: Brief) -> frozenset[str]:
    """Every evidence id that this brief can lead back to something."""
    return frozenset(
        [
            *(claim.id for claim in brief.claims),
            *(event.key for event in brief.events),
            *(origin.id for origin in brief.origins),
            *(document_id(document.id) for document in brief.documents),
            *(forecast_id(forecast.scenario) for forecast in brief.forecasts),
            *(indicator_id(state.id) for state in brief.indicators),
            *(trigger_id(finding.trigger) for finding in brief.triggers),
            *(plan_id(plan.id) for plan in brief.plans),
            *(settled.id for settled in brief.track_record.settled),
            brief_id(brief.version),
        ]
    )


def name_in_full(
    ids: Iterable[str], *, indicators: Iterable[str], scenarios: Iterable[str], triggers: Iterable[str]
) -> tuple[str, ...]:
    """The ids with bare names of indicators, scenarios and triggers written in full, without repeats."""
    full = {name: trigger_id(name) for name in triggers}
    full |= {name: forecast_id(name) for name in scenarios}
    full |= {name: indicator_id(name) for name in indicators}
    return tuple(dict.fromkeys(full.get(name, name) for name in ids))


def put_names(text: str, names: Mapping[str, str]) -> str:
    """Text of another room with ids replaced by their names, and its curly quotation marks straight.

    Curly marks are kept for words of a source, which the linter holds to the kept texts. An id without a
    hyphen may be an ordinary word and is left alone.
    """
    told = {**names, **{str(state): words for state, words in STATE_WORDS.items()}}
    ids = "|".join(re.escape(name) for name in sorted(told, key=len, reverse=True) if "-" in name)
    return re.sub(rf"(?<![\w-])(?:{ids})(?![\w-])", lambda match: told[match[0]], text.translate(STRAIGHT))
