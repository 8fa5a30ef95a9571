"""Input about goals."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from core.currencies import currency_choices
from core.fields import OneTitled, TextField, TitledChoice
from core.forms import KeyedForm, LongSelect, VersionedForm, day_field
from core.second_language import TranslatedForm
from core.wording.texts import coded, comma, lt
from goals.models import Goal, GoalIndicator
from goals.services.goals import FIELDS
from goals.services.indicators import FIELDS as FIGURES
from needs.models import Requirement
from organizations.models import Plant
from organizations.selectors.places import plant_people
from readings.models import PlantIndicator
from readings.selectors.wording import indicator_name
from sheets.fields import MoneyField, NumberField, chosen_currency


def goal_name(row: Goal) -> str:
    """Name a goal."""
    return lt(row.both("title"))


class GoalForm(TranslatedForm, KeyedForm, VersionedForm):
    """A measurable goal."""

    translated = ("title", "baseline_text", "target_text")
    title = TextField(label=_("Goal"), max_length=200)
    horizon = forms.ChoiceField(label=_("Horizon"), choices=Goal.Horizon.choices)
    value_driver = forms.ChoiceField(label=_("Value driver"), choices=Goal.ValueDriver.choices)
    owner = forms.ModelChoiceField(  # type: ignore[var-annotated]
        label=_("Owner"), queryset=None, required=False, empty_label="–"
    )
    due_on = day_field(_("Due"), required=True)
    parent = OneTitled(
        named=goal_name,
        label=_("Goal it serves"),
        required=False,
        help_text=_("A goal that reaches as far or farther, and is not due before."),
    )
    baseline_text = TextField(
        label=_("Baseline"),
        max_length=80,
        required=False,
        help_text=_("In words, for example 8.4 h a month."),
    )
    target_text = TextField(
        label=_("Target value"),
        max_length=80,
        help_text=_("In words, for example 6.7 h a month, −20 %."),
    )
    expected_return_amount = MoneyField(label=_("Expected annual return"), required=False)
    currency = forms.ChoiceField(label=_("Currency"), required=False)
    dimensions = forms.MultipleChoiceField(
        label=_("Capability dimensions"), required=False, widget=forms.CheckboxSelectMultiple
    )
    requirements = TitledChoice(named=coded, label=_("Requirements it covers"))

    def __init__(
        self,
        *args: Any,
        plant: Plant,
        dimensions: list[tuple[str, str]],
        language: str,
        is_new: bool = False,
        key: int = 0,
        **kwargs: Any,
    ) -> None:
        """Offer what the plant has; a goal, of this key, does not serve itself."""
        super().__init__(*args, **kwargs)
        self.plant = plant
        del self.fields["version" if is_new else "key"]
        self.fields["owner"].queryset = plant_people(plant)  # type: ignore[attr-defined]
        others = Goal.objects.filter(plant=plant).exclude(pk=key)
        self.fields["parent"].queryset = others  # type: ignore[attr-defined]
        self.fields["requirements"].queryset = Requirement.objects.filter(plant=plant)  # type: ignore[attr-defined]
        self.fields["requirements"].groups = dimensions  # type: ignore[attr-defined]
        self.fields["dimensions"].choices = dimensions  # type: ignore[attr-defined]
        self.fields["currency"].widget = LongSelect()
        self.fields["currency"].choices = [("", ""), *currency_choices(language, comma())]  # type: ignore[attr-defined]
        self.fields["currency"].initial = plant.currency
        self.fields["expected_return_amount"].currency = chosen_currency(self)  # type: ignore[attr-defined]


def initial_of(goal: Goal) -> dict[str, Any]:
    """Return the stored values for an edit form."""
    initial = {name: getattr(goal, name) for name in (*FIELDS, "version")}
    initial["requirements"] = list(goal.requirements.all())
    return initial


class GoalIndicatorForm(KeyedForm, VersionedForm):
    """A figure that shows whether a goal is reached."""

    plant_indicator = OneTitled(named=indicator_name, label=_("Indicator"))
    baseline_value = NumberField(
        label=_("Baseline value"), help_text=_("A number in the unit of the indicator.")
    )
    target_value = NumberField(
        label=_("Target value"), help_text=_("A number in the unit of the indicator.")
    )
    target_on = day_field(_("Target date"), required=True)

    def __init__(self, *args: Any, plant: Plant, is_new: bool = False, **kwargs: Any) -> None:
        """Offer the indicators that the plant follows."""
        super().__init__(*args, **kwargs)
        del self.fields["version" if is_new else "key"]
        followed = PlantIndicator.objects.filter(plant=plant, is_active=True)
        self.fields["plant_indicator"].queryset = followed.select_related("indicator")  # type: ignore[attr-defined]


def figures_of(row: GoalIndicator) -> dict[str, Any]:
    """Return the stored values of an indicator for an edit form."""
    return {name: getattr(row, name) for name in (*FIGURES, "version")}
