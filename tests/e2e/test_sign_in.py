"""Signing in, joining by invitation and the second step, in a real browser."""

from __future__ import annotations

import base64
import hashlib
import hmac
import struct

import pytest

from core import clock
from core.base import tenant
from organizations.services import invitations, membership, organizations, plants
from tests.factories.organizations import PASSWORD, UserFactory

FACTS = {
    "name": "Johor Bahru",
    "country": "MY",
    "city": "Johor Bahru",
    "time_zone": "Asia/Kuala_Lumpur",
    "currency": "MYR",
    "languages": ["en", "ms"],
    "industry": "drive components",
    "headcount": 640,
    "lines": 6,
}
EMAIL = "nurul@example.org"


@pytest.fixture
def group(live_server):
    """Set up a group with a CIO and one plant on pytest-django's own server."""
    organization = organizations.create_organization(by=None, name="Qinghe", slug="qinghe")
    cio = UserFactory(name="Nurul Hassan", email=EMAIL)
    with tenant(organization.pk):
        membership.add_membership(
            by=None, organization=organization, user=cio, role="cio", plant=None
        )
        plant = plants.create_plant(by=cio, organization=organization, values=FACTS)
    return organization, plant, cio


def code_now(secret: str) -> str:
    """Compute the code an app would show: RFC 6238, SHA-1, 30 seconds, six digits."""
    key = base64.b32decode(secret + "=" * (-len(secret) % 8))
    digest = hmac.new(
        key, struct.pack(">Q", int(clock.now().timestamp()) // 30), hashlib.sha1
    ).digest()
    offset = digest[-1] & 15
    number = struct.unpack(">I", digest[offset : offset + 4])[0] & 0x7FFFFFFF
    return f"{number % 1_000_000:06d}"


@pytest.mark.parametrize("theme", ["light", "dark"])
@pytest.mark.parametrize("language", ["en", "zh-CN"])
def test_entrance_is_accessible(live_server, surfer, accessible, language, theme):
    page = surfer.open(width="phone", language=language, theme=theme)
    for path in ("/accounts/login/", "/accounts/password/reset/", "/accounts/signup/"):
        page.goto(path)
        accessible(page)


def test_pages_of_administration_are_accessible(group, surfer, accessible, sign_in):
    page = surfer.open()
    sign_in(page, EMAIL, PASSWORD)
    for path in (
        "/profile/",
        "/organization/",
        "/organization/members/",
        "/organization/members/invite/",
        "/organization/roles/",
        "/organization/rates/",
        "/organization/audit/",
        "/plants/new/",
        "/plants/johor-bahru/edit/",
        "/plants/johor-bahru/members/",
        "/plants/johor-bahru/journey/stages/1/",
        "/accounts/2fa/",
    ):
        page.goto(path)
        page.wait_for_load_state("networkidle")
        accessible(page)


def test_new_member_joins_by_link(group, surfer):
    organization, plant, cio = group
    with tenant(organization.pk):
        sent = invitations.invite(
            by=cio,
            organization=organization,
            plant=plant,
            email="mei@example.org",
            role="respondent",
            name="Mei",
        )
    page = surfer.open(width="phone")
    page.goto(f"/invitations/{sent.link.rstrip('/').rsplit('/', 1)[1]}/")
    page.fill("input[name=password]", "a long new password")
    page.select_option("select[name=language]", "zh-hans")
    page.click("main form button.btn-primary")
    page.wait_for_url(lambda url: "/invitations/" not in url)
    page.goto("/profile/")
    assert "填答人" in page.inner_text("main")


def test_second_step_is_set_up_and_asked_for(group, surfer, sign_in):
    page = surfer.open()
    sign_in(page, EMAIL, PASSWORD)
    page.goto("/accounts/2fa/totp/activate/")
    page.fill("input[name=password]", PASSWORD)
    page.click("main form button.btn-primary")
    page.wait_for_selector("img.qr")
    assert page.evaluate("document.querySelector('img.qr').naturalWidth") > 0
    secret = page.inner_text("code.key")
    page.fill("input[name=code]", code_now(secret))
    page.click("main form button.btn-primary")
    page.wait_for_selector(".codes code")
    recovery = page.inner_text(".codes li:first-child code")
    other = surfer.open(width="phone")
    other.goto("/accounts/login/")
    other.fill("input[name=login]", EMAIL)
    other.fill("input[name=password]", PASSWORD)
    other.click("main form button[type=submit]")
    other.wait_for_url("**/2fa/authenticate/")
    other.fill("input[name=code]", recovery)
    other.click("main form button[type=submit]")
    other.wait_for_url(lambda url: "/accounts/" not in url)


def test_country_suggests_zone_and_currency(group, surfer, sign_in):
    page = surfer.open()
    sign_in(page, EMAIL, PASSWORD)
    page.goto("/plants/new/")
    page.select_option("select[name=country]", "HU")
    page.wait_for_selector("[name=currency] option[value=HUF]:checked", state="attached")
    assert page.input_value("select[name=time_zone]") == "Europe/Budapest"


def test_task_is_ticked_without_leaving_the_page(group, surfer, sign_in):
    page = surfer.open(width="phone")
    sign_in(page, EMAIL, PASSWORD)
    page.goto("/plants/johor-bahru/journey/stages/1/")
    page.click(".tasks li:first-child .tick")
    page.wait_for_selector('.tasks li:first-child .tick[aria-pressed="true"]')
    assert "1 of 6 tasks done" in page.inner_text(".task-count")
