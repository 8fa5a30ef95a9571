"""Documents in a real browser: progress to the end, a link for somebody without an account."""

from __future__ import annotations

import datetime as dt
import io
import re

import pypdf
import pytest
from playwright.sync_api import expect

from core import clock
from core.base import tenant
from reports.models import Report
from reports.services.links import make_link
from tests.factories.organizations import PASSWORD
from tests.factories.reports import ready_report, rich_plant

AREA = "/plants/johor-bahru/reports/"
PASSPHRASE = "ab12-cd34-ef56"


@pytest.fixture
def reader(page, sign_in, cast, live_server):
    """Return a function that signs a person of the cast in."""

    def act(role: str):
        sign_in(page, cast.people[role].email, PASSWORD)
        page.goto(AREA)
        return page

    return act


def follow(page, link) -> None:
    """Click on a link and wait for its page: the one before may have the same buttons."""
    with page.expect_navigation():
        link.click()


def shared(cast):
    with tenant(cast.organization.pk):
        return make_link(
            report=ready_report(cast.plant, data=b"%PDF-1.7 shared"),
            label="Board",
            passphrase=PASSPHRASE,
            expires_at=clock.now() + dt.timedelta(days=3),
            by=cast.people["cio"],
        )


def test_blueprint_is_asked_for_watched_and_downloaded(
    reader, cast, start_worker, accessible, shot
):
    with tenant(cast.organization.pk):
        rich_plant(cast.plant, cast.people["project_owner"])
    start_worker()
    page = reader("project_owner")
    accessible(page)
    follow(page, page.get_by_role("link", name="Produce report"))
    accessible(page)
    page.get_by_label("English and Chinese").check()
    page.get_by_role("button", name="Produce report").click()
    row = page.locator("#report-row-blueprint")
    expect(row).to_have_attribute("data-version", "1")
    shot(page, "reports-running")
    row.get_by_text("ready", exact=True).wait_for()
    assert page.locator("#report-row-blueprint[hx-trigger]").count() == 0
    accessible(page)
    shot(page, "reports-ready")
    with page.expect_download() as info:
        row.get_by_role("link", name="PDF of Strategy blueprint").click()
    assert info.value.suggested_filename == "johor-bahru-strategy-blueprint-v1-bilingual.pdf"
    pages = pypdf.PdfReader(io.BytesIO(info.value.path().read_bytes())).pages
    text = " ".join(page.extract_text() for page in pages[:4])
    with tenant(cast.organization.pk):
        score = Report.objects.get().content["sections"]["readiness"]["readiness"]["score"]
    assert f"{float(score):.1f}" in text
    assert "摘要" in text


def test_link_is_made_copied_and_revoked(reader, cast, accessible, shot):
    with tenant(cast.organization.pk):
        ready_report(cast.plant)
    page = reader("cio")
    follow(
        page, page.locator("#report-row-blueprint").get_by_role("link", name=re.compile("^Share"))
    )
    accessible(page)
    page.get_by_label("For whom").fill("Board members")
    shot(page, "reports-share")
    page.get_by_role("button", name="Make the link").click()
    assert "/share/" in page.get_by_label("Link, shown only now").input_value()
    page.get_by_role("button", name="Copy the link").wait_for()
    accessible(page)
    follow(page, page.get_by_role("link", name="Back to the reports"))
    page.get_by_role("button", name=re.compile("^Revoke")).click()
    page.get_by_role("button", name="Close the link").click()
    page.get_by_text("revoked", exact=True).wait_for()


def test_reader_without_account_opens_one_document_only(page, live_server, cast, accessible, shot):
    made = shared(cast)
    page.goto(f"/share/{made.token}/")
    accessible(page)
    assert "Johor Bahru" not in page.content()
    page.get_by_label("Passphrase").fill("wrong")
    page.get_by_role("button", name="Open the document").click()
    page.get_by_text("This passphrase is wrong.").first.wait_for()
    page.get_by_label("Passphrase").fill(PASSPHRASE)
    page.get_by_role("button", name="Open the document").click()
    page.get_by_text("Johor Bahru").wait_for()
    accessible(page)
    shot(page, "reports-shared")
    with page.expect_download() as info:
        page.get_by_role("link", name=re.compile("^Download the PDF")).click()
    assert info.value.path().read_bytes() == b"%PDF-1.7 shared"
    page.goto(AREA)
    assert "/accounts/login" in page.url


@pytest.mark.parametrize("width", ["phone", "tablet", "desk"])
@pytest.mark.parametrize(("language", "theme"), [("en", "light"), ("zh-hans", "dark")])
def test_list_is_whole_at_every_width(
    surfer, sign_in, cast, live_server, accessible, shot, width, language, theme
):
    person = cast.people["cio"]
    person.language, person.theme = language, theme
    person.save()
    shared(cast)
    with tenant(cast.organization.pk):
        ready_report(cast.plant, number=2, state="rendering", step="print", progress=45)
        ready_report(
            cast.plant, number=3, kind="indicator_baseline", state="failed", failure="worker_lost"
        )
    page = surfer.open(width=width, language=language, theme=theme)
    sign_in(page, person.email, PASSWORD)
    page.goto(AREA)
    page.locator("#report-row-blueprint").wait_for()
    accessible(page)
    wide = page.evaluate("document.documentElement.scrollWidth - innerWidth")
    assert wide <= 0
    shot(page, f"reports-{width}-{language}-{theme}")
