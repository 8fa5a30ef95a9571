from __future__ import annotations

import datetime as dt

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction

from core import clock
from core.errors import RuleError, StaleVersionError, StateError
from journey.domain.stages import StageState, standard_tasks
from journey.models import PlantStage, StageTask
from journey.selectors.stages import stage_track, stage_tracks
from journey.services import stages as service
from organizations.models import AuditEvent
from tests.factories.journey import StageTaskFactory
from tests.factories.organizations import PlantFactory


def stage(cast, number):
    return PlantStage.objects.get(plant=cast.plant, stage=number)


def test_new_plant_gets_five_stages_with_standard_tasks(staged):
    rows = list(PlantStage.objects.filter(plant=staged.plant))
    assert [row.stage for row in rows] == [1, 2, 3, 4, 5]
    titles = [task.label for task in rows[0].tasks.all()]
    assert titles == [task.title for task in standard_tasks(1)]


def test_track_counts_tasks_and_names_the_current_stage(staged, django_assert_num_queries):
    person = staged.people["project_owner"]
    service.set_task_done(by=person, task=stage(staged, 2).tasks.first(), done=True)
    service.sign_off(by=person, stage=stage(staged, 1), version=1, reason="agreed")
    with django_assert_num_queries(1):
        track = stage_track(staged.plant)
    assert [row.state for row in track] == [
        StageState.DONE,
        StageState.CURRENT,
        *[StageState.NEXT] * 3,
    ]
    assert (track[1].tasks_done, track[1].tasks_total) == (1, len(standard_tasks(2)))
    assert (track[0].signed_off_by, track[0].name.zh_hans) == ("Project Owner", "现状评估")


def test_tracks_of_many_plants_in_one_statement(staged, django_assert_num_queries):
    others = [PlantFactory(organization=staged.organization) for _ in range(3)]
    with django_assert_num_queries(1):
        found = stage_tracks([staged.plant, *others])
    assert [len(track) for track in found.values()] == [5] * 4
    assert found[others[0].pk][0].state is StageState.CURRENT


def test_edit_names_owner_and_date(first_stage, scoped):
    owner = scoped.people["it_lead"]
    service.edit_stage(
        by=scoped.people["cio"],
        stage=first_stage,
        version=1,
        owner=owner,
        due_on=dt.date(2026, 12, 11),
    )
    row = stage_track(scoped.plant)[0]
    assert (row.owner, row.due_on) == ("It Lead", dt.date(2026, 12, 11))
    assert AuditEvent.objects.get().changes == {
        "stage": 1,
        "owner": [None, "It Lead"],
        "due_on": [None, "2026-12-11"],
    }


def test_stale_edit_is_refused(first_stage, scoped):
    with pytest.raises(StaleVersionError):
        service.edit_stage(
            by=scoped.people["cio"], stage=first_stage, version=3, owner=None, due_on=None
        )


def test_ticking_twice_changes_once(first_stage, scoped):
    task = first_stage.tasks.first()
    person = scoped.people["cio"]
    service.set_task_done(by=person, task=task, done=True)
    service.set_task_done(by=person, task=task, done=True)
    assert AuditEvent.objects.count() == 1
    service.set_task_done(by=person, task=task, done=False)
    assert StageTask.objects.get(pk=task.pk).done_at is None


def test_own_words_replace_the_standard_ones(first_stage, scoped):
    task = first_stage.tasks.first()
    same = task.label.zh_hans
    person = scoped.people["cio"]
    service.edit_task(by=person, task=task, version=1, title=same, owner=person, due_on=None)
    assert StageTask.objects.get(pk=task.pk).label.en != same
    words = "Meet the mayor"
    service.edit_task(by=person, task=task, version=2, title=words, owner=None, due_on=None)
    stored = StageTask.objects.get(pk=task.pk)
    assert (stored.standard, str(stored)) == ("", "Meet the mayor")


def test_stale_task_is_refused_and_keeps_what_others_wrote(first_stage, scoped):
    person = scoped.people["cio"]
    task = first_stage.tasks.first()
    mine = StageTask.objects.get(pk=task.pk)
    service.edit_task(by=person, task=task, version=1, title="Theirs", owner=None, due_on=None)
    with pytest.raises(StaleVersionError):
        service.edit_task(by=person, task=mine, version=1, title="Mine", owner=None, due_on=None)
    assert StageTask.objects.get(pk=task.pk).title == "Theirs"


def test_tick_in_between_is_no_conflict_and_stays(first_stage, scoped):
    person = scoped.people["cio"]
    mine = first_stage.tasks.first()
    service.set_task_done(by=person, task=StageTask.objects.get(pk=mine.pk), done=True)
    service.edit_task(by=person, task=mine, version=1, title="Mine", owner=None, due_on=None)
    stored = StageTask.objects.get(pk=mine.pk)
    assert (stored.title, stored.done_at is not None) == ("Mine", True)


def test_add_and_remove_a_task(first_stage, scoped):
    person = scoped.people["cio"]
    task = service.add_task(by=person, stage=first_stage, title="Ask the union")
    assert first_stage.tasks.filter(pk=task.pk).exists()
    service.remove_task(by=person, task=task)
    assert not first_stage.tasks.filter(title="Ask the union").exists()
    verbs = list(AuditEvent.objects.values_list("verb", flat=True))
    assert verbs == ["task.removed", "task.added"]


def test_task_needs_words(first_stage, scoped):
    with pytest.raises(ValidationError):
        service.add_task(by=None, stage=first_stage, title="")
    with pytest.raises(IntegrityError), transaction.atomic():
        StageTaskFactory(plant_stage=first_stage, title="")


def test_signature_names_person_and_time(first_stage, scoped):
    service.sign_off(
        by=scoped.people["project_owner"], stage=first_stage, version=1, reason="agreed"
    )
    stored = stage(scoped, 1)
    assert stored.signed_off_by == scoped.people["project_owner"]
    assert clock.now() - stored.signed_off_at < dt.timedelta(minutes=1)
    assert AuditEvent.objects.get().changes["open_tasks"] == len(standard_tasks(1))


def test_stages_are_signed_in_order(staged):
    with pytest.raises(StateError):
        service.sign_off(
            by=staged.people["cio"], stage=stage(staged, 2), version=1, reason="agreed"
        )


def test_signed_stage_is_closed(first_stage, scoped):
    person = scoped.people["cio"]
    task = first_stage.tasks.first()
    service.sign_off(by=person, stage=first_stage, version=1, reason="agreed")
    closed = stage(scoped, 1)
    task = closed.tasks.first()
    acts = [
        lambda: service.sign_off(by=person, stage=closed, version=2, reason="agreed"),
        lambda: service.set_task_done(by=person, task=task, done=True),
        lambda: service.add_task(by=person, stage=closed, title="late"),
        lambda: service.edit_task(
            by=person, task=task, version=1, title="late", owner=None, due_on=None
        ),
        lambda: service.remove_task(by=person, task=task),
    ]
    for act in acts:
        with pytest.raises(StateError):
            act()


def test_reopening_needs_a_reason_and_keeps_it(first_stage, scoped):
    person = scoped.people["cio"]
    service.sign_off(by=person, stage=first_stage, version=1, reason="agreed")
    with pytest.raises(RuleError) as refused:
        service.reopen(by=person, stage=stage(scoped, 1), version=2, reason="  ")
    assert refused.value.field == "reason"
    service.reopen(by=person, stage=stage(scoped, 1), version=2, reason="New line bought")
    stored = stage(scoped, 1)
    assert (stored.signed_off_at, stored.reopened_reason) == (None, "New line bought")
    assert AuditEvent.objects.first().changes["reason"] == "New line bought"


def test_only_the_last_signature_can_be_taken_back(staged):
    person = staged.people["cio"]
    with pytest.raises(StateError):
        service.reopen(by=person, stage=stage(staged, 1), version=1, reason="x")
    for number in (1, 2):
        service.sign_off(by=person, stage=stage(staged, number), version=1, reason="agreed")
    with pytest.raises(StateError):
        service.reopen(by=person, stage=stage(staged, 1), version=2, reason="x")


def test_labels_of_rows(first_stage):
    assert str(first_stage) == "Johor Bahru: Current state"
    assert first_stage.label.zh_hans == "现状评估"
