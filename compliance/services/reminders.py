"""Who is reminded of duties that are due, or to be looked at again."""

from __future__ import annotations

from collections.abc import Iterator

from django.db.models import Q
from django.urls import reverse

from activity.domain.nearness import is_near
from activity.models import Notice
from activity.services.reminding import Reminder, keep
from compliance.domain.deadlines import waited_for
from compliance.models import ObligationStatus
from compliance.selectors.packs import checklists_of
from core.phrases import phrase
from organizations.domain.roles import Permission
from organizations.selectors.places import plant_today


def remind(*, organization_id: int, plant_id: int | None = None) -> None:
    """Remind owners of duties, of those without one the owner of the plant.

    Args:
        organization_id: the open tenant.
        plant_id: of one plant; None for every one.
    """
    rows = ObligationStatus.objects.filter(plant__organization=organization_id, applies="yes")
    if plant_id is not None:
        rows = rows.filter(plant=plant_id)
    dated = rows.filter(Q(due_on__isnull=False) | Q(review_on__isnull=False))
    dated = dated.select_related("owner", "plant__owner").defer("checklist__content")
    start = "duty/" if plant_id is None else f"duty/{plant_id}/"
    keep(
        organization_id=organization_id,
        kind=Notice.Kind.DUE_SOON,
        start=start,
        near=_near(list(dated.order_by("pk"))),
    )


def _near(rows: list[ObligationStatus]) -> Iterator[Reminder]:
    today = {row.plant_id: plant_today(row.plant) for row in rows}
    near = [row for row in rows if is_near(waited_for(row.standing), today[row.plant_id])]
    checklists = checklists_of(row.checklist_id for row in near)
    for row in near:
        owner, day = row.owner or row.plant.owner, waited_for(row.standing)
        duties = checklists[row.checklist_id].obligations
        duty = next((one for one in duties if one.id == row.obligation), None)
        if owner is None or day is None or duty is None:
            continue
        if row.state == ObligationStatus.State.MET:
            words = phrase("Look at this duty again: {duty}", duty=duty.text)
        else:
            words = phrase("This duty is due: {duty}", duty=duty.text)
        yield Reminder(
            recipient=owner,
            words=words,
            path=reverse("compliance:obligation-detail", args=[row.plant.slug, row.pk]),
            key=f"duty/{row.plant_id}/{row.pk}/{day}/{owner.pk}/",
            plant=row.plant,
            right=Permission.COMPLIANCE_VIEW,
            due_on=day,
        )
