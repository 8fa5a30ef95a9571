"""Makers of notices, and a worker that follows acts at once."""

from __future__ import annotations

import datetime as dt

import pytest

from activity.models import Notice
from activity.services import notices
from core import clock
from core.text import LocalizedText
from organizations.models import ReactionCursor
from organizations.services import delivery

WORDS = LocalizedText.of("Answer “Data” in 2026 H2", "请填写“数据”（2026 H2）")


@pytest.fixture
def told(scoped):
    """Return a function that tells the respondent something, with what a test says otherwise."""

    def tell(**more):
        return notices.tell(
            **{
                "recipient": scoped.people["respondent"],
                "kind": Notice.Kind.ASSIGNED,
                "words": WORDS,
                "path": f"/plants/{scoped.plant.slug}/",
                "key": "something/",
                "at": clock.now(),
                "organization_id": scoped.organization.pk,
                "plant": scoped.plant,
                **more,
            }
        )

    return tell


@pytest.fixture
def follow(scoped):
    """Return a function that lets every reaction catch up, and fails when one of them does."""
    delivery.open_cursors(scoped.organization, is_new=False)

    def catch_up():
        delivery.deliver(scoped.organization.pk)
        failed = ReactionCursor.objects.filter(failures__gt=0).values_list("reaction", "error")
        assert list(failed) == []

    return catch_up


def replay(organization, reaction: str) -> None:
    """Put a reaction back to the beginning of the trail, as after a lost place."""
    rows = ReactionCursor.objects.filter(organization=organization, reaction=reaction)
    assert rows.update(position=0) == 1


def days(count: int) -> dt.timedelta:
    return dt.timedelta(days=count)
