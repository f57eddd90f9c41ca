"""What a desk enters by hand, held against the watch that it names and put into the store.

An observation with its document comes in; it goes into the store and its audit trail. The command line and
the forms of the workbench call the same function. It knows nothing of how an observation weighs.
"""

import datetime as dt
from collections.abc import Callable

from tocsin.collect import Observed
from tocsin.errors import ConfigurationError
from tocsin.store import Store
from tocsin.terms import Document, Watch


def enter_observation(
    store: Store, observed: Observed, *, find_watch: Callable[[str], Watch], at: dt.datetime
) -> Document:
    """Store an observation; the document that holds its words.

    Raises:
        ConfigurationError: there is no such watch, or it has no such indicator.
    """
    entered = observed.observation
    if entered.watch:
        known = find_watch(entered.watch)
        entered = entered.model_copy(update={"watch": known.id})
        if entered.indicator and entered.indicator not in {one.id for one in known.indicators}:
            raise ConfigurationError(
                f"--indicator {entered.indicator}",
                f"{known.id} has no such indicator",
                "tocsin watches and the watch's file list them",
            )
    return store.put_observation(observed.document, entered, at=at)
