"""One way to set up logging: structured lines on stderr, never on stdout.

Comes in: a level. Goes out: a configured structlog. Knows nothing about what is logged.
"""

import logging
import sys

import structlog


def configure_log(level: str = "warning") -> None:
    """Send log lines of `level` and above to stderr.

    Raises:
        ValueError: `level` is not one of debug, info, warning, error, critical.
    """
    number = logging.getLevelNamesMapping().get(level.upper())
    if number is None:
        raise ValueError(f"log level {level!r} is not one of debug, info, warning, error, critical")
    structlog.configure(
        wrapper_class=structlog.make_filtering_bound_logger(number),
        logger_factory=structlog.PrintLoggerFactory(file=sys.stderr),
    )
