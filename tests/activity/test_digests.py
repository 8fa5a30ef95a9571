"""The mail of the day: once, in the reader's language, and nothing is lost without a server."""

from __future__ import annotations

import datetime as dt
import smtplib
from email import message_from_string
from zoneinfo import ZoneInfo

import pytest
import time_machine
from django.core import mail
from django.core.mail.backends.locmem import EmailBackend
from django.test import Client
from django.urls import reverse

from activity.models import Notice
from activity.services import digests, notices
from activity.tasks import mail_notices
from core import clock
from organizations.domain.roles import Permission
from organizations.models import AuditEvent, Membership, User
from tests.activity.conftest import days
from tests.markup import text_of

MORNING = dt.datetime(2026, 12, 2, 8, 10, tzinfo=dt.UTC)


@pytest.fixture
def reader(scoped):
    return scoped.people["respondent"]


@pytest.fixture
def morning():
    with time_machine.travel(MORNING, tick=False) as time:
        yield time


def body(number=0):
    return mail.outbox[number].body


# --- what is sent -------------------------------------------------------------------------------
def test_a_mail_says_what_is_new(morning, told, reader):
    told(due_on=dt.date(2026, 12, 18))
    told(key="read/")
    notices.mark_read(by=reader, notices=[Notice.objects.get(key="read/").pk])
    assert mail_notices() == 1
    (sent,) = mail.outbox
    assert (sent.subject, sent.to) == ("Landfall: 1 new notice", [reader.email])
    for part in (
        "Hello Respondent,",
        "Answer “Data” in 2026 H2",
        "Johor Bahru",
        "18\N{NO-BREAK SPACE}Dec",
    ):
        assert part in sent.body
    assert "http://localhost:8000/plants/johor-bahru/" in sent.body
    assert "and 1 more" not in sent.body


def test_a_mail_speaks_the_readers_language(morning, told, reader):
    told(due_on=dt.date(2026, 12, 18))
    reader.language = "zh-hans"
    reader.save()
    assert mail_notices() == 1
    assert mail.outbox[0].subject == "Landfall：1 条新增待办"
    for part in ("Respondent，您好：", "请填写“数据”（2026 H2）", "您有以下新增待办："):
        assert part in body()
    assert "Answer" not in body()


def test_a_day_has_one_mail_and_the_next_what_came_since(morning, told):
    told(key="a/")
    assert mail_notices() == 1
    told(key="b/")
    assert mail_notices() == 0
    morning.shift(days(1))
    assert mail_notices() == 1
    assert mail_notices() == 0
    morning.shift(days(1))
    assert mail_notices() == 0  # nothing is new
    assert [one.body.count("Johor Bahru") for one in mail.outbox] == [1, 1]


def test_what_is_told_anew_the_same_day_waits_for_the_next(morning, told):
    told()
    assert mail_notices() == 1
    morning.shift(dt.timedelta(hours=1))
    told(kind=Notice.Kind.RETURNED)
    assert mail_notices() == 0
    morning.shift(days(1))
    assert mail_notices() == 1


def test_a_mail_goes_out_in_the_readers_own_morning(morning, told, reader):
    told()
    reader.time_zone = "America/Mexico_City"  # two in the morning there
    reader.save()
    assert mail_notices() == 0
    morning.move_to(dt.datetime(2026, 12, 2, 7, 10, tzinfo=ZoneInfo(reader.time_zone)))
    assert mail_notices() == 1


def test_whoever_wants_none_gets_none(morning, told, reader):
    told()
    reader.digest = "none"
    reader.save()
    assert mail_notices() == 0
    reader.digest, reader.is_active = "daily", False
    reader.save()
    assert mail_notices() == 0


def test_rights_are_judged_at_sending(morning, told, reader):
    told(right=Permission.ASSESSMENT_ANSWER)
    mine = Membership.objects.get(user=reader)
    mine.role = "stakeholder"
    mine.save()
    assert mail_notices() == 0
    assert Notice.objects.get().mailed_at is None


def test_a_long_list_is_cut(morning, told):
    for number in range(23):
        told(key=f"{number}/")
    mail_notices()
    assert body().count("Answer “Data”") == 20
    assert "and 3 more" in body()


# --- servers ------------------------------------------------------------------------------------
class Refusing(EmailBackend):
    """Takes no mail to the respondent."""

    def send_messages(self, messages):
        if messages[0].to == ["respondent@example.org"]:
            raise smtplib.SMTPRecipientsRefused({})
        return super().send_messages(messages)


class Gone(EmailBackend):
    """Is not there."""

    def send_messages(self, messages):
        raise ConnectionRefusedError


def test_without_a_mail_server_nothing_counts_as_sent(morning, told, settings):
    told()
    usual = settings.EMAIL_BACKEND
    settings.EMAIL_BACKEND = "django.core.mail.backends.filebased.EmailBackend"
    assert mail_notices() == 0
    assert Notice.objects.get().mailed_at is None
    settings.EMAIL_BACKEND = usual
    assert mail_notices() == 1


def test_one_address_that_is_refused_holds_up_nobody(morning, told, settings, scoped):
    told()
    told(recipient=scoped.people["it_lead"])
    settings.EMAIL_BACKEND = f"{__name__}.Refusing"
    assert mail_notices() == 1
    assert mail.outbox[0].to == ["it_lead@example.org"]
    refused = Notice.objects.get(recipient=scoped.people["respondent"])
    assert refused.mailed_at is None


def test_a_server_that_is_away_is_asked_again(morning, told, settings):
    told()
    usual = settings.EMAIL_BACKEND
    settings.EMAIL_BACKEND = f"{__name__}.Gone"
    assert mail_notices() == 0
    assert Notice.objects.get().mailed_at is None
    settings.EMAIL_BACKEND = usual
    assert mail_notices() == 1


def test_of_two_workers_one_sends(morning, told, reader, monkeypatch):
    told()
    rows = digests.notices_of

    def slow(person, granted):
        found = rows(person, granted)
        User.objects.update(digested_at=clock.now() - days(1))  # the other one was here
        return found

    monkeypatch.setattr(digests, "notices_of", slow)
    assert digests.send(reader) is False
    assert mail.outbox == []


# --- switching off ------------------------------------------------------------------------------
def off_of(sent) -> str:
    headers = message_from_string(sent.message().as_string())
    assert headers["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
    link = "".join(headers["List-Unsubscribe"].split()).strip("<>")
    assert link in sent.body
    return link.removeprefix("http://localhost:8000")


def test_the_link_of_a_mail_switches_it_off_by_a_button(morning, told, reader):
    told()
    mail_notices()
    address, stranger = off_of(mail.outbox[0]), Client(enforce_csrf_checks=True)
    page = stranger.get(address)
    assert "Send no more mails" in text_of(page.content.decode())
    assert "noindex" in page["X-Robots-Tag"]
    reader.refresh_from_db()
    assert reader.digest == "daily"  # reading changes nothing
    for _time in range(2):
        answer = stranger.post(address, {"List-Unsubscribe": "One-Click"})
        assert "You get no more mails" in text_of(answer.content.decode())
    reader.refresh_from_db()
    assert reader.digest == "none"
    assert AuditEvent.objects.filter(verb="profile.edited", actor=reader).count() == 1


def test_the_page_speaks_the_readers_language(reader):
    reader.language = "zh-hans"
    reader.save()
    page = Client().get(reverse("activity:digest-off", args=[digests.token_of(reader)]))
    assert "停止发送邮件" in page.content.decode()


@pytest.mark.parametrize("token", ["1.abc", "1", "x.y.z", "." * 50])
def test_a_link_of_somebody_elses_making_is_not_found(db, token):
    assert Client().get(reverse("activity:digest-off", args=[token])).status_code == 404


def test_the_profile_switches_mails_on_again(scoped, reader):
    client = scoped.client("respondent")
    page = client.get(reverse("organizations:profile-edit"))
    assert "Mail about what is new in your inbox" in text_of(page.content.decode())
    values = page.context["form"].initial | {"digest": "none"}
    answer = client.post(reverse("organizations:profile-edit"), values)
    assert answer.status_code == 302
    reader.refresh_from_db()
    assert reader.digest == "none"
