"""What people enter about evidence, wherever it is added or judged."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from core.fields import LinkField, TextField
from core.forms import KeyedForm


class EvidenceForm(KeyedForm):
    """A file or a link."""

    file = forms.FileField(label=_("File"), required=False)
    url = LinkField(label=_("or link"))
    title = TextField(label=_("What it shows"), required=False, max_length=200)

    def clean(self) -> dict[str, Any]:
        """Require exactly one of file and link."""
        values = super().clean() or {}
        if not self.errors and bool(values.get("file")) == bool(values.get("url")):
            self.add_error("file", gettext("Choose a file or give a link, one of them."))
        return values

    def given(self) -> dict[str, Any]:
        """Return what was entered as the services take it."""
        return {name: self.cleaned_data[name] for name in ("key", "file", "url", "title")}

    def problem(self) -> str:
        """Return the first thing that is wrong; empty where nothing is."""
        return next((str(entry) for entries in self.errors.values() for entry in entries), "")


class EvidenceReviewForm(forms.Form):
    """The verdict of an assessor."""

    verdict = forms.ChoiceField(
        choices=[("accept", _("Accept")), ("refuse", _("Refuse")), ("open", _("Not decided"))]
    )
    note = TextField(required=False, max_length=400, label=_("reason"))

    def verdict_given(self) -> bool | None:
        """Return whether it is accepted; None takes the verdict back."""
        return {"accept": True, "refuse": False, "open": None}[self.cleaned_data["verdict"]]
