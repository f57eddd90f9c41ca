"""Weigh: Claims, Events, Lineage -> Evidence. Indicators, grades, what bears on what."""

from tocsin.weigh.bearing import bears_on, choose_watch
from tocsin.weigh.exercise import set_states
from tocsin.weigh.joining import join_events
from tocsin.weigh.strengths import counting_days
from tocsin.weigh.weighing import weigh_watch

__all__ = ["bears_on", "choose_watch", "counting_days", "join_events", "set_states", "weigh_watch"]
