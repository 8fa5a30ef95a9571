"""Closing a person who leaves: sign-in off, open work handed over, name kept for a while."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass

from django.conf import settings
from django.db import transaction
from django.db.models import Q
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
    *,
    by: User,
    organization: Organization,
    person: User,
    successor: User | None,
    ended: Collection[str] = (),
) -> Closed:
    """End a person's part in an organization; without another one the account is closed, too.

    Args:
        by: who acts; may take every role of the person away.
        organization: what they leave.
        person: who leaves.
        successor: who takes open work on; None if there is none.
        ended: models whose open rows are ended instead, where that may be done.

    Raises:
        RuleError: no part in the organization, a role above one's own rights, or with the field
            `successor`: nobody named for open work, or somebody who may not do it.
        StateError: the last CIO.
    """
    waiting = _lock(organization, person)
    roles = list(
        Membership.objects.filter(organization=organization, user=person)
        .select_related("organization", "plant", "user")
        .order_by("pk")
    )
    if not roles:
        raise RuleError(_("This person has no role here."))
    handed = _hand_over(by, organization, person, successor, ended)
    for role in roles:
        remove_membership(by=by, membership=role)
    for invitation in waiting:
        invitations.revoke(by=by, invitation=invitation)
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


def _hand_over(
    by: User,
    organization: Organization,
    person: User,
    successor: User | None,
    ended: Collection[str],
) -> int:
    if successor is not None:
        if successor.pk == person.pk:
            raise RuleError(_("Choose somebody else."), field="successor")
        return handover.hand_over(
            organization=organization, leaver=person, successor=successor, by=by, ended=ended
        )
    if handover.open_work(organization=organization, person=person, ended=ended):
        raise RuleError(_("Say who takes the open work on."), field="successor")
    return 0


def _lock(organization: Organization, person: User) -> list[Invitation]:
    """Lock what is written later, before the first act holds the trail; nobody waits in a ring.

    Returns:
        Invitations that wait: those the person made and those made to them.
    """
    list(Organization.objects.select_for_update(no_key=True).filter(pk=organization.pk))
    list(User.objects.select_for_update(no_key=True).filter(pk=person.pk))
    rows = Invitation.objects.filter(
        Q(invited_by=person) | Q(email=person.email),
        organization=organization,
        accepted_at__isnull=True,
        revoked_at__isnull=True,
    )
    locked = rows.select_for_update(of=("self",), no_key=True)
    return list(locked.select_related("organization", "plant").order_by("pk"))
