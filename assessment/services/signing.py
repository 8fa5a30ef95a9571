"""The end of a run: what still keeps it from being signed, and the locked result."""

from __future__ import annotations

from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from assessment.domain.coverage import is_below
from assessment.domain.numbers import plain
from assessment.domain.requirements import QuestionGap, find_gaps
from assessment.domain.scoring import ENGINE_VERSION
from assessment.domain.sealing import seal
from assessment.domain.sections import find_sections
from assessment.domain.snapshot import as_data
from assessment.models import Answer, Assessment, Finding, Requirement, Snapshot
from assessment.selectors import coverage_of
from assessment.services.answering import held_answers, lock_run
from assessment.services.lifecycle import record, save
from assessment.services.scoring import compute
from core import clock
from core.errors import StateError
from organizations.models import Plant, User
from organizations.services import audit
from packs.schema import Framework

SNAPSHOT_FORMAT = 1


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
    coverage = coverage_of(run)
    if is_below(framework, coverage):
        words = _("%(have)s %% of the weight is answered; %(need)s %% is needed.")
        need = plain(framework.completeness * 100)
        lacks.append(words % {"have": int(coverage * 100), "need": need})
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
    before, now = run.state, clock.now()
    run.state, run.signed_off_at, run.signed_off_by = Assessment.State.SIGNED_OFF, now, by
    run.review_note = note.strip()
    save(run, "state", "signed_off_at", "signed_off_by", "review_note")
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
    changes = {"state": [before, "signed_off"], "sha256": [None, snapshot.sha256]}
    record(by, "assessment.signed_off", run, changes)
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
