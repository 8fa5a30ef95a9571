"""What the plan costs, what it brings and when it pays."""

from __future__ import annotations

from decimal import Decimal

from core.text import LocalizedText
from planning.domain.estimates import Percentile
from planning.domain.simulations import as_day
from reports.sections.business_case.content import (
    CaseChapter,
    CaseWorth,
    DrawnDay,
    DrawnPart,
    Draws,
    InitiativeLine,
    PlanCase,
    Promised,
    PromiseLine,
)
from reports.selectors.record import PlantRecord
from returns.domain.cases import by_years
from returns.domain.ranges import CaseRanges
from returns.selectors.cases import BusinessCase, points, swing_currency
from returns.selectors.promises import Ledger

CENT = Decimal("0.01")


def collect(record: PlantRecord) -> CaseChapter:
    """Return the chapter."""
    return CaseChapter(_plan_case(record.case, record.ledger) if record.case else None)


def worth_of(case: BusinessCase) -> CaseWorth | None:
    """Return what a plan is worth; None without settings or a hard benefit."""
    value = case.value
    if value is None:
        return None
    figures = value.figures
    return CaseWorth(
        gain=case.total.gain,
        npv=figures.npv,
        low=value.low,
        high=value.high,
        irr=figures.irr,
        mirr=figures.mirr,
        payback=figures.payback,
        pays_in=value.pays_in,
        discounted_payback=figures.discounted_payback,
        pays_in_discounted=value.pays_in_discounted,
        index=figures.profitability_index,
        home=value.home.converted if value.home else None,
        group_rate=value.group_rate,
        ratio=value.ratio,
        is_several=bool(figures.profile),
    )


def _plan_case(case: BusinessCase, promises: Ledger) -> PlanCase:
    settings = case.settings
    return PlanCase(
        currency=case.currency,
        group_currency=case.plan.rates.reporting_currency,
        rate=settings.discount_rate if settings else None,
        horizon=settings.horizon_years if settings else None,
        total=case.total,
        beyond=case.money.beyond,
        worth=worth_of(case),
        years=by_years(case.money),
        points=points(case),
        initiatives=tuple(
            InitiativeLine(LocalizedText.from_dict(row.initiative.title), line)
            for row, line in case.lines()
        ),
        swings=case.swings,
        swing_currency=swing_currency(case),
        draws=_draws(case.ranges) if case.ranges else None,
        lacks=case.lacks,
        promised=_promised(promises) if promises.standing else None,
        inflation=settings.local_inflation if settings else None,
        reinvest=settings.reinvested if settings else None,
    )


def _promised(found: Ledger) -> Promised:
    lines = [(row, row.account) for row in found.standing]
    return Promised(
        found.totals,
        tuple(
            PromiseLine(
                effect=row.pledge.effect,
                code=row.pledge.code,
                due_on=row.pledge.due_on,
                state=account.delivery.state,
                is_late=account.delivery.is_late,
                yearly=row.yearly,
                ratio=account.delivery.ratio,
                measured=account.measured,
                counts=account.delivery.is_shown,
                ends=account.delivery.ends,
            )
            for row, account in lines
            if account
        ),
    )


def _draws(found: CaseRanges) -> Draws:
    return Draws(
        cost=tuple(_part(part) for part in found.cost),
        end=tuple(_day(part) for part in found.end),
        costed=found.costed,
        dated=found.dated,
        open=found.open,
        seed=found.seed,
    )


def _part(part: Percentile) -> DrawnPart:
    value, low, high = (Decimal(end).quantize(CENT) for end in (part.value, part.low, part.high))
    return DrawnPart(_share(part), value, low, high)


def _day(part: Percentile) -> DrawnDay:
    value, low, high = (as_day(end - 1) for end in (part.value, part.low, part.high))
    return DrawnDay(_share(part), value, low, high)


def _share(part: Percentile) -> Decimal:
    return Decimal(str(part.share))
