"""The owner sets the start of production, sees what must begin when, plans a need, and slips."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from playwright.sync_api import expect

from calendars.models import PlantMilestone
from core import clock
from roadmap.models import Initiative

pytestmark = [pytest.mark.e2e, pytest.mark.slow, pytest.mark.django_db(transaction=True)]
PAGE = "/plants/johor-bahru/roadmap/launch/"
WORDS = {
    "en": {
        "unset": "The start of production has no day yet",
        "need": "MES of line 1",
        "moved": "The start of production is 6 weeks later.",
        "planned": "planned",
    },
    "zh-hans": {
        "unset": "尚未设定投产日",
        "need": "1号线MES",
        "moved": "投产已推迟6周。",
        "planned": "已规划",
    },
}


def start() -> date:
    return clock.today() + timedelta(days=400)


@pytest.mark.parametrize(
    ("language", "theme", "width"), [("en", "light", "desk"), ("zh-hans", "dark", "phone")]
)
def test_from_the_start_to_a_bar_and_a_slip(enter, launching, audit, language, theme, width):
    launching(language)
    words = WORDS[language]
    page = enter(path=PAGE, theme=theme, width=width)
    expect(page.locator("main")).to_contain_text(words["unset"])
    page.goto(f"{PAGE}edit/")
    page.select_option("select[name=kind]", "leased_hall")
    page.fill("input[name=on]", start().isoformat())
    page.click("main form[method=get] button")
    expect(page.locator("input[name=M16]")).to_have_value(start().isoformat())
    page.wait_for_load_state()
    audit(page)
    page.click("main form[method=post] button.btn-primary")
    need = page.locator("#need-K-19")
    expect(need).to_contain_text(words["need"])
    page.wait_for_load_state()
    audit(page)

    need.locator("a.btn").click()
    expect(page.locator("input[name=ends_on]")).not_to_have_value("")
    page.wait_for_load_state()
    audit(page)
    page.fill("input[name=one_off_amount]", "240000")
    page.click("main form[method=post] button.btn-primary")
    expect(page.locator("#need-K-19")).to_contain_text(words["planned"])
    row = Initiative.objects.get(need="K-19")
    stone = PlantMilestone.objects.get(key="M14")
    assert row.ends_on < stone.planned_on

    page.fill("input[name=slip]", "6")
    page.click("#what-if form[method=get] button")
    page.click("#what-if form[method=post] button")
    expect(page.locator("#toasts")).to_contain_text(words["moved"])
    moved = PlantMilestone.objects.get(key="M16").planned_on
    assert moved == start() + timedelta(weeks=6)
    assert Initiative.objects.get(need="K-19").ends_on == row.ends_on
