"""How sign-in is tied to invitations, mails to the person's language, words to this product."""

from __future__ import annotations

import logging
from collections.abc import Callable
from functools import partial
from smtplib import SMTPException
from typing import Any
from urllib.parse import quote

from allauth.account.adapter import DefaultAccountAdapter
from allauth.core import context
from allauth.mfa.adapter import DefaultMFAAdapter
from allauth.socialaccount.adapter import DefaultSocialAccountAdapter
from django.conf import settings
from django.core.exceptions import ValidationError
from django.http import HttpRequest
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from organizations.models import User
from organizations.services import guessing
from organizations.services.guessing import ClosedToGuessesError, Secret
from organizations.views import devices

log = logging.getLogger(__name__)


class InvitedOnlyAdapter(DefaultAccountAdapter):  # type: ignore[misc]
    """Accounts are made by accepting an invitation, never by signing up."""

    error_messages = {
        **DefaultAccountAdapter.error_messages,
        "email_password_mismatch": _("The address or the password is not right."),
        "enter_current_password": _("This is not your current password."),
        "incorrect_password": _("This is not your password."),
    }

    def is_open_for_signup(self, request: HttpRequest) -> bool:  # noqa: ARG002 -- allauth's signature
        """Refuse free sign-up."""
        return False

    def authenticate(self, request: HttpRequest, **credentials: Any) -> User | None:
        """Compare a password, unless too many wrong ones came from where this one comes from."""
        address = str(credentials.get("email") or credentials.get("username") or "")
        compare = partial(super().authenticate, request, **credentials)
        owner = guessing.owner_of(address)
        found: User | None = self.judged(Secret.PASSWORD, owner, compare, address)
        return found

    def reauthenticate(self, user: User, password: str) -> bool:
        """Compare the password of somebody who is signed in."""
        found = self.authenticate(context.request, email=user.email, password=password)
        return found is not None and found.pk == user.pk

    def judged(
        self, secret: str, person: User | None, compare: Callable[[], Any], address: str = ""
    ) -> Any:
        """Return what `compare` says of a try at a person's secret.

        Args:
            secret: what is tried.
            person: whose it is; None if nobody has the address.
            compare: returns something true if the try was right; it may raise if it was wrong.
            address: what was entered.

        Raises:
            ValidationError: it has to wait; nothing was compared.
        """
        device = devices.mark_of(context.request, person)
        try:
            return guessing.judge([guessing.lock_of(secret, person, device, address)], compare)
        except ClosedToGuessesError as closed:
            context.request.closed_to_guesses = closed
            raise ValidationError(closed_words(closed, device), code="closed") from closed

    def may_mail(self, address: str) -> bool:
        """Tell whether one more mail goes to somebody who asks for a new password.

        Beyond the limit the links that were sent still open the account.
        """
        person = guessing.owner_of(address)
        try:
            self.judged(Secret.RESET, person, lambda: False, address)
        except ValidationError:
            del context.request.closed_to_guesses  # the page says the same to everybody
            return False
        return True

    def login(self, request: HttpRequest, user: User) -> None:
        """Sign somebody in, and know their device from now on."""
        super().login(request, user)
        devices.remember(request, user)

    def know_device(self, user: User) -> None:
        """Know the device on which somebody set their password, by mail or signed in."""
        devices.remember(context.request, user)

    def send_mail(self, template_prefix: str, email: str, context: dict[str, Any]) -> None:
        """Write in the person's language; a failing mail server is logged, not shown.

        What the page says must not depend on whether the address has an account.
        """
        person = User.objects.filter(email=email.strip().lower()).first()
        language = person.language if person else translation.get_language() or "en"
        signup_free = {key: value for key, value in context.items() if key != "signup_url"}
        with translation.override(language):
            try:
                super().send_mail(template_prefix, email, signup_free)
            except (SMTPException, OSError):
                log.exception("mail_not_sent", extra={"mail": template_prefix})

    def send_notification_mail(
        self,
        template_prefix: str,
        user: User,
        context: dict[str, Any] | None = None,
        email: str | None = None,
    ) -> None:
        """Tell the person of a change to their sign-in, at the address they sign in with."""
        super().send_notification_mail(template_prefix, user, context, email or user.email)

    def get_reset_password_from_key_url(self, key: str) -> str:
        """Build the link from the configured address, never from a header of the request."""
        marks = {"uidb36": "UID", "key": "KEY"}
        path = reverse("account_reset_password_from_key", kwargs=marks)
        return settings.PUBLIC_URL + path.replace("UID-KEY", quote(key))

    def get_password_change_redirect_url(self, request: HttpRequest) -> str:  # noqa: ARG002 -- allauth's signature
        """Go back to the profile."""
        return reverse("organizations:profile-edit")


class KnownPersonAdapter(DefaultSocialAccountAdapter):  # type: ignore[misc]
    """Single sign-on lets in people who already have an account."""

    def is_open_for_signup(self, request: HttpRequest, sociallogin: Any) -> bool:  # noqa: ARG002 -- allauth's signature
        """Refuse to make accounts for unknown people."""
        return False


class SecondFactorAdapter(DefaultMFAAdapter):  # type: ignore[misc]
    """The second factor in this product's words."""

    error_messages = {
        **DefaultMFAAdapter.error_messages,
        "incorrect_code": _("This code is not right. Codes change every 30 seconds."),
    }


def closed_words(closed: ClosedToGuessesError, device: str) -> str:
    """Say how long a device waits and what stays open meanwhile.

    Args:
        closed: until when.
        device: mark of a device that the person signed in with before, or "".
    """
    if device:
        return ngettext(
            "Too many wrong tries on this device. It may try again in %(n)s minute; a new password "
            "by mail stays open.",
            "Too many wrong tries on this device. It may try again in %(n)s minutes; a new password "
            "by mail stays open.",
            closed.minutes,
        ) % {"n": closed.minutes}
    return ngettext(
        "Too many wrong tries. This device may try again in %(n)s minute. A device you have signed "
        "in with before stays open, and so does a new password by mail.",
        "Too many wrong tries. This device may try again in %(n)s minutes. A device you have "
        "signed in with before stays open, and so does a new password by mail.",
        closed.minutes,
    ) % {"n": closed.minutes}
