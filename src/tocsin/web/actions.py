"""Every thing that a person can do from the workbench: the role it takes, what it asks, what it calls.

Comes in: a filled form and the desk it is done at. Goes out: one line of what was done. The same functions
stand behind the verbs of the command line; `NOT_HERE` says why a verb has no form. Knows nothing about
requests and pages.
"""

import datetime as dt
from collections.abc import Mapping
from functools import partial
from typing import Annotated, Literal

from pydantic import Field

from tocsin.config import Settings
from tocsin.errors import ConfigurationError
from tocsin.terms import Document, Letter, ObservationKind, PlanStateName, Signature, Watch
from tocsin.web.forms import Action, Desk, Form, Line, Lines, Why
from tocsin.web.inbox_actions import INBOX_ACTIONS
from tocsin.web.people_actions import PEOPLE_ACTIONS
from tocsin.web.source_actions import SOURCE_ACTIONS
from tocsin.web.suggestion_actions import SUGGESTION_ACTIONS


class MatchForm(Form):
    """A decision on a suggested match."""

    match: Line = Field(title="Match", description="Its id on the page of its indicator.")
    because: Why


def accept_match(desk: Desk, form: MatchForm) -> str:
    """Accept a suggested match."""
    return _decide(desk, form, is_accepted=True)


def reject_match(desk: Desk, form: MatchForm) -> str:
    """Reject a suggested match."""
    return _decide(desk, form, is_accepted=False)


def _decide(desk: Desk, form: MatchForm, *, is_accepted: bool) -> str:
    from tocsin.deciding import decide_match

    made, right = decide_match(
        desk.store, form.match, is_accepted=is_accepted, by=desk.by, because=form.because, at=desk.at
    )
    verdict = "Accepted" if is_accepted else "Rejected"
    told = f"{right.accepted} of {right.decided} decided on this indicator were accepted"
    return f"{verdict}: {made.indicator}, {made.item}; {told}; the next run heeds it."


class GradeForm(Form):
    """A letter for a source."""

    source: Line = Field(title="Source", description="As reports name it: an outlet, a body, a person.")
    letter: Letter = Field(title="Letter", description="A to E; F: cannot be judged.")
    topic: Line | None = Field(None, title="Topic", description="A watch or one of its keywords; empty: all.")
    because: Why


def grade_source(desk: Desk, form: GradeForm) -> str:
    """Give a source a letter."""
    from tocsin.deciding import grade_source as grade

    made, before = grade(
        desk.store,
        form.source,
        form.letter,
        topic=form.topic,
        by=desk.by,
        because=form.because,
        at=desk.at,
    )
    was = f"; it was {before.letter}, by {before.by}" if before else ""
    return f"{made.source}: {made.letter}{f' on {made.topic}' if made.topic else ''}{was}."


class EdgeForm(Form):
    """A link between a document and what it rests on."""

    document: Line = Field(title="Document", description="Its id, name or label.")
    to: Line = Field(title="Rests on", description="Another document, or an origin by its name.")
    story: Line | None = Field(None, title="Story", description="Only if it is in this one.")
    because: Why


def cut_edge(desk: Desk, form: EdgeForm) -> str:
    """Cut a link that is wrong, and count the stories anew."""
    return _correct(desk, form, is_cut=True)


def add_edge(desk: Desk, form: EdgeForm) -> str:
    """Add a link that is missing, and count the stories anew."""
    return _correct(desk, form, is_cut=False)


def _correct(desk: Desk, form: EdgeForm, *, is_cut: bool) -> str:
    from tocsin.terms import Correction
    from tocsin.tracing import correct_store

    find_document(desk, form.document)
    said = Correction(document=form.document, to=form.to, is_cut=is_cut, by=desk.by, at=desk.at)
    changed = correct_store(desk.whole, said, story=form.story)
    record = f"document {form.document}, {form.to}"
    what = f"said why the link was {'cut' if is_cut else 'added'}: {form.because}"
    desk.store.note(at=desk.at, who=desk.by, what=what, record=record)
    many = f"{len(changed)} stories were" if len(changed) != 1 else "one story was"
    return f"{'Cut' if is_cut else 'Added'}: {form.document} rests on {form.to}; {many} counted anew."


class ObservationForm(Form):
    """What was observed and is no article."""

    text: Lines = Field(title="What was observed", description="In plain words.")
    origin: Line = Field(title="Who knows it", description="At first hand.")
    kind: ObservationKind = Field("other", title="Kind")
    at: Line | None = Field(None, title="When it was so", description="A day, or a time with its zone.")
    known: Line | None = Field(None, title="Known since", description="Empty: since now.")
    grade: Annotated[str, Field(pattern="^[A-F][1-6]$")] = Field(
        "F6", title="Grade", description="Source A to F, information 1 to 6."
    )
    place: Line | None = Field(None, title="Where")
    watch: Line | None = Field(None, title="Problem", description="The watch that it bears on.")
    indicator: Line | None = Field(None, title="Indicator", description="Of that watch.")


def enter_observation(desk: Desk, form: ObservationForm) -> str:
    """Enter what is not an article; it weighs like a claim."""
    from tocsin.collect import observe
    from tocsin.entering import enter_observation as enter

    fields = {name: str(value) if value else "" for name, value in form.model_dump().items()}
    observed = observe(fields, by=desk.by, now=desk.at, where="observation")
    stored = enter(desk.whole, observed, find_watch=partial(find_watch, desk), at=desk.at)
    return f"{stored.label}: entered; the next run weighs it."


class PlanForm(Form):
    """A person's word on a plan."""

    plan: Line = Field(title="Plan", description="Its id.")
    state: PlanStateName = Field(title="State")
    watch: Line | None = Field(None, title="Problem", description="Where several have a plan of that id.")
    because: Why


def set_plan(desk: Desk, form: PlanForm) -> str:
    """Set a plan to a state, which holds until the next word."""
    from tocsin.planning import give_order

    watches = [find_watch(desk, form.watch)] if form.watch else desk.watches
    order = give_order(
        desk.store, watches, form.plan, form.state, by=desk.by, because=form.because, at=desk.at
    )
    told = f"{order.plan} of {order.watch}: {order.state.replace('-', ' ')}"
    return f"{told}; the next run takes it into the brief."


class BriefForm(Form):
    """A brief of what the store holds."""

    watch: Line = Field(title="Problem", description="The watch's id.")
    as_of: dt.date | None = Field(None, title="As of", description="A day; empty: the newest reporting's.")
    incomplete: bool = Field(
        default=False,
        title="Publish although a rule blocks it",
        description="Marked as incomplete, under your name.",
    )


def write_brief(desk: Desk, form: BriefForm) -> str:
    """Weigh a problem anew and publish its brief."""
    from tocsin.config import load_settings
    from tocsin.judging import judge_watch
    from tocsin.pipeline import in_scale

    settings = load_settings()
    today, watch = desk.at.date(), find_watch(desk, form.watch)
    judged = judge_watch(
        desk.whole,
        in_scale(watch, settings.scale),
        day=form.as_of or desk.store.newest_day(today) or today,
        as_of=form.as_of,
        incomplete=desk.by if form.incomplete else None,
        is_asked=True,
        at=desk.at,
    )
    if judged is None:
        raise ConfigurationError(form.watch, "no document of the store bears on it", "collect some first")
    made = judged.walk
    version = made.brief.version
    desk.whole.note(at=desk.at, who=desk.by, what="wrote a brief", record=f"brief {version}")
    told = _tell(desk, watch, made.brief.as_of, settings)
    return f"Brief {version} of {made.brief.as_of}: {made.brief.title}. {told}".strip()


def _tell(desk: Desk, watch: Watch, as_of: dt.date, settings: Settings) -> str:
    """Send what changed to whoever is told; a brief that is published stays so, whatever comes of that."""
    from tocsin.sending import send_alerts

    try:
        sent = send_alerts(desk.whole, [(watch, as_of)], settings, at=desk.at)
    except ConfigurationError as fault:
        return f"No alert was sent: {fault}."
    return " ".join([f"Alerts sent: {sent.sent}.", *sent.faults]) if sent.sent or sent.faults else ""


class SignForm(Form):
    """Names under a brief, with what a person sets or holds against it."""

    version: Line = Field(title="Brief", description="Its version, as it was looked over.")
    reviewer: Line | None = Field(None, title="Looked over besides by")
    confidence: Lines | None = Field(
        None, title="Confidence set by hand", description="A line each: SCENARIO=LEVEL: REASON."
    )
    dissent: Lines | None = Field(
        None, title="Dissent", description="A line each: NAME: WORDS, or NAME on SCENARIO: WORDS."
    )


def sign_brief(desk: Desk, form: SignForm) -> str:
    """Put your name under a brief; a new version, no number changed."""
    from tocsin.deciding import sign_stored

    signed = sign_stored(desk.store, form.version, _signature(desk, form))
    return f"Version {signed.version}, signed by {desk.by}."


def _signature(desk: Desk, form: SignForm) -> Signature:
    from tocsin.brief.signing import read_dissent, read_override

    return Signature(
        analyst=desk.by,
        reviewer=form.reviewer,
        at=desk.at,
        overrides=tuple(map(read_override, _lines(form.confidence))),
        dissents=tuple(map(read_dissent, _lines(form.dissent))),
    )


class EditForm(SignForm):
    """A brief with its sentences as a person edited them, and names under it."""

    draft: Annotated[str, Field(min_length=1, max_length=400_000, json_schema_extra={"kind": "lines"})] = (
        Field(title="Sentences", description="A line each, behind its number; its evidence stays.")
    )


def publish_brief(desk: Desk, form: EditForm) -> str:
    """Publish a brief as edited, under your name, if no rule of the craft stands against it."""
    from tocsin.publishing import publish_edited

    signed = publish_edited(desk.store, form.version, form.draft, _signature(desk, form))
    return f"Version {signed.version}, edited and signed by {desk.by}."


class SettleForm(Form):
    """Questions to settle."""

    watch: Line = Field(title="Problem", description="The watch whose briefs are held against its record.")
    as_of: dt.date | None = Field(None, title="Up to", description="A day; empty: today.")


def settle_briefs(desk: Desk, form: SettleForm) -> str:
    """Hold the briefs of a problem against what came, by the watch's own record."""
    from tocsin.settling import settle_brief

    watch, on, number = find_watch(desk, form.watch), form.as_of or desk.at.date(), 0
    for brief in desk.store.briefs(watch.id):
        settled = settle_brief(brief, watch, watch.history, on=on)
        desk.whole.put_settled(settled)
        number += sum(each.outcome is not None for each in settled)
    desk.store.note(at=desk.at, who=desk.by, what=f"settled questions up to {on}", record=f"watch {watch.id}")
    return f"{number} questions of {watch.id} are settled as of {on}."


class RetryForm(Form):
    """Alerts that did not get through."""


def retry_alerts(desk: Desk, form: RetryForm) -> str:  # noqa: ARG001  every action takes its form
    """Put alerts that were given up on their way again."""
    from tocsin.config import load_settings
    from tocsin.sending.receivers import find_receivers

    names = [receiver.name for receiver in find_receivers(load_settings())]
    if not names:
        raise ConfigurationError("alerts", "the settings name no receiver", "see the page on alerts")
    number = desk.whole.retry_deliveries(names, at=desk.at)
    desk.store.note(at=desk.at, who=desk.by, what=f"retried {number} deliveries", record="alerts")
    return f"{number} deliveries are due again; the next run sends them."


class EraseForm(Form):
    """A document to erase on request."""

    document: Line = Field(title="Document", description="Its id, name or label.")
    because: Why = Field(title="Why", description="Without the words that must go.")
    sure: Literal["erase"] = Field(
        title="Write erase", description="Nothing brings the text back.", json_schema_extra={"kind": "line"}
    )


def erase_document(desk: Desk, form: EraseForm) -> str:
    """Erase a document out of every page of the store; the audit trail stays whole."""
    gone = desk.store.erase(
        find_document(desk, form.document).id, at=desk.at, by=desk.by, reason=form.because
    )
    return f"{gone.documents} erased, {gone.files} kept files went; copies made before hold it still."


class PruneForm(Form):
    """Kept bytes to let go of."""

    before: dt.date = Field(title="First seen before", description="A day; texts and readings stay.")


def prune_kept(desk: Desk, form: PruneForm) -> str:
    """Let go of the bytes that old documents came in."""
    gone = desk.store.prune(form.before, at=desk.at, by=desk.by)
    return f"{gone.files} kept files of {gone.size / 1e6:.1f} MB went."


def find_watch(desk: Desk, id: str) -> Watch:
    """One of the watches at hand that the visitor may see: never a path of the server.

    Raises:
        ConfigurationError: there is none of that id.
    """
    found = next((watch for watch in desk.watches if watch.id == id), None)
    if found is None:
        names = ", ".join(watch.id for watch in desk.watches)
        raise ConfigurationError(id, "is no problem of this desk", f"use one of: {names}")
    return found


def find_document(desk: Desk, name: str) -> Document:
    """The document of that id, name or label, if the visitor may see it.

    Raises:
        ConfigurationError: there is none.
    """
    found = desk.store.find_document(name)
    if found is None:
        raise ConfigurationError(name, "is no document of the store", "give its id, name or label")
    return found


def _lines(text: str | None) -> list[str]:
    return [line for line in (text or "").splitlines() if line.strip()]


ACTIONS: Mapping[str, Action] = {
    "accept-match": Action("analyst", "Accept", "indicators accept", MatchForm, accept_match),
    "reject-match": Action("analyst", "Reject", "indicators reject", MatchForm, reject_match),
    "grade-source": Action("analyst", "Grade", "grade", GradeForm, grade_source, "/sources"),
    "cut-edge": Action("analyst", "Cut the link", "trace", EdgeForm, cut_edge, "/stories"),
    "add-edge": Action("analyst", "Add the link", "trace", EdgeForm, add_edge, "/stories"),
    "observe": Action("analyst", "Enter", "observe", ObservationForm, enter_observation),
    "set-plan": Action("editor", "Set the plan", "plans set", PlanForm, set_plan),
    "write-brief": Action("editor", "Write the brief", "brief", BriefForm, write_brief, "/brief"),
    "sign-brief": Action("editor", "Sign and publish", "sign", SignForm, sign_brief, "/brief"),
    "publish-brief": Action("editor", "Publish", "sign", EditForm, publish_brief, "/brief"),
    "settle": Action("editor", "Settle", "settle", SettleForm, settle_briefs),
    "retry-alerts": Action("editor", "Try again", "alerts", RetryForm, retry_alerts),
    "erase": Action("admin", "Erase", "erase", EraseForm, erase_document),
    "prune": Action("admin", "Let go", "prune", PruneForm, prune_kept),
    **INBOX_ACTIONS,
    **SOURCE_ACTIONS,
    **SUGGESTION_ACTIONS,
    **PEOPLE_ACTIONS,
}
