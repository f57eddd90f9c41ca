"""The only place that asks what time it is.

Everything below the doors takes dates as arguments, so that any day can be walked again; a door asks
here once and hands the answer down. Knows nothing about documents.
"""

import datetime as dt


def today() -> dt.date:
    """Today's date in UTC."""
    return now().date()


def now() -> dt.datetime:
    """The current moment, in UTC."""
    return dt.datetime.now(dt.UTC)
