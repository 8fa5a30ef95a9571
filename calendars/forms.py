"""Input about calendars, closures and milestones of a plant."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django import forms
from django.utils.dates import WEEKDAYS
from django.utils.translation import get_language, gettext
from django.utils.translation import gettext_lazy as _

from calendars.models import WEEK, PlantCalendar, PlantClosure, PlantMilestone
from calendars.services import closures, milestones
from core.fields import TextField
from core.forms import KeyedForm, VersionedForm, day_field
from core.second_language import TranslatedForm
from organizations.domain.countries import country_name
from organizations.models import Plant
from organizations.selectors.places import plant_people
from planning.domain.calendars import ONE_DAY
from planning.selectors import holiday_places

DAYS = [(day, WEEKDAYS[day - 1]) for day in WEEK]


class CalendarForm(KeyedForm, VersionedForm):
    """Weekend and public holidays of a plant."""

    weekend = forms.TypedMultipleChoiceField(
        label=_("Weekend"),
        choices=DAYS,
        coerce=int,
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text=_("Days of the week without work."),
    )
    holiday_place = forms.ChoiceField(
        label=_("Public holidays of"),
        required=False,
        help_text=_("Computed without a network; what hangs on the moon is an estimate."),
    )

    def __init__(self, *args: Any, plant: Plant, is_new: bool = False, **kwargs: Any) -> None:
        """Offer the plant's country and its parts."""
        super().__init__(*args, **kwargs)
        del self.fields["version" if is_new else "key"]
        self.fields["holiday_place"].choices = [  # type: ignore[attr-defined]
            ("", gettext("none")),
            (plant.country, country_name(plant.country, get_language() or "en")),
            *holiday_places(plant.country),
        ]


class ClosureForm(TranslatedForm, KeyedForm, VersionedForm):
    """Days on which a plant stands still, both ends included; the table keeps the day after."""

    translated = ("title",)
    title = TextField(
        label=_("Closure"), max_length=160, help_text=_("For example Tết 2027, or stock-taking.")
    )
    kind = forms.ChoiceField(label=_("Kind"), choices=PlantClosure.Kind.choices)
    starts_on = day_field(_("First day"), required=True)
    opens_on = day_field(_("Last day"), required=True)

    def __init__(self, *args: Any, is_new: bool = False, **kwargs: Any) -> None:
        """A new closure has no version yet, a stored one needs no key."""
        super().__init__(*args, **kwargs)
        del self.fields["version" if is_new else "key"]

    def values(self) -> dict[str, Any]:
        """Return what the service takes: the day after the last one."""
        entered = super().values()
        last: dt.date = entered["opens_on"]
        return {**entered, "opens_on": last + ONE_DAY}


class PlantMilestoneForm(TranslatedForm, KeyedForm, VersionedForm):
    """A day that the plans of a plant hang on."""

    translated = ("title",)
    title = TextField(label=_("Milestone"), max_length=160)
    planned_on = day_field(_("Planned day"), required=True)
    owner = forms.ModelChoiceField(  # type: ignore[var-annotated]
        label=_("Owner"), queryset=None, required=False, empty_label="–"
    )
    is_fixed = forms.BooleanField(
        label=_("Fixed"),
        required=False,
        help_text=_("A contract or a building: it does not wait when other dates slip."),
    )
    reached_on = day_field(_("Reached on"))
    note = TextField(
        label=_("Note"), max_length=2000, required=False, widget=forms.Textarea(attrs={"rows": 3})
    )

    def __init__(self, *args: Any, plant: Plant, is_new: bool = False, **kwargs: Any) -> None:
        """Offer the people of the plant."""
        super().__init__(*args, **kwargs)
        del self.fields["version" if is_new else "key"]
        self.fields["owner"].queryset = plant_people(plant)  # type: ignore[attr-defined]


class PlantReachForm(VersionedForm):
    """The day on which a milestone was reached; empty takes it back."""

    reached_on = day_field(_("Reached on"))


def calendar_initial(row: PlantCalendar) -> dict[str, Any]:
    """Return the stored values for an edit form."""
    return {name: getattr(row, name) for name in ("weekend", "holiday_place", "version")}


def closure_initial(row: PlantClosure) -> dict[str, Any]:
    """Return the stored values for an edit form; the last day is shown as people say it."""
    initial = {name: getattr(row, name) for name in (*closures.FIELDS, "version")}
    return {**initial, "opens_on": row.last_day}


def milestone_initial(row: PlantMilestone) -> dict[str, Any]:
    """Return the stored values for an edit form."""
    return {name: getattr(row, name) for name in (*milestones.FIELDS, "version")}
