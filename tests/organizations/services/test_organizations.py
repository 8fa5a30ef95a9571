from __future__ import annotations

import datetime as dt
from decimal import Decimal

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction

from core.errors import StaleVersionError
from organizations.models import AuditEvent, ExchangeRate, Organization
from organizations.selectors.places import rate, rates
from organizations.services import organizations as service
from tests.factories.organizations import ExchangeRateFactory


def test_new_organization_starts_its_audit_trail(db):
    made = service.create_organization(by=None, name="Yunhe", slug="yunhe")
    event = AuditEvent._base_manager.get(organization=made)
    assert (event.verb, event.changes["name"]) == ("organization.created", [None, "Yunhe"])


@pytest.mark.parametrize(
    ("field", "value"),
    [("reporting_currency", "XXX"), ("default_language", "fr"), ("name", ""), ("slug", "a b")],
)
def test_impossible_organization_is_refused(db, field, value):
    values = {"name": "Yunhe", "slug": "yunhe", field: value}
    with pytest.raises(ValidationError) as refused:
        service.create_organization(by=None, **values)
    assert set(refused.value.message_dict) == {field}
    assert not Organization.objects.exists()


def test_edit_records_before_and_after(scoped):
    service.edit_organization(
        by=scoped.people["cio"],
        organization=scoped.organization,
        version=1,
        values={"name": "Qinghe Drives"},
    )
    stored = Organization.objects.get(pk=scoped.organization.pk)
    assert (stored.name, stored.version) == ("Qinghe Drives", 2)
    assert AuditEvent.objects.get().changes == {"name": ["Qinghe Motion", "Qinghe Drives"]}


def test_stale_edit_changes_nothing(scoped):
    with pytest.raises(StaleVersionError):
        service.edit_organization(
            by=scoped.people["cio"],
            organization=scoped.organization,
            version=9,
            values={"name": "Lost"},
        )
    assert Organization.objects.get(pk=scoped.organization.pk).name == "Qinghe Motion"
    assert not AuditEvent.objects.exists()


def add(scoped, **more):
    values = {
        "currency": "MYR",
        "rate": Decimal("1.62"),
        "dated_on": dt.date(2026, 1, 1),
        "source": "central bank",
        **more,
    }
    return service.add_rate(by=scoped.people["cio"], organization=scoped.organization, **values)


def test_rate_is_stored_and_recorded(scoped):
    add(scoped)
    assert ExchangeRate.objects.get().rate == Decimal("1.62")
    assert AuditEvent.objects.get().verb == "rate.added"


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("currency", "ZZZ"),
        ("currency", "CNY"),
        ("currency", "my"),
        ("rate", Decimal(0)),
        ("rate", Decimal(-1)),
        ("source", ""),
    ],
)
def test_impossible_rate_is_refused(scoped, field, value):
    with pytest.raises(ValidationError) as refused:
        add(scoped, **{field: value})
    assert set(refused.value.message_dict) == {field}


def test_one_rate_a_day(scoped):
    add(scoped)
    with pytest.raises(ValidationError):
        add(scoped, rate=Decimal("1.63"))
    assert ExchangeRate.objects.count() == 1


def test_database_refuses_a_rate_of_nothing(scoped):
    with pytest.raises(IntegrityError), transaction.atomic():
        ExchangeRateFactory(organization=scoped.organization, rate=Decimal(0))


def test_newest_rate_counts(scoped, django_assert_num_queries):
    add(scoped)
    add(scoped, rate=Decimal("1.70"), dated_on=dt.date(2026, 6, 1))
    with django_assert_num_queries(2):
        assert rate(scoped.organization, "MYR", dt.date(2026, 5, 31)).rate == Decimal("1.62")
        assert rate(scoped.organization, "MYR", dt.date(2026, 6, 1)).rate == Decimal("1.70")
    assert rate(scoped.organization, "MYR", dt.date(2025, 1, 1)) is None
    assert rate(scoped.organization, "CNY", dt.date(2025, 1, 1)).rate == Decimal(1)
    with django_assert_num_queries(1):
        table = rates(scoped.organization)
        assert table.convert(Decimal(10), "MYR", dt.date(2026, 7, 1)) == Decimal(17)
