"""An express run is a first look: it says what it waits for, and it always goes on."""

from __future__ import annotations

import pytest

from assessment.models import Assessment
from assessment.services import lifecycle, sections
from tests.factories import assessment as make
from tests.markup import text_of as words_of


@pytest.fixture
def owner(cast):
    return cast.people["project_owner"]


@pytest.fixture
def express(scoped, owner):
    run = make.make_run(scoped.plant, owner, is_express=True)
    make.answer(run, "DG-06", owner, value=2)
    return run


def text_of(answer):
    return words_of(answer.content.decode())


def place(run, act=""):
    return f"/plants/johor-bahru/current/runs/{run.pk}/{act}"


def submit(run, owner):
    lifecycle.submit_run(plant=run.plant, run_id=run.pk, by=owner)


def test_form_says_what_an_express_run_cannot_do(scoped):
    page = text_of(scoped.client("cio").get("/plants/johor-bahru/current/runs/new/"))
    assert "it cannot be signed" in page


def test_submitted_express_run_is_continued(scoped, express, owner, cast):
    people = [cast.people["respondent"]]
    at = {"plant": express.plant, "run_id": express.pk, "by": owner}
    sections.assign_section(**at, section="DG", people=people, due_on=None)
    submit(express, owner)
    page = scoped.client("cio").get(place(express)).content.decode()
    assert place(express, "widen/") in page
    assert scoped.client("cio").post(place(express, "widen/")).status_code == 302
    run = Assessment.objects.get(pk=express.pk)
    assert (run.state, run.is_express, run.answered_count) == ("open", False, 1)
    assert run.submitted_at is None
    assert run.assignments.get().submitted_at is None  # its section asks more than before
    make.answer(run, "DG-07", owner, value=2)


def test_submitting_an_express_run_says_that_it_is_not_the_end(scoped, express):
    page = text_of(scoped.client("cio").get(place(express, "submit/")))
    assert "cannot be signed" in page
    assert "Every question is answered" not in page


def test_sign_off_offers_the_way_on_and_praises_nothing(scoped, express, owner):
    submit(express, owner)
    answer = scoped.client("cio").get(place(express, "sign-off/"))
    assert place(express, "widen/") in answer.content.decode()
    page = text_of(answer)
    assert "An express run cannot be signed." in page
    assert "Nothing is open" not in page


def test_overview_says_that_the_full_questionnaire_is_waited_for(scoped, express):
    page = text_of(scoped.client("cio").get("/plants/johor-bahru/"))
    assert "until the full questionnaire is answered" in page


def test_submit_names_what_the_signature_asks(scoped, owner):
    run = make.make_run(scoped.plant, owner)
    make.answer(run, "DG-06", owner, value=2)
    page = text_of(scoped.client("cio").get(place(run, "submit/")))
    assert "Signature: answers to 90 % of the weight, now" in page


def test_blocked_sign_off_says_who_opens_the_answers_again(scoped, owner):
    run = make.make_run(scoped.plant, owner)
    make.answer(run, "DG-06", owner, value=2)
    submit(run, owner)
    answer = scoped.client("cio").get(place(run, "sign-off/"))
    assert "the assessor gives the section of a question back" in text_of(answer)
    assert place(run, "review/") in answer.content.decode()
