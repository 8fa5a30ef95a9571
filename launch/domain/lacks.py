"""What the plan lets miss at the start of production. See docs/method.md#launch-lacks."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum

from launch.domain.bars import NeedState, NeedWork
from launch.domain.needs import PlantNeed
from launch.domain.outlook import NeedRow
from packs.schema.launch import LaunchNeed, LaunchPack
from planning.domain.calendars import ONE_DAY


class LackKind(StrEnum):
    """Why a need will not stand at the start."""

    TOO_LATE = "too_late"
    PAST = "past"
    NOT_PLANNED = "not_planned"


@dataclass(frozen=True, slots=True)
class StartLack:
    """A need of the pack's order that does not stand at the start of production.

    Attributes:
        need: the need.
        why: it can no longer be in time by its safe dates, its bars end past the start, or there
            are none.
        start: the start of production.
        ready_on: the day it stands, by its safe dates or its bars; None where it is not planned.
        brave_on: of what can no longer be in time, the day by the low values.
    """

    need: LaunchNeed
    why: LackKind
    start: dt.date
    ready_on: dt.date | None = None
    brave_on: dt.date | None = None


def lacks_at_start(
    pack: LaunchPack,
    needs: Sequence[PlantNeed],
    start: dt.date,
    rows: Mapping[str, NeedRow],
    works: Mapping[str, NeedWork],
) -> tuple[StartLack, ...]:
    """Return what does not stand at the start, the gravest first, by the order of the pack.

    Args:
        pack: with the order.
        needs: those of the plant.
        start: of production.
        rows: needs that could be planned backwards, by id.
        works: what the plan holds of each need, by its id.
    """
    known = {entry.need.id: entry.need for entry in needs}
    found = (
        _lack(known[name], start, rows.get(name), works[name])
        for name in pack.missing_order
        if name in known
    )
    return tuple(one for one in found if one is not None)


def _lack(
    need: LaunchNeed, start: dt.date, row: NeedRow | None, work: NeedWork
) -> StartLack | None:
    if work.state is NeedState.STANDS:
        return None
    if row is not None and row.safe.early.end > start:
        return StartLack(need, LackKind.TOO_LATE, start, row.safe.early.end, row.brave.early.end)
    if work.ends_on is None:
        return StartLack(need, LackKind.NOT_PLANNED, start)
    if work.ends_on >= start:
        return StartLack(need, LackKind.PAST, start, work.ends_on + ONE_DAY)
    return None
