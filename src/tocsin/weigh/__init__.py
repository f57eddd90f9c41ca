"""Weigh: Claims, Events, Lineage -> Evidence. Indicators, grades, what bears on what."""

from tocsin.weigh.bearing import choose_watch
from tocsin.weigh.weighing import weigh_watch

__all__ = ["choose_watch", "weigh_watch"]
