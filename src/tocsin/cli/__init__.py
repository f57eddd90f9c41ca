"""The command line: one verb a room, and the few that serve a desk around them.

Comes in: arguments. Goes out: results on stdout, messages on stderr, and an exit status: 0 done, 1 done
but some inputs failed or a rule was broken, 2 could not run. Each module holds the verbs of one kind of
work; heavy modules are imported inside the verb that needs them.
"""

import sys

from tocsin.cli.app import app
from tocsin.cli.arguments import FULL_DISK, is_full_disk, say

# The help lists the verbs in the order in which they are imported.
# isort: off
from tocsin.cli import reading
from tocsin.cli import tracing
from tocsin.cli import briefing
from tocsin.cli import explaining
from tocsin.cli import relating
from tocsin.cli import running
from tocsin.cli import forecasting
from tocsin.cli import triggers
from tocsin.cli import settling
from tocsin.cli import planning
from tocsin.cli import exercising
from tocsin.cli import looking_back
from tocsin.cli import sourcing
from tocsin.cli import exchanging
from tocsin.cli import coding
from tocsin.cli import exporting
from tocsin.cli import keeping
from tocsin.cli import moving
from tocsin.cli import bundling
from tocsin.cli import judging
from tocsin.cli import triage
from tocsin.cli import desk
from tocsin.cli import watching
from tocsin.cli import serving
from tocsin.cli import people
from tocsin.cli import offering
from tocsin.cli import assisting
# isort: on

__all__ = [
    "app",
    "assisting",
    "briefing",
    "bundling",
    "coding",
    "desk",
    "exchanging",
    "exercising",
    "explaining",
    "exporting",
    "forecasting",
    "judging",
    "keeping",
    "looking_back",
    "main",
    "moving",
    "offering",
    "people",
    "planning",
    "reading",
    "relating",
    "running",
    "serving",
    "settling",
    "sourcing",
    "tracing",
    "triage",
    "triggers",
    "watching",
]


def main() -> None:
    """Run the command line; errors that we raise on purpose become one line and status 2."""
    from tocsin.errors import TocsinError

    try:
        app()
    except TocsinError as error:
        say(str(error))
        sys.exit(2)
    except BrokenPipeError:
        sys.stderr.close()
        sys.exit(0)
    except OSError as fault:
        if not is_full_disk(fault):
            raise
        say(FULL_DISK)
        sys.exit(2)
