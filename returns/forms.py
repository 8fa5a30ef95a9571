"""Input about business cases: settings, ends of an initiative, effects; which case is shown."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext, pgettext
from django.utils.translation import gettext_lazy as _

from core.bounds import COUNT_MAX
from core.fields import OneTitled, TextField
from core.forms import KeyedForm, VersionedForm, id_field
from core.second_language import TranslatedForm
from core.wording.texts import coded, lt
from goals.models import Goal
from organizations.models import Plant
from readings.models import PlantIndicator
from returns.domain.ramp import RAMP_MAX
from returns.models import LONGEST, CaseSettings, Effect, InitiativeCase, planned_days
from returns.services import cases, effects
from roadmap.models import Initiative
from sheets.fields import MoneyField, NumberField


def _whole(label: Any, low: int, high: int, **options: Any) -> forms.IntegerField:
    widget = forms.TextInput(attrs={"inputmode": "numeric"})
    return forms.IntegerField(label=label, min_value=low, max_value=high, widget=widget, **options)


def _count_in(field: Any, currency: str) -> None:
    """Let a field of money name its currency and understand its code."""
    names = {"label": field.label, "currency": currency}
    field.label = gettext("%(label)s, %(currency)s") % names
    field.currency = currency


class CaseSettingsForm(KeyedForm, VersionedForm):
    """By what a plant appraises its plan."""

    discount_rate = NumberField(
        label=_("Discount rate, % a year"),
        places=4,
        help_text=_("Of the plant’s currency, with its inflation in it: 9 for 9 %."),
    )
    horizon_years = _whole(
        _("Years reckoned with"), 3, 20, help_text=_("From the first quarter of the plan on.")
    )
    local_inflation = NumberField(
        label=_("Inflation of the plant’s currency, % a year"),
        places=4,
        required=False,
        help_text=_("Running cost and benefits grow with it; without it they stay as entered."),
    )
    home_inflation = NumberField(
        label=_("Inflation of the group’s currency, % a year"),
        places=4,
        required=False,
        help_text=_("With both inflations the value is told in the group’s currency too."),
    )
    finance_rate = NumberField(
        label=_("Rate paid on money out, % a year"),
        places=4,
        required=False,
        help_text=_("For the modified rate of return; without it the discount rate counts."),
    )
    reinvest_rate = NumberField(
        label=_("Rate earned on money in, % a year"),
        places=4,
        required=False,
        help_text=_("For the modified rate of return; without it the discount rate counts."),
    )
    seed = _whole(
        _("Seed of the draws"),
        0,
        COUNT_MAX,
        help_text=_("The same seed draws the same P50 and P80."),
    )

    def __init__(self, *args: Any, is_new: bool = False, **kwargs: Any) -> None:
        """What nobody said yet has no version, what is stored needs no key."""
        super().__init__(*args, **kwargs)
        del self.fields["version" if is_new else "key"]


class InitiativeCaseForm(KeyedForm, VersionedForm):
    """What is committed for an initiative, and between which ends its figures lie."""

    committed_amount = MoneyField(
        label=_("Committed"), required=False, help_text=_("What contracts and orders bind.")
    )
    one_off_low = MoneyField(label=_("One-off cost, lowest"), required=False)
    one_off_high = MoneyField(label=_("One-off cost, highest"), required=False)
    days_low = _whole(_("Shortest duration, days"), 1, LONGEST, required=False)
    days_high = _whole(_("Longest duration, days"), 1, LONGEST, required=False)

    def __init__(
        self, *args: Any, initiative: Initiative, is_new: bool = False, **kwargs: Any
    ) -> None:
        """Name the currency, and what the plan says between the ends."""
        super().__init__(*args, **kwargs)
        del self.fields["version" if is_new else "key"]
        for name in ("committed_amount", "one_off_low", "one_off_high"):
            _count_in(self.fields[name], initiative.currency)
        said = gettext("The plan says %(figure)s.")
        days = planned_days(initiative)
        self.fields["days_low"].help_text = said % {"figure": days}
        self.fields["one_off_low"].help_text = said % {
            "figure": f"{initiative.one_off_amount:,.0f}"
        }


def indicator_name(row: PlantIndicator) -> str:
    """Name an indicator of the plant by its code, title and unit."""
    return pgettext("indicator (unit)", "%(name)s (%(unit)s)") % {
        "name": coded(row.indicator),
        "unit": lt(row.unit_text) or "–",
    }


def goal_name(row: Goal) -> str:
    """Name a goal."""
    return lt(row.both("title"))


class EffectForm(TranslatedForm, KeyedForm, VersionedForm):
    """What an initiative changes once it is in use."""

    translated = ("title",)
    title = TextField(
        label=_("What changes"), max_length=160, help_text=_("For example fewer hours of downtime.")
    )
    plant_indicator = OneTitled(
        named=indicator_name, label=_("Indicator"), required=False, empty_label="–"
    )
    change = NumberField(
        label=_("Change of the indicator"),
        required=False,
        help_text=_("In its unit, with its sign: −4.2 for 4.2 less."),
    )
    kind = forms.ChoiceField(label=_("Kind"), choices=Effect.Kind.choices)
    benefit_amount = MoneyField(
        label=_("Benefit a year"), required=False, help_text=_("Once the effect is whole.")
    )
    benefit_low = MoneyField(label=_("Benefit a year, lowest"), required=False)
    benefit_high = MoneyField(label=_("Benefit a year, highest"), required=False)
    evidence = forms.ChoiceField(
        label=_("What it rests on"), choices=Effect.Proof.choices, initial=Effect.Proof.IDEA
    )
    ramp_months = _whole(
        _("Months until it is whole"),
        0,
        RAMP_MAX,
        help_text=_("From the day after the end; it grows evenly until then, 0 for at once."),
    )
    goal = OneTitled(named=goal_name, label=_("Goal it serves"), required=False, empty_label="–")

    def __init__(
        self, *args: Any, plant: Plant, currency: str, is_new: bool = False, **kwargs: Any
    ) -> None:
        """Offer the indicators and goals of the plant."""
        super().__init__(*args, **kwargs)
        del self.fields["version" if is_new else "key"]
        indicators = PlantIndicator.objects.filter(plant=plant, is_active=True)
        offers: dict[str, Any] = {
            "plant_indicator": indicators.select_related("indicator"),
            "goal": Goal.objects.filter(plant=plant),
        }
        for name, rows in offers.items():
            self.fields[name].queryset = rows  # type: ignore[attr-defined]
        for name in ("benefit_amount", "benefit_low", "benefit_high"):
            _count_in(self.fields[name], currency)


class PromiseForm(KeyedForm):
    """The signature under what an effect brings; a reason where it replaces a promise."""

    digest = TextField(max_length=64, widget=forms.HiddenInput)
    reason = TextField(
        label=_("Why it takes the place of what stood"),
        required=False,  # the service asks for it: a form sent twice finds what it made first
        max_length=500,
        widget=forms.Textarea(attrs={"rows": 3}),
    )

    def __init__(self, *args: Any, is_first: bool, **kwargs: Any) -> None:
        """The first promise of an effect needs no reason."""
        super().__init__(*args, **kwargs)
        if is_first:
            del self.fields["reason"]


class PromiseWithdrawForm(KeyedForm):
    """Why a promise is taken back."""

    reason = TextField(
        label=_("Why it is taken back"),
        max_length=500,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("It stays in the ledger beside the promise, with your name."),
    )


def settings_initial(row: CaseSettings) -> dict[str, Any]:
    """Return the stored values for an edit form."""
    return {name: getattr(row, name) for name in (*cases.SETTINGS, "version")}


def case_initial(row: InitiativeCase) -> dict[str, Any]:
    """Return the stored values for an edit form."""
    return {name: getattr(row, name) for name in (*cases.CASE, "version")}


def effect_initial(row: Effect) -> dict[str, Any]:
    """Return the stored values for an edit form."""
    return {name: getattr(row, name) for name in (*effects.FIELDS, "version")}


class CaseQuery(forms.Form):
    """Whose business case is shown; unknown ones are none."""

    initiative = id_field(required=False)
    goal = id_field(required=False)

    def value(self, name: str) -> int | None:
        """Return a valid id, else None."""
        self.is_valid()
        found: int | None = self.cleaned_data.get(name)
        return found
