"""Reads of the rows of a business case: settings, ends, effects, and which goals they serve."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from decimal import Decimal

from goals.models import Goal
from organizations.models import Plant
from planning.domain.economics import Convert, cents
from planning.domain.estimates import ThreePoint
from planning.domain.plans import PlannedInitiative
from returns.domain.cases import CaseItem, Gain, counted
from returns.domain.evidence import COUNTED, EvidenceLevel
from returns.models import CaseSettings, Effect, InitiativeCase, planned_days
from roadmap.models import Initiative
from roadmap.selectors.plan import Plan

ONE, NONE = Decimal(1), Decimal(0)


@dataclass(frozen=True, slots=True)
class CaseRow:
    """An initiative of a plan with what is said about its case.

    Attributes:
        initiative: as planned.
        case: committed amount and ends; None if nobody said any.
        effects: what it changes.
        entry: what the rules see; None where its currency has no rate.
        misfits: its own cost or duration lies outside of the ends that were given.
    """

    initiative: Initiative
    case: InitiativeCase | None
    effects: tuple[Effect, ...]
    entry: CaseItem | None
    misfits: bool

    @property
    def has_gain(self) -> bool:
        """Whether it brings money that counts."""
        return bool(self.entry and self.entry.gains and not self.entry.item.is_stopped)


def settings_of(plant: Plant) -> CaseSettings | None:
    """Return by what a plant appraises its plan, None if nobody said; one query."""
    return CaseSettings.objects.filter(plant=plant).first()


def case_of(initiative: Initiative) -> InitiativeCase | None:
    """Return what is said about the case of an initiative, None if nobody said anything."""
    return InitiativeCase.objects.filter(initiative=initiative).select_related("initiative").first()


def case_rows(plan: Plan, convert: Convert) -> list[CaseRow]:
    """Return the initiatives of a plan with their cases and effects; two queries."""
    cases = {
        row.initiative_id: row
        for row in InitiativeCase.objects.filter(initiative__roadmap=plan.roadmap)
    }
    effects: dict[int, list[Effect]] = {}
    stored = Effect.objects.filter(initiative__roadmap=plan.roadmap)
    for effect in stored.select_related("plant_indicator__indicator", "goal"):
        effects.setdefault(effect.initiative_id, []).append(effect)
    return [
        _row(plan, row, cases.get(row.pk), tuple(effects.get(row.pk, ())), convert)
        for row in plan.initiatives
    ]


def _row(
    plan: Plan,
    row: Initiative,
    case: InitiativeCase | None,
    effects: tuple[Effect, ...],
    convert: Convert,
) -> CaseRow:
    rate = ONE if row.currency == plan.currency else convert(ONE, row.currency)
    cost = _ends(case.one_off_low, row.one_off_amount, case.one_off_high) if case else None
    days = _ends(case.days_low, planned_days(row), case.days_high) if case else None
    misfits = any(ends is not None and not _is_ordered(ends) for ends in (cost, days))
    entry = None
    if rate is not None:
        entry = CaseItem(
            item=_item(plan.items[str(row.pk)], case, rate, plan.currency),
            one_off=_scaled(cost, rate) if cost and _is_ordered(cost) else None,
            days=days if days and _is_ordered(days) else None,
            gains=tuple(_gain(effect, rate) for effect in effects if _is_hard(effect)),
            soft=cents(
                sum((e.benefit_amount or NONE for e in effects if _is_soft(e)), NONE) * rate
            ),
        )
    return CaseRow(row, case, effects, entry, misfits)


def _item(
    item: PlannedInitiative, case: InitiativeCase | None, rate: Decimal, currency: str
) -> PlannedInitiative:
    """Return an initiative in the currency of the plan, with what is committed for it."""
    committed = case.committed_amount if case else None
    if item.currency == currency:
        return replace(item, committed=committed)
    return replace(
        item,
        one_off=cents(item.one_off * rate),
        yearly=_at(item.yearly, rate),
        spent=_at(item.spent, rate),
        committed=_at(committed, rate),
        currency=currency,
    )


def _at(amount: Decimal | None, rate: Decimal) -> Decimal | None:
    return None if amount is None else cents(amount * rate)


def _ends(
    low: Decimal | int | None, likely: Decimal | int, high: Decimal | int | None
) -> ThreePoint | None:
    if low is None or high is None:
        return None
    return ThreePoint(Decimal(low), Decimal(likely), Decimal(high))


def _is_ordered(ends: ThreePoint) -> bool:
    return ends.low <= ends.likely <= ends.high


def _scaled(ends: ThreePoint, rate: Decimal) -> ThreePoint:
    return ThreePoint(cents(ends.low * rate), cents(ends.likely * rate), cents(ends.high * rate))


def _is_hard(effect: Effect) -> bool:
    return effect.kind == Effect.Kind.HARD and effect.benefit_amount is not None


def _is_soft(effect: Effect) -> bool:
    return effect.kind == Effect.Kind.SOFT


def _gain(effect: Effect, rate: Decimal) -> Gain:
    likely = effect.benefit_amount or NONE
    low = likely if effect.benefit_low is None else effect.benefit_low
    high = likely if effect.benefit_high is None else effect.benefit_high
    haircut = COUNTED[EvidenceLevel(effect.evidence)]
    yearly = counted(ThreePoint(low * rate, likely * rate, high * rate), haircut)
    return Gain(yearly, effect.ramp_months, effect.goal_id)


def serving(plan: Plan) -> Mapping[Goal, frozenset[int]]:
    """Return the goals of a plant with the ids of the initiatives that serve each; two queries."""
    goals = {row.pk: row for row in Goal.objects.filter(plant=plan.roadmap.plant)}
    pairs: Iterable[tuple[int, int]] = Initiative.goals.through.objects.filter(
        initiative__roadmap=plan.roadmap
    ).values_list("goal_id", "initiative_id")
    found: dict[int, set[int]] = {}
    for goal, initiative in pairs:
        found.setdefault(goal, set()).add(initiative)
    return {row: frozenset(found.get(row.pk, ())) for row in goals.values()}
