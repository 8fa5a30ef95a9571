"""The organization, its exchange rates and the filter of its audit log."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from core.fields import language_names, text_of_column
from core.forms import KeyedForm, LongSelect, VersionedForm, day_field
from core.text import LANGUAGES
from organizations.forms.choices import currencies
from organizations.models import ExchangeRate, Organization, Plant, User
from organizations.selectors.trail import act_words


class OrganizationForm(forms.ModelForm, VersionedForm):  # type: ignore[type-arg]
    """Names, reporting currency and language of the group."""

    class Meta:
        model = Organization
        formfield_callback = text_of_column
        fields = ("name", "local_name", "reporting_currency", "default_language")
        help_texts = {
            "reporting_currency": _("Budgets of all plants are added up in this currency."),
            "default_language": _("For invitations and for documents about several plants."),
        }

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["version"].initial = self.instance.version
        self.fields["reporting_currency"] = forms.ChoiceField(
            label=self.fields["reporting_currency"].label,
            help_text=self.fields["reporting_currency"].help_text,
            choices=currencies(),
            widget=LongSelect,
        )
        self.fields["default_language"] = forms.ChoiceField(
            label=self.fields["default_language"].label,
            help_text=self.fields["default_language"].help_text,
            choices=[(code, name) for code, name in language_names() if code in LANGUAGES],
        )


class RateForm(forms.ModelForm, KeyedForm, VersionedForm):  # type: ignore[type-arg]
    """One dated exchange rate with its source."""

    dated_on = day_field(_("Counts from"), required=True)

    class Meta:
        model = ExchangeRate
        formfield_callback = text_of_column
        fields = ("currency", "rate", "dated_on", "source")
        help_texts = {
            "rate": _("Units of the reporting currency for one unit of this currency."),
            "source": _("For example the central bank’s daily rate."),
        }

    def __init__(self, *args: Any, organization: Organization, **kwargs: Any) -> None:
        kwargs.setdefault("instance", ExchangeRate(organization=organization))
        super().__init__(*args, **kwargs)
        is_new = self.instance.pk is None
        del self.fields["version" if is_new else "key"]
        if not is_new:
            self.fields["version"].initial = self.instance.version
        own = organization.reporting_currency
        self.fields["currency"] = forms.ChoiceField(
            label=self.fields["currency"].label,
            choices=[pair for pair in currencies() if pair[0] != own],
            widget=LongSelect,
        )


class OnePlant(forms.ModelChoiceField):  # type: ignore[type-arg]
    """A plant, named in the reader's language."""

    def label_from_instance(self, obj: Plant) -> str:  # type: ignore[override]
        """Return what the choice is called."""
        return obj.shown_name


class AuditFilterForm(forms.Form):
    """Which events to show."""

    plant = forms.ChoiceField(label=_("Plant"), required=False)
    person = forms.ModelChoiceField(
        label=_("Person"), queryset=User.objects.none(), required=False, empty_label=_("Everybody")
    )
    verb = forms.ChoiceField(label=_("Act"), required=False)
    since = day_field(_("From"))
    until = day_field(_("To"))

    def __init__(
        self, *args: Any, plants: Any, people: Any, verbs: Iterable[str], **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        self.fields["plant"] = OnePlant(
            label=_("Plant"), queryset=plants, required=False, empty_label=_("All plants")
        )
        self.fields["person"].queryset = people  # type: ignore[attr-defined]
        words = sorted(((verb, act_words(verb)) for verb in verbs), key=lambda pair: pair[1])
        acts = [("", _("All acts")), *words]
        self.fields["verb"] = forms.ChoiceField(label=_("Act"), choices=acts, required=False)

    def clean(self) -> dict[str, Any]:
        """Refuse a span that ends before it begins."""
        values = super().clean() or {}
        since, until = values.get("since"), values.get("until")
        if since and until and until < since:
            self.add_error("until", _("This day lies before the first one."))
        return values
