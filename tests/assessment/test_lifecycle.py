from __future__ import annotations

from datetime import timedelta

import pytest
from django.db import IntegrityError, connection, transaction

from assessment.domain.sealing import seal
from assessment.models import Assessment, Snapshot
from assessment.selectors.appendix import answer_lines
from assessment.selectors.result import result
from assessment.selectors.runs import current_run, last_signed, section_progress, speaking_runs
from assessment.services import lifecycle, sections, signing
from core import clock
from core.errors import RuleError, StaleVersionError, StateError
from needs.models import Finding, Requirement
from needs.selectors.requirements import requirements
from organizations.models import AuditEvent, User
from organizations.selectors.trail import describe
from tests.factories import assessment as make
from tests.factories.assessment_runs import previous_signed


@pytest.fixture
def owner(cast):
    return cast.people["project_owner"]


@pytest.fixture
def run(scoped, owner):
    return make.make_run(scoped.plant, owner, due_on="2026-12-04")


def arguments(run, owner):
    return {"plant": run.plant, "run_id": run.pk, "by": owner}


def signer():
    """Return somebody who may sign and answered nothing: whoever did never signs alone."""
    return User.objects.get(email="cio@example.org")


def small(scoped, owner, **more):
    """A run of two questions, so that sign-off is quick."""
    scale = [{"v": step} for step in range(6)]
    framework = make.make_release(
        {
            "tree": [
                {
                    "id": "G",
                    "children": [
                        {"id": "q1", "answer": {"type": "band", "bands": scale}},
                        {"id": "q2", "answer": {"type": "band", "bands": scale}},
                    ],
                }
            ]
        }
    )
    return make.make_run(scoped.plant, owner, framework=framework, **more)


def signed(run, owner, levels, target):
    for question, level in levels.items():
        make.answer(run, question, owner, value=level, target=target)
    lifecycle.submit_run(**arguments(run, owner))
    return signing.sign_off(**arguments(run, signer()), note="seen")


def test_sign_off_locks_the_result_and_derives_needs(scoped, owner):
    run = small(scoped, owner)
    snapshot = signed(run, owner, {"q1": 1, "q2": 4}, 3)
    run.refresh_from_db()
    assert run.state == "signed_off"
    assert snapshot.sha256 == seal(snapshot.data) == seal(Snapshot.objects.get().data)
    assert snapshot.data["current"]["nodes"]["G"]["score"] == "2.5"
    assert snapshot.pack_digest == run.framework.digest
    finding = Finding.objects.get()
    assert (finding.question, finding.current_level, finding.target_level) == ("q1", 1, 3)
    need = Requirement.objects.get()
    assert need.code == "REQ-q1"
    assert list(need.findings.all()) == [finding]
    assert need.priority == 1
    assert result(run).summary["score"] == run.scores["score"] == "2.5"


@pytest.mark.parametrize("state", ["submitted", "in_review"])
def test_log_names_the_state_before_the_signature(scoped, owner, state):
    run = small(scoped, owner)
    make.answer(run, "q1", owner, value=1)
    lifecycle.submit_run(**arguments(run, owner))
    Assessment.objects.filter(pk=run.pk).update(state=state)
    signing.sign_off(**arguments(run, signer()))
    event = AuditEvent.objects.get(verb="assessment.signed_off")
    assert event.changes["state"] == [state, "signed_off"]


def test_snapshot_cannot_be_changed_in_the_database(scoped, owner):
    signed(small(scoped, owner), owner, {"q1": 1, "q2": 4}, 3)
    with pytest.raises(IntegrityError), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("UPDATE assessment_snapshot SET sha256 = 'x'")


def test_need_that_is_gone_in_the_next_run_is_met_and_comes_back(scoped, owner):
    first = small(scoped, owner)
    signed(first, owner, {"q1": 1, "q2": 1}, 3)
    second = make.make_run(scoped.plant, owner, framework=first.framework, title="second")
    signed(second, owner, {"q1": 3, "q2": 1}, 3)
    assert dict(Requirement.objects.values_list("code", "state")) == {
        "REQ-q1": "met",
        "REQ-q2": "open",
    }
    third = make.make_run(scoped.plant, owner, framework=first.framework, title="third")
    signed(third, owner, {"q1": 2, "q2": 3}, 3)
    assert dict(Requirement.objects.values_list("code", "state")) == {
        "REQ-q1": "open",
        "REQ-q2": "met",
    }
    third.refresh_from_db()
    assert last_signed(scoped.plant).pk == third.pk
    assert current_run(scoped.plant).pk == third.pk
    assert previous_signed(third).pk == second.pk
    first.refresh_from_db()
    assert previous_signed(first) is None


def test_newest_signed_run_goes_by_the_signature_then_by_id(scoped, owner):
    first, second, third = (
        make.make_run(scoped.plant, owner, title=title) for title in ("one", "two", "three")
    )
    now = clock.now()
    for run in (first, second):
        run.state, run.signed_off_at = "signed_off", now
        run.save()
    assert last_signed(scoped.plant) == second
    assert speaking_runs([scoped.plant.pk]) == {scoped.plant.pk: second.pk}
    assert previous_signed(second) == first
    first.signed_off_at = now + timedelta(days=1)
    first.save()
    assert last_signed(scoped.plant) == first
    assert speaking_runs([scoped.plant.pk]) == {scoped.plant.pk: first.pk}
    assert previous_signed(first) == second
    assert previous_signed(second) is None
    assert previous_signed(third) == first
    second.delete()
    first.state, first.signed_off_at = "open", None
    first.save()
    assert speaking_runs([scoped.plant.pk]) == {scoped.plant.pk: third.pk}
    third.delete()
    assert current_run(scoped.plant) == first


@pytest.mark.parametrize(("answered", "lacks"), [("0.5", 0), ("0.499999", 1)])
def test_minimum_is_reached_exactly_or_not(scoped, owner, answered, lacks):
    run = small(scoped, owner)
    run.state, run.scores = "submitted", {"coverage": answered}
    assert len(signing.missing_for_sign_off(run)) == lacks


def test_sign_off_names_what_is_missing(run, owner):
    with pytest.raises(StateError):
        signing.sign_off(**arguments(run, owner))
    make.answer(run, "DG-06", owner, value=2)
    lifecycle.submit_run(**arguments(run, owner))
    with pytest.raises(StateError) as caught:
        signing.sign_off(**arguments(run, owner))
    assert "90" in caught.value.message
    assert Assessment.objects.get().state == "submitted"
    assert Snapshot.objects.count() == 0


def test_express_run_is_not_signed(scoped, owner):
    run = make.make_run(scoped.plant, owner, is_express=True)
    make.answer(run, "DG-06", owner, value=2)
    lifecycle.submit_run(**arguments(run, owner))
    run.refresh_from_db()
    assert len(signing.missing_for_sign_off(run)) == 2


def test_signed_run_is_closed_for_everything(scoped, owner, cast):
    run = small(scoped, owner)
    signed(run, owner, {"q1": 1, "q2": 4}, 3)
    run.refresh_from_db()
    assert signing.missing_for_sign_off(run)
    people = [cast.people["respondent"]]
    for act in (
        lambda: signing.sign_off(**arguments(run, owner)),
        lambda: lifecycle.submit_run(**arguments(run, owner)),
        lambda: lifecycle.delete_run(**arguments(run, owner)),
        lambda: lifecycle.widen_run(**arguments(run, owner)),
        lambda: lifecycle.refresh_facts(**arguments(run, owner)),
        lambda: sections.return_section(**arguments(run, owner), section="G", note="x"),
        lambda: sections.assign_section(
            **arguments(run, owner), section="G", people=people, due_on=None
        ),
        lambda: lifecycle.edit_run(run=run, expected=run.version, by=owner, title="x"),
    ):
        with pytest.raises(StateError):
            act()


def test_empty_run_is_not_submitted(run, owner):
    with pytest.raises(StateError):
        lifecycle.submit_run(**arguments(run, owner))


def test_returned_section_opens_the_run_and_says_why(run, owner):
    make.answer(run, "DG-06", owner, value=2)
    lifecycle.submit_run(**arguments(run, owner))
    with pytest.raises(RuleError):
        sections.return_section(**arguments(run, owner), section="DG", note=" ")
    with pytest.raises(RuleError):
        sections.return_section(**arguments(run, owner), section="XX", note="why")
    sections.return_section(**arguments(run, owner), section="DG", note="Show the list.")
    run.refresh_from_db()
    part = run.assignments.get()
    assert (run.state, part.return_note, part.user) == ("open", "Show the list.", owner)
    sections.submit_sections(**arguments(run, owner))
    part.refresh_from_db()
    assert (part.return_note, part.returned_at) == ("", None)


def test_assignments_follow_the_names(run, owner, cast):
    base = {**arguments(run, owner), "section": "DG", "due_on": None}
    sections.assign_section(**base, people=[cast.people["it_lead"], cast.people["respondent"]])
    sections.assign_section(**{**base, "due_on": "2026-12-01"}, people=[cast.people["it_lead"]])
    part = run.assignments.get()
    assert (part.user.email, str(part.due_on)) == ("it_lead@example.org", "2026-12-01")
    (row, _first) = describe(AuditEvent.objects.filter(verb="section.assigned").order_by("-pk"))
    assert [(change.label, change.before, change.after) for change in row.changes] == [
        ("Section", "not set", "DG"),
        ("Assigned to", "It Lead, Respondent", "It Lead"),
    ]
    with pytest.raises(RuleError):
        sections.assign_section(**{**base, "section": "XX"}, people=[])


def test_nobody_hands_in_what_is_not_theirs(run, owner):
    with pytest.raises(StateError):
        sections.submit_sections(**arguments(run, owner))
    sections.reopen_sections(**arguments(run, owner))


def test_edit_needs_the_version_that_was_seen(run, owner):
    lifecycle.edit_run(run=run, expected=1, by=owner, title="2026 second half")
    run.refresh_from_db()
    assert (run.title, run.version) == ("2026 second half", 2)
    with pytest.raises(StaleVersionError):
        lifecycle.edit_run(run=run, expected=1, by=owner, title="other")
    with pytest.raises(TypeError):
        lifecycle.edit_run(run=run, expected=2, by=owner, state="signed_off")


def test_open_run_can_be_deleted(run, owner):
    make.answer(run, "DG-06", owner, value=2)
    lifecycle.delete_run(**arguments(run, owner))
    assert Assessment.objects.count() == 0


def test_framework_without_express_set_has_no_express_run(scoped, owner):
    with pytest.raises(RuleError):
        small(scoped, owner, is_express=True)


def test_selectors_of_a_run(run, owner):
    make.answer(run, "DG-06", owner, value=3, note="codes", target=4)
    run.refresh_from_db()
    found = result(run)
    assert (found.seal, found.is_provisional) == (None, True)
    assert found.current.nodes["DG"].score == 3
    lines = answer_lines(run, "zh-hans")
    line = next(line for line in lines if line.question == "DG-06")
    assert (line.level, line.answer, line.note) == (3, "厂内集成", "codes")
    assert len(lines) == 76
    parts = section_progress(run, "zh-hans")
    assert [(part.title, part.is_done) for part in parts][3] == ("数据治理", False)
    assert current_run(run.plant) == run
    assert last_signed(run.plant) is None
    assert list(requirements(run.plant)) == []
