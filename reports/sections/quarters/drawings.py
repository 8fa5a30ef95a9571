"""The units of the quarters and of the initiatives' cost, and the heads of the phases."""

from __future__ import annotations

from reports.domain.document import Head
from reports.domain.pen import Pen
from reports.domain.phases import PHASE_NAMES
from reports.sections.quarters.content import QuarterChapter
from reports.sections.section import Drawings


def drawings(content: QuarterChapter, _head: Head, pen: Pen) -> Drawings:
    """Return the heads of the phases and the units."""
    return {
        "phase_names": list(PHASE_NAMES.values()),
        "unit": content.scale(pen.form),
        "group_unit": content.group_scale(pen.form),
        "cost_unit": content.cost_scale(pen.form),
    }
