from __future__ import annotations

import pytest
from django.test import Client
from django.urls import reverse
from django_scopes import scopes_disabled

from core.forms import new_key
from interchange.models import PlanFeed
from interchange.services import feeds
from organizations.models import AuditEvent, Membership
from organizations.services.leaving import close_person
from tests.interchange.calendar_lines import events

pytestmark = pytest.mark.django_db
PAGE = "/plants/johor-bahru/interchange/feeds/"


def read(token, **more):
    return Client().get(reverse("interchange:feed-read", args=[token]), **more)


@pytest.fixture
def reader(at):
    return at.people["stakeholder"]


@pytest.fixture
def client(at, reader):
    return at.client("stakeholder")


def made(client, key=None):
    answer = client.post(PAGE, {"key": key or new_key()})
    text = answer.content.decode()
    return answer, text.partition("/calendars/")[2].partition("/")[0]


def test_an_address_is_made_shown_once_and_read_without_an_account(at, roadmap, client):
    answer, token = made(client)
    assert answer.status_code == 200
    assert len(token) == 64
    assert answer["Cache-Control"] == "no-store"
    assert token not in client.get(PAGE).content.decode()
    assert token not in str(list(PlanFeed.objects.values()))
    calendar = read(token)
    assert calendar.status_code == 200
    assert calendar["Content-Type"].startswith("text/calendar")
    assert "noindex" in calendar["X-Robots-Tag"]
    assert "no-store" in calendar["Cache-Control"]
    assert len(events(calendar.content)) == 28
    verbs = AuditEvent.objects.filter(verb__startswith="feed.").values_list("verb", flat=True)
    assert list(verbs) == ["feed.made"]


@pytest.mark.parametrize("token", ["a", "b" * 64, "0", "x" * 500])
def test_an_unknown_address_is_not_found(at, roadmap, token):
    assert read(token).status_code == 404


def test_a_form_sent_twice_gives_one_address(at, roadmap, client):
    key = new_key()
    _, first = made(client, key)
    _, again = made(client, key)
    assert first == again
    assert PlanFeed.objects.count() == 1
    client.post(f"{PAGE}revoke/")
    answer, token = made(client, key)
    assert answer.status_code == 422
    assert not token


def test_another_address_replaces_the_first(at, roadmap, client):
    _, first = made(client)
    _, second = made(client)
    assert read(first).status_code == 404
    assert read(second).status_code == 200
    assert PlanFeed.objects.filter(revoked_at=None).count() == 1


def test_a_revoked_address_is_not_found(at, roadmap, client):
    _, token = made(client)
    assert client.post(f"{PAGE}revoke/").status_code == 302
    assert read(token).status_code == 404
    assert client.post(f"{PAGE}revoke/").status_code == 302  # nothing is left to revoke
    assert AuditEvent.objects.filter(verb="feed.revoked").count() == 1


def test_somebody_elses_address_stays(at, roadmap, client):
    other = at.people["cio"]
    feeds.make_feed(plant=at.plant, by=other, token="c" * 64)
    client.post(f"{PAGE}revoke/")
    assert read("c" * 64).status_code == 200


def test_rights_are_judged_at_each_reading(at, roadmap, client, reader):
    _, token = made(client)
    mine = Membership.objects.get(user=reader)
    mine.role = "respondent"  # may not see the roadmap
    mine.save()
    assert read(token).status_code == 404
    mine.role = "it_lead"
    mine.save()
    assert read(token).status_code == 200
    mine.delete()
    assert read(token).status_code == 404


def test_an_account_that_is_closed_reads_nothing(at, roadmap, client, reader):
    _, token = made(client)
    reader.is_active = False
    reader.save()
    assert read(token).status_code == 404


def test_whoever_leaves_loses_the_address_for_good(at, roadmap, client, reader):
    _, token = made(client)
    close_person(by=at.people["cio"], organization=at.organization, person=reader, successor=None)
    assert PlanFeed.objects.get().revoked_at is not None
    reader.is_active = True
    reader.save()
    Membership.objects.create(
        organization=at.organization, plant=at.plant, user=reader, role="stakeholder"
    )
    assert read(token).status_code == 404


def test_a_feed_shows_its_own_plant_only(at, roadmap, client):
    _, token = made(client)
    stranger = at.people["stranger"]
    with scopes_disabled():
        elsewhere = Membership.objects.get(user=stranger).plant
        feeds.make_feed(plant=elsewhere, by=stranger, token="d" * 64)
    assert events(read("d" * 64).content) == []  # no plan there
    signed_in = at.client("stranger").get(reverse("interchange:feed-read", args=[token]))
    assert len(events(signed_in.content)) == 28  # whoever knows it; no scope of the caller counts


def test_the_calendar_speaks_the_readers_language(at, roadmap, client, reader):
    _, token = made(client)
    reader.language = "zh-hans"
    reader.save()
    assert "里程碑" in read(token, HTTP_ACCEPT_LANGUAGE="en").content.decode()


def test_a_plant_may_have_no_plan_yet(at, client):
    _, token = made(client)
    assert events(read(token).content) == []
