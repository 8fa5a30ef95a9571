"""Moving a run to a newer release of its framework."""

from __future__ import annotations

import uuid

from django.db import transaction
from django.utils.translation import gettext as _

from assessment.models import Assessment
from assessment.selectors.moving import moved_answers, newer_release
from assessment.services.answering import lock_run, require_unsigned, rescore, store_answer
from assessment.services.lifecycle import record
from core import clock
from core.base import save_versioned
from core.errors import RuleError, StateError
from organizations.models import Plant, User
from packs.schema import Framework
from scoring.domain.engine import pick_profile
from scoring.domain.visibility import with_aliases


@transaction.atomic
def move_run(*, plant: Plant, run_id: int, release: str, expected: int, by: User) -> Assessment:
    """Move a run that is not signed to the current release of its framework; there is no way back.

    "Does not apply" becomes a proposal where the newer release asks for an assessor's consent: the
    answer given before it counts until then. Targets, notes and evidence stay.

    Args:
        plant: the run belongs to it.
        run_id: the run.
        release: the release that the person saw on the page.
        expected: version of the run that the person saw.
        by: who moves it.

    Raises:
        Assessment.DoesNotExist: no such run at this plant.
        StateError: the run is signed off, or there is no such newer release (any more).
        StaleVersionError: the run was changed meanwhile.
        RuleError: the newer release does not ask a question that is answered.
    """
    run = lock_run(plant=plant, run_id=run_id)
    require_unsigned(run)
    target = newer_release(run)
    if target is None or target.release != release:
        raise StateError(_("The framework has no such newer release."))
    before, content = str(run.framework), target.read(Framework)
    known = list(content.nodes)
    lost = {
        question
        for rows in (run.answers, run.evidence)
        for question in rows.exclude(question__in=known).values_list("question", flat=True)
    }
    if lost:
        names = ", ".join(sorted(lost))
        raise RuleError(
            _("The newer release does not ask these answered questions: %(names)s")
            % {"names": names}
        )
    profile = pick_profile(content, None, with_aliases(run.facts)) or ""
    moved = {row.question: row for row in moved_answers(run, content, profile)}
    now = clock.now()
    proposals = []
    for answer in run.answers.filter(not_applicable=True).order_by("question"):
        row = moved[answer.question]
        state = "" if row.na_state == "plain" else row.na_state
        values = {"value": row.value, "na_state": state}
        if values != {"value": answer.value, "na_state": answer.na_state}:
            store_answer(answer, values, key=uuid.uuid4().hex, by=by, moment=now)
        if answer.is_proposed:
            proposals.append(answer.question)
    run.framework, run.profile = target, profile
    save_versioned(run, expected=expected, fields=["framework", "profile"])
    rescore(run)
    changes = {"framework": [before, str(target)], "proposals": [None, proposals]}
    record(by, "assessment.moved", run, changes)
    return run
