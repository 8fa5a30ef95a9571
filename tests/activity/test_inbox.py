"""The page of the inbox, the count in the frame, and where people land."""

from __future__ import annotations

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from activity.models import Notice
from activity.services import notices
from core import clock
from organizations.domain.roles import Permission
from organizations.models import Membership
from tests.activity.conftest import days
from tests.factories.organizations import MembershipFactory, PlantFactory
from tests.markup import text_of

PAGE = "/inbox/"
WITHOUT_SERVER = "django.core.mail.backends.filebased.EmailBackend"


@pytest.fixture
def reader(scoped):
    return scoped.people["respondent"]


@pytest.fixture
def client(scoped):
    return scoped.client("respondent")


def words(client, address=PAGE):
    answer = client.get(address)
    assert answer.status_code == 200
    return text_of(answer.content.decode())


def test_an_empty_inbox_says_what_will_stand_there(client):
    assert "Nothing waits for you" in words(client)
    assert "Nothing yet" in words(client, f"{PAGE}?show=all")
    assert "Mark all as read" not in words(client)


def test_what_waits_over_all_plants_stands_newest_first(client, scoped, reader, told):
    other = PlantFactory(organization=scoped.organization, name="Szeged", slug="szeged")
    MembershipFactory(organization=scoped.organization, plant=other, user=reader, role="it_lead")
    now = clock.now()
    told(key="a/", at=now - days(2), due_on=clock.today() - days(1))
    told(key="b/", at=now - days(1), plant=other, path="/plants/szeged/")
    answer = client.get(PAGE)
    assert [one.key for one in answer.context["page"]] == ["b/", "a/"]
    text = text_of(answer.content.decode())
    assert "Szeged" in text
    assert "overdue since" in text
    assert "Inbox, 2 new" in answer.content.decode()


def test_the_page_speaks_chinese(client, reader, told):
    told(due_on=clock.today() + days(3))
    reader.language = "zh-hans"
    reader.save()
    text = words(client)
    assert "请填写“数据”（2026 H2）" in text
    assert "待办" in text
    assert "Answer" not in text


def test_opening_reads_and_leads_on(client, told):
    notice = told()
    answer = client.post(reverse("activity:notice-open", args=[notice.pk]))
    assert (answer.status_code, answer["Location"]) == (302, "/plants/johor-bahru/")
    notice.refresh_from_db()
    assert notice.read_at is not None
    assert "Inbox, 0 new" in client.get(PAGE).content.decode()


def test_reading_one_stays_where_it_was(client, told):
    notice = told()
    address = reverse("activity:notice-read", args=[notice.pk])
    answer = client.post(address, {"show": "all", "page": "2"})
    assert answer["Location"] == "/inbox/?show=all&page=2"
    answer = client.post(address, {"show": "//elsewhere", "page": "x"})
    assert answer["Location"] == "/inbox/?show=open&page=1"


def test_everything_is_read_at_once_but_only_what_may_be_seen(client, reader, told):
    seen, hidden = told(key="a/"), told(key="b/", right=Permission.ASSESSMENT_ANSWER)
    mine = Membership.objects.get(user=reader)
    mine.role = "stakeholder"
    mine.save()
    client.post(reverse("activity:notices-read"))
    seen.refresh_from_db()
    hidden.refresh_from_db()
    assert seen.read_at is not None
    assert hidden.read_at is None
    assert client.post(reverse("activity:notice-open", args=[hidden.pk])).status_code == 404


def test_nobody_opens_what_others_were_told(scoped, told):
    notice = told()
    address = reverse("activity:notice-open", args=[notice.pk])
    assert scoped.client("cio").post(address).status_code == 404


def test_what_is_done_stands_under_all(client, scoped, told):
    told()
    notices.settle(organization_id=scoped.organization.pk, start="something/", at=clock.now())
    assert "Nothing waits for you" in words(client)
    assert "Done" in words(client, f"{PAGE}?show=all")


def test_notices_come_in_pages_of_25(client, told):
    for number in range(26):
        told(key=f"{number}/")
    assert len(client.get(PAGE).context["page"]) == 25
    assert len(client.get(f"{PAGE}?page=2").context["page"]) == 1
    assert len(client.get(f"{PAGE}?page=99").context["page"]) == 1
    assert len(client.get(f"{PAGE}?page=x").context["page"]) == 25


def queries(client, address):
    client.get(address)
    with CaptureQueriesContext(connection) as asked:
        client.get(address)
    return len(asked)


def test_one_notice_and_many_cost_the_same(client, told):
    told(key="one/")
    one = queries(client, PAGE), queries(client, "/search/")
    for number in range(20):
        told(key=f"{number}/")
    assert (queries(client, PAGE), queries(client, "/search/")) == one


def test_the_frame_asks_once(client, told):
    told()
    with CaptureQueriesContext(connection) as asked:
        client.get("/search/")
    counting = [one for one in asked.captured_queries if "activity_notice" in one["sql"]]
    assert len(counting) == 1


# --- a mail server that is missing --------------------------------------------------------------
def test_administrators_hear_that_mail_is_off(scoped, client, settings):
    assert "No mail server" not in words(scoped.client("cio"))
    assert "No mail server" not in words(scoped.client("cio"), "/organization/")
    settings.EMAIL_BACKEND = WITHOUT_SERVER
    assert "No mail server" in words(scoped.client("cio"))
    assert "No mail server" in words(scoped.client("cio"), "/organization/")
    assert "No mail server" not in words(client, "/organization/")
    assert "No mail server" not in words(client)


# --- landing -----------------------------------------------------------------------------------
def lands(client):
    return client.get(reverse("activity:landing"))["Location"]


def test_whoever_only_answers_lands_on_open_work(client, told, scoped):
    assert lands(client) == "/"
    told()
    assert lands(client) == PAGE
    Notice.objects.update(done_at=clock.now())
    assert lands(client) == "/"
    told(recipient=scoped.people["cio"])
    assert lands(scoped.client("cio")) == "/"


def test_signing_in_leads_there(cast, client):
    person = cast.people["respondent"]
    person.set_password("landfall demo 2026")
    person.save()
    client.logout()
    answer = client.post(
        reverse("account_login"), {"login": person.email, "password": "landfall demo 2026"}
    )
    assert answer["Location"] == reverse("activity:landing")
