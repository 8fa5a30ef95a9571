"""Keys, address and fingers on the plan page: the way to the bars, order, zoom and filter."""

from __future__ import annotations

import re
from datetime import date

import pytest
from playwright.sync_api import expect

from steps.models import Step
from tests.e2e.conftest import pausing
from tests.e2e.plan import accept, arrives, bar, dates, drag
from tests.plugin import wait_until

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


CHAIN = {  # by what is done to the pilot: days of what waits for it
    "before": [(date(2027, 2, 15), date(2027, 10, 29)), (date(2028, 2, 1), date(2028, 10, 31))],
    "after": [(date(2027, 7, 12), date(2028, 3, 24)), (date(2028, 3, 25), date(2028, 12, 23))],
}


def test_what_a_move_brings_about_is_accepted_or_dropped(enter, rows, audit):
    page = enter()
    pilot = rows["MES core, pilot on lines 1–2"]
    chain = [rows["MES roll-out, lines 3–6"], rows["Predictive maintenance, presses"]]
    old = (date(2026, 6, 1), date(2027, 1, 29))

    # By key: a month later the roll-out would have to follow. Esc drops it, and the hand is back.
    bar(page, pilot).focus()
    page.keyboard.press("Shift+ArrowRight")
    expect(page.locator("#drawer [data-first]")).to_be_focused()
    expect(page.locator(".gantt-crowd .gantt-ghost")).to_have_count(2)
    audit(page)
    page.keyboard.press("ArrowRight")  # goes on from what is shown, instead of being lost
    expect(page.locator("#consequences")).to_have_attribute(
        "data-ghosts", re.compile(f"{pilot.pk}:2026-07-08")
    )
    expect(page.locator("#drawer [data-first]")).to_be_focused()
    page.keyboard.press("Escape")
    page.locator("#drawer dialog").wait_for(state="detached")
    expect(page.locator(".gantt-ghost")).to_have_count(0)
    expect(bar(page, pilot)).to_be_focused()
    assert dates(pilot) == old
    assert not Step.objects.exists()

    # By hand: the day after the end snaps to a Monday, and what waits goes as far as it has to.
    drag(page, pilot, ".grip-end", 163, snap=True)
    expect(page.locator(".gantt-crowd .gantt-ghost")).to_have_count(3)
    expect(page.locator("#what-follows")).to_contain_text("MES")
    expect(page.locator("#consequences")).to_have_attribute(
        "data-ghosts", re.compile(f"{pilot.pk}:2026-06-01:2027-07-11")
    )
    accept(page)
    arrives(page, chain[1], *CHAIN["after"][1])
    assert [dates(row) for row in (pilot, *chain)] == [
        (old[0], date(2027, 7, 11)),
        *CHAIN["after"],
    ]
    expect(bar(page, pilot)).to_be_focused()
    expect(bar(page, pilot)).to_have_attribute("aria-label", re.compile("on the critical path"))
    page.keyboard.press("u")
    arrives(page, chain[1], *CHAIN["before"][1])
    assert dates(chain[0]) == CHAIN["before"][0]
    expect(bar(page, pilot)).not_to_have_attribute("aria-label", re.compile("on the critical path"))
    expect(bar(page, pilot)).to_be_focused()
    page.keyboard.press("r")
    arrives(page, chain[1], *CHAIN["after"][1])
    assert [step.verb for step in Step.objects.all()] == ["initiatives.moved"]


def test_chosen_bars_move_together_by_hand_and_by_keys(enter, rows):
    page = enter()
    one, other = rows["End-to-end traceability"], rows["Energy optimization"]
    for row in (one, other):
        bar(page, row).focus()
        page.keyboard.press("x")
    drag(page, one, "rect", 10, drop=False)
    expect(page.locator(".gantt-ghost")).to_have_count(2)
    # With which day a duration ends that stays on the calendar of the plant, only the server knows.
    words = "from 12 Aug 2027, same duration"
    expect(page.locator(".gantt-ghost", has_text=words)).to_have_count(1)
    page.mouse.up()
    arrives(page, one, date(2027, 8, 12), date(2028, 4, 10))
    arrives(page, other, date(2028, 6, 11), date(2028, 12, 25))
    bar(page, other).focus()
    page.keyboard.press("ArrowLeft")
    page.keyboard.press("ArrowLeft")
    arrives(page, other, date(2028, 5, 28), date(2028, 12, 11))
    arrives(page, one, date(2027, 7, 29), date(2028, 3, 27))
    assert [step.verb for step in Step.objects.all()] == ["initiatives.moved"] * 2


def test_consequences_are_shown_beside_the_table_where_nothing_is_drawn(enter, rows):
    page = enter()
    page.goto(page.url.partition("?")[0] + "?view=table")
    pilot = rows["MES core, pilot on lines 1–2"]
    page.locator(f"#initiative-{pilot.pk} .actions-cell a").click()
    page.locator("tr.row-edit [name=ends_on]").fill("2027-07-11")
    page.get_by_role("button", name="Save").click()
    expect(page.locator("#drawer [data-ghosts*=':']")).to_have_count(1)
    expect(page.locator("#drawer [data-first]")).to_be_focused()
    assert page.locator("#gantt-body").count() == 0
    page.keyboard.press("Escape")
    page.locator("#drawer dialog").wait_for(state="detached")
    assert dates(pilot) == (date(2026, 6, 1), date(2027, 1, 29))


def test_after_a_removal_by_keys_the_hand_is_on_the_next_bar(enter, rows):
    page = enter()
    keys = page.locator(".gantt-row .gantt-bar").evaluate_all("all => all.map((bar) => bar.id)")
    for gone, beside in ((keys[1], keys[2]), (keys[-1], keys[-2])):
        page.locator(f"#{gone}").focus()
        page.keyboard.press("Delete")
        page.locator("#asking dialog[open]").wait_for()
        page.locator("#asking .btn-danger").focus()
        page.keyboard.press("Enter")
        page.locator(f"#{gone}").wait_for(state="detached")
        expect(page.locator(f"#{beside}")).to_be_focused()
        page.keyboard.press("ArrowUp")
        expect(page.locator(f"#{beside}")).not_to_be_focused()
        assert page.evaluate("document.activeElement.matches('.gantt-bar')")


def test_what_is_done_while_an_answer_is_on_its_way_is_not_lost(enter, rows):
    page = enter()
    held = []

    def hold(route):
        held.append(route)

    page.route("**/move/", hold)

    def released():
        wait_until(lambda: held, "the request", pausing(page))
        held.pop(0).continue_()

    # Three bars, one after the other, before the first answer: each of them is stored.
    scheduling = rows["Advanced planning and scheduling"]
    moves = (
        (rows["Energy optimization"], 10, date(2028, 6, 11), date(2028, 12, 25)),
        (scheduling, 7, date(2028, 3, 8), date(2028, 12, 22)),
        (rows["End-to-end traceability"], 10, date(2027, 8, 12), date(2028, 4, 10)),
    )
    for row, days, *_ in moves:
        drag(page, row, "rect", days)
    for row, _, start, end in moves:
        released()
        arrives(page, row, start, end)

    # Accepted, and the card closed at once: the drawing follows all the same.
    drag(page, scheduling, "rect", -38)
    released()
    expect(page.locator("#drawer [data-first]")).to_be_focused()
    page.keyboard.press("Enter")
    wait_until(lambda: held, "the request", pausing(page))
    page.keyboard.press("Escape")
    page.locator("#drawer dialog").wait_for(state="detached")
    released()
    arrives(page, scheduling, date(2028, 1, 30), date(2028, 11, 14))
