"""The mail of the day: what is new and unread, to each person in their language, once a day."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from smtplib import SMTPException
from typing import Any

import structlog
from django.conf import settings
from django.core.mail import EmailMessage, get_connection
from django.core.mail.backends.base import BaseEmailBackend
from django.core.signing import BadSignature, Signer
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import timezone, translation

from activity.domain.mornings import is_due
from activity.models import Notice
from activity.selectors.notices import UNREAD, notices_of
from core import clock
from core.base import every_row, tenant
from organizations.domain.zones import zone
from organizations.models import User
from organizations.selectors.mailing import is_mail_on
from organizations.selectors.places import grants
from organizations.services import people

SHOWN = 20  # the inbox has the rest
SIGNER = Signer(salt="activity.digest")

log = structlog.get_logger(__name__)


def send_all() -> int:
    """Write to everybody whose morning it is and who has something new; return to how many.

    Without a mail server nothing is sent and nothing counts as sent. When the server cannot be
    reached, the rest waits for the next hour.
    """
    if not is_mail_on():
        return 0
    due = list(_due(clock.now()))
    if not due:
        return 0
    connection, sent = get_connection(), 0
    try:
        connection.open()
        for person in due:
            sent += send(person, connection)
    except (SMTPException, OSError) as error:
        log.warning("mail_server_not_reached", error=repr(error))
    finally:
        connection.close()
    return sent


def _due(now: dt.datetime) -> Iterator[User]:
    """Yield people with a notice that was not mailed, in whose morning no mail went out yet."""
    waiting = every_row(Notice).filter(UNREAD, mailed_at=None).values("recipient")
    rows = User.objects.filter(pk__in=waiting, is_active=True, digest=User.Digest.DAILY)
    for person in rows.order_by("pk"):
        if is_due(now.astimezone(zone(person.time_zone)), person.digested_at):
            yield person


def send(person: User, connection: BaseEmailBackend | None = None) -> bool:
    """Write one mail with what is new to a person; rights count as they are now.

    The person and what is in the mail are marked before it is sent, so that of two workers one
    sends it, and what is told anew meanwhile stays for the next; what the server does not take is
    free again.

    Args:
        person: the reader.
        connection: to the mail server; None opens one.

    Returns:
        Whether a mail was handed to the server.

    Raises:
        OSError, SMTPException: the server cannot be reached.
    """
    moment, last = clock.now(), person.digested_at
    fresh = notices_of(person, grants(person)).filter(UNREAD, mailed_at=None)
    ids = list(fresh.values_list("pk", flat=True))
    mine = User.objects.filter(pk=person.pk)
    if not ids or not mine.filter(digested_at=last).update(digested_at=moment):
        return False
    every_row(Notice).filter(pk__in=ids, mailed_at=None).update(mailed_at=moment)
    rows = every_row(Notice).filter(pk__in=ids, mailed_at=moment)
    try:
        _mail(person, list(rows.select_related("plant")), connection).send()
    except (SMTPException, OSError) as error:
        rows.update(mailed_at=None)
        mine.filter(digested_at=moment).update(digested_at=last)
        if not isinstance(error, SMTPException):
            raise
        log.warning("mail_not_sent", mail="digest", person=person.pk)
        return False
    return True


def _mail(person: User, rows: list[Notice], connection: BaseEmailBackend | None) -> EmailMessage:
    """Return the mail in the person's language and time."""
    off = settings.PUBLIC_URL + reverse("activity:digest-off", args=[token_of(person)])
    context: dict[str, Any] = {
        "person": person,
        "rows": rows[:SHOWN],
        "more": max(len(rows) - SHOWN, 0),
        "count": len(rows),
        "site": settings.PUBLIC_URL,
        "inbox": settings.PUBLIC_URL + reverse("activity:inbox"),
        "off": off,
    }
    with translation.override(person.language), timezone.override(zone(person.time_zone)):
        subject = " ".join(render_to_string("activity/mail/digest_subject.txt", context).split())
        body = render_to_string("activity/mail/digest_message.txt", context)
    headers = {
        "List-Unsubscribe": f"<{off}>",
        "List-Unsubscribe-Post": "List-Unsubscribe=One-Click",
    }
    sender, to = settings.DEFAULT_FROM_EMAIL, [person.email]
    return EmailMessage(subject, body, sender, to, connection=connection, headers=headers)


# --- switching it off -------------------------------------------------------------------------
def token_of(person: User) -> str:
    """Return what stands in the link of a mail: whose mails it switches off, signed."""
    return SIGNER.sign(str(person.pk)).replace(":", ".")


def person_of(token: str) -> User | None:
    """Return whose mails a link switches off; None for a link that is not ours."""
    try:
        key = SIGNER.unsign(token.replace(".", ":", 1))
    except BadSignature:
        return None
    return User.objects.filter(pk=int(key), is_active=True).first()


def switch_off(person: User) -> None:
    """Send no more mails of the day to a person, as they ask for; twice changes nothing."""
    with tenant(*grants(person).organizations):
        people.edit_profile(by=person, values={"digest": User.Digest.NONE.value})
