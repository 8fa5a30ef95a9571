"""Keys, address and fingers on the plan page: the way to the bars, order, zoom and filter."""

from __future__ import annotations

from datetime import date

import pytest
from playwright.sync_api import expect

from steps.models import Step
from tests.e2e.plan import arrives, bar, dates, drag

pytestmark = [pytest.mark.e2e, pytest.mark.slow, pytest.mark.django_db(transaction=True)]


def test_first_bar_is_ten_tabs_away_and_arrows_walk_and_order_rows(enter, rows):
    page = enter()
    pressed = 0
    while page.evaluate("document.activeElement.className.baseVal") != "gantt-bar":
        page.keyboard.press("Tab")
        pressed += 1
        if page.evaluate("document.activeElement.matches('.skip[href^=\"#bar\"]')"):
            page.keyboard.press("Enter")
        assert pressed <= 10
    first, second = (
        rows["IT/OT zones and secure remote access"],
        rows["Warehouse system with barcode"],
    )
    expect(bar(page, first)).to_be_focused()
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Tab")  # the drawing is one stop: out of it
    assert page.evaluate("document.activeElement.closest('[data-gantt]')") is None
    page.keyboard.press("Shift+Tab")
    erp = rows["ERP finance with local statutory setup"]
    expect(bar(page, erp)).to_be_focused()
    page.keyboard.press("Alt+ArrowUp")
    page.wait_for_selector(f"#row-{erp.pk} + #row-{first.pk}")
    expect(bar(page, erp)).to_be_focused()

    # The same by hand: a name is dragged to the end of its phase.
    page.locator(f"#name-{first.pk}").hover()
    page.mouse.down()
    box = page.locator(f"#row-{second.pk}").bounding_box()
    page.mouse.move(box["x"] + 60, box["y"] + 10)
    page.mouse.move(box["x"] + 60, box["y"] + 30, steps=3)
    page.mouse.up()
    page.wait_for_selector(f"#row-{second.pk} + #row-{first.pk}")
    assert page.locator("#drawer dialog").count() == 0
    assert Step.objects.filter(verb="initiative.placed").count() == 2


def test_zoom_and_filter_stand_in_the_address_and_survive_a_move(enter, rows):
    page = enter()
    page.get_by_role("link", name="Months").click()
    page.wait_for_selector(".gantt-scroll.tick-month")
    page.locator("#plan-phase").select_option("optimize")
    page.wait_for_selector("text=3 of 12 initiatives")
    assert "zoom=month" in page.url
    assert "phase=optimize" in page.url
    row = rows["Energy optimization"]
    drag(page, row, "rect", 14)
    arrives(page, row, date(2028, 6, 15), date(2028, 12, 29))
    assert page.locator(".gantt-row").count() == 3
    page.locator(f"#name-{row.pk}").click()
    page.wait_for_selector("#drawer dialog")
    assert "phase=optimize" in page.url
    page.keyboard.press("Escape")
    page.reload()
    assert page.locator(".gantt-row").count() == 3


def test_a_finger_scrolls_and_a_long_press_picks_up(enter, rows):
    page = enter(width="tablet", has_touch=True)
    row = rows["Energy optimization"]
    box = bar(page, row).locator("rect").first
    box.scroll_into_view_if_needed()
    place = box.bounding_box()
    hand = page.context.new_cdp_session(page)

    def touch(kind, x, y):
        points = [] if kind == "touchEnd" else [{"x": x, "y": y}]
        hand.send("Input.dispatchTouchEvent", {"type": kind, "touchPoints": points})

    x, y = place["x"] + 40, place["y"] + 9
    touch("touchStart", x, y)
    touch("touchMove", x - 60, y)  # at once: that scrolls
    touch("touchEnd", 0, 0)
    assert page.locator(".gantt-ghost").count() == 0
    place = box.bounding_box()
    x, y = place["x"] + 40, place["y"] + 9
    touch("touchStart", x, y)
    page.wait_for_selector(".gantt-ghost")
    for step in range(1, 6):
        touch("touchMove", x - 6 * step, y)
    touch("touchEnd", 0, 0)
    page.wait_for_selector(".gantt-ghost", state="detached")
    page.wait_for_selector(f"#bar-{row.pk}:not([data-version='1'])")
    assert dates(row)[0] < date(2028, 6, 1)
