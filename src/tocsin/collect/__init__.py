"""Collect: Channel -> Document. Feeds, pages, mailboxes, files; the bytes and their hash are kept."""

from tocsin.collect.collecting import collect_paths
from tocsin.collect.intake import Collected
from tocsin.collect.observing import Observed, observe, read_observations

__all__ = ["Collected", "Observed", "collect_paths", "observe", "read_observations"]
