"""What the goals of a plan return a year, and how long it pays back."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal

from planning.domain.economics import NONE, Convert, cents

TENTH = Decimal("0.1")


@dataclass(frozen=True, slots=True)
class ExpectedReturn:
    """A goal with the return that people expect of it.

    Attributes:
        id: stable name of the goal.
        amount: expected return [currency a year]; None if nobody said.
        currency: ISO 4217 code of the amount.
        is_served: whether an initiative of the plan that is not stopped serves the goal.
    """

    id: str
    amount: Decimal | None
    currency: str
    is_served: bool


@dataclass(frozen=True, slots=True)
class Returns:
    """The yearly returns of a plan [currency of the plan].

    Attributes:
        yearly: sum over the goals that the plan serves, each goal once; None if none of them
            names a return.
        counted: goals in `yearly`.
        unserved: sum of the returns of goals that no initiative serves; they are not in `yearly`.
        unserved_goals: how many those are.
        silent: goals that name no return.
        unconverted: sums by currency for which there is no rate; they are in no other sum.
    """

    yearly: Decimal | None
    counted: int
    unserved: Decimal
    unserved_goals: int
    silent: int
    unconverted: dict[str, Decimal]


def returns(goals: Iterable[ExpectedReturn], currency: str, convert: Convert) -> Returns:
    """Return what the goals bring a year, every goal once however often it is linked.

    Args:
        goals: the goals of the plant; one that comes twice counts once.
        currency: of the sums.
        convert: amount and its currency -> amount in `currency`, None without a rate.

    Source: docs/method.md#returns.
    """
    yearly = unserved = NONE
    counted = unserved_goals = silent = 0
    unconverted: dict[str, Decimal] = {}
    for goal in {goal.id: goal for goal in goals}.values():
        if goal.amount is None:
            silent += 1
            continue
        amount: Decimal | None = goal.amount
        if goal.currency != currency:
            amount = convert(goal.amount, goal.currency)
        if amount is None:
            lost = unconverted.get(goal.currency, NONE)
            unconverted[goal.currency] = lost + goal.amount
        elif goal.is_served:
            counted += 1
            yearly += cents(amount)
        else:
            unserved_goals += 1
            unserved += cents(amount)
    return Returns(
        yearly=yearly if counted else None,
        counted=counted,
        unserved=unserved,
        unserved_goals=unserved_goals,
        silent=silent,
        unconverted=unconverted,
    )


def payback(invested: Decimal, yearly: Decimal | None, running: Decimal) -> Decimal | None:
    """Return after how many years of full use the investment has come back [years, one place].

    Args:
        invested: whole one-off cost [currency].
        yearly: expected return [currency a year]; None if nobody said.
        running: running cost [currency a year].

    Returns:
        invested / (yearly - running), halves up; None if no return is named, or the return does
        not exceed the running cost. Simple payback: even flows, no discounting.

    Source: methods, section 8; docs/method.md#returns.
    """
    if yearly is None or yearly <= running:
        return None
    return (invested / (yearly - running)).quantize(TENTH, rounding=ROUND_HALF_UP)
