"""What the portfolio and the search accept in their address."""

from __future__ import annotations

from django import forms
from django.utils.translation import gettext_lazy as _

from core.fields import TextField

# Order of the portfolio -> its words; each by a figure that needs a right of its own.
ORDERS = {
    "readiness": _("Lowest readiness first"),
    "overdue": _("Most overdue duties first"),
    "milestone": _("Next milestone first"),
}


class PortfolioFilter(forms.Form):
    """Which plants to show; unknown values show all."""

    country = TextField(max_length=2, required=False)
    process = forms.ChoiceField(
        choices=[
            ("", _("Discrete and process")),
            ("discrete", _("Discrete only")),
            ("process", _("Process only")),
        ],
        required=False,
    )
    q = TextField(max_length=80, required=False, strip=True)
    sort = forms.ChoiceField(choices=[("", ""), *ORDERS.items()], required=False)
    view = forms.ChoiceField(choices=[("", ""), ("table", "")], required=False)

    def value(self, name: str) -> str:
        """Return a valid value, else nothing."""
        self.is_valid()
        return str(self.cleaned_data.get(name) or "")


class SearchForm(forms.Form):
    """Words to look for."""

    q = TextField(max_length=100, required=False, strip=True)
