"""Telling, settling, reading: once for each thing, and only to whoever may see it."""

from __future__ import annotations

import pytest
from django.core.exceptions import ValidationError

from activity.models import Notice
from activity.selectors.notices import dated_notices, notices_of, unread_count
from activity.services import notices
from core import clock
from organizations.domain.roles import Permission
from organizations.models import Membership
from organizations.selectors.places import grants
from tests.activity.conftest import WORDS, days


@pytest.fixture
def reader(scoped):
    return scoped.people["respondent"]


def seen(person):
    return list(notices_of(person, grants(person)))


def settle(cast, start, **more):
    return notices.settle(organization_id=cast.organization.pk, start=start, at=clock.now(), **more)


def test_a_notice_keeps_its_words_in_both_languages(told, reader):
    notice = told()
    assert seen(reader) == [notice]
    assert notice.text == WORDS
    assert (str(notice), notice.read_at, notice.done_at) == ("something/", None, None)


def test_told_twice_of_one_act_it_is_one_and_stays_read(told, reader):
    now = clock.now()
    first = told(at=now)
    notices.mark_read(by=reader, notices=[first.pk])
    again = told(at=now)
    assert again.pk == first.pk
    assert seen(reader)[0].read_at is not None


def test_told_later_of_the_same_thing_it_is_new_again(told, reader, scoped):
    now = clock.now()
    first = told(at=now)
    notices.mark_read(by=reader, notices=[first.pk])
    settle(scoped, "something/")
    Notice.objects.update(mailed_at=now)
    told(at=now + days(1), kind=Notice.Kind.RETURNED)
    (notice,) = seen(reader)
    assert (notice.pk, notice.kind) == (first.pk, "returned")
    assert (notice.read_at, notice.done_at, notice.mailed_at) == (None, None, None)


def test_nobody_is_told_of_their_own_act(told, reader):
    assert told(by=reader) is None
    assert seen(reader) == []


def test_whoever_may_not_see_it_is_not_told(told, reader, scoped):
    assert told(right=Permission.ASSESSMENT_SIGN) is None
    assert told(recipient=scoped.people["stranger"]) is None
    assert told(plant=None) is None  # of the whole group, where the person has no role
    assert told(recipient=scoped.people["cio"], plant=None) is not None


@pytest.mark.parametrize(
    "path", ["https://example.org/", "//example.org/", "/no/such/page/", "inbox/", "/\\x.org/"]
)
def test_a_notice_leads_into_the_product_only(told, path):
    with pytest.raises(ValidationError):
        told(path=path)


@pytest.mark.parametrize("words", [{}, {"zh-hans": "你好"}, [], "words"])
def test_a_notice_has_words(told, words):
    notice = told()
    notice.words = words
    with pytest.raises(ValidationError):
        notice.full_clean()


def test_rights_are_judged_at_reading(told, reader, scoped):
    told(right=Permission.ASSESSMENT_ANSWER)
    mine = Membership.objects.get(user=reader)
    mine.role = "stakeholder"
    mine.save()
    assert seen(reader) == []
    assert unread_count(reader, grants(reader)) == 0
    mine.role = "it_lead"
    mine.save()
    assert len(seen(reader)) == unread_count(reader, grants(reader)) == 1
    mine.delete()
    assert seen(reader) == []


def test_settling_ends_with_its_key(told, reader, scoped):
    told(key="run/1/section/DG/")
    told(key="run/1/section/DG2/")
    told(key="run/12/")
    assert settle(scoped, "run/1/section/DG/") == 1
    assert settle(scoped, "run/1/", keeping=["run/1/section/DG2/"]) == 0
    assert settle(scoped, "run/1/", recipient=scoped.people["cio"]) == 0
    assert settle(scoped, "run/1/") == 1
    assert [one.key for one in seen(reader) if one.done_at is None] == ["run/12/"]


def test_what_was_told_later_stays_open(told, reader, scoped):
    told(at=clock.now() + days(1))
    assert settle(scoped, "something/") == 0


def test_taking_back_opens_it_again_and_it_stays_read(told, reader, scoped):
    notice = told()
    notices.mark_read(by=reader, notices=[notice.pk])
    settle(scoped, "something/")
    notices.reopen(recipient=reader, key="something/")
    (found,) = seen(reader)
    assert found.done_at is None
    assert found.read_at is not None


def test_another_day_is_put_on_what_is_open(told, reader):
    today = clock.today()
    told(key="a/", due_on=today)
    told(key="b/")
    notices.move_day(key="a/", due_on=today + days(3))
    notices.move_day(key="b/", due_on=today)
    assert [one.key for one in dated_notices(reader, grants(reader))] == ["b/", "a/"]
    notices.move_day(key="a/", due_on=None)
    assert [one.key for one in dated_notices(reader, grants(reader))] == ["b/"]


def test_what_only_informs_is_done_when_it_is_read(told, reader):
    ready, task = told(key="a/", kind=Notice.Kind.REPORT_READY), told(key="b/")
    notices.mark_read(by=reader, notices=[ready.pk, task.pk])
    ready.refresh_from_db()
    task.refresh_from_db()
    assert ready.done_at is not None
    assert task.done_at is None


def test_nobody_reads_for_others(told, scoped):
    notice = told()
    notices.mark_read(by=scoped.people["cio"], notices=[notice.pk])
    notice.refresh_from_db()
    assert notice.read_at is None


def test_what_was_done_long_ago_goes(told, settings, scoped):
    told(key="open/")
    told(key="done/")
    settle(scoped, "done/")
    assert notices.remove_done(clock.now() + days(settings.FORMER_MEMBER_DAYS - 1)) == 0
    assert notices.remove_done(clock.now() + days(settings.FORMER_MEMBER_DAYS + 1)) == 1
    assert Notice.objects.get().key == "open/"
