"""Writes of bars that meet a need of the launch."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from calendars.models import PlantMilestone
from calendars.selectors.calendars import work_calendar
from core.errors import RuleError
from launch.domain.slices import slice_title, slices_of
from organizations.models import Plant, User
from organizations.services import audit
from packs.schema import InitiativeCatalog
from packs.schema.launch import LaunchNeed, LaunchPack
from planning.domain.durations import TimeUnit
from planning.domain.lengths import counted
from planning.domain.plans import DAY
from roadmap.domain.schedule import circle
from roadmap.models import Dependency, Initiative, Roadmap
from roadmap.selectors.plan import link_of, links_of
from roadmap.services.initiatives import create_initiative


@transaction.atomic
def plan_need(
    *,
    roadmap: Roadmap,
    pack: LaunchPack,
    release: str,
    need: LaunchNeed,
    initiative: str,
    starts_on: dt.date,
    ends_on: dt.date,
    one_off: Decimal,
    by: User,
) -> Initiative:
    """Add the part of an initiative that meets a need as a bar of the plan.

    It hangs on the milestones that the pack names, with its buffer, and is linked with the bars of the
    needs that it waits for and that wait for it, as one step that can be undone.

    Its length is the calendar days from its start to its end: on the plant's calendar it keeps them.

    It lifts levels where it is the slice of that initiative, up to the pack's cap; other work for a
    need lifts nothing of its own (docs/method.md#launch-slices).

    Args:
        roadmap: the plan, with its catalog.
        pack: the launch pack.
        release: of it, kept with the bar.
        need: what the bar meets.
        initiative: id of the catalog, one of the need's; empty where the catalog has none of them.
        starts_on: first day.
        ends_on: last day.
        one_off: one-off cost [currency of the plan].
        by: who acts.

    Raises:
        RuleError: this is in the plan already, or the dates do not suit it; `field` names which.
        ValidationError: by field.
    """
    taken = roadmap.initiatives.filter(catalog_id=initiative, need=need.id)
    if taken.exists():
        raise RuleError(
            _("This part of the initiative is in the plan already."), field="initiative"
        )
    values: dict[str, Any] = {
        "title": need.title.as_dict(),
        "phase": Initiative.Phase.DIGITIZE,
        "need": need.id,
        "starts_on": starts_on,
        "ends_on": ends_on,
        "duration": counted(
            starts_on, ends_on + DAY, TimeUnit.CALENDAR, work_calendar(roadmap.plant)
        ),
        "one_off_amount": one_off,
        "reason": {"launch": release},
    }
    catalog = roadmap.catalog.read(InitiativeCatalog)
    entry = next((item for item in catalog.initiatives if item.id == initiative), None)
    if entry is not None:
        values |= {
            "catalog_id": entry.id,
            "title": slice_title(entry.title, need).as_dict(),
            "phase": entry.phase,
        }
        part = slices_of(pack).get(entry.id)
        if part is not None and part.need.id == need.id:
            values["lifts"] = audit.plain(dict(entry.lifts))
            values["reason"] |= {"level_cap": str(part.level_cap)}
    values |= ties(roadmap.plant, need)
    return create_initiative(
        roadmap=roadmap, values=values, by=by, linked=lambda row: _links(row, pack, need)
    )


def ties(plant: Plant, need: LaunchNeed) -> dict[str, Any]:
    """Return the milestones of the plant that a bar of a need hangs on, and its buffer."""
    wanted = filter(None, (need.due, need.enabling))
    stones = {row.key: row for row in PlantMilestone.objects.filter(plant=plant, key__in=wanted)}
    return {
        "due_milestone": stones.get(need.due),
        "enabling_milestone": stones.get(need.enabling or ""),
        "buffer_days": need.buffer_days,
    }


def _links(row: Initiative, pack: LaunchPack, need: LaunchNeed) -> list[Dependency]:
    """Return links of a new bar with those of the needs before and behind it.

    One that would close a circle with links that somebody set is left out.
    """
    behind = [other.id for other in pack.needs if need.id in other.after]
    bars = row.roadmap.initiatives.exclude(status=Initiative.Status.STOPPED).exclude(pk=row.pk)
    wanted = [
        *(Dependency(predecessor=bar, successor=row) for bar in bars.filter(need__in=need.after)),
        *(Dependency(predecessor=row, successor=bar) for bar in bars.filter(need__in=behind)),
    ]
    known, links = links_of(row.roadmap), []
    for link in wanted:
        if not circle([*known, link_of(link)]):
            known.append(link_of(link))
            links.append(link)
    return links
