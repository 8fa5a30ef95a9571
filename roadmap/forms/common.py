"""What the forms of this app share: money as people type it, dates, errors of services."""

from __future__ import annotations

import re
import unicodedata
from decimal import Decimal
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.core.validators import MaxValueValidator, MinValueValidator
from django.utils.translation import gettext_lazy as _

from core.errors import RuleError

GROUPED = re.compile(r"^\d{1,3}(,\d{3})+(\.\d+)?$")
LARGEST = Decimal("99999999999999.99")
DAY_FORMAT = "%Y-%m-%d"


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


class DayInput(forms.DateInput):
    """The browser's calendar."""

    input_type = "date"

    def __init__(self, **attributes: str) -> None:
        """Write dates as the browser reads them."""
        super().__init__(attrs=dict(attributes), format=DAY_FORMAT)


def day_field(label: Any, *, required: bool = True, help_text: Any = "") -> forms.DateField:
    """Return a date field."""
    return forms.DateField(label=label, required=required, help_text=help_text, widget=DayInput())


class VersionedForm(forms.Form):
    """Carries the version that the editor saw."""

    version = forms.IntegerField(widget=forms.HiddenInput, min_value=1)
    on_conflict = forms.ChoiceField(
        choices=(("mine", _("Keep mine")), ("theirs", _("Take theirs"))),
        required=False,
        widget=forms.HiddenInput,
    )


def add_error(form: forms.BaseForm, error: RuleError | ValidationError) -> None:
    """Put an error of a service beside its field, or on top where the form has no such field."""
    if isinstance(error, RuleError):
        form.add_error(error.field if error.field in form.fields else None, error.message)
        return
    by_field = error.message_dict if hasattr(error, "error_dict") else {"": error.messages}
    for name, messages in by_field.items():
        for message in messages:
            form.add_error(name if name in form.fields else None, message)
