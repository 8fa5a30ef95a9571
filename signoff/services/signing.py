"""Signing a run: a signature that waits for another, the one that seals, and taking one back."""

from __future__ import annotations

from django.db import transaction
from django.utils.translation import gettext as _

from assessment.models import Assessment, Snapshot
from assessment.services import signing
from assessment.services.answering import lock_run, require_unsigned
from assessment.services.lifecycle import record
from core import clock
from core.errors import StateError
from core.wording.texts import listed
from organizations.models import Plant, User
from signoff.models import KeptChallenge, KeptSignature, RunSignature
from signoff.selectors.challenge import DrawnSample, challenge_lacks
from signoff.selectors.examining import Examination, Signing, examine, signing_of


@transaction.atomic
def sign(*, plant: Plant, run_id: int, by: User, note: str = "", seen: str = "") -> Snapshot | None:
    """Sign a run: the signature that was missing seals it, any other is kept and waits.

    Args:
        plant: the run belongs to it.
        run_id: the run; submitted or in review.
        by: who signs.
        note: words of the review that stay with the run.
        seen: fingerprint of what the person looked at; empty signs what there is.

    Returns:
        The seal; None while another signature is needed.

    Raises:
        Assessment.DoesNotExist: no such run at this plant.
        StateError: something is missing, the message says what; what was looked at has changed; or
            the person signed already.
    """
    run = lock_run(plant=plant, run_id=run_id)
    require_unsigned(run)
    found = examine(run)
    _require_ready(run, found)
    if seen not in ("", found.fingerprint):
        raise StateError(_("What is signed has changed since you looked at it: look again."))
    known = signing_of(run, found.fingerprint)
    if by.pk in known.signed:
        raise StateError(_("You have signed already: somebody else signs now."))
    if not known.needed_after(by.pk).count:
        rows = (line.row.note for line in known.lines if line.stands)
        words = "\n".join(part for part in (*rows, note.strip()) if part)
        return signing.sign_off(plant=plant, run_id=run_id, by=by, note=words)
    values = {"signed_at": clock.now(), "fingerprint": found.fingerprint, "note": note.strip()}
    RunSignature.objects.update_or_create(assessment=run, signed_by=by, defaults=values)
    record(by, "signature.given", run, {})
    return None


def _require_ready(run: Assessment, found: Examination) -> None:
    """Refuse a signature while something of the run is missing.

    Raises:
        StateError: what.
    """
    signing.require_complete(run, found.inspection)
    if found.apart:
        words = _("Agree on these answers first, they lie far apart: %(questions)s.")
        raise StateError(words % {"questions": listed(found.apart)})
    if lacks := challenge_lacks(run, found.sample):
        raise StateError(" ".join(lacks))


@transaction.atomic
def take_back(*, plant: Plant, run_id: int, by: User) -> None:
    """Take the own signature back while the run is not sealed; without one nothing happens.

    Raises:
        Assessment.DoesNotExist: no such run at this plant.
        StateError: the run is sealed.
    """
    run = lock_run(plant=plant, run_id=run_id)
    require_unsigned(run)
    gone, _kinds = RunSignature.objects.filter(assessment=run, signed_by=by).delete()
    if gone:
        record(by, "signature.taken_back", run, {})


def keep_sign_off(run: Assessment, by: User | None) -> None:
    """Keep beside the seal that was just made who signed and how many drawn answers stood.

    Args:
        run: signed in this transaction.
        by: whose signature sealed it.

    Raises:
        StateError: a signature, or a look at a drawn answer, is missing.
    """
    found = examine(run)
    known = signing_of(run, found.fingerprint)
    last = [] if by is None or by.pk in known.signed else [by]
    _require_signatures(known, last)
    if lacks := challenge_lacks(run, found.sample):
        raise StateError(" ".join(lacks))
    snapshot = run.snapshots.defer("data").get(withdrawal=None)
    rows = [line.row for line in known.lines if line.stands]
    people = [*((row.signed_by, row.signed_at) for row in rows)]
    people += [(person, snapshot.locked_at) for person in last]
    KeptSignature.objects.bulk_create(
        KeptSignature(snapshot=snapshot, signed_by=person, signed_at=moment)
        for person, moment in people
    )
    if found.sample is not None:
        _keep_challenge(snapshot, found.sample)
    RunSignature.objects.filter(assessment=run).delete()


def _require_signatures(known: Signing, last: list[User]) -> None:
    needed = known.needed_after(last[0].pk) if last else known.needed
    if not needed.count:
        return
    if needed.is_apart:
        raise StateError(
            _("Whoever answered never signs alone: somebody who did not answer signs, too.")
        )
    raise StateError(_("Two people sign: another signature is needed."))


def _keep_challenge(snapshot: Snapshot, sample: DrawnSample) -> None:
    told = sample.outcome
    KeptChallenge(
        snapshot=snapshot,
        seed=sample.draw.seed,
        drawn=told.drawn,
        stood=told.stood,
        answers={one.question: one.stood for one in sample.answers},
    ).save(force_insert=True)
