"""Many answers in one transaction: all of them or none, each with its own event."""

from __future__ import annotations

import pytest

from assessment.models import Answer
from assessment.services import sections
from assessment.services.answering import AnsweredApartError, Given, StaleAnswerError
from assessment.services.batches import AnswerEntry, record_answers, take_agreed
from core.errors import RuleError, StateError
from organizations.models import AuditEvent
from tests.factories import assessment as make

THREE = [AnswerEntry(name, Given(value=2), 0) for name in ("DG-01", "DG-06", "SP-01")]


@pytest.fixture
def owner(cast):
    return cast.people["project_owner"]


@pytest.fixture
def run(scoped, owner):
    return make.make_run(scoped.plant, owner)


def record(run, by, *entries, **more):
    return record_answers(plant=run.plant, run_id=run.pk, entries=entries, by=by, **more)


def test_each_answer_has_its_event_and_the_run_one_score(run, owner):
    scored = record(run, owner, *THREE)
    one_by_one = make.make_run(run.plant, owner, title="other")
    for entry in THREE:
        make.answer(one_by_one, entry.question, owner, value=2)
    one_by_one.refresh_from_db()
    assert scored.scores == one_by_one.scores
    assert scored.answered_count == 3
    assert AuditEvent.objects.filter(verb="answer.saved").count() == 6
    again = [AnswerEntry(one.question, one.given, 1) for one in THREE]
    record(run, owner, *again)
    assert AuditEvent.objects.filter(verb="answer.saved").count() == 6


def test_one_that_is_refused_takes_all_back(run, owner, cast):
    with pytest.raises(RuleError):
        record(run, owner, *THREE, AnswerEntry("DG-02", Given(value=99), 0))
    with pytest.raises(StaleAnswerError) as error:
        record(run, owner, *THREE, AnswerEntry("DG-02", Given(value=1), 7))
    assert error.value.stored.question == "DG-02"
    sections.assign_section(
        plant=run.plant,
        run_id=run.pk,
        section="DG",
        people=[cast.people["it_lead"]],
        due_on=None,
        by=owner,
        apart=True,
    )
    with pytest.raises(AnsweredApartError):
        record(run, owner, *THREE, may_manage=True)
    with pytest.raises(StateError, match="somebody else"):
        sections.assign_section(
            plant=run.plant,
            run_id=run.pk,
            section="DG",
            people=[cast.people["it_lead"]],
            due_on=None,
            by=owner,
            apart=False,
        )
        record(run, owner, *THREE)
    assert not Answer.objects.exists()


def test_what_several_come_to_is_nobodys(run, owner):
    take_agreed(run=run, outcomes={"DG-06": Given(value=3), "DG-01": Given()}, by=owner)
    row = Answer.objects.get()
    assert (row.question, row.value, row.answered_by) == ("DG-06", 3, None)
    run.refresh_from_db()
    assert run.answered_count == 1
    take_agreed(run=run, outcomes={"DG-06": Given(value=3)}, by=owner)
    assert AuditEvent.objects.filter(verb="answer.agreed").count() == 1
