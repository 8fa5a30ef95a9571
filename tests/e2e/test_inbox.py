"""The inbox in a browser: accessible, at every width, by the keyboard, and without an account."""

from __future__ import annotations

import datetime as dt

import pytest
from playwright.sync_api import expect

from activity.models import Notice
from activity.services import notices
from activity.services.digests import token_of
from core import clock
from core.base import tenant
from core.text import LocalizedText
from tests.e2e.conftest import forgive_axe
from tests.factories.organizations import PASSWORD

pytestmark = [pytest.mark.e2e, pytest.mark.slow]
PERSON = "respondent@example.org"
WAYS = [("desk", "light", "en"), ("phone", "dark", "zh-hans")]


@pytest.fixture
def told(live_server, cast):
    """Tell the respondent of three things: late, read, done."""
    reader = cast.people["respondent"]
    with tenant(cast.organization.pk):
        for number, key in enumerate(("late/", "read/", "done/")):
            notices.tell(
                recipient=reader,
                kind=Notice.Kind.ASSIGNED,
                words=LocalizedText.of(f"Answer “{key}”", f"请填写“{key}”"),
                path="/plants/johor-bahru/",
                key=key,
                at=clock.now() - dt.timedelta(hours=number),
                organization_id=cast.organization.pk,
                plant=cast.plant,
                due_on=clock.today() - dt.timedelta(days=1),
            )
        Notice.objects.filter(key="read/").update(read_at=clock.now())
        Notice.objects.filter(key="done/").update(done_at=clock.now())
    return reader


@pytest.mark.parametrize(("width", "theme", "language"), WAYS)
def test_pages_of_the_inbox_are_accessible(
    told, surfer, accessible, sign_in, shot, width, theme, language
):
    told.language = language
    told.save()
    page = surfer.open(width=width, theme=theme)
    sign_in(page, PERSON, PASSWORD)
    pages = {
        "open": "/inbox/",
        "all": "/inbox/?show=all",
        "calendar": "/inbox/calendar/",
        "off": f"/mails/{token_of(told)}/off/",
    }
    for name, path in pages.items():
        page.goto(path)
        shot(page, f"inbox-{name}-{width}")
        wide = page.evaluate("document.documentElement.scrollWidth - innerWidth")
        assert wide <= 0
        accessible(page)
        forgive_axe(page, surfer)


def test_whoever_only_answers_lands_in_the_inbox_and_works_by_keys(told, surfer, sign_in):
    page = surfer.open()
    sign_in(page, PERSON, PASSWORD)
    page.wait_for_url("**/inbox/")
    bell = page.locator(".tools .count")
    expect(bell).to_have_text("1")
    page.goto("/search/")
    page.locator("h1").click()
    page.keyboard.press("g")
    page.keyboard.press("i")
    page.wait_for_url("**/inbox/")
    page.keyboard.press("j")
    page.keyboard.press("Enter")
    page.wait_for_url("**/plants/johor-bahru/")
    expect(bell).to_have_count(0)
