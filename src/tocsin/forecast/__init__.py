"""Forecast: history, Evidence -> Forecast. Base rate, triggers, evidence; the whole ledger."""
