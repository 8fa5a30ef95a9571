"""Writes of milestones."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from core.base import save_versioned
from core.wording.dates import day
from organizations.models import User
from organizations.selectors.places import plant_today
from roadmap.models import Initiative, Milestone
from roadmap.services.signing import refuse_signed
from steps.services import history
from steps.services.versions import refuse_changed

FIELDS = ("title", "due_on", "acceptance", "reached_on", "translations")


@transaction.atomic
def add_milestone(*, initiative: Initiative, values: Mapping[str, Any], by: User) -> Milestone:
    """Add a milestone to an initiative.

    Raises:
        ValidationError: by field.
    """
    row = Milestone(initiative=initiative, **{k: v for k, v in values.items() if k in FIELDS})
    _check(row)
    check_due(row)
    with history.step(
        plant=initiative.roadmap.plant,
        by=by,
        verb="milestone.added",
        subject=_subject(row),
        target=row,
    ) as step:
        row.save()
        step.add(row)
    return row


@transaction.atomic
def edit_milestone(
    *, milestone: Milestone, version: int, values: Mapping[str, Any], by: User
) -> Milestone:
    """Change a milestone.

    Raises:
        StaleVersionError: somebody else changed it since.
        ValidationError: by field.
    """
    names = [name for name in FIELDS if name in values]
    due = milestone.due_on
    for name in names:
        setattr(milestone, name, values[name])
    _check(milestone)
    if milestone.due_on != due:
        check_due(milestone)
    verb = "milestone.reached" if names == ["reached_on"] else "milestone.edited"
    with history.step(
        plant=milestone.initiative.roadmap.plant,
        by=by,
        verb=verb,
        subject=_subject(milestone),
        target=milestone,
        rows=[milestone],
    ):
        save_versioned(milestone, expected=version, fields=names)
    return milestone


def reach_milestone(
    *, milestone: Milestone, version: int, reached_on: date | None, by: User
) -> Milestone:
    """Record when a milestone was reached; None takes it back."""
    return edit_milestone(
        milestone=milestone, version=version, values={"reached_on": reached_on}, by=by
    )


@transaction.atomic
def delete_milestone(*, milestone: Milestone, version: int, by: User) -> None:
    """Remove a milestone; it can be undone.

    Raises:
        StaleVersionError: somebody changed it since this version, or removed it.
        StateError: business and IT have signed it.
    """
    history.lock(milestone.initiative.roadmap.plant)
    refuse_changed(milestone, version)
    refuse_signed(milestone)
    with history.step(
        plant=milestone.initiative.roadmap.plant,
        by=by,
        verb="milestone.removed",
        subject=_subject(milestone),
        target=milestone,
        rows=[milestone],
    ):
        milestone.delete()


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


def _subject(row: Milestone) -> dict[str, str]:
    return row.both("title").as_dict()
