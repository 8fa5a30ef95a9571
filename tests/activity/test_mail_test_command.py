"""`manage.py mail-test`: a mail, or in words what failed."""

from __future__ import annotations

import smtplib
import socket
import ssl

import pytest
from django.core import mail
from django.core.mail.backends.locmem import EmailBackend
from django.core.management import CommandError, call_command

FAILURES = [
    (smtplib.SMTPAuthenticationError(535, b"no"), "EMAIL_HOST_PASSWORD"),
    (smtplib.SMTPNotSupportedError("no"), "EMAIL_USE_TLS=no"),
    (smtplib.SMTPSenderRefused(550, b"no", "me"), "DEFAULT_FROM_EMAIL"),
    (smtplib.SMTPRecipientsRefused({}), "does not take mails to this address"),
    (smtplib.SMTPServerDisconnected("gone"), "587 and 465"),
    (smtplib.SMTPException("odd"), "answered with an error"),
    (ssl.SSLError("bad"), "certificate"),
    (socket.gaierror(-2, "unknown"), "There is no host named mail.example.org"),
    (ConnectionRefusedError(), "Nobody listens at mail.example.org, port 2525"),
    (TimeoutError(), "within 10 seconds"),
    (OSError("net"), "cannot be reached"),
    (ValueError("odd"), "could not be sent"),
]


class Failing(EmailBackend):
    """Fails as a test says."""

    error: Exception = OSError()

    def send_messages(self, messages):
        raise self.error


def test_a_mail_is_sent(capsys):
    call_command("mail-test", "me@example.org")
    assert "took a mail to me@example.org" in capsys.readouterr().out
    assert mail.outbox[0].to == ["me@example.org"]


@pytest.mark.parametrize(("error", "words"), FAILURES, ids=lambda item: type(item).__name__)
def test_what_failed_is_said_in_words(settings, monkeypatch, error, words):
    settings.EMAIL_BACKEND = f"{__name__}.Failing"
    settings.EMAIL_HOST, settings.EMAIL_PORT = "mail.example.org", 2525
    monkeypatch.setattr(Failing, "error", error)
    with pytest.raises(CommandError) as caught:
        call_command("mail-test", "me@example.org")
    assert words in str(caught.value)
    assert repr(error) in str(caught.value)


def test_without_a_server_it_says_where_mails_go(settings):
    settings.EMAIL_BACKEND = "django.core.mail.backends.filebased.EmailBackend"
    with pytest.raises(CommandError, match="EMAIL_HOST is empty"):
        call_command("mail-test", "me@example.org")


def test_an_address_is_an_address():
    with pytest.raises(CommandError, match="no e-mail address"):
        call_command("mail-test", "me")
