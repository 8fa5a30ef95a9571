"""Names of indicators, periods and refusals in the reader's language."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal

from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from core.wording.dates import month, quarter
from core.wording.texts import coded, lt
from readings.domain.entries import EntryProblem
from readings.models import PlantIndicator


def indicator_name(row: PlantIndicator) -> str:
    """Name an indicator of the plant by its code, title and unit."""
    return pgettext("indicator (unit)", "%(name)s (%(unit)s)") % {
        "name": coded(row.indicator),
        "unit": lt(row.unit_text) or "–",
    }


def period_text(day: dt.date, *, is_quarter: bool = False) -> str:
    """Write a period: "Oct 2026", or "Q4 2026" for quarters."""
    return quarter(day) if is_quarter else month(day)


def problem_words(problem: EntryProblem, low: Decimal | None, high: Decimal | None) -> str:
    """Return why a reading is not taken, with the expected form."""
    return {
        EntryProblem.FUTURE: _("This period has not begun yet."),
        EntryProblem.TOO_OLD: _("Readings before 1990 are not taken."),
        EntryProblem.TOO_LARGE: _("This number is too large."),
        EntryProblem.BELOW: _("Below the lowest possible value, %(bound)s.")
        % {"bound": _bound(low)},
        EntryProblem.ABOVE: _("Above the highest possible value, %(bound)s.")
        % {"bound": _bound(high)},
    }[problem]


def _bound(value: Decimal | None) -> str:
    return "" if value is None else f"{value.normalize():f}"
