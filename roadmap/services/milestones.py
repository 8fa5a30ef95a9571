"""Writes of milestones."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from core.wording.dates import day
from organizations.models import User
from organizations.selectors.places import plant_today
from roadmap.models import Initiative, Milestone
from roadmap.services.signing import refuse_signed
from steps.services.rows import RowKind

FIELDS = ("title", "due_on", "acceptance", "reached_on", "translations")


def _check(row: Milestone) -> None:
    row.full_clean()
    check_reached(row)


def check_reached(row: Milestone) -> None:
    """Refuse a day that has not come yet."""
    if row.reached_on and row.reached_on > plant_today(row.initiative.roadmap.plant):
        raise ValidationError({"reached_on": _("This day has not come yet at the plant.")})


def check_due(row: Milestone) -> None:
    """Refuse a day outside the initiative; one that its bar left behind may stay, as a conflict."""
    owner = row.initiative
    if not owner.starts_on <= row.due_on <= owner.ends_on:
        words = _("A milestone lies inside its initiative: from %(start)s to %(end)s.")
        dates = {"start": day(owner.starts_on), "end": day(owner.ends_on)}
        raise ValidationError({"due_on": words % dates})


def _check_new(row: Milestone) -> None:
    _check(row)
    check_due(row)


KIND: RowKind[Milestone] = RowKind(
    FIELDS,
    plant=lambda row: row.initiative.roadmap.plant,
    subject=lambda row: row.both("title").as_dict(),
    check=_check_new,
)


def add_milestone(*, initiative: Initiative, values: Mapping[str, Any], by: User) -> Milestone:
    """Add a milestone to an initiative; see `RowKind.add`."""
    return KIND.add(Milestone(initiative=initiative), values, by=by, verb="milestone.added")


def edit_milestone(
    *, milestone: Milestone, version: int, values: Mapping[str, Any], by: User
) -> Milestone:
    """Change a milestone; see `RowKind.edit`."""
    is_day = [name for name in FIELDS if name in values] == ["reached_on"]
    verb = "milestone.reached" if is_day else "milestone.edited"
    moves = values.get("due_on", milestone.due_on) != milestone.due_on
    check = _check_new if moves else _check
    return KIND.edit(milestone, version, values, by=by, verb=verb, check=check)


def reach_milestone(
    *, milestone: Milestone, version: int, reached_on: date | None, by: User
) -> Milestone:
    """Record when a milestone was reached; None takes it back."""
    return edit_milestone(
        milestone=milestone, version=version, values={"reached_on": reached_on}, by=by
    )


def delete_milestone(*, milestone: Milestone, version: int, by: User) -> None:
    """Remove a milestone; see `RowKind.remove`.

    Raises:
        StateError: business and IT have signed it.
    """
    KIND.remove(milestone, version, by=by, verb="milestone.removed", refuse=refuse_signed)
