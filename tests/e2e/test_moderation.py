"""Two people answer apart, an assessor agrees with them: in three browsers."""

from __future__ import annotations

import pytest
from playwright.sync_api import expect

from core.base import tenant
from questionnaire.models import RaterAnswer
from tests.e2e.conftest import forgive_axe, pausing
from tests.e2e.test_questionnaire import (  # noqa: F401 -- fixtures of the same kind of run
    address,
    becomes,
    card,
    choose,
    ready,
    run,
    signed_in,
    stored,
)
from tests.plugin import wait_until
from tests.questionnaire.conftest import assign, speak

pytestmark = [pytest.mark.e2e, pytest.mark.slow]


@pytest.fixture
def apart(cast, run):  # noqa: F811 -- the fixture
    with tenant(cast.organization.pk):
        assign(run, cast, cast.people["project_owner"])
    return run


def give(page, run, level: int, note: str) -> None:  # noqa: F811 -- the fixture's run
    page.goto(address(run, "DG-06"))
    ready(page)
    choose(page, level)
    expect(page.locator("#save-state")).to_contain_text("Saved")
    card(page).locator("textarea[name=note]").fill(note)
    card(page).locator("textarea[name=note]").blur()

    def is_stored() -> bool:
        with tenant(run.plant.organization_id):
            return RaterAnswer.objects.filter(assessment=run, note=note).exists()

    wait_until(is_stored, "the note", pausing(page))
    page.goto("/")


def test_two_answer_apart_and_an_assessor_agrees_with_them(signed_in, cast, apart):  # noqa: F811
    give(signed_in("it_lead"), apart, 4, "One report in Power BI.")
    other = signed_in("respondent")
    other.goto(address(apart, "DG-06"))
    ready(other)
    assert "Power BI" not in other.content()
    expect(card(other).locator('input[name="value"]:checked')).to_have_count(0)
    give(other, apart, 1, "Three numbers in the monthly pack.")
    with tenant(cast.organization.pk):
        rows = RaterAnswer.objects.filter(question="DG-06").order_by("pk")
        assert [row.value for row in rows] == [4, 1]
    assert stored(cast, apart, "DG-06").value == 1
    page = signed_in("assessor")
    page.goto(f"/plants/johor-bahru/current/runs/{apart.pk}/moderation/")
    row = page.locator("#m-DG-06")
    expect(row).to_contain_text("Three numbers in the monthly pack.")
    row.locator('input[name="value"]').nth(2).check()
    row.get_by_role("button", name="Record the agreed answer").click()
    expect(row).to_contain_text("Say why")
    row.locator("textarea").fill("Quality showed two formulas for one month.")
    row.get_by_role("button", name="Record the agreed answer").click()
    expect(page.locator("#m-DG-06")).to_contain_text("agreed")
    becomes(page, cast, apart, "DG-06", value=2)


@pytest.mark.parametrize(
    ("width", "theme", "language"), [("desk", "light", "en"), ("phone", "dark", "zh-hans")]
)
def test_pages_about_several_voices_are_accessible(
    signed_in,  # noqa: F811
    accessible,
    cast,
    apart,
    width,
    theme,
    language,
    surfer,
    shot,
):
    owner = cast.people["project_owner"]
    with tenant(cast.organization.pk):
        owner.language = language
        owner.save()
        speak(apart, cast.people["it_lead"], 4, note="One report in Power BI.")
        speak(apart, cast.people["respondent"], 1, note="Three numbers in the monthly pack.")
    page = signed_in(width=width, theme=theme)
    person = cast.people["respondent"].pk
    for place in (f"runs/{apart.pk}/moderation/", "functions/", f"functions/{person}/"):
        page.goto(f"/plants/johor-bahru/current/{place}")
        shot(page, f"{place.strip('/').replace('/', '-')}-{width}-{language}")
        accessible(page)
        forgive_axe(page, surfer)
