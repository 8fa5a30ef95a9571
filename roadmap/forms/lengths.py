"""How long an initiative takes, in forms: typed as people say it, beside its start and end."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from core.fields import TextField
from core.wording.texts import lt
from planning.domain.lengths import TEXT_MAX, Length, LengthError, Misread, read_length
from roadmap.services.dating import DATES

EXPECTED = _(
    "Enter a whole number with its unit, for example 6 months, 90 days, 20 working days, 2 weeks,"
    " 6个月, 90天 or 20个工作日."
)
REFUSED = {
    Misread.UNKNOWN: EXPECTED,
    Misread.BROKEN: _(
        "Only whole numbers count. Enter the smaller unit, for example 45 days for 1.5 months."
    ),
    Misread.BEYOND: _("A duration lasts from 1 day to ten years: 3,660 days or 120 months."),
}
HELP = _(
    "For example 6 months, 90 days, 20 working days. A new duration gives the end; a new start keeps"
    " the duration. Left empty, start and end decide."
)


class LengthField(TextField):
    """A length as people type it, "6 months" or "20个工作日"."""

    def __init__(self, **options: Any) -> None:
        """Allow it to be left empty."""
        widget = forms.TextInput(attrs={"size": "17", "autocomplete": "off"})
        settings = {"label": _("Duration"), "required": False, "widget": widget}
        super().__init__(**{**settings, "max_length": TEXT_MAX, **options})

    def clean(self, value: Any) -> Length | None:  # type: ignore[override]
        """Return the length; None for an empty entry.

        Raises:
            ValidationError: in words for the field.
        """
        text = super().clean(value)
        try:
            return read_length(text) if text else None
        except LengthError as error:
            raise ValidationError(REFUSED[error.why]) from error

    def prepare_value(self, value: Any) -> Any:
        """Show a length in the reader's language; what was typed stays."""
        return lt(value.words) if isinstance(value, Length) else value


def said_dates(entered: dict[str, Any], initial: Mapping[str, Any]) -> dict[str, Any]:
    """Return entered values with those dates only about which somebody said something.

    Args:
        entered: values of a form that shows start, end and length.
        initial: what it showed first; without dates for a new initiative.
    """
    if entered.get("duration") is None:  # start and end decide
        return entered
    is_new = initial.get("starts_on") is None
    same = {name for name in DATES if not is_new and entered[name] == initial.get(name)}
    if entered["ends_on"] is None:
        same = {"ends_on"}
    return {name: value for name, value in entered.items() if name not in same}


def pulled(entered: dict[str, Any], was: Mapping[str, Any]) -> dict[str, Any]:
    """Return new days of a bar, its end left out where the bar was moved as a whole.

    Args:
        entered: values of a form that sends start and end of a bar as it was drawn.
        was: its start and end before.
    """
    start, end = entered.get("starts_on"), entered.get("ends_on")
    if not (start and end) or start == was["starts_on"]:
        return entered
    is_whole = start - was["starts_on"] == end - was["ends_on"]
    left_out = {"ends_on"} if is_whole else set()
    return {name: value for name, value in entered.items() if name not in left_out}
