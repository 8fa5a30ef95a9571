"""The inventory of systems."""

from __future__ import annotations

from datetime import date

from landscape.models import System
from landscape.selectors.systems import SystemCategories, decision, system_categories, systems
from reports.sections.systems.content import SystemChapter, SystemLine
from reports.selectors.record import PlantRecord
from reports.selectors.words import said, same


def collect(record: PlantRecord) -> SystemChapter:
    """Return every system with what becomes of it."""
    titles = system_categories()
    return SystemChapter(tuple(_line(row, record.today, titles) for row in systems(record.plant)))


def _line(row: System, today: date, titles: SystemCategories) -> SystemLine:
    made = decision(row, today, titles)
    is_open = row.disposition == System.Disposition.UNDECIDED
    return SystemLine(
        name=row.name,
        category=titles[row.category].title if row.category in titles else same(row.category),
        vendor=row.vendor,
        version=row.product_version,
        users=row.users_count,
        yearly_cost=row.yearly_cost_amount,
        currency=row.currency,
        support_end=row.support_end_on,
        disposition=row.disposition,
        disposition_words=said(System.Disposition(row.disposition).label),
        reason=same("") if is_open else made.reason,
        not_followed=said(System.Disposition(made.advice.proposal).label)
        if made.is_otherwise
        else None,
    )
