"""What is promised of an effect, frozen, and whether it still reads as promised.

See docs/method.md#promises.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from enum import StrEnum
from typing import Any

from core.text import LocalizedText
from indicators.domain.snapshot import exact_text
from indicators.domain.targets import Direction
from planning.domain.plans import DAY, add_months


class PromiseLack(StrEnum):
    """Why an effect cannot be promised."""

    STOPPED = "stopped"
    INDICATOR = "indicator"
    CHANGE = "change"
    NOTHING = "nothing"
    WRONG_WAY = "wrong_way"
    TARGET = "target"


class PromiseTerm(StrEnum):
    """What somebody signed for; another value of it breaks the promise visibly."""

    INDICATOR = "indicator"
    CHANGE = "change"
    AMOUNT = "amount"
    KIND = "kind"
    DUE = "due"


@dataclass(frozen=True, slots=True)
class PromiseBasis:
    """The stored baseline of an indicator on the day of a promise.

    Attributes:
        value: its center [unit of the indicator].
        first, last: first days of its first and last period.
    """

    value: Decimal
    first: date
    last: date


@dataclass(frozen=True, slots=True)
class Pledge:
    """What is promised of one effect.

    Attributes:
        initiative, effect: titles on that day.
        indicator_key: id of the plant's indicator.
        code, indicator, unit: how it is named.
        direction: which way is better.
        target: value that is best, where neither way is [unit].
        basis: the baseline; None without one.
        change: of the indicator, with its sign [unit].
        amount: benefit of a year of the whole effect, as named, before any haircut; None for none.
        currency: of it.
        is_hard: whether it is money that is seen in the books.
        starts_on, ends_on: first and last day of the initiative.
        ramp_months: months after the end until the effect is whole.
    """

    initiative: LocalizedText
    effect: LocalizedText
    indicator_key: int
    code: str
    indicator: LocalizedText
    unit: LocalizedText
    direction: Direction
    target: Decimal | None
    basis: PromiseBasis | None
    change: Decimal
    amount: Decimal | None
    currency: str
    is_hard: bool
    starts_on: date
    ends_on: date
    ramp_months: int

    @property
    def due_on(self) -> date:
        """First day of the first month in which it is whole."""
        return due_day(self.ends_on, self.ramp_months)


def due_day(ends_on: date, ramp_months: int) -> date:
    """Return the first day of the first month in which an effect is whole.

    Args:
        ends_on: last day of the initiative.
        ramp_months: months until the effect is whole, 0 to 60.

    Returns:
        The first whole month after the end, and so many months later.

    Source: docs/method.md#promises.
    """
    after = ends_on + DAY
    return add_months(after, ramp_months + (after.day > 1))


def lacks_of(
    *,
    is_stopped: bool,
    direction: Direction | None,
    change: Decimal | None,
    target: Decimal | None,
) -> PromiseLack | None:
    """Return why an effect cannot be promised, None if it can.

    Args:
        is_stopped: its initiative is stopped.
        direction: of its indicator; None if it names none.
        change: of the indicator, with its sign [unit]; None if nobody said.
        target: of the indicator [unit]; None without one.

    Source: docs/method.md#promises.
    """
    if is_stopped:
        return PromiseLack.STOPPED
    if direction is None:
        return PromiseLack.INDICATOR
    if change is None:
        return PromiseLack.CHANGE
    if not change:
        return PromiseLack.NOTHING
    if direction is Direction.TARGET:
        return PromiseLack.TARGET if target is None else None
    is_right = change > 0 if direction is Direction.UP else change < 0
    return None if is_right else PromiseLack.WRONG_WAY


@dataclass(frozen=True, slots=True)
class TermChange:
    """A term that is another one now; `now` is None where the effect names no indicator any more."""

    term: PromiseTerm
    promised: Pledge
    now: Pledge | None


def breaks(promised: Pledge, now: Pledge) -> tuple[TermChange, ...]:
    """Return the terms in which an effect no longer is what was promised.

    Titles, evidence, baseline and target are no terms: they may become better known.

    Source: docs/method.md#promises.
    """
    pairs = {
        PromiseTerm.INDICATOR: (promised.indicator_key, now.indicator_key),
        PromiseTerm.CHANGE: (promised.change, now.change),
        PromiseTerm.AMOUNT: ((promised.amount, promised.currency), (now.amount, now.currency)),
        PromiseTerm.KIND: (promised.is_hard, now.is_hard),
        PromiseTerm.DUE: (promised.due_on, now.due_on),
    }
    return tuple(TermChange(term, promised, now) for term, (a, b) in pairs.items() if a != b)


def as_data(pledge: Pledge) -> dict[str, Any]:
    """Return a pledge as plain data: what is stored and hashed. Numbers are text, days ISO 8601."""
    basis = pledge.basis
    return {
        "initiative": pledge.initiative.as_dict(),
        "effect": pledge.effect.as_dict(),
        "indicator": {
            "key": pledge.indicator_key,
            "code": pledge.code,
            "title": pledge.indicator.as_dict(),
            "unit": pledge.unit.as_dict(),
            "direction": pledge.direction.value,
            "target": _text(pledge.target),
        },
        "baseline": basis
        and {
            "value": exact_text(basis.value),
            "first": basis.first.isoformat(),
            "last": basis.last.isoformat(),
        },
        "change": exact_text(pledge.change),
        "benefit": {
            "amount": _text(pledge.amount),
            "currency": pledge.currency,
            "kind": "hard" if pledge.is_hard else "soft",
        },
        "starts_on": pledge.starts_on.isoformat(),
        "ends_on": pledge.ends_on.isoformat(),
        "ramp_months": pledge.ramp_months,
        "due_on": pledge.due_on.isoformat(),
    }


def from_data(data: Mapping[str, Any]) -> Pledge:
    """Return the pledge that was stored; the way back of `as_data`."""
    indicator, basis, benefit = data["indicator"], data["baseline"], data["benefit"]
    return Pledge(
        initiative=LocalizedText.from_dict(data["initiative"]),
        effect=LocalizedText.from_dict(data["effect"]),
        indicator_key=indicator["key"],
        code=indicator["code"],
        indicator=LocalizedText.from_dict(indicator["title"]),
        unit=LocalizedText.from_dict(indicator["unit"]),
        direction=Direction(indicator["direction"]),
        target=_number(indicator["target"]),
        basis=basis
        and PromiseBasis(
            Decimal(basis["value"]),
            date.fromisoformat(basis["first"]),
            date.fromisoformat(basis["last"]),
        ),
        change=Decimal(data["change"]),
        amount=_number(benefit["amount"]),
        currency=benefit["currency"],
        is_hard=benefit["kind"] == "hard",
        starts_on=date.fromisoformat(data["starts_on"]),
        ends_on=date.fromisoformat(data["ends_on"]),
        ramp_months=data["ramp_months"],
    )


def read(data: Any) -> Pledge | None:
    """Return the pledge that was stored; None where the row cannot be read as one.

    Source: docs/method.md#promises.
    """
    try:
        pledge = from_data(data)
    except (LookupError, TypeError, ValueError, ArithmeticError, AttributeError):
        return None
    center = pledge.basis.value if pledge.basis else None
    amounts = (pledge.change, pledge.amount, pledge.target, center)
    is_plain = all(one is None or one.is_finite() for one in amounts)
    counts = (pledge.indicator_key, pledge.ramp_months)
    return pledge if is_plain and all(type(one) is int for one in counts) else None


def _text(value: Decimal | None) -> str | None:
    return None if value is None else exact_text(value)


def _number(text: str | None) -> Decimal | None:
    return None if text is None else Decimal(text)
