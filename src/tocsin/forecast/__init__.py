"""Forecast: history, Evidence -> Forecast. Base rate, triggers, evidence; the whole ledger.

The public functions, each with its formula, source and worked number: docs/forecast-library.md.
"""

from tocsin.forecast.climatology import climatology
from tocsin.forecast.logistic import fit_logistic, inverse_logit
from tocsin.forecast.outlook import forecast_watch
from tocsin.forecast.past import episodes, event_days, recall_past
from tocsin.forecast.precedents import find_precedents
from tocsin.forecast.rate import Rate, discounted_rate, reference_rate
from tocsin.forecast.ratio import ratio_interval, shrunken_effect, tally_windows
from tocsin.forecast.regimes import Pace, follow_regimes, quiet_chances
from tocsin.forecast.reliability import decompose_brier, fill_bins
from tocsin.forecast.resampling import compare_skill
from tocsin.forecast.scores import brier_score, log_score, tally_record
from tocsin.forecast.settling import add_to_record, ask_questions, settle_questions
from tocsin.forecast.skill import score_forecasts
from tocsin.forecast.trial import try_trigger
from tocsin.forecast.trigger import judge_triggers
from tocsin.forecast.ways import Feared

__all__ = [
    "Feared",
    "Pace",
    "Rate",
    "add_to_record",
    "ask_questions",
    "brier_score",
    "climatology",
    "compare_skill",
    "decompose_brier",
    "discounted_rate",
    "episodes",
    "event_days",
    "fill_bins",
    "find_precedents",
    "fit_logistic",
    "follow_regimes",
    "forecast_watch",
    "inverse_logit",
    "judge_triggers",
    "log_score",
    "quiet_chances",
    "ratio_interval",
    "recall_past",
    "reference_rate",
    "score_forecasts",
    "settle_questions",
    "shrunken_effect",
    "tally_record",
    "tally_windows",
    "try_trigger",
]
