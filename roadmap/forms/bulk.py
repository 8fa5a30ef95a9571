"""Input about chosen initiatives: one change for all of them."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.http import Http404, QueryDict
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from core.forms import id_field
from organizations.models import Plant
from organizations.selectors.places import plant_people
from planning.domain.plans import DAY, DaySpan
from roadmap.domain.edits import BarEdit, ShiftUnit, shifted
from roadmap.forms.lengths import LengthField
from roadmap.models import Initiative
from roadmap.selectors.arrangement import NOBODY
from roadmap.selectors.plan import Plan

UNITS = (
    (ShiftUnit.DAYS.value, pgettext_lazy("shift", "days")),
    (ShiftUnit.WEEKS.value, pgettext_lazy("shift", "weeks")),
    (ShiftUnit.MONTHS.value, pgettext_lazy("shift", "months")),
)
FARTHEST = 3660


class ChosenForm(forms.Form):
    """What changes in every chosen initiative; what is left empty stays."""

    owner = forms.ChoiceField(label=gettext_lazy("Owner"), required=False)
    status = forms.ChoiceField(
        label=gettext_lazy("Status"),
        choices=[("", gettext_lazy("Status: keep")), *Initiative.Status.choices],
        required=False,
    )
    phase = forms.ChoiceField(
        label=gettext_lazy("Phase"),
        choices=[("", gettext_lazy("Phase: keep")), *Initiative.Phase.choices],
        required=False,
    )
    shift = forms.IntegerField(
        label=gettext_lazy("Move by"),
        required=False,
        min_value=-FARTHEST,
        max_value=FARTHEST,
        widget=forms.TextInput(attrs={"inputmode": "numeric", "size": "4", "placeholder": "0"}),
    )
    unit = forms.ChoiceField(
        label=gettext_lazy("Unit"), choices=UNITS, required=False, initial="weeks"
    )
    duration = LengthField()

    def __init__(self, *args: Any, plant: Plant, **kwargs: Any) -> None:
        """Offer the people of the plant."""
        super().__init__(*args, **{"auto_id": "bulk-%s", **kwargs})
        self.people = {str(row.pk): row for row in plant_people(plant)}
        self.fields["owner"].choices = [  # type: ignore[attr-defined]
            ("", _("Owner: keep")),
            (NOBODY, _("Nobody's")),
            *((key, row.name) for key, row in self.people.items()),
        ]
        for name, field in self.fields.items():
            field.widget.attrs["aria-label"] = str(field.label)
            if name != "shift":
                field.widget.attrs["class"] = "input"
        self.fields["duration"].widget.attrs |= {"placeholder": _("keep"), "size": "8"}
        self.fields["shift"].widget.attrs["class"] = "input num"

    def clean(self) -> dict[str, Any]:
        """Refuse a form that changes nothing."""
        entered = super().clean() or {}
        named = ("owner", "status", "phase", "shift", "duration")
        if not self.errors and not any(entered.get(name) for name in named):
            raise ValidationError(_("Choose what shall change: owner, status, phase or dates."))
        return entered

    def values_for(self, row: Initiative) -> dict[str, Any]:
        """Return the new values of one initiative.

        Raises:
            RuleError: its days would lie outside of 1900 to 2100.
        """
        entered = self.cleaned_data
        values = {name: entered[name] for name in ("status", "phase") if entered[name]}
        if entered["owner"]:
            values["owner"] = self.people.get(entered["owner"])
        if entered["shift"]:
            unit = ShiftUnit(entered["unit"] or ShiftUnit.WEEKS)
            span = shifted(DaySpan(row.starts_on, row.ends_on + DAY), entered["shift"], unit)
            values["starts_on"] = span.start
            if unit is ShiftUnit.MONTHS and not (row.duration or entered["duration"]):
                values["ends_on"] = span.end - DAY
        if entered["duration"]:
            values["duration"] = entered["duration"]
        return values


def read_bulk(data: QueryDict, plan: Plan, plant: Plant) -> list[BarEdit]:
    """Return the edits of the initiatives that were chosen, each named `key:version`.

    Raises:
        Http404: an initiative that is not of this plan.
        ValidationError: in words, naming the field.
        RuleError: days outside of 1900 to 2100.
    """
    chosen = dict(_chosen(data))
    if not chosen:
        raise ValidationError(_("Name the initiatives that shall change."))
    form = ChosenForm(data, plant=plant)
    if not form.is_valid():
        raise ValidationError(list(_said(form)))
    rows = {row.pk: row for row in plan.initiatives}
    if not set(chosen) <= set(rows):
        raise Http404
    return [BarEdit(key, version, form.values_for(rows[key])) for key, version in chosen.items()]


def _chosen(data: QueryDict) -> Iterator[tuple[int, int]]:
    field = id_field()
    for text in data.getlist("chosen"):
        key, _colon, version = text.partition(":")
        try:
            yield field.clean(key), field.clean(version)
        except ValidationError as error:
            raise Http404 from error


def _said(form: forms.Form) -> Iterator[str]:
    """Yield the errors of a form, each behind the name of its field."""
    for name, errors in form.errors.items():
        for error in errors:
            yield f"{form.fields[name].label}: {error}" if name in form.fields else str(error)
