"""Inputs of the compliance area."""

from __future__ import annotations

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from compliance.domain.coverage import Layer
from compliance.models import ObligationStatus, StatusName, Topic
from core.fields import TextField
from core.forms import VersionedForm, day_field
from organizations.models import User

# Beside the topics: what binds headquarters stands as a group of its own.
HEADQUARTERS_PART = (Layer.HEADQUARTERS.value, _("Headquarters’ part"))


class DutyQuery(forms.Form):
    """The filter over the checklist; what is not understood is left out."""

    q = TextField(required=False, max_length=100)
    topic = forms.ChoiceField(required=False, choices=[*Topic.choices, HEADQUARTERS_PART])
    status = forms.ChoiceField(required=False, choices=StatusName.choices)
    owner = TextField(required=False, max_length=20)
    jurisdiction = forms.RegexField(r"^[A-Z]{2,3}$", required=False)
    evidence = forms.ChoiceField(required=False, choices=[("none", "none")])
    show = forms.ChoiceField(required=False, choices=[("no", "no")])

    def values(self) -> dict[str, str]:
        """Return the understood filters by name."""
        self.is_valid()
        return {name: value for name, value in self.cleaned_data.items() if value}


class DutyRowForm(VersionedForm):
    """What can be changed within the table."""

    state = forms.ChoiceField(label=_("Status"), choices=ObligationStatus.State.choices)
    owner = forms.ModelChoiceField(
        label=_("Owner"),
        queryset=User.objects.none(),
        required=False,
        empty_label=_("Nobody yet"),
    )
    due_on = day_field(_("Due"))

    def __init__(self, *args: Any, owners: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["owner"].queryset = owners  # type: ignore[attr-defined]


class DutyForm(DutyRowForm):
    """What can be changed on the page of a duty."""

    review_on = day_field(
        _("Next review"),
        help_text=_("Set by itself when the duty becomes met; change it here."),
    )
    note = TextField(
        label=_("Note"), required=False, max_length=4000, widget=forms.Textarea(attrs={"rows": 3})
    )


class ApplicabilityForm(VersionedForm):
    """Whether the duty applies, and who of counsel said so."""

    decision = forms.ChoiceField(
        label=_("Does it apply?"),
        choices=ObligationStatus.Decision.choices,
        required=False,
        widget=forms.RadioSelect,
    )
    decision_reason = TextField(
        label=_("Reason of the decision"),
        required=False,
        max_length=500,
        widget=forms.Textarea(attrs={"rows": 2}),
    )
    counsel_name = TextField(label=_("Reviewed by counsel"), required=False, max_length=120)
    counsel_on = day_field(_("Reviewed on"))

    def clean(self) -> dict[str, Any]:
        """Ask for the reason of a decision, and for name and date of a review together."""
        values = super().clean() or {}
        if values.get("decision") and not values.get("decision_reason"):
            self.add_error("decision_reason", _("Give the reason for the decision."))
        if values.get("counsel_name") and not values.get("counsel_on"):
            self.add_error("counsel_on", _("Give the date of the review."))
        if values.get("counsel_on") and not values.get("counsel_name"):
            self.add_error("counsel_name", _("Name the counsel who reviewed it."))
        return values


class BulkForm(forms.Form):
    """A change of many duties: first previewed, then applied."""

    duty = forms.TypedMultipleChoiceField(
        coerce=int,
        error_messages={
            "required": _("Choose at least one duty."),
        },
    )
    owner = forms.ModelChoiceField(
        label=_("Owner"), queryset=User.objects.none(), required=False, empty_label=_("Keep as is")
    )
    due_on = day_field(_("Due"))
    suggested = forms.BooleanField(label=_("Suggested dates where none is set"), required=False)

    def __init__(self, *args: Any, owners: Any, duties: list[int], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["owner"].queryset = owners  # type: ignore[attr-defined]
        self.fields["duty"].choices = [(pk, pk) for pk in duties]  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        """Ask for something to change."""
        values = super().clean() or {}
        if not self.errors and not any(values.get(n) for n in ("owner", "due_on", "suggested")):
            raise ValidationError(_("Choose an owner or a due date."))
        return values
