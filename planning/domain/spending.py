"""Planned, spent and forecast cost of a plan, and the running cost that nobody stated."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from planning.domain.economics import NONE, Convert, cents, one_off_until, running_until
from planning.domain.plans import DAY, PlannedInitiative


def planned_until(
    items: Iterable[PlannedInitiative], day: date, currency: str, convert: Convert
) -> Decimal:
    """Return what the plan expects to have cost up to and including a day [currency].

    Items without a rate are passed over; `budget` names them.
    """
    total = NONE
    for item in items:
        cost = one_off_until(item, day + DAY) + running_until(item, day + DAY)
        total += _in_currency(convert, cost, item.currency, currency)
    return total


def spent_so_far(
    items: Iterable[PlannedInitiative], currency: str, convert: Convert
) -> Decimal | None:
    """Return what people recorded as spent [currency]; None if nobody recorded anything."""
    known = [item for item in items if item.spent is not None]
    if not known:
        return None
    return sum(
        (_in_currency(convert, item.spent or NONE, item.currency, currency) for item in known), NONE
    )


def expected(item: PlannedInitiative) -> Decimal:
    """Return the one-off cost of an item at its completion [its currency].

    Closed work, done or stopped, costs what was spent. Other work costs the larger of what is
    committed and what is estimated: what was spent and, of its plan, the share that is not done
    yet; without a record of spending, its plan. Done work that nobody recorded counts as open.

    Source: estimate at completion, EAC = AC + BAC - EV (PMI, practice standard for earned value
    management); docs/method.md#forecast.
    """
    if item.is_stopped:
        return cents(item.planned_cost)
    if item.spent is not None and item.is_done:
        return item.spent
    estimated = cents(item.planned_cost)
    if item.spent is not None:
        estimated = item.spent + cents(item.one_off * (1 - item.progress))
    return max(estimated, item.committed or NONE)


@dataclass(frozen=True, slots=True)
class RunningCost:
    """The running cost of a plan a year, once everything runs.

    Attributes:
        yearly: sum of what is stated [currency a year].
        without: initiatives for which nobody stated any; one that costs nothing states 0.
        uncovered: their one-off cost [currency].
        bearing: all that could state one: initiatives that are not stopped.
    """

    yearly: Decimal
    without: tuple[str, ...]
    uncovered: Decimal
    bearing: int

    @property
    def stated(self) -> Decimal | None:
        """The sum; None where it would be one of nothing but what nobody stated."""
        return None if self.without and len(self.without) == self.bearing else self.yearly


def running(items: Iterable[PlannedInitiative], currency: str, convert: Convert) -> RunningCost:
    """Return the yearly running cost, and the investment for which none is stated.

    Stopped items are passed over, and so are those without a rate; `budget` names them.

    Source: docs/method.md#running-cost.
    """
    yearly = uncovered = NONE
    without = []
    bearing = 0
    for item in items:
        if item.is_stopped:
            continue
        bearing += 1
        yearly += _in_currency(convert, item.running_cost, item.currency, currency)
        if item.lacks_running:
            without.append(item.id)
            uncovered += _in_currency(convert, item.one_off, item.currency, currency)
    return RunningCost(yearly, tuple(without), uncovered, bearing)


def _in_currency(convert: Convert, amount: Decimal, source: str, wanted: str) -> Decimal:
    if source == wanted:
        return amount
    converted = convert(amount, source)
    return NONE if converted is None else cents(converted)
