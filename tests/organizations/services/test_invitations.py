from __future__ import annotations

import datetime as dt
from smtplib import SMTPServerDisconnected

import pytest
import time_machine
from allauth.account.models import EmailAddress
from django.contrib.auth.hashers import check_password
from django.core import mail

from core import clock
from core.errors import RuleError, StateError
from organizations.models import AuditEvent, Invitation, Membership, User
from organizations.services import invitations as service
from tests.factories.organizations import UserFactory


def invite(scoped, *, by="project_owner", **more):
    values = {
        "organization": scoped.organization,
        "plant": scoped.plant,
        "email": "Mei@Example.org ",
        "role": "respondent",
        "name": "Mei",
        **more,
    }
    return service.invite(by=scoped.people[by], **values)


def token_of(sent):
    return sent.link.rstrip("/").rsplit("/", 1)[1]


def test_link_is_mailed_and_stored_hashed_only(scoped, settings):
    settings.PUBLIC_URL = "https://landfall.example.org"
    sent = invite(scoped)
    letter = mail.outbox[0]
    assert sent.is_mailed
    assert letter.to == ["mei@example.org"]
    assert sent.link in letter.body
    assert sent.link.startswith("https://landfall.example.org/invitations/")
    stored = Invitation.objects.get()
    assert token_of(sent) not in str(Invitation.objects.values().get())
    assert stored.token_hash == service.hashed(token_of(sent))
    assert stored.mailed_at
    assert token_of(sent) not in str([event.changes for event in AuditEvent.objects.all()])


@pytest.mark.parametrize(
    ("language", "subject", "words"),
    [
        ("en", "Qinghe Motion invites you to Landfall", "take part as Respondent at Johor Bahru"),
        ("zh-hans", "Qinghe Motion邀请您加入落地", "填答人"),
    ],
)
def test_letter_is_in_the_language_of_the_invitation(scoped, language, subject, words):
    invite(scoped, language=language)
    assert mail.outbox[0].subject == subject
    assert words in mail.outbox[0].body
    assert "&" not in mail.outbox[0].body


def test_letter_for_the_whole_group(scoped):
    invite(scoped, by="cio", plant=None, name="", role="stakeholder")
    assert "in the whole of Qinghe Motion" in mail.outbox[0].body


def test_subject_keeps_to_one_line(scoped):
    scoped.organization.name = "Evil\nBcc: all@example.org"
    invite(scoped)
    assert "\n" not in mail.outbox[0].subject


def test_failing_mail_server_leaves_the_link_to_copy(scoped, monkeypatch):
    def fail(*_args, **_more):
        raise SMTPServerDisconnected

    monkeypatch.setattr(service, "send_mail", fail)
    sent = invite(scoped)
    assert (sent.is_mailed, Invitation.objects.get().mailed_at) == (False, None)
    assert service.find(token_of(sent)) == sent.invitation


def test_without_a_mail_server_the_link_is_shown(scoped, settings, tmp_path):
    settings.EMAIL_BACKEND = "django.core.mail.backends.filebased.EmailBackend"
    settings.EMAIL_FILE_PATH = tmp_path
    assert not invite(scoped).is_mailed


@pytest.mark.parametrize(
    ("by", "more"),
    [
        ("project_owner", {"role": "cio"}),
        ("project_owner", {"plant": None}),
        ("it_lead", {}),
        ("stranger", {}),
        ("project_owner", {"email": "project_owner@example.org"}),
        ("project_owner", {"email": "assessor@example.org", "role": "assessor"}),
    ],
)
def test_impossible_invitation_is_refused(scoped, by, more):
    with pytest.raises(RuleError):
        invite(scoped, by=by, **more)
    assert (Invitation.objects.count(), len(mail.outbox)) == (0, 0)


def test_inviting_again_replaces_the_open_invitation(scoped):
    first, second = invite(scoped), invite(scoped)
    assert not service.find(token_of(first)).is_open
    assert service.find(token_of(second)).is_open


def test_new_person_joins_once(scoped):
    sent = invite(scoped)
    values = {
        "name": "Mei Lin",
        "password": "a long new password",
        "language": "zh-hans",
        "time_zone": "Asia/Kuala_Lumpur",
    }
    user = service.join(invitation=sent.invitation, **values)
    assert check_password("a long new password", user.password)
    assert EmailAddress.objects.get(user=user).verified
    assert Membership.objects.get(user=user).role == "respondent"
    verbs = list(AuditEvent.objects.order_by("pk").values_list("verb", flat=True))
    assert verbs == ["invitation.created", "membership.added", "invitation.accepted"]
    with pytest.raises(StateError):
        service.join(invitation=sent.invitation, **values)
    assert User.objects.filter(email="mei@example.org").count() == 1


def test_known_person_gets_the_role_once(scoped):
    known = UserFactory(email="mei@example.org")
    sent = invite(scoped)
    stale = Invitation.objects.get()
    service.accept(by=known, invitation=sent.invitation)
    with pytest.raises(StateError):
        service.accept(by=known, invitation=stale)
    assert Membership.objects.filter(user=known).count() == 1


def test_link_is_for_one_address_only(scoped):
    sent = invite(scoped)
    with pytest.raises(StateError):
        service.accept(by=scoped.people["stranger"], invitation=sent.invitation)


def test_expired_link_gives_nothing(scoped):
    known = UserFactory(email="mei@example.org")
    sent = invite(scoped)
    with time_machine.travel(clock.now() + dt.timedelta(days=7, minutes=1)):
        assert not service.find(token_of(sent)).is_open
        with pytest.raises(StateError):
            service.accept(by=known, invitation=sent.invitation)
    assert not Membership.objects.filter(user=known).exists()


def test_revoked_link_gives_nothing(scoped):
    known = UserFactory(email="mei@example.org")
    sent = invite(scoped)
    service.revoke(by=scoped.people["cio"], invitation=sent.invitation)
    with pytest.raises(StateError):
        service.accept(by=known, invitation=Invitation.objects.get())
    for act in (service.revoke, service.resend):
        with pytest.raises(StateError):
            act(by=scoped.people["cio"], invitation=Invitation.objects.get())


def test_sending_again_changes_the_link_and_the_term(scoped):
    first = invite(scoped)
    with time_machine.travel(clock.now() + dt.timedelta(days=8)):
        second = service.resend(by=scoped.people["cio"], invitation=Invitation.objects.get())
        assert service.find(token_of(first)) is None
        assert service.find(token_of(second)).is_open
    assert len(mail.outbox) == 2


def test_unknown_token_finds_nothing(scoped):
    assert service.find("") is None
    assert service.find("x" * 5000) is None
