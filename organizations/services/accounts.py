"""Turning an account off, and on again for somebody who comes back."""

from __future__ import annotations

from allauth.mfa.models import Authenticator
from allauth.socialaccount.models import SocialAccount
from django.contrib.sessions.models import Session

from core import clock
from organizations.models import User


def close_account(person: User) -> None:
    """Turn every way of signing in off, and end the sessions that are open."""
    person.is_active, person.closed_at = False, clock.now()
    person.set_unusable_password()
    person.save(update_fields=["is_active", "closed_at", "password"])
    Authenticator.objects.filter(user=person).delete()
    SocialAccount.objects.filter(user=person).delete()
    for session in Session.objects.iterator():
        if session.get_decoded().get("_auth_user_id") == str(person.pk):
            session.delete()


def reopen_account(person: User, password: str) -> None:
    """Let somebody who was closed sign in again; the ways of signing in are new."""
    person.is_active, person.closed_at = True, None
    person.set_password(password)
    person.full_clean(exclude=["password"])
    person.save()
