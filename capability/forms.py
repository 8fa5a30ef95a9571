"""What the capability pages accept in their address."""

from __future__ import annotations

from django import forms
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from core.forms import id_field


class MatrixQuery(forms.Form):
    """Run, view and comparison of the matrix page; unknown values fall back to the first."""

    VIEWS = (("matrix", _("Matrix")), ("table", _("Table")), ("charts", _("Radar and bars")))
    COMPARISONS = (("target", pgettext_lazy("score", "target")), ("previous", _("the run before")))

    run = id_field(required=False)
    view = forms.ChoiceField(choices=VIEWS, required=False)
    compare = forms.ChoiceField(choices=COMPARISONS, required=False)
    why = forms.RegexField(regex=r"^[\w.-]+(:[\w.-]+)?$", max_length=90, required=False)

    def value(self, name: str, default: str) -> str:
        """Return a valid value of a field, else the default."""
        self.is_valid()
        return str(self.cleaned_data.get(name) or default)
