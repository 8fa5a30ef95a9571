"""What the plan costs, what it brings and when it pays."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from core.money import Form, MoneyScale, money_scale
from core.text import LocalizedText
from returns.domain.appraisal import Swing
from returns.domain.cases import CaseLine, YearMoney
from returns.domain.drawings import CashPoint
from returns.domain.lacks import Lack


@dataclass(frozen=True, slots=True)
class CaseWorth:
    """What the plan is worth; as `returns.domain.appraisal.CaseValue` says [currency of the plan].

    Attributes:
        gain: hard benefit of a year, as it counts.
        home: NPV in the group's currency; None where it is not known.
        group_rate: discount rate of that currency [share a year].
    """

    gain: Decimal
    npv: Decimal
    low: Decimal
    high: Decimal
    irr: Decimal | None
    mirr: Decimal | None
    payback: Decimal | None
    pays_in: int | None
    discounted_payback: Decimal | None
    pays_in_discounted: int | None
    index: Decimal | None
    home: Decimal | None
    group_rate: Decimal | None


@dataclass(frozen=True, slots=True)
class InitiativeLine:
    """An initiative with its figures."""

    title: LocalizedText
    line: CaseLine


@dataclass(frozen=True, slots=True)
class DrawnPart:
    """A value that a share of 1,000 draws does not exceed, and between what it lies."""

    share: Decimal
    value: Decimal
    low: Decimal
    high: Decimal


@dataclass(frozen=True, slots=True)
class DrawnDay:
    """The same of a last day."""

    share: Decimal
    value: date
    low: date
    high: date


@dataclass(frozen=True, slots=True)
class Draws:
    """P50 and P80 of cost and end, and on how many initiatives they rest."""

    cost: tuple[DrawnPart, ...]
    end: tuple[DrawnDay, ...]
    costed: int
    dated: int
    open: int
    seed: int


@dataclass(frozen=True, slots=True)
class PlanCase:
    """The business case of a plan.

    Attributes:
        rate: discount rate [% a year]; None until somebody said.
        horizon: years reckoned with; None beside it.
        swing_currency: of the swings.
    """

    currency: str
    group_currency: str
    rate: Decimal | None
    horizon: int | None
    total: CaseLine
    beyond: Decimal
    worth: CaseWorth | None
    years: tuple[YearMoney, ...]
    points: tuple[CashPoint, ...]
    initiatives: tuple[InitiativeLine, ...]
    swings: tuple[Swing, ...]
    swing_currency: str
    draws: Draws | None
    lacks: tuple[Lack, ...]

    def scale(self, form: Form) -> MoneyScale:
        """Return the one unit of the tables of the chapter."""
        years = [part for row in self.years for part in (row.one_off, row.running, row.gain)]
        sums = [part for row in self.years for part in (row.net, row.total)]
        lines = [row.line for row in self.initiatives]
        parts = [part for line in lines for part in (line.estimated, line.forecast, line.npv)]
        unit = money_scale((self.total.estimated, *sums), self.currency, form)
        return unit.refined((*years, *sums, *parts))


@dataclass(frozen=True, slots=True)
class CaseChapter:
    """The chapter; without a plan it says so."""

    case: PlanCase | None
