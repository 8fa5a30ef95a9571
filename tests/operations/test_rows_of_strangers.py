"""Whoever has shown nothing right leaves no session: neither rows nor fourteen days of them."""

from __future__ import annotations

import pytest
from django.contrib.sessions.models import Session
from django.db import transaction
from django.test import Client
from django.urls import reverse

from core.base import tenant
from organizations.models import WrongTries
from reports.models import ShareLink
from tests.architecture.test_access import addresses, matrix, value
from tests.factories.reports import ready_report
from tests.reports.services.test_links import PASSPHRASE, make

pytestmark = pytest.mark.django_db
# Who has the secret of an invitation is signed in by it.
SHOWN_RIGHT = {"organizations:invitation-detail", "organizations:invitation-accept"}
SIGN_IN = ("/accounts/login/", "/accounts/password/reset/", "/accounts/2fa/authenticate/")


@pytest.fixture
def made(scoped):
    return make(ready_report(scoped.plant), scoped.people["cio"])


def test_wrong_passphrases_leave_no_session(made):
    address = reverse("reports:share-detail", args=[made.token])
    for _ in range(5):
        assert Client().post(address, {"passphrase": "wrong"}).status_code == 422
    assert Client().post(address, {}).status_code == 422
    assert Session.objects.count() == 0
    right = Client()
    assert right.post(address, {"passphrase": PASSPHRASE}).status_code == 302
    assert Session.objects.count() == 1
    assert "landfall_session" in right.cookies


def test_one_browser_is_one_reader_and_its_mark_cannot_be_made_up(made):
    address = reverse("reports:share-detail", args=[made.token])
    browser = Client()
    for _ in range(10):
        assert browser.post(address, {"passphrase": "wrong"}).status_code == 422
    assert browser.post(address, {"passphrase": PASSPHRASE}).status_code == 429
    cookie = browser.cookies["landfall_reader"]
    assert (cookie["httponly"], cookie["max-age"]) == (True, 24 * 3600)
    assert Client().post(address, {"passphrase": PASSPHRASE}).status_code == 302
    forger = Client()
    forger.cookies["landfall_reader"] = "x" * 32 + ":forged"
    assert forger.post(address, {"passphrase": "wrong"}).status_code == 422
    assert forger.cookies["landfall_reader"].value != "x" * 32 + ":forged"


def test_readers_without_number_leave_few_rows(made):
    """Above the limit of a link nothing is counted, so that rows do not grow by what is sent."""
    address = reverse("reports:share-detail", args=[made.token])
    for _ in range(60):
        Client().post(address, {"passphrase": "wrong"})
    assert WrongTries.objects.count() == 31  # 30 readers and the link itself
    link = ShareLink._base_manager.get()
    assert link.state == "paused"


def test_no_address_gives_a_stranger_a_session(cast):
    known = {}
    for name in sorted(addresses()):
        row = matrix().get(name, {})
        with transaction.atomic():  # the rows of two addresses need not fit together
            with tenant(cast.organization.pk):
                address = reverse(name, kwargs=value(row.get("kwargs"), cast))
                data = value(row.get("data"), cast)
            browser = Client(raise_request_exception=False)
            browser.get(address)
            browser.post(address, data or {})
            if Session.objects.exists():
                known[name] = address
            transaction.set_rollback(True)
    assert set(known) <= SHOWN_RIGHT
    for address in SIGN_IN:
        Client().get(address)
        Client().post(address, {"login": "x@example.org", "password": "x", "email": "x@y.org"})
        assert Session.objects.count() == 0, address
