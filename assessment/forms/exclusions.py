"""What an assessor decides on a question that may not apply."""

from __future__ import annotations

from django import forms
from django.utils.translation import gettext_lazy as _

from core.fields import TextField
from core.forms import id_field


class ExclusionForm(forms.Form):
    """The verdict of an assessor on "does not apply"."""

    verdict = forms.ChoiceField(choices=[("accept", _("Accept")), ("refuse", _("Refuse"))])
    note = TextField(required=False, max_length=1000, label=_("reason"))
    version = id_field()
