"""Rows of the sheet of what phase gates ask of indicators."""

from __future__ import annotations

from copy import copy

from django.utils.translation import gettext as _

from core.errors import RuleError
from interchange.services.drafts import DraftRow
from interchange.services.settling.settler import Settler
from roadmap.models import GateCondition
from roadmap.services.gates import check_condition

WRITTEN = ("phase", "side", "bound_value")


def take_condition(settler: Settler, draft: DraftRow, stored: GateCondition | None) -> None:
    """Take one condition; of a stored one the phase, the side and the value change."""
    if stored is not None and not settler.differs(draft, stored, draft.values):
        return
    row = copy(stored) if stored else _new(settler, draft)
    for name in WRITTEN:
        setattr(row, name, draft.values.get(name, getattr(row, name)))
    check_condition(row)
    # Beside those of the file those that are stored: two that change places would meet on the way.
    others = [
        *settler.stored["gate_conditions"].values(),
        *settler.taken["gate_conditions"].values(),
    ]
    for one in others:
        is_other = one is not row and (row.pk is None or one.pk != row.pk)
        if is_other and (one.phase, one.plant_indicator_id) == (row.phase, row.plant_indicator_id):
            raise RuleError(_("The gate asks this indicator already."), field="indicator")
    settler.done(draft, stored, row, draft.values)


def _new(settler: Settler, draft: DraftRow) -> GateCondition:
    settler.need(draft, "phase", "indicator", "bound_value")
    indicator = settler.indicators.get(draft.values["indicator"])
    if indicator is None:
        raise RuleError(_("The plant does not follow this indicator."), field="indicator")
    return GateCondition(roadmap=settler.rows.roadmap, plant_indicator=indicator)
