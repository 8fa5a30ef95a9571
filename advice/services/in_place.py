"""Saying what of the catalog a plant has in place, and taking it back."""

from __future__ import annotations

from collections.abc import Sequence

from django.db import transaction
from django.utils.translation import gettext as _

from advice.models import InPlace
from advice.selectors.desk import Desk, load_desk
from core import clock
from core.errors import RuleError, StateError
from organizations.models import Plant, User
from organizations.services import audit
from steps.services import history


@transaction.atomic
def state_in_place(
    *, plant: Plant, catalog_ids: Sequence[str], by: User, reason: str = ""
) -> tuple[InPlace, ...]:
    """Say that the results of some initiatives are there already.

    A finished initiative of the plan or the answers of the run are the proof where they show it;
    else the person's word counts, and that needs a reason.

    Args:
        plant: the plant.
        catalog_ids: ids of the catalog; what is stated already is passed over.
        by: who says so.
        reason: how the person knows.

    Returns:
        What is stated now.

    Raises:
        StateError: no catalog is loaded.
        RuleError: an unknown id (`field` is "initiatives"), a word without a reason ("reason").
    """
    history.lock(plant)
    desk = load_desk(plant)
    if desk is None:
        raise StateError(_("No initiative catalog is loaded; the administrator can load it."))
    unknown = [name for name in catalog_ids if name not in desk.items]
    if unknown:
        raise RuleError(
            _("The catalog has no initiative %(id)s.") % {"id": unknown[0]}, field="initiatives"
        )
    new = [name for name in dict.fromkeys(catalog_ids) if name not in desk.state.stated]
    rows = [_row(desk, plant, name, reason.strip(), by) for name in new]
    for row in rows:
        row.save()
        audit.record(
            by=by,
            verb="in_place.stated",
            target=row,
            plant=plant,
            changes=audit.difference(
                {},
                {"initiative": row.catalog_id, "proof": row.proof, "reason": row.reason},
            ),
        )
    return tuple(rows)


def _row(desk: Desk, plant: Plant, name: str, reason: str, by: User) -> InPlace:
    row = InPlace(plant=plant, catalog_id=name, reason=reason, stated_by=by, stated_at=clock.now())
    if finished := desk.state.finished.get(name):
        row.proof = InPlace.Proof.FINISHED
        row.details = {"initiative": finished.pk, "ended_on": finished.ends_on.isoformat()}
    elif proof := desk.state.shown.get(name):
        row.proof = InPlace.Proof.ANSWERS
        row.details = {
            "run": desk.run.assessment.title if desk.run else "",
            "answers": [[key, str(level)] for key, level in proof],
        }
    elif not reason:
        raise RuleError(
            _("Neither an answer nor a finished initiative shows it: say how you know."),
            field="reason",
        )
    else:
        row.proof = InPlace.Proof.WORD
    row.full_clean()
    return row


@transaction.atomic
def revoke_in_place(*, statement: InPlace, by: User) -> InPlace:
    """Take a statement back; it stays in the history of the plant.

    Raises:
        StateError: somebody took it back already.
    """
    history.lock(statement.plant)
    statement.refresh_from_db()
    if statement.revoked_at is not None:
        raise StateError(_("This was taken back already."))
    statement.revoked_at, statement.revoked_by = clock.now(), by
    statement.save(update_fields=["revoked_at", "revoked_by"])
    audit.record(
        by=by,
        verb="in_place.revoked",
        target=statement,
        plant=statement.plant,
        changes=audit.difference({"initiative": statement.catalog_id}, {"initiative": ""}),
    )
    return statement
