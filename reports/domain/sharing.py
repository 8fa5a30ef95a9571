"""When a share link opens a document, and until when it may."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta, tzinfo

USUAL_DAYS = 14
MAX_DAYS = 90


def end_of_day(day: date, zone: tzinfo) -> datetime:
    """Return the last second of a day, the moment at which a link of that day expires.

    Args:
        day: the last day on which the link opens.
        zone: time zone in which that day is meant.

    Source: docs/method.md#share-links.
    """
    return datetime.combine(day, time(23, 59, 59), zone)


def may_expire_at(moment: datetime, now: datetime, zone: tzinfo) -> bool:
    """Return whether a link made now may expire at a moment.

    Args:
        moment: the wanted expiry, with its time zone.
        now: the present instant, with its time zone.
        zone: time zone in which days are counted.

    Returns:
        True after now and up to the end of the 90th day from today.

    Source: docs/method.md#share-links.
    """
    last_day = now.astimezone(zone).date() + timedelta(days=MAX_DAYS)
    return now < moment <= end_of_day(last_day, zone)


def link_state(
    *,
    now: datetime,
    expires_at: datetime,
    revoked_at: datetime | None,
    paused_until: datetime | None,
) -> str:
    """Return active, revoked, expired, or paused: too many wrong passphrases.

    A pause takes no passphrase; whoever is inside stays inside.

    Args:
        now: the present instant; what expires at or before it is expired.
        expires_at: the moment of expiry.
        revoked_at: when somebody closed the link, or None; outweighs the rest.
        paused_until: the end of the latest pause, or None.

    Source: docs/method.md#share-links.
    """
    if revoked_at is not None:
        return "revoked"
    if expires_at <= now:
        return "expired"
    return "paused" if paused_until is not None and now < paused_until else "active"
