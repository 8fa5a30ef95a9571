"""The sheets of a plan's workbook in their order, which export and import share.

Another kind of row gets another `PlanSheet`, its cells in `exporters.workbook` and its rules in
`services.settling`; the reader of `importers` goes by this list.
"""

from __future__ import annotations

from interchange.exporters.columns.goals import FIGURES, GOALS
from interchange.exporters.columns.plan import (
    GATE_CONDITIONS,
    INITIATIVES,
    LIMITS,
    LINKS,
    MILESTONES,
)
from interchange.exporters.columns.plant import CLOSURES, PLANT_MILESTONES, WORKING_WEEK

SHEETS = (
    *(INITIATIVES, LINKS, MILESTONES, LIMITS),
    *(PLANT_MILESTONES, GOALS, FIGURES, WORKING_WEEK, CLOSURES),
    GATE_CONDITIONS,
)
