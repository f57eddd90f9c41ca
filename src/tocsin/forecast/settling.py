"""Settles questions by the record: whether it came by the deadline, by which rows, how good the answer was.

Comes in: questions, a history with its coverage, the day of settling, rulings of people. Goes out: settled
questions with scores, or the reason why one has no outcome yet. Knows nothing about briefs as pages.

A "yes" needs one row inside the window; a "no" needs every day of the window covered for every kind. So a
question that the record cannot see is never settled by silence: a person rules on it, or it stays open.
"""

import datetime as dt
from collections.abc import Iterable, Mapping, Sequence

from tocsin.errors import ConfigurationError
from tocsin.forecast.climatology import joint_climatology
from tocsin.forecast.coverage import first_uncovered
from tocsin.forecast.scores import score_answer
from tocsin.forecast.words import say_date
from tocsin.terms import (
    Brief,
    CoverageInterval,
    History,
    HistoryEvent,
    Question,
    Ruling,
    Score,
    SettledQuestion,
    Watch,
)

DAY = dt.timedelta(days=1)


def ask_questions(brief: Brief, watch: Watch) -> tuple[Question, ...]:
    """The questions that a brief answered; what it does not say of a rule is taken from the watch.

    Raises:
        ConfigurationError: the watch has no such scenario any more.
    """
    forecasts = {forecast.scenario: forecast for forecast in brief.forecasts}
    scenarios = {scenario.id: scenario for scenario in watch.scenarios}
    questions = []
    for judged in brief.judgements:
        if judged.scenario not in scenarios:
            raise ConfigurationError(
                f"watch {watch.id}",
                f"has no scenario {judged.scenario}, which the brief of {brief.as_of} judges",
                "name with --watch the watch that the brief was made with",
            )
        scenario, forecast = scenarios[judged.scenario], forecasts[judged.scenario]
        prior = judged.base_rate if judged.without_evidence is None else judged.without_evidence
        questions.append(
            Question(
                watch=watch.id,
                brief=brief.version,
                scenario=judged.scenario,
                name=judged.name,
                text=forecast.question,
                as_of=brief.as_of,
                by=judged.by,
                settlement=judged.settlement or scenario.settlement,
                kinds=judged.kinds,
                parts=judged.parts,
                probability=judged.probability,
                low=judged.low,
                high=judged.high,
                base_rate=judged.base_rate,
                without_evidence=prior,
                ledger=judged.ledger,
            )
        )
    return tuple(questions)


def settle_questions(
    questions: Sequence[Question],
    history: History,
    *,
    on: dt.date,
    rulings: Iterable[Ruling] = (),
    illustration: str | None = None,
) -> tuple[SettledQuestion, ...]:
    """Each question with its outcome as known on a day, complements after the questions that they exclude.

    Raises:
        ConfigurationError: a ruling that names no question, contradicts the record, or comes too early.
    """
    ruled = {ruling.scenario: ruling for ruling in rulings}
    _require_asked(ruled, questions)
    settled: dict[str, SettledQuestion] = {}
    for question in sorted(questions, key=lambda each: bool(each.parts)):
        found = (
            _settle_complement(question, settled, on)
            if question.parts
            else _settle(question, history, on, ruled.get(question.scenario))
        )
        kinds = _kinds_of(question, questions)
        scores = () if found.outcome is None else _score(found.question, found.outcome, history, kinds)
        settled[question.scenario] = found.model_copy(update={"scores": scores, "illustration": illustration})
    return tuple(settled[question.scenario] for question in questions)


def add_to_record(
    record: Sequence[SettledQuestion], new: Iterable[SettledQuestion]
) -> tuple[SettledQuestion, ...]:
    """The track record with the new outcomes behind it: nothing in it changes, and nothing comes in twice.

    Raises:
        ConfigurationError: a question was settled before with the other outcome.
    """
    kept = {_key(each): each for each in record}
    for each in new:
        if each.outcome is None:
            continue
        before = kept.setdefault(_key(each), each)
        if before.outcome != each.outcome:
            said, now = ("yes" if outcome else "no" for outcome in (before.outcome, each.outcome))
            raise ConfigurationError(
                f"question {each.question.scenario} of brief {each.question.brief}",
                f"was settled with {said} on {before.settled_on} and would now be settled with {now}",
                "the track record is never changed; say in a note why the record of events was corrected",
            )
    return tuple(kept.values())


def _key(settled: SettledQuestion) -> tuple[str, str, str]:
    return settled.question.watch, settled.question.brief, settled.question.scenario


def _require_asked(ruled: Mapping[str, Ruling], questions: Sequence[Question]) -> None:
    asked = {question.scenario for question in questions if not question.parts}
    for name in ruled:
        if name not in asked:
            raise ConfigurationError(
                f"ruling on {name}", "no such question was asked", f"name one of: {', '.join(sorted(asked))}"
            )


# --- one question ----------------------------------------------------------------------------------


def _settle(question: Question, history: History, on: dt.date, ruling: Ruling | None) -> SettledQuestion:
    """Yes by a row, no by full coverage, else by a person's ruling, else open."""
    inside, straddling = _rows(question, history, on)
    if ruling is not None:
        _require_possible(ruling, question, inside, on)
    if inside:
        return _by_record(question, on, inside)
    if ruling is not None:
        verb = "came" if ruling.outcome else "did not come"
        when = f" on {say_date(ruling.day)}" if ruling.day else ""
        reason = f"It {verb}{when}: {ruling.basis}"
        return _found(question, on, outcome=ruling.outcome, settler=ruling.settler, reason=reason)
    if straddling:
        return _found(
            question, on, outcome=None, settler=None, reason=_say_straddling(straddling[0]), rows=straddling
        )
    if on < question.by:
        return _found(
            question,
            on,
            outcome=None,
            settler=None,
            reason=f"Not over: the deadline is {say_date(question.by)}.",
        )
    holes = _holes(question, history, on)
    if holes:
        return _found(
            question,
            on,
            outcome=None,
            settler=None,
            reason=f"{holes} Until a person rules on it, it stays open.",
        )
    sources = [c.source for c in _covering(question, history)]
    days = f"{say_date(question.as_of + DAY)} to {say_date(question.by)}"
    reason = f"The record lists {', '.join(question.kinds)} on every day from {days} and holds none."
    return _found(
        question,
        on,
        outcome=False,
        settler=f"the record ({'; '.join(dict.fromkeys(sources))})",
        reason=reason,
    )


def _by_record(question: Question, on: dt.date, rows: Sequence[HistoryEvent]) -> SettledQuestion:
    first = rows[0]
    days = (first.start - question.as_of).days
    told = f"The first on record is of {_say_row(first)}, {days} days after the brief."
    if len(rows) > 1:
        told += f" {len(rows)} in all by the deadline."
    return _found(question, on, outcome=True, settler=f"the record ({first.source})", reason=told, rows=rows)


def _rows(
    question: Question, history: History, on: dt.date
) -> tuple[tuple[HistoryEvent, ...], tuple[HistoryEvent, ...]]:
    """Rows wholly inside the window and known by then; rows of which only some days are inside."""
    known = sorted(
        {e for e in history.events if e.kind in question.kinds and e.end <= on},
        key=lambda e: (e.start, e.end, e.kind, e.note or ""),
    )
    met = [e for e in known if e.end > question.as_of and e.start <= question.by]
    inside = tuple(e for e in met if e.start > question.as_of and e.end <= question.by)
    return inside, tuple(e for e in met if e not in inside)


def _holes(question: Question, history: History, on: dt.date) -> str:
    """What keeps silence from being a no, in a sentence; empty where the record saw every day."""
    rule = f"It is settled by the {question.settlement.settler}, from {question.settlement.source}."
    if not question.kinds:
        return f"No list holds this kind of event. {rule}"
    for kind in question.kinds:
        missing = first_uncovered(history, kind, question.as_of + DAY, min(question.by, on))
        if missing is not None:
            return f"The record does not list {kind} on {say_date(missing)} and after. {rule}"
    return ""


def _covering(question: Question, history: History) -> list[CoverageInterval]:
    return [
        c
        for c in history.coverage
        if c.kind in question.kinds and c.start <= question.by and c.end > question.as_of
    ]


def _say_straddling(row: HistoryEvent) -> str:
    days = f"{say_date(row.start)} to {say_date(row.end)}"
    return f"The record holds a {row.kind} of some day from {days}, which lies only partly inside the window."


def _say_row(row: HistoryEvent) -> str:
    where = f", {row.place}" if row.place else ""
    note = f" ({row.note})" if row.note else ""
    return f"{say_date(row.start)}{where}{note}"


def _require_possible(
    ruling: Ruling, question: Question, inside: Sequence[HistoryEvent], on: dt.date
) -> None:
    where = f"ruling on {ruling.scenario}"
    if inside and not ruling.outcome:
        what = f"says no, and the record holds one of {inside[0].start} ({inside[0].source})"
        raise ConfigurationError(where, what, "correct the ruling or the history")
    if not ruling.outcome and on < question.by:
        what = f"says no before the deadline of {question.by}"
        raise ConfigurationError(where, what, "rule when it is over")
    if ruling.day and not question.as_of < ruling.day <= min(question.by, on):
        what = f"gives the day {ruling.day}, outside the question's {question.as_of} to {question.by}"
        raise ConfigurationError(where, what, "correct the day, or rule no")


# --- complements and scores ------------------------------------------------------------------------


def _settle_complement(
    question: Question, settled: Mapping[str, SettledQuestion], on: dt.date
) -> SettledQuestion:
    """No as soon as one part came; yes when none did; else open."""
    parts = [settled[name] for name in question.parts if name in settled]
    came = [part for part in parts if part.outcome]
    if came:
        names = ", ".join(part.question.name.lower() for part in came)
        rows = tuple(row for part in came for row in part.rows)
        return _found(
            question,
            on,
            outcome=False,
            settler=came[0].settler,
            reason=f"One of its parts came: {names}.",
            rows=rows,
        )
    open_ = [part.question.name.lower() for part in parts if part.outcome is None]
    if open_ or len(parts) < len(question.parts):
        return _found(
            question,
            on,
            outcome=None,
            settler=None,
            reason=f"Not settled while these are open: {', '.join(open_)}.",
        )
    return _found(question, on, outcome=True, settler=parts[0].settler, reason="None of its parts came.")


def _found(
    question: Question,
    on: dt.date,
    *,
    outcome: bool | None,
    settler: str | None,
    reason: str,
    rows: Sequence[HistoryEvent] = (),
) -> SettledQuestion:
    return SettledQuestion(
        question=question, outcome=outcome, settled_on=on, settler=settler, reason=reason, rows=tuple(rows)
    )


def _kinds_of(question: Question, questions: Sequence[Question]) -> tuple[tuple[str, ...], ...]:
    """The kinds of the question, or of each part of a complement."""
    if not question.parts:
        return (question.kinds,)
    by_name = {each.scenario: each.kinds for each in questions}
    return tuple(by_name.get(name, ()) for name in question.parts)


def _score(
    question: Question, outcome: bool, history: History, kinds: Sequence[tuple[str, ...]]
) -> tuple[Score, ...]:
    """Every answer that was given or could have been looked up on the day, scored alike."""
    days = (question.by - question.as_of).days
    usual = joint_climatology(history, kinds, question.as_of, days)
    if usual is not None and question.parts:
        usual = 1 - usual
    scores = [
        score_answer("said", question.probability, outcome),
        score_answer("without evidence", question.without_evidence, outcome),
        score_answer("base rate", question.base_rate, outcome),
    ]
    return tuple(scores if usual is None else [*scores, score_answer("climatology", usual, outcome)])
