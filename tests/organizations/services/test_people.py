from __future__ import annotations

import pytest
from django.core.exceptions import ValidationError

from organizations.forms.members import InvitationForm
from organizations.models import AuditEvent, User
from organizations.services import people as service


def test_profile_is_changed_and_recorded(scoped):
    user = scoped.people["assessor"]
    service.edit_profile(by=user, values={"time_zone": "Asia/Shanghai", "compact": True})
    stored = User.objects.get(pk=user.pk)
    assert (stored.time_zone, stored.compact, stored.name) == ("Asia/Shanghai", True, "Assessor")
    assert AuditEvent.objects.get().changes == {
        "time_zone": ["UTC", "Asia/Shanghai"],
        "compact": [False, True],
    }


def test_nothing_changed_is_not_recorded(scoped):
    service.edit_profile(by=scoped.people["assessor"], values={})
    assert not AuditEvent.objects.exists()


@pytest.mark.parametrize(
    ("field", "value"),
    [("time_zone", "Mars/Base"), ("language", "xx"), ("name", ""), ("theme", "pink")],
)
def test_impossible_profile_is_refused(scoped, field, value):
    with pytest.raises(ValidationError) as refused:
        service.edit_profile(by=scoped.people["assessor"], values={field: value})
    assert set(refused.value.message_dict) == {field}


def test_language_is_remembered(scoped):
    user = scoped.people["assessor"]
    service.set_language(by=user, language="zh-hans")
    service.set_language(by=user, language="zh-hans")
    service.set_language(by=user, language="tlh")
    assert User.objects.get(pk=user.pk).language == "zh-hans"
    assert AuditEvent.objects.count() == 1


def test_address_is_kept_in_small_letters(db):
    user = User.objects.create_user(" Mei@Example.ORG ", "x", name="Mei Lin")
    assert user.email == "mei@example.org"
    assert User.objects.get_by_natural_key("MEI@example.org") == user
    assert (user.is_staff, user.get_full_name(), user.initials) == (False, "Mei Lin", "ML")
    assert User.objects.create_superuser("a@example.org", "x", name="林美").is_staff
    assert User(name="林美").initials == "美"
    assert User(name="mei").initials == "ME"


def test_a_language_that_gets_a_catalog_can_be_chosen_without_a_migration(cast, settings):
    settings.LANGUAGES = [*settings.LANGUAGES, ("vi", "Vietnamese")]
    form = InvitationForm(plants=[], roles=[], whole_group=False)
    assert "vi" in dict(form.fields["language"].choices)
    person = cast.people["respondent"]
    person.language = "vi"
    person.full_clean(exclude=["password"])
    assert person.get_language_display().startswith("Ti")  # its own name for itself
    person.language = "xx"
    with pytest.raises(ValidationError, match="xx"):
        person.full_clean(exclude=["password"])
