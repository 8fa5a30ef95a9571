"""The project owner takes the plan out as a workbook, brings it back changed, and undoes it."""

from __future__ import annotations

from pathlib import Path

import pytest
from playwright.sync_api import expect

from core.base import tenant
from roadmap.models import Initiative
from tests.e2e.conftest import settle
from tests.factories.roadmap import picture_plan
from tests.interchange.books import Book

pytestmark = [pytest.mark.e2e, pytest.mark.slow, pytest.mark.django_db(transaction=True)]
BASE = "/plants/johor-bahru/roadmap/"


@pytest.fixture
def page(cast, surfer, live_server):
    with tenant(cast.organization.pk):
        picture_plan(cast.plant, cast.people["project_owner"])
        page = surfer.open()
        cookie = next(iter(cast.client("project_owner").cookies.values()))
        page.context.add_cookies(
            [{"name": cookie.key, "value": cookie.value, "url": live_server.url}]
        )
        page.goto(BASE)
        yield page


def test_the_plan_goes_out_comes_back_and_is_undone(page, tmp_path, accessible):
    page.get_by_role("button", name="Export").click()
    with page.expect_download() as waiting:
        page.get_by_role("link", name="Workbook Excel, can be imported again").click()
    book = Book(Path(waiting.value.path()).read_bytes())
    row = Initiative.objects.get(title__en="Energy optimization")
    book.set("Initiatives", f"I{row.pk}", "Note", "Ask the energy supplier")
    file = tmp_path / "plan.xlsx"
    file.write_bytes(book.data)
    page.goto("/plants/johor-bahru/interchange/plans/import/")
    page.set_input_files("input[type=file]", file)
    page.get_by_role("button", name="Check the file").click()
    expect(page.get_by_text("New rows: 0; changed: 1; as stored: 22.")).to_be_visible()
    settle(page)
    accessible(page)
    page.get_by_role("button", name="Import 1 row").click()
    page.wait_for_url(lambda address: address.endswith(BASE))
    assert Initiative.objects.get(pk=row.pk).note == "Ask the energy supplier"
    page.get_by_role("button", name="Undo").click()
    expect(page.locator("#undo").get_by_role("button", name="Redo")).to_be_visible()
    assert Initiative.objects.get(pk=row.pk).note == ""


def test_a_calendar_address_is_made_and_read(page, surfer, accessible):
    page.get_by_role("button", name="Export").click()
    page.get_by_role("link", name="Subscribe in a calendar").click()
    page.get_by_role("button", name="Make an address").click()
    address = page.locator("#feed-address").input_value()
    settle(page)
    accessible(page)
    path = "/calendars/" + address.split("/calendars/")[1]
    answer = surfer.open().request.get(path)
    assert answer.status == 200
    assert answer.text().startswith("BEGIN:VCALENDAR")
    page.get_by_role("button", name="Revoke the address").click()
    expect(page.get_by_text("The address no longer works.")).to_be_visible()
    assert surfer.open().request.get(path).status == 404
