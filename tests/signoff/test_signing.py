"""Two people, whoever answered never alone, and what makes a signature void."""

from __future__ import annotations

import pytest
from django.db import DatabaseError, connection, transaction

from activity.models import Notice
from assessment.models import Answer, Assessment, Snapshot
from assessment.services import evidence, lifecycle, sections
from assessment.services import signing as sealing
from core import clock
from core.errors import StateError
from organizations.models import AuditEvent
from organizations.services.membership import remove_membership
from questionnaire.models import RaterAnswer
from signoff.models import KeptSignature, RunSignature
from signoff.selectors.examining import examine, signing_of
from signoff.selectors.kept import kept_sign_off
from signoff.services.signing import sign, take_back
from tests.factories.organizations import MembershipFactory, UserFactory
from tests.signoff.conftest import answered_by, ask, drawn_and_judged, submitted


def given(run, by):
    return {"plant": run.plant, "run_id": run.pk, "by": by}


def lines(run):
    return signing_of(run, examine(run).fingerprint).lines


@pytest.fixture
def people(scoped):
    return scoped.people


@pytest.fixture
def second(scoped):
    """Another CIO, who answered nothing."""
    user = UserFactory(name="Second Cio", email="second@example.org")
    MembershipFactory(organization=scoped.organization, plant=None, user=user, role="cio")
    return user


def test_somebody_who_did_not_answer_signs_alone(small, people):
    seal = sign(**given(small, people["cio"]), note="seen")
    assert [row.signed_by for row in KeptSignature.objects.all()] == [people["cio"]]
    small.refresh_from_db()
    assert (small.state, small.review_note) == ("signed_off", "seen")
    assert kept_sign_off(small).signers == ("Cio",)
    assert seal.locked_by == people["cio"]


def test_whoever_answered_never_signs_alone(small, people):
    answered_by(small, people["project_owner"], "q2")
    assert sign(**given(small, people["project_owner"]), note="mine") is None
    small.refresh_from_db()
    assert small.state == "submitted"
    with pytest.raises(StateError, match="signed already"):
        sign(**given(small, people["project_owner"]))
    with pytest.raises(StateError, match="never signs alone"):
        sealing.sign_off(**given(small, people["project_owner"]))
    seal = sign(**given(small, people["cio"]), note="seen")
    assert seal.locked_by == people["cio"]
    small.refresh_from_db()
    assert small.review_note == "mine\nseen"
    assert kept_sign_off(small).signers == ("Project Owner", "Cio")
    assert not RunSignature.objects.exists()
    acts = AuditEvent.objects.filter(verb__in=["signature.given", "assessment.signed_off"])
    assert [(event.verb, event.actor_label) for event in acts.order_by("pk")] == [
        ("signature.given", "Project Owner"),
        ("assessment.signed_off", "Cio"),
    ]


def test_a_voice_is_an_answer_too(small, people):
    RaterAnswer.objects.create(
        assessment=small, question="q1", rater=people["cio"], value=4, answered_at=clock.now()
    )
    assert sign(**given(small, people["cio"])) is None


def test_an_answer_that_was_taken_out_is_nobodys(small, people):
    Answer.objects.filter(question="q4").update(value=None, answered_by=people["cio"])
    assert sign(**given(small, people["cio"])) is not None


def test_two_people_sign(small, people, scoped):
    ask(scoped, signers=2)
    assert sign(**given(small, people["cio"])) is None
    (line,) = lines(small)
    assert line.stands
    assert sign(**given(small, people["project_owner"])) is not None
    assert KeptSignature.objects.count() == 2


def test_two_who_answered_are_not_enough(small, people, scoped, second):
    ask(scoped, signers=2)
    answered_by(small, people["cio"], "q1")
    answered_by(small, people["project_owner"], "q2")
    assert sign(**given(small, people["cio"])) is None
    known = signing_of(small, examine(small).fingerprint)
    assert known.asked() == [second]
    assert sign(**given(small, people["project_owner"])) is None
    assert sign(**given(small, second)) is not None
    assert KeptSignature.objects.count() == 3


def test_the_policy_holds_for_whoever_seals(small, people, scoped):
    ask(scoped, signers=2)
    with pytest.raises(StateError, match="Two people sign"):
        sealing.sign_off(**given(small, people["cio"]))
    assert Snapshot.objects.count() == 0


@pytest.mark.parametrize("what", ["answer", "verdict", "returned"])
def test_a_signature_is_void_once_what_was_signed_has_changed(small, people, scoped, what):
    ask(scoped, signers=2)
    link = proven(small, people["respondent"])
    sign(**given(small, people["cio"]))
    if what == "answer":
        Answer.objects.filter(assessment=small, question="q1").update(value=2, version=9)
    elif what == "verdict":
        evidence.review_evidence(
            **given(small, people["assessor"]), link_id=link.pk, accepted=True, note=""
        )
    else:
        sections.return_section(**given(small, people["assessor"]), section="G", note="again")
        lifecycle.submit_run(**given(small, people["project_owner"]))
    small.refresh_from_db()
    (line,) = lines(small)
    assert not line.stands
    assert sign(**given(small, people["project_owner"])) is None
    assert sign(**given(small, people["cio"])) is not None
    assert KeptSignature.objects.count() == 2


def proven(run, by):
    Assessment.objects.filter(pk=run.pk).update(state="open")
    link = evidence.add_evidence(
        **given(run, by), question="q1", key="k" * 16, url="https://x.example.org", may_manage=True
    )
    submitted(run)
    return link


def test_a_signature_goes_with_the_right_to_sign(small, people, scoped, second):
    ask(scoped, signers=2)
    sign(**given(small, second))
    remove_membership(by=people["cio"], membership=second.memberships.get())
    (line,) = lines(small)
    assert (line.is_same, line.may_sign) == (True, False)
    assert sign(**given(small, people["cio"])) is None


def test_a_signature_is_taken_back(small, people, scoped):
    ask(scoped, signers=2)
    take_back(**given(small, people["cio"]))  # without one nothing happens
    sign(**given(small, people["cio"]))
    take_back(**given(small, people["cio"]))
    assert lines(small) == ()
    verbs = list(AuditEvent.objects.filter(verb__startswith="signature.").order_by("pk"))
    assert [one.verb for one in verbs] == ["signature.given", "signature.taken_back"]
    sign(**given(small, people["cio"]))
    sign(**given(small, people["project_owner"]))
    with pytest.raises(StateError):
        take_back(**given(small, people["cio"]))


def test_an_open_run_keeps_no_signature(small, people):
    Assessment.objects.filter(pk=small.pk).update(state="open")
    with pytest.raises(StateError, match="still open"):
        sign(**given(small, people["cio"]))
    assert not RunSignature.objects.exists()


@pytest.mark.parametrize("table", ["signoff_keptsignature", "signoff_keptchallenge"])
@pytest.mark.parametrize("statement", ["UPDATE {} SET id = id", "DELETE FROM {}"])
def test_the_database_keeps_what_stands_beside_a_seal(small, people, scoped, table, statement):
    drawn_and_judged(small, scoped)
    sign(**given(small, people["cio"]))
    with pytest.raises(DatabaseError), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(statement.format(table))


def test_a_withdrawn_run_is_signed_anew(small, people):
    sign(**given(small, people["cio"]))
    sealing.withdraw(**given(small, people["cio"]), reason="q1 was wrong")
    small.refresh_from_db()
    assert kept_sign_off(small).signers == ()
    lifecycle.submit_run(**given(small, people["project_owner"]))
    sign(**given(small, people["project_owner"]))
    small.refresh_from_db()
    assert kept_sign_off(small).signers == ("Project Owner",)
    assert KeptSignature.objects.count() == 2


def inbox(person, words="signature"):
    rows = Notice.objects.filter(recipient=person, key__contains=f"/{words}/")
    return [(row.words["en"], row.done_at is not None) for row in rows]


def test_who_is_needed_is_told_and_told_again_when_it_is_void(small, people, scoped, follow):
    ask(scoped, signers=2)
    link = proven(small, people["respondent"])
    sign(**given(small, people["cio"]))
    follow()
    asked = "Sign 2026 H2: one signature stands, another is needed"
    assert inbox(people["project_owner"]) == [(asked, False)]
    assert inbox(people["cio"]) == inbox(people["assessor"]) == []
    evidence.review_evidence(
        **given(small, people["assessor"]), link_id=link.pk, accepted=True, note=""
    )
    follow()
    again = "Sign 2026 H2 again: what you signed has changed"
    assert inbox(people["cio"]) == [(again, False)]
    sign(**given(small, people["cio"]))
    sign(**given(small, people["project_owner"]))
    follow()
    assert inbox(people["cio"])[0][1] is inbox(people["project_owner"])[0][1] is True


def test_nobody_is_asked_any_more_for_what_was_taken_back(small, people, scoped, follow):
    ask(scoped, signers=2)
    sign(**given(small, people["cio"]))
    take_back(**given(small, people["cio"]))
    follow()
    assert all(is_done for _words, is_done in inbox(people["project_owner"]))
