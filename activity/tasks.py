"""The worker's end: reminders, the mails of the day, messages to group chats."""

from __future__ import annotations

import structlog
from celery import shared_task

from activity.services import digests, reminding, webhooks

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


@shared_task(name="activity.tasks.send_messages", ignore_result=True)
def send_messages() -> int:
    """Send what waits for group chats; whatever fails waits longer each time."""
    return webhooks.send_due()
