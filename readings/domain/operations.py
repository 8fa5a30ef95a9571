"""Indicators beyond the machine that can be computed from given amounts.

Each is an exact decimal; percentages on 0-100. A zero divisor is not measurable and raises.
Source: docs/method.md#operations-formulas.
"""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal

from core.errors import RuleError
from readings.domain.formulas import HUNDRED, percent, ratio

MILLION = Decimal(1_000_000)
TRIR_HOURS = Decimal(200_000)
DAYS_OF_YEAR = Decimal(365)
# Completeness, uniqueness, validity, timeliness, consistency, accuracy.
DATA_WEIGHTS = tuple(Decimal(weight) for weight in (20, 15, 20, 15, 15, 15))
CAP_MARGIN = Decimal(5)


def forecast_accuracy(actual: Sequence[Decimal], forecast: Sequence[Decimal]) -> Decimal:
    """Return 1 - sum |A - F| / sum A [%]; below zero where the errors exceed demand. SC-01."""
    errors = sum((abs(a - f) for a, f in zip(actual, forecast, strict=True)), Decimal(0))
    return HUNDRED - percent(errors, sum(actual, Decimal(0)))


def forecast_bias(actual: Sequence[Decimal], forecast: Sequence[Decimal]) -> Decimal:
    """Return sum (F - A) / sum A [%]; above zero means too much was forecast. SC-02."""
    total = sum(actual, Decimal(0))
    return percent(sum(forecast, Decimal(0)) - total, total)


def defects_per_million(defects: Decimal, units: Decimal) -> Decimal:
    """Return defects / units x 1,000,000 [ppm]. SC-06, SC-30."""
    return MILLION * ratio(defects, units)


def perfect_order(
    on_time: Decimal, complete: Decimal, undamaged: Decimal, documents: Decimal
) -> Decimal:
    """Return the index form: the product of four shares, each and the result in percent. SC-23."""
    return on_time * complete * undamaged * documents / HUNDRED**3


def inventory_turns(cost_of_sales: Decimal, month_ends: Sequence[Decimal]) -> Decimal:
    """Return cost of sales of 12 months / mean of 13 month-end stock values [1/year]. SC-34.

    Raises:
        RuleError: not 13 stock values, or no stock.
    """
    if len(month_ends) != 13:
        raise RuleError("13 month-end stock values are needed")
    return ratio(cost_of_sales, sum(month_ends, Decimal(0)) / 13)


def days_of_inventory(average_stock: Decimal, cost_of_sales: Decimal) -> Decimal:
    """Return average stock / cost of sales of a year x 365 [days]. SC-35."""
    return DAYS_OF_YEAR * ratio(average_stock, cost_of_sales)


def cash_to_cash(inventory: Decimal, receivable: Decimal, payable: Decimal) -> Decimal:
    """Return days of inventory + days sales outstanding - days payables outstanding. SC-36."""
    return inventory + receivable - payable


def recordable_incident_rate(cases: Decimal, hours_worked: Decimal) -> Decimal:
    """Return recordable cases x 200,000 / hours worked [per 100 full-time staff]. HR-06."""
    return TRIR_HOURS * ratio(cases, hours_worked)


def data_score(dimensions: Sequence[Decimal], critical: Sequence[int] = ()) -> Decimal:
    """Return the composite of the six data dimensions [%]. DQ-07.

    Args:
        dimensions: completeness, uniqueness, validity, timeliness, consistency, accuracy [%].
        critical: places of the dimensions that cap the score at their worst value plus 5.
    """
    pairs = zip(DATA_WEIGHTS, dimensions, strict=True)
    score = sum((weight * value for weight, value in pairs), Decimal(0)) / sum(DATA_WEIGHTS)
    return min([score, *(dimensions[place] + CAP_MARGIN for place in critical)])
