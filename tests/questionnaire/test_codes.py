"""A second device: a code that is mailed or passed on, for ten minutes and five tries."""

from __future__ import annotations

import datetime as dt
import re

import pytest
from django.core import mail
from django.test import Client

from activity.models import Notice
from core import clock
from organizations.models import AuditEvent
from questionnaire.models import AnswerLink
from questionnaire.reactions import tell_inviter
from questionnaire.services import devices
from tests.factories.answer_links import NAME, TOKEN, invite

START, CODE, ASK = f"/a/{TOKEN}/", f"/a/{TOKEN}/code/", f"/a/{TOKEN}/code/ask/"


@pytest.fixture
def link(run, cast):
    link = invite(cast, run.pk, mail="siti@example.org")
    devices.bind(link=link, mark="the-first")
    return link


@pytest.fixture
def mailed(settings):
    settings.EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"


@pytest.fixture
def unmailed(settings, tmp_path):
    settings.EMAIL_BACKEND = "django.core.mail.backends.filebased.EmailBackend"
    settings.EMAIL_FILE_PATH = tmp_path


def enter(browser, code):
    return browser.post(CODE, {"code": code})


def newest(verb):
    return AuditEvent.objects.filter(verb=verb).latest("pk")


def other_than(code):
    return f"{(int(code) + 1) % 10**6:06d}"


def test_second_device_is_led_to_the_code_and_cannot_bind_itself(link):
    browser = Client()
    assert browser.get(START)["Location"] == CODE
    assert browser.post(f"{START}open/")["Location"] == START
    assert "landfall_answers" not in browser.cookies
    assert devices.bind(link=link, mark="x") is False
    page = browser.get(CODE).content.decode()
    assert "Open on another device" in page
    assert "siti@" not in page


def test_code_is_mailed_in_the_persons_language_and_opens_a_second_device(run, cast, mailed):
    link = invite(cast, run.pk, mail="siti@example.org", language="zh-hans")
    devices.bind(link=link, mark="the-first")
    browser = Client()
    assert browser.post(ASK)["Location"] == CODE
    (sent,) = mail.outbox
    assert sent.to == ["siti@example.org"]
    assert "验证码" in sent.subject
    code = re.search(r"\b\d{6}\b", sent.body)[0]
    page = browser.get(CODE).content.decode()
    assert "s…@example.org" in page
    assert code not in page
    link.refresh_from_db()
    assert code not in link.code_hash
    assert enter(browser, f" {code[:3]} {code[3:]}")["Location"] == START
    assert browser.get(START).status_code == 200
    link.refresh_from_db()
    assert (len(link.devices), link.code_hash, link.code_made_at) == (2, "", None)
    third = Client()
    assert enter(third, code).status_code == 422  # of use once
    verbs = ("answer_link.code_asked", "answer_link.opened")
    events = [newest(verb) for verb in verbs]
    assert [event.changes for event in events] == [
        {"person": NAME, "is_mailed": True, "by_link": True},
        {"person": NAME, "by_link": True},
    ]


def test_without_a_mail_server_the_inviter_is_asked_and_passes_the_code_on(
    link, cast, owner, unmailed
):
    Client().post(ASK)
    for _twice in range(2):
        tell_inviter(event=newest("answer_link.code_asked"))
    notice = Notice.objects.get(kind="code_asked")
    assert (notice.recipient, notice.done_at) == (owner, None)
    assert "has been asked for a code" in Client().get(CODE).content.decode()
    browser = cast.client("project_owner")
    page = browser.get(notice.path).content.decode()
    assert "a code was asked for" in page
    made = browser.post(f"{notice.path}{link.pk}/code/")
    tell_inviter(event=newest("answer_link.code_made"))
    assert "no-store" in made["Cache-Control"]
    code = re.search(r">(\d{6})<", made.content.decode())[1]
    notice.refresh_from_db()
    assert notice.done_at is not None
    assert "a code was asked for" not in browser.get(notice.path).content.decode()
    assert f"{owner.name} has a code for you" in Client().get(CODE).content.decode()
    assert enter(Client(), code)["Location"] == START
    tell_inviter(event=newest("answer_link.code_asked"))  # late: nobody waits any more
    assert Notice.objects.filter(done_at=None).count() == 0


def test_code_of_a_link_whose_inviter_is_gone_is_asked_of_nobody(link, unmailed):
    AnswerLink.objects.update(invited_by=None)
    Client().post(ASK)
    tell_inviter(event=newest("answer_link.code_asked"))
    assert not Notice.objects.exists()
    assert "Whoever invited you has been asked" in Client().get(CODE).content.decode()
    devices.make_code(link=link, by=None)
    assert "There is a code for you" in Client().get(CODE).content.decode()


def test_mail_that_a_server_refuses_goes_by_the_inviter(link, mailed, monkeypatch):
    def fail(*_given, **_named):
        raise OSError

    monkeypatch.setattr(devices, "send_mail", fail)
    devices.ask_code(link=link)
    link.refresh_from_db()
    assert link.code_asked_at is not None
    assert not devices.mail_address(link=link, address="https://example.org/a/x/")


def test_six_wrong_codes_lock_until_another_one_is_made(link, owner):
    code = devices.make_code(link=link, by=owner)
    browser = Client()
    for _ in range(4):
        page = enter(browser, other_than(code))
        assert (page.status_code, "This code is wrong." in page.content.decode()) == (422, True)
    for tried in (other_than(code), code):
        page = enter(browser, tried)
        assert (page.status_code, "No code holds now" in page.content.decode()) == (422, True)
    assert enter(browser, devices.make_code(link=link, by=owner)).status_code == 302
    assert AuditEvent.objects.filter(verb="answer_link.refused").count() == 5


def test_code_holds_ten_minutes(link, owner, at):
    code, now = devices.make_code(link=link, by=owner), clock.now()
    made = AnswerLink.objects.get().code_made_at
    assert made <= now
    at(made + dt.timedelta(minutes=10))
    assert "No code holds now" in enter(Client(), code).content.decode()
    at(made + dt.timedelta(minutes=9, seconds=59))
    assert enter(Client(), code).status_code == 302


def test_wrong_codes_of_many_codes_close_the_link_for_a_while(link, owner, at):
    at(clock.now())
    for _ in range(6):
        code = devices.make_code(link=link, by=owner)
        for _ in range(5):
            enter(Client(), other_than(code))
    page = enter(Client(), devices.make_code(link=link, by=owner))
    assert (page.status_code, "Retry-After" in page) == (429, True)
    assert "tried too often" in page.content.decode()


def test_codes_are_asked_for_ten_times_and_then_one_waits(link, mailed, at):
    at(clock.now())
    answers = [Client().post(ASK) for _ in range(11)]
    assert [one.status_code for one in answers] == [302] * 10 + [429]
    assert len(mail.outbox) == 10


@pytest.mark.parametrize(
    "code", ["", "12345", "1234567", "abcdef", "１２３４５６", "1" * 5000, "\x00"]
)
def test_what_is_no_code_is_refused_at_its_field(link, code):
    page = enter(Client(), code)
    assert page.status_code == 422
    assert 'aria-invalid="true"' in page.content.decode()


def test_sixth_device_puts_the_first_one_out(link, owner):
    browsers = []
    for _ in range(5):
        browsers.append(Client())
        code = devices.make_code(link=link, by=owner)
        assert enter(browsers[-1], code).status_code == 302
    link.refresh_from_db()
    assert len(link.devices) == 5
    assert browsers[0].get(START).status_code == 200
    assert browsers[0].get(CODE)["Location"] == START
    assert browsers[0].post(ASK)["Location"] == CODE
    enter(Client(), devices.make_code(link=link, by=owner))
    assert browsers[0].get(START)["Location"] == CODE
