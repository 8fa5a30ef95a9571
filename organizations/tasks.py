"""What the product does by itself with the words about people it keeps."""

from __future__ import annotations

from datetime import timedelta

import structlog
from celery import shared_task
from django.conf import settings

from core import clock
from organizations.services import forgetting

log = structlog.get_logger(__name__)


@shared_task(name="organizations.tasks.remove_words", ignore_result=True)
def remove_words() -> None:
    """Remove addresses and the names of people who left, when their time is up.

    It finds what is due by itself and removes some at a time: twice does nothing, and after an
    interruption the next run goes on.
    """
    now = clock.now()
    addresses = forgetting.remove_addresses(before=now - timedelta(settings.AUDIT_ADDRESS_DAYS))
    people = forgetting.forget_departed(before=now - timedelta(settings.FORMER_MEMBER_DAYS))
    if addresses or people:
        log.info("words_removed", addresses=addresses, people=people)
