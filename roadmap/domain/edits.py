"""What somebody wants to change of one bar among several."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from planning.domain.durations import add_months, moved
from planning.domain.plans import DaySpan, PlanLink


@dataclass(frozen=True, slots=True)
class BarEdit:
    """New values of one initiative.

    Attributes:
        id: key of the stored row.
        version: the version that the editor saw, from 1.
        values: by name of the field; those left out stay.
    """

    id: int
    version: int
    values: Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class LinkEdit:
    """What somebody wants to change of the links of a plan.

    Attributes:
        old: the stored link; None for one that is added.
        new: the link as it shall be; None for one that is removed.
    """

    old: PlanLink | None
    new: PlanLink | None


def relinked(links: Iterable[PlanLink], edit: LinkEdit | None) -> tuple[PlanLink, ...]:
    """Return the links of a plan after an edit of one of them; a link that is gone is not made again."""
    kept = list(links)
    if edit is None:
        return tuple(kept)
    if edit.old is None:
        return tuple(kept) if edit.new is None else (*kept, edit.new)
    changed = [edit.new if link.id == edit.old.id else link for link in kept]
    return tuple(link for link in changed if link is not None)


class ShiftUnit(StrEnum):
    """In what bars are moved together."""

    DAYS = "days"
    WEEKS = "weeks"
    MONTHS = "months"


def shifted(span: DaySpan, amount: int, unit: ShiftUnit) -> DaySpan:
    """Return days moved by an amount; by months both ends keep their day of the month, as far as it has one.

    Args:
        span: half-open, so that a bar up to the last of a month stays one.
        amount: of the unit, negative for earlier.
        unit: of the amount.

    Raises:
        RuleError: outside of 1900 to 2100.
    """
    if unit is ShiftUnit.MONTHS:
        return DaySpan(add_months(span.start, amount), add_months(span.end, amount))
    days = amount * (7 if unit is ShiftUnit.WEEKS else 1)
    return DaySpan(moved(span.start, days), moved(span.end, days))
