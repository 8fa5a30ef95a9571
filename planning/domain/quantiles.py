"""Quantiles that intervals need, in binary fractions, to 9 digits for up to 10,000 readings.

See docs/method.md#pilot-proof.
"""

from __future__ import annotations

import math
from functools import lru_cache

CONFIDENCE = 0.95
TINY = 1e-300
NEAR = 1e-14
HALVINGS = 200
EXACT_BELOW = 50  # readings of each sample; from there on the normal distribution stands in
Z_95 = 1.959963984540054


def student(degrees: float) -> float:
    """Return t so that Student's distribution holds 95 % between -t and t.

    Args:
        degrees: of freedom, above 0, whole or not.
    """
    low, high = 0.0, 1.0
    while _beyond(high, degrees) > 1 - CONFIDENCE:
        high *= 2
    for _ in range(HALVINGS):
        middle = (low + high) / 2
        if _beyond(middle, degrees) > 1 - CONFIDENCE:
            low = middle
        else:
            high = middle
    return (low + high) / 2


def _beyond(t: float, degrees: float) -> float:
    """Return the share of Student's distribution outside of -t to t."""
    return incomplete_beta(degrees / (degrees + t * t), degrees / 2, 0.5)


def incomplete_beta(x: float, a: float, b: float) -> float:
    """Return the regularized incomplete beta function.

    Args:
        x: 0 to 1.
        a: above 0.
        b: above 0.

    Source: continued fraction 26.5.8 of M. Abramowitz, I. A. Stegun, Handbook of Mathematical
    Functions, computed by W. J. Lentz's method.
    """
    if x in {0.0, 1.0}:
        return x
    if x > (a + 1) / (a + b + 2):
        return 1 - incomplete_beta(1 - x, b, a)
    logarithm = math.lgamma(a + b) - math.lgamma(a) - math.lgamma(b)
    front = math.exp(logarithm + a * math.log(x) + b * math.log1p(-x)) / a
    fraction, c, d = front, 1.0, 0.0
    step, change = 0, 0.0
    while abs(1 - change) > NEAR:
        term = _term(step, x, a, b)
        d = 1 / _apart(1 + term * d)
        c = _apart(1 + term / c)
        change = c * d
        fraction *= change
        step += 1
    return fraction - front


def _term(step: int, x: float, a: float, b: float) -> float:
    """Return a numerator of the continued fraction."""
    half = step // 2
    if not step:
        return 1.0
    if step % 2:
        return -(a + half) * (a + b + half) * x / ((a + step - 1) * (a + step))
    return half * (b - half) * x / ((a + step - 1) * (a + step))


def _apart(value: float) -> float:
    return value if abs(value) > TINY else TINY


def rank_of_shift(m: int, n: int) -> int:
    """Return which of the m·n ordered differences bounds the shift of two samples from below.

    The same rank from the top bounds it from above; between them the shift lies with at least 95 %.
    Exact distribution of the rank sum below 50 readings each, else the normal one. Source:
    H. B. Mann, D. R. Whitney, Annals of Mathematical Statistics 18 (1947); interval as in
    M. Hollander, D. A. Wolfe, Nonparametric Statistical Methods.

    Args:
        m: readings of one sample, at least 1.
        n: readings of the other.

    Returns:
        The rank from 1; 0 where so few readings allow no such interval.
    """
    if max(m, n) >= EXACT_BELOW:
        spread = math.sqrt(m * n * (m + n + 1) / 12)
        return max(math.floor(m * n / 2 - Z_95 * spread), 0)
    counts = _counts(m, n)
    allowed = (1 - CONFIDENCE) / 2 * math.comb(m + n, m)
    total = rank = 0
    while total + counts[rank] <= allowed:
        total += counts[rank]
        rank += 1
    return rank


@lru_cache(maxsize=64)
def _counts(m: int, n: int) -> tuple[int, ...]:
    """Return for each number of wins how many orders of m and n readings have it."""
    # Gaussian binomial: the product of (1 - q^(n + i)) / (1 - q^i) for i = 1 … m.
    counts = [1] + [0] * (m * n)
    for i in range(1, m + 1):
        for at in range(m * n, n + i - 1, -1):
            counts[at] -= counts[at - n - i]
        for at in range(i, m * n + 1):
            counts[at] += counts[at - i]
    return tuple(counts)
