"""Keeping the stored sums of plans: with each change, and every night for the days ahead."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, timedelta

import structlog
from django.db.models import Q

from core import clock
from core.base import every_row
from organizations.models import Plant
from roadmap.domain.sums import from_json, sum_up, to_json
from roadmap.models import Roadmap, StoredSums
from roadmap.selectors.plan import LoadedPlan, load_parts

CHECKED_EVERY = 7  # days within which the nightly check has recomputed every plan

log = structlog.get_logger(__name__)


def refresh(plant: Plant) -> None:
    """Store the sums of a plant's plan anew; a plant without a plan has none. Eight statements."""
    store(load_parts(Roadmap.objects.filter(plant=plant)), clock.today())


def store(plans: Iterable[LoadedPlan], today: date) -> None:
    """Store the sums of plans, their course from the day before."""
    for plan in plans:
        StoredSums.objects.update_or_create(
            roadmap_id=plan.roadmap.pk,
            defaults={
                "from_day": today - timedelta(1),
                "data": to_json(sum_up(plan.parts, today - timedelta(1))),
                "next_milestone": plan.next_milestone,
            },
        )


def refresh_all(today: date) -> list[int]:
    """Store the sums of every plan of the tenants in scope for the days ahead, and check a seventh.

    Returns:
        The ids of plans whose stored sums were not what their rows say. They are mended; somebody
        should find out what changed the plan past its acts.
    """
    drifted = []
    for key in Roadmap.objects.order_by("pk").values_list("pk", flat=True):
        (plan,) = load_parts(Roadmap.objects.filter(pk=key))
        if (key + today.toordinal()) % CHECKED_EVERY == 0 and is_drifted(plan):
            drifted.append(key)
            log.error("plan_sums_drifted", roadmap=key, plant=plan.roadmap.plant_id)
        store([plan], today)
    return drifted


def are_behind(today: date) -> bool:
    """Tell whether a plan of any tenant has no sums, or has them from before the last night."""
    plans = every_row(Roadmap).filter(Q(sums=None) | Q(sums__from_day__lt=today - timedelta(1)))
    return plans.exists()


def is_drifted(plan: LoadedPlan) -> bool:
    """Tell whether stored sums differ from what the rows say; none stored is no difference."""
    stored = StoredSums.objects.filter(roadmap=plan.roadmap.pk).first()
    if stored is None:
        return False
    fresh = sum_up(plan.parts, stored.from_day)
    stone = plan.next_milestone.pk if plan.next_milestone else None
    return from_json(stored.data) != fresh or stored.next_milestone_id != stone
