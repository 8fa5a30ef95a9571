"""Plants before their start of production."""

from __future__ import annotations

import datetime as dt
from functools import cache
from typing import Any

from launch.domain.milestones import kind_of, proposed_days
from launch.domain.needs import needs_of
from launch.domain.plans import LaunchCase
from packs.loader import DATA_DIR, load_pack
from packs.schema.launch import LaunchPack
from planning.domain.calendars import Closure, WorkCalendar

DAY = dt.date.fromisoformat
SOP, TODAY = DAY("2027-11-15"), DAY("2026-11-28")
TET = WorkCalendar(closures=(Closure(DAY("2027-02-01"), DAY("2027-02-15")),))
BONDED = {"country": "VN", "bonded_regime": "yes"}


@cache
def pack() -> LaunchPack:
    found = load_pack(DATA_DIR / "launch" / "1.0.0").content
    assert isinstance(found, LaunchPack)
    return found


def days(kind: str = "leased_hall", start: dt.date = SOP) -> dict[str, dt.date]:
    proposed = proposed_days(pack(), kind_of(pack(), kind), start)
    return {entry.milestone.id: entry.on for entry in proposed}


def case(facts: dict[str, Any] = BONDED, **fields: Any) -> LaunchCase:
    known = {"milestones": days(), "today": TODAY, "calendar": TET, **fields}
    return LaunchCase(pack(), needs_of(pack(), facts), **known)
