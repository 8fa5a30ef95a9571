"""Input about several initiatives at once: fields of each stand behind its key, `12-starts_on`."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.http import Http404, QueryDict
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from core.forms import VersionedForm, id_field
from organizations.models import Plant
from roadmap.domain.edits import BarEdit
from roadmap.forms.initiatives import InitiativeRowForm, initiative_name
from roadmap.forms.lengths import pulled
from roadmap.models import Initiative
from roadmap.selectors.plan import Plan


class BarEditForm(InitiativeRowForm):
    """New values of one initiative; fields that were not sent stay as they are."""

    phase = forms.ChoiceField(label=gettext_lazy("Phase"), choices=Initiative.Phase.choices)

    def __init__(self, *args: Any, plant: Plant, **kwargs: Any) -> None:
        """Keep the fields that were sent."""
        super().__init__(*args, plant=plant, **kwargs)
        for name in set(self.fields) - {"version"}:
            if self.add_prefix(name) not in self.data:
                del self.fields[name]

    def values(self) -> dict[str, Any]:
        """Return what was sent; of a bar that was moved as a whole its start."""
        return pulled(VersionedForm.values(self), self.initial)


OURS = ("with_successors", "remember", "shown", "leaving")
UNSAID = (*OURS, "csrfmiddlewaretoken", "seen")


class SaidForm(forms.Form):
    """How an act is taken: what waits for its bars, and what the person saw of it."""

    with_successors = forms.ChoiceField(choices=(("yes", "yes"), ("no", "no")), required=False)
    remember = forms.BooleanField(required=False)
    shown = forms.RegexField(r"^[0-9a-f]{32}$", required=False)
    leaving = forms.BooleanField(required=False)


@dataclass(frozen=True, slots=True)
class Said:
    """How an act is taken.

    Attributes:
        with_successors: yes, no, or empty where nobody said.
        remember: whether that is how the person wants it from now on.
        shown: mark of what the person saw; empty where nothing was shown.
        leaving: whether the page was left, so that nobody can be asked.
    """

    with_successors: str
    remember: bool
    shown: str
    leaving: bool


def read_said(data: QueryDict) -> Said:
    """Return how an act is taken.

    Raises:
        ValidationError: in words.
    """
    form = SaidForm(data)
    if not form.is_valid():
        raise ValidationError(_("Say whether what waits shall move too: yes or no."))
    return Said(**form.cleaned_data)


def repeated(data: QueryDict) -> tuple[tuple[str, str], ...]:
    """Return names and values of an act, to be sent again with what is said of it."""
    names = (name for name in data if name not in UNSAID)
    return tuple((name, value) for name in names for value in data.getlist(name))


def read_batch(data: QueryDict, plan: Plan, plant: Plant) -> tuple[BarEdit, ...]:
    """Return what was sent.

    Raises:
        Http404: an initiative that is not of this plan.
        ValidationError: in words, naming the initiative and the field.
    """
    rows = {row.pk: row for row in plan.initiatives}
    keys = list(dict.fromkeys(_keys(data)))
    if not keys:
        raise ValidationError(_("Name the initiatives that shall change."))
    if not set(keys) <= set(rows):
        raise Http404
    return tuple(_edit(data, rows[key], plant) for key in keys)


def _keys(data: QueryDict) -> Iterator[int]:
    field = id_field()
    for text in data.getlist("initiative"):
        try:
            yield field.clean(text)
        except ValidationError as error:
            raise Http404 from error


def _edit(data: QueryDict, row: Initiative, plant: Plant) -> BarEdit:
    initial = {"owner": row.owner_id, "starts_on": row.starts_on, "ends_on": row.ends_on}
    form = BarEditForm(data, prefix=str(row.pk), plant=plant, initial=initial)
    if form.is_valid():
        return BarEdit(row.pk, form.cleaned_data["version"], form.values())
    name, errors = next(iter(form.errors.items()))
    label = form.fields[name].label or name
    words = {"title": initiative_name(row), "field": label, "why": " ".join(map(str, errors))}
    raise ValidationError(_("“%(title)s”, %(field)s: %(why)s") % words)
