from __future__ import annotations

import pytest

from activity.models import Notice
from organizations.models import AuditEvent
from questionnaire.reactions import ask_for_agreement, tell_agreement
from tests.factories import assessment as make
from tests.questionnaire.conftest import assign, settle_by, speak


@pytest.fixture
def owner(cast):
    return cast.people["project_owner"]


@pytest.fixture
def apart(scoped, owner):
    run = make.make_run(scoped.plant, owner)
    assign(run, scoped, owner)
    run.refresh_from_db()
    return run


def newest(verb):
    return AuditEvent.objects.filter(verb=verb).latest("pk")


def told(key):
    rows = Notice.objects.filter(key__contains=key, done_at=None)
    return sorted(rows.values_list("recipient__email", flat=True))


def test_who_reviews_is_asked_once_all_have_spoken_and_lie_far_apart(apart, cast, owner):
    speak(apart, cast.people["it_lead"], 4)
    ask_for_agreement(event=newest("answer.given_apart"))
    assert told("moderation") == []
    speak(apart, cast.people["respondent"], 1)
    for _twice in range(2):
        ask_for_agreement(event=newest("answer.given_apart"))
    reviewing = [cast.people[name].email for name in ("assessor", "cio", "project_owner")]
    assert told("moderation") == sorted(reviewing)
    notice = Notice.objects.first()
    assert notice.words["en"] == f"Answers in {apart.title} lie far apart: agree on them"
    settle_by(apart, owner, 3, "seen on site")
    tell_agreement(event=newest("answer.moderated"))
    assert told("moderation") == []
    both = [cast.people[name].email for name in ("it_lead", "respondent")]
    assert told("agreed/DG-06") == sorted(both)


def test_what_is_gone_tells_nobody(apart, cast, owner):
    speak(apart, cast.people["it_lead"], 4)
    speak(apart, cast.people["respondent"], 1)
    settle_by(apart, owner, 3, "seen on site")
    apart.rater_answers.all().delete()
    apart.agreed_answers.all().delete()
    ask_for_agreement(event=newest("answer.given_apart"))
    tell_agreement(event=newest("answer.moderated"))
    assert Notice.objects.count() == 0
