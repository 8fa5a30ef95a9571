"""Rows of the sheet of links."""

from __future__ import annotations

from copy import copy

from django.utils.translation import gettext as _

from core.errors import RuleError
from interchange.services.drafts import DraftRow
from interchange.services.settling.settler import Settler
from planning.domain.plans import PlanLink
from roadmap.domain.schedule import circle
from roadmap.models import Dependency, Initiative
from roadmap.services.links import check_lag


def take_link(settler: Settler, draft: DraftRow, stored: Dependency | None) -> None:
    """Take one link; of a stored one kind and lag change."""
    if stored is not None and not settler.differs(draft, stored, draft.values):
        return
    row = copy(stored) if stored else _new(settler, draft)
    row.kind = draft.values.get("kind", row.kind)
    row.lag_days = draft.values.get("lag_days", row.lag_days)
    check_lag(row.lag_days)
    settler.done(draft, stored, row, draft.values)


def _new(settler: Settler, draft: DraftRow) -> Dependency:
    settler.need(draft, "predecessor", "successor")
    before: Initiative = settler.found(draft, "predecessor")
    after: Initiative = settler.found(draft, "successor")
    if before is after:
        raise RuleError(_("An initiative cannot wait for itself."), field="successor")
    pair = (draft.values["predecessor"], draft.values["successor"])
    if any((link.before, link.after) == pair for link in links_of(settler)):
        raise RuleError(_("This link exists already."), field="successor")
    return Dependency(predecessor=before, successor=after)


def links_of(settler: Settler) -> list[PlanLink]:
    """Return the links as they would be, between keys of the file."""
    names = {id(row): key for key, row in settler.taken["initiatives"].items()}
    return [
        PlanLink(_key(row.predecessor, names), _key(row.successor, names), row.kind, row.lag_days)
        for row in settler.taken["links"].values()
    ]


def _key(row: Initiative, names: dict[int, str]) -> str:
    return f"I{row.pk}" if row.pk else names[id(row)]


def refuse_circle(settler: Settler) -> None:
    """Refuse the links that would let initiatives wait for each other in a circle."""
    found = set(circle(links_of(settler)))
    for turn in settler.turn.turns if found else ():
        if turn.is_new and isinstance(turn.row, Dependency):
            ends = {turn.draft.values["predecessor"], turn.draft.values["successor"]}
            if ends <= found:
                message = _("This link closes a circle: its initiatives wait for each other.")
                settler.wrong(turn.draft, "successor", message)
