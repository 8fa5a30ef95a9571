"""Runs that are submitted, by whom they were answered, and what an organization asks of a signature."""

from __future__ import annotations

import pytest

from assessment.models import Answer, Assessment
from core import clock
from organizations.models import ReactionCursor
from organizations.services import delivery
from packs.schema import Framework
from signoff.selectors.challenge import drawn_sample
from signoff.services.challenge import draw_answers, verify_answer
from signoff.services.policy import set_policy
from tests.factories import assessment as make
from tests.factories.assessment_runs import flagship, make_run

SCALE = [{"v": step} for step in range(6)]


@pytest.fixture
def small(scoped):
    """A submitted run of four questions that a respondent answered: levels 4, 3, 1, 0."""
    leaves = [{"id": f"q{n}", "answer": {"type": "band", "bands": SCALE}} for n in range(1, 5)]
    framework = make.make_release({"tree": [{"id": "G", "children": leaves}]})
    by = scoped.people["respondent"]
    run = make.make_run(scoped.plant, scoped.people["project_owner"], framework=framework)
    for question, level in {"q1": 4, "q2": 3, "q3": 1, "q4": 0}.items():
        make.answer(run, question, by, value=level)
    return submitted(run)


@pytest.fixture
def full(scoped):
    """A submitted run of the flagship in which every question stands at level 2."""
    levels = {leaf.id: 2 for leaf in flagship().read(Framework).leaves}
    return submitted(make_run(scoped.plant, levels, title="full"))


@pytest.fixture
def follow(scoped):
    """Return a function that lets every reaction catch up, and fails when one of them does."""
    delivery.open_cursors(scoped.organization, is_new=False)

    def catch_up():
        delivery.deliver(scoped.organization.pk)
        failed = ReactionCursor.objects.filter(failures__gt=0).values_list("reaction", "error")
        assert list(failed) == []

    return catch_up


def submitted(run):
    """Submit a run as it is, without a word in the trail."""
    values = {"state": Assessment.State.SUBMITTED, "submitted_at": clock.now()}
    Assessment.objects.filter(pk=run.pk).update(**values)
    run.refresh_from_db()
    return run


def answered_by(run, person, *questions):
    rows = Answer.objects.filter(assessment=run)
    (rows.filter(question__in=questions) if questions else rows).update(answered_by=person)


def ask(cast, signers=1, challenged=0, expected=0):
    return set_policy(
        organization=cast.organization,
        signers=signers,
        challenged=challenged,
        expected=expected,
        by=cast.people["cio"],
    )


def drawn(run, cast, challenged=3):
    """Ask for drawn answers and draw them."""
    ask(cast, challenged=challenged)
    return draw_answers(plant=run.plant, run_id=run.pk, by=cast.people["assessor"])


def verify(run, by, question, *, stands=True, reason="", expected=1):
    return verify_answer(
        plant=run.plant,
        run_id=run.pk,
        question=question,
        stands=stands,
        reason=reason,
        expected=expected,
        by=by,
    )


def drawn_and_judged(run, cast, fallen=(), challenged=3):
    """Draw answers and judge each of them."""
    drawn(run, cast, challenged)
    for row in drawn_sample(run).rows:
        falls = row.question in fallen
        reason = "the list is of last year" if falls else ""
        verify(run, cast.people["assessor"], row.question, stands=not falls, reason=reason)
    return drawn_sample(run)


def place(run, act="sign-off/"):
    return f"/plants/johor-bahru/current/runs/{run.pk}/{act}"


def sure(client, run, **more):
    """Return what a person sends who ticks every box."""
    form = client.get(place(run)).context["form"]
    boxes = {name: "on" for name in ("is_sure", "knows_points") if name in form.fields}
    return {"seen": form["seen"].value(), **boxes, **more}
