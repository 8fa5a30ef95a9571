"""What people say about a checked file."""

from __future__ import annotations

from django import forms
from django.utils.translation import gettext_lazy as _


class AcceptForm(forms.Form):
    """Whether values far from what is stored are meant."""

    accept = forms.BooleanField(
        label=_("These values are right"),
        error_messages={"required": _("Look at the marked values and tick this.")},
    )
