"""Dates of duties: what is due soon, and which dates to suggest."""

from __future__ import annotations

import calendar
import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum

from compliance.domain.status import DutyStanding, Status, effective_status, is_question

HORIZON_DAYS = 90


class DeadlineKind(StrEnum):
    """What happens on the day."""

    DUE = "due"
    REVIEW = "review"
    IN_FORCE = "in_force"


@dataclass(frozen=True, slots=True)
class Dated:
    """A duty with its dates.

    Attributes:
        key: identifies the duty to the caller.
        standing: its stored row.
        effective_on: when the law comes into force, if the pack knows the day.
    """

    key: int
    standing: DutyStanding
    effective_on: dt.date | None = None


@dataclass(frozen=True, slots=True)
class Deadline:
    """One day on which something is due."""

    on: dt.date
    kind: DeadlineKind
    key: int
    is_late: bool = False
    is_question: bool = False


def upcoming(
    duties: Iterable[Dated], today: dt.date, days: int = HORIZON_DAYS
) -> tuple[Deadline, ...]:
    """Return what is due until a number of days from today, late things included.

    Args:
        duties: of one plant.
        today: the day in the plant's time zone.
        days: how far to look [days], both ends included.

    Returns:
        Due dates of duties that are not met, review dates of those that are, and laws that come
        into force after today; sorted by day, then kind, then key. Duties that do not apply have
        no deadlines. A past date of an open question is listed, but not as late.
    """
    last = today + dt.timedelta(days=days)
    deadlines = [deadline for duty in duties for deadline in _deadlines(duty, today, last)]
    order = tuple(DeadlineKind)
    return tuple(sorted(deadlines, key=lambda item: (item.on, order.index(item.kind), item.key)))


def _deadlines(duty: Dated, today: dt.date, last: dt.date) -> list[Deadline]:
    standing = duty.standing
    status = effective_status(standing, today)
    if status is Status.NOT_APPLICABLE:
        return []
    deadlines = []
    is_met = standing.state == "met"
    kind, date = (
        (DeadlineKind.REVIEW, standing.review_on) if is_met else (DeadlineKind.DUE, standing.due_on)
    )
    if date is not None and date <= last:
        late = status in (Status.OVERDUE, Status.REVIEW_DUE)
        deadlines.append(Deadline(date, kind, duty.key, late, is_question(standing) and not is_met))
    if duty.effective_on is not None and today < duty.effective_on <= last:
        deadlines.append(Deadline(duty.effective_on, DeadlineKind.IN_FORCE, duty.key))
    return deadlines


def waited_for(standing: DutyStanding) -> dt.date | None:
    """Return the day by which somebody has to do something about a duty.

    Args:
        standing: its stored row.

    Returns:
        The next review of a met duty, else the due date; None without that date, for a duty that
        does not apply, and for an open question, which nobody is late with.

    Source: docs/method.md#reminders
    """
    if standing.applies == "no":
        return None
    if standing.state == "met":
        return standing.review_on
    return None if is_question(standing) else standing.due_on


def add_months(date: dt.date, months: int) -> dt.date:
    """Return the same day some months later; a day the month lacks becomes its last day.

    Args:
        date: start.
        months: how many, not negative.

    Returns:
        31 January plus one month is 28 or 29 February; the calendar's end is never passed.
    """
    month = date.month - 1 + months
    year = date.year + month // 12
    if year > dt.MAXYEAR:
        return dt.date.max
    month = month % 12 + 1
    return date.replace(year=year, month=month, day=min(date.day, _length(year, month)))


def _length(year: int, month: int) -> int:
    return calendar.monthrange(year, month)[1]


def suggested_due(
    tracked_on: dt.date, due_days: int, effective_on: dt.date | None, today: dt.date
) -> dt.date:
    """Return the due date to suggest; nobody is bound by it until somebody takes it.

    Args:
        tracked_on: since when the plant tracks the duty.
        due_days: days the pack allows from then.
        effective_on: when the law comes into force.
        today: the day at the plant.

    Returns:
        The start of tracking plus the days; if the law comes into force later than tracking
        began, the day it does, so that the suggestion is never after it. Once that day has
        passed, today plus the days: nobody is asked to finish in the past.
    """
    suggested = tracked_on + dt.timedelta(days=due_days)
    if effective_on is not None and effective_on > tracked_on:
        suggested = min(suggested, effective_on)
    return suggested if suggested >= today else today + dt.timedelta(days=due_days)


def next_review(met_on: dt.date, review_months: int) -> dt.date:
    """Return when a met duty is to be looked at again."""
    return add_months(met_on, review_months)
