from __future__ import annotations

import pytest
from django.core import mail
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from organizations.models import Invitation, Membership, User
from organizations.services import invitations as service
from tests.factories.organizations import (
    PASSWORD,
    InvitationFactory,
    MembershipFactory,
    PlantFactory,
    UserFactory,
)
from tests.markup import flat

MEMBERS = "/organization/members/"
INVITE = f"{MEMBERS}invite/"


def membership(cast, role):
    return Membership.objects.get(user=cast.people[role])


def text(answer):
    return flat(answer.content.decode())


def offer(scoped, **more):
    return {
        "email": "mei@example.org",
        "name": "Mei",
        "plant": str(scoped.plant.pk),
        "role": "respondent",
        "language": "en",
        **more,
    }


# --- lists ----------------------------------------------------------------------------------------
@pytest.mark.parametrize("path", [MEMBERS, "/plants/johor-bahru/members/"])
def test_list_costs_the_same_for_one_and_three(scoped, path):
    client = scoped.client("cio")
    client.get(path)

    def cost():
        with CaptureQueriesContext(connection) as seen:
            assert client.get(path).status_code == 200
        return len(seen)

    InvitationFactory(
        organization=scoped.organization, plant=scoped.plant, invited_by=scoped.people["cio"]
    )
    before = cost()
    for number in range(3):
        MembershipFactory(organization=scoped.organization, plant=scoped.plant)
        InvitationFactory(
            organization=scoped.organization,
            plant=scoped.plant,
            invited_by=scoped.people["cio"],
            token=f"t{number}",
        )
    assert cost() == before


def test_member_of_one_plant_sees_that_plant_only(scoped):
    other = PlantFactory(organization=scoped.organization, name="Szeged")
    MembershipFactory(
        organization=scoped.organization, plant=other, user=UserFactory(name="Far Away")
    )
    page = text(scoped.client("project_owner").get(MEMBERS))
    assert "Far Away" not in page
    assert "Assessor" in page
    assert "Far Away" in text(scoped.client("cio").get(MEMBERS))


def test_buttons_show_to_managers_only(scoped):
    assert "Invite a member" not in text(scoped.client("it_lead").get(MEMBERS))
    row = membership(scoped, "respondent")
    assert f"{MEMBERS}{row.pk}/" not in text(scoped.client("it_lead").get(MEMBERS))
    assert "Invite a member" in text(scoped.client("project_owner").get(MEMBERS))


def test_empty_plant_says_whom_to_invite(scoped):
    PlantFactory(organization=scoped.organization, slug="szeged")
    assert "Nobody has a role at this plant alone yet" in text(
        scoped.client("cio").get("/plants/szeged/members/")
    )


# --- changing roles -------------------------------------------------------------------------------
def test_role_is_changed(scoped):
    row = membership(scoped, "respondent")
    answer = scoped.client("project_owner").post(
        f"{MEMBERS}{row.pk}/", {"role": "assessor", "version": 1}
    )
    assert answer.url == "/plants/johor-bahru/members/"
    assert membership(scoped, "respondent").role == "assessor"


def test_two_who_change_a_role_see_both(scoped):
    row = membership(scoped, "respondent")
    path, mine = f"{MEMBERS}{row.pk}/", scoped.client("project_owner")
    seen = mine.get(path).context["form"]["version"].value()
    theirs = {"role": "assessor", "version": seen}
    assert scoped.client("cio").post(path, theirs).status_code == 302
    stale = mine.post(path, {"role": "it_lead", "version": seen})
    assert stale.status_code == 409
    assert stale.context["conflict"] == {
        "who": "Cio",
        "rows": [{"label": "Role", "theirs": "Assessor", "mine": "IT lead"}],
        "version": 2,
    }
    again = {"role": "it_lead", "version": 2, "on_conflict": "theirs"}
    assert mine.post(path, again).url == "/plants/johor-bahru/members/"
    assert membership(scoped, "respondent").role == "assessor"
    mine.post(path, {**again, "on_conflict": "mine"})
    assert membership(scoped, "respondent").role == "it_lead"


@pytest.mark.parametrize("role", ["cio", "owner", "", "administrator"])
def test_role_above_the_own_is_refused(scoped, role):
    row = membership(scoped, "respondent")
    answer = scoped.client("project_owner").post(
        f"{MEMBERS}{row.pk}/", {"role": role, "version": 1}
    )
    assert answer.status_code == 422
    assert membership(scoped, "respondent").role == "respondent"


def test_own_role_cannot_be_raised(scoped):
    row = membership(scoped, "project_owner")
    client = scoped.client("project_owner")
    assert "You cannot change this role" in text(client.get(f"{MEMBERS}{row.pk}/"))
    assert client.post(f"{MEMBERS}{row.pk}/", {"role": "assessor", "version": 1}).status_code == 422
    assert client.post(f"{MEMBERS}{row.pk}/delete/").status_code == 422
    assert membership(scoped, "project_owner").role == "project_owner"


def test_cio_cannot_be_touched_from_a_plant(scoped):
    row = membership(scoped, "cio")
    client = scoped.client("project_owner")
    for path in (f"{MEMBERS}{row.pk}/", f"{MEMBERS}{row.pk}/delete/"):
        assert client.post(path, {"role": "stakeholder", "version": 1}).status_code == 403
    assert membership(scoped, "cio").role == "cio"


def test_manager_of_another_plant_finds_nothing(scoped):
    other = PlantFactory(organization=scoped.organization)
    user = UserFactory()
    MembershipFactory(
        organization=scoped.organization, plant=other, user=user, role="project_owner"
    )
    client = Client()
    client.force_login(user, backend="allauth.account.auth_backends.AuthenticationBackend")
    row = membership(scoped, "respondent")
    assert client.get(f"{MEMBERS}{row.pk}/").status_code == 404
    assert client.post(f"{MEMBERS}{row.pk}/delete/").status_code == 404


def test_role_is_removed(scoped):
    row = membership(scoped, "assessor")
    assert scoped.client("cio").post(f"{MEMBERS}{row.pk}/delete/").status_code == 302
    assert not Membership.objects.filter(pk=row.pk).exists()
    assert scoped.client("assessor").get("/plants/johor-bahru/members/").status_code == 404


def test_removing_is_a_post(scoped):
    row = membership(scoped, "assessor")
    assert scoped.client("cio").get(f"{MEMBERS}{row.pk}/delete/").status_code == 405


# --- inviting -------------------------------------------------------------------------------------
def test_invitation_is_sent(scoped):
    answer = scoped.client("project_owner").post(INVITE, offer(scoped))
    assert answer.url == "/plants/johor-bahru/members/"
    assert mail.outbox[0].to == ["mei@example.org"]


def test_link_is_shown_once_when_no_mail_goes_out(scoped, settings, tmp_path):
    settings.EMAIL_BACKEND = "django.core.mail.backends.filebased.EmailBackend"
    settings.EMAIL_FILE_PATH = tmp_path
    answer = scoped.client("cio").post(INVITE, offer(scoped, plant="", role="cio"))
    assert "no mail server took the message" in text(answer)
    assert "/invitations/" in text(answer)
    assert answer.headers["Cache-Control"] == "no-store"


@pytest.mark.parametrize(
    ("changed", "words"),
    [
        ({"email": "no address"}, "valid email"),
        ({"role": "cio"}, "not one of the available choices"),
        ({"plant": ""}, "required"),
        ({"plant": "999999"}, "not one of the available choices"),
        ({"language": "tlh"}, "not one of the available choices"),
        ({"email": "project_owner@example.org"}, "You are already here"),
        ({"email": "respondent@example.org"}, "already holds that role"),
        ({"name": "x" * 121}, "at most 120"),
        ({"email": "a\x00b@example.org"}, "Null characters"),
    ],
)
def test_impossible_invitation_says_why(scoped, changed, words):
    other = PlantFactory(organization=scoped.organization)
    MembershipFactory(
        organization=scoped.organization,
        plant=other,
        user=scoped.people["project_owner"],
        role="project_owner",
    )
    answer = scoped.client("project_owner").post(INVITE, offer(scoped, **changed))
    assert answer.status_code == 422
    assert words in text(answer)
    assert not Invitation.objects.exists()


def test_inviting_to_a_foreign_plant_is_refused(scoped):
    foreign = PlantFactory()
    answer = scoped.client("cio").post(INVITE, offer(scoped, plant=str(foreign.pk)))
    assert answer.status_code == 422


def test_plant_is_chosen_by_the_address(scoped):
    PlantFactory(organization=scoped.organization, slug="szeged", name="Szeged")
    page = scoped.client("cio").get(f"{INVITE}?plant=szeged")
    assert "selected>Szeged" in text(page)


def test_open_invitation_is_sent_again_or_withdrawn(invitation, scoped):
    client = scoped.client("project_owner")
    path = f"/organization/invitations/{invitation.pk}/"
    assert client.post(f"{path}resend/").status_code == 302
    assert len(mail.outbox) == 1
    assert client.post(f"{path}revoke/").status_code == 302
    assert Invitation.objects.get().revoked_at
    for act in ("resend", "revoke"):
        page = client.post(f"{path}{act}/", follow=True)
        assert "no longer open" in text(page)


def test_invitation_above_the_own_rights_is_out_of_reach(scoped):
    row = InvitationFactory(organization=scoped.organization, plant=scoped.plant, role="cio")
    path = f"/organization/invitations/{row.pk}/revoke/"
    assert scoped.client("project_owner").post(path).status_code == 403
    assert scoped.client("stranger").post(path).status_code == 404


# --- accepting ------------------------------------------------------------------------------------
JOIN = {
    "name": "Mei Lin",
    "password": "a long new password",
    "language": "zh-hans",
    "time_zone": "Asia/Kuala_Lumpur",
}
LINK = "/invitations/token/"


def test_new_person_makes_an_account_and_is_in(client, invitation, scoped):
    page = client.get(LINK)
    assert "Respondent" in text(page)
    assert ">Kuala Lumpur</option>" in text(page)
    answer = client.post(LINK, JOIN)
    user = User.objects.get(email="mei@example.org")
    assert (answer.status_code, user.language) == (302, "zh-hans")
    assert client.session["_auth_user_id"] == str(user.pk)
    assert (
        client.get("/plants/johor-bahru/journey/stages/1/").status_code == 404
    )  # none yet, but inside
    assert "填答人" in text(client.get("/profile/"))


def test_zone_of_the_plant_or_of_the_inviter_is_chosen_beforehand(client, invitation, scoped):
    scoped.people["project_owner"].time_zone = "Europe/Budapest"
    scoped.people["project_owner"].save()
    assert '<option value="Asia/Kuala_Lumpur" selected>' in text(client.get(LINK))
    Invitation.objects.update(plant=None)
    assert '<option value="Europe/Budapest" selected>' in text(client.get(LINK))
    Invitation.objects.update(invited_by=None)
    assert client.get(LINK).context["form"]["time_zone"].value() == ""


def test_used_link_is_closed_for_everybody(client, invitation):
    client.post(LINK, JOIN)
    again = Client().post(LINK, {**JOIN, "name": "Somebody else"})
    assert again.status_code == 410
    assert "accepted before" in text(again)
    assert User.objects.filter(email="mei@example.org").count() == 1


@pytest.mark.parametrize(
    ("changed", "field"),
    [
        ({"password": "short"}, "password"),
        ({"password": "password1234"}, "password"),
        ({"password": "mei@example.org"}, "password"),
        ({"name": ""}, "name"),
        ({"time_zone": "Mars/Base"}, "time_zone"),
        ({"language": "tlh"}, "language"),
        ({"password": "123456789012"}, "password"),
    ],
)
def test_weak_or_impossible_values_are_refused(client, invitation, changed, field):
    answer = client.post(LINK, {**JOIN, **changed})
    assert answer.status_code == 422
    assert field in answer.context["form"].errors
    assert not User.objects.filter(email="mei@example.org").exists()


def test_page_speaks_the_language_of_the_invitation(client, invitation):
    Invitation.objects.update(language="zh-hans")
    assert "创建账号并开始" in text(client.get(LINK))
    client.cookies["landfall_language"] = "en"
    assert "Make the account and start" in text(client.get(LINK))


def test_known_person_signs_in_first(client, invitation):
    UserFactory(email="mei@example.org", name="Mei")
    page = client.get(LINK)
    assert "/accounts/login/?next=/invitations/token/" in text(page)
    assert client.post(LINK, JOIN).status_code == 403
    client.post("/accounts/login/", {"login": "mei@example.org", "password": PASSWORD})
    assert "Accept the role" in text(client.get(LINK))
    assert client.post(LINK).status_code == 302
    assert Membership.objects.filter(user__email="mei@example.org").count() == 1


def test_somebody_else_cannot_take_the_role(invitation, scoped):
    UserFactory(email="mei@example.org")
    client = scoped.client("stranger")
    assert "you are signed in as stranger@example.org" in text(client.get(LINK))
    assert client.post(LINK).status_code == 403


def test_withdrawn_and_expired_links_say_so(client, invitation):
    service.revoke(by=invitation.invited_by, invitation=invitation)
    assert "withdrawn" in text(client.get(LINK))
    Invitation.objects.update(revoked_at=None, expires_at="2020-01-01T00:00Z")
    answer = client.get(LINK)
    assert (answer.status_code, "expired" in text(answer)) == (410, True)


def test_invented_link_is_no_page(client, db):
    assert client.get("/invitations/invented/").status_code == 404
