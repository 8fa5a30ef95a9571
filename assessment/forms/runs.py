"""What people enter about runs, assignments, reviews."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from core.fields import RowsField, TextField
from core.forms import KeyedForm, VersionedForm, day_field
from core.second_language import TranslatedForm
from core.wording.texts import lt
from organizations.domain.roles import Permission
from organizations.models import Plant, User
from organizations.selectors.places import people_with
from packs.models import PackRelease


class RunForm(TranslatedForm, VersionedForm):
    """Name, period, scope and dates of a run."""

    translated = ("scope",)
    title = TextField(
        max_length=80,
        label=_("Name of the run"),
        help_text=_("For example “2026 H2”. It stands on every page and in the report."),
    )
    period_from = day_field(_("Period from"))
    period_to = day_field(_("Period to"))
    scope = TextField(
        required=False,
        max_length=2000,
        label=_("Scope"),
        help_text=_("Which halls, lines or functions are looked at."),
        widget=forms.Textarea(attrs={"rows": 2}),
    )
    due_on = day_field(_("Answers due by"))
    target_on = day_field(
        _("Target levels are for"), help_text=_("The day by which the targets should be reached.")
    )

    def clean(self) -> dict[str, Any]:
        """Keep the period in order."""
        cleaned = super().clean() or {}
        start, end = cleaned.get("period_from"), cleaned.get("period_to")
        if start and end and end < start:
            self.add_error("period_to", gettext("The period ends before it begins."))
        return cleaned

    def values(self) -> dict[str, Any]:
        """Return the fields of the run itself."""
        names = ("title", "period_from", "period_to", "scope", "due_on", "target_on")
        entered = super().values()
        return {name: entered[name] for name in (*names, "translations")}


class OpenRunForm(RunForm, KeyedForm):
    """A new run: which framework, and whether the short or the full one."""

    version = None  # type: ignore[assignment]
    framework = forms.ModelChoiceField(
        queryset=PackRelease.objects.none(), label=_("Framework"), empty_label=None
    )
    kind = forms.ChoiceField(
        choices=[
            ("full", _("Full: every question that applies to this plant")),
            (
                "express",
                _(
                    "Express: only what gates and vetoes rest on, for a first visit; it cannot be "
                    "signed, and can be continued as a full run at any time"
                ),
            ),
        ],
        initial="full",
        label=_("Extent"),
        widget=forms.RadioSelect,
    )
    field_order = ("framework", "kind", "title")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["framework"]
        rows = PackRelease.objects.filter(kind=PackRelease.Kind.FRAMEWORK, is_current=True)
        field.queryset = rows.order_by("pk")  # type: ignore[attr-defined]
        field.label_from_instance = (  # type: ignore[attr-defined]
            lambda row: f"{lt(row.title) or row.identifier} {row.release}"
        )


class AssignForm(VersionedForm):
    """Who answers a section until when."""

    section = TextField(max_length=40, widget=forms.HiddenInput)
    people = RowsField(
        queryset=User.objects.none(),
        required=False,
        label=_("Who answers"),
        widget=forms.CheckboxSelectMultiple,
    )
    apart = forms.BooleanField(
        required=False,
        label=_("Each of them answers apart"),
        help_text=_(
            "Nobody sees what the others say before they have answered. An answer counts once all "
            "have spoken: the one in the middle, until an assessor agrees with them on another."
        ),
    )
    due_on = day_field(_("Until"))

    def __init__(self, *args: Any, plant: Plant, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["people"]
        field.queryset = people_with(plant, Permission.ASSESSMENT_ANSWER)  # type: ignore[attr-defined]
        field.label_from_instance = lambda user: user.name  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        """Let only several people answer apart."""
        cleaned = super().clean() or {}
        if cleaned.get("apart") and len(cleaned.get("people") or ()) < 2:
            self.add_error("apart", gettext("Choose two people or more to answer apart."))
        return cleaned


class ReleaseForm(VersionedForm):
    """A run goes to a newer release of its framework."""

    release = TextField(max_length=20, widget=forms.HiddenInput)
    is_sure = forms.BooleanField(
        label=_("I have seen what changes; the run cannot be moved back"),
        error_messages={"required": _("Tick the box before you move the run.")},
    )


class ReturnForm(forms.Form):
    """A section goes back with a note."""

    section = TextField(max_length=40, widget=forms.HiddenInput)
    note = TextField(
        max_length=2000, label=_("What has to change"), widget=forms.Textarea(attrs={"rows": 2})
    )


class WithdrawForm(forms.Form):
    """Why a signature is taken back."""

    reason = TextField(
        max_length=1000,
        label=_("Reason"),
        help_text=_("Stands on every document that rests on the withdrawn result."),
        widget=forms.Textarea(attrs={"rows": 3}),
    )
    is_sure = forms.BooleanField(
        label=_("I have read what follows and withdraw the signature"),
        error_messages={"required": _("Tick the box before you withdraw the signature.")},
    )
