"""Collect: Source -> Document. Files and folders become documents; the bytes and their hash are kept."""

from tocsin.collect.collecting import collect_paths
from tocsin.collect.intake import Collected

__all__ = ["Collected", "collect_paths"]
