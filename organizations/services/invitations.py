"""Invitations: a role offered by e-mail; the link is stored hashed and works once."""

from __future__ import annotations

import hashlib
import secrets
from dataclasses import dataclass
from datetime import timedelta
from smtplib import SMTPException

from allauth.account.models import EmailAddress
from django.conf import settings
from django.core.mail import send_mail
from django.db import transaction
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext as _

from core import clock
from core.base import every_row
from core.errors import RuleError, StateError
from organizations.models import Invitation, Membership, Organization, Plant, User
from organizations.selectors.mailing import is_mail_on
from organizations.services import audit
from organizations.services.accounts import reopen_account
from organizations.services.membership import add_membership, require_grantable
from organizations.services.once import once, token_of

LIFETIME = timedelta(days=7)


@dataclass(frozen=True, slots=True)
class Sent:
    """An invitation that is on its way.

    Attributes:
        invitation: the stored row.
        link: the address that accepts it; known only now, never stored.
        is_mailed: whether a mail server took the message.
    """

    invitation: Invitation
    link: str
    is_mailed: bool


def hashed(token: str) -> str:
    """Return what is stored of a token."""
    return hashlib.sha256(token.encode()).hexdigest()


def invite(
    *,
    by: User,
    organization: Organization,
    email: str,
    role: str,
    plant: Plant | None = None,
    name: str = "",
    language: str = "en",
    key: str = "",
) -> Sent:
    """Offer a role to an e-mail address and send the link.

    Args:
        by: who invites; may offer only roles without more rights than their own.
        organization: the tenant.
        email: where the link goes.
        role: a value of `domain.roles.Role`.
        plant: where the role counts; None for the whole group.
        name: proposed to a new person.
        language: of the mail.
        key: of the form; sent twice, one invitation is made and mailed, and its link is the same.

    Raises:
        RuleError: the role is above one's own rights, one's own address, or held already.
        ValidationError: by field.
    """
    token = token_of(by, key) if key else secrets.token_urlsafe(32)
    address = email.strip().lower()
    is_new = False

    def make() -> Invitation:
        nonlocal is_new
        is_new = True
        _allowed(by, organization, plant, role, address)
        older = Invitation.objects.filter(
            organization=organization, plant=plant, email=address, role=role
        )
        older.filter(accepted_at__isnull=True, revoked_at__isnull=True).update(
            revoked_at=clock.now()
        )
        invitation = Invitation(
            organization=organization,
            plant=plant,
            email=address,
            name=name,
            role=role,
            language=language,
            token_hash=hashed(token),
            expires_at=clock.now() + LIFETIME,
            invited_by=by,
        )
        invitation.full_clean()
        invitation.save()
        _record(by, "invitation.created", invitation)
        return invitation

    if key:
        invitation = once(by=by, key=key, make=make, model=Invitation)
    else:
        with transaction.atomic():
            invitation = make()
    if is_new:
        return _send(invitation, token)
    is_mailed = invitation.mailed_at is not None
    return Sent(invitation=invitation, link=_address(token), is_mailed=is_mailed)


def _address(token: str) -> str:
    path = reverse("organizations:invitation-accept", kwargs={"token": token})
    return f"{settings.PUBLIC_URL}{path}"


def resend(*, by: User, invitation: Invitation) -> Sent:
    """Send an invitation again with a new link and a new term; the old link stops working.

    Raises:
        StateError: it is accepted or revoked.
        RuleError: the role is above one's own rights.
    """
    token = secrets.token_urlsafe(32)
    with transaction.atomic():
        _require_waiting(invitation)
        _allowed(by, invitation.organization, invitation.plant, invitation.role, invitation.email)
        invitation.token_hash = hashed(token)
        invitation.expires_at = clock.now() + LIFETIME
        invitation.invited_by = by
        invitation.save()
        _record(by, "invitation.resent", invitation)
    return _send(invitation, token)


@transaction.atomic
def revoke(*, by: User, invitation: Invitation) -> Invitation:
    """Make the link useless.

    Raises:
        StateError: it is accepted or revoked already.
    """
    _require_waiting(invitation)
    invitation.revoked_at = clock.now()
    invitation.save()
    _record(by, "invitation.revoked", invitation)
    return invitation


def find(token: str) -> Invitation | None:
    """Return the invitation of a link, whatever its state; None if there is none."""
    rows = every_row(Invitation).select_related("organization", "plant", "invited_by")
    return rows.filter(token_hash=hashed(token)).first()


@transaction.atomic
def accept(*, by: User, invitation: Invitation) -> Membership:
    """Give the role to a person who has an account; uses the link up.

    Raises:
        StateError: the link was used, revoked or has expired, or is for another address.
    """
    if by.email != invitation.email:
        raise StateError(_("This invitation is for another address."))
    now = clock.now()
    # One statement decides, so that a link opened twice at once counts once.
    taken = (
        every_row(Invitation)
        .filter(
            pk=invitation.pk,
            token_hash=invitation.token_hash,
            accepted_at__isnull=True,
            revoked_at__isnull=True,
            expires_at__gt=now,
        )
        .update(accepted_at=now, updated_at=now)
    )
    if not taken:
        raise StateError(_("This invitation has been used, withdrawn, or has expired."))
    membership = add_membership(
        by=by,
        organization=invitation.organization,
        user=by,
        role=invitation.role,
        plant=invitation.plant,
    )
    _record(by, "invitation.accepted", invitation)
    return membership


@transaction.atomic
def join(
    *, invitation: Invitation, name: str, password: str, language: str, time_zone: str
) -> User:
    """Make the account of a new person, or open that of one who was closed, and give the role.

    Args:
        invitation: open, for an address without an account that is in use.
        name: as the person writes it.
        password: already checked against the validators.
        language: one of those of the product.
        time_zone: IANA name.

    Raises:
        StateError: the link was used, revoked or has expired, or the address has an account.
        ValidationError: by field.
    """
    user = User.objects.filter(email=invitation.email).first()
    if user is None:
        user = User.objects.create_user(
            invitation.email, password, name=name, language=language, time_zone=time_zone
        )
    elif user.closed_at is None:
        raise StateError(_("This address has an account. Sign in to accept."))
    else:
        user.name, user.language, user.time_zone = name, language, time_zone
        reopen_account(user, password)
    EmailAddress.objects.update_or_create(
        user=user, email=user.email, defaults={"primary": True, "verified": True}
    )
    accept(by=user, invitation=invitation)
    return user


def _allowed(
    by: User, organization: Organization, plant: Plant | None, role: str, address: str
) -> None:
    if address == by.email:
        raise RuleError(_("You are already here. Invite somebody else."), field="email")
    require_grantable(by=by, organization=organization, plant=plant, role=role)
    memberships = Membership.objects.filter(
        organization=organization, plant=plant, user__email=address, role=role
    )
    if memberships.exists():
        raise RuleError(_("This person already holds that role here."), field="email")


def _require_waiting(invitation: Invitation) -> None:
    if invitation.accepted_at or invitation.revoked_at:
        raise StateError(_("This invitation is no longer open."))


def _send(invitation: Invitation, token: str) -> Sent:
    """Mail the link; a failing server is no error of the invitation, the link can be copied."""
    link = _address(token)
    with translation.override(invitation.language):
        context = {"invitation": invitation, "link": link, "days": LIFETIME.days}
        subject = " ".join(
            render_to_string("organizations/mail/invitation_subject.txt", context).split()
        )
        body = render_to_string("organizations/mail/invitation_message.txt", context)
    try:
        send_mail(subject, body, settings.DEFAULT_FROM_EMAIL, [invitation.email])
    except (SMTPException, OSError):
        return Sent(invitation=invitation, link=link, is_mailed=False)
    if not is_mail_on():
        return Sent(invitation=invitation, link=link, is_mailed=False)
    Invitation.objects.filter(pk=invitation.pk).update(mailed_at=clock.now())
    return Sent(invitation=invitation, link=link, is_mailed=True)


def _record(by: User, verb: str, invitation: Invitation) -> None:
    audit.record(
        by=by,
        verb=verb,
        target=invitation,
        organization=invitation.organization,
        plant=invitation.plant,
        changes={"email": invitation.email, "role": invitation.role},
    )
