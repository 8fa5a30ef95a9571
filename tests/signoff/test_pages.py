"""The pages on which a run is signed and drawn answers are judged."""

from __future__ import annotations

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from assessment.models import Answer, Assessment
from assessment.services.answering import rescore
from questionnaire.models import RaterAnswer
from signoff.models import ChallengedAnswer
from signoff.selectors.challenge import drawn_sample
from signoff.services.signing import sign
from tests.markup import text_of
from tests.signoff.conftest import (
    answered_by,
    ask,
    drawn,
    drawn_and_judged,
    place,
    sure,
    verify,
)

HERE = "challenge/"


def page(client, run, act="sign-off/"):
    answer = client.get(place(run, act))
    assert answer.status_code == 200
    return text_of(answer.content.decode())


def cost(client, run, act):
    client.get(place(run, act))
    with CaptureQueriesContext(connection) as told:
        client.get(place(run, act))
    return len(told)


def test_two_people_sign_on_the_page(full, cast):
    ask(cast, signers=2)
    cio, owner = cast.client("cio"), cast.client("project_owner")
    assert "Two people sign here." in page(cio, full)
    kept = cio.post(place(full), sure(cio, full, note="seen"), follow=True)
    assert "Your signature is kept; another one is needed." in kept.content.decode()
    again = page(cio, full)
    assert "Who can sign: Project Owner." in again
    assert "Sign off the run" not in again
    told = page(cast.client("assessor"), full, "")
    assert "Signed by Cio, 1 more signature is needed." in told
    done = owner.post(place(full), sure(owner, full), follow=True)
    assert "The result is locked" in done.content.decode()
    for act in ("", "score/"):
        assert "Cio, Project Owner" in page(owner, full, act)


def test_a_void_signature_says_so_and_is_given_anew(full, cast):
    ask(cast, signers=2)
    cio = cast.client("cio")
    cio.post(place(full), sure(cio, full))
    Answer.objects.filter(assessment=full, question="DG-06").update(value=1, version=9)
    rescore(full)
    text = page(cast.client("project_owner"), full)
    assert "What was signed has changed since: this person signs anew." in text
    assert "Signed by" not in page(cast.client("assessor"), full, "")
    again = cio.post(place(full), sure(cio, full), follow=True).content.decode()
    assert "counts no more" not in again


def test_whoever_answered_reads_who_could_sign(full, cast):
    answered_by(full, cast.people["project_owner"], "DG-06")
    text = page(cast.client("project_owner"), full)
    assert "You answered questions of this run." in text
    assert "Who can sign: Cio." in text
    assert "Give my signature" in text
    assert "Give my signature" not in page(cast.client("cio"), full)


def test_where_nobody_else_may_sign_the_page_leads_to_an_invitation(full, cast):
    answered_by(full, cast.people["cio"])
    cast.people["project_owner"].memberships.all().delete()
    answer = cast.client("cio").get(place(full)).content.decode()
    assert "Nobody else here can: it takes a CIO or project owner." in text_of(answer)
    assert "/organization/members/invite/?plant=johor-bahru" in answer


def test_a_signature_is_taken_back_on_the_page(full, cast):
    ask(cast, signers=2)
    cio = cast.client("cio")
    cio.post(place(full), sure(cio, full))
    told = cio.post(place(full, "sign-off/take-back/"), follow=True).content.decode()
    assert "Your signature is taken back." in told
    sign(plant=full.plant, run_id=full.pk, by=cast.people["cio"])
    sign(plant=full.plant, run_id=full.pk, by=cast.people["project_owner"])
    late = cio.post(place(full, "sign-off/take-back/"), follow=True).content.decode()
    assert "does not change any more" in late


def test_spread_that_nobody_agreed_on_is_listed_with_its_place(full, cast):
    Assessment.objects.filter(pk=full.pk).update(apart=["DG"])
    for name, level in (("it_lead", 1), ("respondent", 4)):
        RaterAnswer.objects.create(
            assessment=full,
            question="DG-06",
            rater=cast.people[name],
            value=level,
            answered_at=full.submitted_at,
        )
    answer = cast.client("cio").get(place(full)).content.decode()
    assert place(full, "moderation/#m-DG-06") in answer
    assert "lie far apart, and nobody has agreed on one" in answer
    assert 'name="is_sure"' not in answer


def test_the_assessor_draws_judges_and_the_outcome_is_printed(full, cast):
    ask(cast, challenged=2)
    assessor, cio = cast.client("assessor"), cast.client("cio")
    assert place(full, HERE) in cio.get(place(full)).content.decode()
    assert "2 answers are drawn by chance" in page(assessor, full, HERE)
    assessor.post(place(full, f"{HERE}draw/"))
    twice = assessor.post(place(full, f"{HERE}draw/"), follow=True).content.decode()
    assert "drawn already" in twice
    one, two = drawn_sample(full).rows
    refused = assessor.post(
        place(full, f"{HERE}{one.question}/"), {"version": 1, "verdict": "falls"}
    )
    assert refused.status_code == 422
    assert "Say why the answer does not stand." in refused.content.decode()
    sent = {"version": 1, "verdict": "falls", "reason": "no list <b>"}
    stored = assessor.post(place(full, f"{HERE}{one.question}/"), sent, follow=True)
    assert "no list &lt;b&gt;" in stored.content.decode()
    stale = cio.post(place(full, f"{HERE}{one.question}/"), {**sent, "verdict": "stands"})
    assert stale.status_code == 409
    assert "1 is still to be looked at" in page(cio, full, HERE)
    assessor.post(place(full, f"{HERE}{two.question}/"), {"version": 1, "verdict": "stands"})
    text = page(cio, full)
    assert "1 of 2 drawn answers stood" in text
    assert "Drawn answers that did not stand" in text
    done = cio.post(place(full), sure(cio, full), follow=True).content.decode()
    assert "1 of 2 drawn answers stood" in text_of(done)
    assert "1 of 2 drawn answers stood" in page(cast.client("respondent"), full, "")
    closed = assessor.get(place(full, HERE)).content.decode()
    assert 'name="verdict"' not in closed
    late = assessor.post(place(full, f"{HERE}{two.question}/"), sent | {"version": 2})
    assert late.status_code == 422


@pytest.mark.parametrize("version", ["", "x", "-1", "9" * 30])
def test_a_verdict_without_a_version_is_refused(full, cast, version):
    drawn(full, cast)
    (row, *_rest) = drawn_sample(full).rows
    sent = {"version": version, "verdict": "stands"}
    answer = cast.client("cio").post(place(full, f"{HERE}{row.question}/"), sent)
    assert answer.status_code == 422
    assert not ChallengedAnswer.objects.exclude(stands=None).exists()


def test_own_answers_have_no_form(full, cast):
    drawn(full, cast)
    rows = drawn_sample(full).rows
    answered_by(full, cast.people["assessor"], rows[0].question)
    answer = cast.client("assessor").get(place(full, HERE)).content.decode()
    assert answer.count("Store what I found") == len(rows) - 1
    assert "Who can judge it: Cio, Project Owner." in text_of(answer)
    sent = {"version": 1, "verdict": "stands"}
    own = cast.client("assessor").post(place(full, f"{HERE}{rows[0].question}/"), sent)
    assert own.status_code == 422
    assert "You gave this answer yourself." in own.content.decode()


def test_where_nothing_is_asked_for_nothing_is_offered(full, cast):
    text = page(cast.client("assessor"), full, HERE)
    assert "Your organization asks for no drawn answers" in text
    assert "Draw the answers" not in text
    for act in ("", "review/"):
        assert (
            place(full, HERE) not in cast.client("assessor").get(place(full, act)).content.decode()
        )
    ask(cast, challenged=2)
    for act in ("", "review/"):
        assert place(full, HERE) in cast.client("assessor").get(place(full, act)).content.decode()
    Assessment.objects.filter(pk=full.pk).update(state="open")
    assert place(full, HERE) not in cast.client("assessor").get(place(full, "")).content.decode()


@pytest.mark.parametrize("act", [HERE, "sign-off/"])
def test_pages_read_the_same_for_one_and_for_many_drawn_answers(full, cast, act):
    drawn_and_judged(full, cast, challenged=1)
    client = cast.client("cio")
    few = cost(client, full, act)
    ChallengedAnswer.objects.all().delete()
    full.draws.all().delete()
    ask(cast, challenged=12, expected=1)
    from signoff.services.challenge import draw_answers

    draw_answers(plant=full.plant, run_id=full.pk, by=cast.people["assessor"])
    for row in drawn_sample(full).rows:
        verify(full, cast.people["assessor"], row.question)
    assert cost(client, full, act) == few


def test_the_page_in_chinese(full, cast):
    cast.people["cio"].language = "zh-hans"
    cast.people["cio"].save()
    drawn_and_judged(full, cast)
    text = page(cast.client("cio"), full)
    assert "抽查 3 条答案，3 条成立" in text
