"""Writes an alert or a digest as plain text, for mail and services.

Comes in: an alert or a digest, the site's address. Goes out: lines, markings first and last. Knows nothing
about receivers.
"""

from tocsin.brief.precision import say_precision
from tocsin.brief.wording import day, unended, upper_first
from tocsin.terms import Alert, Change, Digest


def to_text(told: Alert | Digest, site: str | None = None) -> str:
    """An alert or a digest as plain text, with the way back to each thing where the site is known."""
    lines = [*told.markings, told.headline]
    if isinstance(told, Digest):
        for alert in told.alerts:
            lines += ["", alert.headline, *_body(alert, site)]
    else:
        lines += _body(told, site)
    return "\n".join([*lines, *told.markings]).rstrip() + "\n"


def _body(alert: Alert, site: str | None) -> list[str]:
    lines = [f"As of {day(alert.as_of)}.", ""]
    for change in alert.changes:
        lines += _lines(change, site)
    if alert.beside:
        lines += ["Also changed, too little to send for by itself:", ""]
        for change in alert.beside:
            lines += _lines(change, site)
    if alert.precision:
        lines += ["How earlier alerts did:", *(f"- {say_precision(each)}" for each in alert.precision), ""]
    if site:
        lines += [f"The whole picture: {site}{alert.path}", ""]
    return lines


def _lines(change: Change, site: str | None) -> list[str]:
    told = f"- {upper_first(change.name)}: from {change.before} to {change.after}."
    why = f"  {upper_first(unended(change.why))}." if change.why else ""
    return [line for line in (told, why, f"  {site}{change.path}" if site else "") if line] + [""]
