"""What rows would be after edits, and what has to follow them; nothing is written."""

from __future__ import annotations

import copy
import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from core.errors import RuleError
from planning.domain.network import PlanError
from planning.domain.plans import DAY, DaySpan
from roadmap.domain.cascade import Cascade, cascade, span_of
from roadmap.domain.edits import BarEdit
from roadmap.models import Initiative, Milestone
from roadmap.selectors.network import length_of
from roadmap.selectors.plan import Plan, item_of
from roadmap.services.batches import change, refuse_stale
from roadmap.services.carrying import carried_along, days_of


@dataclass(frozen=True, slots=True)
class PlanDraft:
    """Rows as they would be; none of them is stored.

    Attributes:
        rows: what was edited.
        followers: what would have to follow so that no link is broken.
        waiting: how many bars wait for one that moves, whether they follow or not.
        stones: milestones that would go along.
    """

    rows: tuple[Initiative, ...]
    followers: tuple[Initiative, ...]
    waiting: int
    stones: tuple[Milestone, ...] = ()

    @property
    def all_rows(self) -> tuple[Initiative, ...]:
        """What would change, what was edited first; a bar that has to go further counts once."""
        further = {row.pk: row for row in self.followers}
        own = [further.pop(row.pk, row) for row in self.rows]
        return (*own, *further.values())


def draft(plan: Plan, edits: Sequence[BarEdit], *, with_followers: bool) -> PlanDraft:
    """Return what rows of a plan would be after edits; no query.

    Args:
        plan: as it is; it is not touched.
        edits: as in `batches.apply`.
        with_followers: what waits for a bar that moves moves as far as it has to.

    Raises:
        StaleVersionError, RuleError, ValidationError: as in `batches.apply`.
    """
    known = {row.pk: row for row in plan.initiatives}
    for edit in edits:
        refuse_stale(edit, known)
    rows = tuple(copy.copy(known[edit.id]) for edit in edits)
    for row, edit in zip(rows, edits, strict=True):
        row.roadmap = plan.roadmap
        change(row, edit)
    found = _cascade(plan, rows)
    followers = _moved(plan, rows, found.spans) if with_followers else ()
    made = PlanDraft(rows, followers, len(found.spans))
    pairs = [(row, days_of(known[row.pk])) for row in made.all_rows]
    stones = carried_along(map(copy.copy, plan.milestones), pairs)
    return replace(made, stones=tuple(stones))


def further(plan: Plan, edits: Sequence[BarEdit], made: PlanDraft) -> list[BarEdit]:
    """Return the edits of a draft with those of what follows, at the versions of the plan."""
    dates = {row.pk: {"starts_on": row.starts_on, "ends_on": row.ends_on} for row in made.followers}
    own = [
        BarEdit(edit.id, edit.version, {**edit.values, **dates.pop(edit.id, {})}) for edit in edits
    ]
    versions = {row.pk: row.version for row in plan.initiatives}
    return [*own, *(BarEdit(key, versions[key], days) for key, days in dates.items())]


def mark_of(edits: Sequence[BarEdit]) -> str:
    """Return a mark of edits: the same for the same new values of the same versions of rows."""
    lines = [
        f"{edit.id} {edit.version} {sorted((name, str(value)) for name, value in edit.values.items())}"
        for edit in edits
    ]
    return hashlib.sha256("\n".join(sorted(lines)).encode()).hexdigest()[:32]


def _cascade(plan: Plan, rows: Sequence[Initiative]) -> Cascade:
    """Return what has to follow.

    Raises:
        RuleError: it would have to go beyond the years that are counted.
    """
    changed = {str(row.pk): row for row in rows}
    items = {**plan.items, **{key: item_of(row) for key, row in changed.items()}}
    moved = [key for key, item in items.items() if span_of(item) != span_of(plan.items[key])]
    lengths = {key: length_of(changed.get(key, row), plan) for key, row in plan.by_id.items()}
    try:
        return cascade(items, plan.links, moved, lengths)
    except PlanError as error:
        raise RuleError(error.message, field="starts_on") from error


def _moved(
    plan: Plan, rows: Sequence[Initiative], spans: Mapping[str, DaySpan]
) -> tuple[Initiative, ...]:
    """Return copies of what has to follow on its new days.

    Raises:
        RuleError: one would lie outside of the plan; it is named.
    """
    own = {str(row.pk): row for row in rows}
    found = []
    for key, span in spans.items():
        row = copy.copy(own.get(key) or plan.by_id[key])
        row.roadmap = plan.roadmap
        dates = {"starts_on": span.start, "ends_on": span.end - DAY}
        change(row, BarEdit(row.pk, row.version, dates))
        found.append(row)
    return tuple(found)
