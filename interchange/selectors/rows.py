"""Every row of one plan, as files hold them."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from roadmap.models import BudgetYear, Dependency, Initiative, Milestone, Roadmap
from roadmap.selectors.plan import place_of

ENDS = ("predecessor", "successor", "initiative")  # of a stored row; they do not move
PlanRow = Initiative | Dependency | Milestone | BudgetYear


@dataclass(frozen=True, slots=True)
class PlanRows:
    """The stored rows of a plan in the order of its page.

    Attributes:
        roadmap: the plan, with its plant.
        initiatives: by phase and date, with their owners.
        links: in the order in which they were made; both ends are rows of `initiatives`.
        milestones: by date; their work is a row of `initiatives`.
        limits: by year.
    """

    roadmap: Roadmap
    initiatives: Sequence[Initiative]
    links: Sequence[Dependency]
    milestones: Sequence[Milestone]
    limits: Sequence[BudgetYear]

    def of(self, name: str) -> Sequence[PlanRow]:
        """Return the rows of one sheet."""
        found: dict[str, Sequence[PlanRow]] = {
            "initiatives": self.initiatives,
            "links": self.links,
            "milestones": self.milestones,
            "limits": self.limits,
        }
        return found[name]

    def version_of(self, row: PlanRow) -> int:
        """Return the version that guards a row: of a limit that of the plan, in whose form it is."""
        return self.roadmap.version if isinstance(row, BudgetYear) else row.version

    @property
    def digest(self) -> str:
        """Return a mark of the state of the plan: it changes with every row that does."""
        marks = [f"{type(row).__name__} {row.pk} {row.version}" for row in self._all]
        whole = " ".join([f"{self.roadmap.pk} {self.roadmap.version}", *marks])
        return hashlib.sha256(whole.encode()).hexdigest()

    @property
    def _all(self) -> list[PlanRow]:
        return [*self.initiatives, *self.links, *self.milestones, *self.limits]


def plan_rows(roadmap: Roadmap) -> PlanRows:
    """Return the rows of a plan in four queries."""
    found = Initiative.objects.filter(roadmap=roadmap).select_related("owner")
    known = {row.pk: row for row in sorted(found, key=place_of)}
    for row in known.values():
        row.roadmap = roadmap
    links = list(Dependency.objects.filter(successor__roadmap=roadmap).order_by("pk"))
    for link in links:
        link.predecessor, link.successor = known[link.predecessor_id], known[link.successor_id]
    stones = list(Milestone.objects.filter(initiative__roadmap=roadmap))
    for stone in stones:
        stone.initiative = known[stone.initiative_id]
    limits = list(BudgetYear.objects.filter(roadmap=roadmap))
    return PlanRows(roadmap, list(known.values()), links, stones, limits)


def said(row: PlanRow, name: str) -> Any:
    """Return what a stored row says in a column of its sheet; of its ends their keys."""
    if isinstance(row, Initiative) and name in ("title_en", "title_zh"):
        return row.title.get("en" if name == "title_en" else "zh-hans", "")
    if name in ENDS:
        return f"I{getattr(row, name).pk}"
    return getattr(row, name)
