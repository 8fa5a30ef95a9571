"""Writes of the plan as a whole: begin it, limit the budget."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from decimal import Decimal

from django.db import transaction
from django.utils.translation import gettext as _

from capability.selectors import catalog_release
from core.base import save_versioned
from core.errors import RuleError, StateError
from organizations.models import Plant, User
from organizations.services import audit
from planning.domain.plans import horizon, quarter_start, years
from roadmap.models import BudgetYear, Roadmap
from steps.services import history

EARLIEST, LATEST = 2000, 2100


@transaction.atomic
def create_roadmap(
    *, plant: Plant, starts_on: date, limits: Mapping[int, Decimal | None], by: User
) -> Roadmap:
    """Begin the plan of a plant.

    Args:
        plant: the plant; it has no plan yet.
        starts_on: any day of the first quarter.
        limits: calendar year -> limit in the plant's currency; None for no limit.
        by: who acts.

    Raises:
        StateError: the plant has a plan.
        RuleError: a year outside the plan, or a day far from any plan.
    """
    history.lock(plant)
    if Roadmap.objects.filter(plant=plant).exists():
        raise StateError(_("This plant has a roadmap already."))
    if not EARLIEST <= starts_on.year < LATEST:
        raise RuleError(_("Choose a quarter of this century."), field="starts_on")
    roadmap = Roadmap(
        plant=plant,
        starts_on=quarter_start(starts_on),
        currency=plant.currency,
        catalog=catalog_release(),
    )
    roadmap.full_clean()
    roadmap.save()
    _write_limits(roadmap, limits)
    audit.record(
        by=by,
        verb="roadmap.created",
        target=roadmap,
        plant=plant,
        changes=audit.difference({}, {"starts_on": roadmap.starts_on, "limits": dict(limits)}),
    )
    return roadmap


@transaction.atomic
def set_limits(
    *, roadmap: Roadmap, version: int, limits: Mapping[int, Decimal | None], by: User
) -> Roadmap:
    """Set the budget limit of each year; None removes it.

    Raises:
        StaleVersionError: somebody else changed the limits since.
        RuleError: a year outside the plan.
    """
    stored = list(roadmap.budget_years.all())
    with history.step(
        plant=roadmap.plant,
        by=by,
        verb="limits.set",
        subject={},
        target=roadmap,
        rows=stored,
    ) as step:
        save_versioned(roadmap, expected=version, fields=[])
        _write_limits(roadmap, limits)
        known = {row.pk for row in stored}
        step.add(*(row for row in roadmap.budget_years.all() if row.pk not in known))
    return roadmap


def _write_limits(roadmap: Roadmap, limits: Mapping[int, Decimal | None]) -> None:
    allowed = {year.start.year for year in years(horizon(roadmap.starts_on))}
    stored = {row.year: row for row in roadmap.budget_years.all()}
    for year, amount in limits.items():
        if year not in allowed:
            raise RuleError(_("%(year)s lies outside the plan.") % {"year": year})
        row = stored.get(year)
        if amount is None:
            if row:
                row.delete()
            continue
        row = row or BudgetYear(roadmap=roadmap, year=year)
        if row.pk and row.limit_amount == amount:
            continue
        row.limit_amount = amount
        row.version += 1 if row.pk else 0
        row.full_clean()
        row.save()
