"""Send a mail to try the mail server, and say in words what failed; see docs/deploy.md."""

from __future__ import annotations

import smtplib
import socket
import ssl
from argparse import ArgumentParser
from typing import Any

from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.mail import send_mail
from django.core.management.base import BaseCommand, CommandError
from django.core.validators import validate_email

from organizations.selectors.mailing import is_mail_on

# The first that fits tells; {host}, {port} and {error} stand for the settings and what was answered.
FAILURES: tuple[tuple[type[Exception], str], ...] = (
    (
        smtplib.SMTPAuthenticationError,
        "{host} does not take EMAIL_HOST_USER and EMAIL_HOST_PASSWORD: some want one for programs.",
    ),
    (
        smtplib.SMTPNotSupportedError,
        "{host} offers no TLS (then EMAIL_USE_TLS=no) or no sign-in (then no EMAIL_HOST_USER).",
    ),
    (
        smtplib.SMTPSenderRefused,
        "{host} does not take mails from {sender}: look at DEFAULT_FROM_EMAIL.",
    ),
    (smtplib.SMTPRecipientsRefused, "{host} does not take mails to this address."),
    (
        smtplib.SMTPServerDisconnected,
        "{host} ended the talk at once. What does port {port} speak? Usual are 587 and 465.",
    ),
    (smtplib.SMTPException, "{host} answered with an error."),
    (
        ssl.SSLError,
        "TLS with {host} failed: its certificate does not fit, or port {port} speaks none.",
    ),
    (socket.gaierror, "There is no host named {host}: look at EMAIL_HOST."),
    (
        ConnectionRefusedError,
        "Nobody listens at {host}, port {port}: look at EMAIL_PORT.",
    ),
    (
        TimeoutError,
        "{host}, port {port}, does not answer within {seconds} seconds: a firewall may stand between.",
    ),
    (OSError, "{host}, port {port}, cannot be reached."),
)


class Command(BaseCommand):
    help = "Sends a mail to an address and says what failed."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("address", help="where the mail goes")

    def handle(self, *_args: Any, **options: Any) -> None:
        address = options["address"]
        try:
            validate_email(address)
        except ValidationError as error:
            raise CommandError(f"{address} is no e-mail address.") from error
        if not is_mail_on():
            message = (
                f"No mail server: EMAIL_HOST is empty, mails go to {settings.EMAIL_FILE_PATH}."
            )
            raise CommandError(message)
        body = f"This mail shows that {settings.PUBLIC_URL} can send mails.\n\n这封邮件表明系统可以发送邮件。\n"
        try:
            send_mail("Landfall: test 测试", body, settings.DEFAULT_FROM_EMAIL, [address])
        except Exception as error:
            raise CommandError(words_of(error)) from error
        self.stdout.write(f"The mail server took a mail to {address}.")


def words_of(error: Exception) -> str:
    """Return in words why a mail could not be sent, and below it what was answered."""
    known = (words for kind, words in FAILURES if isinstance(error, kind))
    words = next(known, "The mail could not be sent.")
    told = words.format(
        host=settings.EMAIL_HOST,
        port=settings.EMAIL_PORT,
        sender=settings.DEFAULT_FROM_EMAIL,
        seconds=settings.EMAIL_TIMEOUT,
    )
    return f"{told}\n{error!r}"
