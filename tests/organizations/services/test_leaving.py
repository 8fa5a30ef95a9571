from __future__ import annotations

import pytest
from allauth.mfa.models import Authenticator
from django.contrib.sessions.models import Session
from django.test import Client

from core.base import tenant
from core.errors import RuleError, StateError
from journey.models import PlantStage, StageTask
from organizations.models import AuditEvent, Departure, Invitation, Membership, User
from organizations.services import invitations, leaving
from organizations.services.handover import kinds, open_work
from tests.factories.assessment import make_run
from tests.factories.compliance import obligation_data, set_row, tracked
from tests.factories.journey import StageTaskFactory
from tests.factories.organizations import (
    InvitationFactory,
    MembershipFactory,
    OrganizationFactory,
    PlantFactory,
)


def close(scoped, role="it_lead", successor="business_lead", by="cio"):
    return leaving.close_person(
        by=scoped.people[by],
        organization=scoped.organization,
        person=scoped.people[role],
        successor=scoped.people[successor] if successor else None,
    )


@pytest.fixture
def busy(staged):
    """Give the IT lead work of every kind that two apps know, some of it done."""
    leaver, cio = staged.people["it_lead"], staged.people["cio"]
    staged.plant.owner = leaver
    staged.plant.save()
    PlantStage.objects.filter(plant=staged.plant, stage__in=(1, 2)).update(owner=leaver)
    stage = PlantStage.objects.get(plant=staged.plant, stage=2)
    StageTaskFactory(plant_stage=stage, owner=leaver)
    StageTaskFactory(plant_stage=stage, owner=leaver, done_at="2026-01-01T00:00:00Z")
    (duty,) = tracked(staged.plant, cio, obligation_data("my.test.one"))
    set_row(duty, owner=leaver)
    run = make_run(staged.plant, cio)
    section = next(iter(run.scores["sections"]))
    run.assignments.create(section=section, user=leaver)
    run.assignments.create(section=section, user=staged.people["business_lead"])
    return staged


def test_work_is_handed_over_and_done_work_keeps_the_name(busy):
    leaver, successor = busy.people["it_lead"], busy.people["business_lead"]
    work = open_work(organization=busy.organization, person=leaver)
    assert {kind.owned.model: len(kind.rows) for kind in work} == {
        "organizations.Plant": 1,
        "journey.PlantStage": 2,
        "journey.StageTask": 1,
        "compliance.ObligationStatus": 1,
        "assessment.SectionAssignment": 1,
    }
    closed = close(busy)
    assert closed == leaving.Closed(handed_over=6, is_account_closed=True)
    assert open_work(organization=busy.organization, person=leaver) == []
    assert StageTask.objects.filter(owner=leaver).count() == 1
    assert StageTask.objects.filter(owner=successor).count() == 1
    acts = AuditEvent.objects.filter(verb="work.handed_over")
    assert acts.count() == 6
    stage = acts.filter(object_type="journey.plantstage").first()
    assert stage.changes == {"owner_id": [leaver.pk, successor.pk]}


def test_open_form_of_an_owner_is_stale_after_the_handover(busy):
    before = PlantStage.objects.get(plant=busy.plant, stage=1).version
    close(busy)
    assert PlantStage.objects.get(plant=busy.plant, stage=1).version == before + 1


def test_section_the_successor_has_already_is_dropped(busy):
    close(busy)
    work = open_work(organization=busy.organization, person=busy.people["business_lead"])
    assert {k.owned.model: len(k.rows) for k in work}["assessment.SectionAssignment"] == 1


def test_open_work_needs_somebody(busy):
    with pytest.raises(RuleError) as refused:
        close(busy, successor=None)
    assert refused.value.field == "successor"
    assert Membership.objects.filter(user=busy.people["it_lead"]).exists()


def test_successor_must_be_allowed_to_do_the_work(busy):
    with pytest.raises(RuleError) as refused:
        close(busy, successor="stakeholder")
    assert refused.value.field == "successor"
    assert "Johor Bahru" in refused.value.message
    with pytest.raises(RuleError):
        close(busy, successor="stranger")
    with pytest.raises(RuleError):
        close(busy, successor="it_lead")


def test_work_at_a_plant_of_others_is_not_touched(busy):
    other = PlantFactory(organization=busy.organization, owner=busy.people["it_lead"])
    with pytest.raises(RuleError, match="where you do not manage"):
        close(busy, by="project_owner")
    other.refresh_from_db()
    assert other.owner == busy.people["it_lead"]


def test_sign_in_is_off_at_once(scoped):
    client, user = scoped.client("respondent"), scoped.people["respondent"]
    Authenticator.objects.create(user=user, type="totp", data={})
    assert client.get("/profile/").status_code == 200
    close(scoped, "respondent", None)
    assert client.get("/profile/").status_code == 302
    user.refresh_from_db()
    assert (user.is_active, user.has_usable_password()) == (False, False)
    assert user.closed_at is not None
    assert not Authenticator.objects.filter(user=user).exists()
    keys = {session.get_decoded().get("_auth_user_id") for session in Session.objects.all()}
    assert str(user.pk) not in keys


def test_invitations_are_withdrawn(scoped):
    leaver = scoped.people["project_owner"]
    made = InvitationFactory(
        organization=scoped.organization, plant=scoped.plant, invited_by=leaver
    )
    other = InvitationFactory(
        organization=scoped.organization,
        plant=scoped.plant,
        email="other@example.org",
        token_hash="other",
        invited_by=scoped.people["cio"],
    )
    close(scoped, "project_owner", None)
    assert Invitation.objects.get(pk=made.pk).revoked_at is not None
    assert Invitation.objects.get(pk=other.pk).revoked_at is None


def test_part_in_another_organization_stays(scoped):
    person = scoped.people["respondent"]
    elsewhere = OrganizationFactory()
    plant = PlantFactory(organization=elsewhere)
    MembershipFactory(organization=elsewhere, plant=plant, user=person, role="cio")
    assert close(scoped, "respondent", None).is_account_closed is False
    person.refresh_from_db()
    assert (person.is_active, person.closed_at) == (True, None)
    assert not Membership.objects.filter(user=person).exists()
    assert Departure.objects.get().person == person
    with tenant(elsewhere.pk):
        assert Membership.objects.filter(user=person).count() == 1


def test_nobody_closes_themselves_or_the_last_cio(scoped, second_cio):
    with pytest.raises(RuleError):
        close(scoped, "cio", None)
    with pytest.raises(RuleError):
        close(scoped, "cio", None, by="project_owner")
    second_cio.delete()
    with pytest.raises((RuleError, StateError)):
        close(scoped, "cio", None, by="project_owner")


def test_stranger_cannot_be_closed(scoped):
    with pytest.raises(RuleError):
        close(scoped, "stranger", None)


def test_closing_is_an_act_with_its_facts(busy):
    close(busy)
    event = AuditEvent.objects.get(verb="person.closed")
    assert event.changes == {
        "successor": busy.people["business_lead"].pk,
        "handed_over": 6,
        "account_closed": True,
    }
    assert event.object_label == "It Lead"


def test_who_comes_back_gets_the_same_account(scoped):
    person = scoped.people["respondent"]
    close(scoped, "respondent", None)
    sent = invitations.invite(
        by=scoped.people["cio"],
        organization=scoped.organization,
        plant=scoped.plant,
        email=person.email,
        role="respondent",
    )
    path = sent.link.removeprefix("http://localhost:8000")
    data = {
        "name": "Respondent",
        "password": "a quite long secret",
        "language": "en",
        "time_zone": "UTC",
    }
    assert Client().post(path, data).status_code == 302
    again = User.objects.get(email=person.email)
    assert (again.pk, again.is_active, again.closed_at) == (person.pk, True, None)
    assert again.check_password("a quite long secret")
    assert not Departure.objects.exists()


def test_every_kind_of_work_is_declared_with_words():
    assert {kind.model for kind in kinds()} == {
        "organizations.Plant",
        "journey.PlantStage",
        "journey.StageTask",
        "assessment.SectionAssignment",
        "needs.Requirement",
        "compliance.ObligationStatus",
        "readings.PlantIndicator",
        "goals.Goal",
        "calendars.PlantMilestone",
        "roadmap.Initiative",
        "reports.ShareLink",
    }
