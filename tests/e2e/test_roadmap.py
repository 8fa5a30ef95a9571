"""The project owner moves bars by hand and by keys, sees what breaks, and takes it back."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from playwright.sync_api import expect

from core import clock
from goals.models import Goal
from roadmap.models import Dependency, Initiative
from steps.models import Step
from tests.e2e.conftest import PLAN, pausing
from tests.e2e.plan import accept, arrives, bar, dates, drag
from tests.plugin import wait_until

pytestmark = [pytest.mark.e2e, pytest.mark.slow, pytest.mark.django_db(transaction=True)]


def drawn_link(page, before, after):
    """Wait until the server's new drawing shows a link."""
    page.wait_for_selector(f".gantt-link[data-before='{before.pk}'][data-after='{after.pk}']")


def test_drag_keys_violation_and_undo(enter, rows, audit):
    page = enter()
    scheduling, data = rows["Advanced planning and scheduling"], rows["Energy optimization"]
    name = bar(page, scheduling).get_attribute("aria-label")
    assert name.startswith("Advanced planning and scheduling, 1\u00a0Mar\u00a02028 to 15\u00a0Dec")
    assert "MYR" in name

    # By hand: 31 days earlier than the data platform allows, then nothing is lost by undo.
    drag(page, scheduling, "rect", -31)
    accept(page)  # it breaks a link: that is shown first
    arrives(page, scheduling, date(2028, 1, 30), date(2028, 11, 14))
    page.wait_for_selector("#conflict-banner .banner")
    assert "2 days too early" in page.inner_text("#conflict-banner")
    assert "2 days too early" in bar(page, scheduling).get_attribute("aria-label")
    audit(page)
    page.click("#conflict-banner button")
    banner = page.locator("#conflict-banner")
    expect(banner).not_to_contain_text("too early")  # its milestone still lies outside
    assert dates(scheduling)[0] == date(2028, 2, 1)

    bar(page, scheduling).focus()
    page.keyboard.press("u")
    expect(banner).to_contain_text("too early")
    page.keyboard.press("u")
    page.wait_for_selector("#conflict-banner .banner", state="detached")
    assert dates(scheduling) == (date(2028, 3, 1), date(2028, 12, 15))

    # Edges change one date.
    page.locator("#toasts [data-dismiss]").click()  # it may lie over the last bar
    drag(page, data, ".grip-end", 10)
    arrives(page, data, date(2028, 6, 1), date(2028, 12, 25))

    # By keys: two weeks later, then a month, then the end only; one step is stored.
    before = Step.objects.count()
    bar(page, data).focus()
    for key in ("ArrowRight", "ArrowRight", "Shift+ArrowLeft", "Alt+ArrowLeft"):
        page.keyboard.press(key)
    assert dates(data)[0] == date(2028, 6, 1)  # nothing is stored before the release
    arrives(page, data, date(2028, 5, 15), date(2028, 12, 1))
    assert Step.objects.count() == before + 1
    expect(bar(page, data)).to_be_focused()


def test_escape_stores_nothing(enter, rows):
    page = enter()
    row = rows["Energy optimization"]
    page.wait_for_load_state("networkidle")  # what comes later moves the rows
    bar(page, row).evaluate(
        "bar => scrollBy(0, bar.getBoundingClientRect().bottom - innerHeight + 9)"
    )
    bar(page, row).locator("rect").first.scroll_into_view_if_needed()  # as `drag` does
    edge = page.evaluate("scrollY")
    drag(page, row, "rect", 40, drop=False)
    assert page.evaluate("scrollY") == edge  # the page stays where the hand is
    assert page.locator(".gantt-ghost").count() == 1
    page.keyboard.press("Escape")
    page.mouse.up()
    assert page.locator(".gantt-ghost").count() == 0
    bar(page, row).focus()
    page.keyboard.press("ArrowRight")
    page.keyboard.press("Escape")
    # What is stored afterwards arrives alone: nothing was waiting before it.
    other = rows["Advanced planning and scheduling"]
    bar(page, other).focus()
    page.keyboard.press("ArrowRight")
    arrives(page, other, date(2028, 3, 8), date(2028, 12, 22))
    assert dates(row)[0] == date(2028, 6, 1)
    assert Step.objects.count() == 1


def test_a_move_by_key_is_stored_though_the_page_is_left_at_once(enter, rows):
    page = enter()
    row = rows["Energy optimization"]
    bar(page, row).focus()
    page.keyboard.press("ArrowRight")
    page.evaluate("location.href = document.querySelector('.site-nav a, nav a').href")
    page.wait_for_url(lambda address: "roadmap" not in address)
    wait_until(lambda: dates(row)[0] == date(2028, 6, 8), "the move", pausing(page))
    assert Step.objects.count() == 1


COVERED = """() => [...document.querySelectorAll(".gantt-bar")].flatMap((bar) => {
  const box = bar.querySelector("rect").getBoundingClientRect();
  const steps = Array.from({ length: 40 }, (_, step) => box.left + box.width * (step + 0.5) / 40);
  return steps.concat([TODAY]).filter((x) => x > box.left && x < box.right)
    .map((x) => document.elementFromPoint(x, box.top + box.height / 2))
    .filter((top) => top && top.closest(".gantt-bar") !== bar)
    .map((top) => `${bar.id} under ${top.outerHTML}`);
})"""


def test_nothing_drawn_over_a_bar_takes_its_pointer(enter, rows):
    first = rows["Warehouse system with barcode"]
    today = clock.now().date()  # the line of today runs over the middle of the bar
    first.starts_on, first.ends_on = today - timedelta(60), today + timedelta(60)
    first.save()
    page = enter()
    page.set_viewport_size({"width": 1440, "height": 1600})
    line = page.locator(".gantt-head .today line").first.bounding_box()
    assert page.evaluate(COVERED.replace("TODAY", str(line["x"] + line["width"] / 2))) == []


def test_links_by_hand_and_by_keys(enter, rows):
    page = enter()
    first, second = rows["Warehouse system with barcode"], rows["End-to-end traceability"]
    page.set_viewport_size({"width": 1440, "height": 640})
    scrolled = (
        "() => { const box = document.querySelector('[data-gantt]');"
        " return [Math.round(box.getBoundingClientRect().top), box.scrollTop]; }"
    )
    page.wait_for_function(  # the lower window may not have been laid out yet
        "() => { const box = document.querySelector('[data-gantt]');"
        " scrollBy(0, box.getBoundingClientRect().top - 80); box.scrollTop = 20;"
        " return box.scrollTop > 0; }"
    )
    bar(page, first).hover()
    before = page.evaluate(scrolled)
    assert before[1] > 0
    handle = bar(page, first).locator(".grip-link").bounding_box()
    target = bar(page, second).locator("rect").first.bounding_box()
    page.mouse.move(handle["x"] + 4, handle["y"] + 4)
    page.mouse.down()
    page.mouse.move(target["x"] + 30, target["y"] + 6, steps=5)
    page.mouse.up()
    drawn_link(page, first, second)
    expect(bar(page, first)).to_be_focused()
    assert page.evaluate(scrolled) == before  # though the whole drawing is another one
    page.set_viewport_size({"width": 1440, "height": 900})
    assert Dependency.objects.filter(predecessor=first, successor=second, kind="FS").exists()

    bar(page, second).focus()
    page.keyboard.press("l")
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Enter")
    after = rows["Predictive maintenance, presses"]
    accept(page)  # it has to wait: that is shown first, and stored with the link
    drawn_link(page, second, after)
    assert dates(after) == (date(2028, 4, 1), date(2028, 12, 30))
    assert Dependency.objects.filter(predecessor=second, successor=after).exists()

    # A circle is refused in words, and the drawing stays.
    count = Dependency.objects.count()
    bar(page, after).focus()
    page.keyboard.press("l")
    bar(page, first).focus()
    page.keyboard.press("Enter")
    page.wait_for_selector("#drawer .error-summary")
    assert "circle" in page.inner_text("#drawer .error-summary")
    assert Dependency.objects.count() == count


def test_delete_asks_and_undo_brings_back(enter, rows):
    page = enter()
    row = rows["MES core, pilot on lines 1–2"]
    bar(page, row).focus()
    page.keyboard.press("Delete")
    page.wait_for_selector("#ask[open]")
    page.click("#ask .btn-danger")
    page.wait_for_selector(f"#bar-{row.pk}", state="detached")
    assert not Initiative.objects.filter(pk=row.pk).exists()
    page.click("#toasts button:has-text('Undo')")
    page.wait_for_selector(f"#bar-{row.pk}")
    assert Initiative.objects.get(pk=row.pk).milestones.count() == 1
    assert Dependency.objects.filter(predecessor=row.pk).count() == 1
    bar(page, row).focus()
    page.keyboard.press("r")
    page.wait_for_selector(f"#bar-{row.pk}", state="detached")
    page.locator("[data-undo]").click()
    page.wait_for_selector(f"#bar-{row.pk}")


def test_two_editors_never_overwrite_each_other(enter, rows):
    one, other = enter(), enter("cio")
    row = rows["Energy optimization"]
    drag(one, row, "rect", 14)
    arrives(one, row, date(2028, 6, 15), date(2028, 12, 29))
    drag(other, row, "rect", 60)
    other.wait_for_selector("#drawer .conflict")
    text = other.inner_text("#drawer .conflict")
    assert "Project Owner changed this" in text
    assert dates(row)[0] == date(2028, 6, 15)
    other.click("#drawer button:has-text('Keep mine')")
    other.wait_for_selector("#drawer .conflict", state="detached")
    accept(other)  # it ends beyond the plan
    arrives(other, row, date(2028, 7, 31), date(2029, 2, 13))


def test_enter_opens_the_form_and_table_edits_in_place(enter, rows, audit):
    page = enter()
    row = rows["Energy optimization"]
    bar(page, row).focus()
    page.keyboard.press("Enter")
    page.wait_for_selector("#drawer input[name=title]")
    page.fill("#drawer input[name=one_off_amount]", "７００，000")
    page.fill("#drawer input[name=ends_on]", "2028-05-01")
    page.click("#drawer .btn-primary")
    page.wait_for_selector("#drawer .error-summary")
    page.fill("#drawer input[name=ends_on]", "2028-12-20")
    page.click("#drawer .btn-primary")
    page.wait_for_selector("#drawer dialog", state="detached")
    assert dates(row)[1] == date(2028, 12, 20)
    assert row.one_off_amount == 700_000

    page.goto(f"{PLAN}?view=table")
    page.click(f"#initiative-{row.pk} a:has-text('Edit')")
    page.fill("input[name=progress]", "130")
    page.click("button:has-text('Save')")
    page.wait_for_selector(".row-edit .error")
    page.fill("input[name=progress]", "25")
    audit(page)
    page.click("button:has-text('Save')")
    page.wait_for_selector(".row-edit", state="detached")
    row.refresh_from_db()
    assert row.progress == 25


def test_phone_shows_a_list_and_no_drag(enter, rows, audit):
    page = enter(width="phone")
    assert page.locator("[data-gantt]").is_hidden()
    top = page.locator(".quarter-list .title").first.evaluate(
        "first => first.getBoundingClientRect().top + scrollY"
    )
    assert top < 1.5 * 844  # a screen and a half
    expect(page.locator("#plan-q")).to_be_hidden()
    page.get_by_role("button", name="Filter").click()
    audit(page)
    page.locator("#plan-phase").select_option("optimize")
    page.wait_for_selector("text=3 of 12 initiatives")
    page.get_by_role("link", name="Show all").click()
    page.click(".quarter-list a:has-text('Energy optimization')")
    page.wait_for_selector("#drawer h2:has-text('Energy optimization')")
    audit(page)


def test_two_clicks_set_one_goal_and_the_button_rests_meanwhile(enter, rows):
    page = enter(path=f"{PLAN}goals/create/")
    page.locator("#id_title").fill("Faster setup")
    page.locator("#id_target_text").fill("20 min")
    page.locator("#id_due_on").fill("2027-03-31")
    button = page.get_by_role("button", name="Set the goal")
    page.route("**/goals/create/", lambda route: route.fulfill(status=204))
    button.click()
    expect(button).to_be_disabled()
    page.evaluate("() => window.dispatchEvent(new PageTransitionEvent('pageshow'))")  # Back
    expect(button).to_be_enabled()
    page.unroute("**/goals/create/")
    button.dblclick()
    expect(page.get_by_text("Goal Faster setup is set.")).to_be_visible()
    assert Goal.objects.filter(title="Faster setup").count() == 1
    page.go_back()
    page.locator("#id_title").fill("Safer setup")
    for name, words in (("target_text", "0 accidents"), ("due_on", "2027-03-31")):
        page.locator(f"#id_{name}").fill(words)
    button.click()
    expect(page.get_by_text("Goal Safer setup is set.")).to_be_visible()
    assert Goal.objects.count() == 2
