from __future__ import annotations

import pytest

from journey.models import PlantStage
from organizations.models import AuditEvent, AuditJob, Membership
from organizations.services import audit
from organizations.tasks import run_audit_job
from tests.factories.organizations import MembershipFactory, PlantFactory
from tests.markup import flat

NOTE = "Ms Tan of the night shift said so"


def close_path(cast, role):
    return f"/organization/members/{Membership.objects.get(user=cast.people[role]).pk}/close/"


def text(answer):
    return flat(answer.content.decode())


# --- closing ------------------------------------------------------------------------------------
def test_page_names_open_work_and_asks_who_takes_it(staged):
    PlantStage.objects.filter(plant=staged.plant, stage=1).update(owner=staged.people["it_lead"])
    page = text(staged.client("project_owner").get(close_path(staged, "it_lead")))
    assert "Close It Lead" in page
    assert '<span class="title">Stages</span><span class="when">1</span>' in page
    assert 'name="successor"' in page
    assert "After 180 days" in page


def test_page_without_open_work_asks_for_nobody(scoped):
    page = text(scoped.client("cio").get(close_path(scoped, "respondent")))
    assert 'name="successor"' not in page
    assert "Nothing open stands under this name." in page


def test_person_is_closed_and_work_has_another_name(staged):
    PlantStage.objects.filter(plant=staged.plant, stage=1).update(owner=staged.people["it_lead"])
    data = {"successor": staged.people["assessor"].pk, "sure": "on"}
    path = close_path(staged, "it_lead")
    answer = staged.client("project_owner").post(path, data, follow=True)
    assert "It Lead is closed; 1 piece of open work is handed over." in text(answer)
    assert PlantStage.objects.get(plant=staged.plant, stage=1).owner == staged.people["assessor"]
    assert staged.client("cio").get(path).status_code == 404


@pytest.mark.parametrize(
    ("data", "words"),
    [
        ({"sure": ""}, 'id="id_sure_error"'),
        ({"sure": "on"}, "Say who takes the open work on."),
    ],
)
def test_closing_names_what_is_missing(staged, data, words):
    PlantStage.objects.filter(plant=staged.plant, stage=1).update(owner=staged.people["it_lead"])
    answer = staged.client("cio").post(close_path(staged, "it_lead"), data)
    assert answer.status_code == 422
    assert words in text(answer)
    assert Membership.objects.filter(user=staged.people["it_lead"]).exists()


def test_nobody_closes_themselves(scoped, second_cio):
    client = scoped.client("cio")
    assert "Nobody closes themselves" in text(client.get(close_path(scoped, "cio")))
    assert client.post(close_path(scoped, "cio"), {"sure": "on"}).status_code == 422


def test_roles_at_other_plants_need_the_right_there(scoped):
    other = PlantFactory(organization=scoped.organization)
    MembershipFactory(
        organization=scoped.organization,
        plant=other,
        user=scoped.people["respondent"],
        role="assessor",
    )
    pk = Membership.objects.get(user=scoped.people["respondent"], plant=scoped.plant).pk
    path = f"/organization/members/{pk}/close/"
    assert scoped.client("project_owner").get(path).status_code == 404
    assert scoped.client("cio").get(path).status_code == 200


def test_role_above_ones_own_is_refused(scoped):
    path = close_path(scoped, "cio")
    assert scoped.client("project_owner").get(path).status_code == 403


def test_person_who_left_stays_in_the_filter(scoped):
    client, leaver = scoped.client("cio"), scoped.people["respondent"]
    client.post(close_path(scoped, "respondent"), {"sure": "on"})
    page = text(client.get("/organization/audit/", {"person": leaver.pk}))
    assert f'<option value="{leaver.pk}" selected>Respondent</option>' in page


# --- redacting ----------------------------------------------------------------------------------
@pytest.fixture
def event(staged):
    stage = PlantStage.objects.get(plant=staged.plant, stage=1)
    return audit.record(
        by=staged.people["assessor"],
        verb="stage.reopened",
        target=stage,
        plant=staged.plant,
        changes={"reason": NOTE, "stage": 1},
    )


def test_note_is_redacted_and_the_reason_stands_in_its_place(staged, event):
    client, path = staged.client("cio"), f"/organization/audit/{event.pk}/redact/"
    assert path in text(client.get("/organization/audit/"))
    page = text(client.get(path))
    assert f"Reason: {NOTE}" in page
    assert "The record the note was written in is not changed." in page
    answer = client.post(path, {"key": "changes.reason", "reason": "Names a person"}, follow=True)
    page = text(answer)
    assert "The note is removed from 1 event." in page
    assert NOTE not in page
    assert "removed (redacted: Names a person)" in page
    assert path not in page
    assert client.get(path).status_code == 404
    client.post("/organization/audit/export/")
    job = AuditJob.objects.get()
    run_audit_job(job.pk, job.organization_id)
    job.refresh_from_db()
    assert NOTE not in job.file.open("rb").read().decode()
    staged.people["cio"].language = "zh-hans"
    staged.people["cio"].save()
    assert "已移除（人工移除：Names a person）" in text(client.get("/organization/audit/"))


@pytest.mark.parametrize(
    "data", [{"key": "changes.stage", "reason": "x"}, {"key": "changes.reason", "reason": " "}, {}]
)
def test_redacting_needs_a_note_and_a_reason(staged, event, data):
    answer = staged.client("cio").post(f"/organization/audit/{event.pk}/redact/", data)
    assert answer.status_code == 422
    assert AuditEvent.objects.get(pk=event.pk).changes["reason"] == NOTE


def test_event_without_a_note_has_nothing_to_redact(staged):
    event = audit.record(
        by=None, verb="a.b", target=staged.plant, plant=staged.plant, changes={"lines": [1, 2]}
    )
    client = staged.client("cio")
    assert client.get(f"/organization/audit/{event.pk}/redact/").status_code == 404
    assert "/redact/" not in text(client.get("/organization/audit/"))
