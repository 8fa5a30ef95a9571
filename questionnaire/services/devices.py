"""Devices of a personal link: the first is bound by a button, every other one by a code."""

from __future__ import annotations

import secrets
from enum import StrEnum
from smtplib import SMTPException
from typing import Any

from django.conf import settings
from django.core.mail import send_mail
from django.db import transaction
from django.template.loader import render_to_string
from django.utils import translation
from django.utils.crypto import constant_time_compare, salted_hmac

from core import clock
from organizations.domain.guessing import DEVICE, LINK
from organizations.models import User, WrongTries
from organizations.services import audit, guessing
from organizations.services.guessing import Lock
from questionnaire.domain.links import MOST_DEVICES, code_stands, device_hash
from questionnaire.models import AnswerLink
from questionnaire.selectors.links import is_mailed
from questionnaire.services.links import lock_link

Secret = WrongTries.Secret
DIGITS = 6


class CodeResult(StrEnum):
    """What became of a code that was entered."""

    RIGHT = "right"
    WRONG = "wrong"
    OVER = "over"  # none stands: never made, too old, or tried five times


def new_mark() -> str:
    """Return what a device keeps: 128 bits, in 32 letters."""
    return secrets.token_hex(16)


@transaction.atomic
def bind(*, link: AnswerLink, mark: str) -> bool:
    """Bind the first device to a link.

    Args:
        link: live.
        mark: what the device keeps.

    Returns:
        False where another device was faster; it needs a code.
    """
    row = lock_link(link)
    if row.devices:
        return False
    _add(row, mark)
    return True


def _add(row: AnswerLink, mark: str) -> None:
    """Bind a device; of more than five the oldest is out. A code was of use for this once."""
    row.devices = [*row.devices, device_hash(mark)][-MOST_DEVICES:]
    row.code_hash, row.code_made_at, row.code_asked_at, row.code_tries = "", None, None, 0
    row.save()
    _record(row, row.person, "answer_link.opened", {})


def ask_code(*, link: AnswerLink) -> None:
    """Send the person a code; where no mail reaches them, tell the inviter that one is asked for.

    Args:
        link: live.

    Raises:
        ClosedToGuessesError: it was asked for too often.
    """
    # Every mail counts, as one for a new password does: ten, then one waits.
    guessing.judge([Lock(Secret.RESET, _subject(link), limit=DEVICE)], lambda: False)
    is_sent = is_mailed(link) and _mail(link, _make(link, by=None))
    with transaction.atomic():
        row = lock_link(link)
        row.code_asked_at = None if is_sent else clock.now()
        row.save(update_fields=["code_asked_at", "updated_at"])
        _record(row, None, "answer_link.code_asked", {"is_mailed": is_sent})


def make_code(*, link: AnswerLink, by: User) -> str:
    """Return a new code for another device, which the inviter passes on; the one before is void.

    Args:
        link: live.
        by: who passes it on.
    """
    return _make(link, by=by)


@transaction.atomic
def _make(link: AnswerLink, *, by: User | None) -> str:
    code = f"{secrets.randbelow(10**DIGITS):0{DIGITS}d}"
    row = lock_link(link)
    row.code_hash, row.code_made_at, row.code_tries = _hashed(link, code), clock.now(), 0
    row.code_asked_at = None
    row.save()
    if by is not None:
        _record(row, by, "answer_link.code_made", {})
    return code


def _hashed(link: AnswerLink, code: str) -> str:
    """Return what is stored of a code: nobody without the key of the installation can try it out."""
    return salted_hmac("answer-code", f"{link.pk}:{code}", algorithm="sha256").hexdigest()


def enter_code(*, link: AnswerLink, code: str, mark: str) -> CodeResult:
    """Bind a device by a code, which is of use once.

    Args:
        link: live.
        code: as it was typed.
        mark: what the device will keep.

    Raises:
        ClosedToGuessesError: too many wrong codes, over all codes of the link; nothing was compared.
    """
    lock = Lock(Secret.CODE, _subject(link), limit=LINK)
    result = CodeResult.OVER

    def compare() -> bool:
        nonlocal result
        result = _try(link, code, mark)
        return result is not CodeResult.WRONG

    guessing.judge([lock], compare)
    return result


@transaction.atomic
def _try(link: AnswerLink, code: str, mark: str) -> CodeResult:
    row = lock_link(link)
    if not code_stands(made_at=row.code_made_at, tries=row.code_tries, now=clock.now()):
        return CodeResult.OVER
    if constant_time_compare(row.code_hash, _hashed(link, code)):
        _add(row, mark)
        return CodeResult.RIGHT
    row.code_tries += 1
    row.save(update_fields=["code_tries", "updated_at"])
    _record(row, None, "answer_link.refused", {})
    return CodeResult.WRONG


def mail_address(*, link: AnswerLink, address: str) -> bool:
    """Mail a link's address to its person, in their language; return whether a server took it."""
    if not is_mailed(link) or not _send(link, "link", {"address": address}):
        return False
    AnswerLink.objects.filter(pk=link.pk).update(mailed_at=clock.now())
    return True


def _mail(link: AnswerLink, code: str) -> bool:
    return _send(link, "code", {"code": code})


def _send(link: AnswerLink, kind: str, values: dict[str, str]) -> bool:
    """Mail something to the person of a link; a failing server is no error of the link."""
    with translation.override(link.person.language):
        context = {"link": link, "run": link.assessment, "plant": link.assessment.plant, **values}
        subject = render_to_string(f"questionnaire/mail/{kind}_subject.txt", context)
        body = render_to_string(f"questionnaire/mail/{kind}_message.txt", context)
    try:
        send_mail(" ".join(subject.split()), body, settings.DEFAULT_FROM_EMAIL, [link.mail])
    except (SMTPException, OSError):
        return False
    return True


def _subject(link: AnswerLink) -> str:
    return f"link-{link.pk}"


def _record(row: AnswerLink, by: User | None, verb: str, changes: dict[str, Any]) -> None:
    plant = row.assessment.plant
    changes = {"person": row.person.name, **changes}
    audit.record(by=by, verb=verb, target=row, plant=plant, changes=changes)
