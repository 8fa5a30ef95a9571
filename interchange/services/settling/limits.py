"""Rows of the sheet of budget limits."""

from __future__ import annotations

from copy import copy

from django.utils.translation import gettext as _

from core.errors import RuleError
from interchange.services.drafts import DraftRow
from interchange.services.settling.settler import Settler
from planning.domain.plans import horizon, years
from roadmap.models import BudgetYear


def take_limit(settler: Settler, draft: DraftRow, stored: BudgetYear | None) -> None:
    """Take the limit of one year of the plan."""
    roadmap = settler.rows.roadmap
    allowed = {span.start.year for span in years(horizon(roadmap.starts_on))}
    if draft.values["year"] not in allowed:
        words = _("%(year)s lies outside the plan.") % {"year": draft.values["year"]}
        raise RuleError(words, field="year")
    given = draft.values.get("limit_amount")
    if given is None:
        return  # it keeps what is stored
    values = {"limit_amount": given}
    if stored is not None and not settler.differs(draft, stored, values):
        return
    row = copy(stored) if stored else BudgetYear(roadmap=roadmap, year=draft.values["year"])
    row.limit_amount = given
    row.clean_fields(exclude={"roadmap"})
    settler.done(draft, stored, row, values)
