"""Weigh: Claims, Events, Lineage -> Evidence. Indicators, grades, what bears on what."""
