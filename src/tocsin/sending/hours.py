"""Says when an alert may go out: at once, after the quiet hours, or with the next digest.

Comes in: settings, an alert, a moment. Goes out: a moment. What raises the status to the urgent level goes
out at any hour. Knows nothing about receivers or stores.
"""

import datetime as dt
import re
from typing import Literal, NamedTuple
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from tocsin.brief.standing import LEVELS
from tocsin.config import Settings
from tocsin.errors import ConfigurationError
from tocsin.terms import Alert, StatusName


class Hours(NamedTuple):
    """The desk's hours, in its own time zone."""

    zone: dt.tzinfo
    quiet: tuple[dt.time, dt.time] | None
    digest: Literal["none", "hourly", "daily"]
    digest_at: dt.time
    urgent: StatusName | Literal["never"]

    @property
    def joins(self) -> bool:
        """Whether what waited together goes out together."""
        return self.quiet is not None or self.digest != "none"


def read_hours(settings: Settings) -> Hours:
    """The hours as the settings say.

    Raises:
        ConfigurationError: a setting is no time, no stretch of time or no time zone.
    """
    quiet = None
    if settings.alert_quiet:
        start, _, end = settings.alert_quiet.partition("-")
        quiet = _time("alert_quiet", start), _time("alert_quiet", end)
        if quiet[0] == quiet[1]:
            what, remedy = "is a whole day or none", "write it as 22:00-07:00"
            raise ConfigurationError("TOCSIN_ALERT_QUIET", what, remedy)
    return Hours(
        zone=_zone(settings.alert_time_zone),
        quiet=quiet,
        digest=settings.alert_digest,
        digest_at=_time("alert_digest_at", settings.alert_digest_at),
        urgent=settings.alert_urgent,
    )


def when_due(alert: Alert, hours: Hours, at: dt.datetime) -> dt.datetime:
    """When an alert made at a moment is to go out."""
    if is_urgent(alert, hours):
        return at
    due = _next_digest(hours, at) if alert.kind == "changes" else at
    return after_quiet(hours, due)


def is_urgent(alert: Alert, hours: Hours) -> bool:
    """Whether it goes out at any hour: a test that was asked for, or a rise to the urgent level."""
    if alert.kind == "test" or hours.urgent == "never":
        return alert.kind == "test"
    levels: list[str] = [*LEVELS]
    least = levels.index(hours.urgent)
    moved = [(each.before, each.after) for each in alert.changes if each.kind == "status"]
    return any(levels.index(after) >= max(least, levels.index(before) + 1) for before, after in moved)


def after_quiet(hours: Hours, at: dt.datetime) -> dt.datetime:
    """The moment itself, or the end of the quiet hours that it lies in."""
    if hours.quiet is None:
        return at
    start, end = hours.quiet
    here = at.astimezone(hours.zone)
    now = here.time()
    is_quiet = start <= now < end if start < end else now >= start or now < end
    if not is_quiet:
        return at
    day = here.date() if now < end else here.date() + dt.timedelta(days=1)
    return dt.datetime.combine(day, end, hours.zone).astimezone(dt.UTC)


def _next_digest(hours: Hours, at: dt.datetime) -> dt.datetime:
    if hours.digest == "none":
        return at
    here = at.astimezone(hours.zone)
    if hours.digest == "hourly":
        due = here.replace(minute=0, second=0, microsecond=0) + dt.timedelta(hours=1)
    else:
        due = dt.datetime.combine(here.date(), hours.digest_at, hours.zone)
        if due <= here:
            due = dt.datetime.combine(here.date() + dt.timedelta(days=1), hours.digest_at, hours.zone)
    return due.astimezone(dt.UTC)


def _time(name: str, text: str) -> dt.time:
    if re.fullmatch(r"([01]\d|2[0-3]):[0-5]\d", text.strip()):
        return dt.time.fromisoformat(text.strip())
    raise ConfigurationError(
        f"TOCSIN_{name.upper()}", f"{text!r} is no time of day", "write it as 07:00, a stretch as 22:00-07:00"
    )


def _zone(name: str) -> dt.tzinfo:
    if name.upper() == "UTC":
        return dt.UTC
    try:
        return ZoneInfo(name)
    except (ZoneInfoNotFoundError, ValueError, OSError):
        raise ConfigurationError(
            "TOCSIN_ALERT_TIME_ZONE", f"{name!r} is no time zone known here", "write it as Asia/Seoul, or UTC"
        ) from None
