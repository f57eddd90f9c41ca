"""How long many series are remembered: half-life and prior strength of layer A, chosen for all together.

Comes in: signals and windows of a pool, and which days are over. Goes out: a `Memory`. Walks forward: each
past window is forecast from the days before it, and only windows that are over are scored. Knows nothing
about coefficients; a single record with coverage chooses its own memory in memory.py.
"""

from collections.abc import Callable, Sequence

import numpy as np
from numpy.typing import NDArray

from tocsin.forecast.logistic import Numbers
from tocsin.forecast.memory import Memory
from tocsin.forecast.signals import Signals
from tocsin.forecast.states import Windows

HALF_LIVES = (30, 60, 120, 365, 1000, 3000)  # days, of those that states.py keeps
STRENGTHS = (0.5, 1.0, 2.0, 4.0)  # pseudo-events at the long-run rate


class Tuning:
    """Losses of every half-life and strength, a day of windows at a time, each day reckoned once."""

    def __init__(
        self, signals: Signals, windows: Windows, drawn: Callable[[int], NDArray[np.int64]], half_life: float
    ) -> None:
        self.signals, self.windows, self.drawn, self.half_life = signals, windows, drawn, half_life
        self.losses: dict[int, Numbers] = {}

    def choose(self, today: int, days: Sequence[int]) -> Memory:
        """The memory of least log loss over windows that start on `days` and are over by `today`."""
        closed = [day for day in days if day + self.windows.horizon <= today]
        kept = [(day, self._losses(day)) for day in closed if len(self.drawn(day))]
        if not kept:
            return Memory(365, STRENGTHS[0], 0)
        total = np.zeros((len(HALF_LIVES), len(STRENGTHS)))
        for day, loss in kept:
            total += 2.0 ** (-(today - day) / self.half_life) * loss
        best, strength = np.unravel_index(total.argmin(), total.shape)
        return Memory(HALF_LIVES[best], STRENGTHS[strength], len(kept))

    def _losses(self, day: int) -> Numbers:
        if day not in self.losses:
            chosen = self.drawn(day)
            happened = self.windows.held[day, self.signals.rows[chosen]]
            loss = [[self._loss(day, chosen, happened, h, s) for s in STRENGTHS] for h in HALF_LIVES]
            self.losses[day] = np.array(loss)
        return self.losses[day]

    def _loss(
        self,
        day: int,
        chosen: NDArray[np.int64],
        happened: NDArray[np.bool_],
        half_life: int,
        strength: float,
    ) -> float:
        log_none = self.signals.log_none(self.windows, day, chosen, half_life, strength)
        return -float(np.where(happened, np.log(-np.expm1(log_none)), log_none).sum())
