"""A plant's set: which indicators, and how each is kept there."""

from __future__ import annotations

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.db.models import QuerySet
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from core.fields import TextField
from core.forms import VersionedForm
from core.second_language import TranslatedForm
from organizations.models import User
from readings.models import PlantIndicator


class ChoiceForm(forms.Form):
    """The chosen codes."""

    codes = forms.MultipleChoiceField(required=False)

    def __init__(self, *args: Any, codes: list[str], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["codes"].choices = [(code, code) for code in codes]  # type: ignore[attr-defined]


class UseForm(TranslatedForm, VersionedForm):
    """Owner, source and local deviation of a plant's indicator."""

    translated = ("source", "deviation")
    owner = forms.ModelChoiceField(
        label=gettext_lazy("Owner at the plant"), queryset=User.objects.none(), required=False
    )
    source = TextField(
        label=gettext_lazy("Source at the plant"),
        required=False,
        max_length=200,
        help_text=gettext_lazy("System, report and the day of the month it is ready."),
    )
    deviation = TextField(
        label=gettext_lazy("Local deviation"),
        required=False,
        max_length=1000,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=gettext_lazy("How this plant counts differently from the group’s definition."),
    )
    unit_en = TextField(
        label=gettext_lazy("Unit at the plant, in English"), required=False, max_length=60
    )
    unit_zh = TextField(
        label=gettext_lazy("Unit at the plant, in Chinese"),
        required=False,
        max_length=60,
        help_text=gettext_lazy("Leave both empty to keep the unit of the definition."),
    )

    def __init__(self, *args: Any, people: QuerySet[User], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["owner"].queryset = people  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        """Ask for both languages of a unit, and for the deviation that explains it."""
        data = super().clean() or self.cleaned_data
        english, chinese = data.get("unit_en"), data.get("unit_zh")
        if bool(english) != bool(chinese):
            name = "unit_zh" if english else "unit_en"
            self.add_error(name, ValidationError(_("Give the unit in both languages.")))
        return data

    @classmethod
    def start(cls, row: PlantIndicator) -> dict[str, Any]:
        """Return the stored values under the names of the fields."""
        return {
            "owner": row.owner,
            "source": row.source,
            "deviation": row.deviation,
            "unit_en": row.unit.get("en", ""),
            "unit_zh": row.unit.get("zh-hans", ""),
            "translations": row.translations,
        }

    def values(self) -> dict[str, Any]:
        """Return the values under the names of the model."""
        data = self.cleaned_data
        unit = {"en": data["unit_en"], "zh-hans": data["unit_zh"]} if data["unit_en"] else {}
        entered = super().values()
        names = ("owner", "source", "deviation", "translations")
        return {name: entered[name] for name in names} | {"unit": unit}
