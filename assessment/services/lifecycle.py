"""The way of a run: open, change, submit, delete."""

from __future__ import annotations

import datetime as dt
from copy import copy
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from assessment.models import Assessment
from assessment.services.answering import lock_run, require_unsigned, rescore
from core import clock
from core.base import save_versioned
from core.errors import RuleError, StateError
from organizations.models import Plant, User
from organizations.selectors.places import plant_facts
from organizations.services import audit, evidence
from packs.models import PackRelease
from packs.schema import Framework
from scoring.domain.engine import pick_profile
from scoring.domain.visibility import with_aliases

EDITABLE = ("title", "period_from", "period_to", "scope", "due_on", "target_on", "translations")


def record(by: User, verb: str, run: Assessment, changes: dict[str, Any]) -> None:
    """Write down what was done to a run."""
    audit.record(by=by, verb=verb, target=run, plant=run.plant, changes=changes)


def require(run: Assessment, *states: str) -> None:
    """Refuse an act that the state of a run does not allow.

    Raises:
        StateError: the run is in none of the states.
    """
    if run.state not in states:
        raise StateError(
            _("The run is %(state)s; this is not possible any more.")
            % {"state": run.get_state_display().lower()}
        )


def save(run: Assessment, *fields: str) -> None:
    """Write fields of a locked run; its version rises, so that open forms notice."""
    save_versioned(run, expected=run.version, fields=fields)


@transaction.atomic
def open_run(
    *,
    plant: Plant,
    framework: PackRelease,
    title: str,
    by: User,
    period_from: dt.date | None = None,
    period_to: dt.date | None = None,
    scope: str = "",
    due_on: dt.date | None = None,
    target_on: dt.date | None = None,
    is_express: bool = False,
    translations: dict[str, Any] | None = None,
) -> Assessment:
    """Open a run: the plant's facts are kept as they are today and decide what is asked.

    Args:
        plant: what is assessed.
        framework: a release of kind framework; the run stays with it.
        title: name of the run, once per plant.
        by: who opens it.
        period_from: first day of the period that the answers describe.
        period_to: last day of it.
        scope: lines, halls or functions that are looked at.
        due_on: day by which answers are wanted.
        target_on: day for which target levels are meant.
        is_express: ask only the questions that gates and vetoes rest on.
        translations: second language of the scope.

    Raises:
        ValidationError: fields that do not fit, or a title that is taken.
        RuleError: the framework has no express set, or no weights for this kind of plant.
    """
    content = framework.read(Framework)
    if is_express and not content.express_questions:
        raise RuleError(_("This framework has no express run."), field="is_express")
    facts = {name: audit.plain(value) for name, value in plant_facts(plant).items()}
    run = Assessment(
        plant=plant,
        framework=framework,
        title=title.strip(),
        period_from=period_from,
        period_to=period_to,
        scope=scope.strip(),
        due_on=due_on,
        target_on=target_on,
        is_express=is_express,
        facts=facts,
        profile=pick_profile(content, None, with_aliases(facts)) or "",
        opened_by=by,
        translations=translations or {},
    )
    run.full_clean()
    run.save(force_insert=True)
    rescore(run)
    record(by, "assessment.opened", run, {"framework": [None, str(framework)]})
    return run


def edit_run(*, run: Assessment, expected: int, by: User, **fields: Any) -> Assessment:
    """Change name, period, scope or dates of a run that is not signed off.

    Raises:
        StaleVersionError: changed by somebody else meanwhile.
        StateError: the run is signed off.
        ValidationError: fields that do not fit.
    """
    require_unsigned(run)
    with transaction.atomic():
        before = {name: getattr(run, name) for name in fields}
        for name, value in fields.items():
            if name not in EDITABLE:
                raise TypeError(name)
            setattr(run, name, value)
        run.full_clean()
        save_versioned(run, expected=expected, fields=list(fields))
        record(by, "assessment.edited", run, audit.difference(before, fields))
    return run


@transaction.atomic
def widen_run(*, plant: Plant, run_id: int, by: User) -> Assessment:
    """Turn an express run into a full one; its answers stay, and it is open for the others.

    It may be handed in already: nobody can sign an express run, so this is its only way on.

    Raises:
        StateError: the run is signed off.
    """
    run = lock_run(plant=plant, run_id=run_id)
    states = Assessment.State
    require(run, states.OPEN, states.SUBMITTED, states.IN_REVIEW)
    if run.is_express:
        changes: dict[str, Any] = {"is_express": [True, False]}
        run.is_express = False
        Assessment.objects.filter(pk=run.pk).update(is_express=False)
        if run.state != states.OPEN:
            changes["state"] = [run.state, states.OPEN.value]
            run.state, run.submitted_at, run.submitted_by = states.OPEN, None, None
            save(run, "state", "submitted_at", "submitted_by")
        run.assignments.update(submitted_at=None)  # each section asks more than was handed in
        rescore(run)
        record(by, "assessment.widened", run, changes)
    return run


@transaction.atomic
def refresh_facts(*, plant: Plant, run_id: int, by: User) -> Assessment:
    """Take over the plant's facts of today into an open run; the questions follow.

    Raises:
        StateError: the run is closed.
    """
    run = lock_run(plant=plant, run_id=run_id)
    require(run, Assessment.State.OPEN)
    facts = {name: audit.plain(value) for name, value in plant_facts(plant).items()}
    changes = audit.difference(run.facts, facts)
    if changes:
        run.facts = facts
        content = run.framework.read(Framework)
        run.profile = pick_profile(content, None, with_aliases(facts)) or ""
        Assessment.objects.filter(pk=run.pk).update(facts=facts, profile=run.profile)
        rescore(run)
        record(by, "assessment.facts_refreshed", run, changes)
    return run


def delete_run(*, plant: Plant, run_id: int, by: User) -> None:
    """Delete a run with its answers and the evidence that nothing else rests on.

    One that was ever signed off stays for ever.

    Raises:
        StateError: the run is or was signed off.
    """
    with transaction.atomic():
        run = lock_run(plant=plant, run_id=run_id)
        require_unsigned(run)
        if run.first_signed_at is not None:
            raise StateError(
                _("This run was signed off once: its seal stays, and so does the run.")
            )
        pieces = list(run.evidence.values_list("evidence", flat=True))
        gone = copy(run)
        run.delete()
        evidence.drop_unlinked(pieces)
        record(by, "assessment.deleted", gone, {"answered": [run.answered_count, None]})


@transaction.atomic
def submit_run(*, plant: Plant, run_id: int, by: User) -> Assessment:
    """Close a run for answers and pass it to review; missing answers are allowed and named later.

    Raises:
        StateError: the run is closed, or holds no answer.
    """
    run = lock_run(plant=plant, run_id=run_id)
    require(run, Assessment.State.OPEN)
    if not run.answered_count:
        raise StateError(_("No question is answered yet."))
    run.state, run.submitted_at, run.submitted_by = Assessment.State.SUBMITTED, clock.now(), by
    save(run, "state", "submitted_at", "submitted_by")
    run.assignments.filter(submitted_at__isnull=True).update(submitted_at=run.submitted_at)
    record(by, "assessment.submitted", run, {"state": ["open", "submitted"]})
    return run
