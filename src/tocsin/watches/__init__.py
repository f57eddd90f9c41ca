"""Warning problems: loading a watch from its files, and the packaged ones.

Comes in: the name of a packaged watch, or a folder or file that somebody wrote. Goes out: a `Watch`, or
one clear line that names file, line, key, value and remedy. Knows nothing about documents or forecasts.
"""

from tocsin.watches.beginning import begin_watch
from tocsin.watches.histories import load_history, load_record
from tocsin.watches.loading import check_watch, example_places, load_watch, packaged_watches, watch_folder
from tocsin.watches.schema import watch_schema

__all__ = [
    "begin_watch",
    "check_watch",
    "example_places",
    "load_history",
    "load_record",
    "load_watch",
    "packaged_watches",
    "watch_folder",
    "watch_schema",
]
