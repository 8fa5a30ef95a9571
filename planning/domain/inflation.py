"""Real and nominal money, at home and abroad, by methods that agree. See docs/method.md#inflation.

Rates and inflation are shares a year, above -1. Amounts lie at t = 0, 1, 2 … years. Source:
I. Fisher's relation, and relative purchasing power parity, as in R. A. Brealey, S. C. Myers,
F. Allen, Principles of Corporate Finance.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from core.errors import RuleError
from planning.domain.flows import ONE, npv


@dataclass(frozen=True, slots=True)
class Currencies:
    """The home currency and that of the plant.

    Attributes:
        spot: home money for one unit of local money at t = 0, above 0.
        home_inflation, local_inflation: shares a year, above -1.
    """

    spot: Decimal
    home_inflation: Decimal
    local_inflation: Decimal


@dataclass(frozen=True, slots=True)
class HomeValue:
    """The net present value in home money of flows abroad, three ways; they are equal.

    Attributes:
        converted: nominal local flows at forward rates, discounted at the home rate. It is shown.
        abroad: nominal local flows discounted at the local rate, then converted at spot.
        real: flows without inflation at the real rate, converted at spot.
        local_rate: the local rate that fits the home rate.
        real_rate: the home rate without inflation.
    """

    converted: Decimal
    abroad: Decimal
    real: Decimal
    local_rate: Decimal
    real_rate: Decimal


def real_rate(rate: Decimal, inflation: Decimal) -> Decimal:
    """Return a nominal rate without inflation: (1 + r) / (1 + inflation) - 1."""
    return (ONE + rate) / (ONE + inflation) - ONE


def in_prices_of_today(years: Sequence[Decimal], inflation: Decimal) -> tuple[Decimal, ...]:
    """Return nominal amounts in the prices of t = 0."""
    return tuple(amount / (ONE + inflation) ** t for t, amount in enumerate(years))


def home_rate(rate: Decimal, money: Currencies) -> Decimal:
    """Return the nominal rate at home that fits one abroad: (1 + r) times the drift of prices - 1."""
    return (ONE + rate) * _drift(money) - ONE


def _drift(money: Currencies) -> Decimal:
    """Return by what the forward rate grows a year: relative purchasing power parity."""
    return (ONE + money.home_inflation) / (ONE + money.local_inflation)


def home_value(years: Sequence[Decimal], rate: Decimal, money: Currencies) -> HomeValue:
    """Return what nominal local flows are worth at home.

    Args:
        years: nominal local amounts.
        rate: nominal discount rate at home, above -1.
        money: the two currencies.

    Raises:
        RuleError: a spot rate that is not above 0, or an inflation of -100 % or less.
    """
    if money.spot <= 0:
        raise RuleError("spot is home money for one unit of local money, above 0", field="spot")
    if min(money.home_inflation, money.local_inflation) <= -1:
        raise RuleError("inflation is a share above -1, 0.02 for 2 %", field="inflation")
    drift = _drift(money)
    forward = tuple(amount * money.spot * drift**t for t, amount in enumerate(years))
    local_rate = (ONE + rate) / drift - ONE
    bare = real_rate(rate, money.home_inflation)
    return HomeValue(
        converted=npv(forward, rate),
        abroad=money.spot * npv(years, local_rate),
        real=money.spot * npv(in_prices_of_today(years, money.local_inflation), bare),
        local_rate=local_rate,
        real_rate=bare,
    )
