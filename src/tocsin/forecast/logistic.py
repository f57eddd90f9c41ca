"""Ridge logistic regression by Newton's method: the one fitting routine of the pooled forecast.

Comes in: a matrix of signals, what happened, weights, and a prior for the coefficients. Goes out: the
coefficients. Knows nothing about what the columns mean.
"""

import numpy as np
from numpy.typing import NDArray

Numbers = NDArray[np.float64]
_BLOCK = 20_000  # rows


def fit_logistic(
    signals: Numbers,
    happened: NDArray[np.bool_],
    weights: Numbers,
    *,
    prior: Numbers,
    strength: Numbers,
    steps: int = 25,
) -> Numbers:
    """Coefficients (signals.shape[1],) of greatest penalised likelihood.

    Maximises sum w (y log p + (1 - y) log(1 - p)) - 1/2 sum strength (b - prior)^2 with logit p = X b, by
    Newton steps, halved while they do not help. `strength` is a precision for each coefficient, in events.
    """
    from scipy.linalg import cho_factor, cho_solve

    outcome = happened.astype(np.float64)
    coefficients = prior.copy()
    loss = _loss(signals @ coefficients, outcome, weights, coefficients - prior, strength)
    for _ in range(steps):
        chance = inverse_logit(signals @ coefficients)
        slope = signals.T @ (weights * (outcome - chance)) - strength * (coefficients - prior)
        curve = _curvature(signals, weights * chance * (1 - chance)) + np.diag(strength)
        step = cho_solve(cho_factor(curve, lower=True), slope)
        share = 1.0
        while True:
            tried = coefficients + share * step
            new = _loss(signals @ tried, outcome, weights, tried - prior, strength)
            if new <= loss or share < 1e-3:
                break
            share /= 2
        gained, coefficients, loss = loss - new, tried, new
        if gained < 1e-7 * max(abs(loss), 1.0):
            break
    return coefficients


def inverse_logit(log_odds: Numbers) -> Numbers:
    """1 / (1 + exp(-x)), without overflow."""
    return 0.5 * (1.0 + np.tanh(0.5 * log_odds))


def logit(probability: Numbers) -> Numbers:
    """log(p / (1 - p))."""
    return np.log(probability) - np.log1p(-probability)


def _curvature(signals: Numbers, weights: Numbers) -> Numbers:
    """X' W X, a block of rows at a time: a weighted copy of all rows would double the memory."""
    total = np.zeros((signals.shape[1], signals.shape[1]))
    for start in range(0, len(signals), _BLOCK):
        block = signals[start : start + _BLOCK]
        total += (block * weights[start : start + _BLOCK, None]).T @ block
    return total


def _loss(log_odds: Numbers, outcome: Numbers, weights: Numbers, off: Numbers, strength: Numbers) -> float:
    likelihood = np.logaddexp(0.0, log_odds) - outcome * log_odds
    return float(weights @ likelihood + 0.5 * (strength * off) @ off)
