"""Shows what became of a brief's questions: what we said, what moved us, what happened, and the scores.

Comes in: a post-mortem. Goes out: HTML and Markdown of the same content. Knows nothing about files or how
a question is settled.
"""

from collections.abc import Iterator
from functools import cache

import jinja2
from markupsafe import Markup

from tocsin.brief.charts import draw_bar
from tocsin.brief.confidence import words_of
from tocsin.brief.markdown import escape
from tocsin.brief.pointer import anchor
from tocsin.brief.templating import open_templates, read_template
from tocsin.brief.wording import band, count, day, days, listing, lower_first, percent, tight, upper_first
from tocsin.terms import HistoryEvent, Method, PostMortem, SettledQuestion

SAID: dict[Method, str] = {
    "said": "What we said",
    "without evidence": "Without evidence",
    "base rate": "Base rate alone",
    "climatology": "Climatology",
}
TOLD_ROWS = 8
FEW = 30  # settled questions under which a mean says little

HOW_TO_READ = (
    "Brier score: the square of the distance between answer and outcome; 0 is best, 1 worst, and an even "
    "chance always earns 0.25. Log score: what the answer gave to that which happened, as minus its natural "
    "logarithm; 0 is best, and an even chance earns 0.69. Without evidence: the same question from the base "
    "rate and the tested dates, had nobody reported. Climatology: the share of past windows of the same "
    "length in which the record held such an event."
)


def verdict(settled: SettledQuestion) -> str:
    """`yes`, `no` or `not settled`."""
    return {True: "yes", False: "no", None: "not settled"}[settled.outcome]


def sum_up(found: PostMortem) -> str:
    """The number of settled questions first, then the mean scores side by side."""
    record = found.track_record
    total, settled = len(record.settled) + len(record.open), len(record.settled)
    text = f"{settled} of {count(total, 'question')} {'is' if settled == 1 else 'are'} settled"
    if settled:
        came = sum(bool(each.outcome) for each in record.settled)
        text += f", {came} with yes and {settled - came} with no"
    if not record.means:
        return f"{text}."
    first, *others = record.means
    told = listing(f"{each.brier:.3f} {_of(each.method)}" for each in others)
    compared = f" on {first.questions} of them" if first.questions < settled else ""
    text += f". Mean Brier score{compared}: {first.brier:.3f}, against {told}."
    if settled < FEW:
        text += " So few questions, which hang together, show how it is done and not how good it is."
    return text


def _of(method: Method) -> str:
    return {"without evidence": "without evidence", "base rate": "for the base rate alone"}.get(
        method, "for climatology"
    )


def say_row(row: HistoryEvent) -> str:
    """`27 May 2024, Sohae: new carrier rocket, 1 fired (CNS/NTI)`."""
    place = f", {row.place}" if row.place else ""
    note = f": {row.note}" if row.note else ""
    return f"{days(row.start, row.end)}{place}{note} ({row.source})"


def to_postmortem_html(found: PostMortem) -> str:
    """One self-contained page, in the brief's dress."""
    record = found.track_record
    return _template().render(
        found=found,
        record=record,
        summary=sum_up(found),
        how_to_read=HOW_TO_READ,
        said=SAID,
        css=Markup(read_template(__package__, "brief.css")),  # noqa: S704  our own file
    )


def to_postmortem_markdown(found: PostMortem) -> str:
    """The same as Markdown, charts left out."""
    return "\n".join(_lines(found)).rstrip("\n") + "\n"


def _lines(found: PostMortem) -> Iterator[str]:
    record = found.track_record
    for marking in found.markings:
        yield from (f"**{escape(marking)}**", "")
    yield from (f"# What became of it: {escape(found.title)}", "")
    yield f"- Said as of: {day(found.as_of)} (brief {found.brief})"
    yield from (f"- Settled as of: {day(found.settled_on)} (tocsin {found.code_version})", "")
    if found.illustration:
        yield from (f"**An illustration, not a record of foresight.** {escape(found.illustration)}", "")
    yield from (escape(sum_up(found)), "")
    if record.means:
        yield from (*_means(found), "")
    if record.settled:
        yield from ("## Question by question", "", *_table(found), "")
    for each in record.settled:
        yield from _question(each)
    if record.open:
        yield from ("## Not settled", "")
        yield from (
            f"- **{escape(each.question.name)}** ({percent(each.question.probability)} by "
            f"{day(each.question.by)}): {escape(each.reason)}"
            for each in record.open
        )
        yield ""
    yield from ("## How to read the scores", "", HOW_TO_READ, "")


def _means(found: PostMortem) -> Iterator[str]:
    yield "| Answer | Questions | Mean Brier | Mean log score |"
    yield "|---|---|---|---|"
    for each in found.track_record.means:
        yield f"| {SAID[each.method]} | {each.questions} | {each.brier:.3f} | {each.log:.3f} |"


def _table(found: PostMortem) -> Iterator[str]:
    yield f"| Question | By | {' | '.join(SAID.values())} | Outcome | Brier of each |"
    yield f"|{'---|' * (len(SAID) + 4)}"
    for each in found.track_record.settled:
        given = [each.score(method) for method in SAID]
        cells = [escape(each.question.name), day(each.question.by)]
        cells += [percent(score.probability) if score else "none" for score in given]
        cells += [verdict(each), " · ".join(f"{score.brier:.2f}" if score else "-" for score in given)]
        yield f"| {' | '.join(cells)} |"


def _question(settled: SettledQuestion) -> Iterator[str]:
    asked = settled.question
    words = words_of(asked.low, asked.probability, asked.high)
    yield from (f"### {escape(asked.name)}: {verdict(settled)}", "")
    yield f"{escape(asked.text)} Settled as follows: {escape(asked.settlement.criteria)}"
    yield ""
    yield (
        f"- Said on {day(asked.as_of)}: {percent(asked.probability)} by {day(asked.by)} ({words}), band "
        f"{band(asked.low, asked.high)}"
    )
    yield f"- What moved us: {escape(_moved(settled))}"
    yield f"- What happened: {escape(settled.reason)}"
    yield from (f"  - {escape(say_row(row))}" for row in settled.rows[:TOLD_ROWS])
    yield f"- Settled by {escape(settled.settler or 'nobody')}"
    yield from ("", "| Answer | Probability | Brier | Log score |", "|---|---|---|---|")
    for score in settled.scores:
        yield f"| {SAID[score.method]} | {percent(score.probability)} | {score.brier:.3f} | {score.log:.3f} |"
    yield ""


def _moved(settled: SettledQuestion) -> str:
    """The steps of the ledger, the largest first."""
    steps = [step for step in settled.question.ledger if step.step != "base rate"]
    if not steps:
        return "nothing; the base rate stood"
    told = sorted(steps, key=lambda step: -abs(step.log_odds))
    return listing(f"{lower_first(step.name)} ({step.log_odds:+.2f})" for step in told)


@cache
def _template() -> jinja2.Template:
    environment = open_templates(__package__)
    environment.filters |= {"day": day, "percent": percent, "tight": tight, "upper_first": upper_first}
    environment.globals |= {
        "bar": _bar,
        "anchor": anchor,
        "band": band,
        "say_row": say_row,
        "verdict": verdict,
        "words_of": words_of,
    }
    return environment.get_template("postmortem.html.j2")


def _bar(low: float, probability: float, high: float) -> Markup:
    return Markup(draw_bar(low, probability, high))  # noqa: S704  charts escape what they draw
