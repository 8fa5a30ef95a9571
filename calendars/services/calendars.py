"""Writes: weekend and public holidays of a plant."""

from __future__ import annotations

from collections.abc import Collection

from django.db import transaction
from django.utils.translation import gettext as _

from calendars.models import PlantCalendar
from calendars.selectors.calendars import calendar_of
from core.base import save_versioned
from core.errors import RuleError, StaleVersionError
from organizations.models import Plant, User
from planning.selectors import public_holidays
from steps.services import history


@transaction.atomic
def set_calendar(
    *, plant: Plant, version: int | None, weekend: Collection[int], holiday_place: str, by: User
) -> PlantCalendar:
    """Say on which days a plant rests.

    Args:
        plant: the plant.
        version: of the calendar that the editor saw; None if there was none.
        weekend: days of the week, 1 Monday to 7 Sunday; at least one day is left.
        holiday_place: whose public holidays are kept, a code of ISO 3166; empty for none.
        by: who acts.

    Raises:
        StaleVersionError: somebody else said it since.
        RuleError: a place whose holidays are not known.
        ValidationError: by field.
    """
    history.lock(plant)
    row = calendar_of(plant) or PlantCalendar(plant=plant)
    if (row.version if row.pk else None) != version:
        message = "somebody else changed this in the meantime"
        raise StaleVersionError(message)
    row.weekend, row.holiday_place = sorted(set(weekend)), holiday_place
    check_place(holiday_place)
    row.full_clean()
    with history.step(
        plant=plant,
        by=by,
        verb="calendar.set",
        subject={},
        target=row,
        rows=[row] if row.pk else [],
    ) as step:
        if version is None:
            row.save()
            step.add(row)
        else:
            save_versioned(row, expected=version, fields=("weekend", "holiday_place"))
    return row


def check_place(place: str) -> None:
    """Refuse a place whose public holidays are not known.

    Raises:
        RuleError: at `holiday_place`.
    """
    try:
        public_holidays(place, range(0)) if place else None
    except RuleError as error:
        words = _("The public holidays of this place are not known.")
        raise RuleError(words, field="holiday_place") from error
