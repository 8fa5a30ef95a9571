"""What needs somebody's attention, in the order in which it should be dealt with."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Literal

Kind = Literal["duty", "run", "conflict", "stage", "link", "milestone", "section", "task", "spend"]
URGENCY: dict[Kind, int] = {
    "duty": 0,
    "conflict": 1,
    "stage": 2,
    "run": 3,
    "link": 4,
    "milestone": 5,
    "section": 6,
    "task": 7,
    "spend": 8,
}


@dataclass(frozen=True, slots=True)
class AttentionItem:
    """One thing to do.

    Attributes:
        kind: what it is about.
        title: the thing itself, in the reader's language.
        detail: where it comes from and whose it is.
        href: the spot.
        due_on: by when; None if no date is set.
        is_mine: whether the reader owns it.
        place: where it stands in the working order of its kind, the lowest first.
    """

    kind: Kind
    title: str
    detail: str
    href: str
    due_on: date | None = None
    is_mine: bool = False
    place: int = 0

    def days_late(self, today: date) -> int:
        """Return how many days it is overdue, zero when it is not."""
        return max(0, (today - self.due_on).days) if self.due_on else 0


def in_order(
    items: Iterable[AttentionItem], today: date, *, most: int
) -> tuple[AttentionItem, ...]:
    """Return what to do first.

    Args:
        items: everything open.
        today: the day it is; what lies before it is overdue.
        most: how many to keep, at least 1.

    Returns:
        Overdue items first (the longest overdue leading), then the reader's own, then by date;
        things without a date come last; ties by kind, working order and title.

    Raises:
        ValueError: `most` is below 1.
    """
    if most < 1:
        message = "at least one item is needed"
        raise ValueError(message)

    def rank(item: AttentionItem) -> tuple[bool, int, bool, date, int, int, str]:
        late = item.days_late(today)
        return (
            late == 0,
            -late,
            not item.is_mine,
            item.due_on or date.max,
            URGENCY[item.kind],
            item.place,
            item.title,
        )

    return tuple(sorted(items, key=rank)[:most])
