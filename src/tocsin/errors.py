"""The errors that Tocsin raises on purpose; each message says what happened, where, what to do next.

TocsinError
├── ConfigurationError   a watch, playbook, setting or argument is wrong; stops before any work (exit 2)
├── UnreadableDocument   one input cannot be read; the run records it and goes on (exit 1)
├── StoreError           the database cannot be opened, written or migrated (exit 2)
│   └── RunUnderway      another run is at work on it (exit 75: try again later)
└── PublishingRefused    a brief breaks a rule of the craft; nothing final is written (exit 1)
"""


class TocsinError(Exception):
    """Base of all errors raised on purpose: `where`, `what` happened, and the `remedy`."""

    def __init__(self, where: str, what: str, remedy: str) -> None:
        self.where = where
        self.what = what
        self.remedy = remedy
        super().__init__(f"{where}: {what}; {remedy}")


class ConfigurationError(TocsinError):
    """Something that we or the user wrote is wrong: a watch file, a playbook, an argument."""


class UnreadableDocument(TocsinError):
    """One input is not what a document can be made of."""


class StoreError(TocsinError):
    """The database cannot do what was asked of it."""


class RunUnderway(StoreError):
    """Another run is at work on the same database; nothing is wrong and nothing was done."""


class PublishingRefused(TocsinError):
    """A rule of the craft blocks the brief."""
