"""Reads: whether stored promises are still what was signed."""

from __future__ import annotations

from assessment.domain.sealing import fits
from organizations.models import Organization
from returns.domain.promises import Pledge, read
from returns.models import Promise


def pledge_in(row: Promise) -> Pledge | None:
    """Return what a row promises; None where it was changed outside the product or cannot be read.

    Source: docs/method.md#promises.
    """
    return read(row.content) if fits(row.content, row.digest) else None


def altered(organization: Organization) -> list[str]:
    """Return the promises of an organization that are no longer what was signed, for the audit."""
    rows = Promise.objects.filter(plant__organization=organization).select_related("plant")
    return [f"promise {row.pk} of {row.plant.slug}" for row in rows if pledge_in(row) is None]
