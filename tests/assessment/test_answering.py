from __future__ import annotations

import pytest
from django.core.exceptions import ValidationError

from assessment.models import Answer, AnswerRevision, Assessment
from assessment.services import lifecycle, sections
from assessment.services.answering import StaleAnswerError
from core.errors import RuleError, StateError
from organizations.models import AuditEvent
from tests.factories import assessment as make
from tests.factories.organizations import UserFactory


@pytest.fixture
def owner(cast):
    return cast.people["project_owner"]


@pytest.fixture
def run(scoped, owner):
    return make.make_run(scoped.plant, owner)


def test_answer_is_stored_with_revision_score_count_and_trail(run, owner):
    saved = make.answer(run, "DG-06", owner, value=2, target=4, note="SAP only")
    run.refresh_from_db()
    assert (saved.answer.value, saved.answer.version) == (2, 1)
    assert AnswerRevision.objects.get().note == "SAP only"
    assert run.answered_count == 1
    assert run.scores["sections"]["DG"]["score"] == "2"
    assert run.scores["sections"]["DG"]["target"] == "4"
    event = AuditEvent.objects.filter(verb="answer.saved").get()
    assert event.changes["value"] == [None, 2]


def test_same_key_twice_is_one_save(run, owner):
    first = make.answer(run, "DG-06", owner, value=2, key="k" * 10)
    again = make.answer(run, "DG-06", owner, value=2, key="k" * 10)
    assert again.is_replay is True
    assert again.answer.version == first.answer.version
    assert AnswerRevision.objects.count() == 1


def test_a_key_of_another_save_is_refused_and_drops_nothing(run, owner):
    """A key sent again with a fresh version gave a 500; with another's key the content was lost."""
    make.answer(run, "DG-06", owner, value=2, key="first-key")
    with pytest.raises(RuleError, match="sent before"):
        make.answer(run, "DG-06", owner, value=3, expected=1, key="first-key")
    with pytest.raises(RuleError, match="sent before"):
        make.answer(run, "DG-06", UserFactory(), value=3, key="first-key")
    assert run.answers.get(question="DG-06").value == 2


def test_old_key_is_known_after_later_saves(run, owner):
    make.answer(run, "DG-06", owner, value=2, key="first-key")
    make.answer(run, "DG-06", owner, value=3, expected=1, key="second-key")
    again = make.answer(run, "DG-06", owner, value=2, key="first-key")
    assert again.is_replay is True
    assert Answer.objects.get().value == 3


def test_stale_save_is_refused_and_names_the_stored_answer(run, owner, cast):
    make.answer(run, "DG-06", cast.people["it_lead"], value=4)
    with pytest.raises(StaleAnswerError) as caught:
        make.answer(run, "DG-06", owner, value=1)
    assert caught.value.stored.value == 4
    assert Answer.objects.get().value == 4


def test_version_of_an_answer_that_does_not_exist_is_stale(run, owner):
    with pytest.raises(StaleAnswerError):
        make.answer(run, "DG-06", owner, value=1, expected=3)


def test_unchanged_answer_writes_nothing(run, owner):
    make.answer(run, "DG-06", owner, value=2)
    events = AuditEvent.objects.count()
    saved = make.answer(run, "DG-06", owner, value=2, expected=1)
    assert saved.answer.version == 1
    assert AuditEvent.objects.count() == events


def test_answer_can_be_cleared(run, owner):
    make.answer(run, "DG-06", owner, value=2)
    make.answer(run, "DG-06", owner, value=None, expected=1)
    run.refresh_from_db()
    assert run.answered_count == 0


def test_does_not_apply_needs_a_reason_and_an_assessor_on_gates(run, owner):
    from assessment.services.answering import Given, record_answer

    def skip(question, reason, **rights):
        return record_answer(
            plant=run.plant,
            run_id=run.pk,
            question=question,
            given=Given(not_applicable=True, reason=reason),
            expected=0,
            key="skip-" + question,
            by=owner,
            may_manage=True,
            **rights,
        )

    with pytest.raises(RuleError) as caught:
        skip("DG-01", " ")
    assert caught.value.field == "reason"
    assert skip("DG-01", "no such data").answer.not_applicable is True
    with pytest.raises(RuleError) as caught:
        skip("DG-06", "not here")
    assert caught.value.field == "not_applicable"
    assert skip("DG-06", "not here", may_review=True).answer.not_applicable is True


@pytest.mark.parametrize(
    ("question", "fields"),
    [
        ("DG-06", {"value": 9}),
        ("DG-06", {"value": "x"}),
        ("DG-06", {"value": 2, "target": 8}),
        ("nothing", {"value": 2}),
    ],
)
def test_answer_outside_of_its_question_is_refused(run, owner, question, fields):
    with pytest.raises(RuleError):
        make.answer(run, question, owner, **fields)
    assert Answer.objects.count() == 0


def test_closed_run_and_sections_of_others_are_read_only(run, owner, cast):
    from assessment.services.answering import Given, record_answer

    def save(person, value, version=0, key="abcdefgh"):
        return record_answer(
            plant=run.plant,
            run_id=run.pk,
            question="DG-06",
            given=Given(value=value),
            expected=version,
            key=key,
            by=cast.people[person],
        )

    arguments = {"plant": run.plant, "run_id": run.pk}
    people = [cast.people["respondent"]]
    sections.assign_section(**arguments, section="DG", people=people, due_on=None, by=owner)
    with pytest.raises(StateError):
        save("it_lead", 2)
    save("respondent", 2)
    sections.submit_sections(**arguments, by=cast.people["respondent"])
    with pytest.raises(StateError):
        save("respondent", 3, 1, "other-key")
    sections.reopen_sections(**arguments, by=cast.people["respondent"])
    save("respondent", 3, 1, "other-key")
    lifecycle.submit_run(**arguments, by=owner)
    with pytest.raises(StateError):
        make.answer(run, "DG-06", owner, value=1, expected=2)


def test_hidden_questions_are_not_asked(scoped, owner):
    plant = scoped.plant
    plant.automated_equipment = "no"
    plant.ot_network = "no"
    plant.save()
    run = make.make_run(plant, owner)
    assert run.question_count < 76
    plant.automated_equipment = plant.ot_network = "yes"
    plant.save()
    lifecycle.refresh_facts(plant=plant, run_id=run.pk, by=owner)
    run.refresh_from_db()
    assert run.question_count == 76


def test_express_run_asks_less_and_widens(scoped, owner):
    run = make.make_run(scoped.plant, owner, is_express=True)
    few = run.question_count
    assert 0 < few < 76
    make.answer(run, "DG-06", owner, value=2)
    lifecycle.widen_run(plant=scoped.plant, run_id=run.pk, by=owner)
    run.refresh_from_db()
    assert (run.is_express, run.question_count, run.answered_count) == (False, 76, 1)


def test_title_is_used_once_per_plant(run, owner):
    with pytest.raises(ValidationError):
        make.make_run(run.plant, owner)


def test_foreign_plant_has_no_such_run(run, owner, cast):
    from core.base import tenant
    from organizations.models import Plant

    other = Plant._base_manager.get(slug="elsewhere")
    with tenant(other.organization_id), pytest.raises(Assessment.DoesNotExist):
        make.answer(Assessment(pk=run.pk, plant=other), "DG-06", owner, value=2)
