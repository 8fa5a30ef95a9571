"""Writes: by what a plan is appraised, and what is committed for an initiative."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, TypeVar

from django.db import transaction

from core.base import VersionedModel, save_versioned
from core.errors import StaleVersionError
from organizations.models import Plant, User
from returns.models import CaseSettings, InitiativeCase
from returns.selectors.rows import case_of, settings_of
from roadmap.models import Initiative
from steps.services import history

RATES = ("discount_rate", "home_inflation", "local_inflation", "finance_rate", "reinvest_rate")
SETTINGS = (*RATES, "horizon_years", "seed")
CASE = ("committed_amount", "one_off_low", "one_off_high", "days_low", "days_high")
Row = TypeVar("Row", bound=VersionedModel)


@transaction.atomic
def set_settings(
    *, plant: Plant, version: int | None, values: Mapping[str, Any], by: User
) -> CaseSettings:
    """Say by what a plant appraises its plan.

    Args:
        plant: the plant.
        version: of the settings that the editor saw; None if there were none.
        values: by name of SETTINGS; rates in percent a year.
        by: who acts.

    Raises:
        StaleVersionError: somebody else said it since.
        ValidationError: by field.
    """
    history.lock(plant)
    row = _seen(settings_of(plant) or CaseSettings(plant=plant), version)
    return _store(row, version, values, plant, by, verb="case.settings_set", subject={})


@transaction.atomic
def set_case(
    *, initiative: Initiative, version: int | None, values: Mapping[str, Any], by: User
) -> InitiativeCase:
    """Say what is committed for an initiative, and between which ends its cost and duration lie.

    Args:
        initiative: with its plan.
        version: of the row that the editor saw; None if there was none.
        values: by name of CASE.
        by: who acts.

    Raises:
        StaleVersionError: somebody else said it since.
        ValidationError: by field.
    """
    plant = initiative.roadmap.plant
    history.lock(plant)
    row = _seen(case_of(initiative) or InitiativeCase(initiative=initiative), version)
    return _store(row, version, values, plant, by, verb="case.set", subject=initiative.title)


def _seen(row: Row, version: int | None) -> Row:
    """Return a row if it is the one that the editor saw."""
    if (row.version if row.pk else None) != version:
        message = "somebody else changed this in the meantime"
        raise StaleVersionError(message)
    return row


def _store(
    row: Row,
    version: int | None,
    values: Mapping[str, Any],
    plant: Plant,
    by: User,
    *,
    verb: str,
    subject: dict[str, str],
) -> Row:
    known = SETTINGS if isinstance(row, CaseSettings) else CASE
    names = [name for name in known if name in values]
    for name in names:
        setattr(row, name, values[name])
    row.full_clean()
    rows = [row] if row.pk else []
    with history.step(
        plant=plant, by=by, verb=verb, subject=subject, target=row, rows=rows
    ) as step:
        if version is None:
            row.save()
            step.add(row)
        else:
            save_versioned(row, expected=version, fields=names)
    return row
