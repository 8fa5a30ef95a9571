"""Share links: one version, until a day, behind a passphrase."""

from __future__ import annotations

import secrets
import zoneinfo
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.contrib.auth.hashers import check_password, make_password
from django.db import transaction
from django.db.models import F, Q
from django.utils.translation import gettext as _

from core import clock
from core.base import save_versioned
from core.errors import RuleError, StateError
from organizations.domain.guessing import LINK
from organizations.models import Plant, User
from organizations.services import audit, guessing
from organizations.services.guessing import Lock, Secret
from reports.domain.sharing import may_expire_at
from reports.domain.tokens import token_hash
from reports.models import Report, ShareLink

MIN_PASSPHRASE = 8
HEARD_FOR = timedelta(days=1)
ALPHABET = "abcdefghjkmnpqrstuvwxyz23456789"


@dataclass(frozen=True, slots=True)
class NewLink:
    """A fresh link; its token is shown once and stored only as a hash."""

    link: ShareLink
    token: str


@transaction.atomic
def make_link(
    *,
    report: Report,
    label: str,
    passphrase: str,
    expires_at: datetime,
    by: User,
    token: str = "",
) -> NewLink:
    """Open one version of a report to somebody without an account.

    Args:
        report: a finished report.
        label: for whom the link is.
        passphrase: at least eight characters; stored hashed.
        expires_at: at most the end of the 90th day from today.
        by: who shares.
        token: the secret part of the address; a random one if empty.

    Raises:
        StateError: the report is not ready.
        RuleError: the passphrase is too short or the date is out of range.
    """
    if report.state != Report.State.READY:
        message = _("Only a finished report can be shared.")
        raise StateError(message)
    _check_passphrase(passphrase)
    _check_end(report.plant, expires_at)
    token = token or secrets.token_urlsafe(32)
    link = ShareLink(
        report=report,
        label=label,
        token_hash=token_hash(token),
        passphrase_hash=make_password(passphrase),
        expires_at=expires_at,
        made_by=by,
        owner=by,
    )
    link.full_clean()
    link.save(force_insert=True)
    _audit(link, by, "link.made")
    return NewLink(link, token)


def revoke(*, link: ShareLink, by: User | None) -> ShareLink:
    """Close a link at once; closing it twice changes nothing."""
    now = clock.now()
    written = ShareLink.objects.filter(pk=link.pk, revoked_at=None).update(
        revoked_at=now, changed_by=by, changed_at=now, version=F("version") + 1
    )
    if written:
        _audit(link, by, "link.revoked")
    link.refresh_from_db()
    return link


@transaction.atomic
def prolong(*, link: ShareLink, version: int, expires_at: datetime, by: User) -> ShareLink:
    """Give a link another end; one that has expired works again until then.

    Args:
        link: not closed by a person.
        version: the version the editor saw.
        expires_at: within the next 90 days.
        by: who acts.

    Raises:
        StateError: it is closed for good.
        RuleError: the date is out of range.
        StaleVersionError: somebody else changed the link since.
    """
    _check_changeable(link)
    _check_end(link.report.plant, expires_at)
    before = link.expires_at
    link.expires_at = expires_at
    _change(link, version, by, {"expires_at"})
    _audit(link, by, "link.prolonged", {"expires_at": [before, expires_at]})
    return link


@transaction.atomic
def rekey(*, link: ShareLink, version: int, passphrase: str, by: User) -> ShareLink:
    """Give a link another passphrase: readers of the old one are out, wrong tries start anew.

    Args:
        link: not closed by a person; one that pauses works again.
        version: the version the editor saw.
        passphrase: at least eight characters; stored hashed.
        by: who acts.

    Raises:
        StateError: it is closed for good.
        RuleError: the passphrase is too short.
        StaleVersionError: somebody else changed the link since.
    """
    _check_changeable(link)
    _check_passphrase(passphrase)
    link.passphrase_hash = make_password(passphrase)
    link.paused_until = None
    link.rekeyed_at = clock.now()
    _change(link, version, by, {"passphrase_hash", "paused_until", "rekeyed_at"})
    guessing.forget(secret=Secret.PASSPHRASE, subject=str(link.pk))
    _audit(link, by, "link.rekeyed")
    return link


def close_all(*, owner: User, organization_id: int, by: User | None) -> int:
    """Close the links of somebody who leaves an organization; return how many."""
    rows = ShareLink.objects.filter(
        owner=owner, revoked_at=None, report__plant__organization=organization_id
    )
    links = list(rows.select_related("report__plant__organization").order_by("pk"))
    for link in links:
        revoke(link=link, by=by)
    return len(links)


def _change(link: ShareLink, version: int, by: User, fields: set[str]) -> None:
    link.changed_by, link.changed_at = by, clock.now()
    save_versioned(link, expected=version, fields={*fields, "changed_by", "changed_at"})


def _check_changeable(link: ShareLink) -> None:
    if not link.can_change:
        raise StateError(_("This link is closed for good. Make a new one."))


def _check_passphrase(passphrase: str) -> None:
    if len(passphrase) < MIN_PASSPHRASE:
        raise RuleError(
            _("Use at least %(count)s characters.") % {"count": MIN_PASSPHRASE}, field="passphrase"
        )


def _check_end(plant: Plant, expires_at: datetime) -> None:
    """Refuse an end beyond the 90th day from today at the plant."""
    if not may_expire_at(expires_at, clock.now(), zoneinfo.ZoneInfo(plant.time_zone)):
        raise RuleError(_("Choose a day within the next 90 days."), field="expires_on")


def unlock(*, link: ShareLink, passphrase: str, reader: str) -> bool:
    """Compare a passphrase with a link's.

    Args:
        link: neither revoked nor expired; others open to nobody.
        passphrase: what the reader entered.
        reader: mark of the reader's browser; each waits for its own wrong ones first.

    Returns:
        Whether it is right.

    Raises:
        ClosedToGuessesError: this reader, or everybody, has to wait; nothing was compared.
    """
    link.refresh_from_db(fields=["revoked_at", "expires_at", "passphrase_hash"])
    if not link.is_open:
        return False
    whole = Lock(Secret.PASSPHRASE, str(link.pk), limit=LINK)
    own = Lock(Secret.PASSPHRASE, str(link.pk), device=reader)
    if guessing.judge([whole, own], lambda: check_password(passphrase, link.passphrase_hash)):
        return True
    _refuse(link, guessing.closed_until(whole))
    return False


@transaction.atomic
def _refuse(link: ShareLink, pause: datetime | None) -> None:
    """Record a wrong passphrase and, from the limit on, the pause; its owner hears once a day."""
    _audit(link, None, "link.refused")
    if pause is None:
        return
    rows = ShareLink.objects.filter(pk=link.pk)
    unheard = Q(paused_until=None) | Q(paused_until__lt=clock.now() - HEARD_FOR)
    is_news = rows.filter(unheard).exists()
    rows.update(paused_until=pause)
    if is_news:
        _audit(link, None, "link.paused")


def propose_passphrase() -> str:
    """Return three groups of four characters without look-alikes."""
    return "-".join("".join(secrets.choice(ALPHABET) for _ in range(4)) for _ in range(3))


def count_download(*, link: ShareLink) -> None:
    """Count one download of the shared file and write it into the audit trail."""
    ShareLink.objects.filter(pk=link.pk).update(
        downloads=F("downloads") + 1, last_download_at=clock.now()
    )
    _audit(link, None, "link.downloaded")


def _audit(link: ShareLink, by: User | None, verb: str, more: dict[str, Any] | None = None) -> None:
    plant = link.report.plant
    audit.record(
        by=by,
        verb=verb,
        target=link,
        plant=plant,
        changes={"report": str(link.report), "label": link.label, **(more or {})},
    )
