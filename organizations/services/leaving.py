"""Closing a person who leaves: sign-in off, open work handed over, name kept for a while."""

from __future__ import annotations

from dataclasses import dataclass

from django.conf import settings
from django.db import transaction
from django.utils.translation import gettext as _

from core import clock
from core.errors import RuleError
from organizations.models import Departure, Invitation, Membership, Organization, User
from organizations.services import audit, handover, invitations
from organizations.services.accounts import close_account
from organizations.services.membership import remove_membership


@dataclass(frozen=True, slots=True)
class Closed:
    """What closing a person did.

    Attributes:
        handed_over: pieces of work that have another name now.
        is_account_closed: whether they can no longer sign in at all.
    """

    handed_over: int
    is_account_closed: bool


def kept_days() -> int:
    """Return for how many days the name of somebody who left is kept."""
    return int(settings.FORMER_MEMBER_DAYS)


@transaction.atomic
def close_person(
    *, by: User, organization: Organization, person: User, successor: User | None
) -> Closed:
    """End a person's part in an organization; without another one the account is closed, too.

    Args:
        by: who acts; may take every role of the person away.
        organization: what they leave.
        person: who leaves.
        successor: who takes open work on; None if there is none.

    Raises:
        RuleError: no part in the organization, a role above one's own rights, or with the field
            `successor`: nobody named for open work, or somebody who may not do it.
        StateError: the last CIO.
    """
    roles = list(
        Membership.objects.filter(organization=organization, user=person)
        .select_related("organization", "plant", "user")
        .order_by("pk")
    )
    if not roles:
        raise RuleError(_("This person has no role here."))
    handed = _hand_over(by, organization, person, successor)
    for role in roles:
        remove_membership(by=by, membership=role)
    _withdraw_invitations(by, organization, person)
    elsewhere = Membership._base_manager.filter(user=person)  # noqa: SLF001 -- roles of every tenant
    is_last = not elsewhere.exists()
    if is_last:
        close_account(person)
    Departure.objects.update_or_create(
        organization=organization,
        person=person,
        defaults={"successor": successor, "left_at": clock.now(), "forgotten_at": None},
    )
    audit.record(
        by=by,
        verb="person.closed",
        target=person,
        organization=organization,
        changes={
            "successor": successor.pk if successor else None,
            "handed_over": handed,
            "account_closed": is_last,
        },
    )
    return Closed(handed_over=handed, is_account_closed=is_last)


def _hand_over(by: User, organization: Organization, person: User, successor: User | None) -> int:
    if successor is not None:
        if successor.pk == person.pk:
            raise RuleError(_("Choose somebody else."), field="successor")
        return handover.hand_over(
            organization=organization, leaver=person, successor=successor, by=by
        )
    if handover.open_work(organization=organization, person=person):
        raise RuleError(_("Say who takes the open work on."), field="successor")
    return 0


def _withdraw_invitations(by: User, organization: Organization, person: User) -> None:
    """Withdraw what the person offered to others and what was offered to them."""
    waiting = Invitation.objects.filter(
        organization=organization, accepted_at__isnull=True, revoked_at__isnull=True
    ).select_related("organization", "plant")
    for invitation in waiting.order_by("pk"):
        if invitation.invited_by_id == person.pk or invitation.email == person.email:
            invitations.revoke(by=by, invitation=invitation)
