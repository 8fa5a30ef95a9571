"""Whether mails leave this installation."""

from __future__ import annotations

from django.conf import settings


def is_mail_on() -> bool:
    """Tell whether there is a mail server; without one mails are written to a folder."""
    return not str(settings.EMAIL_BACKEND).endswith("filebased.EmailBackend")
