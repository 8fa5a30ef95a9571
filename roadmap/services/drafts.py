"""What rows would be after edits, and what has to follow them; nothing is written."""

from __future__ import annotations

import copy
import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from django.utils.translation import gettext as _

from core.errors import RuleError
from planning.domain.network import PlanError
from planning.domain.plans import DAY, DaySpan, PlanLink
from roadmap.domain.cascade import cascade, span_of
from roadmap.domain.edits import BarEdit, LinkEdit, relinked
from roadmap.models import Initiative, Milestone
from roadmap.selectors.network import length_of
from roadmap.selectors.plan import Plan, item_of
from roadmap.services.batches import change, name_of, refuse_stale
from roadmap.services.carrying import carried_along, days_of


@dataclass(frozen=True, slots=True)
class PlanDraft:
    """Rows as they would be; none of them is stored.

    Attributes:
        rows: what was edited.
        followers: what would have to follow so that no link is broken.
        waiting: how many bars wait for one that moves, whether they follow or not.
        stones: milestones that would go along.
        stuck: what waits and cannot follow, with the reason in words.
        links: all dependencies as they would be.
        link: the edit of one of them.
    """

    rows: tuple[Initiative, ...]
    followers: tuple[Initiative, ...]
    waiting: int
    links: tuple[PlanLink, ...]
    stones: tuple[Milestone, ...] = ()
    stuck: tuple[str, ...] = ()
    link: LinkEdit | None = None

    @property
    def all_rows(self) -> tuple[Initiative, ...]:
        """What would change, what was edited first; a bar that has to go further counts once."""
        further = {row.pk: row for row in self.followers}
        own = [further.pop(row.pk, row) for row in self.rows]
        return (*own, *further.values())


def draft(
    plan: Plan,
    edits: Sequence[BarEdit],
    *,
    with_followers: bool,
    link: LinkEdit | None = None,
) -> PlanDraft:
    """Return what rows of a plan would be after edits; no query.

    Args:
        plan: as it is; it is not touched.
        edits: as in `batches.apply`.
        with_followers: what waits for a bar that moves moves as far as it has to.
        link: a link that is added, changed or removed with them; what comes to wait by it follows.

    Raises:
        StaleVersionError, RuleError, ValidationError: as in `batches.apply`.
    """
    known = {row.pk: row for row in plan.initiatives}
    for edit in edits:
        refuse_stale(edit, known)
    rows = tuple(copy.copy(known[edit.id]) for edit in edits)
    for row, edit in zip(rows, edits, strict=True):
        row.roadmap = plan.roadmap
        change(row, edit, plan.calendar, is_named=len(edits) > 1)
    links = relinked(plan.links, link)
    fresh = [link.new] if link and link.new else []
    spans, stuck = _cascade(plan, rows, links, fresh)
    followers: tuple[Initiative, ...] = ()
    if with_followers:
        followers, out = _moved(plan, rows, spans)
        stuck += out
    made = PlanDraft(rows, followers, len(spans) or len(stuck), links, link=link)
    pairs = [(row, days_of(known[row.pk])) for row in made.all_rows]
    stones = carried_along(map(copy.copy, plan.milestones), pairs)
    return replace(made, stones=tuple(stones), stuck=stuck if with_followers else ())


def further(plan: Plan, edits: Sequence[BarEdit], made: PlanDraft) -> list[BarEdit]:
    """Return the edits of a draft with those of what follows, at the versions of the plan."""
    dates = {row.pk: {"starts_on": row.starts_on, "ends_on": row.ends_on} for row in made.followers}
    own = [
        BarEdit(edit.id, edit.version, {**edit.values, **dates.pop(edit.id, {})}) for edit in edits
    ]
    versions = {row.pk: row.version for row in plan.initiatives}
    return [*own, *(BarEdit(key, versions[key], days) for key, days in dates.items())]


def mark_of(edits: Sequence[BarEdit], link: LinkEdit | None = None) -> str:
    """Return a mark of edits: the same for the same new values of the same versions of rows."""
    lines = [
        f"{edit.id} {edit.version} {sorted((name, str(value)) for name, value in edit.values.items())}"
        for edit in edits
    ]
    lines += [repr(link)] if link else []
    return hashlib.sha256("\n".join(sorted(lines)).encode()).hexdigest()[:32]


def _cascade(
    plan: Plan,
    rows: Sequence[Initiative],
    links: Sequence[PlanLink],
    fresh: Sequence[PlanLink],
) -> tuple[Mapping[str, DaySpan], tuple[str, ...]]:
    """Return what has to follow, or who would have to go beyond the years that are counted."""
    changed = {str(row.pk): row for row in rows}
    items = {**plan.items, **{key: item_of(row) for key, row in changed.items()}}
    moved = [key for key, item in items.items() if span_of(item) != span_of(plan.items[key])]
    lengths = {key: length_of(changed.get(key, row), plan) for key, row in plan.by_id.items()}
    try:
        return cascade(items, links, moved, lengths, fresh).spans, ()
    except PlanError as error:
        words = _("“%(title)s”: %(why)s")
        named = {"title": name_of(plan.by_id[error.field]), "why": error.message}
        return {}, (words % named,)


def _moved(
    plan: Plan, rows: Sequence[Initiative], spans: Mapping[str, DaySpan]
) -> tuple[tuple[Initiative, ...], tuple[str, ...]]:
    """Return copies of what has to follow on its new days, and in words who would lie outside of the plan."""
    own = {str(row.pk): row for row in rows}
    found, stuck = [], []
    for key, span in spans.items():
        row = copy.copy(own.get(key) or plan.by_id[key])
        row.roadmap = plan.roadmap
        dates = {"starts_on": span.start, "ends_on": span.end - DAY}
        try:
            change(row, BarEdit(row.pk, row.version, dates), plan.calendar)
        except RuleError as error:
            stuck.append(error.message)
        else:
            found.append(row)
    return tuple(found), tuple(stuck)
