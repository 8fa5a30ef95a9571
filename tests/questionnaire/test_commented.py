"""Comments on a question: with its run, and hidden from whoever has yet to answer it apart."""

from __future__ import annotations

import pytest
from django.urls import reverse

from activity.models import Notice
from activity.services import comments
from assessment.models import Assessment
from organizations.models import Membership, ReactionCursor
from organizations.services import delivery
from questionnaire.selectors.commented import find_question, may_read, question_key
from tests.questionnaire.conftest import page_url, speak

SAID = "I gave it a 4 because of the new server"


@pytest.fixture
def url(apart):
    key = question_key(apart.pk, "DG-06")
    return reverse("activity:comment-list", args=["johor-bahru", "question", key])


def say(run, by, text=SAID):
    key = question_key(run.pk, "DG-06")
    return comments.add_comment(plant=run.plant, kind="question", subject=key, text=text, by=by)


def test_a_rater_reads_and_writes_once_they_have_answered(apart, cast, url):
    speak(apart, cast.people["it_lead"], 4)
    cast.client("it_lead").post(url, {"text": SAID, "key": "key-of-comment"})
    rater = cast.client("respondent")
    for more in ({}, {"HTTP_HX_REQUEST": "true"}):
        page = rater.get(url, **more).content.decode()
        assert SAID not in page
        assert "Comments (0)" in page
        assert "once you have answered yourself" in page
    assert rater.post(url, {"text": "x", "key": "another-key"}).status_code == 404
    speak(apart, cast.people["respondent"], 1)
    assert SAID in rater.get(url).content.decode()


def test_whoever_does_not_answer_apart_reads_at_once(apart, cast, url):
    say(apart, cast.people["it_lead"])
    for role in ("cio", "assessor", "business_lead"):
        assert SAID in cast.client(role).get(url).content.decode()
    assert cast.client("stakeholder").get(url).status_code == 403


def test_once_it_is_signed_nothing_is_hidden(apart, cast):
    key, rater = question_key(apart.pk, "DG-06"), cast.people["respondent"]
    assert not may_read(apart.plant, key, rater)
    Assessment.objects.filter(pk=apart.pk).update(state="signed_off")
    assert may_read(apart.plant, key, rater)


def test_a_rater_is_not_told_before_they_have_answered(apart, cast):
    delivery.open_cursors(cast.organization, is_new=False)
    name = cast.people["respondent"].name
    say(apart, cast.people["it_lead"], f"@{name} what do you think?")
    delivery.deliver(cast.organization.pk)
    told = Notice.objects.filter(recipient=cast.people["respondent"], kind="mentioned")
    assert told.count() == 0
    speak(apart, cast.people["respondent"], 1)
    say(apart, cast.people["it_lead"], f"@{name} again?")
    delivery.deliver(cast.organization.pk)
    assert ReactionCursor.objects.filter(failures__gt=0).count() == 0
    notice = told.get()
    assert notice.text.en.startswith("A comment on “DG-06, ")
    assert SAID not in str(notice.words)


def test_other_questions_and_runs_are_not_found(apart, cast):
    for key in ("", "x", f"{apart.pk}", f"{apart.pk}:", f"{apart.pk}:XX-99", "999999:DG-06"):
        assert find_question(apart.plant, key) is None
        assert not may_read(apart.plant, key, cast.people["cio"])


def test_the_card_leads_to_them_and_a_link_without_account_does_not(run, cast, url):
    page = cast.client("cio").get(page_url(run, "questions/DG-06/")).content.decode()
    assert url in page
    Membership.objects.filter(user=cast.people["respondent"]).delete()
    assert cast.client("respondent").get(url).status_code == 404
