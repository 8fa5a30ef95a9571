"""Reads: deadlines of law, beside the initiatives of a plan that answer them."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from compliance.domain.status import agreed_date
from compliance.models import ObligationStatus
from compliance.selectors.duties import Duty, duties_of
from organizations.models import Plant
from roadmap.models import Initiative
from roadmap.selectors.plan import Plan


@dataclass(frozen=True, slots=True)
class MissedDuty:
    """A duty whose day comes before an initiative that its law names is over.

    Attributes:
        duty: the law that names the initiative.
        initiative: of the plan.
        due_on: the agreed day.
    """

    duty: Duty
    initiative: Initiative
    due_on: date

    @property
    def days(self) -> int:
        """By how many days it is missed, from 1."""
        return (self.initiative.ends_on - self.due_on).days

    @property
    def key(self) -> tuple[int, int]:
        """The two rows."""
        return self.duty.row.pk, self.initiative.pk


def dated_duties(plant: Plant, today: date) -> list[tuple[date, Duty]]:
    """Return the duties of a plant that are still to be met by an agreed day, by day; two queries."""
    rows = ObligationStatus.objects.filter(plant=plant, due_on__isnull=False)
    dated = [(agreed_date(duty.standing), duty) for duty in duties_of(plant, rows, today)]
    found = [(day, duty) for day, duty in dated if day is not None]
    return sorted(found, key=lambda pair: (pair[0], pair[1].row.pk))


def missed_duties(plan: Plan, dated: Iterable[tuple[date, Duty]]) -> tuple[MissedDuty, ...]:
    """Return what a plan misses: initiatives that the law names and that end behind its day. No query."""
    ended = (Initiative.Status.STOPPED, Initiative.Status.DONE)
    rows: dict[str, list[Initiative]] = {}
    for row in plan.initiatives:
        if row.catalog_id and row.status not in ended:
            rows.setdefault(row.catalog_id, []).append(row)
    return tuple(
        MissedDuty(duty, row, day)
        for day, duty in dated
        for entry in duty.obligation.initiatives
        for row in rows.get(entry, ())
        if row.ends_on > day
    )
