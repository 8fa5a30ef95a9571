"""Reads of the calendar addresses of inboxes."""

from __future__ import annotations

from activity.domain.tokens import feed_hash
from activity.models import InboxFeed
from organizations.models import User


def own_feed(reader: User) -> InboxFeed | None:
    """Return the open address of a person."""
    return InboxFeed.objects.filter(reader=reader, revoked_at=None).first()


def feed_of(token: str) -> InboxFeed | None:
    """Return the feed of an address that may be read now, with its reader.

    Returns:
        None for an address that is unknown, revoked, or whose reader has no account any more.
    """
    rows = InboxFeed.objects.filter(token_hash=feed_hash(token), revoked_at=None)
    return rows.filter(reader__is_active=True).select_related("reader").first()
