"""Which duties a plant has: its facts held against the current checklists."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, field
from typing import Any

from django.db import transaction

from compliance.domain.applicability import WITHDRAWN, Reason, judge
from compliance.models import FactCheck, ObligationStatus
from compliance.selectors import PlantSituation, situation_of, stored_facts
from core import clock
from organizations.models import Plant, User
from organizations.selectors import plant_today
from organizations.services import audit
from packs.schema.checklist import Checklist, Obligation

RULE_FIELDS = (
    "checklist",
    "jurisdiction",
    "topic",
    "risk",
    "is_doubtful",
    "reason",
    "applies",
    "updated_at",
)


@dataclass(slots=True)
class Refreshed:
    """What a check changed.

    Attributes:
        check: the stored check.
        added: duties that are tracked since now.
        changed: rows whose applicability changed, with the outcome before.
    """

    check: FactCheck
    added: list[ObligationStatus] = field(default_factory=list)
    changed: list[tuple[ObligationStatus, str]] = field(default_factory=list)


@transaction.atomic
def refresh(plant: Plant, *, by: User | None) -> Refreshed:
    """Hold the plant's facts against the current checklists.

    Args:
        plant: the plant, with its facts as they are now.
        by: who asked for it; None for the system itself.

    Returns:
        What changed. Doing it again changes nothing. States, owners, dates, notes and decisions
        of people stay; a duty that no current checklist holds stays too and no longer applies.
    """
    # The lock makes a second check wait, so that no duty is tracked twice.
    Plant.objects.select_for_update().get(pk=plant.pk)
    situation = situation_of(plant)
    rows = {row.obligation: row for row in ObligationStatus.objects.filter(plant=plant)}
    is_first = not rows
    today = plant_today(plant)
    added, touched = [], []
    changed: list[tuple[ObligationStatus, str]] = []
    for release, checklist in situation.checklists.items():
        for duty in checklist.obligations:
            row = rows.pop(duty.id, None)
            reason = judge(duty, situation.facts)
            if row is None:
                added.append(_new_row(plant, release, checklist, duty, reason, today))
                continue
            before = row.applies
            if _take_rule(row, _ruled(release, checklist, duty, reason)):
                touched.append(row)
            if row.applies != before:
                changed.append((row, before))
    for row in rows.values():
        before = row.applies
        if _take_rule(row, {"reason": WITHDRAWN.as_dict(), "applies": WITHDRAWN.outcome.value}):
            touched.append(row)
        if row.applies != before:
            changed.append((row, before))
    ObligationStatus.objects.bulk_create(added)
    ObligationStatus.objects.bulk_update(touched, RULE_FIELDS, batch_size=100)
    check = _record(plant, situation, [] if is_first else [*_entries(added, changed)], by)
    audit.record(
        by=by,
        verb="obligations.checked",
        target=check,
        plant=plant,
        changes={
            "tracked": [None, len(added)],
            **{row.obligation: [before, row.applies] for row, before in changed},
        },
    )
    return Refreshed(check, added, changed)


def _ruled(release: int, checklist: Checklist, duty: Obligation, reason: Reason) -> dict[str, Any]:
    return {
        "checklist_id": release,
        "jurisdiction": checklist.jurisdiction,
        "topic": duty.topic,
        "risk": duty.risk,
        "is_doubtful": duty.is_doubtful,
        "reason": reason.as_dict(),
        "applies": reason.outcome.value,
    }


def _new_row(
    plant: Plant,
    release: int,
    checklist: Checklist,
    duty: Obligation,
    reason: Reason,
    today: dt.date,
) -> ObligationStatus:
    values = _ruled(release, checklist, duty, reason)
    row = ObligationStatus(plant=plant, obligation=duty.id, tracked_on=today, **values)
    row.full_clean(
        exclude=["plant", "checklist"], validate_unique=False, validate_constraints=False
    )
    return row


def _take_rule(row: ObligationStatus, values: dict[str, Any]) -> bool:
    """Give a row what the rule says; a decision of a person outweighs its outcome."""
    is_withdrawn = values["reason"]["kind"] == "withdrawn"
    if row.decision and not is_withdrawn:
        values = {**values, "applies": row.decision}
    changed = [name for name, value in values.items() if getattr(row, name) != value]
    for name in changed:
        setattr(row, name, values[name])
    row.updated_at = clock.now()
    return bool(changed)


def _entries(
    added: list[ObligationStatus], changed: list[tuple[ObligationStatus, str]]
) -> list[dict[str, Any]]:
    return [
        *({"duty": row.pk, "before": "", "after": row.applies} for row in added),
        *({"duty": row.pk, "before": before, "after": row.applies} for row, before in changed),
    ]


def _record(
    plant: Plant, situation: PlantSituation, changes: list[dict[str, Any]], by: User | None
) -> FactCheck:
    check = FactCheck.objects.filter(plant=plant).first() or FactCheck(plant=plant)
    check.fingerprint = situation.fingerprint
    check.facts = stored_facts(situation.facts)
    check.changes = changes
    check.checked_at = clock.now()
    check.checked_by = by
    check.full_clean(exclude=["plant"])
    check.save()
    return check
