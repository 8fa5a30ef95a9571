"""What of a plan no exchange rate changes, kept so that many plans are read at once."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

from planning.domain.economics import NONE, Convert, PlanTotals, budget, overruns
from planning.domain.plans import PlanLink, PlannedInitiative, horizon
from planning.domain.progress import Progress, progress
from planning.domain.spending import planned_until, spent_so_far
from roadmap.domain.conflicts import DatedMilestone, date_conflicts, fine_until
from roadmap.domain.schedule import violations

# Days of which the course is kept: the day before, for plants west of the server, and a week ahead,
# so that a worker that rests some days makes no page slow.
COURSE = 9


@dataclass(frozen=True, slots=True)
class PlanParts:
    """A plan as the rules see it.

    Attributes:
        first: any day of its first quarter.
        currency: ISO 4217 code of its sums.
        items: the initiatives.
        links: their dependencies.
        milestones: their milestones.
        limits: year -> limit [currency].
        missed: how many bars contradict the milestones of the plant; see `backward`.
    """

    first: date
    currency: str
    items: Sequence[PlannedInitiative] = ()
    links: Sequence[PlanLink] = ()
    milestones: Sequence[DatedMilestone] = ()
    limits: Mapping[int, Decimal] | None = None
    missed: int = 0


@dataclass(frozen=True, slots=True)
class PlanSums:
    """The sums and dates of a plan. Money is in its own currency.

    Attributes:
        initiatives: how many there are.
        totals: the money before, inside and beyond the twelve quarters.
        years: the money by calendar year.
        limits: year -> limit.
        spent: what people recorded; None if nobody did.
        broken: rules broken whatever day it is: links, dates outside the plan, stray milestones,
            milestones of the plant that bars miss.
        fine_until: last days on which the initiatives that are not done are neither behind nor late,
            as ordinals, the earliest first.
        from_day: first day of the course.
        planned: what the plan expects to have cost by each day of the course.
        progress: planned progress on each day of the course [0-1]; empty without initiatives.
        actual: progress as people say [0-1]; None without initiatives.
        foreign: initiatives in another currency; of all the money only their own holds them,
            because it is converted when it is read.
    """

    initiatives: int
    totals: PlanTotals
    years: Mapping[int, Decimal]
    limits: Mapping[int, Decimal]
    spent: Decimal | None
    broken: int
    fine_until: tuple[int, ...]
    from_day: date
    planned: tuple[Decimal, ...]
    progress: tuple[Decimal, ...]
    actual: Decimal | None
    foreign: tuple[PlannedInitiative, ...]

    def knows(self, day: date) -> bool:
        """Return whether the course holds a day."""
        return 0 <= (day - self.from_day).days < len(self.planned)


@dataclass(frozen=True, slots=True)
class PlanFigures:
    """What sums say on a day, at the rates of that day; money in the currency of the plan."""

    totals: PlanTotals
    planned_to_date: Decimal
    spent: Decimal | None
    progress: Progress | None
    conflicts: int


def sum_up(plan: PlanParts, from_day: date) -> PlanSums:
    """Return the sums of a plan.

    Args:
        plan: the whole plan.
        from_day: first day of the course.

    Source: docs/method.md#cost-over-time, docs/method.md#date-conflicts.
    """
    own = [item for item in plan.items if item.currency == plan.currency]
    money = budget(own, plan.first, plan.currency, _never)
    days = [from_day + timedelta(number) for number in range(COURSE)]
    course = [one for one in (progress(plan.items, day) for day in days) if one]
    # On the first day of the calendar nothing is late or behind.
    dates = date_conflicts(plan.items, plan.milestones, horizon(plan.first), date.min)
    return PlanSums(
        initiatives=len(plan.items),
        totals=money.totals,
        years=money.years,
        limits=plan.limits or {},
        spent=spent_so_far(own, plan.currency, _never),
        broken=len(violations(plan.items, plan.links)) + len(dates) + plan.missed,
        fine_until=tuple(
            sorted(
                fine_until(item).toordinal()
                for item in plan.items
                if not (item.is_done or item.is_stopped)
            )
        ),
        from_day=from_day,
        planned=tuple(planned_until(own, day, plan.currency, _never) for day in days),
        progress=tuple(one.planned for one in course),
        actual=course[0].actual if course else None,
        foreign=tuple(item for item in plan.items if item.currency != plan.currency),
    )


def _never(amount: Decimal, currency: str) -> Decimal | None:
    """Convert nothing: only initiatives in the plan's own currency are summed up."""
    message = f"{amount} {currency} is not the plan's own money"
    raise AssertionError(message)


def figures(
    sums: PlanSums, first: date, currency: str, today: date, convert: Convert
) -> PlanFigures:
    """Return what sums say on a day that their course holds.

    Args:
        sums: of a plan.
        first: any day of the plan's first quarter.
        currency: of the plan.
        today: the day.
        convert: amount and its currency -> amount in `currency`, None without a rate.
    """
    at = (today - sums.from_day).days
    totals, years, planned, spent = sums.totals, sums.years, sums.planned[at], sums.spent
    unconverted = 0
    if sums.foreign:
        more = budget(sums.foreign, first, currency, convert)
        totals += more.totals
        years = {year: amount + more.years[year] for year, amount in years.items()}
        planned += planned_until(sums.foreign, today, currency, convert)
        others = spent_so_far(sums.foreign, currency, convert)
        spent = others if spent is None else spent + (others or NONE)
        unconverted = len(more.unconverted)
    late = bisect_left(sums.fine_until, today.toordinal())
    return PlanFigures(
        totals=totals,
        planned_to_date=planned,
        spent=spent,
        progress=None if sums.actual is None else Progress(sums.progress[at], sums.actual),
        conflicts=sums.broken + late + len(overruns(years, sums.limits)) + unconverted,
    )


# --- as JSON ------------------------------------------------------------------------------------
def to_json(sums: PlanSums) -> dict[str, Any]:
    """Return sums as JSON that `from_json` reads: amounts and days as text."""
    return {
        "initiatives": sums.initiatives,
        "totals": _texts(asdict(sums.totals)),
        "years": _texts(sums.years),
        "limits": _texts(sums.limits),
        "spent": None if sums.spent is None else str(sums.spent),
        "broken": sums.broken,
        "fine_until": list(sums.fine_until),
        "from_day": sums.from_day.isoformat(),
        "planned": [str(amount) for amount in sums.planned],
        "progress": [str(share) for share in sums.progress],
        "actual": None if sums.actual is None else str(sums.actual),
        "foreign": [_item_to_json(item) for item in sums.foreign],
    }


def from_json(data: Mapping[str, Any]) -> PlanSums:
    """Return the sums that `to_json` wrote."""
    return PlanSums(
        initiatives=data["initiatives"],
        totals=PlanTotals(**_numbers(data["totals"])),
        years={int(year): amount for year, amount in _numbers(data["years"]).items()},
        limits={int(year): amount for year, amount in _numbers(data["limits"]).items()},
        spent=_number(data["spent"]),
        broken=data["broken"],
        fine_until=tuple(data["fine_until"]),
        from_day=date.fromisoformat(data["from_day"]),
        planned=tuple(map(Decimal, data["planned"])),
        progress=tuple(map(Decimal, data["progress"])),
        actual=_number(data["actual"]),
        foreign=tuple(map(_item_from_json, data["foreign"])),
    )


def _texts(amounts: Mapping[Any, Decimal]) -> dict[str, str]:
    return {str(key): str(amount) for key, amount in amounts.items()}


def _numbers(texts: Mapping[str, str]) -> dict[str, Decimal]:
    return {key: Decimal(text) for key, text in texts.items()}


def _number(text: str | None) -> Decimal | None:
    return None if text is None else Decimal(text)


MONEY = ("one_off", "yearly", "progress", "spent")
DAYS = ("starts_on", "ends_on")


def _item_to_json(item: PlannedInitiative) -> dict[str, Any]:
    values = asdict(item)
    amounts = {name: None if values[name] is None else str(values[name]) for name in MONEY}
    return {**values, **amounts, **{name: values[name].isoformat() for name in DAYS}}


def _item_from_json(data: Mapping[str, Any]) -> PlannedInitiative:
    amounts = {name: _number(data[name]) for name in MONEY}
    return PlannedInitiative(
        **{**data, **amounts, **{name: date.fromisoformat(data[name]) for name in DAYS}}
    )
