"""What people say about a duty: state, owner, dates, note, decision, counsel's review."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from compliance.domain.applicability import Reason, settled
from compliance.domain.deadlines import next_review
from compliance.models import ObligationStatus
from compliance.selectors.duties import Duty, possible_owners
from compliance.services import sums
from core.base import save_versioned
from core.errors import RuleError
from core.wording.texts import in_each
from organizations.models import Plant, User
from organizations.selectors.places import plant_today
from organizations.services import audit
from steps.models import Step
from steps.selectors.versions import row_at
from steps.services import history

EDITABLE = (
    "state",
    "owner",
    "due_on",
    "review_on",
    "note",
    "decision",
    "decision_reason",
    "counsel_name",
    "counsel_on",
)
_WRITTEN = (*EDITABLE, "applies", "met_on")


@transaction.atomic
def update_duty(
    *, duty: Duty, expected: int, values: Mapping[str, Any], by: User
) -> ObligationStatus:
    """Change what people say about a duty.

    Args:
        duty: as it is stored now.
        expected: the version the editor saw.
        values: field -> new value, of `EDITABLE`; what is not named stays.
        by: who acts.

    Returns:
        The stored row; saving what is there already writes nothing. A duty that becomes met gets today as its date and, unless one is named,
        a review date by the pack's interval; one that is no longer met loses both.

    Raises:
        StaleVersionError: somebody else changed it since; nothing is written.
        RuleError: the owner does not take part in the plant, or a decision has no reason, or a
            review by counsel lacks its name or date; `field` names the input.
        ValidationError: a value does not fit its field.
    """
    row = duty.row
    with history.kept(
        plant=row.plant,
        by=by,
        verb="obligation.updated",
        subject=duty.obligation.text.as_dict(),
        rows=[row],
    ):
        before = _change(duty, expected, values)
    if before is not None:
        sums.refresh(row.plant_id)
        _record(row, before, by)
    return row


def _change(duty: Duty, expected: int, values: Mapping[str, Any]) -> dict[str, Any] | None:
    """Store what people say about a duty; return what they said before, None if it is the same."""
    row = duty.row
    before = _values(row)
    for name in EDITABLE:
        if name in values:
            setattr(row, name, values[name])
    _check_owner(row, before["owner"])
    _check_pairs(row)
    _settle(duty)
    if _values(row) == before:
        return None
    # The pairs are settled above, and the database holds every constraint.
    row.clean_fields(exclude=["plant", "checklist", "owner"])
    save_versioned(row, expected=expected, fields=_WRITTEN)
    return before


@transaction.atomic
def mark_reviewed(*, duty: Duty, expected: int, by: User) -> ObligationStatus:
    """Say that a met duty was looked at again today; the next review follows the pack's interval.

    Raises:
        RuleError: the duty is not met.
        StaleVersionError: somebody else changed it since.
    """
    if duty.row.state != ObligationStatus.State.MET:
        raise RuleError(_("Only a duty that is met can be reviewed."))
    date = next_review(plant_today(duty.row.plant), duty.obligation.review_months)
    return update_duty(duty=duty, expected=expected, values={"review_on": date}, by=by)


@dataclass(frozen=True, slots=True)
class BulkChange:
    """What a change of many duties does to one of them."""

    duty: Duty
    owner: User | None
    due_on: dt.date | None

    @property
    def is_change(self) -> bool:
        """Whether anything becomes different."""
        return (self.owner, self.due_on) != (self.duty.row.owner, self.duty.row.due_on)


def preview_bulk(
    duties: Iterable[Duty],
    *,
    owner: User | None = None,
    due_on: dt.date | None = None,
    suggested: bool = False,
) -> list[BulkChange]:
    """Return what a change of many duties would do; nothing is written.

    Args:
        duties: the chosen ones.
        owner: new owner; none keeps each owner.
        due_on: new due date; none keeps each date.
        suggested: take the date each pack suggests, where the duty has no date yet.
    """
    changes = []
    for duty in duties:
        date = due_on or duty.row.due_on
        if suggested and duty.row.due_on is None and duty.row.state != ObligationStatus.State.MET:
            date = duty.suggested_due_on
        changes.append(BulkChange(duty, owner or duty.row.owner, date))
    return changes


@transaction.atomic
def apply_bulk(
    *, changes: Iterable[BulkChange], expected: Mapping[int, int], by: User
) -> list[ObligationStatus]:
    """Write a previewed change of many duties, all or nothing and undone as one step.

    Args:
        changes: from `preview_bulk`.
        expected: row id -> the version that was previewed.
        by: who acts.

    Raises:
        StaleVersionError: one of the rows changed since the preview; nothing is written.
        RuleError: the owner does not take part in the plant.
    """
    meant = [
        (
            change.duty,
            expected[change.duty.row.pk],
            {"owner": change.owner, "due_on": change.due_on},
        )
        for change in changes
        if change.is_change
    ]
    return _change_all(meant, verb="obligations.updated", by=by)


@transaction.atomic
def import_duties(*, duties: Iterable[Duty], rows: Iterable[Mapping[str, Any]], by: User) -> int:
    """Take over checked rows of a file, all or nothing and undone as one step.

    Args:
        duties: of the plant, as the rows were checked against them.
        rows: the code of a duty as `obligation`, and new values of `EDITABLE`; what is missing stays.
        by: who imports.

    Returns:
        How many duties changed.

    Raises:
        StaleVersionError: a duty changed since; nothing is written.
        RuleError: an owner does not take part in the plant.
    """
    known = {duty.row.obligation: duty for duty in duties}
    meant = []
    for row in rows:
        duty = known[row["obligation"]]
        values = {name: value for name, value in row.items() if name in EDITABLE}
        if any(getattr(duty.row, name) != value for name, value in values.items()):
            meant.append((duty, duty.row.version, values))
    return len(_change_all(meant, verb="obligations.imported", by=by))


def _change_all(
    meant: Sequence[tuple[Duty, int, Mapping[str, Any]]], *, verb: str, by: User
) -> list[ObligationStatus]:
    """Change many duties as one step: each with the version that was seen and its new values."""
    rows = [duty.row for duty, _version, _values in meant]
    if not rows:
        return []
    count = len(rows)
    before: list[dict[str, Any] | None] = []
    with history.kept(
        plant=rows[0].plant,
        by=by,
        verb=verb,
        subject=in_each(lambda: ngettext("%(n)s duty", "%(n)s duties", count) % {"n": count}),
        rows=rows,
    ):
        before += [_change(duty, version, values) for duty, version, values in meant]
    sums.refresh(rows[0].plant_id)
    for row, known in zip(rows, before, strict=True):
        if known is not None:
            _record(row, known, by)
    return rows


def follow_turn(*, step: Step, by: User | None) -> None:
    """Bring what follows from duties into agreement with a step that was undone or done again.

    Whether each applies is settled anew, for the rule may say otherwise since; the history of each
    tells the change; the sums of the plant are refreshed.
    """
    sides = (step.after, step.before) if step.undone_at else (step.before, step.after)
    known = {entry["id"]: entry["values"] for entry in sides[0] if entry["table"] == "duty"}
    rows = ObligationStatus.objects.filter(pk__in=known).select_related("owner", "plant")
    people = User.objects.in_bulk({values["owner_id"] for values in known.values()} - {None})
    for row in rows:
        applies = settled(Reason.from_dict(row.reason), row.decision)
        if applies != row.applies:
            row.applies = applies
            row.save(update_fields=["applies", "updated_at"])
        before = row_at(row, known[row.pk])
        before.owner = people.get(before.owner_id)
        _record(row, _values(before), by)
    if known:
        sums.refresh(step.plant_id)


def _values(row: ObligationStatus) -> dict[str, Any]:
    return {name: getattr(row, name) for name in _WRITTEN}


def _check_owner(row: ObligationStatus, before: User | None) -> None:
    plant: Plant = row.plant
    if row.owner is None or row.owner == before:
        return
    if not possible_owners(plant).filter(pk=row.owner.pk).exists():
        raise RuleError(_("This person does not take part in the plant."), field="owner")


def _check_pairs(row: ObligationStatus) -> None:
    if row.decision and not row.decision_reason:
        raise RuleError(_("Give the reason for the decision."), field="decision_reason")
    if not row.decision:
        row.decision_reason = ""
    if row.counsel_name and row.counsel_on is None:
        raise RuleError(_("Give the date of the review."), field="counsel_on")
    if row.counsel_on is not None and not row.counsel_name:
        raise RuleError(_("Name the counsel who reviewed it."), field="counsel_name")


def _settle(duty: Duty) -> None:
    """Bring what follows from the other values into agreement with them."""
    row = duty.row
    if row.state == ObligationStatus.State.MET:
        if row.met_on is None:
            row.met_on = plant_today(row.plant)
        if row.review_on is None:
            row.review_on = next_review(row.met_on, duty.obligation.review_months)
    else:
        row.met_on = row.review_on = None
    row.applies = settled(Reason.from_dict(row.reason), row.decision)


def _record(row: ObligationStatus, before: Mapping[str, Any], by: User | None) -> None:
    changes = {
        name: [_plain(before[name]), _plain(getattr(row, name))]
        for name in _WRITTEN
        if before[name] != getattr(row, name)
    }
    audit.record(
        by=by,
        verb="obligation.updated",
        target=row,
        plant=row.plant,
        changes=changes,
    )


def _plain(value: Any) -> Any:
    if isinstance(value, dt.date):
        return value.isoformat()
    return value.name if isinstance(value, User) else value
