"""Fields of the forms: numbers as people type them, periods to choose from."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from core.workbook.values import to_decimal
from indicators.domain.periods import PeriodStep, position_of, start_of
from indicators.selectors.wording import period_text


class NumberField(forms.CharField):
    """A number as people type it: decimal comma, full-width digits, true minus, grouped digits.

    A text input, so that a wrong entry is kept as it was typed. A lone comma before three digits
    groups thousands; people who mean a decimal mark see the value before it counts.
    """

    def __init__(self, *, places: int = 6, **options: Any) -> None:
        self.places = places
        widget = forms.TextInput(attrs={"inputmode": "decimal", "autocomplete": "off"})
        super().__init__(**{"widget": widget, "max_length": 40, **options})

    def to_python(self, value: Any) -> Decimal | None:  # type: ignore[override]
        """Return the number; None for an empty entry."""
        try:
            number = to_decimal(value)
        except ValueError as error:
            raise ValidationError(_("Enter a number, for example 12.5.")) from error
        if number is not None and abs(number) >= Decimal(10) ** 12:
            raise ValidationError(_("This number is too large."))
        return None if number is None else round(number, self.places)

    def prepare_value(self, value: Any) -> Any:
        """Return a stored number without trailing zeros."""
        return f"{value.normalize():f}" if isinstance(value, Decimal) else value

    def run_validators(self, value: Any) -> None:
        """Length rules are those of text; a number has passed its own by now."""


def period_choices(
    last: dt.date, step: PeriodStep, count: int, marked: dict[dt.date, str] | None = None
) -> list[tuple[str, str]]:
    """Return periods for a select, the newest first.

    Args:
        last: any day of the newest period.
        step: months or quarters.
        count: how many.
        marked: words after a period's name, by its first day.
    """
    newest = position_of(last, step)
    choices = []
    for place in range(newest, newest - count, -1):
        day = start_of(place, step)
        name = period_text(day, is_quarter=step is PeriodStep.QUARTER)
        note = (marked or {}).get(day)
        choices.append((day.isoformat(), f"{name} · {note}" if note else name))
    return choices
