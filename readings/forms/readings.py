"""Readings by hand, pasted, from a file or from elements; explaining and correcting one."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping
from decimal import Decimal
from typing import Any

from django import forms
from django.core import signing
from django.core.exceptions import ValidationError
from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _

from core.errors import RuleError
from core.fields import TextField, unsealed
from core.forms import VersionedForm
from core.wording.texts import lt, semicolons
from readings.domain.elements import SIGNED, broken_identities
from readings.domain.formulas import FORMULAS, Formula
from readings.domain.periods import read_period
from readings.forms.fields import period_choices
from readings.models import PlantIndicator
from readings.services.readings import Entry
from sheets.fields import NumberField
from sheets.numbers import DecimalMark

YEARS_BACK = 5
SALT = "indicators.readings"


def quality_field() -> NumberField:
    """Return the field for the data quality of one reading."""
    return NumberField(label=gettext_lazy("Data quality, %"), required=False, places=2)


class PeriodForm(forms.Form):
    """A period of one indicator."""

    period = forms.TypedChoiceField(
        label=gettext_lazy("Month"), coerce=dt.date.fromisoformat, choices=[]
    )

    def __init__(
        self,
        *args: Any,
        row: PlantIndicator,
        today: dt.date,
        stored: dict[dt.date, str],
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        self.row, step = row, row.indicator.step
        count = YEARS_BACK * (12 if step == "month" else 4)
        field = self.fields["period"]
        field.choices = period_choices(today, step, count, stored)  # type: ignore[attr-defined]
        if step == "quarter":
            field.label = gettext_lazy("Quarter")


class ReadingForm(PeriodForm):
    """One reading by hand."""

    value = NumberField(label=gettext_lazy("Value"))
    quality = quality_field()
    replace = forms.BooleanField(
        label=gettext_lazy("Replace the reading that is there"), required=False
    )

    def clean_quality(self) -> Decimal | None:
        """Refuse shares outside 0 to 100."""
        return checked_quality(self.cleaned_data["quality"])

    def entry(self) -> Entry:
        """Return the reading."""
        data = self.cleaned_data
        return Entry(self.row, data["period"], data["value"], data["quality"])


def checked_quality(quality: Decimal | None) -> Decimal | None:
    """Return a share in percent.

    Raises:
        ValidationError: it lies outside 0 to 100.
    """
    if quality is not None and not 0 <= quality <= 100:
        raise ValidationError(_("Data quality lies between 0 and 100."))
    return quality


class ElementsForm(PeriodForm):
    """A reading computed from the elements of its formula."""

    replace = forms.BooleanField(
        label=gettext_lazy("Replace the reading that is there"), required=False
    )

    def __init__(self, *args: Any, titles: dict[str, str], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.formula: Formula = FORMULAS[self.row.indicator.code]
        for name in self.formula.elements:
            label = f"{titles[name]} ({name})" if name in titles else name
            self.fields[name] = NumberField(label=label)
        self.order_fields(["period", *self.formula.elements, "replace"])

    def clean(self) -> dict[str, Any]:
        """Compute the value; impossible elements are named beside their field."""
        data = super().clean() or self.cleaned_data
        elements = {name: data[name] for name in self.formula.elements if name in data}
        if len(elements) < len(self.formula.elements):
            return data
        negative = [name for name, value in elements.items() if value < 0 and name not in SIGNED]
        for name in negative:
            self.add_error(name, _("Enter zero or more."))
        broken = broken_identities(elements)
        if broken:
            self.add_error(
                None,
                _("This does not hold: %(rules)s.")
                % {"rules": semicolons(broken, get_language() or "en")},
            )
        if not negative and not broken:
            try:
                data["value"] = self.formula.function(elements)
            except RuleError:
                self.add_error(None, _("Not measurable: a divisor is zero."))
        return data

    def entry(self) -> Entry:
        """Return the reading with its elements."""
        data = self.cleaned_data
        elements = {name: str(data[name]) for name in self.formula.elements}
        return Entry(self.row, data["period"], data["value"], None, elements)


class PasteForm(forms.Form):
    """Cells copied from a spreadsheet."""

    text = TextField(
        label=gettext_lazy("Cells"),
        max_length=200_000,
        strip=False,
        widget=forms.Textarea(attrs={"rows": 10, "spellcheck": "false"}),
        help_text=gettext_lazy("Two columns copied from a spreadsheet: month and value."),
    )

    def clean_text(self) -> str:
        """Refuse empty lines alone: nothing was copied."""
        text: str = self.cleaned_data["text"]
        if not text.strip():
            raise forms.ValidationError(self.fields["text"].error_messages["required"])
        return text

    def table(self) -> bytes:
        """Return the cells as a table; a head is added where the first row is a reading."""
        text = self.cleaned_data["text"].strip("\r\n")
        first = text.splitlines()[0]
        mark = max("\t;,", key=first.count)
        try:
            read_period(first.split(mark)[0])
        except RuleError:
            return str(text).encode()
        names = ["period", "value", "quality"][: first.count(mark) + 1]
        return f"{mark.join(names)}\n{text}".encode()


class SeriesForm(forms.Form):
    """Which indicator a table belongs to that does not name one."""

    series = forms.ChoiceField(required=False, label=gettext_lazy("Indicator of two columns"))

    def __init__(self, *args: Any, rows: Iterable[PlantIndicator], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        named = [(str(row.pk), f"{row.indicator.code} {lt(row.indicator.title)}") for row in rows]
        field = self.fields["series"]
        field.choices = [("", gettext_lazy("The table names its indicators")), *named]  # type: ignore[attr-defined]

    def ask(self) -> None:
        """Say that it has to be told."""
        words = _("The table has only a period and a value: choose the indicator they belong to.")
        self.add_error("series", words)


class DraftForm(forms.Form):
    """A table on its way, signed so that it comes back as it was shown."""

    payload = forms.CharField(max_length=10_000_000, widget=forms.HiddenInput)

    def clean_payload(self) -> dict[str, Any]:
        """Return the signed data; it is good for a day."""
        data: dict[str, Any] = unsealed(self.cleaned_data["payload"], salt=SALT, seconds=86_400)
        return data

    @staticmethod
    def sealed(data: Mapping[str, Any]) -> str:
        """Return a table and what was said of it as one signed text."""
        return signing.dumps(data, salt=SALT, compress=True)


class ConfirmForm(forms.Form):
    """Whether values far from their series are meant."""

    accept = forms.BooleanField(
        label=gettext_lazy("These values are right"),
        error_messages={"required": gettext_lazy("Look at the marked values and tick this.")},
    )


class QuestionForm(forms.Form):
    """The answer to how the numbers of a file are meant."""

    mark = forms.ChoiceField(
        label=gettext_lazy("How is it meant?"),
        choices=[(mark.value, mark.value) for mark in DecimalMark],
        error_messages={"required": gettext_lazy("Choose how the number is meant.")},
    )


class CorrectionForm(VersionedForm):
    """Another value for a reading."""

    value = NumberField(label=gettext_lazy("Value"))
    quality = quality_field()

    def clean_quality(self) -> Decimal | None:
        """Refuse shares outside 0 to 100."""
        return checked_quality(self.cleaned_data["quality"])
