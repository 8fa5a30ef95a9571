"""Reads: which rows of a plan a reader wants to see, and in which groups."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from django.utils.translation import gettext as _

from planning.domain.plans import PHASES, DaySpan
from roadmap.models import Initiative
from roadmap.selectors.plan import Plan

NOBODY = "none"
OVER = (Initiative.Status.DONE, Initiative.Status.STOPPED)
GROUPS = ("phase", "owner", "status")


@dataclass(frozen=True, slots=True)
class Wish:
    """What a reader wants to see.

    Attributes:
        group: what the rows are grouped by, one of `GROUPS`.
        owner: key of a person, or `NOBODY`; empty for all.
        status: a status; empty for all.
        phase: a phase; empty for all.
        late: only what should have begun or ended and has not.
        text: words of the title in either language, of the catalog's number or the owner's name.
    """

    group: str = "phase"
    owner: str = ""
    status: str = ""
    phase: str = ""
    late: bool = False
    text: str = ""

    @property
    def narrows(self) -> bool:
        """Whether rows may be left out."""
        return bool(self.owner or self.status or self.phase or self.late or self.text)


@dataclass(frozen=True, slots=True)
class RowGroup:
    """Rows under one heading."""

    key: str
    label: str
    rows: tuple[Initiative, ...]


def is_late(row: Initiative, today: date) -> bool:
    """Tell whether an initiative should have begun or ended by a day and has not."""
    if row.status in OVER:
        return False
    is_planned = row.status == Initiative.Status.PLANNED
    return row.ends_on < today or (is_planned and row.starts_on < today)


def arranged(plan: Plan, wish: Wish) -> tuple[RowGroup, ...]:
    """Return the rows of a plan that fit, in their groups; a group without rows is left out."""
    fitting = [row for row in plan.initiatives if _fits(row, wish, plan.today)]
    groups: dict[str, list[Initiative]] = {}
    for row in fitting:
        groups.setdefault(_key(row, wish.group), []).append(row)
    found = [
        RowGroup(key, _label(rows[0], wish.group), tuple(rows)) for key, rows in groups.items()
    ]
    return tuple(sorted(found, key=lambda group: _place(group, wish.group)))


def owners(plan: Plan) -> list[tuple[str, str]]:
    """Return key and name of everybody who owns an initiative of the plan, by name."""
    known = {str(row.owner_id): row.owner.name for row in plan.initiatives if row.owner}
    return sorted(known.items(), key=lambda pair: pair[1])


def stretch(plan: Plan, rows: Iterable[Initiative]) -> DaySpan:
    """Return the whole quarters of the plan in which rows lie; all of them without rows."""
    shown = list(rows)
    periods = [
        period
        for period in plan.periods
        if any(row.starts_on < period.end and row.ends_on >= period.start for row in shown)
    ]
    return DaySpan(periods[0].start, periods[-1].end) if periods else plan.frame


def _fits(row: Initiative, wish: Wish, today: date) -> bool:
    owner = NOBODY if row.owner_id is None else str(row.owner_id)
    return (
        wish.owner in ("", owner)
        and wish.status in ("", row.status)
        and wish.phase in ("", row.phase)
        and (not wish.late or is_late(row, today))
        and _plain(wish.text) in _plain(" ".join(_words(row)))
    )


def _words(row: Initiative) -> tuple[str, ...]:
    return (*row.title.values(), row.catalog_id, row.owner.name if row.owner else "")


def _plain(text: str) -> str:
    return unicodedata.normalize("NFKC", text).casefold().strip()


def _key(row: Initiative, group: str) -> str:
    if group == "owner":
        return NOBODY if row.owner_id is None else str(row.owner_id)
    return row.status if group == "status" else row.phase


def _label(row: Initiative, group: str) -> str:
    if group == "owner":
        return row.owner.name if row.owner else _("Nobody's")
    return str(row.get_status_display() if group == "status" else row.get_phase_display())


def _place(group: RowGroup, by: str) -> tuple[int, str]:
    if by == "owner":
        return (int(group.key == NOBODY), group.label)
    order = Initiative.Status.values if by == "status" else list(PHASES)
    return (order.index(group.key), "")
