"""No form drops what is stored because its list no longer offers it.

Every person that a stored row names loses the role at the plant, then every form that edits a row is
opened: the person is still chosen. Addresses are asked by the rows of `tests/access_matrix/`.
"""

from __future__ import annotations

import pytest
from django import forms
from django.apps import apps

from core.base import every_row
from core.forms import VersionedForm
from organizations.models import User
from tests.architecture.test_edit_versions import EDITS, address_of, page_of
from tests.factories.organizations import UserFactory
from tests.markup import flat

pytestmark = pytest.mark.django_db
OWNED = [
    model
    for model in apps.get_models()
    if any(field.name == "owner" and field.related_model is User for field in model._meta.fields)
]

WITH_OWNER = {
    *("compliance:obligation-edit", "indicators:indicator-edit", "journey:stage-edit"),
    *("journey:task-edit", "organizations:plant-edit", "goals:goal-edit"),
    *("calendars:milestone-edit", "roadmap:initiative-edit", "roadmap:initiative-row-edit"),
}


@pytest.mark.parametrize("name", EDITS)
def test_person_without_a_role_stays_chosen(name, cast):
    leaver = UserFactory(name="Nguyễn Thị Hạnh")
    address = address_of(name, cast)
    for model in OWNED:
        every_row(model).update(owner=leaver)
    page = flat(page_of(name, address, cast))
    assert ('name="owner"' in page) == (name in WITH_OWNER)
    assert (f'<option value="{leaver.pk}" selected>' in page) == (name in WITH_OWNER)


class Edit(VersionedForm):
    """A form of a stored row."""

    people = forms.ModelMultipleChoiceField(queryset=User.objects.none(), required=False)
    owner = forms.ModelChoiceField(queryset=User.objects.none(), required=False)
    currency = forms.ChoiceField(choices=[("", "–"), ("MYR", "MYR")], required=False)
    groups = forms.MultipleChoiceField(choices=[("More", [("a", "A")])], required=False)


class New(Edit):
    """A form of a row that is not there yet."""

    version = None  # type: ignore[assignment]


STORED = {"version": 1, "currency": "XTS", "groups": ["a", "gone"]}


def test_stored_choices_are_offered_and_taken():
    one, two = UserFactory(), UserFactory()
    stored = {**STORED, "people": [one, two.pk], "owner": one.pk}
    page = flat(str(Edit(initial=stored)))
    assert f'<option value="{one.pk}" selected>' in page
    assert '<option value="XTS" selected>' in page
    sent = {**stored, "people": [one.pk, two.pk]}
    form = Edit(sent, initial=stored)
    assert form.is_valid(), form.errors
    assert set(form.cleaned_data["people"]) == {one, two}
    assert form.cleaned_data["owner"] == one
    assert form.cleaned_data["groups"] == ["a", "gone"]


def test_what_is_not_stored_is_no_choice():
    one, two = UserFactory(), UserFactory()
    form = Edit({**STORED, "owner": two.pk, "currency": "XXX"}, initial={**STORED, "owner": one})
    assert set(form.errors) == {"owner", "currency"}


def test_form_of_a_new_row_keeps_nothing():
    """Its first values may come from the address: they must not name people of other groups."""
    one = UserFactory(name="Somebody Elsewhere")
    assert "Somebody Elsewhere" not in str(New(initial={**STORED, "owner": one.pk}))
