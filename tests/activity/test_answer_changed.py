"""Whoever gave an answer is told when somebody else changes what counts of it."""

from __future__ import annotations

import datetime as dt

import pytest
import time_machine

from activity.models import Notice
from assessment.models import Answer
from assessment.services.exclusions import decide_exclusion
from tests.activity.test_reactions import inbox
from tests.assessment.test_lifecycle import small
from tests.factories import assessment as make

WORDS = "Somebody changed your answer to q1 in 2026 H2"
NOON = dt.datetime(2026, 12, 1, 12, tzinfo=dt.UTC)


@pytest.fixture
def run(scoped, follow):
    return small(scoped, scoped.people["project_owner"])


def give(run, by, minute, expected=0, **fields):
    with time_machine.travel(NOON + dt.timedelta(minutes=minute), tick=False):
        make.answer(run, "q1", by, expected=expected, **fields)


def test_the_one_before_is_told_and_nobody_of_their_own_change(run, scoped, follow):
    first, other = scoped.people["respondent"], scoped.people["assessor"]
    give(run, first, 0, value=3)
    give(run, first, 1, expected=1, value=4)
    follow()
    assert Notice.objects.count() == 0
    give(run, other, 2, expected=2, value=2)
    give(run, other, 3, expected=3, value=1)  # by now it is their own
    follow()
    assert inbox(first) == [("answer_changed", WORDS, False)]
    assert inbox(other) == []
    notice = Notice.objects.get()
    assert notice.path.endswith(f"/runs/{run.pk}/questions/q1/")
    assert notice.made_at == NOON + dt.timedelta(minutes=2)


def test_another_note_changes_nothing_that_counts(run, scoped, follow):
    give(run, scoped.people["respondent"], 0, value=3)
    give(run, scoped.people["assessor"], 1, expected=1, value=3, note="seen on site")
    follow()
    assert Notice.objects.count() == 0


def test_a_refused_exclusion_is_told_to_whoever_proposed_it(run, scoped, follow):
    give(run, scoped.people["respondent"], 0, value=3)
    Answer.objects.update(not_applicable=True, na_state="proposed", reason="no such machine")
    decide_exclusion(
        plant=run.plant,
        run_id=run.pk,
        question="q1",
        accepted=False,
        note="there is one",
        expected=1,
        by=scoped.people["assessor"],
    )
    follow()
    words = "It was refused that q1 in 2026 H2 does not apply"
    assert inbox(scoped.people["respondent"]) == [("answer_changed", words, False)]
