"""Forms of signing in, in this product's words; allauth keeps the rules."""

from __future__ import annotations

from typing import Any

from allauth.account import forms as account
from allauth.account.adapter import get_adapter
from allauth.mfa.base import forms as second_factor
from allauth.mfa.totp import forms as totp
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from organizations.models import User
from organizations.services.guessing import Secret

PASSWORD_HELP = _(
    "At least 12 characters, not only digits. No common password, and not like your name or address."
)


class _KnowsDevice:
    """Sets a password; the device on which that is done is known under the new one."""

    user: User

    def save(self) -> None:
        """Store it. All other devices were known under the former one and are strange now."""
        super().save()  # type: ignore[misc]
        get_adapter().know_device(self.user)


class _Worded:
    """Sets labels and help, and drops placeholders: a label stands above every field."""

    labels: dict[str, Any] = {}
    helps: dict[str, Any] = {}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name, field in self.fields.items():  # type: ignore[attr-defined]
            field.widget.attrs.pop("placeholder", None)
            field.label = self.labels.get(name, field.label)
            field.help_text = self.helps.get(name, "")


class SignInForm(_Worded, account.LoginForm):  # type: ignore[misc]
    """E-mail address and password."""

    labels = {"login": _("E-mail address"), "password": _("Password")}


class ForgottenPasswordForm(_Worded, account.ResetPasswordForm):  # type: ignore[misc]
    """The address a link is sent to."""

    labels = {"email": _("E-mail address")}

    def save(self, request: HttpRequest, **kwargs: Any) -> str:
        """Send the link, unless the address got many already; what is said stays the same."""
        address: str = self.cleaned_data["email"]
        if get_adapter().may_mail(address):
            super().save(request, **kwargs)
        return address


class NewPasswordForm(_Worded, _KnowsDevice, account.ResetPasswordKeyForm):  # type: ignore[misc]
    """A new password after following the link."""

    labels = {"password1": _("New password"), "password2": _("New password again")}
    helps = {"password1": PASSWORD_HELP}


class OtherPasswordForm(_Worded, _KnowsDevice, account.ChangePasswordForm):  # type: ignore[misc]
    """The current and a new password."""

    labels = {
        "oldpassword": _("Current password"),
        "password1": _("New password"),
        "password2": _("New password again"),
    }
    helps = {"password1": PASSWORD_HELP}

    def clean_oldpassword(self) -> str:
        """Compare the current password; wrong ones count like those at sign-in."""
        compare = super().clean_oldpassword
        password: str = get_adapter().judged(Secret.PASSWORD, self.user, compare)
        return password


class FirstPasswordForm(_Worded, _KnowsDevice, account.SetPasswordForm):  # type: ignore[misc]
    """A password for somebody who signed in by single sign-on so far."""

    labels = {"password1": _("New password"), "password2": _("New password again")}
    helps = {"password1": PASSWORD_HELP}


class ConfirmPasswordForm(_Worded, account.ReauthenticateForm):  # type: ignore[misc]
    """The password once more, before a sensitive act."""

    labels = {"password": _("Password")}


class _Code(_Worded):
    """A code that is compared as long as not too many were wrong."""

    labels = {"code": _("Code")}
    helps = {"code": _("Six digits from your app, or one of your recovery codes.")}

    def clean_code(self) -> str:
        """Compare a code with the app's and with the recovery codes."""
        compare = super().clean_code  # type: ignore[misc]
        code: str = get_adapter().judged(Secret.CODE, self.user, compare)  # type: ignore[attr-defined]
        return code


class SecondFactorForm(_Code, second_factor.AuthenticateForm):  # type: ignore[misc]
    """A code of the app, or a recovery code."""


class ConfirmSecondFactorForm(_Code, second_factor.ReauthenticateForm):  # type: ignore[misc]
    """A code once more, before a sensitive act."""


class ActivateAppForm(_Worded, totp.ActivateTOTPForm):  # type: ignore[misc]
    """The first code of a new app."""

    labels = {"code": _("Code from the app")}
    helps = {"code": _("Six digits; a new code appears every 30 seconds.")}
