"""The chain that decides, also in a plan that holds. See docs/method.md#passes."""

from __future__ import annotations

from dataclasses import dataclass

from planning.domain.passes import Dates, Timetable


@dataclass(frozen=True, slots=True)
class Chain:
    """Work of which each piece sets the last responsible start of the one before it.

    Attributes:
        items: ids, first to last.
        due: the milestone at its end; empty where that is the end of the plan.
        slack_days: of its first piece, in calendar days.
    """

    items: tuple[str, ...]
    due: str
    slack_days: int


def deciding_chain(table: Timetable) -> Chain | None:
    """Return the chain with the least slack, from where it starts to the milestone that sets it.

    A critical path is the same question asked forward; it is empty where all work has float, this
    chain is not. Of several it is the one that must start first.

    Args:
        table: a computed plan.

    Returns:
        None for a plan without items.
    """
    if not table.dates:
        return None
    first = min(table.dates, key=lambda name: _urgency(table.dates[name]))
    items = [first]
    while follower := table.dates[items[-1]].late.follower:
        items.append(follower)
    due = next(item.due for item in table.plan.items if item.id == items[-1])
    return Chain(tuple(items), due, table.dates[first].slack_days)


def _urgency(dates: Dates) -> tuple[int, int]:
    return dates.slack_days, dates.late.start.toordinal()
