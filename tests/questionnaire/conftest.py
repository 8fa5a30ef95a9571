"""A run whose section on data two people answer apart, and what they and others do with it."""

from __future__ import annotations

import pytest
import time_machine

from assessment.models import Answer
from assessment.services import sections
from assessment.services.answering import Given
from questionnaire.services.hearing import agree, say
from tests.factories import assessment as make

HTMX = {"HTTP_HX_REQUEST": "true"}


@pytest.fixture
def owner(cast):
    return cast.people["project_owner"]


@pytest.fixture
def run(scoped, owner):
    return make.make_run(scoped.plant, owner)


@pytest.fixture
def apart(run, cast, owner):
    """A run whose section on data two people answer apart."""
    assign(run, cast, owner)
    run.refresh_from_db()
    return run


@pytest.fixture
def at():
    """Let it be another moment from now on."""
    traveled = []

    def go(moment):
        for other in traveled:
            other.stop()
        traveled[:] = [time_machine.travel(moment, tick=False)]
        traveled[0].start()

    yield go
    for other in traveled:
        other.stop()


def assign(run, cast, owner, names=("it_lead", "respondent"), *, apart=True):
    sections.assign_section(
        plant=run.plant,
        run_id=run.pk,
        section="DG",
        people=[cast.people[name] for name in names],
        due_on=None,
        by=owner,
        apart=apart,
    )


def speak(run, person, value, expected=0, key="", **more):
    return say(
        plant=run.plant,
        run_id=run.pk,
        question="DG-06",
        given=Given(value=value, **more),
        expected=expected,
        key=key or f"{person.pk}-{value}-{expected}",
        by=person,
    )


def counted(run):
    row = Answer.objects.filter(assessment=run, question="DG-06").first()
    return row and row.value


def settle_by(run, by, value, reason="", expected=0):
    return agree(
        plant=run.plant,
        run_id=run.pk,
        question="DG-06",
        value=value,
        reason=reason,
        expected=expected,
        by=by,
    )


def page_url(run, act=""):
    return f"/plants/johor-bahru/current/runs/{run.pk}/{act}"


def post(client, run, value, version=0, **more):
    data = {
        "kind": "levels",
        "value": value,
        "version": version,
        "key": f"key-of-{value}-{version}",
    }
    return client.post(page_url(run, "questions/DG-06/answer/"), data | more, **HTMX)
