"""Signing in as somebody who means well, and as somebody who does not."""

from __future__ import annotations

import base64
import hashlib
import hmac
import re
import struct

import pytest
from allauth.mfa.models import Authenticator
from django.core import mail
from django.test import Client

from core import clock
from organizations.models import User
from organizations.views.adapters import InvitedOnlyAdapter
from tests.factories.organizations import PASSWORD

LOGIN = "/accounts/login/"


@pytest.fixture
def person(cast):
    return cast.people["assessor"]


def enter(client, email, password=PASSWORD, **more):
    return client.post(LOGIN, {"login": email, "password": password, **more})


def text(answer):
    return answer.content.decode()


def test_person_signs_in_whatever_the_letter_case(client, person):
    answer = enter(client, "Assessor@Example.ORG")
    assert (answer.status_code, answer.url) == (302, "/landing/")
    assert client.session["_auth_user_id"] == str(person.pk)


def test_session_changes_its_name_at_sign_in(client, person):
    client.get("/language/")
    client.session["seen"] = True
    session = client.session
    session.save()
    before = session.session_key
    enter(client, person.email)
    assert client.cookies["landfall_session"].value != before


def test_stranger_is_led_to_sign_in_and_back(client, person):
    answer = client.get("/profile/")
    assert answer.url == f"{LOGIN}?next=/profile/"
    answer = enter(client, person.email, next="/profile/")
    assert answer.url == "/profile/"


def test_foreign_next_address_is_ignored(client, person):
    assert enter(client, person.email, next="https://evil.example/").url == "/landing/"


def test_known_and_unknown_addresses_get_the_same_answer(client, person):
    known = enter(client, person.email, "wrong password")
    unknown = enter(client, "nobody@example.org", "wrong password")

    def shape(answer):
        page = re.sub(r'value="[^"]*"', "", text(answer))
        return answer.status_code, page

    assert shape(known) == shape(unknown)
    assert "The address or the password is not right." in text(known)


def test_reset_answers_the_same_for_known_and_unknown(client, person):
    for address in (person.email, "nobody@example.org"):
        answer = client.post("/accounts/password/reset/", {"email": address})
        assert (answer.status_code, answer.url) == (302, "/accounts/password/reset/done/")
    assert [letter.to[0] for letter in mail.outbox] == [person.email, "nobody@example.org"]
    assert "has no account here" in mail.outbox[1].body


def test_failing_mail_server_says_nothing(client, person, monkeypatch):
    def fail(*_args, **_more):
        raise ConnectionRefusedError

    monkeypatch.setattr("django.core.mail.EmailMessage.send", fail)
    for address in (person.email, "nobody@example.org"):
        answer = client.post("/accounts/password/reset/", {"email": address})
        assert answer.status_code == 302


@pytest.mark.parametrize(
    ("language", "subject"),
    [("en", "Set a new password for Landfall"), ("zh-hans", "设置落地的新密码")],
)
def test_reset_by_mail_in_the_language_of_the_person(client, person, settings, language, subject):
    settings.PUBLIC_URL = "https://landfall.example.org"
    User.objects.filter(pk=person.pk).update(language=language, name="O’Neil & Co")
    client.post("/accounts/password/reset/", {"email": person.email}, HTTP_HOST="evil.example")
    letter = mail.outbox[0]
    assert letter.subject == subject
    assert "O’Neil & Co" in letter.body
    link = re.search(r"https://landfall\.example\.org(/\S+)", letter.body)[1]
    assert "evil.example" not in letter.body
    page = client.get(link, follow=True)
    form = page.redirect_chain[-1][0]
    short = client.post(form, {"password1": "short", "password2": "short"})
    assert short.status_code == 200
    new = "an entirely new sentence"
    done = client.post(form, {"password1": new, "password2": new})
    assert done.url == "/accounts/password/reset/key/done/"
    assert client.get(done.url).status_code == 200
    assert client.get(link, follow=True).context["token_fail"]
    assert enter(Client(), person.email, new).status_code == 302


def test_reset_of_a_closed_account_sends_no_link(client, person):
    User.objects.filter(pk=person.pk).update(is_active=False)
    client.post("/accounts/password/reset/", {"email": person.email})
    assert "has no account here" in mail.outbox[0].body


def test_closed_account_cannot_sign_in(client, person):
    User.objects.filter(pk=person.pk).update(is_active=False)
    enter(client, person.email)
    assert "_auth_user_id" not in client.session


def test_nobody_signs_up(client, db):
    data = {"email": "new@example.org", "password1": "a long new password"}
    for answer in (client.get("/accounts/signup/"), client.post("/accounts/signup/", data)):
        assert "Accounts come with an invitation" in text(answer)
    assert not User.objects.filter(email="new@example.org").exists()


@pytest.mark.parametrize(
    ("path", "target"),
    [
        ("/accounts/email/", "/profile/"),
        ("/accounts/confirm-email/", LOGIN),
        ("/accounts/sso/connections/", "/profile/"),
        ("/accounts/sso/signup/", LOGIN),
    ],
)
def test_pages_without_sense_here_lead_on(client, db, path, target):
    assert client.get(path).url == target


@pytest.mark.parametrize("path", ["phone/verify/", "login/code/", "3rdparty/", "confirm-email/x/"])
def test_other_ways_of_allauth_are_closed(client, db, path):
    assert client.get(f"/accounts/{path}").status_code == 404


def test_signing_out_asks_first(cast):
    client = cast.client("assessor")
    assert client.get("/accounts/logout/").status_code == 200
    assert "_auth_user_id" in client.session
    assert client.post("/accounts/logout/").url == LOGIN
    assert "_auth_user_id" not in client.session


def test_single_sign_on_shows_only_when_set_up(client, db, settings):
    assert "Sign in with" not in text(client.get(LOGIN))
    app = {
        "provider_id": "sso",
        "name": "Qinghe ID",
        "client_id": "x",
        "secret": "y",
        "settings": {"server_url": "https://id.example.org"},
    }
    settings.SOCIALACCOUNT_PROVIDERS = {"openid_connect": {"APPS": [app]}}
    page = text(client.get(LOGIN))
    assert "Sign in with Qinghe ID" in page
    assert "/accounts/oidc/sso/login/" in page


@pytest.mark.parametrize("path", ["cancelled", "error"])
def test_single_sign_on_that_failed_says_so(client, db, path):
    assert client.get(f"/accounts/sso/{path}/").status_code in {200, 401}


def test_unknown_single_sign_on_is_no_page(client, db):
    assert client.get("/accounts/oidc/sso/login/").status_code == 404


# --- second step --------------------------------------------------------------------------------
def code_now(secret: str) -> str:
    """Compute the code an app would show: RFC 6238 with SHA-1, 30 seconds, six digits."""
    key = base64.b32decode(secret + "=" * (-len(secret) % 8))
    digest = hmac.new(
        key, struct.pack(">Q", int(clock.now().timestamp()) // 30), hashlib.sha1
    ).digest()
    offset = digest[-1] & 15
    number = struct.unpack(">I", digest[offset : offset + 4])[0] & 0x7FFFFFFF
    return f"{number % 1_000_000:06d}"


def set_up_app(client):
    """Set the app up as a person would and return its secret."""
    page = client.get("/accounts/2fa/totp/activate/")
    secret = page.context["form"].secret
    assert secret in text(page)
    assert "data:image/svg+xml" in text(page)
    answer = client.post("/accounts/2fa/totp/activate/", {"code": code_now(secret)})
    assert answer.url == "/accounts/2fa/recovery-codes/"
    return secret


@pytest.fixture
def signed_in(person):
    client = Client()
    enter(client, person.email)
    client.post("/accounts/reauthenticate/", {"password": PASSWORD})
    return client


@pytest.mark.slow
@pytest.mark.django_db(transaction=True)
def test_turning_the_app_on_is_told_by_mail(signed_in):
    set_up_app(signed_in)
    assert mail.outbox[-1].subject == "The second step at sign-in is on"


def test_second_step_is_asked_after_the_password(signed_in, person):
    secret = set_up_app(signed_in)
    other = Client()
    assert enter(other, person.email).url == "/accounts/2fa/authenticate/"
    assert other.get("/profile/").status_code == 302
    wrong = other.post("/accounts/2fa/authenticate/", {"code": "000000"})
    assert "This code is not right" in text(wrong)
    assert "_auth_user_id" not in other.session
    right = other.post("/accounts/2fa/authenticate/", {"code": code_now(secret)})
    assert right.url == "/landing/"
    assert other.get("/profile/").status_code == 200


def test_recovery_code_works_once(signed_in, person):
    set_up_app(signed_in)
    page = signed_in.get("/accounts/2fa/recovery-codes/")
    code = page.context["unused_codes"][0]
    download = signed_in.get("/accounts/2fa/recovery-codes/download/")
    assert code in text(download)
    for expected in ("/landing/", None):
        other = Client()
        enter(other, person.email)
        answer = other.post("/accounts/2fa/authenticate/", {"code": code})
        assert getattr(answer, "url", None) == expected


def test_wrong_first_code_does_not_turn_the_app_on(signed_in, person):
    signed_in.get("/accounts/2fa/totp/activate/")
    answer = signed_in.post("/accounts/2fa/totp/activate/", {"code": "000000"})
    assert answer.status_code == 200
    assert not Authenticator.objects.filter(user=person).exists()


def test_sensitive_acts_ask_for_the_password_again(person):
    client = Client()
    client.force_login(person, backend="allauth.account.auth_backends.AuthenticationBackend")
    answer = client.get("/accounts/2fa/totp/activate/")
    assert answer.url.startswith("/accounts/reauthenticate/")
    page = client.get(answer.url)
    assert page.status_code == 200
    wrong = client.post(answer.url, {"password": "wrong password"})
    assert "This is not your password" in text(wrong)
    right = client.post(answer.url, {"password": PASSWORD})
    assert right.url == "/accounts/2fa/totp/activate/"


def test_app_is_turned_off_with_its_codes(signed_in, person):
    set_up_app(signed_in)
    for path in ("", "totp/deactivate/", "recovery-codes/generate/"):
        assert signed_in.get(f"/accounts/2fa/{path}").status_code == 200
    signed_in.post("/accounts/2fa/recovery-codes/generate/")
    signed_in.post("/accounts/2fa/totp/deactivate/")
    assert not Authenticator.objects.filter(user=person).exists()
    assert mail.outbox[-1].subject == "The second step at sign-in is off"


def test_second_step_can_be_confirmed_again(signed_in, person):
    secret = set_up_app(signed_in)
    page = signed_in.get("/accounts/2fa/reauthenticate/")
    assert page.status_code == 200
    answer = signed_in.post("/accounts/2fa/reauthenticate/", {"code": code_now(secret)})
    assert answer.status_code in {200, 302}


# --- passwords ----------------------------------------------------------------------------------
def test_password_is_changed_and_told_by_mail(signed_in, person):
    url = "/accounts/password/change/"
    assert signed_in.get(url).status_code == 200
    new = "an entirely new sentence"
    wrong = {"oldpassword": "wrong", "password1": new, "password2": new}
    assert "This is not your current password" in text(signed_in.post(url, wrong))
    answer = signed_in.post(url, {**wrong, "oldpassword": PASSWORD})
    assert answer.url == "/profile/"
    assert signed_in.get("/profile/").status_code == 200
    assert mail.outbox[-1].subject == "Your Landfall password was changed"
    assert enter(Client(), person.email, new).status_code == 302


@pytest.mark.parametrize("weak", ["short", "password1234", "assessor@example.org", "1" * 9])
def test_weak_password_is_refused(signed_in, weak):
    data = {"oldpassword": PASSWORD, "password1": weak, "password2": weak}
    assert signed_in.post("/accounts/password/change/", data).status_code == 200


def test_person_of_single_sign_on_sets_a_first_password(signed_in, person):
    person.set_unusable_password()
    person.save()
    signed_in.force_login(person, backend="allauth.account.auth_backends.AuthenticationBackend")
    assert signed_in.get("/accounts/password/set/").status_code == 200
    assert "Set a password" in text(signed_in.get("/profile/"))


def test_passwords_are_hashed_with_argon2(settings, db):
    from config import settings as production

    settings.PASSWORD_HASHERS = production.PASSWORD_HASHERS
    user = User.objects.create_user("mei@example.org", "a long new password", name="Mei")
    assert user.password.startswith("argon2$argon2id$")


def test_pages_of_sign_in_speak_chinese(client, db):
    client.cookies["landfall_language"] = "zh-hans"
    for path, words in ((LOGIN, "忘记密码？"), ("/accounts/password/reset/", "发送链接")):
        assert words in text(client.get(path))
    assert "邮箱或密码不正确" in text(enter(client, "nobody@example.org", "wrong"))


def test_adapter_keeps_sign_up_closed(rf):
    assert InvitedOnlyAdapter().is_open_for_signup(rf.get("/")) is False
