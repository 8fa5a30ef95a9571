"""Mails to people whose password or code somebody guesses."""

from __future__ import annotations

from smtplib import SMTPException

import structlog
from django.conf import settings
from django.core.mail import send_mail
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import timezone, translation

from core import clock
from organizations.domain.zones import zone
from organizations.models import User, WrongTries

log = structlog.get_logger(__name__)


def tell_all() -> int:
    """Write to everybody whose secret reached its limit; return how many mails were sent.

    Told by a worker: the answer to a guess must not take longer when somebody has the address.
    What a failing mail server did not take is sent the next time.
    """
    rows = WrongTries.objects.filter(is_told=False, person__isnull=False).select_related("person")
    sent = 0
    for row in rows.order_by("pk"):
        if row.person is not None and row.person.is_active and not _tell(row, row.person):
            continue
        now = clock.now()
        WrongTries.objects.filter(pk=row.pk).update(is_told=True, told_at=now)
        sent += 1
    return sent


def _tell(row: WrongTries, person: User) -> bool:
    """Write one mail in the person's language and time."""
    is_code = row.secret == WrongTries.Secret.CODE
    address = f"{settings.PUBLIC_URL}{reverse('account_reset_password')}"
    context = {"person": person, "row": row, "is_code": is_code, "address": address}
    with translation.override(person.language), timezone.override(zone(person.time_zone)):
        subject = render_to_string("organizations/mail/guessing_subject.txt", context).strip()
        body = render_to_string("organizations/mail/guessing_message.txt", context)
    try:
        send_mail(subject, body, settings.DEFAULT_FROM_EMAIL, [person.email])
    except (SMTPException, OSError):
        log.warning("mail_not_sent", mail="guessing", person=person.pk)
        return False
    return True
