"""Somebody without an account answers by link on a phone, in Chinese."""

from __future__ import annotations

import pytest
from playwright.sync_api import expect

from core.base import tenant
from questionnaire.models import AnswerLink
from questionnaire.services import devices
from tests.e2e.conftest import forgive_axe
from tests.e2e.test_questionnaire import (  # noqa: F401 -- fixtures of the same kind of run
    becomes,
    card,
    choose,
    ready,
    run,
    signed_in,
)
from tests.factories.answer_links import TOKEN, invite

pytestmark = [pytest.mark.e2e, pytest.mark.slow]
START = f"/a/{TOKEN}/"


@pytest.fixture
def link(cast, run):  # noqa: F811 -- the fixture
    with tenant(cast.organization.pk):
        return invite(cast, run.pk, name="李伟", language="zh-hans", mail="li.wei@example.org")


def narrow(surfer):
    page = surfer.open(width="phone")
    page.set_viewport_size({"width": 360, "height": 780})
    return page


def looked_at(page, name, shot, accessible, surfer):
    page.wait_for_load_state()  # words are there before the styles
    shot(page, f"link-{name}")
    accessible(page)
    forgive_axe(page, surfer)
    width = page.evaluate("document.documentElement.scrollWidth")
    assert width <= page.viewport_size["width"]


def test_link_is_opened_answered_and_handed_in_on_a_phone(
    surfer,
    accessible,
    shot,
    cast,
    run,  # noqa: F811
    link,
):
    def look(name):
        looked_at(page, name, shot, accessible, surfer)

    page = narrow(surfer)
    page.goto(START)
    look("start-zh")
    page.get_by_role("button", name="在本设备上打开").click()
    look("bound-zh")
    page.get_by_role("link", name="作答").click()
    ready(page)
    look("question-zh")
    question = card(page).get_attribute("data-question")
    choose(page, 2)
    becomes(page, cast, run, question, value=2, answered_by_id=link.person_id)
    other = narrow(surfer)
    other.goto(START)
    looked_at(other, "code-zh", shot, accessible, surfer)
    with tenant(cast.organization.pk):
        code = devices.make_code(link=link, by=cast.people["project_owner"])
    other.get_by_label("六位验证码").fill(code)
    other.get_by_role("button", name="在本设备上打开").click()
    other.get_by_role("link", name="提交").click()
    looked_at(other, "hand-in-zh", shot, accessible, surfer)
    other.get_by_role("button", name="提交").click()
    expect(other.locator("h1")).to_contain_text("您的答案已提交")
    looked_at(other, "closed-zh", shot, accessible, surfer)
    page.goto(START)
    expect(page.locator("h1")).to_contain_text("您的答案已提交")
    with tenant(cast.organization.pk):
        assert AnswerLink.objects.get().handed_in_at is not None


@pytest.mark.parametrize(("width", "language"), [("desk", "en"), ("phone", "zh-hans")])
def test_pages_of_whoever_invites_are_accessible(
    signed_in,  # noqa: F811
    accessible,
    shot,
    surfer,
    cast,
    run,  # noqa: F811
    link,
    width,
    language,
):
    owner = cast.people["project_owner"]
    with tenant(cast.organization.pk):
        owner.language = language
        owner.save()
        devices.bind(link=link, mark="first")
        invite(cast, run.pk, token="another", name="Siti Aminah", sections=("DG", "SP"))
        AnswerLink.objects.filter(pk=link.pk).update(code_asked_at=link.created_at)
    page = signed_in(width=width)
    runs = f"/plants/johor-bahru/current/runs/{run.pk}/"
    for place in ("links/", "links/new/"):
        page.goto(runs + place)
        looked_at(
            page, f"{place.strip('/').replace('/', '-')}-{language}", shot, accessible, surfer
        )
    page.goto(f"{runs}links/")
    page.locator("form[action$='/code/'] button").click()
    expect(page.locator("output")).to_be_visible()
    looked_at(page, f"code-{language}", shot, accessible, surfer)
    page.goto(f"{runs}links/")
    page.locator("form[action$='/address/'] button").first.click()
    expect(page.locator("#answer-link")).to_be_visible()
    looked_at(page, f"address-{language}", shot, accessible, surfer)
