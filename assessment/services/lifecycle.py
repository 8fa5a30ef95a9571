"""The way of a run: open, assign, hand in, review, sign off."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from assessment.domain.requirements import QuestionGap, find_gaps
from assessment.domain.scoring import ENGINE_VERSION, pick_profile
from assessment.domain.sealing import seal
from assessment.domain.sections import find_sections
from assessment.domain.snapshot import as_data
from assessment.domain.visibility import with_aliases
from assessment.models import (
    Answer,
    Assessment,
    Finding,
    Requirement,
    SectionAssignment,
    Snapshot,
)
from assessment.services.answering import held_answers, lock_run, require_unsigned, rescore
from assessment.services.scoring import compute
from core.base import save_versioned
from core.errors import RuleError, StateError
from organizations.models import Plant, User
from organizations.selectors import plant_facts
from organizations.services import audit
from packs.models import PackRelease
from packs.schema import Framework

EDITABLE = ("title", "period_from", "period_to", "scope", "due_on", "target_on")
SNAPSHOT_FORMAT = 1


def _record(by: User, verb: str, run: Assessment, changes: dict[str, Any]) -> None:
    audit.record(by=by, verb=verb, target=run, plant=run.plant, changes=changes)


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
    )
    run.full_clean()
    run.save(force_insert=True)
    rescore(run)
    _record(by, "assessment.opened", run, {"framework": [None, str(framework)]})
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
        _record(by, "assessment.edited", run, audit.difference(before, fields))
    return run


@transaction.atomic
def widen_run(*, plant: Plant, run_id: int, by: User) -> Assessment:
    """Turn an express run into a full one; its answers stay.

    Raises:
        StateError: the run is closed.
    """
    run = lock_run(plant=plant, run_id=run_id)
    _require(run, Assessment.State.OPEN)
    if run.is_express:
        run.is_express = False
        Assessment.objects.filter(pk=run.pk).update(is_express=False)
        rescore(run)
        _record(by, "assessment.widened", run, {"is_express": [True, False]})
    return run


@transaction.atomic
def refresh_facts(*, plant: Plant, run_id: int, by: User) -> Assessment:
    """Take over the plant's facts of today into an open run; the questions follow.

    Raises:
        StateError: the run is closed.
    """
    run = lock_run(plant=plant, run_id=run_id)
    _require(run, Assessment.State.OPEN)
    facts = {name: audit.plain(value) for name, value in plant_facts(plant).items()}
    changes = audit.difference(run.facts, facts)
    if changes:
        run.facts = facts
        content = run.framework.read(Framework)
        run.profile = pick_profile(content, None, with_aliases(facts)) or ""
        Assessment.objects.filter(pk=run.pk).update(facts=facts, profile=run.profile)
        rescore(run)
        _record(by, "assessment.facts_refreshed", run, changes)
    return run


def delete_run(*, plant: Plant, run_id: int, by: User) -> None:
    """Delete a run with its answers; one that is signed off stays for ever.

    Raises:
        StateError: the run is signed off.
    """
    with transaction.atomic():
        run = lock_run(plant=plant, run_id=run_id)
        require_unsigned(run)
        _record(by, "assessment.deleted", run, {"answered": [run.answered_count, None]})
        run.delete()


@transaction.atomic
def assign_section(
    *,
    plant: Plant,
    run_id: int,
    section: str,
    people: list[User],
    due_on: dt.date | None,
    by: User,
) -> None:
    """Say who answers a section until when; people no longer named lose the task.

    Args:
        plant: the run belongs to it.
        run_id: the run.
        section: id of one of its sections.
        people: persons with the right to answer at this plant; none leaves it open to all of them.
        due_on: day by which they answer; None is the run's own day.
        by: who assigns.

    Raises:
        StateError: the run is closed.
        RuleError: no such section.
    """
    run = lock_run(plant=plant, run_id=run_id)
    _require(run, Assessment.State.OPEN)
    if section not in run.scores["sections"]:
        raise RuleError(_("This run has no such section."), field="section")
    held = {row.user_id: row for row in run.assignments.filter(section=section)}
    wanted = {person.pk for person in people}
    before = sorted(held)
    for person_id, row in held.items():
        if person_id not in wanted:
            row.delete()
        elif row.due_on != due_on:
            row.due_on = due_on
            row.save(update_fields=["due_on", "updated_at"])
    for person in people:
        if person.pk not in held:
            row = SectionAssignment(assessment=run, section=section, user=person, due_on=due_on)
            row.full_clean()
            row.save(force_insert=True)
    _record(by, "section.assigned", run, {section: [before, sorted(wanted)]})


@transaction.atomic
def submit_sections(*, plant: Plant, run_id: int, by: User) -> list[str]:
    """Hand in the person's own sections; returns their ids.

    Raises:
        StateError: the run is closed, or nothing is assigned to the person.
    """
    run = lock_run(plant=plant, run_id=run_id)
    _require(run, Assessment.State.OPEN)
    own = list(run.assignments.filter(user=by, submitted_at__isnull=True))
    if not own:
        raise StateError(_("No section is assigned to you."))
    now = timezone.now()
    for row in own:
        row.submitted_at, row.returned_at, row.return_note = now, None, ""
        row.save(update_fields=["submitted_at", "returned_at", "return_note", "updated_at"])
    names = sorted(row.section for row in own)
    _record(by, "sections.submitted", run, {"sections": [None, names]})
    return names


@transaction.atomic
def reopen_sections(*, plant: Plant, run_id: int, by: User) -> None:
    """Take the person's own sections back while the run is still open.

    Raises:
        StateError: the run is closed.
    """
    run = lock_run(plant=plant, run_id=run_id)
    _require(run, Assessment.State.OPEN)
    own = run.assignments.filter(user=by, submitted_at__isnull=False)
    names = sorted(own.values_list("section", flat=True))
    if names:
        own.update(submitted_at=None)
        _record(by, "sections.taken_back", run, {"sections": [names, None]})


@transaction.atomic
def submit_run(*, plant: Plant, run_id: int, by: User) -> Assessment:
    """Close a run for answers and pass it to review; missing answers are allowed and named later.

    Raises:
        StateError: the run is closed, or holds no answer.
    """
    run = lock_run(plant=plant, run_id=run_id)
    _require(run, Assessment.State.OPEN)
    if not run.answered_count:
        raise StateError(_("No question is answered yet."))
    run.state, run.submitted_at, run.submitted_by = Assessment.State.SUBMITTED, timezone.now(), by
    _save(run, "state", "submitted_at", "submitted_by")
    run.assignments.filter(submitted_at__isnull=True).update(submitted_at=run.submitted_at)
    _record(by, "assessment.submitted", run, {"state": ["open", "submitted"]})
    return run


@transaction.atomic
def return_section(*, plant: Plant, run_id: int, section: str, note: str, by: User) -> Assessment:
    """Give a section back with a note; the run is open again for answers.

    Raises:
        StateError: the run is signed off.
        RuleError: no note, or no such section.
    """
    run = lock_run(plant=plant, run_id=run_id)
    _require(run, Assessment.State.SUBMITTED, Assessment.State.IN_REVIEW, Assessment.State.OPEN)
    if not note.strip():
        raise RuleError(_("Say what has to change."), field="note")
    if section not in run.scores["sections"]:
        raise RuleError(_("This run has no such section."), field="section")
    if not run.assignments.filter(section=section).exists():
        person = run.submitted_by or run.opened_by or by
        SectionAssignment.objects.create(assessment=run, section=section, user=person)
    run.assignments.filter(section=section).update(
        submitted_at=None, returned_at=timezone.now(), return_note=note.strip()[:2000]
    )
    before = run.state
    run.state, run.submitted_at, run.submitted_by = Assessment.State.OPEN, None, None
    _save(run, "state", "submitted_at", "submitted_by")
    changes = {"state": [before, "open"], section: [None, note.strip()]}
    _record(by, "section.returned", run, changes)
    return run


def missing_for_sign_off(run: Assessment) -> list[str]:
    """Return in words what keeps a run from being signed off; empty when nothing does."""
    framework = run.framework.read(Framework)
    lacks = []
    if run.state == Assessment.State.SIGNED_OFF:
        return [_("This run is signed off and does not change any more.")]
    if run.state == Assessment.State.OPEN:
        lacks.append(_("The run is still open: submit it first."))
    if run.is_express:
        lacks.append(_("An express run gives no level: continue it as a full run."))
    coverage = float(run.scores.get("coverage") or 0)
    if coverage < float(framework.completeness):
        words = _("%(have)s %% of the weight is answered; %(need)s %% is needed.")
        need = f"{float(framework.completeness) * 100:.0f}"
        lacks.append(words % {"have": f"{int(coverage * 100)}", "need": need})
    return lacks


@transaction.atomic
def sign_off(*, plant: Plant, run_id: int, by: User, note: str = "") -> Snapshot:
    """Lock the result of a run and derive gaps and requirements from it.

    Args:
        plant: the run belongs to it.
        run_id: the run; submitted or in review.
        by: who signs.
        note: words of the review that stay with the run.

    Returns:
        The snapshot with its hash; the database refuses to change it.

    Raises:
        StateError: something is missing; the message says what.
    """
    run = lock_run(plant=plant, run_id=run_id)
    lacks = missing_for_sign_off(run)
    if lacks:
        raise StateError(" ".join(lacks))
    now = timezone.now()
    run.state, run.signed_off_at, run.signed_off_by = Assessment.State.SIGNED_OFF, now, by
    run.review_note = note.strip()
    _save(run, "state", "signed_off_at", "signed_off_by", "review_note")
    framework = run.framework.read(Framework)
    held, answers = held_answers(run)
    result = compute(run, framework, held, with_cells=True)
    data = _snapshot_data(run, answers) | {"scorecard": as_data(framework, result.card)}
    snapshot = Snapshot(
        assessment=run,
        data=data,
        sha256=seal(data),
        engine_version=ENGINE_VERSION,
        pack_digest=run.framework.digest,
        locked_at=now,
        locked_by=by,
    )
    snapshot.full_clean()
    snapshot.save(force_insert=True)
    targets = {row.question: row.target for row in answers}
    _derive(run, find_gaps(framework, result.card, targets), {row.question: row for row in answers})
    changes = {"state": ["submitted", "signed_off"], "sha256": [None, snapshot.sha256]}
    _record(by, "assessment.signed_off", run, changes)
    return snapshot


def _snapshot_data(run: Assessment, answers: list[Answer]) -> dict[str, Any]:
    """Return everything the result rests on, as plain data."""
    return {
        "format": SNAPSHOT_FORMAT,
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
        "summary": run.scores,
        "answers": [
            {
                "question": row.question,
                "value": row.value,
                "target": row.target,
                "not_applicable": row.not_applicable,
                "reason": row.reason,
                "note": row.note,
                "version": row.version,
            }
            for row in sorted(answers, key=lambda row: row.question)
        ],
    }


def _derive(run: Assessment, gaps: tuple[QuestionGap, ...], answers: dict[str, Answer]) -> None:
    """Store a finding per gap and a requirement for it; needs that are gone count as met."""
    known = {row.code: row for row in Requirement.objects.filter(plant=run.plant)}
    for gap in gaps:
        finding = Finding.objects.create(
            plant=run.plant,
            kind=Finding.Kind.GAP,
            title=gap.topic.as_dict(),
            assessment=run,
            answer=answers[gap.question],
            question=gap.question,
            dimension=gap.section,
            current_level=gap.current,
            target_level=gap.target,
            priority=gap.priority,
        )
        need = known.get(gap.code) or Requirement(plant=run.plant, code=gap.code)
        need.title, need.priority = gap.title.as_dict(), gap.priority
        need.dimension, need.question = gap.section, gap.question
        if need.state == Requirement.State.MET:
            need.state = Requirement.State.OPEN
        need.full_clean()
        need.save()
        need.findings.add(finding)
    wanted = {gap.question for gap in gaps}
    sections = find_sections(run.framework.read(Framework))
    asked = {item for part in sections for item in part.questions}
    for need in known.values():
        is_gone = need.question in asked and need.question not in wanted
        if is_gone and need.state in (Requirement.State.OPEN, Requirement.State.PLANNED):
            need.state = Requirement.State.MET
            need.save(update_fields=["state", "updated_at"])


def _require(run: Assessment, *states: str) -> None:
    if run.state not in states:
        raise StateError(
            _("The run is %(state)s; this is not possible any more.")
            % {"state": run.get_state_display().lower()}
        )


def _save(run: Assessment, *fields: str) -> None:
    """Write fields of a locked run; its version rises, so that open forms notice."""
    save_versioned(run, expected=run.version, fields=fields)
