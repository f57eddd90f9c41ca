"""Probabilities read off a forecast's curve, for any number of days.

Comes in: a Forecast and days. Goes out: a probability. Between points the cumulative hazard runs straight,
so that the answer rises with the days; beyond the last point it goes on as on average before. Knows
nothing about plans.
"""

import math
from bisect import bisect_left

from tocsin.terms import Forecast


def probability_within(forecast: Forecast, days: int, *, is_complement: bool = False) -> float:
    """P(the scenario comes within `days` of the as-of date), for the complement P(it still holds then).

    Worked: a curve that says 0.19 at 100 days gives 1 - 0.81 ** 0.5 = 0.1 at 50.
    """
    points = [(0, 0.0)]
    for point in forecast.curve:
        none = point.probability if is_complement else 1 - point.probability
        points.append(((point.by - forecast.as_of).days, -math.log(max(none, 5e-324))))
    none = math.exp(-_interpolate(points, days))
    return none if is_complement else 1 - none


def _interpolate(points: list[tuple[int, float]], day: int) -> float:
    """The hazard on `day`, straight between points; (0, 0) comes first."""
    last_day, last = points[-1]
    if day >= last_day:
        return last * day / last_day if last_day else last
    after = max(bisect_left(points, (day, -1.0)), 1)
    (d0, h0), (d1, h1) = points[after - 1], points[after]
    return h0 + (h1 - h0) * (day - d0) / (d1 - d0)
