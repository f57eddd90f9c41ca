"""Forecast: history, Evidence -> Forecast. Base rate, triggers, evidence; the whole ledger."""

from tocsin.forecast.outlook import forecast_watch
from tocsin.forecast.past import episodes, event_days, recall_past
from tocsin.forecast.rate import Rate, discounted_rate, reference_rate
from tocsin.forecast.trigger import judge_triggers

__all__ = [
    "Rate",
    "discounted_rate",
    "episodes",
    "event_days",
    "forecast_watch",
    "judge_triggers",
    "recall_past",
    "reference_rate",
]
