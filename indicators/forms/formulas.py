"""The amounts of a documented formula, as a person tries it."""

from __future__ import annotations

import re
from collections.abc import Mapping
from decimal import Decimal
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from core.errors import RuleError
from core.fields import TextField
from readings.domain.elements import broken_identities
from readings.domain.operations import Calculation, calculate
from sheets.fields import NumberField

LABELS = {
    "accuracy": gettext_lazy("Accuracy, %"),
    "actual": gettext_lazy("Actual demand by period"),
    "average_stock": gettext_lazy("Average stock value"),
    "cases": gettext_lazy("Recordable cases"),
    "complete": gettext_lazy("Complete orders, %"),
    "completeness": gettext_lazy("Completeness, %"),
    "consistency": gettext_lazy("Consistency, %"),
    "cost_of_sales": gettext_lazy("Cost of sales in 12 months"),
    "critical": gettext_lazy("Critical dimensions, by their place (1 to 6)"),
    "defects": gettext_lazy("Defective units"),
    "documents": gettext_lazy("Orders with accurate documents, %"),
    "forecast": gettext_lazy("Forecast for the same periods"),
    "hours_worked": gettext_lazy("Hours worked"),
    "inventory_days": gettext_lazy("Days of inventory"),
    "month_ends": gettext_lazy("Stock value at 13 month ends"),
    "on_time": gettext_lazy("Orders on time, %"),
    "payable_days": gettext_lazy("Days payables outstanding"),
    "receivable_days": gettext_lazy("Days sales outstanding"),
    "timeliness": gettext_lazy("Timeliness, %"),
    "undamaged": gettext_lazy("Orders without damage, %"),
    "uniqueness": gettext_lazy("Uniqueness, %"),
    "units": gettext_lazy("Units in all"),
    "validity": gettext_lazy("Validity, %"),
}
BETWEEN = re.compile(r"[;；\s]+")
MOST = 60  # values of a series


class SeriesField(TextField):
    """Several numbers in one line, with spaces or semicolons between."""

    def to_python(self, value: Any) -> list[Decimal]:  # type: ignore[override]
        """Return the numbers in their order."""
        one = NumberField()
        parts = [part for part in BETWEEN.split(str(value or "").strip()) if part]
        if len(parts) > MOST:
            raise ValidationError(_("At most %(n)s values are taken.") % {"n": MOST})
        found = [one.to_python(part) for part in parts]
        return [number for number in found if number is not None]

    def run_validators(self, value: Any) -> None:
        """Length rules are those of the text; numbers have passed their own by now."""


class FormulaForm(forms.Form):
    """One field for each amount; nothing is stored."""

    def __init__(
        self, *args: Any, calculation: Calculation, titles: Mapping[str, str], **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        self.calculation = calculation
        for one in calculation.inputs:
            label = LABELS.get(one.name) or f"{titles.get(one.name, '')} ({one.name})".strip()
            kind = SeriesField if one.is_series else NumberField
            options: dict[str, Any] = {"label": label, "required": not one.is_optional}
            if one.is_series:
                options |= {"max_length": 2000, "help_text": _("Numbers with spaces between.")}
            self.fields[one.name] = kind(**options)

    def clean(self) -> dict[str, Any]:
        """Compute the value under `value`; what cannot be is named beside its field."""
        data = super().clean() or self.cleaned_data
        if self.errors:
            return data
        amounts = {
            name: value if isinstance(value, list) else [value]
            for name, value in data.items()
            if value not in (None, [])
        }
        try:
            data["value"] = calculate(self.calculation.id, amounts)
        except RuleError as error:
            field = error.field if error.field in self.fields else None
            self.add_error(field, self._words(error, amounts))
        return data

    def _words(self, error: RuleError, amounts: Mapping[str, list[Decimal]]) -> str:
        broken = broken_identities({name: values[0] for name, values in amounts.items()})
        if broken:
            return _("This does not hold: %(rules)s.") % {"rules": "; ".join(broken)}
        return {
            "forecast": _("Give as many forecasts as actual values."),
            "month_ends": _(
                "Give 13 values: the end of each month of a year and of the one before."
            ),
            "critical": _("Name dimensions by their place, 1 to 6."),
            "": _("Not measurable: a divisor is zero."),
        }.get(error.field, _("Enter zero or more."))
