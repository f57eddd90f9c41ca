"""Forecast: history, Evidence -> Forecast. Base rate, triggers, evidence; the whole ledger."""

from tocsin.forecast.climatology import climatology
from tocsin.forecast.outlook import forecast_watch
from tocsin.forecast.past import episodes, event_days, recall_past
from tocsin.forecast.precedents import find_precedents
from tocsin.forecast.rate import Rate, discounted_rate, reference_rate
from tocsin.forecast.scores import brier_score, log_score, tally_record
from tocsin.forecast.settling import add_to_record, ask_questions, settle_questions
from tocsin.forecast.trigger import judge_triggers

__all__ = [
    "Rate",
    "add_to_record",
    "ask_questions",
    "brier_score",
    "climatology",
    "discounted_rate",
    "episodes",
    "event_days",
    "find_precedents",
    "forecast_watch",
    "judge_triggers",
    "log_score",
    "recall_past",
    "reference_rate",
    "settle_questions",
    "tally_record",
]
