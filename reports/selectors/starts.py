"""What presses before a start of production, and what it costs."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from datetime import date
from decimal import Decimal

from core.text import LocalizedText
from launch.domain.bars import NeedState, is_late
from launch.domain.binds import binds
from launch.domain.outlook import NeedRow, rows
from launch.selectors.plants import PlantLaunch
from planning.domain.calendars import ONE_DAY
from planning.domain.economics import budget
from planning.domain.plans import add_months, quarter_start
from reports.domain.binds import StartBind
from reports.domain.starts import StartState, StartWork
from reports.selectors.words import money_words
from roadmap.models import Initiative
from roadmap.selectors.money import converter
from roadmap.selectors.plan import Plan


def start_state(one: PlantLaunch, plan: Plan | None, today: date) -> StartState | None:
    """Return what presses before the start of production of a plant; None while none lies ahead."""
    if one.ahead_on is None:
        return None
    listed = rows(one.outlook) if one.outlook else ()
    known = {row.entry.need.id: row for row in listed}
    bound, until = bound_needs(one), _following_end(today)
    free = [row for row in listed if row.entry.need.id not in bound]
    late = [row for row in free if is_late(one.works[row.entry.need.id], row)]
    pressing = [
        row
        for row in free
        if one.works[row.entry.need.id].state is NeedState.PLANNED
        and row not in late
        and row.safe.late.start <= until
    ]
    return StartState(
        on=one.ahead_on,
        unplanned=_unplanned(one, known, bound),
        rest=_rest(one, known, bound),
        late=_works(late),
        pressing=_works(pressing),
        until=until,
        money=_money(plan, {row.entry.need.id for row in pressing}, until.year) if plan else None,
        bound_money=_money(plan, set(bound), until.year) if plan else None,
        binds=tuple(dict.fromkeys(bound.values())),
        needs=len(one.case.needs),
        bare=one.bare,
        unpriced=_unpriced(one, plan) if plan else 0,
    )


def _unpriced(one: PlantLaunch, plan: Plan) -> int:
    """Return how many needs are planned or under way, and no bar of theirs states a cost."""
    costs: dict[str, Decimal] = {}
    for row in plan.initiatives:
        if row.need and row.status != Initiative.Status.STOPPED:
            costs[row.need] = costs.get(row.need, Decimal(0)) + row.one_off_amount
    planned = (NeedState.PLANNED, NeedState.UNDER_WAY)
    return sum(
        not cost and need in one.works and one.works[need].state in planned
        for need, cost in costs.items()
    )


def bound_needs(one: PlantLaunch) -> dict[str, StartBind]:
    """Return the needs that can no longer be kept with what is chosen for them, by id.

    What misses its milestone and cannot wait comes first.
    """
    titles = {entry.need.id: entry.need.title for entry in one.case.needs}
    found = {}
    for bind in binds(one.outlook) if one.outlook else ():
        told = tuple(titles[name] for name in bind.needs)
        said = StartBind(
            told,
            bind.latest,
            bind.pair,
            one.titles[bind.due],
            bind.days,
            bind.spans_closure,
            bind.keeps_day,
            one.titles.get(bind.until),
        )
        found.update(dict.fromkeys(bind.needs, said))
    return found


def _following_end(today: date) -> date:
    """Return the last day of the quarter after the running one: the board sits again before."""
    return add_months(quarter_start(today), 6) - ONE_DAY


def _works(listed: Iterable[NeedRow]) -> tuple[StartWork, ...]:
    return tuple(StartWork(row.entry.need.title, row.safe.late.start) for row in listed)


def _unplanned(
    one: PlantLaunch, known: Mapping[str, NeedRow], bound: Collection[str]
) -> tuple[StartWork, ...]:
    return tuple(
        StartWork(lack.need.title, row.safe.late.start if row else None)
        for lack in one.lacks
        if one.works[lack.need.id].state is NeedState.NOT_PLANNED and lack.need.id not in bound
        for row in (known.get(lack.need.id),)
    )


def _rest(
    one: PlantLaunch, known: Mapping[str, NeedRow], bound: Collection[str]
) -> tuple[StartWork, ...]:
    """Return what is not planned beside what is missing at the start, the first to begin before."""
    named = {lack.need.id for lack in one.lacks} | set(bound)
    bare = [
        entry.need
        for entry in one.case.needs
        if one.works[entry.need.id].state is NeedState.NOT_PLANNED and entry.need.id not in named
    ]
    works = [
        StartWork(need.title, row.safe.late.start if row else None)
        for need in bare
        for row in (known.get(need.id),)
    ]
    return tuple(sorted(works, key=lambda work: work.latest or date.max))


def _money(plan: Plan, needs: set[str], until: int) -> LocalizedText | None:
    """Return what bars of needs that have not begun cost until the end of a year, in words."""
    planned = Initiative.Status.PLANNED
    items = [
        plan.items[str(row.pk)]
        for row in plan.initiatives
        if row.need in needs and row.status == planned
    ]
    convert = converter(plan.rates, plan.currency, plan.today)
    money = budget(items, plan.roadmap.starts_on, plan.currency, convert)
    cost = sum((cost for year, cost in money.years.items() if year <= until), Decimal(0))
    return money_words(cost, plan.currency) if cost and not money.unconverted else None
