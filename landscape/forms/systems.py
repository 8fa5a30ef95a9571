"""What people enter about systems."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from django import forms
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from core.bounds import AMOUNT_MAX, COUNT_MAX
from core.currencies import currency_codes
from core.fields import TextField
from core.forms import KeyedForm, VersionedForm, day_field
from core.second_language import TranslatedForm
from landscape.models import System
from landscape.selectors.systems import process_titles, system_categories
from organizations.domain.countries import country_choices
from organizations.models.plant import YesNo
from sheets.fields import amount_of, amount_text, chosen_currency


def _yes_no(label: Any, help_text: Any = "") -> forms.ChoiceField:
    return forms.ChoiceField(
        choices=YesNo.choices, label=label, help_text=help_text, initial="unknown"
    )


class AmountField(forms.Field):
    """An amount as people type it: spaces, comma or point, full-width digits."""

    widget = forms.TextInput(attrs={"inputmode": "decimal", "class": "num"})
    currency = ""

    def to_python(self, value: object) -> Decimal | None:
        """Return the amount; None when nothing is entered."""
        amount = amount_of(str(value or ""), self.currency)
        if amount is not None and (amount < 0 or amount != round(amount, 2)):
            raise forms.ValidationError(_("Enter an amount from 0 with at most two decimals."))
        if amount is not None and amount >= AMOUNT_MAX:
            raise forms.ValidationError(_("This number is too large."))
        return amount

    def prepare_value(self, value: Any) -> Any:
        """Show a stored amount as people write it."""
        return amount_text(value)


class SystemForm(TranslatedForm, VersionedForm):
    """One system with its facts and what becomes of it."""

    translated = ("disposition_reason",)
    name = TextField(max_length=120, label=_("Name"))
    category = forms.ChoiceField(label=_("Category"))
    vendor = TextField(required=False, max_length=120, label=_("Vendor"))
    product_version = TextField(required=False, max_length=60, label=_("Version"))
    owner_name = TextField(required=False, max_length=120, label=_("Owner"))
    users_count = forms.IntegerField(
        required=False, min_value=0, max_value=COUNT_MAX, label=_("Users")
    )
    hosting_country = forms.ChoiceField(required=False, label=_("Hosting country"))
    yearly_cost_amount = AmountField(required=False, label=_("Yearly cost"))
    currency = forms.ChoiceField(required=False, label=_("Currency"))
    contract_end_on = day_field(_("Contract ends"))
    support_end_on = day_field(_("Vendor support ends"))
    criticality = forms.ChoiceField(
        choices=System.Criticality.choices, label=_("Criticality"), initial="medium"
    )
    personal_data = _yes_no(_("Personal data held"))
    has_open_interface = _yes_no(_("Documented interface"))
    is_group_standard = _yes_no(_("Group standard"))
    fits_local_law = _yes_no(_("Fits local law and language"))
    processes = forms.MultipleChoiceField(
        required=False, label=_("Processes covered"), widget=forms.CheckboxSelectMultiple
    )
    disposition = forms.ChoiceField(
        choices=System.Disposition.choices, label=_("Disposition"), initial="undecided"
    )
    disposition_reason = TextField(
        required=False,
        max_length=1000,
        label=_("Reason"),
        widget=forms.Textarea(attrs={"rows": 3}),
    )
    note = TextField(
        required=False, max_length=2000, label=_("Note"), widget=forms.Textarea(attrs={"rows": 2})
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        language = get_language() or "en"
        none = [("", "–")]
        self._choose(
            "category",
            [
                (key, f"{key} · {entry.title.in_language(language)}")
                for key, entry in system_categories().items()
            ],
        )
        self._choose("hosting_country", none + country_choices(language))
        self._choose("currency", none + [(code, code) for code in currency_codes()])
        self.fields["yearly_cost_amount"].currency = chosen_currency(self)  # type: ignore[attr-defined]
        titles = process_titles().items()
        self._choose("processes", [(key, title.in_language(language)) for key, title in titles])

    def _choose(self, name: str, choices: list[tuple[str, str]]) -> None:
        self.fields[name].choices = choices  # type: ignore[attr-defined]


class NewSystemForm(SystemForm, KeyedForm):
    """A system that is not there yet has no version, but the key of its form."""

    version = None  # type: ignore[assignment]


class SystemFilterForm(forms.Form):
    """What the list of systems is narrowed to."""

    q = TextField(required=False, max_length=80, label=_("Find a system"))
    category = TextField(required=False, max_length=20)
    disposition = forms.ChoiceField(
        required=False, choices=[("", _("Any disposition")), *System.Disposition.choices]
    )
    ending = forms.BooleanField(required=False, label=_("Contract or support ends in 180 days"))
