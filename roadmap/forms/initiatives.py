"""Input about initiatives: the whole form, the row of the table, a move, a query."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django import forms
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from core.bounds import TITLE_LENGTH
from core.fields import TextField, TitledChoice
from core.forms import KeyedForm, MoneyField, VersionedForm, day_field, id_field
from core.second_language import TranslatedForm
from core.text import localized
from core.wording.texts import coded, lt
from goals.models import Goal
from needs.models import Requirement
from organizations.models import Plant
from organizations.selectors.places import plant_people
from readings.models import PlantIndicator
from roadmap.forms.money import count_in
from roadmap.models import Initiative
from roadmap.selectors.plan import title_in
from roadmap.services.initiatives import FIELDS


def goal_name(row: Goal) -> str:
    """Name a goal."""
    return lt(row.both("title"))


def initiative_name(row: Initiative) -> str:
    """Name an initiative."""
    return lt(row.title)


def indicator_name(row: PlantIndicator) -> str:
    """Name an indicator of the plant by its code and title."""
    return coded(row.indicator)


class InitiativeRowForm(VersionedForm):
    """The fields of an initiative that the table edits in place."""

    starts_on = day_field(_("Start"), required=True)
    ends_on = day_field(_("End"), required=True)
    one_off_amount = MoneyField(label=_("One-off cost"))
    yearly_amount = MoneyField(label=_("Yearly cost after the end"))
    owner = forms.ModelChoiceField(  # type: ignore[var-annotated]
        label=_("Owner"), queryset=None, required=False, empty_label="–"
    )
    status = forms.ChoiceField(label=_("Status"), choices=Initiative.Status.choices)
    progress = forms.IntegerField(
        label=_("Progress, %"),
        min_value=0,
        max_value=100,
        widget=forms.TextInput(attrs={"inputmode": "numeric"}),
    )

    def __init__(self, *args: Any, plant: Plant, **kwargs: Any) -> None:
        """Offer the people of the plant."""
        super().__init__(*args, **kwargs)
        self.plant = plant
        self.fields["owner"].queryset = plant_people(plant)  # type: ignore[attr-defined]
        for name in ("one_off_amount", "yearly_amount", "spent_amount"):
            if name in self.fields:
                count_in(self.fields[name], plant.currency)


class InitiativeForm(TranslatedForm, KeyedForm, InitiativeRowForm):
    """Everything a person may change on an initiative."""

    translated = ("title",)
    title = TextField(label=_("Title"), max_length=TITLE_LENGTH)
    phase = forms.ChoiceField(label=_("Phase"), choices=Initiative.Phase.choices)
    spent_amount = MoneyField(label=_("Spent so far"), required=False)
    note = TextField(
        label=_("Note"), max_length=4000, required=False, widget=forms.Textarea(attrs={"rows": 3})
    )
    requirements = TitledChoice(named=coded, label=_("Requirements it covers"))
    goals = TitledChoice(named=goal_name, label=_("Goals it serves"))
    indicators = TitledChoice(named=indicator_name, label=_("Indicators it moves"))

    field_order = (
        *("title", "phase", "starts_on", "ends_on", "one_off_amount", "yearly_amount"),
        *("spent_amount", "owner", "status", "progress", "requirements", "goals", "indicators"),
        *("note", "version"),
    )

    def __init__(
        self,
        *args: Any,
        plant: Plant,
        dimensions: list[tuple[str, str]],
        is_new: bool = False,
        **kwargs: Any,
    ) -> None:
        """Offer what the plant has; an empty list is left out."""
        super().__init__(*args, plant=plant, **kwargs)
        offers = {
            "requirements": Requirement.objects.filter(plant=plant),
            "goals": Goal.objects.filter(plant=plant),
            "indicators": PlantIndicator.objects.filter(plant=plant, is_active=True).select_related(
                "indicator"
            ),
        }
        for name, rows in offers.items():
            self.fields[name].queryset = rows  # type: ignore[attr-defined]
        self.fields["requirements"].groups = dimensions  # type: ignore[attr-defined]
        del self.fields["version" if is_new else "key"]
        if is_new:
            for name in ("yearly_amount", "progress"):
                self.fields[name].required = False
            for name in ("status", "progress", "spent_amount"):
                del self.fields[name]

    def values(self) -> dict[str, Any]:
        """Return what the service takes: one title in both languages, no empty cost."""
        entered = super().values()
        pair = entered["translations"].get("title", {})
        entered["title"] = localized(entered["title"], pair).as_dict()
        if entered.get("yearly_amount") is None:
            entered["yearly_amount"] = 0
        return entered


def initial_of(initiative: Initiative, kept: Mapping[str, Any] | None = None) -> dict[str, Any]:
    """Return the stored values for an edit form.

    Args:
        initiative: the row, as it is or as the log of steps kept it.
        kept: its values in the log; they know the keys of other rows, and no indicators.
    """
    initial = {name: getattr(initiative, name) for name in (*FIELDS, "version")}
    initial["title"] = title_in(initiative.title, get_language() or "en")
    initial["translations"] = {**initiative.translations, "title": initiative.pair("title")}
    if kept is not None:
        requirements = Requirement.objects.filter(pk__in=kept["requirements"])
        goals = Goal.objects.filter(pk__in=kept["goals"])
        return initial | {"requirements": list(requirements), "goals": list(goals)}
    initial["requirements"] = list(initiative.requirements.all())
    initial["goals"] = list(initiative.goals.all())
    links = initiative.indicator_links.select_related("plant_indicator")
    initial["indicators"] = [link.plant_indicator for link in links]
    return initial


class MoveForm(VersionedForm):
    """New dates of a bar."""

    starts_on = day_field(_("Start"), required=True)
    ends_on = day_field(_("End"), required=True)
    with_successors = forms.ChoiceField(
        choices=(("yes", "yes"), ("no", "no")), required=False, widget=forms.HiddenInput
    )

    def values(self) -> dict[str, Any]:
        """Return the dates."""
        entered = super().values()
        del entered["with_successors"]
        return entered


class PlaceForm(forms.Form):
    """Beside which row an initiative comes to stand."""

    beside = id_field()
    behind = forms.BooleanField(required=False)
