"""What stands on the page where a CIO signs, and what keeps them from it."""

from __future__ import annotations

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from assessment.models import Answer, Assessment
from assessment.selectors.inspection import inspect
from assessment.services import evidence, signing
from assessment.services.answering import rescore
from core.errors import StateError
from packs.schema import Framework
from tests.factories.assessment_runs import flagship, make_run


@pytest.fixture
def owner(cast):
    return cast.people["project_owner"]


@pytest.fixture
def levels(db):
    return {leaf.id: 2 for leaf in flagship("1.1.0").read(Framework).leaves}


def submitted(scoped, levels, **more):
    run = make_run(scoped.plant, levels, release="1.1.0", **more)
    rescore(run)
    Assessment.objects.filter(pk=run.pk).update(state="submitted")
    run.refresh_from_db()
    return run


def place(run, act="sign-off/"):
    return f"/plants/johor-bahru/current/runs/{run.pk}/{act}"


def form_data(client, run, **more):
    form = client.get(place(run)).context["form"]
    boxes = {name: "on" for name in ("is_sure", "knows_points") if name in form.fields}
    return {"seen": form["seen"].value(), **boxes, **more}


def test_open_gate_question_forbids_the_signature_by_name(scoped, levels, owner, cast):
    """The walk signed with SA-09 and SA-10 empty (coverage 97 % of the weight)."""
    for question in ("SA-09", "SA-10"):
        del levels[question]
    run = submitted(scoped, levels)
    with pytest.raises(StateError) as caught:
        signing.sign_off(plant=run.plant, run_id=run.pk, by=owner)
    assert "SA-09" in caught.value.message
    page = cast.client("cio").get(place(run)).content.decode()
    assert place(run, "questions/SA-10/") in page
    assert "This run cannot be signed off yet." in page
    assert 'name="is_sure"' not in page
    assert "–" in page.split('class="total"')[1]  # the whole is a range


def test_proposal_that_waits_forbids_it_too(scoped, levels, owner, cast):
    run = submitted(scoped, levels)
    rows = Answer.objects.filter(assessment=run, question="BA-07")
    rows.update(not_applicable=True, na_state="proposed", reason="no such work")
    page = cast.client("cio").get(place(run)).content.decode()
    assert place(run, "review/#answer-BA-07") in page
    rows.update(na_state="accepted")
    assert inspect(run).lacks == ()


def test_open_points_are_listed_with_their_places_and_confirmed(scoped, levels, owner, cast):
    framework = flagship("1.1.0").read(Framework)
    from scoring.domain.guarding import guards

    free = next(leaf.id for leaf in framework.leaves if leaf.id not in guards(framework))
    del levels[free]
    run = submitted(scoped, levels | {"SA-14": 4, "SA-12": 3}, targets={"SA-14": 2})
    Assessment.objects.filter(pk=run.pk).update(state="open")
    evidence.add_evidence(
        plant=run.plant,
        run_id=run.pk,
        question="SA-12",
        by=owner,
        key="k" * 16,
        url="https://wiki.example.org/1",
        may_manage=True,
    )
    Assessment.objects.filter(pk=run.pk).update(state="submitted")
    points = inspect(run).points
    assert (points.unanswered, points.aimed_low) == ((free,), ("SA-14",))
    assert points.unreviewed == ("SA-12",)
    assert set(points.unproven) == {"SA-12", "SA-14"}
    client = cast.client("cio")
    page = client.get(place(run)).content.decode()
    for address in (f"questions/{free}/", "review/#answer-SA-12", "questions/SA-14/"):
        assert place(run, address) in page
    data = form_data(client, run)
    unconfirmed = {name: value for name, value in data.items() if name != "knows_points"}
    refused = client.post(place(run), unconfirmed)
    assert refused.status_code == 422
    assert "Tick the box before you sign." in refused.content.decode()
    assert client.post(place(run), data).status_code == 302
    run.refresh_from_db()
    assert run.state == "signed_off"


def test_nobody_signs_what_changed_since_they_looked(scoped, levels, owner, cast):
    run = submitted(scoped, levels)
    client = cast.client("cio")
    data = form_data(client, run)
    Answer.objects.filter(assessment=run, question="DG-13").update(value=1, version=9)
    rescore(run)
    answer = client.post(place(run), data)
    assert answer.status_code == 422
    assert "has changed since you looked" in answer.content.decode()
    assert client.post(place(run), form_data(client, run)).status_code == 302


def test_page_says_the_level_and_what_holds_it(scoped, levels, cast):
    run = submitted(scoped, dict.fromkeys(levels, 4) | {"DG-13": 0})
    page = cast.client("cio").get(place(run)).content.decode()
    assert "held at" in page
    assert "DG-13" in page


def test_page_costs_the_same_with_few_and_many_points(scoped, levels, owner, cast):
    run = submitted(scoped, levels)
    client = cast.client("cio")
    client.get(place(run))
    with CaptureQueriesContext(connection) as few:
        client.get(place(run))
    Answer.objects.filter(assessment=run).update(value=4, target=1)
    with CaptureQueriesContext(connection) as many:
        client.get(place(run))
    assert len(few) == len(many)
