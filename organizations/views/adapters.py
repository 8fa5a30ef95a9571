"""How sign-in is tied to invitations, mails to the person's language, words to this product."""

from __future__ import annotations

import logging
from smtplib import SMTPException
from typing import Any
from urllib.parse import quote

from allauth.account.adapter import DefaultAccountAdapter
from allauth.mfa.adapter import DefaultMFAAdapter
from allauth.socialaccount.adapter import DefaultSocialAccountAdapter
from django.conf import settings
from django.http import HttpRequest
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext_lazy as _

from organizations.models import User

log = logging.getLogger(__name__)


class InvitedOnlyAdapter(DefaultAccountAdapter):  # type: ignore[misc]
    """Accounts are made by accepting an invitation, never by signing up."""

    error_messages = {
        **DefaultAccountAdapter.error_messages,
        "email_password_mismatch": _("The address or the password is not right."),
        "enter_current_password": _("This is not your current password."),
        "incorrect_password": _("This is not your password."),
        "too_many_login_attempts": _("Too many attempts. Wait a minute, then try again."),
        "rate_limited": _("Too many attempts. Wait a minute, then try again."),
    }

    def is_open_for_signup(self, request: HttpRequest) -> bool:  # noqa: ARG002 -- allauth's signature
        """Refuse free sign-up."""
        return False

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


def attempted_address(request: HttpRequest | None, credentials: dict[str, Any] | None) -> str:
    """Return the address somebody tries to sign in with, as lock-out counts it."""
    address = (credentials or {}).get("email") or (credentials or {}).get("username")
    if not address and request is not None:
        address = request.POST.get(settings.AXES_USERNAME_FORM_FIELD, "")
    return str(address or "").strip().lower()[:254]
