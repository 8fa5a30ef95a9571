"""Calendar addresses of inboxes: made, replaced, revoked."""

from __future__ import annotations

import secrets

from django.db import transaction

from activity.domain.tokens import feed_hash
from activity.models import InboxFeed
from core import clock
from core.base import tenant
from organizations.models import Organization, User
from organizations.selectors.places import grants
from organizations.services import audit


@transaction.atomic
def make_feed(*, by: User, token: str = "") -> InboxFeed:
    """Give a person an address for the calendar of their inbox; the one before it stops working.

    Args:
        by: who will read it.
        token: the secret part of the address; a random one if empty. Only its hash is stored.
    """
    for feed in InboxFeed.objects.select_for_update().filter(reader=by, revoked_at=None):
        revoke_feed(feed=feed, by=by)
    feed = InboxFeed(reader=by, token_hash=feed_hash(token or secrets.token_hex(32)))
    feed.full_clean()
    feed.save(force_insert=True)
    _record(feed, by, "inbox_feed.made")
    return feed


@transaction.atomic
def revoke_feed(*, feed: InboxFeed, by: User) -> None:
    """Close an address for good; closing it twice changes nothing."""
    rows = InboxFeed.objects.filter(pk=feed.pk, revoked_at=None)
    if rows.update(revoked_at=clock.now(), updated_at=clock.now()):
        _record(feed, by, "inbox_feed.revoked")


def close_feeds(*, reader: User) -> None:
    """Close the address of somebody whose account is closed: their event is that of the person."""
    rows = InboxFeed.objects.filter(reader=reader, revoked_at=None)
    rows.update(revoked_at=clock.now(), updated_at=clock.now())


def _record(feed: InboxFeed, by: User, verb: str) -> None:
    """Record in every organization the person takes part in, always in the same order."""
    places = sorted(grants(by).organizations)
    with tenant(*places):
        for organization in Organization.objects.filter(pk__in=places).order_by("pk"):
            audit.record(by=by, verb=verb, target=feed, organization=organization, changes={})
