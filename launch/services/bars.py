"""Writes of bars that meet a need of the launch."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from core.errors import RuleError
from launch.domain.slices import slice_title, slices_of
from organizations.models import User
from organizations.services import audit
from packs.schema import InitiativeCatalog
from packs.schema.launch import LaunchNeed, LaunchPack
from roadmap.models import Initiative, Roadmap
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
    return create_initiative(roadmap=roadmap, values=values, by=by)
