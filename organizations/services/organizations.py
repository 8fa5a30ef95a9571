"""Writes of the organization itself and of its exchange rates."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from typing import Any

from django.db import transaction

from core.base import save_versioned
from organizations.models import ExchangeRate, Organization, User
from organizations.services import audit, delivery

FIELDS = ("name", "local_name", "reporting_currency", "default_language")
RATE_FIELDS = ("currency", "rate", "dated_on", "source")


@transaction.atomic
def create_organization(  # noqa: D417 -- the fields are those of the model
    *,
    by: User | None,
    name: str,
    slug: str,
    local_name: str = "",
    reporting_currency: str = "CNY",
    default_language: str = "zh-hans",
) -> Organization:
    """Make an organization with an empty audit chain.

    Args:
        by: who acts; None for the installation itself.

    Raises:
        ValidationError: by field.
    """
    organization = Organization(
        name=name,
        slug=slug,
        local_name=local_name,
        reporting_currency=reporting_currency,
        default_language=default_language,
    )
    organization.full_clean()
    organization.save()
    delivery.open_cursors(organization, is_new=True)
    audit.record(
        by=by,
        verb="organization.created",
        target=organization,
        organization=organization,
        changes=audit.difference({}, {field: getattr(organization, field) for field in FIELDS}),
    )
    return organization


@transaction.atomic
def edit_organization(
    *, by: User, organization: Organization, version: int, values: dict[str, Any]
) -> Organization:
    """Change name, currency or language.

    Args:
        by: who acts.
        organization: as stored.
        version: the version the editor saw.
        values: new values of FIELDS.

    Raises:
        StaleVersionError: somebody else changed it meanwhile.
        ValidationError: by field.
    """
    before = {field: getattr(organization, field) for field in FIELDS}
    for field in FIELDS:
        setattr(organization, field, values.get(field, before[field]))
    organization.full_clean()
    save_versioned(organization, expected=version, fields=FIELDS)
    after = {field: getattr(organization, field) for field in FIELDS}
    audit.record(
        by=by,
        verb="organization.edited",
        target=organization,
        organization=organization,
        changes=audit.difference(before, after),
    )
    return organization


@transaction.atomic
def add_rate(
    *,
    by: User | None,
    organization: Organization,
    currency: str,
    rate: Decimal,
    dated_on: date,
    source: str,
) -> ExchangeRate:
    """Store what one unit of a currency is worth in the reporting currency from a day on.

    Args:
        by: who acts; None for the installation itself.
        organization: the tenant.
        currency: ISO 4217 code, not the reporting currency.
        rate: above 0.
        dated_on: first day on which it counts.
        source: who says so.

    Raises:
        ValidationError: by field; also when the currency has a rate for that day already.
    """
    stored = ExchangeRate(
        organization=organization, currency=currency, rate=rate, dated_on=dated_on, source=source
    )
    stored.full_clean()
    stored.save()
    audit.record(
        by=by,
        verb="rate.added",
        target=stored,
        organization=organization,
        changes={"currency": currency, "rate": rate, "dated_on": dated_on, "source": source},
    )
    return stored


@transaction.atomic
def edit_rate(
    *, by: User, rate: ExchangeRate, version: int, values: Mapping[str, Any]
) -> ExchangeRate:
    """Correct a rate; pages that are not sealed count with it from now on.

    Args:
        by: who acts.
        rate: as stored.
        version: the version the editor saw.
        values: new values of RATE_FIELDS.

    Raises:
        StaleVersionError: somebody else changed it meanwhile.
        ValidationError: by field.
    """
    before = {name: getattr(rate, name) for name in RATE_FIELDS}
    for name in RATE_FIELDS:
        setattr(rate, name, values[name])
    rate.full_clean()
    save_versioned(rate, expected=version, fields=RATE_FIELDS)
    after = {name: getattr(rate, name) for name in RATE_FIELDS}
    audit.record(
        by=by,
        verb="rate.edited",
        target=rate,
        organization=rate.organization,
        changes=audit.difference(before, after),
    )
    return rate


@transaction.atomic
def remove_rate(*, by: User, rate: ExchangeRate) -> None:
    """Take a rate away; the trail keeps what it was."""
    audit.record(
        by=by,
        verb="rate.removed",
        target=rate,
        organization=rate.organization,
        changes={name: [getattr(rate, name), None] for name in RATE_FIELDS},
    )
    rate.delete()
