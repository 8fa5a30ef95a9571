"""A stage's owner, dates, tasks and signature."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from core.forms import KeyedForm, VersionedForm, day_field
from organizations.models import PlantStage, StageTask, User


class StageForm(VersionedForm):
    """Who answers for a stage and until when."""

    owner = forms.ModelChoiceField(
        label=_("Owner"), queryset=User.objects.none(), required=False, empty_label=_("Nobody yet")
    )
    due_on = day_field(_("Due"))

    def __init__(self, *args: Any, stage: PlantStage, people: Any, **kwargs: Any) -> None:
        kwargs["initial"] = {
            "version": stage.version,
            "owner": stage.owner_id,
            "due_on": stage.due_on,
        }
        super().__init__(*args, **kwargs)
        self.fields["owner"].queryset = people  # type: ignore[attr-defined]


class TaskForm(KeyedForm):
    """One task of a stage."""

    title = forms.CharField(label=_("Task"), max_length=200)
    owner = forms.ModelChoiceField(
        label=_("Owner"), queryset=User.objects.none(), required=False, empty_label=_("Nobody yet")
    )
    due_on = day_field(_("Due"))

    def __init__(
        self, *args: Any, people: Any, task: StageTask | None = None, **kwargs: Any
    ) -> None:
        if task is not None:
            words = task.label.in_language(get_language() or "en")
            kwargs["initial"] = {"title": words, "owner": task.owner_id, "due_on": task.due_on}
        super().__init__(*args, **kwargs)
        self.fields["owner"].queryset = people  # type: ignore[attr-defined]
        if task is not None:
            del self.fields["key"]

    def values(self) -> dict[str, Any]:
        """Return what was entered by name, without the key."""
        return {name: self.cleaned_data[name] for name in ("title", "owner", "due_on")}


class TickForm(forms.Form):
    """Whether a task is done."""

    done = forms.TypedChoiceField(
        choices=[("yes", "yes"), ("no", "no")], coerce=lambda value: value == "yes"
    )


class ReopenForm(VersionedForm):
    """Why a signed stage is opened again."""

    reason = forms.CharField(
        label=_("Reason"), max_length=300, widget=forms.Textarea(attrs={"rows": 2})
    )
