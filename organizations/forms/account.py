"""Forms of signing in, in this product's words; allauth keeps the rules."""

from __future__ import annotations

from typing import Any

from allauth.account import forms as account
from allauth.mfa.base import forms as second_factor
from allauth.mfa.totp import forms as totp
from django.utils.translation import gettext_lazy as _

PASSWORD_HELP = _(
    "At least 12 characters, not only digits. No common password, and not like your name or address."
)


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


class NewPasswordForm(_Worded, account.ResetPasswordKeyForm):  # type: ignore[misc]
    """A new password after following the link."""

    labels = {"password1": _("New password"), "password2": _("New password again")}
    helps = {"password1": PASSWORD_HELP}


class OtherPasswordForm(_Worded, account.ChangePasswordForm):  # type: ignore[misc]
    """The current and a new password."""

    labels = {
        "oldpassword": _("Current password"),
        "password1": _("New password"),
        "password2": _("New password again"),
    }
    helps = {"password1": PASSWORD_HELP}


class FirstPasswordForm(_Worded, account.SetPasswordForm):  # type: ignore[misc]
    """A password for somebody who signed in by single sign-on so far."""

    labels = {"password1": _("New password"), "password2": _("New password again")}
    helps = {"password1": PASSWORD_HELP}


class ConfirmPasswordForm(_Worded, account.ReauthenticateForm):  # type: ignore[misc]
    """The password once more, before a sensitive act."""

    labels = {"password": _("Password")}


class SecondFactorForm(_Worded, second_factor.AuthenticateForm):  # type: ignore[misc]
    """A code of the app, or a recovery code."""

    labels = {"code": _("Code")}
    helps = {"code": _("Six digits from your app, or one of your recovery codes.")}


class ConfirmSecondFactorForm(_Worded, second_factor.ReauthenticateForm):  # type: ignore[misc]
    """A code once more, before a sensitive act."""

    labels = {"code": _("Code")}
    helps = {"code": _("Six digits from your app, or one of your recovery codes.")}


class ActivateAppForm(_Worded, totp.ActivateTOTPForm):  # type: ignore[misc]
    """The first code of a new app."""

    labels = {"code": _("Code from the app")}
    helps = {"code": _("Six digits; a new code appears every 30 seconds.")}
