"""What caused a reading, and whether it counts."""

from __future__ import annotations

from django import forms
from django.utils.translation import gettext_lazy

from core.fields import TextField
from core.forms import VersionedForm
from core.second_language import TranslatedForm


class ExplainForm(TranslatedForm, VersionedForm):
    """What caused a reading, and whether it counts."""

    translated = ("cause",)
    cause = TextField(
        label=gettext_lazy("Cause"),
        required=False,
        max_length=300,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=gettext_lazy("What happened, where, and whether it can happen again."),
    )
    is_excluded = forms.BooleanField(
        label=gettext_lazy("Leave this reading out of limits and baselines"),
        required=False,
        help_text=gettext_lazy("Only for a cause that is no part of normal work."),
    )
