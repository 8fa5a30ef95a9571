"""What money comes and goes, and what it is worth. See docs/method.md#cash-flows.

Amounts are decimals in one currency; out is negative. A rate is a share a year: 0.1 for 10 %.
Years are counted from the first flow: `t` = calendar year minus the first one's, flows of one year
are one flow, and `t` = 0 is not discounted. Formulas as in R. A. Brealey, S. C. Myers, F. Allen,
Principles of Corporate Finance; tested against numpy-financial and pyxirr.
"""

from __future__ import annotations

import datetime as dt
import itertools
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from decimal import Decimal

from core.errors import RuleError

ZERO, ONE = Decimal(0), Decimal(1)
LOWEST_RATE, HIGHEST_RATE = Decimal("-0.99"), Decimal(10)  # both are outside of the range
DAYS_A_YEAR = 365
PROFILE = tuple(Decimal(tenth) / 10 for tenth in range(-5, 11))
HALVINGS = 80  # 11 / 2**80 is below the last digit


@dataclass(frozen=True, slots=True)
class CashFlow:
    """One amount on one day; out is negative."""

    day: dt.date
    amount: Decimal


@dataclass(frozen=True, slots=True)
class Appraisal:
    """What a row of flows is worth; None where a figure is not defined.

    Attributes:
        years: amount of each year from t = 0.
        npv: net present value of the years.
        irr: the one rate in (-0.99, 10) at which it is 0; None for no or several changes of sign.
        mirr: the same with a rate for money out and one for money in.
        payback, discounted_payback: years until what came covers what went; None if it never does.
        profitability_index: 1 + NPV / what goes out at t = 0.
        xnpv, xirr: the same by days, 365 to the year.
        profile: NPV at -50 % to 100 %, where the years or days change sign several times.
    """

    years: tuple[Decimal, ...]
    npv: Decimal
    irr: Decimal | None
    mirr: Decimal | None
    payback: Decimal | None
    discounted_payback: Decimal | None
    profitability_index: Decimal | None
    xnpv: Decimal
    xirr: Decimal | None
    profile: tuple[tuple[Decimal, Decimal], ...]


def appraise(
    flows: Sequence[CashFlow],
    rate: Decimal,
    *,
    finance: Decimal | None = None,
    reinvest: Decimal | None = None,
) -> Appraisal:
    """Return every figure of a business case.

    Args:
        flows: at least one, in any order.
        rate: discount rate.
        finance: rate paid on money out, for the MIRR; without it `rate`.
        reinvest: rate earned on money in, for the MIRR; without it `rate`.

    Raises:
        RuleError: no flow, or a rate outside of (-0.99, 10).
    """
    finance = rate if finance is None else finance
    reinvest = rate if reinvest is None else reinvest
    for name, value in (("rate", rate), ("finance", finance), ("reinvest", reinvest)):
        if not LOWEST_RATE < value < HIGHEST_RATE:
            raise RuleError(f"{name} is a share above -0.99 and below 10, 0.1 for 10 %", field=name)
    years = by_year(flows)
    is_several = max(sign_changes(years), sign_changes(_amounts(flows))) > 1
    return Appraisal(
        years=years,
        npv=npv(years, rate),
        irr=irr(years),
        mirr=mirr(years, finance, reinvest),
        payback=payback(years),
        discounted_payback=payback(discounted(years, rate)),
        profitability_index=profitability_index(years, rate),
        xnpv=xnpv(flows, rate),
        xirr=xirr(flows),
        profile=tuple((at, npv(years, at)) for at in PROFILE) if is_several else (),
    )


def by_year(flows: Sequence[CashFlow]) -> tuple[Decimal, ...]:
    """Return the amount of each calendar year from the first flow's to the last one's.

    Raises:
        RuleError: no flow.
    """
    if not flows:
        raise RuleError("no cash flow", field="flows")
    first = min(flow.day.year for flow in flows)
    years = [ZERO] * (max(flow.day.year for flow in flows) - first + 1)
    for flow in flows:
        years[flow.day.year - first] += flow.amount
    return tuple(years)


def discounted(years: Sequence[Decimal], rate: Decimal) -> tuple[Decimal, ...]:
    """Return each year's amount as it is worth at t = 0."""
    return tuple(amount / (ONE + rate) ** t for t, amount in enumerate(years))


def npv(years: Sequence[Decimal], rate: Decimal) -> Decimal:
    """Return the net present value; spreadsheets' NPV discounts t = 0 by a year, this does not."""
    return sum(discounted(years, rate), ZERO)


def xnpv(flows: Sequence[CashFlow], rate: Decimal) -> Decimal:
    """Return the net present value by days from the first flow, 365 to the year."""
    return _by_days(flows)(rate)


def sign_changes(amounts: Sequence[Decimal]) -> int:
    """Return how often amounts turn from out to in or back; zeros say nothing."""
    signs = [amount > 0 for amount in amounts if amount]
    return sum(a != b for a, b in itertools.pairwise(signs))


def irr(years: Sequence[Decimal]) -> Decimal | None:
    """Return the internal rate of return in (-0.99, 10).

    One change of sign has exactly one rate (Descartes); none has no rate, several may have several.
    """
    if sign_changes(years) != 1:
        return None
    return _root(lambda rate: npv(years, rate))


def xirr(flows: Sequence[CashFlow]) -> Decimal | None:
    """Return the same by days, 365 to the year."""
    if sign_changes(_amounts(flows)) != 1:
        return None
    return _root(_by_days(flows))


def mirr(years: Sequence[Decimal], finance: Decimal, reinvest: Decimal) -> Decimal | None:
    """Return the modified rate: money out financed at one rate, money in reinvested at another.

    Returns:
        The rate; None within one year, or without money in both ways.
    """
    n = len(years) - 1
    future = sum((max(a, ZERO) * (ONE + reinvest) ** (n - t) for t, a in enumerate(years)), ZERO)
    present = -sum(discounted([min(a, ZERO) for a in years], finance), ZERO)
    if not n or not future or not present:
        return None
    return (future / present) ** (ONE / n) - ONE


def payback(years: Sequence[Decimal]) -> Decimal | None:
    """Return the years until the sum is never negative again, money spread evenly over a year.

    Returns:
        0 if it never is negative, None if it is at the end.
    """
    sums = list(itertools.accumulate(years))
    last = max((t for t, total in enumerate(sums) if total < 0), default=None)
    if last is None:
        return ZERO
    if last + 1 == len(sums):
        return None
    return last - sums[last] / years[last + 1]


def profitability_index(years: Sequence[Decimal], rate: Decimal) -> Decimal | None:
    """Return 1 + NPV / what goes out at t = 0; None if nothing does."""
    return ONE + npv(years, rate) / -years[0] if years[0] < 0 else None


def _amounts(flows: Sequence[CashFlow]) -> list[Decimal]:
    """Return the amount of each day, in order."""
    ordered = sorted(flows, key=lambda flow: flow.day)
    groups = itertools.groupby(ordered, key=lambda flow: flow.day)
    return [sum((flow.amount for flow in group), ZERO) for _day, group in groups]


def _by_days(flows: Sequence[CashFlow]) -> Callable[[Decimal], Decimal]:
    first = min(flow.day for flow in flows)
    days = sorted({flow.day for flow in flows})
    dated = [
        (amount, Decimal((day - first).days) / DAYS_A_YEAR)
        for day, amount in zip(days, _amounts(flows), strict=True)
    ]

    def worth(rate: Decimal) -> Decimal:
        growth = (ONE + rate).ln()
        return sum((amount * (-growth * years).exp() for amount, years in dated), ZERO)

    return worth


def _root(worth: Callable[[Decimal], Decimal]) -> Decimal | None:
    """Return where a function that crosses 0 once does so, by bisection; None outside the range."""
    low, high = LOWEST_RATE, HIGHEST_RATE
    rises = worth(high) > 0
    if (worth(low) > 0) is rises:
        return None
    for _ in range(HALVINGS):
        middle = (low + high) / 2
        if (worth(middle) > 0) is rises:
            high = middle
        else:
            low = middle
    return (low + high) / 2
