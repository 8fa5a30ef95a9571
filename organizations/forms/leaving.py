"""Closing a person, and redacting a note of the audit trail."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from core.fields import TextField
from organizations.models import User


class CloseForm(forms.Form):
    """Who takes the open work on, and that it is meant."""

    successor = forms.ModelChoiceField(
        label=_("Open work goes to"),
        queryset=User.objects.none(),
        required=False,
        empty_label=_("Choose a person"),
        help_text=_("Needed when there is open work."),
    )
    ended = forms.MultipleChoiceField(
        label=_("End instead of handing over"),
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )
    sure = forms.BooleanField(label=_("I want to close this person."))

    def __init__(
        self, *args: Any, people: Any, endings: Sequence[tuple[str, str]], **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        self.fields["successor"].queryset = people  # type: ignore[attr-defined]
        self.fields["ended"].choices = list(endings)  # type: ignore[attr-defined]


class RedactForm(forms.Form):
    """Which note goes, and why."""

    key = forms.ChoiceField(label=_("Note to remove"), widget=forms.RadioSelect)
    reason = TextField(
        label=_("Reason"),
        max_length=300,
        help_text=_("Stays in the log and is shown instead of the note: do not repeat its words."),
        widget=forms.Textarea(attrs={"rows": 2}),
    )

    def __init__(self, *args: Any, notes: Sequence[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choice = self.fields["key"]
        choice.choices = list(notes)  # type: ignore[attr-defined]
        if len(notes) == 1:
            choice.initial = notes[0][0]
