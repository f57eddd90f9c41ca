"""An alert as a CAP 1.2 message: one block a change, with the exact probability as a parameter.

Comes in: an alert, when it was made, the alert before it on the same problem, who sends. Goes out: XML that
holds to the OASIS schema. Nobody has signed an alert, so that it is a draft, or an exercise where its
reporting is one; it is no public warning and names no area. Knows nothing about stores or receivers.
"""

import datetime as dt
from collections.abc import Iterator

from tocsin.brief.precision import say_precision
from tocsin.exchange.cap import LONGEST_HEADLINE, SENDER, SEVERITY, moment, start_of, write_cap
from tocsin.terms import Alert, Change

Made = tuple[Alert, dt.datetime]  # an alert with the moment when it was made


def alert_to_cap(
    alert: Alert, made_at: dt.datetime, *, previous: Made | None = None, sender: str = SENDER, site: str = ""
) -> str:
    """The message; with `previous`, an update of that alert's."""
    head = _head(alert, made_at, previous, sender)
    if not alert.changes:
        return write_cap(head, [(_notice(alert), [])])
    blocks = ((_told(alert, change, site), _parameters(alert, change)) for change in alert.changes)
    return write_cap(head, blocks)


def _head(
    alert: Alert, made_at: dt.datetime, previous: Made | None, sender: str
) -> Iterator[tuple[str, str]]:
    is_exercise = any(marking.startswith("EXERCISE") for marking in alert.markings)
    yield "identifier", _identifier(alert)
    yield "sender", sender
    yield "sent", moment(made_at)
    yield "status", "Test" if alert.kind == "test" else "Exercise" if is_exercise else "Draft"
    yield "msgType", "Update" if previous else "Alert"
    yield "source", "Tocsin"
    yield "scope", "Restricted"
    yield (
        "restriction",
        "; ".join([*alert.markings, "for the desk that it was made for; not a public warning"]),
    )
    yield "note", "Not signed by anybody. Certainty is coarse here; exact probabilities are parameters."
    if previous:
        yield "references", f"{sender},{_identifier(previous[0])},{moment(previous[1])}"


def _notice(alert: Alert) -> Iterator[tuple[str, str]]:
    yield "language", "en"
    yield "category", "Other"
    yield "event", alert.title
    yield "urgency", "Unknown"
    yield "severity", "Unknown"
    yield "certainty", "Observed"
    yield "headline", _marked(alert, alert.headline)
    yield "description", "\n".join([*alert.markings, alert.headline])


def _told(alert: Alert, change: Change, site: str) -> Iterator[tuple[str, str]]:
    reached = change.reached
    certainty = "Unknown" if reached is None else "Likely" if reached.probability > 0.5 else "Possible"
    yield "language", "en"
    yield "category", "Security"
    yield "event", change.name
    yield "responseType", "Prepare" if change.kind == "plan" else "Monitor"
    yield "urgency", "Future"
    yield "severity", SEVERITY.get((reached and reached.severity) or "", "Unknown")
    yield "certainty", certainty
    yield "effective", start_of(alert.as_of)
    if reached:
        yield "expires", f"{reached.by}T23:59:59-00:00"
    yield "headline", _marked(alert, f"{change.name}: from {change.before} to {change.after}")
    yield "description", "\n".join([*alert.markings, alert.headline, change.why])
    if site:
        yield "web", f"{site}{change.path}"


def _parameters(alert: Alert, change: Change) -> Iterator[tuple[str, str]]:
    yield from (("marking", marking) for marking in alert.markings)
    yield "kind", change.kind
    yield "id", change.id
    yield "before", change.before
    yield "after", change.after
    yield "as-of", str(alert.as_of)
    if change.reached:
        yield "probability", str(change.reached.probability)
        yield "probability-low", str(change.reached.low)
        yield "probability-high", str(change.reached.high)
        yield "base-rate", str(change.reached.base_rate)
        yield "by", str(change.reached.by)
    for each in alert.precision:
        if each.kind == change.kind and change.warns_of:
            yield "past-precision", say_precision(each)


def _marked(alert: Alert, text: str) -> str:
    mark = "".join(f"[{each}] " for each in alert.markings)
    return f"{mark}{text}"[:LONGEST_HEADLINE]


def _identifier(alert: Alert) -> str:
    return f"tocsin-alert-{alert.id}"
