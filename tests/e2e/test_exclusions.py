"""“Does not apply” in a real browser: incomplete it is not lost, proposed it waits, accepted it counts."""

from __future__ import annotations

import pytest
from django.conf import settings
from playwright.sync_api import expect

from assessment.models import Answer
from assessment.services.answering import rescore
from core.base import tenant
from packs.schema import Framework
from tests.e2e.conftest import pausing
from tests.factories.assessment_runs import flagship, make_run
from tests.plugin import wait_until

pytestmark = [pytest.mark.e2e, pytest.mark.slow]
LOW = ("DG-01", "DG-04", "DG-07")
LACK = "Not saved yet: say why this question does not apply."


@pytest.fixture
def run(live_server, cast):
    """A run under 1.1.0, all 5 but the three questions that hold data governance at 0."""
    with tenant(cast.organization.pk):
        leaves = [leaf.id for leaf in flagship("1.1.0").read(Framework).leaves]
        levels = {name: 0 if name in LOW else 5 for name in leaves}
        run = make_run(cast.plant, levels, release="1.1.0")
        rescore(run)
    return run


def signed_in(surfer, cast, live_server, role):
    page = surfer.open()
    cookie = cast.client(role).cookies[settings.SESSION_COOKIE_NAME].value
    page.context.add_cookies(
        [{"name": settings.SESSION_COOKIE_NAME, "value": cookie, "url": live_server.url}]
    )
    return page


def base(run) -> str:
    return f"/plants/johor-bahru/current/runs/{run.pk}/"


def ready(page) -> None:
    page.wait_for_selector("#questionnaire[data-whole]", state="attached")


def test_incomplete_is_kept_then_proposed_then_accepted_and_lifts_the_level(
    surfer, cast, live_server, run
):
    page = signed_in(surfer, cast, live_server, "respondent")
    page.goto(f"{base(run)}questions/DG-01/")
    ready(page)
    card = page.locator(".q-card:not([hidden])")
    page.keyboard.press("a")
    page.keyboard.press("Escape")
    expect(card.locator("[data-lack]")).to_have_text(LACK)
    expect(page.locator("#save-state")).to_have_text(LACK)
    page.keyboard.press("j")
    expect(card).to_have_attribute("data-question", "DG-02")
    expect(page.locator("#kept-banner")).to_contain_text("DG-01")
    expect(page.locator("#save-state")).to_be_empty()
    page.reload()
    ready(page)
    page.locator("#kept-banner a").click()
    expect(card).to_have_attribute("data-question", "DG-01")
    expect(card.locator('[name="not_applicable"]')).to_be_checked()
    expect(card.locator("[data-lack]")).to_have_text(LACK)

    card.locator('[name="reason"]').fill("No own data: all of it is kept at headquarters.")
    expect(card.locator(".q-na")).to_contain_text("Until then the answer beside it counts.")
    expect(card.locator("[data-lack]")).to_be_empty()

    def proposed() -> bool:
        with tenant(cast.organization.pk):
            row = Answer.objects.get(assessment=run, question="DG-01")
        return (row.na_state, row.value) == ("proposed", 0)

    wait_until(proposed, "the proposal", pausing(page))
    drafts = "Object.keys(localStorage).filter((name) => name.startsWith('landfall-draft:')).length"
    assert page.evaluate(drafts) == 0

    assessor = signed_in(surfer, cast, live_server, "assessor")
    assessor.goto(f"{base(run)}score/")
    level = assessor.locator("tr", has_text="Data governance").locator("td").nth(3)
    expect(level).to_contain_text("held at 0")
    assessor.goto(f"{base(run)}review/")
    assessor.locator("#answer-DG-01").get_by_role("button", name="Accept DG-01").click()
    expect(assessor.locator("#answer-DG-01")).to_contain_text("accepted")
    assessor.goto(f"{base(run)}score/")
    expect(level).to_contain_text("lifted from 0: DG-01")
    expect(level.locator(".level")).to_have_text("2")
