"""The organization's definitions: filter, own definition, owner and source of a catalog's one."""

from __future__ import annotations

import re
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from core.fields import TextField
from core.forms import KeyedForm, VersionedForm
from readings.models import Indicator
from sheets.fields import NumberField

CODE = re.compile(r"[A-Z0-9][A-Z0-9-]{1,19}")
PLAIN = ("unit_kind", "direction", "frequency", "combining", "lower_bound", "upper_bound")
TEXTS = ("title", "definition", "formula", "unit")


class DefinitionFilter(forms.Form):
    """Search and filters of the list; anything unknown filters nothing."""

    q = TextField(required=False, max_length=100)
    direction = forms.ChoiceField(required=False, choices=[("", ""), *Indicator.Direction.choices])
    kind = forms.ChoiceField(required=False, choices=[("", ""), ("own", ""), ("catalog", "")])

    def value(self, name: str) -> str:
        """Return a cleaned value, empty where it was not valid."""
        self.is_valid()
        return str(self.cleaned_data.get(name, ""))


class SourceForm(VersionedForm):
    """What may be changed of a catalog's definition."""

    owner_name = TextField(
        label=gettext_lazy("Definition owner"),
        required=False,
        max_length=120,
        help_text=gettext_lazy("Who decides what counts, for the whole group."),
    )
    source = TextField(
        label=gettext_lazy("Source"),
        required=False,
        max_length=200,
        help_text=gettext_lazy("System and report the figure comes from."),
    )

    @classmethod
    def start(cls, indicator: Indicator) -> dict[str, Any]:
        """Return the stored values under the names of the fields."""
        return {"owner_name": indicator.owner_name, "source": indicator.source}

    def values(self) -> dict[str, Any]:
        """Return the values under the names of the model."""
        names = ("owner_name", "source")
        return {name: self.cleaned_data[name] for name in names}


class DefinitionForm(SourceForm):
    """A definition of the organization's own."""

    code = TextField(
        label=gettext_lazy("Code"),
        max_length=20,
        help_text=gettext_lazy("Capital letters, digits and hyphens, for example OWN-01."),
    )
    title_en = TextField(label=gettext_lazy("Name in English"), max_length=120)
    title_zh = TextField(label=gettext_lazy("Name in Chinese"), max_length=120)
    definition_en = TextField(
        label=gettext_lazy("What it tells, in English"),
        max_length=500,
        widget=forms.Textarea(attrs={"rows": 2}),
    )
    definition_zh = TextField(
        label=gettext_lazy("What it tells, in Chinese"),
        max_length=500,
        widget=forms.Textarea(attrs={"rows": 2}),
    )
    formula_en = TextField(label=gettext_lazy("Formula in English"), max_length=300)
    formula_zh = TextField(label=gettext_lazy("Formula in Chinese"), max_length=300)
    unit_en = TextField(label=gettext_lazy("Unit in English"), max_length=60)
    unit_zh = TextField(label=gettext_lazy("Unit in Chinese"), max_length=60)
    unit_kind = forms.ChoiceField(
        label=gettext_lazy("Kind of unit"), choices=Indicator.UnitKind.choices
    )
    direction = forms.ChoiceField(
        label=gettext_lazy("Direction"), choices=Indicator.Direction.choices
    )
    frequency = forms.ChoiceField(
        label=gettext_lazy("Frequency"), choices=Indicator.Frequency.choices
    )
    combining = forms.ChoiceField(
        label=gettext_lazy("Months to a quarter"),
        choices=[("", gettext_lazy("As usual for its kind of unit")), *Indicator.Combining.choices],
        required=False,
        help_text=gettext_lazy("Counts and money add up, durations are averaged."),
    )
    lower_bound = NumberField(label=gettext_lazy("Lowest possible value"), required=False)
    upper_bound = NumberField(label=gettext_lazy("Highest possible value"), required=False)
    field_order = (
        *("code", "title_en", "title_zh", "definition_en", "definition_zh"),
        *("formula_en", "formula_zh", "unit_en", "unit_zh", "unit_kind", "direction"),
        *("frequency", "combining", "lower_bound", "upper_bound", "owner_name", "source"),
    )

    def clean_code(self) -> str:
        """Return the code in capitals."""
        code = str(self.cleaned_data["code"]).strip().upper()
        if not CODE.fullmatch(code):
            raise ValidationError(_("Use capital letters, digits and hyphens, 2 to 20 of them."))
        return code

    def clean(self) -> dict[str, Any]:
        """Refuse bounds that run backwards."""
        data = super().clean() or self.cleaned_data
        low, high = data.get("lower_bound"), data.get("upper_bound")
        if low is not None and high is not None and low >= high:
            self.add_error("upper_bound", _("The highest value must lie above the lowest."))
        return data

    @classmethod
    def start(cls, indicator: Indicator) -> dict[str, Any]:
        """Return the stored values under the names of the fields."""
        values = super().start(indicator) | {"code": indicator.code}
        for name in TEXTS:
            text = getattr(indicator, name)
            values[f"{name}_en"], values[f"{name}_zh"] = text.get("en"), text.get("zh-hans")
        plain = PLAIN
        return values | {name: getattr(indicator, name) for name in plain}

    def values(self) -> dict[str, Any]:
        """Return the values under the names of the model."""
        data = self.cleaned_data
        texts = {name: {"en": data[f"{name}_en"], "zh-hans": data[f"{name}_zh"]} for name in TEXTS}
        plain = PLAIN
        return super().values() | texts | {name: data[name] for name in plain}


class NewDefinitionForm(DefinitionForm, KeyedForm):
    """A definition that is not there yet has no version, but the key of its form."""

    version = None  # type: ignore[assignment]
