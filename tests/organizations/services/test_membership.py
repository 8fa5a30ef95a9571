from __future__ import annotations

import pytest

from core.errors import RuleError, StaleVersionError, StateError
from organizations.models import AuditEvent, Membership
from organizations.services import membership as service
from tests.factories.organizations import MembershipFactory, UserFactory


def held(scoped, role):
    return Membership.objects.get(user=scoped.people[role])


@pytest.mark.parametrize(
    ("giver", "role", "plant"),
    [
        ("project_owner", "cio", True),
        ("project_owner", "stakeholder", False),
        ("it_lead", "stakeholder", True),
        ("stakeholder", "cio", False),
        ("stranger", "stakeholder", True),
        ("cio", "administrator", True),
    ],
)
def test_nobody_gives_more_than_they_hold(scoped, giver, role, plant):
    place = {"organization": scoped.organization, "plant": scoped.plant if plant else None}
    with pytest.raises(RuleError):
        service.require_grantable(by=scoped.people[giver], role=role, **place)


def test_project_owner_gives_a_role_at_the_plant(scoped):
    place = {"organization": scoped.organization, "plant": scoped.plant}
    service.require_grantable(by=scoped.people["project_owner"], role="assessor", **place)
    give = {"by": scoped.people["project_owner"], "user": UserFactory(), "role": "assessor"}
    made = service.add_membership(**give, **place)
    assert (made.plant, made.role) == (scoped.plant, "assessor")
    assert service.add_membership(**give, **place) == made
    assert AuditEvent.objects.get().verb == "membership.added"


def test_change_of_role_is_recorded(scoped):
    member = held(scoped, "respondent")
    by = scoped.people["project_owner"]
    service.change_role(by=by, membership=member, version=1, role="respondent")
    assert not AuditEvent.objects.exists()
    service.change_role(by=by, membership=member, version=1, role="assessor")
    assert held(scoped, "respondent").role == "assessor"
    assert AuditEvent.objects.get().changes == {
        "person": "Respondent",
        "role": ["respondent", "assessor"],
    }


def test_role_that_somebody_changed_since_is_refused(scoped):
    member, by = held(scoped, "respondent"), scoped.people["cio"]
    service.change_role(by=by, membership=held(scoped, "respondent"), version=1, role="assessor")
    with pytest.raises(StaleVersionError):
        service.change_role(by=by, membership=member, version=1, role="it_lead")
    assert held(scoped, "respondent").role == "assessor"


def test_two_equal_roles_are_refused(scoped):
    MembershipFactory(
        organization=scoped.organization,
        plant=scoped.plant,
        user=scoped.people["respondent"],
        role="assessor",
    )
    member = Membership.objects.get(user=scoped.people["respondent"], role="respondent")
    with pytest.raises(StateError):
        service.change_role(by=scoped.people["cio"], membership=member, version=1, role="assessor")


def test_own_role_is_changed_by_others_only(scoped):
    for role in ("project_owner", "cio"):
        with pytest.raises(RuleError):
            service.change_role(
                by=scoped.people[role], membership=held(scoped, role), version=1, role="stakeholder"
            )
        with pytest.raises(RuleError):
            service.remove_membership(by=scoped.people[role], membership=held(scoped, role))


def test_project_owner_cannot_touch_the_cio(scoped):
    with pytest.raises(RuleError):
        service.remove_membership(by=scoped.people["project_owner"], membership=held(scoped, "cio"))


def test_removed_role_is_gone_and_recorded(scoped):
    service.remove_membership(by=scoped.people["cio"], membership=held(scoped, "assessor"))
    assert not Membership.objects.filter(user=scoped.people["assessor"]).exists()
    assert AuditEvent.objects.get().changes["role"] == ["assessor", None]


def test_last_cio_stays(scoped, second_cio):
    first = held(scoped, "cio")
    second = second_cio.user
    service.remove_membership(by=second, membership=first)
    # The second one is the last now. Nobody else holds the right; only an account that has been
    # closed since would, and it does not count as a CIO.
    closed = UserFactory(is_active=False)
    MembershipFactory(organization=scoped.organization, user=closed, role="cio")
    with pytest.raises(RuleError):
        service.remove_membership(by=closed, membership=second_cio)
    assert Membership.objects.filter(pk=second_cio.pk).exists()


def test_last_cio_stays_whoever_asks(scoped, second_cio, monkeypatch):
    Membership.objects.filter(pk=second_cio.pk).delete()
    monkeypatch.setattr(service, "require_grantable", lambda **_: None)
    for act in (
        lambda: service.remove_membership(by=UserFactory(), membership=held(scoped, "cio")),
        lambda: service.change_role(
            by=UserFactory(), membership=held(scoped, "cio"), version=1, role="stakeholder"
        ),
    ):
        with pytest.raises(StateError):
            act()


def test_cio_of_one_plant_only_can_be_removed(scoped):
    member = MembershipFactory(
        organization=scoped.organization, plant=scoped.plant, user=UserFactory(), role="cio"
    )
    service.remove_membership(by=scoped.people["cio"], membership=member)
    assert not Membership.objects.filter(pk=member.pk).exists()
