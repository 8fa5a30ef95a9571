"""Rows of the sheet of initiatives."""

from __future__ import annotations

from collections.abc import Mapping
from copy import copy
from typing import Any

from django.utils.translation import gettext as _

from core.errors import RuleError
from core.text import LocalizedText
from interchange.selectors.rows import said
from interchange.services.drafts import DraftRow
from interchange.services.settling.settler import Settler, Values, is_same
from planning.domain.durations import TimeUnit
from planning.domain.lengths import Length
from roadmap.models import Initiative
from roadmap.services.dating import COLUMNS, DATES
from roadmap.services.initiatives import assign, check_dates

HANGING = ("due_milestone", "enabling_milestone")


def take_initiative(settler: Settler, draft: DraftRow, stored: Initiative | None) -> None:
    """Take one initiative; its dates agree afterwards."""
    values = settler.values_of(draft, stored)
    if stored is not None and not settler.differs(draft, stored, values):
        return
    row = copy(stored) if stored else _new(settler, draft)
    new = _dated(stored, _titled(row, values))
    new |= {name: settler.found(draft, name) for name in HANGING if name in new}
    assign(row, new, settler.calendar if DATES & set(new) else None)
    check_dates(settler.rows.roadmap, row.starts_on, row.ends_on)
    row.clean_fields(exclude={"roadmap", "owner", *HANGING})
    settler.done(draft, stored, row, values | {name: said(row, name) for name in COLUMNS})


def _dated(stored: Initiative | None, values: dict[str, Any]) -> dict[str, Any]:
    """Return values of the service: of the dates those that the file says anew, and a `Length`."""
    new = {name: value for name, value in values.items() if _is_said(stored, name, value)}
    if {"duration", "duration_unit"}.isdisjoint(new):
        return new
    count = new.get("duration") or (said(stored, "duration") if stored else None)
    if count is None:
        raise RuleError(_("A unit needs its duration."), field="duration")
    unit = new.pop("duration_unit", "") or (said(stored, "duration_unit") if stored else "")
    return new | {"duration": Length(count, TimeUnit(unit or TimeUnit.CALENDAR))}


def _is_said(stored: Initiative | None, name: str, value: Any) -> bool:
    """Tell whether a file says something about a row: of its dates only what is not stored."""
    return stored is None or name not in COLUMNS or not is_same(stored, name, value)


def _new(settler: Settler, draft: DraftRow) -> Initiative:
    needs = ("title_en", "phase", "starts_on", "ends_on", "one_off_amount")
    has_length = draft.values.get("duration") is not None
    settler.need(draft, *(name for name in needs if not (name == "ends_on" and has_length)))
    roadmap, phase = settler.rows.roadmap, draft.values["phase"]
    place = sum(row.phase == phase for row in settler.taken["initiatives"].values())
    return Initiative(roadmap=roadmap, currency=roadmap.currency, title={}, order=place)


def _titled(row: Initiative, values: Values) -> dict[str, Any]:
    """Return the values of the service: one title in both languages."""
    found = {name: value for name, value in values.items() if not name.startswith("title_")}
    if "title_en" in values or "title_zh" in values:
        title: Mapping[str, str] = row.title
        english = values.get("title_en") or title.get("en", "")
        chinese = values.get("title_zh") or title.get("zh-hans") or english
        found["title"] = LocalizedText.of(english, chinese).as_dict()
    return found
