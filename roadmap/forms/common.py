"""What the forms of this app share: money as people type it."""

from __future__ import annotations

import re
import unicodedata
from decimal import Decimal
from typing import Any

from django import forms
from django.core.validators import MaxValueValidator, MinValueValidator
from django.utils.translation import gettext

GROUPED = re.compile(r"^\d{1,3}(,\d{3})+(\.\d+)?$")
LARGEST = Decimal("99999999999999.99")


class MoneyField(forms.DecimalField):
    """Money as people type it: spaces, thousands separators and full-width digits are read."""

    def __init__(self, **options: Any) -> None:
        """Allow what the tables can hold."""
        widget = forms.TextInput(attrs={"inputmode": "decimal", "autocomplete": "off"})
        settings = {"max_digits": 16, "decimal_places": 2, "widget": widget, "localize": False}
        super().__init__(**{**settings, **options})
        self.validators += [MinValueValidator(0), MaxValueValidator(LARGEST)]

    def to_python(self, value: Any) -> Decimal | None:  # type: ignore[override]
        """Return the number; a lone decimal comma is refused rather than guessed."""
        if isinstance(value, str):
            value = re.sub(r"\s", "", unicodedata.normalize("NFKC", value))
            if GROUPED.match(value):
                value = value.replace(",", "")
        return super().to_python(value)

    def prepare_value(self, value: Any) -> Any:
        """Show a stored amount without needless decimals."""
        if isinstance(value, Decimal) and value == value.to_integral_value():
            return f"{value:.0f}"
        return value


def in_currency(label: Any, currency: str) -> str:
    """Return the label of a field of money with its currency."""
    return gettext("%(label)s, %(currency)s") % {"label": label, "currency": currency}
