from __future__ import annotations

import csv
import io

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from core.base import tenant
from organizations.domain.roles import MATRIX
from organizations.models import AuditEvent, AuditJob, ExchangeRate, Organization, User
from organizations.services import audit
from organizations.tasks import run_audit_job
from organizations.views import audit as audit_views
from tests.factories.organizations import ExchangeRateFactory, MembershipFactory, UserFactory
from tests.markup import flat

ORGANIZATION = "/organization/"
RATES = "/organization/rates/"
AUDIT = "/organization/audit/"
VALUES = {
    "name": "Qinghe Drives",
    "local_name": "清河传动",
    "reporting_currency": "CNY",
    "default_language": "en",
    "version": "1",
}


def text(answer):
    return flat(answer.content.decode())


# --- organization ---------------------------------------------------------------------------------
def test_cio_edits_the_organization(scoped):
    assert scoped.client("cio").post(ORGANIZATION, VALUES).url == ORGANIZATION
    assert Organization.objects.get(pk=scoped.organization.pk).name == "Qinghe Drives"


def test_others_read_it(scoped):
    page = text(scoped.client("respondent").get(ORGANIZATION))
    assert "Qinghe Motion" in page
    assert "Save the organization" not in page
    assert scoped.client("project_owner").post(ORGANIZATION, VALUES).status_code == 403


def test_person_without_a_role_has_no_organization(client, scoped):
    client.force_login(UserFactory(), backend="allauth.account.auth_backends.AuthenticationBackend")
    for path in (ORGANIZATION, RATES, AUDIT, "/organization/members/", "/plants/new/"):
        assert client.get(path).status_code == 404


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("name", ""),
        ("name", "x" * 121),
        ("reporting_currency", "ZZZ"),
        ("default_language", "tlh"),
        ("version", "x"),
        ("version", ""),
    ],
)
def test_impossible_organization_is_refused(scoped, field, value):
    answer = scoped.client("cio").post(ORGANIZATION, {**VALUES, field: value})
    assert answer.status_code == 422
    assert field in answer.context["form"].errors


def test_two_editors_see_both_values(scoped, second_cio):
    scoped.client("cio").post(ORGANIZATION, VALUES)
    client = scoped.client("cio")
    answer = client.post(ORGANIZATION, {**VALUES, "name": "Mine"})
    assert answer.status_code == 409
    page = text(answer)
    assert "Cio changed this in the meantime" in page
    assert "Qinghe Drives" in page
    assert 'name="version" value="2"' in page
    theirs = client.post(ORGANIZATION, {**VALUES, "version": "2", "on_conflict": "theirs"})
    assert theirs.url == ORGANIZATION
    mine = {**VALUES, "name": "Mine", "version": "2", "on_conflict": "mine"}
    assert client.post(ORGANIZATION, mine).status_code == 302
    assert Organization.objects.get(pk=scoped.organization.pk).name == "Mine"


# --- rates ----------------------------------------------------------------------------------------
RATE = {"currency": "MYR", "rate": "1.62", "dated_on": "2026-01-01", "source": "central bank"}


def test_rate_is_added_and_listed(scoped):
    client = scoped.client("cio")
    assert "No rates yet" in text(client.get(RATES))
    assert client.post(RATES, RATE).url == RATES
    page = text(client.get(RATES))
    assert "1.62" in page
    assert "newest" in page


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("currency", "CNY"),
        ("currency", "XXX"),
        ("rate", "0"),
        ("rate", "-1"),
        ("rate", "1,62 or so"),
        ("rate", "NaN"),
        ("rate", "1e30"),
        ("dated_on", "yesterday"),
        ("dated_on", "99999-01-01"),
        ("source", ""),
        ("source", "x" * 121),
    ],
)
def test_impossible_rate_is_refused(scoped, field, value):
    answer = scoped.client("cio").post(RATES, {**RATE, field: value})
    assert answer.status_code == 422
    assert field in answer.context["form"].errors
    assert not ExchangeRate.objects.exists()


def test_second_rate_of_a_day_is_refused(scoped):
    client = scoped.client("cio")
    client.post(RATES, RATE)
    assert client.post(RATES, {**RATE, "rate": "1.7"}).status_code == 422


def test_rates_are_read_by_all_and_written_by_the_cio(scoped):
    ExchangeRateFactory(organization=scoped.organization)
    client = scoped.client("stakeholder")
    assert "Add a rate" not in text(client.get(RATES))
    assert client.post(RATES, RATE).status_code == 403


# --- roles ----------------------------------------------------------------------------------------
def test_page_shows_the_very_matrix_the_checks_read(scoped):
    answer = scoped.client("stakeholder").get("/organization/roles/")
    shown = [row for _, rows in answer.context["groups"] for row in rows]
    assert len(shown) == len(MATRIX["cio"])
    ticks = sum(cell["held"] for row in shown for cell in row["cells"])
    assert ticks == sum(len(rights) for rights in MATRIX.values())


# --- audit log ------------------------------------------------------------------------------------
def happen(scoped, verb="plant.edited", by="cio", **more):
    return audit.record(
        by=scoped.people[by],
        verb=verb,
        target=scoped.plant,
        plant=scoped.plant,
        **more,
    )


def test_log_shows_who_did_what(scoped):
    assert "Nothing has happened yet" in text(scoped.client("cio").get(AUDIT))
    happen(scoped, changes={"headcount": [640, 650], "note": "added"})
    page = text(scoped.client("cio").get(AUDIT))
    for words in ("Johor Bahru", "640", "650", "added"):
        assert words in page
    assert '<span title="plant.edited">Edited the plant facts</span>' in page
    assert '<dt title="headcount">People</dt>' in page
    assert '<option value="plant.edited">Edited the plant facts</option>' in page


def test_log_speaks_chinese(scoped):
    happen(scoped, changes={"headcount": [640, None], "owner": [None, scoped.people["cio"].pk]})
    scoped.people["cio"].language = "zh-hans"
    scoped.people["cio"].save()
    page = text(scoped.client("cio").get(AUDIT))
    assert '<span title="plant.edited">编辑了工厂情况</span>' in page
    assert '<dt title="headcount">员工人数</dt>' in page
    assert "<ins>未设定</ins>" in page
    assert "<ins>Cio</ins>" in page


def test_log_names_the_zone_of_its_times(scoped):
    happen(scoped)
    scoped.people["cio"].time_zone = "Asia/Kuala_Lumpur"
    scoped.people["cio"].save()
    page = text(scoped.client("cio").get(AUDIT))
    assert '<th scope="col">When<span class="sub">Kuala Lumpur' in page
    scoped.client("cio").post(f"{AUDIT}check/")
    work(scoped)
    assert "(UTC+8)" in text(scoped.client("cio").get(f"{AUDIT}check/"))


def test_log_costs_the_same_for_one_and_three(scoped):
    client = scoped.client("cio")
    costs = []
    for more in (1, 2):
        for _ in range(more):
            happen(scoped, changes={"owner": [None, scoped.people["cio"].pk]})
        with CaptureQueriesContext(connection) as seen:
            client.get(AUDIT)
        costs.append(len(seen))
    assert costs[0] == costs[1]


@pytest.mark.parametrize(
    ("query", "count"),
    [
        ("verb=task.done", 1),
        ("verb=plant.edited", 2),
        ("since=2020-01-01&until=2100-01-01", 3),
        ("since=2100-01-01", 0),
        ("until=2020-01-01", 0),
        ("verb=no.such", 0),
        ("since=2026-02-02&until=2026-01-01", 0),
        ("since=nonsense", 0),
        ("plant=999999", 0),
    ],
)
def test_log_is_filtered(scoped, query, count):
    happen(scoped)
    happen(scoped)
    happen(scoped, verb="task.done", by="it_lead")
    answer = scoped.client("cio").get(f"{AUDIT}?{query}")
    assert len(answer.context["rows"]) == count


def test_log_is_filtered_by_plant_and_person(scoped):
    happen(scoped)
    happen(scoped, by="it_lead")
    person = scoped.people["it_lead"].pk
    answer = scoped.client("cio").get(f"{AUDIT}?plant={scoped.plant.pk}&person={person}")
    assert [row.event.actor_label for row in answer.context["rows"]] == ["It Lead"]


def test_filter_swaps_the_table_only(scoped):
    answer = scoped.client("cio").get(f"{AUDIT}?page=7", HTTP_HX_REQUEST="true")
    assert text(answer).lstrip().startswith('<div id="event-table">')
    assert "HX-Request" in answer.headers["Vary"]


def work(scoped):
    """Do what waits, as a worker does."""
    for job in AuditJob.objects.filter(state="queued"):
        run_audit_job(job.pk, scoped.organization.pk)


def test_check_is_asked_for_and_says_unbroken(scoped):
    happen(scoped)
    client = scoped.client("cio")
    assert "The log is unbroken." not in text(client.get(f"{AUDIT}check/"))
    part = text(client.post(f"{AUDIT}check/", HTTP_HX_REQUEST="true"))
    assert '<div id="chain-result" hx-get=' in part
    assert "Waiting" in part
    work(scoped)
    page = text(client.get(f"{AUDIT}check/"))
    assert "The log is unbroken." in page
    assert "hx-trigger" not in page.partition('id="chain-result"')[2].partition(">")[0]
    assert client.post(f"{AUDIT}check/").url == f"{AUDIT}check/"
    assert "The log is unbroken." in text(client.get(AUDIT))  # the last one, while the next waits


def test_check_says_broken(scoped, monkeypatch):
    event = happen(scoped)
    client = scoped.client("cio")
    client.post(f"{AUDIT}check/")
    monkeypatch.setattr(audit.chain, "seal", lambda *_: "0" * 64)
    work(scoped)
    page = text(client.get(f"{AUDIT}check/"))
    assert "The log is broken." in page
    assert f"Event {event.pk}" in page


def test_failures_are_said(scoped):
    client = scoped.client("cio")
    client.post(f"{AUDIT}check/")
    client.post(f"{AUDIT}export/")
    AuditJob.objects.update(state="failed")
    page = text(client.get(AUDIT))
    assert "The check could not be done." in page
    assert "The export could not be made." in page


def test_export_is_made_recorded_and_handed_to_who_asked(scoped):
    happen(scoped)
    happen(scoped, verb="task.done")
    client = scoped.client("cio")
    assert client.post(f"{AUDIT}export/?verb=task.done").url == f"{AUDIT}check/"
    assert AuditEvent.objects.order_by("-pk").first().verb == "audit.exported"
    job = AuditJob.objects.get()
    assert client.get(f"{AUDIT}export/{job.pk}/").status_code == 404
    work(scoped)
    assert f"{AUDIT}export/{job.pk}/" in text(client.get(AUDIT))
    answer = client.get(f"{AUDIT}export/{job.pk}/")
    rows = list(csv.reader(io.StringIO(b"".join(answer).decode().removeprefix("\ufeff"))))
    assert [row[2] for row in rows] == ["act", "task.done"]
    assert 'filename="audit-qinghe-' in answer.headers["Content-Disposition"]
    AuditJob.objects.update(requested_by=scoped.people["it_lead"])
    assert client.get(f"{AUDIT}export/{job.pk}/").status_code == 404
    client.post(f"{AUDIT}export/?since=nonsense")
    assert AuditJob.objects.count() == 1


def test_export_keeps_to_the_own_organization(scoped):
    happen(scoped)
    stranger = scoped.people["stranger"]
    home = stranger.memberships.model._base_manager.get(user=stranger).organization
    MembershipFactory(organization=home, user=stranger, role="cio")
    client = scoped.client("stranger")
    client.post(f"{AUDIT}export/")
    with tenant(home.pk):
        job = AuditJob.objects.get()
    run_audit_job(job.pk, home.pk)
    assert "Johor Bahru" not in b"".join(client.get(f"{AUDIT}export/{job.pk}/")).decode()


def test_log_counts_no_more_than_a_filter_leaves(scoped, monkeypatch):
    for _ in range(4):
        happen(scoped)
    client = scoped.client("cio")
    assert client.get(AUDIT).context["page"].paginator.count == 4
    monkeypatch.setattr(audit_views, "COUNTED", 3)
    assert client.get(f"{AUDIT}?verb=plant.edited").context["page"].paginator.count == 3


# --- profile and language -------------------------------------------------------------------------
PROFILE = {
    "name": "Assessor",
    "language": "zh-hans",
    "time_zone": "Asia/Shanghai",
    "theme": "dark",
    "compact": "on",
    "followers": "always",
    "digest": "none",
}


def test_profile_is_saved_and_shown(scoped):
    client = scoped.client("assessor")
    page = client.post("/profile/", PROFILE, follow=True)
    assert "个人设置已保存" in text(page)
    assert 'data-theme="dark" class="compact"' in text(page)
    user = User.objects.get(pk=scoped.people["assessor"].pk)
    assert (user.time_zone, user.single_key_shortcuts) == ("Asia/Shanghai", False)


@pytest.mark.parametrize(
    ("field", "value"),
    [("name", ""), ("time_zone", "Mars/Base"), ("language", "tlh"), ("theme", "pink")],
)
def test_impossible_profile_is_refused(scoped, field, value):
    answer = scoped.client("assessor").post("/profile/", {**PROFILE, field: value})
    assert answer.status_code == 422
    assert field in answer.context["form"].errors


def test_profile_cannot_set_more_than_its_fields(scoped):
    data = {**PROFILE, "email": "root@example.org", "is_superuser": "on"}
    scoped.client("assessor").post("/profile/", data)
    user = User.objects.get(pk=scoped.people["assessor"].pk)
    assert (user.email, user.is_superuser) == ("assessor@example.org", False)


def test_language_of_a_person_is_remembered(scoped):
    client = scoped.client("assessor")
    answer = client.post("/language/", {"language": "zh-hans", "next": RATES})
    assert answer.url == RATES
    assert User.objects.get(pk=scoped.people["assessor"].pk).language == "zh-hans"
    assert "汇率" in text(client.get(RATES))


def test_language_of_a_stranger_is_a_cookie(client, db):
    client.post("/language/", {"language": "zh-hans"})
    assert "登录" in text(client.get("/accounts/login/"))


@pytest.mark.parametrize(
    "target",
    ["https://evil.example/", "//evil.example", "javascript:1", "", "abc", "../x", "account_login"],
)
def test_language_leads_back_to_own_pages_only(client, db, target):
    assert client.post("/language/", {"language": "en", "next": target}).url == "/"


def test_unknown_language_changes_nothing(scoped):
    client = scoped.client("assessor")
    client.post("/language/", {"language": "tlh"})
    assert User.objects.get(pk=scoped.people["assessor"].pk).language == "en"
    assert client.get("/language/").status_code == 405
