"""Drawing answers of a run and saying whether they stand."""

from __future__ import annotations

import secrets

from django.db import transaction
from django.utils.translation import gettext as _

from assessment.models import Assessment
from assessment.selectors.inspection import inspect
from assessment.services.answering import lock_run
from assessment.services.lifecycle import record, require
from core import clock
from core.errors import RuleError, StaleVersionError, StateError
from core.wording.texts import listed
from organizations.models import Plant, User
from organizations.services import audit
from questionnaire.services.writing import write
from signoff.domain.challenge import draw, seed_of
from signoff.models import ChallengedAnswer, ChallengeDraw
from signoff.selectors.answering import givers, reviewers
from signoff.selectors.challenge import counted_values, drawables, drawn_sample
from signoff.selectors.policy import policy_of

State = Assessment.State
SECRET = 32  # bytes
NAMED = 3  # people whom a sentence names


@transaction.atomic
def draw_answers(*, plant: Plant, run_id: int, by: User) -> ChallengeDraw:
    """Draw the answers that are looked at again, once for what was submitted.

    Args:
        plant: the run belongs to it.
        run_id: the run; submitted or in review.
        by: an assessor.

    Raises:
        Assessment.DoesNotExist: no such run at this plant.
        StateError: the run is not in review, answers are drawn already, none are asked for, or there
            are none.
    """
    run = lock_run(plant=plant, run_id=run_id)
    require(run, State.SUBMITTED, State.IN_REVIEW)
    wanted = policy_of(plant.organization_id).challenged
    if not wanted:
        raise StateError(_("Your organization asks for no drawn answers."))
    if run.submitted_at is None:  # a run that came from elsewhere
        raise StateError(_("They are drawn from what was submitted, before the run is signed."))
    if drawn_sample(run) is not None:
        raise StateError(_("The answers are drawn already; a draw does not change."))
    known = drawables(run)
    if not known:
        raise StateError(_("There is no answer to draw from."))
    fingerprint, secret = inspect(run).fingerprint, secrets.token_hex(SECRET)
    seed = seed_of(run.pk, fingerprint, secret)
    row = ChallengeDraw.objects.create(
        assessment=run,
        submitted_at=run.submitted_at,
        fingerprint=fingerprint,
        secret=secret,
        seed=seed,
        drawn_at=clock.now(),
        drawn_by=by,
    )
    drawn, values = draw(known, wanted, seed), counted_values(run)
    ChallengedAnswer.objects.bulk_create(
        ChallengedAnswer(draw=row, question=question, place=place, value=values[question])
        for place, question in enumerate(drawn, start=1)
    )
    changes = {"questions": [None, list(drawn)], "seed": [None, seed]}
    record(by, "challenge.drawn", run, changes)
    return row


@transaction.atomic
def verify_answer(
    *,
    plant: Plant,
    run_id: int,
    question: str,
    stands: bool,
    reason: str,
    expected: int,
    by: User,
) -> ChallengedAnswer:
    """Say whether a drawn answer stands; it can be said anew until the run is signed.

    Args:
        plant: the run belongs to it.
        run_id: the run; submitted or in review.
        question: one that was drawn.
        stands: whether what was looked at proves the answer.
        reason: why it does not, or words beside it.
        expected: version that was seen.
        by: an assessor who did not give the answer.

    Raises:
        Assessment.DoesNotExist: no such run at this plant.
        ChallengedAnswer.DoesNotExist: the question was not drawn.
        StateError: the run is not in review, or the answer was changed since it was drawn.
        StaleVersionError: somebody else judged it since.
        RuleError: the own answer, or what does not stand without a reason.
    """
    run = lock_run(plant=plant, run_id=run_id)
    require(run, State.SUBMITTED, State.IN_REVIEW)
    sample = drawn_sample(run)
    row = sample.row(question) if sample else None
    if row is None:
        raise ChallengedAnswer.DoesNotExist
    if row.version != expected:
        message = "somebody else judged this answer in the meantime"
        raise StaleVersionError(message)
    _require_other(run, question, by)
    if not stands and not reason.strip():
        raise RuleError(_("Say why the answer does not stand."), field="reason")
    if stands and counted_values(run).get(question) != row.value:
        raise StateError(_("This answer was changed since it was drawn: it did not stand."))
    before = {"stands": row.stands, "reason": row.reason}
    after = {"stands": stands, "reason": reason.strip()}
    write(row, {**after, "checked_by": by, "checked_at": clock.now()})
    changes = audit.difference(before, after)
    audit.record(by=by, verb="challenge.verified", target=row, plant=plant, changes=changes)
    return row


def _require_other(run: Assessment, question: str, by: User) -> None:
    people = givers(run).get(question, set())
    if by.pk not in people:
        return
    names = [one.name for one in reviewers(run) if one.pk not in people]
    if names:
        text = _("You gave this answer yourself. Another person judges it: %(names)s.")
        raise RuleError(text % {"names": listed(names[:NAMED])})
    raise RuleError(
        _("You gave this answer yourself, and nobody else here may judge it: invite an assessor.")
    )
