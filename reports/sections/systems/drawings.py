"""The unit of the yearly costs."""

from __future__ import annotations

from reports.domain.document import Head
from reports.domain.pen import Pen
from reports.sections.columns import one_unit
from reports.sections.section import Drawings
from reports.sections.systems.content import SystemChapter


def drawings(content: SystemChapter, _head: Head, pen: Pen) -> Drawings:
    """Return the unit of the yearly costs of all systems."""
    return {
        "unit": one_unit(((row.yearly_cost, row.currency) for row in content.systems), pen.form)
    }
