"""Hands on the plan in a browser, shared by its journeys."""

from __future__ import annotations


def bar(page, row):
    return page.locator(f"#bar-{row.pk}")


def dates(row):
    row.refresh_from_db()
    return row.starts_on, row.ends_on


def drag(page, row, part, days, *, drop=True):
    """Pull a part of a bar by days: the bar itself, or its start or end grip."""
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
    page.mouse.move(x + days * scale / 2, y, steps=3)
    page.mouse.move(x + days * scale, y, steps=3)
    if drop:
        page.mouse.up()


def arrives(page, row, start, end):
    """Wait until the server's new drawing shows the bar from day to day."""
    drawn = f"#bar-{row.pk}[data-start='{start}'][data-end='{end}']"
    page.locator(drawn).wait_for()
    page.wait_for_selector(".gantt-ghost", state="detached")
    assert dates(row) == (start, end)
