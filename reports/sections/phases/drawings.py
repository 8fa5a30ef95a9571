"""The unit in which the cost of the phases is counted, and their names."""

from __future__ import annotations

from reports.domain.document import Head
from reports.domain.pen import Pen
from reports.domain.phases import PHASE_NAMES
from reports.sections.phases.content import PhaseChapter
from reports.sections.section import Drawings


def drawings(content: PhaseChapter, _head: Head, pen: Pen) -> Drawings:
    """Return the phases with their names, and the unit."""
    return {
        "phases": [(PHASE_NAMES[phase.name], phase) for phase in content.phases],
        "unit": content.scale(pen.form),
    }
