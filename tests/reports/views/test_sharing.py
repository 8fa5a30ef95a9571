from __future__ import annotations

import datetime as dt
import re

import pytest
from django.test import Client
from django.urls import reverse

from core import clock
from organizations.models import AuditEvent, WrongTries
from organizations.selectors.places import plant_today
from reports.models import Report, ShareLink
from reports.services.links import make_link, revoke
from tests.factories.reports import ready_report

PASSPHRASE = "ab12-cd34-ef56"
SLUG = "johor-bahru"


@pytest.fixture
def made(scoped):
    return make_link(
        report=ready_report(scoped.plant, data=b"%PDF shared"),
        label="Board",
        passphrase=PASSPHRASE,
        expires_at=clock.now() + dt.timedelta(days=3),
        by=scoped.people["cio"],
    )


def address(token, name="share-detail"):
    return reverse(f"reports:{name}", args=[token])


def opened(made):
    client = Client()
    answer = client.post(address(made.token), {"passphrase": PASSPHRASE})
    assert answer.status_code == 302
    return client


def test_link_is_made_and_shown_once(scoped, settings):
    settings.PUBLIC_URL = "https://landfall.example.org"
    report = ready_report(scoped.plant)
    client = scoped.client("project_owner")
    create = reverse("reports:link-create", args=[SLUG, report.pk])
    form = client.get(create).content.decode()
    proposed = re.search('name="passphrase" value="([^"]+)"', form)[1]
    assert re.fullmatch("[a-z2-9]{4}(-[a-z2-9]{4}){2}", proposed)
    data = {
        "label": "Board members",
        "expires_on": (clock.today() + dt.timedelta(days=5)).isoformat(),
        "passphrase": proposed,
    }
    answer = client.post(create, data, HTTP_HOST="evil.example")
    text = answer.content.decode()
    assert "evil.example" not in text
    token = re.search(r"https://landfall\.example\.org/share/([^/]+)/", text)[1]
    assert proposed in text
    assert answer["Cache-Control"] == "no-store"
    link = ShareLink.objects.get()
    assert link.label == "Board members"
    listed = client.get(reverse("reports:report-list", args=[SLUG])).content.decode()
    assert "Board members" in listed
    assert token not in listed
    assert Client().get(address(token)).status_code == 200


@pytest.mark.parametrize(
    ("change", "field"),
    [
        ({"passphrase": "short"}, "passphrase"),
        ({"label": ""}, "label"),
        ({"expires_on": "2020-01-01"}, "expires_on"),
        ({"expires_on": "2100-01-01"}, "expires_on"),
        ({"expires_on": "soon"}, "expires_on"),
    ],
)
def test_wrong_entries_are_refused_beside_their_field(scoped, change, field):
    report = ready_report(scoped.plant)
    data = {
        "label": "Board",
        "expires_on": (clock.today() + dt.timedelta(days=5)).isoformat(),
        "passphrase": PASSPHRASE,
    }
    create = reverse("reports:link-create", args=[SLUG, report.pk])
    answer = scoped.client("cio").post(create, data | change)
    assert answer.status_code == 422
    assert field in answer.context["form"].errors
    assert not ShareLink.objects.exists()


@pytest.mark.parametrize(("days", "status"), [(90, 200), (91, 422)])
@pytest.mark.parametrize("hour", [2, 15, 17, 23])
def test_ninety_days_are_counted_at_the_plant_at_every_hour(scoped, days, status, hour):
    """Attack A16: 91 days from a Monday in Europe, of which it was Tuesday at the plant."""
    moment = dt.datetime(2026, 11, 30, hour, tzinfo=dt.UTC)
    create = reverse("reports:link-create", args=[SLUG, ready_report(scoped.plant).pk])
    with clock.running(lambda: moment):
        day = plant_today(scoped.plant) + dt.timedelta(days=days)
        data = {"label": "Board", "expires_on": day.isoformat(), "passphrase": PASSPHRASE}
        answer = scoped.client("cio").post(create, data)
    assert answer.status_code == status
    assert ShareLink.objects.count() == (status == 200)


def test_link_is_revoked_from_the_list(scoped, made):
    client = scoped.client("cio")
    target = reverse("reports:link-revoke", args=[SLUG, made.link.pk])
    assert target in client.get(reverse("reports:report-list", args=[SLUG])).content.decode()
    assert client.post(target).status_code == 302
    assert Client().get(address(made.token)).status_code == 410
    assert client.post(
        reverse("reports:link-revoke", args=[SLUG, made.link.pk + 99])
    ).status_code == 404  # fmt: skip


def test_nothing_is_told_before_the_passphrase(scoped, made):
    answer = Client().get(address(made.token))
    text = answer.content.decode()
    assert answer.status_code == 200
    for secret in ("Johor Bahru", "Qinghe Motion", "blueprint", made.link.report.sha256):
        assert secret not in text
    assert answer["X-Robots-Tag"] == "noindex, nofollow"
    assert 'content="noindex' in text
    assert "no-store" in answer["Cache-Control"]
    assert "default-src 'none'" in answer["Content-Security-Policy"]


def test_right_passphrase_shows_the_document_and_its_file(scoped, made):
    client = opened(made)
    text = client.get(address(made.token)).content.decode()
    assert "Johor Bahru" in text
    assert "ab12 ab12 ab12" in text
    assert made.link.report.sha256 in text
    answer = client.get(address(made.token, "share-download"))
    assert b"".join(answer.streaming_content) == b"%PDF shared"
    assert answer["Content-Disposition"].startswith("attachment")
    made.link.refresh_from_db()
    assert made.link.downloads == 1
    assert AuditEvent.objects.filter(verb="link.downloaded").count() == 1


def test_file_is_not_handed_out_without_the_passphrase(made):
    answer = Client().get(address(made.token, "share-download"))
    assert (answer.status_code, answer.url) == (302, address(made.token))


def test_passphrase_of_one_link_does_not_open_another(scoped, made):
    other = make_link(
        report=made.link.report,
        label="Auditor",
        passphrase="another-phrase",
        expires_at=clock.now() + dt.timedelta(days=3),
        by=scoped.people["cio"],
    )
    client = opened(made)
    assert client.get(address(other.token, "share-download")).status_code == 302
    assert client.post(address(other.token), {"passphrase": PASSPHRASE}).status_code == 422


def test_opened_link_gives_no_other_access(scoped, made):
    client = opened(made)
    report = made.link.report
    assert client.get(reverse("reports:report-list", args=[SLUG])).status_code == 302
    download = reverse("reports:report-download", args=[SLUG, report.pk])
    assert client.get(download).status_code == 302
    assert client.get("/").status_code == 302


def test_wrong_passphrase_is_said_and_after_ten_the_reader_waits(made):
    client = Client()
    for _guess in range(10):
        answer = client.post(address(made.token), {"passphrase": "wrong"})
        assert answer.status_code == 422
        assert "This passphrase is wrong." in answer.content.decode()
    answer = client.post(address(made.token), {"passphrase": PASSPHRASE})
    assert (answer.status_code, answer["Retry-After"]) == (429, "60")
    assert "Try again in 1 minute." in answer.content.decode()
    opened(made)


def test_paused_link_takes_no_passphrase_and_stays_open_to_who_is_inside(scoped, made):
    inside = opened(made)
    for number in range(40):
        forged = {"HTTP_X_FORWARDED_FOR": f"192.0.2.{number}", "REMOTE_ADDR": f"10.0.0.{number}"}
        answer = Client(**forged).post(address(made.token), {"passphrase": "wrong"})
    assert answer.status_code == 429
    assert Client().post(address(made.token), {"passphrase": PASSPHRASE}).status_code == 429
    assert Client().get(address(made.token)).status_code == 200
    assert "Johor Bahru" in inside.get(address(made.token)).content.decode()
    assert inside.get(address(made.token, "share-download")).status_code == 200
    assert AuditEvent.objects.filter(verb="link.refused").count() == 30
    listed = scoped.client("cio").get(reverse("reports:report-list", args=[SLUG]))
    assert "30 wrong passphrases, takes none until" in listed.content.decode()


def test_empty_passphrase_costs_no_try(made):
    assert Client().post(address(made.token), {"passphrase": ""}).status_code == 422
    assert not WrongTries.objects.exists()


def test_unknown_token_does_not_exist(made):
    for name in ("share-detail", "share-download"):
        assert Client().get(address("nonsense", name)).status_code == 404


def test_expired_link_says_so_and_hands_out_nothing(made):
    client = opened(made)
    ShareLink.objects.update(expires_at=clock.now() - dt.timedelta(minutes=1))
    assert client.get(address(made.token)).status_code == 410
    assert client.get(address(made.token, "share-download")).status_code == 302


def test_revoked_link_ends_an_opened_one(scoped, made):
    client = opened(made)
    revoke(link=made.link, by=scoped.people["cio"])
    text = client.get(address(made.token)).content.decode()
    assert "Johor Bahru" not in text
    assert client.get(address(made.token, "share-download")).status_code == 302


def test_visitor_reads_chinese_if_the_browser_does(made):
    answer = Client().get(address(made.token), headers={"accept-language": "zh-CN"})
    assert "口令" in answer.content.decode()


def test_share_page_names_the_zone_of_the_plant(scoped, made):
    """Owner A12: the page said 20:01 (UTC+0) beside a cover that says 04:01 (UTC+8)."""
    moment = dt.datetime(2026, 11, 28, 20, 1, tzinfo=dt.UTC)
    Report.objects.update(data_as_of=moment)
    ShareLink.objects.update(expires_at=clock.now() + dt.timedelta(days=3))
    client = opened(made)
    text = client.get(address(made.token)).content.decode().replace("\u00a0", " ")
    assert "29 Nov 2026, 04:01 (UTC+8)" in text
    assert "UTC+0" not in text
    assert text.count("(UTC+8)") == 2


def test_link_is_prolonged_to_the_end_of_the_day_at_the_plant(scoped, made):
    target = reverse("reports:link-edit", args=[SLUG, made.link.pk])
    client = scoped.client("project_owner")
    day = plant_today(scoped.plant) + dt.timedelta(days=30)
    answer = client.post(target, {"expires_on": day.isoformat(), "version": 1})
    assert answer.status_code == 302
    made.link.refresh_from_db()
    there = made.link.expires_at.astimezone(dt.timezone(dt.timedelta(hours=8)))
    assert (there.date(), there.time()) == (day, dt.time(23, 59, 59))
    refused = client.post(target, {"expires_on": "2100-01-01", "version": 2})
    assert refused.status_code == 422
    assert "expires_on" in refused.context["form"].errors


def test_other_passphrase_is_shown_once_and_ends_open_readers(scoped, made):
    reader = opened(made)
    target = reverse("reports:link-rekey", args=[SLUG, made.link.pk])
    client = scoped.client("cio")
    proposed = re.search('name="passphrase" value="([^"]+)"', client.get(target).content.decode())
    answer = client.post(target, {"passphrase": proposed[1], "version": 1})
    text = answer.content.decode()
    assert answer.status_code == 200
    assert proposed[1] in text
    assert 'id="share-link"' not in text
    assert answer["Cache-Control"] == "no-store"
    assert reader.get(address(made.token, "share-download")).status_code == 302
    assert "Johor Bahru" not in reader.get(address(made.token)).content.decode()
    assert client.post(target, {"passphrase": "short", "version": 2}).status_code == 422


def test_two_people_at_one_link_see_both_dates(scoped, made):
    target = reverse("reports:link-edit", args=[SLUG, made.link.pk])
    days = [(plant_today(scoped.plant) + dt.timedelta(days=n)).isoformat() for n in (10, 20)]
    scoped.client("project_owner").post(target, {"expires_on": days[0], "version": 1})
    mine = scoped.client("cio")
    answer = mine.post(target, {"expires_on": days[1], "version": 1})
    assert answer.status_code == 409
    assert scoped.people["project_owner"].name in answer.content.decode()
    assert answer.context["conflict"]["version"] == 2
    theirs = {"expires_on": days[1], "version": 2, "on_conflict": "theirs"}
    assert mine.post(target, theirs).status_code == 302
    assert ShareLink.objects.get().version == 2
    assert mine.post(target, {"expires_on": days[1], "version": 2}).status_code == 302
    assert ShareLink.objects.get().version == 3


def test_revoked_link_is_changed_by_nobody(scoped, made):
    revoke(link=made.link, by=scoped.people["cio"])
    target = reverse("reports:link-rekey", args=[SLUG, made.link.pk])
    answer = scoped.client("cio").post(target, {"passphrase": "new-words-here", "version": 2})
    assert answer.status_code == 422
    assert "closed for good" in answer.content.decode()
    listed = scoped.client("cio").get(reverse("reports:report-list", args=[SLUG]))
    assert target not in listed.content.decode()


def test_owner_finds_a_paused_link_on_the_overview(scoped, made):
    ShareLink.objects.update(paused_until=clock.now() - dt.timedelta(days=1))
    overview = reverse("overview:plant-detail", args=[SLUG])
    assert "paused after 30 wrong" in scoped.client("cio").get(overview).content.decode()
    assert "30 wrong" not in scoped.client("project_owner").get(overview).content.decode()
    revoke(link=made.link, by=scoped.people["project_owner"])
    text = scoped.client("cio").get(overview).content.decode()
    assert f"closed by {scoped.people['project_owner'].name}" in text


def test_closing_page_lists_links_and_closes_them_if_asked(scoped):
    leaver = scoped.people["project_owner"]
    link = make_link(
        report=ready_report(scoped.plant),
        label="Board",
        passphrase=PASSPHRASE,
        expires_at=clock.now() + dt.timedelta(days=3),
        by=leaver,
    ).link
    membership = leaver.memberships.get()
    address = reverse("organizations:person-close", args=[membership.pk])
    client = scoped.client("cio")
    text = client.get(address).content.decode()
    assert "Share links" in text
    assert "Close the share links instead" in text
    assert client.post(address, {"sure": "on"}).status_code == 422
    link.refresh_from_db()
    assert link.is_open
    assert client.post(address, {"sure": "on", "ended": "reports.ShareLink"}).status_code == 302
    link.refresh_from_db()
    assert link.state == "revoked"
    strange = client.post(address, {"sure": "on", "ended": "organizations.Plant"})
    assert strange.status_code in (404, 422)
