"""Mails to the owner of a share link."""

from __future__ import annotations

import zoneinfo
from smtplib import SMTPException

import structlog
from django.conf import settings
from django.core.mail import send_mail
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import timezone, translation

from organizations.models import User
from reports.models import ShareLink

log = structlog.get_logger(__name__)


def mail_owner(*, link: ShareLink, owner: User, act: str, by: User | None) -> bool:
    """Say in a mail what became of a link; a failing mail server stops nothing.

    Args:
        link: with its report and plant.
        owner: who answers for it; a closed account gets no mail.
        act: what was done, as the trail calls it.
        by: who did it; None for wrong passphrases.

    Returns:
        Whether a mail was handed to the server.
    """
    if not owner.is_active:
        return False
    plant = link.report.plant
    path = reverse("reports:report-list", kwargs={"slug": plant.slug})
    context = {"link": link, "owner": owner, "act": act, "by": by, "plant": plant}
    context["address"] = f"{settings.PUBLIC_URL}{path}"
    zone = zoneinfo.ZoneInfo(plant.time_zone)
    with translation.override(owner.language), timezone.override(zone):
        subject = " ".join(render_to_string("reports/mail/link_subject.txt", context).split())
        body = render_to_string("reports/mail/link_message.txt", context)
    try:
        send_mail(subject, body, settings.DEFAULT_FROM_EMAIL, [owner.email])
    except (SMTPException, OSError):
        log.warning("mail_not_sent", link=link.pk)
        return False
    return True
