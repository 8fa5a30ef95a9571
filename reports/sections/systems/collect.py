"""The inventory of systems."""

from __future__ import annotations

from landscape.models import System
from landscape.selectors.systems import system_categories, systems
from reports.sections.systems.content import SystemChapter, SystemLine
from reports.selectors.record import PlantRecord
from reports.selectors.words import said, same, stored


def collect(record: PlantRecord) -> SystemChapter:
    """Return every system with what becomes of it."""
    titles = system_categories()
    return SystemChapter(
        tuple(
            SystemLine(
                name=row.name,
                category=titles[row.category].title
                if row.category in titles
                else same(row.category),
                vendor=row.vendor,
                version=row.product_version,
                users=row.users_count,
                yearly_cost=row.yearly_cost_amount,
                currency=row.currency,
                support_end=row.support_end_on,
                disposition=row.disposition,
                disposition_words=said(System.Disposition(row.disposition).label),
                reason=stored(row.reason),
            )
            for row in systems(record.plant)
        )
    )
