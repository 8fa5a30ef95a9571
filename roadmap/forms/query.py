"""How the plan page is looked at: its address."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlencode

from django import forms
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from core.fields import TextField
from core.forms import id_field
from roadmap.models import Initiative
from roadmap.selectors.arrangement import Wish

USUAL = {"view": "gantt", "zoom": "quarter", "group": "phase"}
KEPT = ("view", "zoom", "group", "owner", "status", "phase", "late", "q")


class PlanQuery(forms.Form):
    """View, zoom, filter, grouping and open things; unknown values fall back to the usual ones."""

    VIEWS = (("gantt", _("Gantt")), ("table", _("Table")), ("list", _("List")))
    ZOOMS = (
        ("month", pgettext_lazy("zoom", "Months")),
        ("quarter", pgettext_lazy("zoom", "Quarters")),
        ("year", pgettext_lazy("zoom", "Years")),
        ("fit", pgettext_lazy("zoom", "Fit")),
    )
    GROUPS = (("phase", _("By phase")), ("owner", _("By owner")), ("status", _("By status")))

    view = forms.ChoiceField(choices=VIEWS, required=False)
    zoom = forms.ChoiceField(choices=ZOOMS, required=False)
    group = forms.ChoiceField(choices=GROUPS, required=False)
    owner = forms.RegexField(r"^(none|[0-9]{1,18})$", required=False)
    status = forms.ChoiceField(choices=Initiative.Status.choices, required=False)
    phase = forms.ChoiceField(choices=Initiative.Phase.choices, required=False)
    late = forms.BooleanField(required=False)
    q = TextField(max_length=80, required=False)
    edit = id_field(required=False)
    initiative = id_field(required=False)

    def value(self, name: str, default: Any = None) -> Any:
        """Return a valid value of a field, else the default."""
        self.is_valid()
        return self.cleaned_data.get(name) or (USUAL.get(name) if default is None else default)

    @property
    def wish(self) -> Wish:
        """The rows that the reader wants to see."""
        return Wish(
            group=self.value("group"),
            owner=self.value("owner", ""),
            status=self.value("status", ""),
            phase=self.value("phase", ""),
            late=bool(self.value("late")),
            text=self.value("q", ""),
        )

    def keep(self, **changes: object) -> str:
        """Return the query string that shows the same with some parameters changed.

        Args:
            changes: by name; nothing takes a parameter away.

        Returns:
            A text that begins with a question mark.
        """
        kept = {name: self.value(name) for name in KEPT} | changes
        parts = {
            name: "1" if value is True else value
            for name, value in kept.items()
            if value and USUAL.get(name) != value
        }
        return f"?{urlencode(parts)}"

    def at(self, view: str) -> PlanQuery:
        """Return the same in another view."""
        return PlanQuery({name: self.value(name) for name in KEPT} | {"view": view})


class OpenForm(forms.Form):
    """Which initiative is open on somebody's page."""

    initiative = id_field(required=False)
