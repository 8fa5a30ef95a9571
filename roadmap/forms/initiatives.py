"""Input about initiatives: the whole form, the row of the table, a move, a query."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django import forms
from django.utils.translation import get_language, gettext
from django.utils.translation import gettext_lazy as _

from calendars.models import PlantMilestone
from calendars.selectors.calendars import work_calendar
from calendars.selectors.milestones import plant_milestones
from core.bounds import TITLE_LENGTH
from core.fields import OneTitled, TextField, TitledChoice
from core.forms import KeyedForm, VersionedForm, day_field, id_field
from core.second_language import TranslatedForm
from core.text import localized
from core.wording.dates import day
from core.wording.texts import coded, lt
from goals.models import Goal
from needs.models import Requirement
from organizations.models import Plant
from organizations.selectors.places import plant_people
from readings.models import PlantIndicator
from roadmap.forms.lengths import HELP, LengthField, pulled, said_dates
from roadmap.forms.money import count_in
from roadmap.models import BUFFER_MAX, Initiative
from roadmap.selectors.plan import title_in
from roadmap.services.initiatives import FIELDS
from sheets.fields import MoneyField

HANGING = ("due_milestone", "buffer_days", "enabling_milestone")


def stone_name(row: PlantMilestone) -> str:
    """Name a milestone of the plant with its day."""
    names = {"title": lt(row.both("title")), "day": day(row.planned_on)}
    return gettext("%(title)s, %(day)s") % names


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
    ends_on = day_field(_("End"))
    duration = LengthField()
    one_off_amount = MoneyField(label=_("One-off cost"))
    yearly_amount = MoneyField(label=_("Yearly cost after the end"), required=False)
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
        for name in ("duration", "yearly_amount"):  # what a page does not know of, it does not say
            if self.is_bound and self.add_prefix(name) not in self.data:
                del self.fields[name]

    @property
    def every_day_counts(self) -> bool:
        """Whether the calendar of the plant closes nothing, of which working days tell nothing."""
        return work_calendar(self.plant).closes_nothing

    def clean(self) -> dict[str, Any]:
        """Ask for an end where no duration gives it."""
        entered = super().clean() or {}
        is_open = {"ends_on", "duration"}.isdisjoint(self.errors) and "ends_on" in self.fields
        if is_open and not (entered.get("ends_on") or entered.get("duration")):
            self.add_error("ends_on", _("Enter an end or a duration."))
        return entered

    def values(self) -> dict[str, Any]:
        """Return what was entered; of the dates only what was said."""
        return said_dates(super().values(), self.initial)


class InitiativeForm(TranslatedForm, KeyedForm, InitiativeRowForm):
    """Everything a person may change on an initiative."""

    translated = ("title",)
    title = TextField(label=_("Title"), max_length=TITLE_LENGTH)
    duration = LengthField(help_text=HELP)
    phase = forms.ChoiceField(label=_("Phase"), choices=Initiative.Phase.choices)
    yearly_amount = MoneyField(
        label=_("Yearly cost after the end"),
        required=False,
        help_text=_("0 if it costs nothing; empty as long as nobody knows."),
    )
    spent_amount = MoneyField(label=_("Spent so far"), required=False)
    note = TextField(
        label=_("Note"), max_length=4000, required=False, widget=forms.Textarea(attrs={"rows": 3})
    )
    due_milestone = OneTitled(named=stone_name, label=_("Must stand at"), required=False)
    buffer_days = forms.IntegerField(
        label=_("Buffer, days"),
        min_value=0,
        max_value=BUFFER_MAX,
        required=False,
        widget=forms.TextInput(attrs={"inputmode": "numeric"}),
        help_text=_("Calendar days that it should stand earlier."),
    )
    enabling_milestone = OneTitled(named=stone_name, label=_("Cannot begin before"), required=False)
    requirements = TitledChoice(named=coded, label=_("Requirements it covers"))
    goals = TitledChoice(named=goal_name, label=_("Goals it serves"))
    indicators = TitledChoice(named=indicator_name, label=_("Indicators it moves"))

    field_order = (
        *("title", "phase", "starts_on", "ends_on", "duration", "one_off_amount", "yearly_amount"),
        *("spent_amount", "owner", "status", "progress", *HANGING),
        *("requirements", "goals", "indicators"),
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
        self._offer_milestones(plant)
        self.fields["requirements"].groups = dimensions  # type: ignore[attr-defined]
        del self.fields["version" if is_new else "key"]
        if is_new:
            self.fields["progress"].required = False
            for name in ("status", "progress", "spent_amount"):
                del self.fields[name]

    def _offer_milestones(self, plant: Plant) -> None:
        """Offer the milestones of the plant; without any, nothing is asked about them."""
        stones = plant_milestones(plant)
        if not stones:
            for name in HANGING:
                del self.fields[name]
            return
        for name in ("due_milestone", "enabling_milestone"):
            self.fields[name].queryset = stones  # type: ignore[attr-defined]

    @property
    def folded(self) -> dict[str, Any]:
        """The fields that stand in a fold, and whether it is open: where one is filled or wrong."""
        fields = [self[name] for name in HANGING if name in self.fields]
        is_open = any(field.value() or field.errors for field in fields)
        return {"names": HANGING, "fields": fields, "is_open": is_open}

    def values(self) -> dict[str, Any]:
        """Return what the service takes: one title in both languages, no empty buffer."""
        entered = super().values()
        if "buffer_days" in entered:
            entered["buffer_days"] = entered["buffer_days"] or 0
        pair = entered["translations"].get("title", {})
        entered["title"] = localized(entered["title"], pair).as_dict()
        return entered


def initial_of(initiative: Initiative, kept: Mapping[str, Any] | None = None) -> dict[str, Any]:
    """Return the stored values for an edit form.

    Args:
        initiative: the row, as it is or as the log of steps kept it.
        kept: its values in the log; they know the keys of other rows, and no indicators.
    """
    names = [name for name in (*FIELDS, "version") if kept is None or name not in HANGING[::2]]
    initial = {name: getattr(initiative, name) for name in names}
    initial["duration"] = initiative.dates.effective(work_calendar(initiative.roadmap.plant))
    initial["title"] = title_in(initiative.title, get_language() or "en")
    initial["translations"] = {**initiative.translations, "title": initiative.pair("title")}
    if kept is not None:
        for name in ("due_milestone", "enabling_milestone"):  # it may be gone since
            initial[name] = PlantMilestone.objects.filter(pk=kept.get(f"{name}_id") or 0).first()
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

    def values(self) -> dict[str, Any]:
        """Return the dates."""
        return pulled(super().values(), self.initial)


class PlaceForm(forms.Form):
    """Beside which row an initiative comes to stand."""

    beside = id_field()
    behind = forms.BooleanField(required=False)
