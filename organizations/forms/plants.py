"""The facts of a plant, in sections."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from typing import Any

from django import forms
from django.forms.boundfield import BoundField
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from core.fields import text_of_column
from core.forms import KeyedForm, LongSelect, VersionedForm, day_field
from core.second_language import TranslatedForm
from organizations.domain.countries import currency_of, zones_of
from organizations.domain.languages import language_choices, spoken_in
from organizations.forms.choices import countries, currencies, zones
from organizations.models import Plant
from organizations.services.plants import FIELDS
from packs.schema.facts import YES_NO_FACTS
from sheets.fields import MoneyField, chosen_currency

# A chosen country asks the same page for what follows from it.
PROPOSES = {
    "hx-get": "",
    "hx-trigger": "change",
    "hx-target": "#place-fields",
    "hx-swap": "outerHTML",
}
PLACE = ("country", "city", "time_zone", "currency")
SECTIONS: tuple[tuple[str, Any, Any, tuple[str, ...]], ...] = (
    (
        "production",
        _("Production"),
        _("Decides which questions are asked and how their answers are weighed."),
        ("automated_equipment", "ot_network", "night_shift", "connected_products"),
    ),
    (
        "trade",
        _("Trade and customs"),
        _("Decides which invoicing and customs duties apply."),
        ("sells_to_third_parties", "cross_border_goods", "bonded_regime"),
    ),
    (
        "people-data",
        _("People and data"),
        _("Decides which privacy and labor duties apply."),
        (
            "foreign_workers",
            "biometric_time_clock",
            "camera_surveillance",
            "location_tracking",
            "sensitive_personal_data",
            "ai_on_staff",
            "personal_data_of_customers",
            "outside_processors",
            "personal_data_in_cloud",
        ),
    ),
    (
        "borders",
        _("Data across borders"),
        _("Decides whose export law applies: each direction is a question of its own."),
        (
            "personal_data_leaves_country",
            "headquarters_reads_remotely",
            "data_in_third_country",
            "china_data_reaches_plant",
            "headquarters_exports_from_china",
            "important_data_from_china",
            "customers_in_china",
        ),
    ),
    (
        "safety",
        _("Security and outlook"),
        _("Decides which cybersecurity duties apply."),
        (
            "critical_infrastructure_here",
            "critical_infrastructure_china",
            "essential_entity",
            "next_plant_planned",
        ),
    ),
)


@dataclass(frozen=True, slots=True)
class FactSection:
    """Facts that stand together on the page."""

    key: str
    title: str
    text: str
    facts: list[BoundField]


class PlantForm(forms.ModelForm, TranslatedForm, KeyedForm, VersionedForm):  # type: ignore[type-arg]
    """Everything about a plant that conditions, weights and documents ask for."""

    translated = ("industry",)
    start_of_production = day_field(_("Start of production"))

    class Meta:
        model = Plant
        formfield_callback = text_of_column
        fields = tuple(name for name in FIELDS if name != "translations")
        help_texts = {
            "local_name": _("Shown beside the name in Chinese documents."),
            "industry": _("What the plant makes, for example drive components."),
            "headquarters_contact": _("Who answers for this plant at headquarters."),
            "languages": _("Questions and training can then be offered in them."),
            "annual_revenue": _("In the currency of the plant, for example 30M, 3000万 or 1.2亿."),
            "exported_persons": _(
                "Counted over all recipients of the same exporter, without exempt flows."
            ),
        }
        field_classes = {"annual_revenue": MoneyField}
        widgets = {
            **dict.fromkeys(YES_NO_FACTS, forms.RadioSelect),
            "process_type": forms.RadioSelect,
            "languages": forms.CheckboxSelectMultiple,
        }

    def __init__(
        self,
        *args: Any,
        people: Any,
        group: Collection[str] = (),
        suggest: bool = False,
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        country = self._country()
        self._choice("country", countries(first=group))
        self.fields["country"].widget.attrs |= PROPOSES
        self._choice("data_residency_country", countries(first=group), required=False)
        self._choice("currency", currencies())
        self._choice("time_zone", zones(country, self.instance.time_zone))
        if suggest and zones_of(country):
            self.initial["currency"] = currency_of(country) or self.initial.get("currency")
            self.initial["time_zone"] = zones_of(country)[0]
            self.initial["languages"] = spoken_in(country) or self.initial.get("languages")
        self.fields["languages"] = forms.MultipleChoiceField(
            label=self.fields["languages"].label,
            help_text=self.fields["languages"].help_text,
            choices=language_choices(get_language() or "en"),
            widget=forms.CheckboxSelectMultiple,
        )
        self.fields["annual_revenue"].currency = chosen_currency(self)  # type: ignore[attr-defined]
        self.fields["owner"].empty_label = _("Nobody yet")  # type: ignore[attr-defined]
        self.fields["owner"].queryset = people  # type: ignore[attr-defined]
        if self.is_new:
            del self.fields["version"]
        else:
            del self.fields["key"]
            self.fields["version"].initial = self.instance.version

    @property
    def is_new(self) -> bool:
        """Whether the plant is about to be added."""
        return self.instance.pk is None

    def _country(self) -> str:
        bound = self.data.get(self.add_prefix("country")) if self.is_bound else None
        return str(bound or self.initial.get("country") or "")

    def _choice(self, name: str, choices: Any, *, required: bool = True) -> None:
        old = self.fields[name]
        self.fields[name] = forms.ChoiceField(
            label=old.label,
            help_text=old.help_text,
            choices=choices,
            widget=LongSelect,
            required=required,
            error_messages={"invalid_choice": _("“%(value)s” is not in the list.")},
        )

    def sections(self) -> list[FactSection]:
        """Return the yes/no facts by section, for the template."""
        return [
            FactSection(key=key, title=title, text=text, facts=[self[name] for name in names])
            for key, title, text, names in SECTIONS
        ]

    def values(self) -> dict[str, Any]:
        """Return field -> value for the services."""
        entered = super().values()
        return {name: entered[name] for name in FIELDS}
