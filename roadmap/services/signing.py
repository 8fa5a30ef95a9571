"""Signing a milestone: business and IT accept what was reached, each once."""

from __future__ import annotations

from django.db import transaction
from django.utils.translation import gettext as _

from core import clock
from core.errors import RuleError, StaleVersionError, StateError
from organizations.models import User
from organizations.services import audit
from roadmap.domain.signing import SIDES, SideStanding, is_other_side, standing_of
from roadmap.models import Initiative, Milestone, MilestoneSignature
from roadmap.selectors.signing import content_of, digest_of, given, is_accepted, is_altered
from steps.services import history


@transaction.atomic
def sign_milestone(*, milestone: Milestone, side: str, digest: str, by: User) -> MilestoneSignature:
    """Accept a milestone for one side.

    Args:
        milestone: a milestone that was reached and says what is accepted.
        side: business or it.
        digest: hash of what the person saw.
        by: who signs.

    Raises:
        StaleVersionError: it is no longer what the person saw.
        StateError: it is not reached, says no criteria, or is signed by this side already.
        RuleError: the person signed it for the other side.
    """
    history.lock(milestone.initiative.roadmap.plant)
    rows = Milestone.objects.select_related("initiative__roadmap__plant")
    milestone = rows.get(pk=milestone.pk)
    if digest_of(milestone) != digest:
        message = "the milestone was changed in the meantime"
        raise StaleVersionError(message)
    refuse_signature(milestone, side, digest, by)
    row = MilestoneSignature(
        milestone=milestone,
        side=side,
        content=content_of(milestone),
        digest=digest,
        signed_by=by,
        signed_at=clock.now(),
    )
    row.full_clean()
    row.save()
    audit.record(
        by=by,
        verb="milestone.signed",
        target=milestone,
        plant=milestone.initiative.roadmap.plant,
        changes={"side": [None, side], "digest": [None, digest]},
    )
    return row


def refuse_signature(milestone: Milestone, side: str, digest: str, by: User) -> None:
    """Refuse what this person cannot sign, before anybody presses the button.

    Raises:
        StateError, RuleError: as in `sign_milestone`.
    """
    if side not in SIDES:
        raise RuleError(_("A milestone is signed for business or for IT."), field="side")
    if milestone.reached_on is None:
        raise StateError(_("It can be signed once it is recorded as reached."))
    if not milestone.acceptance:
        raise StateError(_("Write the acceptance criteria first: they are what is signed."))
    if any(
        one.side == side and one.digest == digest and is_altered(one)
        for one in milestone.signatures.all()
    ):
        raise StateError(
            _("This side’s signature was changed outside the product: its check sum does not fit.")
        )
    signatures = given(milestone)
    if standing_of(side, signatures, digest) is SideStanding.SIGNED:
        raise StateError(_("This side has signed already."))
    if is_other_side(side, by.pk, signatures, digest):
        raise RuleError(_("You signed for the other side: the two sides are two people."))


def refuse_signed(milestone: Milestone) -> None:
    """Refuse to remove what both sides accepted.

    Raises:
        StateError: names the milestone.
    """
    if is_accepted(milestone):
        message = _("Milestone %(title)s is signed by business and IT and cannot be removed.")
        raise StateError(message % {"title": milestone.title})


def refuse_signed_work(initiative: Initiative) -> None:
    """Refuse to remove an initiative with a milestone that both sides accepted.

    Raises:
        StateError: names the milestone.
    """
    for milestone in initiative.milestones.prefetch_related("signatures"):
        milestone.initiative = initiative
        refuse_signed(milestone)
