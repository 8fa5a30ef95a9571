"""Hands on the plan in a browser, shared by its journeys."""

from __future__ import annotations

from playwright.sync_api import expect


def bar(page, row):
    return page.locator(f"#bar-{row.pk}")


def dates(row):
    row.refresh_from_db()
    return row.starts_on, row.ends_on


def drag(page, row, part, days, *, drop=True, snap=False):
    """Pull a part of a bar by days, to the day: the bar itself, or its start or end grip."""
    scale = page.evaluate(
        """() => { const { start, end } = document.querySelector("[data-gantt]").dataset;
        const lane = document.querySelector(".gantt-row .lane").getBoundingClientRect();
        return lane.width / ((Date.parse(end) - Date.parse(start)) / 864e5); }"""
    )
    handle = bar(page, row).locator(part).first
    handle.scroll_into_view_if_needed()
    box = handle.bounding_box()
    x, y = box["x"] + box["width"] / 2, box["y"] + box["height"] / 2
    page.mouse.move(x, y)
    page.mouse.down()
    if not snap:
        page.keyboard.down("Alt")
    page.mouse.move(x + days * scale / 2, y, steps=3)
    page.mouse.move(x + days * scale, y, steps=3)
    if drop:
        page.mouse.up()
    page.keyboard.up("Alt")


def accept(page):
    """Accept the consequences that are shown, by their button, which has the focus."""
    button = page.locator("#drawer [data-first]")
    expect(button).to_be_focused()
    page.keyboard.press("Enter")
    page.locator("#drawer dialog").wait_for(state="detached")


def arrives(page, row, start, end):
    """Wait until the server's new drawing shows the bar from day to day."""
    drawn = f"#bar-{row.pk}[data-start='{start}'][data-end='{end}']"
    page.locator(drawn).wait_for()
    page.wait_for_selector(".gantt-ghost", state="detached")
    assert dates(row) == (start, end)
