"""The end of a run: what keeps it from being signed, the locked result, taking it back."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django.db import transaction
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from assessment.domain.sealed import FORMAT, result_data
from assessment.domain.sealing import seal
from assessment.models import Assessment, Snapshot, Withdrawal
from assessment.selectors.earlier import earlier_runs
from assessment.selectors.inspection import Inspection, inspect
from assessment.selectors.result import stored_answers, terms_of
from assessment.selectors.runs import coverage_of
from assessment.services.answering import (
    STORED,
    lock_run,
    require_unsigned,
    rescore,
    store_summary,
)
from assessment.services.lifecycle import record, save
from core import clock
from core.errors import RuleError, StateError
from organizations.models import Plant, User
from organizations.services import audit
from packs.schema import Framework
from scoring.domain.coverage import is_below
from scoring.domain.numbers import plain
from scoring.domain.results import Result, make_result


def missing_for_sign_off(run: Assessment) -> list[str]:
    """Return in words what keeps a run as a whole from being signed off; empty when nothing does.

    Single questions that do are named by `selectors.inspection.inspect`.
    """
    lacks = []
    if run.state == Assessment.State.SIGNED_OFF:
        return [_("This run is signed off and does not change any more.")]
    if run.state == Assessment.State.OPEN:
        lacks.append(_("The run is still open: submit it first."))
    if run.is_express:
        lacks.append(
            _("An express run cannot be signed. Continue it as a full run; its answers stay.")
        )
    if is_below(_framework(run), coverage_of(run)):
        words = _("%(have)s %% of the weight is answered; %(need)s %% is needed.")
        need = plain(_framework(run).completeness * 100)
        lacks.append(words % {"have": int(coverage_of(run) * 100), "need": need})
    return lacks


def _framework(run: Assessment) -> Framework:
    return run.framework.read(Framework)


@transaction.atomic
def sign_off(*, plant: Plant, run_id: int, by: User, note: str = "") -> Snapshot:
    """Lock the result of a run; findings and requirements follow as a reaction.

    A run that was withdrawn gets a further seal, which says which one it supersedes.

    Args:
        plant: the run belongs to it.
        run_id: the run; submitted or in review.
        by: who signs.
        note: words of the review that stay with the run.

    Returns:
        The seal with its hash; the database refuses to change it.

    Raises:
        StateError: something is missing, the message says what.
    """
    run = lock_run(plant=plant, run_id=run_id)
    require_unsigned(run)
    require_complete(run, inspect(run))
    before, now = run.state, clock.now()
    run.state, run.signed_off_at, run.signed_off_by = Assessment.State.SIGNED_OFF, now, by
    run.first_signed_at = run.first_signed_at or now
    run.review_note = note.strip()
    snapshot, result = seal_run(run=run, by=by, moment=now)
    store_summary(run, result.summary)
    save(
        run,
        *("state", "signed_off_at", "signed_off_by", "first_signed_at", "review_note"),
        *STORED,
    )
    changes = {"state": [before, "signed_off"], "sha256": [None, snapshot.sha256]}
    record(by, "assessment.signed_off", run, changes)
    return snapshot


def require_complete(run: Assessment, found: Inspection) -> None:
    """Refuse the signature of a run of which something is missing.

    Args:
        run: not signed off.
        found: of `selectors.inspection.inspect`.

    Raises:
        StateError: what is missing.
    """
    language = get_language() or "en"
    lacks = missing_for_sign_off(run)
    lacks += [lack.text.in_language(language) for lack in found.lacks]
    if lacks:
        raise StateError(" ".join(lacks))


@transaction.atomic
def withdraw(*, plant: Plant, run_id: int, by: User, reason: str) -> Withdrawal:
    """Take the signature of a run back: it is open again and can be corrected and signed again.

    The seal stays as it is, for ever, and is marked as withdrawn. Findings and requirements stay
    until the next signature puts them right.

    Args:
        plant: the run belongs to it.
        run_id: the run; signed off.
        by: who withdraws.
        reason: why; it stands on every document of the withdrawn result.

    Raises:
        Assessment.DoesNotExist: no such run at this plant.
        StateError: the run is not signed off.
        RuleError: no reason.
    """
    run = lock_run(plant=plant, run_id=run_id)
    if run.state != Assessment.State.SIGNED_OFF:
        raise StateError(_("Only a signed run can be withdrawn."))
    if not reason.strip():
        raise RuleError(_("Say why the result is withdrawn."), field="reason")
    snapshot = run.snapshots.defer("data").get(withdrawal=None)
    row = Withdrawal(
        snapshot=snapshot, reason=reason.strip(), withdrawn_at=clock.now(), withdrawn_by=by
    )
    row.full_clean()
    row.save(force_insert=True)
    run.state, run.submitted_at, run.submitted_by = Assessment.State.OPEN, None, None
    run.signed_off_at, run.signed_off_by = None, None
    save(run, "state", "submitted_at", "submitted_by", "signed_off_at", "signed_off_by")
    rescore(run)  # by the rules of today, as any run under way
    changes = {
        "state": ["signed_off", "open"],
        "sha256": [snapshot.sha256, None],
        "reason": [None, row.reason],
    }
    record(by, "assessment.withdrawn", run, changes)
    return row


def seal_run(*, run: Assessment, by: User | None, moment: dt.datetime) -> tuple[Snapshot, Result]:
    """Write the seal of a run that is signed; the caller holds the lock and stores the run."""
    framework = run.framework.read(Framework)
    earlier = earlier_runs([run]).get(run.pk)
    result = make_result(
        framework,
        stored_answers(run),
        terms_of(run),
        previous=earlier.matrix if earlier else None,
        restated_from=earlier.restated_from if earlier else "",
        is_provisional=False,
    )
    last = run.snapshots.defer("data").order_by("number").last()
    data = _seal_data(run, result, last)
    snapshot = Snapshot(
        assessment=run,
        number=last.number + 1 if last else 1,
        supersedes=last,
        data=data,
        sha256=seal(data),
        engine_version=result.engine_version,
        pack_digest=run.framework.digest,
        locked_at=moment,
        locked_by=by,
    )
    snapshot.full_clean(exclude=["locked_by"])
    snapshot.save(force_insert=True)
    return snapshot, result


def _seal_data(run: Assessment, result: Result, last: Snapshot | None) -> dict[str, Any]:
    """Return everything the result rests on and says, as plain data."""
    return {
        "format": FORMAT,
        "supersedes": last.sha256 if last else None,
        "plant": run.plant.slug,
        "run": {
            "title": run.title,
            "period": [audit.plain(run.period_from), audit.plain(run.period_to)],
            "scope": run.scope,
            "target_on": audit.plain(run.target_on),
            "facts": run.facts,
            "profile": run.profile,
        },
        "pack": {
            "id": run.framework.identifier,
            "version": run.framework.release,
            "digest": run.framework.digest,
        },
        **result_data(result),
    }
