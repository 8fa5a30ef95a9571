"""What the plan costs, what it brings and when it pays."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from core.money import Form, MoneyScale, money_scale
from core.text import LocalizedText
from returns.domain.appraisal import Swing
from returns.domain.cases import NONE, CaseLine, YearMoney
from returns.domain.drawings import CashPoint
from returns.domain.lacks import Lack
from returns.domain.ledger import PromiseState, PromiseTotals


@dataclass(frozen=True, slots=True)
class CaseWorth:
    """What the plan is worth; as `returns.domain.appraisal.CaseValue` says [currency of the plan].

    Attributes:
        gain: hard benefit of a year, as it counts.
        home: NPV in the group's currency; None where it is not known.
        group_rate: discount rate of that currency [share a year].
        index: NPV by the first year's outlay; kept, and not printed: it says little where later
            years cost as well.
        ratio: present value of the benefits over that of the costs.
        is_several: the flows change sign several times, so that there is no one rate of return.
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
    ratio: Decimal | None = None
    is_several: bool = False

    @property
    def is_loss(self) -> bool:
        """Whether the plan never pays, or is worth less than nothing."""
        return self.npv < 0 or self.pays_in is None


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
class PromiseLine:
    """A standing promise and what came of it; as `returns.domain.ledger.Delivery` says.

    Attributes:
        due_on: first month in which it is whole.
        yearly, measured: benefit promised a year, and what was measured of it [currency of the
            plan]; None for none.
        ratio: share of the promised change that was measured.
        counts: whether what was measured counts as delivered.
        ends: lowest and highest share by the interval of the change.
    """

    effect: LocalizedText
    code: str
    due_on: date
    state: PromiseState
    is_late: bool
    yearly: Decimal | None
    ratio: Decimal | None
    measured: Decimal | None
    counts: bool
    ends: tuple[Decimal, Decimal] | None = None


@dataclass(frozen=True, slots=True)
class Promised:
    """The standing promises of a plant, and their sums."""

    totals: PromiseTotals
    lines: tuple[PromiseLine, ...]


@dataclass(frozen=True, slots=True)
class PlanCase:
    """The business case of a plan.

    Attributes:
        rate: discount rate [% a year]; None until somebody said.
        horizon: years reckoned with; None beside it.
        inflation: of the plant's currency [% a year]; None where nobody said.
        reinvest: rate at which what comes in earns, for the modified rate of return [% a year].
        swing_currency: of the swings.
        promised: what was signed for; None while nothing is.
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
    promised: Promised | None = None
    inflation: Decimal | None = None
    reinvest: Decimal | None = None

    @property
    def bare(self) -> int:
        """How many initiatives have no value of their own: they name no hard benefit."""
        return sum(row.line.npv is None for row in self.initiatives)

    @property
    def bare_npv(self) -> Decimal | None:
        """NPV of their cost, which is in the total; None where nothing is appraised."""
        if self.total.npv is None:
            return None
        return self.total.npv - sum((row.line.npv or NONE for row in self.initiatives), NONE)

    def scale(self, form: Form) -> MoneyScale:
        """Return the one unit of the tables of the chapter."""
        years = [part for row in self.years for part in (row.one_off, row.running, row.gain)]
        sums = [part for row in self.years for part in (row.net, row.total)]
        lines = [row.line for row in self.initiatives]
        parts = [part for line in lines for part in (line.estimated, line.forecast, line.npv)]
        parts.append(self.bare_npv)
        unit = money_scale((self.total.estimated, *sums), self.currency, form)
        return unit.refined((*years, *sums, *parts))


@dataclass(frozen=True, slots=True)
class CaseChapter:
    """The chapter; without a plan it says so."""

    case: PlanCase | None
