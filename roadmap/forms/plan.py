"""Input about the plan: begin it, limits, links, milestones."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from core.fields import OneTitled, TextField
from core.forms import KeyedForm, VersionedForm, day_field
from core.second_language import TranslatedForm
from core.wording.dates import quarter
from organizations.models import Plant
from planning.domain.plans import DaySpan, add_months, quarter_start
from roadmap.forms.initiatives import initiative_name
from roadmap.forms.money import count_in
from roadmap.models import Dependency, Initiative, Roadmap
from roadmap.services.links import MOST_DAYS
from sheets.fields import MoneyField

BACK, AHEAD = 12, 8


class RoadmapForm(forms.Form):
    """First quarter and one limit for every year."""

    starts_on = forms.TypedChoiceField(
        label=_("First quarter"),
        coerce=date.fromisoformat,
        help_text=_("The plan covers twelve quarters from here."),
    )
    limit_amount = MoneyField(
        label=_("Budget limit a year"),
        required=False,
        help_text=_("Counts for every calendar year; you can set each year afterwards."),
    )

    def __init__(self, *args: Any, plant: Plant, today: date, **kwargs: Any) -> None:
        """Offer the quarters around today."""
        super().__init__(*args, **kwargs)
        here = quarter_start(today)
        days = [add_months(here, 3 * number) for number in range(-BACK, AHEAD + 1)]
        names = [(day.isoformat(), quarter(day)) for day in days]
        self.fields["starts_on"].choices = names  # type: ignore[attr-defined]
        self.fields["starts_on"].initial = here.isoformat()
        count_in(self.fields["limit_amount"], plant.currency)


class LimitForm(VersionedForm):
    """The limit of each calendar year of the plan."""

    def __init__(
        self, *args: Any, roadmap: Roadmap, spans: tuple[DaySpan, ...], **kwargs: Any
    ) -> None:
        """Make one field a year."""
        super().__init__(*args, **kwargs)
        self.names = {f"limit_{span.start.year}": span.start.year for span in spans}
        for name, year in self.names.items():
            self.fields[name] = MoneyField(label=str(year), required=False)
            count_in(self.fields[name], roadmap.currency)
        self.order_fields([*self.names, "version"])

    @property
    def limits(self) -> dict[int, Decimal | None]:
        """Return year -> limit; None where the field is empty."""
        return {year: self.cleaned_data[name] for name, year in self.names.items()}


def limits_initial(limits: Mapping[int, Decimal], version: int) -> dict[str, Any]:
    """Return the stored limits for the form."""
    return {"version": version} | {f"limit_{year}": limit for year, limit in limits.items()}


class LinkEditForm(VersionedForm):
    """Kind and lag of a link."""

    kind = forms.ChoiceField(label=_("Kind"), choices=Dependency.Kind.choices, initial="FS")
    lag_days = forms.IntegerField(
        label=_("Lag in days"),
        required=False,
        min_value=-MOST_DAYS,
        max_value=MOST_DAYS,
        help_text=_("Days to wait between the two; a negative number lets them overlap."),
        widget=forms.TextInput(attrs={"inputmode": "numeric"}),
    )

    def clean_lag_days(self) -> int:
        """Read an empty field as no lag."""
        return self.cleaned_data["lag_days"] or 0


class LinkForm(LinkEditForm, KeyedForm):
    """A new link between two initiatives of the plan."""

    predecessor = OneTitled(named=initiative_name, label=_("Predecessor"))
    successor = OneTitled(named=initiative_name, label=_("Successor"))

    field_order = ("predecessor", "successor", "kind", "lag_days")

    def __init__(self, *args: Any, roadmap: Roadmap, **kwargs: Any) -> None:
        """Offer the initiatives of the plan; kind and lag may be left out by the editor."""
        super().__init__(*args, **kwargs)
        self.fields["kind"].required = False
        del self.fields["version"]
        for name in ("predecessor", "successor"):
            rows = Initiative.objects.filter(roadmap=roadmap)
            self.fields[name].queryset = rows  # type: ignore[attr-defined]

    def clean_kind(self) -> str:
        """Read a missing kind as finish to start."""
        return self.cleaned_data["kind"] or "FS"


class MilestoneForm(TranslatedForm, KeyedForm, VersionedForm):
    """A milestone of an initiative."""

    translated = ("title", "acceptance")
    title = TextField(label=_("Milestone"), max_length=160)
    due_on = day_field(_("Due"), required=True)
    acceptance = TextField(
        label=_("Acceptance criteria"),
        max_length=2000,
        required=False,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text=_("What business and IT check before they accept it."),
    )
    reached_on = day_field(_("Reached"))

    def __init__(self, *args: Any, is_new: bool = False, **kwargs: Any) -> None:
        """A new milestone has no version yet, a stored one needs no key."""
        super().__init__(*args, **kwargs)
        del self.fields["version" if is_new else "key"]


class ReachForm(VersionedForm):
    """The day on which a milestone was reached; empty takes it back."""

    reached_on = day_field(_("Reached"))
