"""Collect: Channel -> Document. Feeds, pages, mailboxes, files; the bytes and their hash are kept."""

from tocsin.collect.collecting import collect_paths
from tocsin.collect.intake import Collected

__all__ = ["Collected", "collect_paths"]
