"""Answers drawn by chance, judged by somebody who did not give them, and kept beside the seal."""

from __future__ import annotations

import pytest

from assessment.models import Answer, Assessment
from assessment.services import lifecycle, sections
from core.errors import RuleError, StaleVersionError, StateError
from organizations.models import AuditEvent
from signoff.domain.challenge import ChallengeOutcome, draw, seed_of
from signoff.models import ChallengedAnswer, ChallengeDraw, KeptChallenge
from signoff.selectors.altered import altered
from signoff.selectors.challenge import drawables, drawn_sample, earlier_draws
from signoff.selectors.kept import kept_sign_off
from signoff.services.challenge import draw_answers
from signoff.services.signing import sign
from tests.factories.assessment_runs import make_run
from tests.signoff.conftest import answered_by, ask, drawn, drawn_and_judged, verify


def given(run, by):
    return {"plant": run.plant, "run_id": run.pk, "by": by}


@pytest.fixture
def people(scoped):
    return scoped.people


def questions(run):
    return [row.question for row in drawn_sample(run).rows]


def test_a_question_is_drawn_by_what_its_answer_brings(small):
    """Four questions weigh a quarter each; levels 4, 3, 1, 0."""
    assert {one.question: one.chance for one in drawables(small)} == {
        "q1": 1.0,
        "q2": 0.75,
        "q3": 0.25,
        "q4": 0.0,
    }


def test_what_does_not_apply_or_is_not_answered_is_never_drawn(small):
    rows = Answer.objects.filter(assessment=small)
    rows.filter(question="q1").update(not_applicable=True, na_state="accepted", reason="none")
    rows.filter(question="q2").update(value=None)
    assert [one.question for one in drawables(small)] == ["q3", "q4"]


def test_the_draw_can_be_made_again_from_what_is_shown(small, scoped):
    row = drawn(small, scoped)
    assert row.seed == seed_of(small.pk, row.fingerprint, row.secret)
    assert questions(small) == list(draw(drawables(small), 3, row.seed))
    event = AuditEvent.objects.get(verb="challenge.drawn")
    assert event.changes == {"questions": [None, questions(small)], "seed": [None, row.seed]}


def test_every_draw_has_a_secret_of_its_own(small, full, scoped):
    one = drawn(small, scoped)
    two = draw_answers(**given(full, scoped.people["assessor"]))
    assert len({one.secret, two.secret, one.seed, two.seed}) == 4


def test_once_drawn_it_does_not_change(small, scoped, people):
    drawn(small, scoped)
    with pytest.raises(StateError, match="drawn already"):
        draw_answers(**given(small, people["project_owner"]))
    ask(scoped, challenged=1, expected=1)
    assert len(questions(small)) == 3


def test_there_has_to_be_something_to_draw(small, scoped, people):
    with pytest.raises(StateError, match="asks for no drawn answers"):
        draw_answers(**given(small, people["assessor"]))
    ask(scoped, challenged=20)
    Assessment.objects.filter(pk=small.pk).update(submitted_at=None)
    with pytest.raises(StateError, match="what was submitted"):
        draw_answers(**given(small, people["assessor"]))
    Assessment.objects.filter(pk=small.pk).update(state="open")
    with pytest.raises(StateError):
        draw_answers(**given(small, people["assessor"]))
    assert not ChallengeDraw.objects.exists()


def test_a_run_without_answers_has_none_to_draw(small, scoped, people):
    ask(scoped, challenged=2)
    Answer.objects.filter(assessment=small).update(value=None)
    with pytest.raises(StateError, match="no answer to draw from"):
        draw_answers(**given(small, people["assessor"]))


def test_fewer_answers_than_asked_for_are_all_drawn(small, scoped):
    drawn(small, scoped, challenged=20)
    assert sorted(questions(small)) == ["q1", "q2", "q3", "q4"]
    assert questions(small)[-1] == "q4"  # level 0 comes last


def test_nobody_judges_an_answer_of_their_own(small, scoped, people):
    drawn(small, scoped)
    question = questions(small)[0]
    answered_by(small, people["assessor"], question)
    with pytest.raises(RuleError, match="Cio"):
        verify(small, people["assessor"], question)
    for role in ("cio", "project_owner"):
        people[role].is_active = False
        people[role].save()
    with pytest.raises(RuleError, match="invite an assessor"):
        verify(small, people["assessor"], question)


def test_what_does_not_stand_needs_its_reason(small, scoped, people):
    drawn(small, scoped)
    question = questions(small)[0]
    with pytest.raises(RuleError) as caught:
        verify(small, people["assessor"], question, stands=False, reason=" ")
    assert caught.value.field == "reason"
    row = verify(small, people["assessor"], question, stands=False, reason="no list")
    assert (row.stands, row.reason, row.checked_by) == (False, "no list", people["assessor"])
    event = AuditEvent.objects.get(verb="challenge.verified")
    assert event.changes["stands"] == [None, False]
    assert "no list" not in str(event.sealed_changes)  # words about people stand beside the chain


def test_only_what_was_drawn_is_judged_and_only_as_it_was_seen(small, scoped, people):
    with pytest.raises(ChallengedAnswer.DoesNotExist):
        verify(small, people["assessor"], "q1")
    drawn(small, scoped)
    left = {"q1", "q2", "q3", "q4"} - set(questions(small))
    with pytest.raises(ChallengedAnswer.DoesNotExist):
        verify(small, people["assessor"], left.pop())
    question = questions(small)[0]
    verify(small, people["assessor"], question)
    with pytest.raises(StaleVersionError):
        verify(small, people["cio"], question, stands=False, reason="no")
    verify(small, people["cio"], question, stands=False, reason="no", expected=2)


def test_an_answer_that_was_changed_since_did_not_stand(small, scoped, people):
    drawn_and_judged(small, scoped)
    question = questions(small)[0]
    Answer.objects.filter(assessment=small, question=question).update(value=5)
    assert drawn_sample(small).outcome == ChallengeOutcome(3, 2, 0)
    assert drawn_sample(small).fallen == (question,)
    with pytest.raises(StateError, match="changed since"):
        verify(small, people["cio"], question, expected=2)


def test_nobody_signs_before_every_drawn_answer_was_looked_at(small, scoped, people):
    ask(scoped, challenged=3)
    with pytest.raises(StateError, match="Draw the answers"):
        sign(**given(small, people["cio"]))
    draw_answers(**given(small, people["assessor"]))
    first, second, third = questions(small)
    verify(small, people["assessor"], first)
    verify(small, people["assessor"], second, stands=False, reason="no list")
    with pytest.raises(StateError, match="Look at every drawn answer"):
        sign(**given(small, people["cio"]))
    ask(scoped, challenged=0, expected=1)  # what is drawn is looked at, whatever is asked for now
    with pytest.raises(StateError, match="Look at every drawn answer"):
        sign(**given(small, people["cio"]))
    verify(small, people["assessor"], third)
    sign(**given(small, people["cio"]))
    kept = KeptChallenge.objects.get()
    assert (kept.drawn, kept.stood) == (3, 2)
    assert kept.answers == {first: True, second: False, third: True}
    assert kept.seed == ChallengeDraw.objects.get().seed
    small.refresh_from_db()
    assert kept_sign_off(small).challenge == kept
    assert str(kept).endswith(": 2/3")


def test_what_is_submitted_again_is_drawn_again_and_both_stay(small, scoped, people):
    before = drawn_and_judged(small, scoped, fallen=("q1", "q2", "q3"))
    sections.return_section(**given(small, people["assessor"]), section="G", note="look again")
    small.refresh_from_db()
    assert drawn_sample(small) is None
    assert [told for _draw, told in earlier_draws(small)] == [before.outcome]
    lifecycle.submit_run(**given(small, people["project_owner"]))
    small.refresh_from_db()
    again = draw_answers(**given(small, people["assessor"]))
    assert again.seed != before.draw.seed
    assert [row.pk for row, _told in earlier_draws(small)] == [before.draw.pk]
    assert drawn_sample(small).outcome == ChallengeOutcome(3, 0, 3)


def test_a_signature_is_void_once_a_drawn_answer_falls(small, scoped, people):
    drawn_and_judged(small, scoped)
    ask(scoped, signers=2, challenged=3, expected=1)
    sign(**given(small, people["cio"]))
    question = questions(small)[0]
    verify(small, people["assessor"], question, stands=False, reason="no", expected=2)
    assert sign(**given(small, people["project_owner"])) is None


def test_the_audit_names_what_was_changed_outside_the_product(small, scoped, people):
    drawn_and_judged(small, scoped)
    seal = sign(**given(small, people["cio"]))
    assert altered(scoped.organization) == []
    ChallengeDraw.objects.update(secret="0" * 64)
    again = make_run(scoped.plant, {"SP-01": 2}, title="again", signed=True).snapshots.get()
    row = KeptChallenge(snapshot=again, seed="0" * 64, drawn=2, stood=2, answers={"SP-01": True})
    row.save(force_insert=True)
    draw_row = ChallengeDraw.objects.get()
    assert seal.assessment == draw_row.assessment
    assert altered(scoped.organization) == [
        f"draw {draw_row.pk} of run {small.pk}",
        f"outcome {row.pk} of seal {again.pk}",
    ]
