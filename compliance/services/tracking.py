"""Which duties a plant has: its facts held against the current checklists."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, field
from typing import Any

from django.db import transaction

from compliance.domain.applicability import WITHDRAWN, Reason, judge, settled
from compliance.models import FactCheck, ObligationStatus
from compliance.selectors.facts import (
    PlantSituation,
    is_outdated,
    last_check,
    situation_of,
    stored_facts,
)
from compliance.services import sums
from core import clock
from organizations.models import Plant, User
from organizations.selectors.places import plant_today
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
def refresh(*, plant: Plant, by: User) -> Refreshed:
    """Hold the plant's facts against the current checklists because a person asks for it.

    Args:
        plant: the plant, with its facts as they are now.
        by: who asks.

    Returns:
        What changed. Doing it again changes nothing. States, owners, dates, notes and decisions
        of people stay; a duty that no current checklist holds stays too and no longer applies.
    """
    _lock(plant)
    done, _touched = _check(plant, situation_of(plant), by)
    _record(done, by)
    return done


@transaction.atomic
def keep_current(*, plant: Plant, by: User | None) -> Refreshed | None:
    """Hold the plant's facts against the checklists if either changed since the last check.

    Args:
        plant: the plant, with its facts as they are now.
        by: whose act changed them; None for the system itself.

    Returns:
        What changed; None when the last check still holds, or no checklist concerns the plant.
        Only a check that changes a duty is told by the audit trail.
    """
    _lock(plant)
    check, situation = last_check(plant), situation_of(plant)
    if not is_outdated(check, situation):
        return None
    done, touched = _check(plant, situation, by)
    if done.added or touched:
        _record(done, by)
    return done


def _lock(plant: Plant) -> None:
    """Make a second check wait, so that no duty is tracked twice.

    Others may go on to write about the plant: this lock leaves its key alone.
    """
    Plant.objects.select_for_update(no_key=True).get(pk=plant.pk)


def _check(
    plant: Plant, situation: PlantSituation, by: User | None
) -> tuple[Refreshed, list[ObligationStatus]]:
    """Judge every duty, and store the check; returns it with the rows whose rule changed."""
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
    sums.refresh(plant.pk)
    check = _store(plant, situation, [] if is_first else [*_entries(added, changed)], by)
    return Refreshed(check, added, changed), touched


def _record(done: Refreshed, by: User | None) -> None:
    audit.record(
        by=by,
        verb="obligations.checked",
        target=done.check,
        plant=done.check.plant,
        changes={
            "tracked": [None, len(done.added)],
            **{row.obligation: [before, row.applies] for row, before in done.changed},
        },
    )


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
    reason = Reason.from_dict(values["reason"])
    values = {**values, "applies": settled(reason, row.decision)}
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


def _store(
    plant: Plant, situation: PlantSituation, changes: list[dict[str, Any]], by: User | None
) -> FactCheck:
    check = FactCheck.objects.filter(plant=plant).first() or FactCheck(plant=plant)
    check.fingerprint = situation.fingerprint
    check.facts = stored_facts(situation.facts)
    check.changes = changes
    check.checked_at = clock.now()
    check.checked_by = by
    check.full_clean(exclude=["plant", "checked_by"])
    check.save()
    return check
