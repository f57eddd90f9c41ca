"""Shows a brief as Markdown, with a footnote for each thing that a sentence rests on.

Comes in: a brief. Goes out: Markdown that its own linter passes. Knows nothing about files; text from
outside has its markup escaped.
"""

import re
from collections.abc import Iterator

from tocsin.brief.confidence import words_of
from tocsin.brief.draft import HEADINGS
from tocsin.brief.ledger import ledger_steps
from tocsin.brief.naming import brief_id, label
from tocsin.brief.plans import plan_matrix
from tocsin.brief.pointer import Pointers, short
from tocsin.brief.wording import band, day, flat, percent, quoted, upper_first
from tocsin.terms import Brief, BriefClaim, Document, Event, Sentence

SHOWN_CLAIMS = 60
MARKUP = re.compile(r"([\\`*_\[\]<>#|~])")


def to_markdown(brief: Brief) -> str:
    """The brief as Markdown: the same parts in the same order, charts as their tables."""
    pointers = Pointers(brief)
    lines = [*_head(brief), *_parts(brief), *_notes(brief, pointers), *_marks(brief)]
    return "\n".join(lines).rstrip("\n") + "\n"


def escape(text: str) -> str:
    """Text from outside on one line, with Markdown's own signs escaped."""
    return MARKUP.sub(r"\\\1", flat(text))


def _head(brief: Brief) -> Iterator[str]:
    yield from _marks(brief)
    yield f"# {escape(brief.title)}"
    yield ""
    if brief.problem:
        yield from (f"Problem: {escape(brief.problem)}", "")
    yield f"- As of: {day(brief.as_of)}"
    yield f"- Analyst: {escape(brief.analyst or 'none named; unattended run')}"
    yield f"- Reviewer: {escape(brief.reviewer or 'none named')}"
    yield f"- Version: {brief.version} (tocsin {brief.code_version})"
    if not brief.analyst:
        yield "- Machine matches are suggestions until a person accepts them."
    yield ""


def _marks(brief: Brief) -> Iterator[str]:
    for marking in brief.markings:
        yield from (f"**{escape(marking)}**", "")
    if brief.incomplete:
        who = escape(brief.incomplete)
        yield from (f"**INCOMPLETE: published by {who} although rules of the craft block it**", "")


def _parts(brief: Brief) -> Iterator[str]:
    for part, heading in HEADINGS.items():
        yield from (f"## {heading}", "")
        for sentence in brief.sentences:
            if sentence.part == part:
                yield from (_say(sentence), "")
        if part == "judgements" and brief.judgements:
            yield from (*_judgements(brief), "", *_ledgers(brief), "", *_precedents(brief), "")
        if part == "evidence" and brief.claims:
            yield from (*_claims(brief), "", *_checks(brief), "")
        if part == "plans" and brief.readiness.rows:
            yield from (*_readiness(brief), "")
        if part == "track-record" and brief.track_record.settled:
            yield from (*_track_record(brief), "")


def _say(sentence: Sentence) -> str:
    kind = "" if sentence.kind == "information" else f"*{upper_first(sentence.kind)}:* "
    notes = "".join(f"[^{label(id_)}]" for id_ in sentence.evidence)
    return f"{kind}{escape(sentence.text)}{notes}"


def _judgements(brief: Brief) -> Iterator[str]:
    yield "| What | Probability | Band | By | Word | Confidence | Record alone | Without evidence |"
    yield "|---|---|---|---|---|---|---|---|"
    for each in brief.judgements:
        cells = [
            escape(each.name),
            percent(each.probability),
            band(each.low, each.high),
            day(each.by),
            words_of(each.low, each.probability, each.high, brief.scale),
            each.confidence,
            percent(each.base_rate),
            "-" if each.without_evidence is None else percent(each.without_evidence),
        ]
        yield f"| {' | '.join(cells)} |"


def _ledgers(brief: Brief) -> Iterator[str]:
    """Every step of every ledger, with the probability that it reaches."""
    yield "| Ledger of | Step | Log-odds | Stands at |"
    yield "|---|---|---|---|"
    for each in brief.judgements:
        for step, reached in ledger_steps(each):
            told = f"{step.step}: {step.name}"
            yield f"| {escape(each.name)} | {escape(told)} | {step.log_odds:+.2f} | {percent(reached)} |"


def _checks(brief: Brief) -> Iterator[str]:
    """Comparisons with the past, each with what the record says of it."""
    if not brief.superlatives:
        return
    yield "| Comparison with the past | Claim | By the record | Why | Rows |"
    yield "|---|---|---|---|---|"
    for check in brief.superlatives:
        rows = "; ".join(day(row.start) for row in check.rows)
        cells = [
            quoted(check.superlative.words, 140),
            check.superlative.claim,
            check.verdict,
            check.reason,
            rows,
        ]
        yield f"| {' | '.join(escape(cell) for cell in cells)} |"


def _precedents(brief: Brief) -> Iterator[str]:
    """The nearest past episodes of each scenario with what the record lists after them."""
    names = {judgement.scenario: judgement.name for judgement in brief.judgements}
    if not any(precedent.nearest for precedent in brief.precedents):
        return
    first = next(each for precedent in brief.precedents for each in precedent.nearest)
    spans = [after.within_days for after in first.followed]
    yield f"| Precedent of | Began | Alike in | {' | '.join(f'{days} days on' for days in spans)} |"
    yield f"|{'---|' * (len(spans) + 3)}"
    for precedent in brief.precedents:
        for each in precedent.nearest:
            cells = [escape(names[precedent.scenario]), day(each.start), escape(each.why)]
            cells += [f"{after.same} + {after.others}" for after in each.followed]
            yield f"| {' | '.join(cells)} |"


def _readiness(brief: Brief) -> Iterator[str]:
    """The matrix of plans by scenarios: which plan is written for it, which serves it too."""
    yield "| Scenario | Probability | Plans, in brackets those that serve it too |"
    yield "|---|---|---|"
    for each, plans in plan_matrix(brief):
        yield f"| {escape(each.name)} | {percent(each.probability)} | {escape(plans)} |"


def _track_record(brief: Brief) -> Iterator[str]:
    yield "| Settled question | Asked | Said | Without evidence | By | Outcome | Brier, said / without |"
    yield "|---|---|---|---|---|---|---|"
    for each in brief.track_record.settled:
        asked = each.question
        scores = [each.score("said"), each.score("without evidence")]
        cells = [
            escape(asked.name),
            day(asked.as_of),
            percent(asked.probability),
            percent(asked.without_evidence),
            day(asked.by),
            f"{'yes' if each.outcome else 'no'}: {escape(each.reason)}",
            " / ".join(f"{score.brier:.3f}" for score in scores if score),
        ]
        yield f"| {' | '.join(cells)} |"


def _claims(brief: Brief) -> Iterator[str]:
    documents = {document.id: document for document in brief.documents}
    names = {origin.id: f"{origin.name} ({len(origin.documents)})" for origin in brief.origins}
    yield "| Claim | Laid to | Stance, status | Grade | Origin (documents) | First seen | In | Denies |"
    yield "|---|---|---|---|---|---|---|---|"
    for claim in brief.claims[:SHOWN_CLAIMS]:
        yield _claim(claim, documents[claim.document], names.get(claim.origin or "", "none shown"))
    if len(brief.claims) > SHOWN_CLAIMS:
        yield ""
        more = len(brief.claims) - SHOWN_CLAIMS
        yield f"{more} more claims stand in brief.json and brief.html.[^{label(brief_id(brief.version))}]"


def _claim(claim: BriefClaim, document: Document, origin: str) -> str:
    seen = day(document.first_seen.date()) if document.first_seen else "unknown"
    cells = [
        quoted(claim.text, 200),
        " → ".join(claim.chain) or "the author",
        f"{claim.stance}{', hedged' if claim.hedged else ''}, {claim.status}",
        f"{claim.grade.reliability} {claim.grade.credibility}",
        origin,
        f"{seen}{' (assumed)' if document.first_seen_assumed else ''}",
        f"{short(document)} {claim.id}",
        ", ".join(claim.denies) or "-",
    ]
    return f"| {' | '.join(escape(cell) for cell in cells)} |"


def _notes(brief: Brief, pointers: Pointers) -> Iterator[str]:
    cited = dict.fromkeys(name for sentence in brief.sentences for name in sentence.evidence)
    words = _words(brief, pointers)
    for name in cited:
        pointer = pointers.of(name)
        told = words.get(name) or f"{pointer.name}: {pointer.hint}"
        yield f"[^{label(name)}]: `{name}` {escape(told)}"
    yield ""
    yield f"Sources behind {brief_id(brief.version)}: {escape(_sources(brief))}."
    yield ""


def _words(brief: Brief, pointers: Pointers) -> dict[str, str]:
    """For claims and events, the words on the page with their document."""

    def of(item: BriefClaim | Event, words: str) -> str:
        document = pointers.documents[item.document]
        dated = day(document.published) if document.published else "undated"
        return f"{short(document)}, {dated}: {quoted(words)}"

    found = {claim.id: of(claim, claim.text) for claim in brief.claims}
    for event in brief.events:
        found[event.key] = of(event, event.trigger.of(pointers.documents[event.document].text))
    return found


def _sources(brief: Brief) -> str:
    return "; ".join(f"{short(document)} ({document.label})" for document in brief.documents)
