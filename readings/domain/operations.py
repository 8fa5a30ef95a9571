"""Indicators beyond the machine that can be computed from given amounts, and how each is asked for.

Every result is an exact decimal; percentages on 0-100. A zero divisor is not measurable and raises.
Source: docs/method.md#operations-formulas.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal

from core.errors import RuleError
from readings.domain.formulas import FORMULAS, HUNDRED, evaluate, percent, ratio

MILLION = Decimal(1_000_000)
TRIR_HOURS = Decimal(200_000)
DAYS_OF_YEAR = Decimal(365)
MONTH_ENDS = 13
# Weights of the six dimensions of data quality, in their order.
DATA_WEIGHTS = {
    "completeness": Decimal(20),
    "uniqueness": Decimal(15),
    "validity": Decimal(20),
    "timeliness": Decimal(15),
    "consistency": Decimal(15),
    "accuracy": Decimal(15),
}
CAP_MARGIN = Decimal(5)
Amounts = Mapping[str, Sequence[Decimal]]


@dataclass(frozen=True, slots=True)
class Input:
    """One amount that a formula asks for; `is_series` where several are given in order."""

    name: str
    is_series: bool = False
    is_optional: bool = False


@dataclass(frozen=True, slots=True)
class Calculation:
    """One indicator that can be computed: what it asks for, the unit of its result, the formula."""

    id: str
    inputs: tuple[Input, ...]
    unit: str
    function: Callable[[Amounts], Decimal]


def forecast_accuracy(a: Amounts) -> Decimal:
    """Return 1 - sum |A - F| / sum A [%]; below zero where the errors exceed demand. SC-01."""
    pairs = _pairs(a)
    errors = sum((abs(actual - forecast) for actual, forecast in pairs), Decimal(0))
    return HUNDRED - percent(errors, sum(a["actual"], Decimal(0)))


def forecast_bias(a: Amounts) -> Decimal:
    """Return sum (F - A) / sum A [%]; above zero means too much was forecast. SC-02."""
    _pairs(a)
    total = sum(a["actual"], Decimal(0))
    return percent(sum(a["forecast"], Decimal(0)) - total, total)


def _pairs(a: Amounts) -> list[tuple[Decimal, Decimal]]:
    if len(a["actual"]) != len(a["forecast"]):
        raise RuleError("as many forecasts as actual values are needed", field="forecast")
    return list(zip(a["actual"], a["forecast"], strict=True))


def defects_per_million(a: Amounts) -> Decimal:
    """Return defects / units x 1,000,000 [ppm]. SC-06, SC-30."""
    return MILLION * ratio(a["defects"][0], a["units"][0])


def perfect_order(a: Amounts) -> Decimal:
    """Return the index form: the product of four shares, each and the result in percent. SC-23."""
    product = a["on_time"][0] * a["complete"][0] * a["undamaged"][0] * a["documents"][0]
    return product / HUNDRED**3


def inventory_turns(a: Amounts) -> Decimal:
    """Return cost of sales of 12 months / mean of 13 month-end stock values [1/year]. SC-34.

    Raises:
        RuleError: not 13 stock values, or no stock.
    """
    values = a["month_ends"]
    if len(values) != MONTH_ENDS:
        raise RuleError("13 month-end stock values are needed", field="month_ends")
    return ratio(a["cost_of_sales"][0], sum(values, Decimal(0)) / MONTH_ENDS)


def days_of_inventory(a: Amounts) -> Decimal:
    """Return average stock / cost of sales of a year x 365 [days]. SC-35."""
    return DAYS_OF_YEAR * ratio(a["average_stock"][0], a["cost_of_sales"][0])


def cash_to_cash(a: Amounts) -> Decimal:
    """Return days of inventory + days sales outstanding - days payables outstanding. SC-36."""
    return a["inventory_days"][0] + a["receivable_days"][0] - a["payable_days"][0]


def recordable_incident_rate(a: Amounts) -> Decimal:
    """Return recordable cases x 200,000 / hours worked [per 100 full-time staff]. HR-06."""
    return TRIR_HOURS * ratio(a["cases"][0], a["hours_worked"][0])


def data_score(a: Amounts) -> Decimal:
    """Return the composite of the six dimensions of data quality [%]. DQ-07.

    A dimension named critical, by its place from 1 to 6, caps the score at its value plus 5.

    Raises:
        RuleError: a place that is none.
    """
    values = [a[name][0] for name in DATA_WEIGHTS]
    pairs = zip(DATA_WEIGHTS.values(), values, strict=True)
    score = sum((weight * value for weight, value in pairs), Decimal(0))
    caps = [score / sum(DATA_WEIGHTS.values(), Decimal(0))]
    places = {Decimal(place): value for place, value in enumerate(values, start=1)}
    for place in a.get("critical", ()):
        if place not in places:
            raise RuleError(
                "critical dimensions are named by their place, 1 to 6", field="critical"
            )
        caps.append(places[place] + CAP_MARGIN)
    return min(caps)


def _inputs(*names: str) -> tuple[Input, ...]:
    return tuple(Input(name) for name in names)


_SERIES = (Input("actual", is_series=True), Input("forecast", is_series=True))
_DEFECTS = _inputs("defects", "units")
_SHARES = _inputs("on_time", "complete", "undamaged", "documents")
_STOCK = (Input("cost_of_sales"), Input("month_ends", is_series=True))
_DAYS = _inputs("inventory_days", "receivable_days", "payable_days")
_DATA = (*_inputs(*DATA_WEIGHTS), Input("critical", is_series=True, is_optional=True))
_OWN = (
    Calculation("SC-01", _SERIES, "%", forecast_accuracy),
    Calculation("SC-02", _SERIES, "%", forecast_bias),
    Calculation("SC-06", _DEFECTS, "ppm", defects_per_million),
    Calculation("SC-23", _SHARES, "%", perfect_order),
    Calculation("SC-30", _DEFECTS, "ppm", defects_per_million),
    Calculation("SC-34", _STOCK, "1/year", inventory_turns),
    Calculation("SC-35", _inputs("average_stock", "cost_of_sales"), "days", days_of_inventory),
    Calculation("SC-36", _DAYS, "days", cash_to_cash),
    Calculation("HR-06", _inputs("cases", "hours_worked"), "rate", recordable_incident_rate),
    Calculation("DQ-07", _DATA, "%", data_score),
)


def _of_machine(id_: str) -> Calculation:
    formula = FORMULAS[id_]

    def run(a: Amounts) -> Decimal:
        return evaluate(id_, {name: values[0] for name, values in a.items()})

    return Calculation(id_, _inputs(*formula.elements), formula.unit, run)


CALCULATIONS: dict[str, Calculation] = {
    **{id_: _of_machine(id_) for id_ in FORMULAS},
    **{one.id: one for one in _OWN},
}


def calculate(id_: str, amounts: Amounts) -> Decimal:
    """Return what a documented formula gives.

    Args:
        id_: of the indicator in the catalog.
        amounts: input -> its values; one, or several for a series.

    Raises:
        RuleError: no such formula, an amount that is missing, unknown or negative where it cannot
            be, or nothing to divide by; `field` is the input.
    """
    found = CALCULATIONS.get(id_)
    if found is None:
        raise RuleError(f"no formula for {id_}")
    known = {one.name: one for one in found.inputs}
    for name, values in amounts.items():
        if name not in known:
            raise RuleError(f"{id_} asks for no {name}; known: {', '.join(known)}", field=name)
        if len(values) > 1 and not known[name].is_series:
            raise RuleError(f"{name} is one number", field=name)
    for one in found.inputs:
        if not amounts.get(one.name) and not one.is_optional:
            raise RuleError(f"{one.name} is missing", field=one.name)
    return found.function(amounts)
