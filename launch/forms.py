"""Input about the start of production: its day, days of milestones, what if, a bar for a need."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from typing import Any

from django import forms
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from core.forms import KeyedForm, VersionedForm, day_field, id_field
from core.wording.texts import lt
from packs.schema.launch import LaunchPack
from sheets.fields import MoneyField

WEEKS = 104


def _kinds(pack: LaunchPack) -> list[tuple[str, str]]:
    language = get_language() or "en"
    return [(kind.id, lt(kind.title, language)) for kind in pack.kinds]


class StartQuery(forms.Form):
    """Kind of plant and day of the start, from which days of the milestones are proposed."""

    kind = forms.ChoiceField(label=_("Kind of plant"))
    on = day_field(_("Start of production"), required=True)
    days = forms.ChoiceField(
        label=_("Days of the other milestones"),
        choices=[
            ("along", _("Move the stored days along with the start")),
            ("usual", _("Propose the usual days anew")),
        ],
        required=False,
    )

    def __init__(self, *args: Any, pack: LaunchPack, has_days: bool = False, **kwargs: Any) -> None:
        """Offer the kinds of the pack, and to move what is stored where there is something."""
        super().__init__(*args, **kwargs)
        self.fields["kind"].choices = _kinds(pack)  # type: ignore[attr-defined]
        self.fields["days"].required = "days" in self.data  # an address may leave it out
        if not has_days:
            del self.fields["days"]

    def moves_along(self) -> bool:
        """Return whether stored days keep their distance to the start; only a word says otherwise."""
        return "days" in self.fields and self.cleaned_data.get("days") != "usual"


class StartForm(VersionedForm):
    """A day for each milestone of the pack; one left empty stays as it is."""

    def __init__(
        self, *args: Any, pack: LaunchPack, reached: Iterable[str] = (), **kwargs: Any
    ) -> None:
        """Ask for every milestone that is not reached; the start must have a day."""
        super().__init__(*args, **kwargs)
        for stone in pack.milestones:
            if stone.id not in reached:
                title = lt(stone.title, get_language() or "en")
                field = day_field(title, required=stone.id == pack.start)
                field.widget.attrs["class"] = "input"
                self.fields[stone.id] = field

    def days(self) -> dict[str, dt.date]:
        """Return the days that were entered, by key of the milestone."""
        return {name: value for name, value in self.values().items() if value}


class LookQuery(forms.Form):
    """What if nothing begins before a day, and what if the start slips."""

    not_before = day_field(_("Nothing starts before"))
    slip = forms.IntegerField(
        label=_("The start slips by, in weeks"), required=False, min_value=-WEEKS, max_value=WEEKS
    )


class SlipForm(forms.Form):
    """Weeks by which the start moves, and the milestones that the editor saw."""

    weeks = forms.IntegerField(min_value=-WEEKS, max_value=WEEKS)
    version = id_field()


class NeedBarForm(KeyedForm):
    """A bar that meets a need of the launch."""

    initiative = forms.ChoiceField(label=_("Initiative"))
    starts_on = day_field(_("First day"), required=True)
    ends_on = day_field(_("Last day"), required=True)
    one_off_amount = MoneyField(
        label=_("One-off cost"),
        help_text=_(
            "Where nobody knows it yet enter 0 and set it later; until then the plan is too cheap."
        ),
    )

    def __init__(
        self, *args: Any, initiatives: list[tuple[str, str]], currency: str, **kwargs: Any
    ) -> None:
        """Offer the initiatives of the need that the catalog of the plan knows."""
        super().__init__(*args, **kwargs)
        self.fields["one_off_amount"].currency = currency  # type: ignore[attr-defined]
        self.fields["initiative"].choices = initiatives  # type: ignore[attr-defined]
        if not initiatives:
            del self.fields["initiative"]
