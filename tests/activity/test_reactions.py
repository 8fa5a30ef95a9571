"""Who is told of what: by the rooms that own the words, once, and never of one's own act."""

from __future__ import annotations

import datetime as dt

import pytest

from activity.models import InboxFeed, Notice
from activity.services.feeds import make_feed
from assessment.models import Assessment
from assessment.services import lifecycle, sections, signing
from core import clock
from journey.models import PlantStage, StageTask
from journey.services import stages
from organizations.models import Plant
from organizations.services.leaving import close_person
from reports.models import Report
from reports.services import jobs
from tests.activity.conftest import replay
from tests.assessment.test_lifecycle import small
from tests.factories import assessment as make

DUE = dt.date(2026, 12, 18)


@pytest.fixture
def people(scoped):
    return scoped.people


@pytest.fixture
def run(scoped, people, follow):
    made = small(scoped, people["project_owner"], due_on="2026-12-31")
    Assessment.objects.filter(pk=made.pk).update(title="2026 H2")
    made.refresh_from_db()
    return made


def inbox(person, **more):
    """Return kind, English words and whether it is done, of all a person was told."""
    rows = Notice.objects.filter(recipient=person, **more).order_by("made_at", "pk")
    return [(one.kind, one.text.en, one.done_at is not None) for one in rows]


def assign(run, *assignees, by, due_on=DUE):
    sections.assign_section(
        plant=run.plant, run_id=run.pk, section="G", people=list(assignees), due_on=due_on, by=by
    )


def given(run, by):
    return {"plant": run.plant, "run_id": run.pk, "by": by}


ANSWER = "Answer “G” in 2026 H2"


# --- sections ----------------------------------------------------------------------------------
def test_whoever_is_assigned_a_section_is_told_once(run, people, follow, scoped):
    assign(run, people["respondent"], people["project_owner"], by=people["project_owner"])
    follow()
    replay(scoped.organization, "assessment.tell_people")
    follow()
    assert inbox(people["respondent"]) == [("assigned", ANSWER, False)]
    assert inbox(people["project_owner"]) == []  # their own act
    notice = Notice.objects.get()
    assert notice.due_on == DUE
    assert notice.path == f"/plants/johor-bahru/current/runs/{run.pk}/"
    assert notice.text.in_language("zh-hans") == "请填写“G”（2026 H2）"


def test_without_a_day_of_its_own_the_run_says_until_when(run, people, follow):
    assign(run, people["respondent"], by=people["cio"], due_on=None)
    follow()
    assert Notice.objects.get().due_on == dt.date(2026, 12, 31)


def test_assigned_to_others_it_goes_from_the_first(run, people, follow):
    assign(run, people["respondent"], people["it_lead"], by=people["cio"])
    follow()
    later = DUE + dt.timedelta(days=7)
    assign(run, people["it_lead"], people["assessor"], by=people["cio"], due_on=later)
    follow()
    assert inbox(people["respondent"]) == [("assigned", ANSWER, True)]
    assert inbox(people["it_lead"], due_on=later) == [("assigned", ANSWER, False)]
    assert inbox(people["assessor"], due_on=later) == [("assigned", ANSWER, False)]


def test_submitting_is_done_and_asks_for_a_review(run, people, follow):
    assign(run, people["respondent"], by=people["project_owner"])
    follow()
    sections.submit_sections(**given(run, people["respondent"]))
    follow()
    assert inbox(people["respondent"]) == [("assigned", ANSWER, True)]
    words = "Sections of 2026 H2 are submitted and can be reviewed"
    for role in ("cio", "project_owner", "assessor"):
        assert inbox(people[role]) == [("review_asked", words, False)]
    assert inbox(people["it_lead"]) == []
    sections.reopen_sections(**given(run, people["respondent"]))
    follow()
    assert inbox(people["respondent"]) == [("assigned", ANSWER, False)]


def test_a_section_that_is_returned_is_new_again(run, people, follow):
    assign(run, people["respondent"], by=people["project_owner"])
    make.answer(run, "q1", people["respondent"], value=1)
    lifecycle.submit_run(**given(run, people["project_owner"]))
    follow()
    assert inbox(people["cio"]) == [("sign_off_asked", "Sign 2026 H2: it is submitted", False)]
    sections.return_section(**given(run, people["assessor"]), section="G", note="Why?")
    follow()
    words = "Look again at “G” in 2026 H2: it was returned"
    assert inbox(people["respondent"]) == [("returned", words, False)]
    assert "Why?" not in str(list(Notice.objects.values()))
    assert inbox(people["cio"])[0][2] is True  # nobody signs meanwhile


def test_whoever_may_sign_is_asked_and_the_signature_settles_it(run, people, follow):
    for question in ("q1", "q2"):
        make.answer(run, question, people["respondent"], value=1, target=3)
    lifecycle.submit_run(**given(run, people["project_owner"]))
    follow()
    asked = [("sign_off_asked", "Sign 2026 H2: it is submitted", False)]
    assert inbox(people["cio"]) == asked
    assert inbox(people["project_owner"]) == []
    assert inbox(people["assessor"]) == [("review_asked", "Review 2026 H2: it is submitted", False)]
    signing.sign_off(**given(run, people["cio"]))
    follow()
    assert inbox(people["cio"])[0][2] is inbox(people["assessor"])[0][2] is True


def test_a_run_that_is_deleted_waits_for_nobody(run, people, follow):
    assign(run, people["respondent"], by=people["cio"])
    follow()
    lifecycle.delete_run(**given(run, people["cio"]))
    follow()
    assert inbox(people["respondent"]) == [("assigned", ANSWER, True)]


def test_an_act_that_is_over_when_it_is_followed_tells_nobody(run, people, follow):
    assign(run, people["respondent"], by=people["cio"])
    make.answer(run, "q1", people["respondent"], value=1)
    lifecycle.submit_run(**given(run, people["project_owner"]))
    sections.return_section(**given(run, people["assessor"]), section="G", note="Why?")
    lifecycle.submit_run(**given(run, people["project_owner"]))
    follow()
    assert inbox(people["respondent"]) == []


def test_a_run_that_asks_more_is_open_again(scoped, people, follow):
    run = make.make_run(
        scoped.plant, people["project_owner"], framework=make.readiness(), is_express=True
    )
    section = min(run.scores["sections"])
    sections.assign_section(
        **given(run, people["cio"]), section=section, people=[people["respondent"]], due_on=None
    )
    sections.submit_sections(**given(run, people["respondent"]))
    follow()
    assert inbox(people["respondent"], done_at=None) == []
    lifecycle.widen_run(**given(run, people["project_owner"]))
    follow()
    assert len(inbox(people["respondent"], done_at=None)) == 1
    assert inbox(people["cio"], done_at=None) == []


# --- stages ------------------------------------------------------------------------------------
@pytest.fixture
def stage(scoped):
    stages.create_stages(plant=scoped.plant)
    return PlantStage.objects.select_related("plant__organization").get(stage=2)


def test_the_owner_of_a_stage_is_told(stage, people, follow):
    owner, by = people["business_lead"], people["cio"]
    stages.edit_stage(by=by, stage=stage, version=1, owner=owner, due_on=DUE)
    follow()
    assert inbox(owner, due_on=DUE) == [("assigned", "You answer for the stage “Goals”", False)]
    stages.edit_stage(by=by, stage=stage, version=2, owner=owner, due_on=None)
    follow()
    assert len(inbox(owner, due_on=None)) == 1
    stages.edit_stage(by=by, stage=stage, version=3, owner=people["it_lead"], due_on=None)
    follow()
    assert inbox(owner)[0][2] is True
    assert inbox(people["it_lead"])[0][2] is False


def test_the_owner_of_a_task_is_told_until_it_is_ticked(stage, people, follow):
    owner, by = people["it_lead"], people["cio"]
    task = stages.add_task(by=by, stage=stage, title="Ask the bank", owner=owner, due_on=DUE)
    follow()
    assert inbox(owner, due_on=DUE) == [("assigned", "Your task: Ask the bank", False)]
    task = StageTask.objects.select_related("plant_stage__plant__organization").get(pk=task.pk)
    more = {"by": by, "task": task, "title": "Ask the bank", "due_on": DUE}
    stages.edit_task(**more, version=1, owner=people["business_lead"])
    follow()
    assert inbox(owner)[0][2] is True
    assert len(inbox(people["business_lead"], done_at=None)) == 1
    stages.set_task_done(by=by, task=task, done=True)
    follow()
    assert inbox(people["business_lead"], done_at=None) == []


def test_a_signed_stage_asks_nothing_of_anybody(scoped, people, follow):
    stages.create_stages(plant=scoped.plant)
    first = PlantStage.objects.select_related("plant__organization").get(stage=1)
    owner, by = people["it_lead"], people["cio"]
    stages.edit_stage(by=by, stage=first, version=1, owner=owner, due_on=None)
    stages.add_task(by=by, stage=first, title="Ask the bank", owner=owner)
    follow()
    assert len(inbox(owner, done_at=None)) == 2
    stages.sign_off(by=by, stage=first, version=2, reason="The bank is slow")
    follow()
    assert inbox(owner, done_at=None) == []


def test_a_task_of_nobody_is_told_to_nobody(stage, people, follow):
    stages.add_task(by=people["cio"], stage=stage, title="Later")
    follow()
    assert not Notice.objects.exists()


# --- documents ---------------------------------------------------------------------------------
def test_whoever_asked_for_a_document_is_told_once_that_it_is_ready(scoped, people, follow):
    by = people["cio"]
    report = jobs.request(plant=scoped.plant, kind="blueprint", language="en", by=by)
    jobs.publish(report=jobs.claim(report.pk), data=b"%PDF-1.7 made", archive=b"", pages=1)
    follow()
    replay(scoped.organization, "reports.tell_requester")
    follow()
    assert inbox(by) == [("report_ready", "Strategy blueprint, version 1, is ready", False)]
    assert Notice.objects.get().text.in_language("zh-hans").endswith("（版本 1）已生成")


def test_a_document_of_nobody_is_told_to_nobody(scoped, people, follow):
    report = jobs.request(plant=scoped.plant, kind="blueprint", language="en", by=people["cio"])
    Report.objects.filter(pk=report.pk).update(requested_by=None)
    jobs.publish(report=jobs.claim(report.pk), data=b"%PDF-1.7 made", archive=b"", pages=1)
    follow()
    assert not Notice.objects.exists()


# --- leaving -----------------------------------------------------------------------------------
def close(cast, role, successor):
    close_person(
        by=cast.people["cio"],
        organization=cast.organization,
        person=cast.people[role],
        successor=cast.people[successor],
    )


def test_work_that_is_handed_over_is_told_by_kind(scoped, people, stage, follow):
    leaver, successor = people["it_lead"], people["business_lead"]
    PlantStage.objects.update(owner=leaver)
    Plant.objects.filter(pk=scoped.plant.pk).update(owner=leaver)
    stages.add_task(by=people["cio"], stage=stage, title="Ask the bank", owner=leaver)
    follow()
    assert len(inbox(leaver)) == 1
    make_feed(by=leaver)
    close(scoped, "it_lead", "business_lead")
    follow()
    assert inbox(leaver) == []
    assert InboxFeed.objects.get().revoked_at is not None
    told = sorted(text for _kind, text, _done in inbox(successor, kind="handed_over"))
    assert told == [
        "You have taken over: Plants",
        "You have taken over: Stages",
        "You have taken over: Tasks of the stages",
    ]


def test_sections_that_are_handed_over_are_told_by_their_room(run, people, follow, scoped):
    assign(run, people["respondent"], by=people["project_owner"])
    follow()
    close(scoped, "respondent", "it_lead")
    follow()
    assert inbox(people["respondent"]) == []
    assert inbox(people["it_lead"]) == [("assigned", ANSWER, False)]
    assert Notice.objects.filter(made_at__gt=clock.now()).count() == 0
