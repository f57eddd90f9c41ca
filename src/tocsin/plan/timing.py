"""What acting now, later or not at all is expected to cost, by the costs that a playbook states.

Comes in: a Playbook with costs, its scenario's Forecast. Goes out: a `Timing`. Knows nothing about triggers,
and tells nobody to act: it works out what the desk's own figures amount to.

F(d) is the chance that the scenario comes within d days, D the days to the deadline, L the lead time. A plan
started on day w takes hold on day w + L: what comes before is lost whole, of what comes after a share is
saved. The expected cost of starting on day w is

    loss (F(w + L) + (1 - saved) (F(D) - F(w + L))) + (1 - F(w)) (act + per_day (D - w)),

the last term because nobody starts a plan for what has come already. Not starting costs loss F(D).
Worked: loss 100, saved 0.5, act 4, no lead time and F(D) = 0.1 give 5 + 4 = 9 now against 10 for never.
"""

import datetime as dt

from tocsin.plan.curve import probability_within
from tocsin.terms import Costs, Forecast, Playbook, Timing


def weigh_timing(playbook: Playbook, forecast: Forecast) -> Timing | None:
    """The cheapest day to start, and what the others cost; None where no costs are stated."""
    costs = playbook.costs
    if costs is None:
        return None
    days = (forecast.by - forecast.as_of).days
    came = [probability_within(forecast, day) for day in range(days + 1)]
    lead = playbook.lead_time_days
    starts = range(max(days - lead, 0) + 1)
    expected = [_expected(costs, came, start, lead) for start in starts]
    never = costs.loss * came[-1]
    start = min(starts, key=expected.__getitem__)
    pays = expected[start] < never
    held = came[min(lead, days)]
    return Timing(
        advice=("act by" if start else "act now") if pays else "wait",
        start=forecast.as_of + dt.timedelta(days=start) if pays else None,
        last=forecast.by - dt.timedelta(days=lead) if lead <= days else None,
        now=expected[0],
        best=expected[start],
        never=never,
        threshold=(costs.act + costs.per_day * days) / (costs.saved * costs.loss),
        chance=came[-1] - held,
        exposed=came[min(start + lead, days)] if pays else came[-1],
        unit=costs.unit,
        basis=costs.basis,
    )


def _expected(costs: Costs, came: list[float], start: int, lead: int) -> float:
    days = len(came) - 1
    held = came[min(start + lead, days)]
    lost = costs.loss * (held + (1 - costs.saved) * (came[-1] - held))
    return lost + (1 - came[start]) * (costs.act + costs.per_day * (days - start))
