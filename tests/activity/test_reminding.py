"""What comes near by itself: told once, to whom it belongs, and settled when it is done."""

from __future__ import annotations

import datetime as dt

import pytest

import compliance.services.reminders as of_duties
from activity.models import Notice
from activity.services.reminding import remind_all
from assessment.models import SectionAssignment
from assessment.services import lifecycle, sections
from calendars.models import PlantMilestone
from calendars.services import milestones as plant_milestones
from compliance.domain.deadlines import waited_for
from compliance.domain.status import DutyStanding
from compliance.services import duties as writing
from core import clock
from organizations.models import Membership, Plant
from organizations.selectors.places import plant_today
from roadmap.models import Milestone
from roadmap.services import milestones
from tests.activity.conftest import days
from tests.activity.test_reactions import inbox
from tests.assessment.test_lifecycle import small
from tests.factories import assessment as make
from tests.factories.compliance import obligation_data, set_row, tracked
from tests.factories.roadmap import make_bar, make_roadmap


@pytest.fixture
def today(scoped):
    return plant_today(scoped.plant)


@pytest.fixture
def lead(scoped):
    return scoped.people["it_lead"]


@pytest.fixture
def duty(scoped, lead, today):
    made = tracked(scoped.plant, scoped.people["cio"])[0]
    set_row(made, applies="yes", is_doubtful=False, owner=lead, due_on=today + days(14))
    return made


def near(duty):
    return f"This duty is due: {duty.obligation.text.en}"


# --- duties ------------------------------------------------------------------------------------
def test_a_duty_is_told_once_when_its_day_is_near(duty, lead, today):
    set_row(duty, due_on=today + days(15))
    remind_all()
    assert inbox(lead) == []
    set_row(duty, due_on=today + days(14))
    remind_all()
    told = Notice.objects.get()
    Notice.objects.update(read_at=clock.now())
    remind_all()
    assert inbox(lead) == [("due_soon", near(duty), False)]
    assert Notice.objects.get().made_at == told.made_at
    assert told.due_on == today + days(14)
    assert told.path == f"/plants/johor-bahru/compliance/obligations/{duty.row.pk}/"
    assert told.text.zh_hans.startswith("该义务即将到期：")


def test_a_met_duty_is_settled_at_once_and_told_again_before_its_review(duty, lead, today, follow):
    remind_all()
    writing.update_duty(duty=duty, expected=1, values={"state": "met"}, by=lead)
    follow()
    assert inbox(lead) == [("due_soon", near(duty), True)]
    set_row(duty, review_on=today - days(1))
    remind_all()
    again = f"Look at this duty again: {duty.obligation.text.en}"
    assert inbox(lead)[1:] == [("due_soon", again, False)]


def test_another_day_or_owner_settles_the_first_reminder(duty, lead, today, scoped):
    remind_all()
    set_row(duty, owner=scoped.people["business_lead"])
    remind_all()
    assert inbox(lead) == [("due_soon", near(duty), True)]
    assert inbox(scoped.people["business_lead"]) == [("due_soon", near(duty), False)]
    set_row(duty, due_on=today + days(40))
    remind_all()
    assert inbox(scoped.people["business_lead"]) == [("due_soon", near(duty), True)]


def test_without_an_owner_that_of_the_plant_is_told(duty, scoped):
    set_row(duty, owner=None)
    remind_all()
    assert Notice.objects.count() == 0
    Plant.objects.filter(pk=scoped.plant.pk).update(owner=scoped.people["project_owner"])
    remind_all()
    assert inbox(scoped.people["project_owner"]) == [("due_soon", near(duty), False)]


@pytest.mark.parametrize(
    "values", [{"applies": "no"}, {"applies": "unknown"}, {"is_doubtful": True}, {"due_on": None}]
)
def test_nobody_is_reminded_of_what_is_no_duty_yet(duty, values):
    set_row(duty, **values)
    remind_all()
    assert Notice.objects.count() == 0


def test_whoever_may_not_see_duties_is_not_told(duty, lead):
    Membership.objects.filter(user=lead).update(role="respondent")
    remind_all()
    assert Notice.objects.count() == 0


def test_a_room_that_fails_stops_no_other(duty, monkeypatch, scoped, today):
    def fail(**_given):
        raise RuntimeError

    monkeypatch.setattr(of_duties, "remind", fail)
    stone = {"title": "SOP", "planned_on": today, "owner": scoped.people["it_lead"]}
    PlantMilestone.objects.create(plant=scoped.plant, **stone)
    remind_all()
    assert [one.kind for one in Notice.objects.all()] == ["milestone_near"]


def test_statements_do_not_grow_with_duties(scoped, lead, today, django_assert_max_num_queries):
    names = [obligation_data(f"my.test.n{number}") for number in range(6)]
    for one in tracked(scoped.plant, scoped.people["cio"], *names):
        set_row(one, applies="yes", is_doubtful=False, owner=lead, due_on=today)
    remind_all()
    assert Notice.objects.count() == 6
    with django_assert_max_num_queries(9):
        of_duties.remind(organization_id=scoped.organization.pk)


def test_by_when_somebody_has_to_do_something_about_a_duty():
    due, review = dt.date(2026, 12, 1), dt.date(2027, 6, 1)

    def waits(applies, state, **more):
        return waited_for(DutyStanding(applies, state, due, review, **more))

    assert waits("yes", "in_progress") == due
    assert waits("yes", "met") == waits("unknown", "met") == review
    assert waits("no", "met") is waits("no", "not_started") is None
    assert waits("unknown", "not_started") is None
    assert waits("yes", "not_started", is_open_question=True) is None


# --- milestones --------------------------------------------------------------------------------
def test_a_milestone_of_the_plant_is_told_and_settled_when_it_is_reached(
    scoped, lead, today, follow
):
    values = {"title": "Start of production", "planned_on": today + days(3), "owner": lead}
    row = plant_milestones.add_milestone(
        plant=scoped.plant, values=values, by=scoped.people["project_owner"]
    )
    follow()
    words = "The milestone “Start of production” comes near"
    assert inbox(lead) == [("milestone_near", words, False)]
    assert Notice.objects.get().path.endswith(f"/roadmap/calendar/#milestone-{row.pk}")
    plant_milestones.edit_milestone(
        milestone=row, version=1, values={"reached_on": today}, by=scoped.people["cio"]
    )
    follow()
    assert inbox(lead) == [("milestone_near", words, True)]


def test_a_milestone_of_an_initiative_is_told_to_its_owner(scoped, lead, today, follow):
    bar = make_bar(make_roadmap(scoped.plant), "MES", owner=lead)
    row = Milestone.objects.create(initiative=bar, title="Pilot", due_on=today + days(2))
    Milestone.objects.create(initiative=bar, title="Far", due_on=today + days(90))
    remind_all()
    assert inbox(lead) == [("milestone_near", "The milestone “Pilot” comes near", False)]
    assert Notice.objects.get().path.endswith(f"/roadmap/?initiative={bar.pk}")
    milestones.edit_milestone(
        milestone=row, version=1, values={"reached_on": today}, by=scoped.people["cio"]
    )
    follow()
    assert [one.done_at is None for one in Notice.objects.all()] == [False]


# --- sections ----------------------------------------------------------------------------------
def test_a_section_is_told_again_before_its_day_until_it_is_handed_in(scoped, today, follow):
    people = scoped.people
    run = small(scoped, people["project_owner"])
    sections.assign_section(
        plant=run.plant,
        run_id=run.pk,
        section="G",
        people=[people["respondent"]],
        due_on=today + days(4),
        by=people["cio"],
    )
    follow()
    remind_all()
    assert len(inbox(people["respondent"])) == 1
    SectionAssignment.objects.update(due_on=today + days(3))
    remind_all()
    remind_all()
    words = "“G” in 2026 H2 is still to be answered"
    assert ("due_soon", words, False) in inbox(people["respondent"])
    assert len(inbox(people["respondent"])) == 2
    make.answer(run, "q1", people["project_owner"], value=3)
    lifecycle.submit_run(plant=run.plant, run_id=run.pk, by=people["project_owner"])
    follow()
    assert {done for _kind, _words, done in inbox(people["respondent"])} == {True}
