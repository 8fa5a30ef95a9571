"""What a business case is worth, at the plant and in the group, and on what it hangs.

See docs/method.md#business-case. The formulas are those of `planning.domain.flows` and
`planning.domain.inflation`.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from enum import StrEnum

from planning.domain.durations import add_months
from planning.domain.flows import ONE, Appraisal, appraise, by_year, npv
from planning.domain.inflation import Currencies, HomeValue, home_rate, home_value
from returns.domain.cases import CaseFrame, CaseItem, CaseMoney, money

SWING = Decimal("0.2")
DELAY_MONTHS = 6


@dataclass(frozen=True, slots=True)
class CaseRates:
    """By what a case is appraised; shares a year.

    Attributes:
        discount: of the plant's currency.
        finance, reinvest: of the MIRR; None for the discount rate.
        group: the group's currency beside the plant's; None where it is the same or not known.
    """

    discount: Decimal
    finance: Decimal | None = None
    reinvest: Decimal | None = None
    group: Currencies | None = None


@dataclass(frozen=True, slots=True)
class CaseValue:
    """What a case is worth [currency of the plant; `home` that of the group].

    Attributes:
        figures: of the expected flows.
        low, high: NPV with the highest cost and the lowest benefits, and the other way round.
        home: the same expected flows in the group's currency, three ways; None where not known.
        group_rate: the discount rate of the group's currency that fits; None beside `home`.
        first_year: the year of t = 0.
        ratio: present value of the benefits over that of the costs; None without a cost.
    """

    figures: Appraisal
    low: Decimal
    high: Decimal
    home: HomeValue | None
    group_rate: Decimal | None
    first_year: int
    ratio: Decimal | None = None

    @property
    def pays_in(self) -> int | None:
        """The year in which it has paid back; None if it never does."""
        return _year(self.first_year, self.figures.payback)

    @property
    def pays_in_discounted(self) -> int | None:
        """The same at present values."""
        return _year(self.first_year, self.figures.discounted_payback)


def _year(first: int, payback: Decimal | None) -> int | None:
    return None if payback is None else first + math.ceil(payback)


def counted_from(payback: Decimal, pays_in: int) -> int:
    """Return the year from whose end the years of a payback are counted: that of t = 0.

    Source: docs/method.md#business-case.
    """
    return pays_in - math.ceil(payback)


def value(found: CaseMoney, rates: CaseRates) -> CaseValue:
    """Return what flows are worth.

    Raises:
        RuleError: a rate outside of (-0.99, 10), or an inflation of -100 % or less.
    """
    figures = appraise(
        found.flows(lambda quarter: quarter.net),
        rates.discount,
        finance=rates.finance,
        reinvest=rates.reinvest,
    )
    low = found.flows(lambda quarter: quarter.cash_out.low + quarter.gain.low)
    high = found.flows(lambda quarter: quarter.cash_out.high + quarter.gain.high)
    rate = home_rate(rates.discount, rates.group) if rates.group else None
    gains = npv(by_year(found.flows(lambda quarter: quarter.gain.likely)), rates.discount)
    costs = npv(by_year(found.flows(lambda quarter: quarter.cost)), rates.discount)
    return CaseValue(
        figures=figures,
        low=npv(by_year(low), rates.discount),
        high=npv(by_year(high), rates.discount),
        home=home_value(figures.years, rate, rates.group)
        if rates.group and rate is not None
        else None,
        group_rate=rate,
        first_year=found.quarters[0].period.start.year,
        ratio=gains / costs if costs > 0 else None,
    )


class Driver(StrEnum):
    """What a case hangs on."""

    BENEFITS = "benefits"
    COST = "cost"
    DELAY = "delay"
    EXCHANGE = "exchange"


@dataclass(frozen=True, slots=True)
class Swing:
    """What a driver does to the NPV [group currency where it is known, else the plant's].

    Attributes:
        worst, best: the lower and the higher NPV: with the driver 20 % to either side, or with the
            delay and without. Where work costs more than it brings, later is better.
        break_even: share of what is expected at which the NPV is 0; None where there is none.
    """

    driver: Driver
    worst: Decimal
    best: Decimal
    break_even: Decimal | None = None

    @property
    def size(self) -> Decimal:
        """By how much the NPV swings."""
        return abs(self.best - self.worst)


def tornado(entries: Sequence[CaseItem], frame: CaseFrame, rates: CaseRates) -> tuple[Swing, ...]:
    """Return the drivers of a case, the strongest first.

    Benefits, cost and exchange rate by 20 % to either side; work that is not finished ends six
    months later, with the same one-off cost.
    """
    found = money(entries, frame)
    unit = rates.group.spot if rates.group else ONE

    def worth(some: CaseMoney, part: str) -> Decimal:
        flows = some.flows(lambda quarter: getattr(quarter, part))
        return npv(by_year(flows), rates.discount) * unit

    cost = worth(found, "cost")
    gain = found.flows(lambda quarter: quarter.gain.likely)
    gains = npv(by_year(gain), rates.discount) * unit
    base = worth(found, "net")
    late = worth(money([_delayed(entry) for entry in entries], frame), "net")
    drivers = [
        Swing(Driver.BENEFITS, base - SWING * gains, base + SWING * gains, _share(cost, gains)),
        Swing(Driver.COST, base - SWING * cost, base + SWING * cost, _share(gains, cost)),
        _ordered(Driver.DELAY, late, base),
    ]
    if rates.group:
        drivers.append(_ordered(Driver.EXCHANGE, base * (ONE - SWING), base * (ONE + SWING)))
    return tuple(sorted(drivers, key=lambda swing: -swing.size))


def _ordered(driver: Driver, one: Decimal, other: Decimal) -> Swing:
    return Swing(driver, min(one, other), max(one, other))


def _share(part: Decimal, whole: Decimal) -> Decimal | None:
    return part / whole if whole else None


def _delayed(entry: CaseItem) -> CaseItem:
    if not entry.is_open:
        return entry
    later = add_months(entry.item.ends_on, DELAY_MONTHS)
    return replace(entry, item=replace(entry.item, ends_on=later))
