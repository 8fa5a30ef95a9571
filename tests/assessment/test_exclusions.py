"""“Does not apply” as a proposal: the former answer counts until an assessor accepts it.

DG-01, DG-04 and DG-07 carry 21 % of data governance (discrete). All 5 and these three at 0: level 0;
DG-01 accepted as "does not apply": level 2 (values of the issue).
"""

from __future__ import annotations

import pytest
from django.db import IntegrityError, connection, transaction
from django.test.utils import CaptureQueriesContext

from assessment.models import Answer
from assessment.selectors.exclusions import exclusions as exclusions_of
from assessment.selectors.headline import part_headlines
from assessment.selectors.result import result
from assessment.services import exclusions, lifecycle
from assessment.services.answering import StaleAnswerError, rescore
from core.errors import RuleError, StateError
from organizations.models import AuditEvent
from packs.schema import Framework
from tests.factories import assessment as make
from tests.factories.assessment_runs import flagship, make_run
from tests.markup import text_of

WHY = "No own data: everything is kept at headquarters."
LOW = ("DG-01", "DG-04", "DG-07")
VETO = "DG-13"


@pytest.fixture
def owner(cast):
    return cast.people["project_owner"]


@pytest.fixture
def levels(db):
    leaves = [leaf.id for leaf in flagship("1.1.0").read(Framework).leaves]
    return {name: 0 if name in LOW else 5 for name in leaves}


@pytest.fixture
def run(scoped, levels):
    """A run under 1.1.0 in which every question is answered."""
    run = make_run(scoped.plant, levels, release="1.1.0")
    rescore(run)
    return run


def governance(run):
    run.refresh_from_db()
    return next(part for part in part_headlines(run, "en") if part.id == "DG")


def propose(run, owner, question="DG-01", **fields):
    stored = Answer.objects.filter(assessment=run, question=question).first()
    given = {"value": stored.value if stored else None, "reason": WHY, "not_applicable": True}
    expected = stored.version if stored else 0
    return make.answer(run, question, owner, expected=expected, **{**given, **fields}).answer


def decide(run, by, accepted, question="DG-01", note="", expected=None):
    stored = Answer.objects.get(assessment=run, question=question)
    return exclusions.decide_exclusion(
        plant=run.plant,
        run_id=run.pk,
        question=question,
        accepted=accepted,
        note=note,
        expected=stored.version if expected is None else expected,
        by=by,
    )


def test_proposal_changes_no_level_and_acceptance_lifts(run, owner, cast):
    assert governance(run).level == 0
    answer = propose(run, owner)
    assert (answer.na_state, answer.value, answer.not_applicable) == ("proposed", 0, True)
    assert governance(run).level == 0
    assert "DG-01" in result(run).values
    decide(run, cast.people["assessor"], accepted=True)
    part = governance(run)
    assert part.level == 2
    assert part.lifted.startswith("lifted from 0: DG-01")
    answer.refresh_from_db()
    assert (answer.na_state, answer.value, answer.decided_by) == (
        "accepted",
        0,
        cast.people["assessor"],
    )
    assert answer.answered_by == owner
    assert AuditEvent.objects.get(verb="exclusion.accepted").changes["na_state"] == [
        "proposed",
        "accepted",
    ]


def test_refusal_needs_a_reason_and_brings_the_answer_back(run, owner, cast):
    propose(run, owner)
    with pytest.raises(RuleError) as caught:
        decide(run, cast.people["assessor"], accepted=False, note="  ")
    assert caught.value.field == "note"
    decide(run, cast.people["assessor"], accepted=True)
    decide(run, cast.people["assessor"], accepted=False, note="The plant keeps its own list.")
    answer = Answer.objects.get(question="DG-01")
    assert (answer.na_state, answer.not_applicable, answer.value) == ("refused", False, 0)
    assert answer.decision_note == "The plant keeps its own list."
    assert governance(run).level == 0
    with pytest.raises(StateError):
        decide(run, cast.people["assessor"], accepted=True)
    kept = make.answer(run, "DG-01", owner, expected=answer.version, value=0, note="more").answer
    assert (kept.na_state, kept.decision_note) == ("refused", "The plant keeps its own list.")
    again = make.answer(run, "DG-01", owner, expected=kept.version, value=1).answer
    assert (again.na_state, again.decision_note, again.decided_by) == ("", "", None)


def test_without_a_former_answer_the_question_is_open(scoped, owner):
    run = make.make_run(scoped.plant, owner, framework=make.readiness("1.1.0"))
    answer = propose(run, owner)
    assert not answer.is_settled
    run.refresh_from_db()
    assert run.answered_count == 0
    decide(run, owner, accepted=True)
    run.refresh_from_db()
    assert run.answered_count == 1


def test_new_reason_is_a_new_proposal_and_a_note_is_none(run, owner, cast):
    propose(run, owner)
    decided = decide(run, cast.people["assessor"], accepted=True)
    noted = propose(run, owner, note="see the contract")
    assert (noted.na_state, noted.decided_by) == ("accepted", decided.decided_by)
    other = propose(run, owner, reason="Another reason.")
    assert (other.na_state, other.decided_by) == ("proposed", None)
    back = make.answer(run, "DG-01", owner, expected=other.version, value=3).answer
    assert (back.na_state, back.not_applicable, back.value) == ("", False, 3)


def test_small_question_needs_nobody(scoped, owner):
    scale = {"type": "band", "bands": [{"v": step} for step in range(6)]}
    rule = {"share": "0.8", "na": {"most": "0.2", "accepted_from": "0.02"}}
    items = [
        {"id": name, "weight": weight, "answer": scale}
        for name, weight in (("q1", "0.01"), ("q2", "0.99"))
    ]
    group = {"id": "G", "children": items, "level_rules": [{"staged": rule}]}
    run = make.make_run(scoped.plant, owner, framework=make.make_release({"tree": [group]}))
    for question in ("q1", "q2"):
        make.answer(run, question, owner, value=4)
    small, large = propose(run, owner, "q1"), propose(run, owner, "q2")
    assert (small.na_state, small.is_excluded, small.value) == ("", True, 4)
    assert (large.na_state, large.is_excluded) == ("proposed", False)


def test_assessor_proposes_like_everybody_and_decides_on_the_review_page(run, cast):
    assert propose(run, cast.people["assessor"]).na_state == "proposed"


def test_under_the_older_release_only_an_assessor_says_so(scoped, owner, levels):
    run = make_run(scoped.plant, levels)
    rescore(run)
    answer = propose(run, owner)  # the factory answers as one who may review
    assert (answer.na_state, answer.is_excluded, answer.value) == ("", True, None)


def test_verdict_on_what_was_changed_since_is_refused(run, owner, cast):
    seen = propose(run, owner).version
    propose(run, owner, reason="Another reason.")
    with pytest.raises(StaleAnswerError):
        decide(run, cast.people["assessor"], accepted=True, expected=seen)


def test_signed_run_and_unknown_question(run, owner, cast):
    propose(run, owner)
    lifecycle.submit_run(plant=run.plant, run_id=run.pk, by=owner)
    decide(run, cast.people["assessor"], accepted=True)  # in review is the time for it
    with pytest.raises(Answer.DoesNotExist):
        decide(run, owner, accepted=True, question="XX-99", expected=1)
    run.refresh_from_db()
    run.state = "signed_off"
    run.save()
    with pytest.raises(StateError):
        decide(run, owner, accepted=False, note="late")


def test_database_holds_state_and_tick_together(run):
    rows = Answer.objects.filter(question="DG-01")
    for values in ({"na_state": "proposed"}, {"na_state": "refused", "not_applicable": True}):
        with pytest.raises(IntegrityError), transaction.atomic():
            rows.update(reason="x", **values)


# --- pages ------------------------------------------------------------------------------------


def place(run, act):
    return f"/plants/johor-bahru/current/runs/{run.pk}/{act}"


def post(client, run, version, **data):
    given = {"kind": "levels", "version": version, "key": f"key-{version}-abc", **data}
    address = place(run, "questions/DG-01/answer/")
    return client.post(address, given, headers={"HX-Request": "true"})


def test_respondent_proposes_and_the_page_says_what_counts(run, cast):
    client = cast.client("respondent")
    refused = post(client, run, 1, value="0", not_applicable="on")
    assert refused.status_code == 422
    assert "Say why this does not apply." in refused.content.decode()
    saved = post(client, run, 1, value="0", not_applicable="on", reason=WHY)
    assert saved.status_code == 200
    assert 'data-na="proposed"' in saved.content.decode()
    assert "does not apply, proposed" in saved.content.decode()
    page = client.get(place(run, "questions/DG-01/")).content.decode()
    assert "Until then the answer beside it counts." in page
    assert 'id="skip-DG-01" checked' in " ".join(page.split())


def test_review_page_names_proposals_and_takes_the_verdict(run, owner, cast):
    propose(run, owner)
    client = cast.client("assessor")
    page = client.get(place(run, "review/")).content.decode()
    assert "1 question is proposed" in page
    assert WHY in page
    stored = Answer.objects.get(question="DG-01")
    address = place(run, "questions/DG-01/exclusion/")
    data = {"verdict": "accept", "version": stored.version, "note": ""}
    assert cast.client("respondent").post(address, data).status_code == 403
    assert client.post(address, {"version": "x"}).status_code == 302
    missing = client.post(address, {**data, "verdict": "refuse"}, follow=True)
    assert "Say why it is refused." in missing.content.decode()
    done = client.post(address, data)
    assert done["Location"].endswith("/review/#answer-DG-01")
    page = client.get(place(run, "review/")).content.decode()
    assert "is proposed as" not in page
    assert 'value="accept"' not in page.split('id="answer-DG-01"')[1].split("</li>")[0]
    gone = place(run, "questions/XX-01/exclusion/")
    assert client.post(gone, data).status_code == 404


def test_review_page_keeps_what_was_refused_and_marks_what_guards(run, owner, cast):
    """The fault seen: after the refusal the assessor read “not answered”, and no reason."""
    propose(run, owner)
    decide(run, cast.people["assessor"], accepted=False, note="The plant keeps its own list.")
    page = cast.client("assessor").get(place(run, "review/")).content.decode()
    row = page.split('id="answer-DG-01"')[1].split("<li")[0]
    assert "refused" in row and "The plant keeps its own list." in row
    assert 'name="verdict"' not in row
    assert "gate or veto" in page.split('id="answer-DG-13"')[1].split("<li")[0]
    assert "gate or veto" not in row


def test_review_costs_the_same_with_1_and_3_proposals(run, owner, cast):
    client = cast.client("assessor")
    propose(run, owner)
    client.get(place(run, "review/"))
    with CaptureQueriesContext(connection) as one:
        client.get(place(run, "review/"))
    propose(run, owner)
    propose(run, owner, "DG-07")
    with CaptureQueriesContext(connection) as three:
        client.get(place(run, "review/"))
    assert len(one) == len(three)


def test_older_release_says_why_the_control_is_closed(scoped, owner, cast):
    run = make.make_run(scoped.plant, owner)
    page = cast.client("respondent").get(place(run, "questions/DG-13/")).content.decode()
    words = "under framework 1.0.0 only an assessor can say that it does not apply"
    assert words in " ".join(page.split())
    assert words not in " ".join(
        cast.client("assessor").get(place(run, "questions/DG-13/")).content.decode().split()
    )


# --- a second pair of eyes --------------------------------------------------------------------------


def test_own_proposal_on_a_gate_question_is_accepted_by_another(run, cast):
    assessor = cast.people["assessor"]
    propose(run, assessor, VETO)
    with pytest.raises(RuleError, match="You proposed this yourself"):
        decide(run, assessor, accepted=True, question=VETO)
    page = cast.client("assessor").get(review(run)).content.decode()
    row = page.split(f'id="answer-{VETO}"')[1].split("</li>")[0]
    assert 'value="accept"' not in row
    assert "Another person decides: Cio, Project Owner" in text_of(row)
    decide(run, cast.people["cio"], accepted=True, question=VETO)
    assert said(run)[VETO].is_own is False


def test_refusing_the_own_proposal_needs_nobody_else(run, cast):
    propose(run, cast.people["assessor"])
    decide(run, cast.people["assessor"], accepted=False, note="It applies.")
    assert said(run)["DG-01"].state == "refused"


def test_who_alone_may_review_accepts_and_every_page_says_so(run, cast):
    for name in ("assessor", "project_owner"):
        cast.people[name].memberships.all().delete()
    cio = cast.people["cio"]
    propose(run, cio)
    decide(run, cio, accepted=True)
    assert said(run)["DG-01"].is_own
    client = cast.client("cio")
    for page in (review(run), run_page(run, "sign-off/"), run_page(run, "score/")):
        assert "accepted by the person who proposed it" in client.get(page).content.decode()


def test_later_note_makes_nobody_else_the_proposer(run, cast, owner):
    propose(run, cast.people["assessor"], VETO)
    propose(run, owner, VETO, note="Agreed.")
    with pytest.raises(RuleError, match="yourself"):
        decide(run, cast.people["assessor"], accepted=True, question=VETO)


def test_reason_of_what_was_refused_stays_on_the_page(run, owner, cast):
    propose(run, owner)
    decide(run, cast.people["assessor"], accepted=False, note="It applies.")
    row = cast.client("assessor").get(review(run)).content.decode().split('id="answer-DG-01"')[1]
    assert f"Does not apply: {WHY}" in text_of(row.split("</li>")[0])


def test_waiting_proposals_are_named_and_counted_once(run, owner, cast):
    """No gate rests on DG-01: it counts among the claims, not among what gates rest on."""
    propose(run, owner)
    client = cast.client("cio")
    for page in (run_page(run), run_page(run, "score/")):
        words = text_of(client.get(page).content.decode())
        assert "1 question is proposed as “does not apply”." in words
    words = text_of(client.get(run_page(run, "submit/")).content.decode())
    assert "every “does not apply” decided, 1 waits" in words
    assert "1 is not" not in words


def test_reasons_of_a_score_tell_a_proposal_from_an_open_question(scoped, levels, owner, cast):
    run = make_run(scoped.plant, {**levels, "DG-01": None}, release="1.1.0")
    rescore(run)
    propose(run, owner)
    words = text_of(cast.client("cio").get(run_page(run, "score/?why=DG")).content.decode())
    part = words.split("Not answered yet")[1]
    assert "“does not apply” waits for the assessor" in part


def said(run):
    return exclusions_of(run, "en")


def run_page(run, end=""):
    return f"/plants/{run.plant.slug}/current/runs/{run.pk}/{end}"


def review(run):
    return run_page(run, "review/")
