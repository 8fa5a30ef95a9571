"""Somebody who guesses from anywhere is stopped; whoever they guess at, and everybody else, is not."""

from __future__ import annotations

import datetime as dt
import re

import pytest
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal.auth import (
    TOTP,
    format_hotp_value,
    hotp_value,
    yield_hotp_counters_from_time,
)
from django.core import mail
from django.core.cache import caches
from django.db import connection
from django.test import Client

from core import clock
from organizations.models import User, WrongTries
from organizations.services import accounts, guessing, warnings
from organizations.tasks import tell_of_guesses
from tests.factories.organizations import PASSWORD

LOGIN, CODE = "/accounts/login/", "/accounts/2fa/authenticate/"
RESET, PROFILE = "/accounts/password/reset/", "/profile/"
WRONG, OTHER = "wrong password", "an entirely new one 9"


@pytest.fixture
def person(cast):
    return cast.people["assessor"]


def enter(client, email, password=PASSWORD, **meta):
    return client.post(LOGIN, {"login": email, "password": password}, **meta)


def text(answer):
    return answer.content.decode()


def guess(email, count=40, **meta):
    """Guess as a process of its own each time would see it: no cookie, no cache, a new address."""
    answers = []
    for number in range(count):
        caches["default"].clear()
        more = {"REMOTE_ADDR": f"10.0.{number}.1", "HTTP_X_FORWARDED_FOR": f"192.0.2.{number}"}
        answers.append(enter(Client(), email, WRONG, **more, **meta))
    return answers


@pytest.fixture
def known(person):
    """A browser in which the person signed in once."""
    client = Client()
    assert enter(client, person.email).status_code == 302
    client.post("/accounts/logout/")
    assert "_auth_user_id" not in client.session
    return client


def later(**more):
    moment = clock.now() + dt.timedelta(**more)
    return clock.running(lambda: moment)


@pytest.mark.parametrize("proxies", [[], ["0.0.0.0/0"]])
def test_guesser_is_stopped_whatever_addresses_they_write(person, settings, proxies):
    settings.TRUSTED_PROXIES = proxies
    answers = guess(person.email)
    assert [answer.status_code for answer in answers] == [200] * 10 + [429] * 30
    assert "may try again in 1 minute." in text(answers[-1])
    assert answers[-1].headers["Retry-After"] == "60"
    assert WrongTries.objects.get().count == 10


def test_right_password_is_not_even_compared_while_a_device_waits(person):
    guess(person.email, 10)
    stranger = Client()
    assert enter(stranger, person.email.upper()).status_code == 429
    assert "_auth_user_id" not in stranger.session
    with later(minutes=2):
        assert enter(Client(), person.email, WRONG).status_code == 200
        assert "in 2 minutes" in text(enter(Client(), person.email, WRONG))
    with later(minutes=5):
        assert enter(stranger, person.email).status_code == 302


def test_person_signs_in_from_a_known_device_meanwhile(person, known):
    guess(person.email, 30)
    assert enter(known, person.email).status_code == 302
    assert known.session["_auth_user_id"] == str(person.pk)


def test_known_device_of_one_person_opens_nobody_else(person, known, cast):
    other = cast.people["it_lead"]
    guess(other.email, 10)
    assert enter(known, other.email).status_code == 429


def test_cookie_that_somebody_wrote_themselves_is_no_device(person, known):
    guess(person.email, 10)
    cookie = known.cookies["landfall_device"]
    assert cookie["httponly"]
    assert cookie["max-age"] == 400 * 24 * 3600
    forged = Client()
    forged.cookies["landfall_device"] = cookie.value[:-3] + "abc"
    assert enter(forged, person.email).status_code == 429


def test_known_device_waits_for_its_own_wrong_tries_only(person, known):
    answers = [enter(known, person.email, WRONG) for _ in range(11)]
    assert [answer.status_code for answer in answers] == [200] * 10 + [429]
    assert enter(Client(), person.email).status_code == 302


def test_known_device_that_waits_is_told_nothing_of_itself_staying_open(person, known):
    answers = [enter(known, person.email, WRONG) for _ in range(11)]
    assert "Too many wrong tries on this device. It may try again in 1 minute" in text(answers[-1])
    assert "before stays open" not in text(answers[-1])
    assert "before stays open" in text(guess(person.email, 11)[-1])


@pytest.mark.parametrize("way", ["change", "reset", "closed"])
def test_device_that_the_person_closed_is_a_strange_one(person, known, way):
    """Whoever sets another password, or was closed and comes back, knows the old devices no more."""
    own = Client()
    assert enter(own, person.email).status_code == 302
    if way == "closed":
        accounts.close_account(person)
        accounts.reopen_account(person, OTHER)
        assert enter(own, person.email, OTHER).status_code == 302
    else:
        change(own, person) if way == "change" else reset(own, person)
    own.post("/accounts/logout/")
    guess(person.email, 10)
    assert enter(known, person.email, OTHER).status_code == 429
    assert enter(own, person.email, OTHER).status_code == 302


def change(client, person):
    sent = {"oldpassword": PASSWORD, "password1": OTHER, "password2": OTHER}
    assert client.post("/accounts/password/change/", sent).status_code == 302


def reset(client, person):
    client.post("/accounts/logout/")
    client.post(RESET, {"email": person.email})
    link = re.search(r"/accounts/password/reset/key/\S+", mail.outbox[-1].body)[0]
    page = client.get(link).headers["Location"]
    assert client.post(page, {"password1": OTHER, "password2": OTHER}).status_code == 302


def test_right_password_on_a_known_device_forgets_its_wrong_ones(person, known):
    for _ in range(2):
        for _guess in range(9):
            assert enter(known, person.email, WRONG).status_code == 200
        assert enter(known, person.email).status_code == 302
        known.post("/accounts/logout/")


def test_right_password_gives_a_stranger_no_further_tries(person):
    guess(person.email, 9)
    assert enter(Client(), person.email).status_code == 302
    assert tell_of_guesses() == 0  # nine wrong ones are no news
    assert [answer.status_code for answer in guess(person.email, 2)] == [200, 429]
    assert tell_of_guesses() == 1


def test_browser_remembers_a_few_people(cast):
    client = Client()
    for _ in range(2):
        for role in ("cio", "it_lead"):
            enter(client, cast.people[role].email)
            client.post("/accounts/logout/")
    for role in ("cio", "it_lead"):
        guess(cast.people[role].email, 10)
        assert enter(client, cast.people[role].email).status_code == 302
        client.post("/accounts/logout/")


def test_mailed_reset_opens_the_account_to_the_guessed_person(person):
    guess(person.email, 30)
    client = Client()
    client.post(RESET, {"email": person.email})
    link = re.search(r"http://\S+?(/accounts/\S+)", mail.outbox[-1].body)[1]
    form = client.get(link, follow=True).redirect_chain[-1][0]
    new = "an entirely new sentence"
    assert client.post(form, {"password1": new, "password2": new}).status_code == 302
    guess(person.email, 5)
    assert enter(client, person.email, new).status_code == 302


def test_colleague_behind_the_same_address_signs_in(person, cast):
    for _ in range(30):
        enter(Client(REMOTE_ADDR="10.1.1.1"), person.email, WRONG)
    other = cast.people["it_lead"]
    assert enter(Client(REMOTE_ADDR="10.1.1.1"), other.email).status_code == 302


def test_unknown_address_gets_the_same_answers(person):
    def shape(answer):
        return answer.status_code, re.sub(r'value="[^"]*"', "", text(answer))

    known = [shape(answer) for answer in guess(person.email, 13)]
    unknown = [shape(answer) for answer in guess("nobody@example.org", 13)]
    assert known == unknown
    assert WrongTries.objects.filter(person=None).count() == 1


def test_invented_addresses_fill_no_more_than_their_places(monkeypatch):
    monkeypatch.setattr(guessing, "PLACES", 1)
    places = {guessing.place_of(f"invented-{number}@example.org") for number in range(500)}
    assert len(places) == 16
    assert guessing.place_of(" A@example.org") == guessing.place_of("a@EXAMPLE.org")


@pytest.mark.django_db
def test_counts_that_weigh_no_more_are_removed(person):
    guess("nobody@example.org", 3)
    guess(person.email, 3)
    tell_of_guesses()
    assert WrongTries.objects.count() == 2
    with later(hours=4):
        tell_of_guesses()
        assert WrongTries.objects.get().person == person
    with later(days=31):
        tell_of_guesses()
    assert not WrongTries.objects.exists()


# --- codes ------------------------------------------------------------------------------------
@pytest.fixture
def guarded(person):
    """The person with a second step whose codes are all wrong."""
    TOTP.activate(person, "JBSWY3DPEHPK3PXP")
    return person


def at_the_second_step(person, client=None):
    client = client or Client()
    assert enter(client, person.email).url == CODE
    return client


def test_hardly_more_than_ten_of_many_codes_are_judged(guarded, monkeypatch):
    judged = []
    monkeypatch.setattr(TOTP, "validate_code", lambda _self, code: judged.append(code))
    for number in range(150):
        caches["default"].clear()
        client = at_the_second_step(guarded) if number % 10 == 0 else client  # noqa: F821
        answer = client.post(CODE, {"code": f"{number:06d}"}, REMOTE_ADDR=f"10.2.{number}.1")
    assert answer.status_code == 429
    assert len(judged) == 10


def test_person_enters_a_code_on_a_known_device_meanwhile(known, guarded, monkeypatch):
    stranger = at_the_second_step(guarded)
    for _ in range(12):
        stranger.post(CODE, {"code": "000000"})
    monkeypatch.setattr(TOTP, "validate_code", lambda _self, code: code == "123456")
    assert stranger.post(CODE, {"code": "123456"}).status_code == 429
    at_the_second_step(guarded, known)
    assert known.post(CODE, {"code": "123456"}).url == "/landing/"


def test_a_code_opens_once_whichever_process_is_asked(guarded):
    """Processes share rows and no memory: what one of them noted must stand in the database."""
    secret = "JBSWY3DPEHPK3PXP"
    code = format_hotp_value(hotp_value(secret, next(iter(yield_hotp_counters_from_time()))))
    assert at_the_second_step(guarded).post(CODE, {"code": code}).url == "/landing/"
    with connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM landfall_cache")
        assert cursor.fetchone()[0] == 1
    assert at_the_second_step(guarded).post(CODE, {"code": code}).status_code == 200


def test_right_password_forgets_no_wrong_code(guarded, monkeypatch):
    for _ in range(10):
        at_the_second_step(guarded).post(CODE, {"code": "000000"})
    assert at_the_second_step(guarded).post(CODE, {"code": "000000"}).status_code == 429


# --- somebody who is signed in ----------------------------------------------------------------
@pytest.mark.parametrize(
    ("address", "field", "more"),
    [
        ("/accounts/reauthenticate/", "password", {}),
        (
            "/accounts/password/change/",
            "oldpassword",
            {"password1": "x" * 20, "password2": "x" * 20},
        ),
    ],
)
def test_old_password_is_the_same_secret(cast, person, address, field, more):
    client = cast.client("assessor")
    for _ in range(5):
        assert client.post(address, {field: WRONG, **more}).status_code == 200
    guess(person.email, 5)
    answer = client.post(address, {field: PASSWORD, **more})
    assert answer.status_code == 429
    assert "Too many wrong tries." in text(answer)
    assert User.objects.get(pk=person.pk).check_password(PASSWORD)


def test_code_asked_again_is_the_same_secret(guarded, cast):
    client = cast.client("assessor")
    address = "/accounts/2fa/reauthenticate/"
    answers = [client.post(address, {"code": "000000"}) for _ in range(11)]
    assert [answer.status_code for answer in answers] == [200] * 10 + [429]


# --- mails for a new password -----------------------------------------------------------------
@pytest.mark.parametrize("email", ["assessor@example.org", "nobody@example.org"])
def test_mails_for_a_new_password_are_few_and_the_page_says_the_same(cast, email):
    for number in range(30):
        caches["default"].clear()
        answer = Client(REMOTE_ADDR=f"10.3.{number}.1").post(RESET, {"email": email})
        assert (answer.status_code, answer.url) == (302, f"{RESET}done/")
    assert len(mail.outbox) == 10
    assert tell_of_guesses() == 0  # whoever got ten of these mails needs no other one


# --- being told -------------------------------------------------------------------------------
@pytest.mark.parametrize(
    ("language", "words"), [("en", "entered a wrong password"), ("zh-hans", "输入了错误的密码")]
)
def test_person_is_told_once_a_day_by_mail_and_on_their_page(person, cast, language, words):
    User.objects.filter(pk=person.pk).update(language=language)
    guess(person.email, 9)
    assert tell_of_guesses() == 0
    assert words not in text(cast.client("assessor").get(PROFILE))
    guess(person.email, 1)
    assert mail.outbox == []  # the answer to a guess takes no longer for somebody who is known
    assert tell_of_guesses() == 1
    assert tell_of_guesses() == 0
    assert mail.outbox[0].to == [person.email]
    assert words in mail.outbox[0].body
    assert "10" in mail.outbox[0].body
    assert "/accounts/password/reset/" in mail.outbox[0].body
    assert words in text(cast.client("assessor").get(PROFILE))
    with later(hours=2):
        enter(Client(), person.email, WRONG)
        assert tell_of_guesses() == 0
    with later(hours=26):
        guess(person.email, 10)
        assert tell_of_guesses() == 1


def test_mail_about_codes_says_that_the_password_is_known(guarded):
    client = at_the_second_step(guarded)
    for _ in range(10):
        client.post(CODE, {"code": "000000"})
    tell_of_guesses()
    assert "who knows your password" in mail.outbox[0].body


def test_mail_that_the_server_refused_is_sent_the_next_time(person, monkeypatch):
    guess(person.email, 10)

    def fail(*_args, **_more):
        raise ConnectionRefusedError

    with monkeypatch.context() as broken:
        broken.setattr(warnings, "send_mail", fail)
        assert tell_of_guesses() == 0
    assert tell_of_guesses() == 1


def test_closed_account_gets_no_mail(person):
    guess(person.email, 10)
    User.objects.filter(pk=person.pk).update(is_active=False)
    tell_of_guesses()
    assert mail.outbox == []


def test_address_besides_the_first_is_the_same_secret(person):
    person.emailaddress_set.create(email="second@example.org", verified=True, primary=False)
    guess("second@example.org", 10)
    assert enter(Client(), person.email).status_code == 429
    assert Authenticator.objects.count() == 0
