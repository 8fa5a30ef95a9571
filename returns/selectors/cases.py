"""Reads: what a plan costs, what it brings and when it pays, whole, by goal and by initiative."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from decimal import Decimal
from functools import cached_property

from goals.models import Goal
from planning.domain.flows import by_year, npv
from planning.domain.inflation import Currencies
from planning.domain.spending import expected
from returns.domain.appraisal import CaseRates, CaseValue, Swing, tornado, value
from returns.domain.cases import (
    CaseFrame,
    CaseItem,
    CaseLine,
    CaseMoney,
    frame_of,
    of_item,
    together,
)
from returns.domain.drawings import CashPoint
from returns.domain.lacks import CaseState, Lack, lacks
from returns.domain.ranges import CaseRanges, ranges
from returns.models import CaseSettings
from returns.selectors.rows import CaseRow, case_rows, serving, settings_of
from roadmap.selectors.money import converter
from roadmap.selectors.plan import Plan

HUNDRED, NONE = Decimal(100), Decimal(0)
PLAN_YEARS = 3  # without settings the case ends with the plan


class BusinessCase:
    """The business case of a plan, or of some of its initiatives."""

    def __init__(
        self,
        plan: Plan,
        settings: CaseSettings | None,
        rows: Sequence[CaseRow],
        served: Mapping[Goal, frozenset[int]],
        only: Collection[int] | None = None,
    ) -> None:
        self.plan = plan
        self.settings = settings
        self.all_rows = rows
        self.served = served
        self.rows = [row for row in rows if only is None or row.initiative.pk in only]

    def of(self, only: Collection[int]) -> BusinessCase:
        """Return the case of some initiatives, over the same quarters."""
        return BusinessCase(self.plan, self.settings, self.all_rows, self.served, only)

    @property
    def currency(self) -> str:
        """Currency of every sum but those of the group."""
        return self.plan.currency

    @property
    def entries(self) -> list[CaseItem]:
        """The initiatives that can be summed up."""
        return [row.entry for row in self.rows if row.entry]

    @cached_property
    def frame(self) -> CaseFrame:
        """The quarters; those of the plan alone until a horizon is set."""
        inflation = self.settings.local_inflation if self.settings else None
        return frame_of(
            self.plan.roadmap.starts_on,
            [row.initiative.starts_on for row in self.all_rows],
            self.settings.horizon_years if self.settings else PLAN_YEARS,
            (inflation or NONE) / HUNDRED,
        )

    @cached_property
    def _parts(self) -> Mapping[int, CaseMoney]:
        known = {row.initiative.pk: row.entry for row in self.rows if row.entry}
        return {key: of_item(entry, self.frame) for key, entry in known.items()}

    @cached_property
    def money(self) -> CaseMoney:
        """What comes and goes by quarter."""
        return together(list(self._parts.values()), self.frame)

    @cached_property
    def rates(self) -> CaseRates | None:
        """By what it is appraised; None until somebody said."""
        said = self.settings
        if said is None:
            return None
        return CaseRates(
            said.discount_rate / HUNDRED,
            _share(said.finance_rate),
            _share(said.reinvest_rate),
            self._group(said),
        )

    def _group(self, said: CaseSettings) -> Currencies | None:
        money = self.plan.group
        if money is None or money.rate.dated_on is None:
            return None
        home, local = _share(said.home_inflation), _share(said.local_inflation)
        if home is None or local is None:
            return None
        return Currencies(money.rate.rate, home, local)

    @property
    def has_gain(self) -> bool:
        """Whether an initiative brings money that counts."""
        return any(row.has_gain for row in self.rows)

    @cached_property
    def value(self) -> CaseValue | None:
        """What it is worth; None without settings or a hard benefit."""
        if self.rates is None or not self.has_gain:
            return None
        return value(self.money, self.rates)

    @cached_property
    def swings(self) -> tuple[Swing, ...]:
        """On what its value hangs, the strongest first."""
        if self.rates is None or not self.has_gain:
            return ()
        return tornado(self.entries, self.frame, self.rates)

    @cached_property
    def ranges(self) -> CaseRanges | None:
        """P50 and P80 of cost and end; None where no ends are given."""
        found = ranges(self.entries, self.plan.links, self.settings.seed if self.settings else 1)
        return found if found.cost or found.end else None

    @cached_property
    def total(self) -> CaseLine:
        """All of it in one line."""
        return self._line(self.rows, self.value.figures.npv if self.value else None)

    def lines(self) -> list[tuple[CaseRow, CaseLine]]:
        """Return each initiative with its line, in the order of the plan."""
        return [(row, self._line([row], self._npv([row]))) for row in self.rows if row.entry]

    def goal_lines(self) -> list[tuple[Goal, Decimal, CaseLine]]:
        """Return each goal that is served with the benefit named for it, and its line.

        The line holds the initiatives that serve it, each whole: goals do not add up.
        """
        found = []
        for goal, keys in self.served.items():
            rows = [row for row in self.rows if row.initiative.pk in keys and row.entry]
            if rows:
                named = _sum(
                    gain.yearly.likely
                    for row in rows
                    if row.entry and row.has_gain
                    for gain in row.entry.gains
                    if gain.goal == goal.pk
                )
                found.append((goal, named, self._line(rows, self._npv(rows))))
        return found

    def _npv(self, rows: Sequence[CaseRow]) -> Decimal | None:
        if self.rates is None or not any(row.has_gain for row in rows):
            return None
        found = together([self._parts[row.initiative.pk] for row in rows], self.frame)
        return npv(by_year(found.flows(lambda quarter: quarter.net)), self.rates.discount)

    def _line(self, rows: Sequence[CaseRow], worth: Decimal | None) -> CaseLine:
        entries = [row.entry for row in rows if row.entry]
        used = [entry.item for entry in entries if not entry.item.is_stopped]
        return CaseLine(
            estimated=_sum(entry.item.planned_cost for entry in entries),
            committed=_known(entry.item.committed for entry in entries),
            spent=_known(entry.item.spent for entry in entries),
            forecast=_sum(expected(entry.item) for entry in entries),
            running=_known(item.yearly for item in used),
            gain=_sum(entry.yearly_gain for entry in entries),
            soft=_sum(entry.soft for entry in entries),
            npv=worth,
            count=len(entries),
            committing=sum(entry.item.committed is not None for entry in entries),
            bearing=len(used),
            unstated=sum(item.lacks_running for item in used),
            uncovered=_sum(item.planned_cost for item in used if item.lacks_running),
        )

    @cached_property
    def lacks(self) -> tuple[Lack, ...]:
        """What nobody has said yet."""
        open_ = [row for row in self.rows if row.entry and row.entry.is_open]
        said = self.settings
        return lacks(
            CaseState(
                has_settings=said is not None,
                gaining=sum(row.has_gain for row in self.rows),
                silent=sum(not row.effects for row in open_),
                open=len(open_),
                unpriced=self.total.unstated,
                bearing=self.total.bearing,
                uncovered=self.total.uncovered_share,
                lost=sum(row.entry is None for row in self.rows),
                misfit=sum(row.misfits for row in self.rows),
                is_foreign=self.currency != self.plan.rates.reporting_currency,
                has_inflation=bool(
                    said and said.home_inflation is not None and said.local_inflation is not None
                ),
                has_rate=self.plan.group is not None,
            )
        )


def _share(percent: Decimal | None) -> Decimal | None:
    return None if percent is None else percent / HUNDRED


def _sum(amounts: Iterable[Decimal]) -> Decimal:
    return sum(amounts, NONE)


def _known(amounts: Iterable[Decimal | None]) -> Decimal | None:
    known = [amount for amount in amounts if amount is not None]
    return _sum(known) if known else None


def business_case(plan: Plan) -> BusinessCase:
    """Return the business case of a plan, in five queries beside the plan's own."""
    convert = converter(plan.rates, plan.currency, plan.today)
    return BusinessCase(
        plan, settings_of(plan.roadmap.plant), case_rows(plan, convert), serving(plan)
    )


def points(case: BusinessCase) -> tuple[CashPoint, ...]:
    """Return the quarters of a case as they are drawn."""
    rate = case.rates.discount if case.rates and case.value else None
    first = case.frame.first_year
    return tuple(
        CashPoint(
            quarter.period.start,
            quarter.net,
            None
            if rate is None
            else quarter.net / (1 + rate) ** (quarter.period.start.year - first),
        )
        for quarter in case.money.quarters
    )


def swing_currency(case: BusinessCase) -> str:
    """Return the currency of the swings: the group's where its value is known."""
    if case.rates and case.rates.group and case.plan.group:
        return case.plan.group.currency
    return case.currency
