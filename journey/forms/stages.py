"""A stage's owner, dates, tasks and signature."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from core.fields import TextField
from core.forms import KeyedForm, VersionedForm, day_field
from core.second_language import TranslatedForm
from journey.models import PlantStage, StageTask
from organizations.models import User


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


class TaskForm(TranslatedForm, KeyedForm, VersionedForm):
    """One task of a stage; a new one has a key, a stored one its version."""

    translated = ("title",)
    title = TextField(label=_("Task"), max_length=200)
    owner = forms.ModelChoiceField(
        label=_("Owner"), queryset=User.objects.none(), required=False, empty_label=_("Nobody yet")
    )
    due_on = day_field(_("Due"))

    def __init__(
        self, *args: Any, people: Any, task: StageTask | None = None, **kwargs: Any
    ) -> None:
        if task is not None:
            kwargs["initial"] = task_values(task) | {"version": task.version}
        super().__init__(*args, **kwargs)
        self.fields["owner"].queryset = people  # type: ignore[attr-defined]
        del self.fields["version" if task is None else "key"]


def task_values(task: StageTask) -> dict[str, Any]:
    """Return what the form shows of a stored task, its words in the reader's language."""
    words = task.label.in_language(get_language() or "en")
    pairs = {"title": task.label.as_dict()} if task.standard else task.translations
    return {
        "title": words,
        "owner": task.owner,
        "due_on": task.due_on,
        "translations": pairs,
    }


class TickForm(forms.Form):
    """Whether a task is done."""

    done = forms.TypedChoiceField(
        choices=[("yes", "yes"), ("no", "no")], coerce=lambda value: value == "yes"
    )


class SignForm(VersionedForm):
    """A stage is signed; with open tasks, why."""

    reason = TextField(
        label=_("Why it is signed with open tasks"),
        required=False,
        max_length=300,
        widget=forms.Textarea(attrs={"rows": 2}),
    )


class ReopenForm(VersionedForm):
    """Why a signed stage is opened again."""

    reason = TextField(label=_("Reason"), max_length=300, widget=forms.Textarea(attrs={"rows": 2}))
