"""Share links: one version, until a day, behind a passphrase."""

from __future__ import annotations

import secrets
from dataclasses import dataclass
from datetime import datetime

from django.contrib.auth.hashers import check_password, make_password
from django.db import transaction
from django.db.models import F
from django.utils import timezone
from django.utils.translation import gettext as _

from core import clock
from core.errors import RuleError, StateError
from organizations.models import User
from organizations.services import audit
from reports.domain.sharing import may_expire_at
from reports.domain.tokens import token_hash
from reports.models import Report, ShareLink

MIN_PASSPHRASE = 8
ALPHABET = "abcdefghjkmnpqrstuvwxyz23456789"


@dataclass(frozen=True, slots=True)
class NewLink:
    """A fresh link; its token is shown once and stored only as a hash."""

    link: ShareLink
    token: str


@transaction.atomic
def make_link(
    *, report: Report, label: str, passphrase: str, expires_at: datetime, by: User
) -> NewLink:
    """Open one version of a report to somebody without an account.

    Args:
        report: a finished report.
        label: for whom the link is.
        passphrase: at least eight characters; stored hashed.
        expires_at: at most the end of the 90th day from today.
        by: who shares.

    Raises:
        StateError: the report is not ready.
        RuleError: the passphrase is too short or the date is out of range.
    """
    if report.state != Report.State.READY:
        message = _("Only a finished report can be shared.")
        raise StateError(message)
    if len(passphrase) < MIN_PASSPHRASE:
        raise RuleError(
            _("Use at least %(count)s characters.") % {"count": MIN_PASSPHRASE}, field="passphrase"
        )
    if not may_expire_at(expires_at, clock.now(), timezone.get_current_timezone()):
        raise RuleError(_("Choose a day within the next 90 days."), field="expires_on")
    token = secrets.token_urlsafe(32)
    link = ShareLink(
        report=report,
        label=label,
        token_hash=token_hash(token),
        passphrase_hash=make_password(passphrase),
        expires_at=expires_at,
        made_by=by,
    )
    link.full_clean()
    link.save(force_insert=True)
    _audit(link, by, "link.made")
    return NewLink(link, token)


def revoke(*, link: ShareLink, by: User) -> ShareLink:
    """Close a link at once; closing it twice changes nothing."""
    written = ShareLink.objects.filter(pk=link.pk, revoked_at=None).update(revoked_at=clock.now())
    if written:
        _audit(link, by, "link.revoked")
    link.refresh_from_db()
    return link


def unlock(*, link: ShareLink, passphrase: str) -> bool:
    """Check a passphrase; ten wrong ones close the link for good.

    The attempt is counted before the passphrase is compared and given back if it was right, so
    that many guesses at once get no more tries than guesses one by one.
    """
    rows = ShareLink.objects.filter(pk=link.pk)
    counted = rows.filter(ShareLink.open_now()).update(failed_attempts=F("failed_attempts") + 1)
    if not counted or not check_password(passphrase, link.passphrase_hash):
        return False
    rows.update(failed_attempts=F("failed_attempts") - 1)
    return True


def propose_passphrase() -> str:
    """Return three groups of four characters without look-alikes."""
    return "-".join("".join(secrets.choice(ALPHABET) for _ in range(4)) for _ in range(3))


def count_download(*, link: ShareLink) -> None:
    """Count one download of the shared file and write it into the audit trail."""
    ShareLink.objects.filter(pk=link.pk).update(
        downloads=F("downloads") + 1, last_download_at=clock.now()
    )
    _audit(link, None, "link.downloaded")


def _audit(link: ShareLink, by: User | None, verb: str) -> None:
    plant = link.report.plant
    audit.record(
        by=by,
        verb=verb,
        target=link,
        plant=plant,
        changes={"report": str(link.report), "label": link.label},
    )
