"""Exchange rates: corrected, deleted, and never one that takes the pages down."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal

import pytest
from django.db import connection

from core.base import tenant
from organizations.models import AuditEvent, ExchangeRate
from tests.factories.organizations import ExchangeRateFactory, OrganizationFactory

RATES = "/organization/rates/"
RATE = {"currency": "MYR", "rate": "1.62", "dated_on": "2026-01-01", "source": "central bank"}


@pytest.fixture
def rate(scoped):
    return ExchangeRateFactory(organization=scoped.organization)


def test_rate_is_corrected_and_recorded(scoped, rate):
    client = scoped.client("cio")
    assert f'href="{RATES}{rate.pk}/"' in client.get(RATES).content.decode()
    entered = {**RATE, "rate": "1.7", "version": rate.version}
    assert client.post(f"{RATES}{rate.pk}/", entered).status_code == 302
    rate.refresh_from_db()
    assert (rate.rate, rate.version) == (Decimal("1.7"), 2)
    event = AuditEvent.objects.get(verb="rate.edited")
    assert set(event.changes) == {"rate"}


def test_stale_correction_shows_both(scoped, rate):
    client = scoped.client("cio")
    client.post(f"{RATES}{rate.pk}/", {**RATE, "rate": "1.7", "version": 1})
    answer = client.post(f"{RATES}{rate.pk}/", {**RATE, "rate": "1.8", "version": 1})
    page = answer.content.decode()
    assert (answer.status_code, "1.7" in page, "1.8" in page) == (409, True, True)
    theirs = client.post(f"{RATES}{rate.pk}/", {"on_conflict": "theirs"})
    assert theirs.status_code == 302
    rate.refresh_from_db()
    assert rate.rate == Decimal("1.7")


def test_correction_to_a_day_that_has_a_rate_is_refused(scoped, rate):
    other = ExchangeRateFactory(organization=scoped.organization, dated_on=dt.date(2026, 2, 1))
    entered = {**RATE, "dated_on": other.dated_on.isoformat(), "version": 1}
    assert scoped.client("cio").post(f"{RATES}{rate.pk}/", entered).status_code == 422
    wrong = {**RATE, "rate": "", "version": 1}
    assert scoped.client("cio").post(f"{RATES}{rate.pk}/", wrong).status_code == 422


def test_rate_is_deleted_and_recorded(scoped, rate):
    assert scoped.client("cio").post(f"{RATES}{rate.pk}/delete/").status_code == 302
    assert not ExchangeRate.objects.exists()
    assert AuditEvent.objects.get(verb="rate.removed").changes["currency"] == ["MYR", None]


def test_rate_of_another_group_is_not_found(scoped):
    elsewhere = OrganizationFactory()
    with tenant(elsewhere.pk):
        foreign = ExchangeRateFactory(organization=elsewhere)
    assert scoped.client("cio").post(f"{RATES}{foreign.pk}/delete/").status_code == 404


def test_rate_stored_before_there_were_bounds_can_be_seen_and_deleted(scoped, rate):
    with connection.cursor() as cursor:
        cursor.execute(
            "UPDATE organizations_exchangerate SET rate = 9999999999.99999999 WHERE id = %s",
            [rate.pk],
        )
    client = scoped.client("cio")
    assert client.get(RATES).status_code == 200
    assert client.get("/").status_code == 200
    assert client.post(f"{RATES}{rate.pk}/delete/").status_code == 302


def test_same_form_twice_adds_one_rate(scoped):
    client = scoped.client("cio")
    sent = {**RATE, "key": "the-same-key"}
    answers = [client.post(RATES, sent).status_code for _ in range(2)]
    assert answers == [302, 302]
    assert ExchangeRate.objects.count() == 1
