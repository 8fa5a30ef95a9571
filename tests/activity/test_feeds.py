"""The calendar of an inbox: its address, who reads it, what stands in it."""

from __future__ import annotations

import datetime as dt

import pytest
from django.test import Client
from django.urls import reverse

from activity.models import InboxFeed
from activity.services import feeds
from core.forms import new_key
from organizations.models import AuditEvent, Membership
from tests.interchange.calendar_lines import events

PAGE = "/inbox/calendar/"
DUE = dt.date(2026, 12, 18)


def read(token, **more):
    return Client().get(reverse("activity:inbox-feed-read", args=[token]), **more)


@pytest.fixture
def reader(scoped):
    return scoped.people["respondent"]


@pytest.fixture
def client(scoped):
    return scoped.client("respondent")


def made(client, key=None):
    answer = client.post(PAGE, {"key": key or new_key()})
    return answer, answer.content.decode().partition("/calendars/")[2].partition("/")[0]


def test_an_address_is_made_shown_once_and_read_without_an_account(client, told):
    told(due_on=DUE)
    told(key="without a day/")
    answer, token = made(client)
    assert (answer.status_code, len(token)) == (200, 64)
    assert answer["Cache-Control"] == "no-store"
    assert token not in client.get(PAGE).content.decode()
    assert token not in str(list(InboxFeed.objects.values()))
    calendar = read(token)
    assert calendar["Content-Type"].startswith("text/calendar")
    assert "noindex" in calendar["X-Robots-Tag"]
    (event,) = events(calendar.content)
    text = calendar.content.decode().replace("\r\n ", "")
    assert "DTSTART;VALUE=DATE:20261218" in text
    assert "SUMMARY:Answer “Data” in 2026 H2" in text
    assert "DESCRIPTION:Johor Bahru" in text
    assert event
    assert AuditEvent.objects.get(verb="inbox_feed.made").object_type == "activity.inboxfeed"


def test_the_calendar_speaks_the_readers_language(client, reader, told):
    told(due_on=DUE)
    _, token = made(client)
    reader.language = "zh-hans"
    reader.save()
    assert "请填写" in read(token, HTTP_ACCEPT_LANGUAGE="en").content.decode()


@pytest.mark.parametrize("token", ["a", "b" * 64, "x" * 500])
def test_an_unknown_address_is_not_found(db, token):
    assert read(token).status_code == 404


def test_a_form_sent_twice_gives_one_address(client):
    key = new_key()
    _, first = made(client, key)
    _, again = made(client, key)
    assert first == again
    assert InboxFeed.objects.count() == 1
    assert client.post(f"{PAGE}revoke/").status_code == 302
    answer, token = made(client, key)
    assert (answer.status_code, token) == (422, "")
    InboxFeed.objects.all().delete()
    assert made(client, key)[0].status_code == 422


def test_a_key_that_nobody_makes_is_refused(client):
    assert made(client, "x")[0].status_code == 422


def test_another_address_replaces_the_first(client):
    (_, first), (_, second) = made(client), made(client)
    assert (read(first).status_code, read(second).status_code) == (404, 200)


def test_a_revoked_address_is_not_found(client, scoped):
    _, token = made(client)
    feeds.make_feed(by=scoped.people["cio"], token="c" * 64)
    for _time in range(2):
        assert client.post(f"{PAGE}revoke/").status_code == 302
    assert (read(token).status_code, read("c" * 64).status_code) == (404, 200)
    assert AuditEvent.objects.filter(verb="inbox_feed.revoked").count() == 1


def test_rights_are_judged_at_each_reading(client, reader, told):
    told(due_on=DUE)
    _, token = made(client)
    Membership.objects.filter(user=reader).delete()
    assert events(read(token).content) == []
    reader.is_active = False
    reader.save()
    assert read(token).status_code == 404


def test_an_address_closed_meanwhile_is_closed_once(client, reader):
    made(client)
    feed = InboxFeed.objects.get()
    feeds.revoke_feed(feed=feed, by=reader)
    feeds.revoke_feed(feed=feed, by=reader)
    assert str(feed) == str(reader.pk)
    assert AuditEvent.objects.filter(verb="inbox_feed.revoked").count() == 1
