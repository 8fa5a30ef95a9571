"""The worker's end: reminders and the mails of the day."""

from __future__ import annotations

import structlog
from celery import shared_task

from activity.services import digests, reminding

log = structlog.get_logger(__name__)


@shared_task(name="activity.tasks.mail_notices", ignore_result=True)
def mail_notices() -> int:
    """Write to everybody whose morning it is; asked every hour, and twice sends nothing again."""
    sent = digests.send_all()
    if sent:
        log.info("digests_sent", sent=sent)
    return sent


@shared_task(name="activity.tasks.remind", ignore_result=True)
def remind() -> None:
    """Tell people what comes near; asked every hour, as the day begins at each plant apart."""
    reminding.remind_all()
