"""Calendar addresses: made, replaced, revoked."""

from __future__ import annotations

import secrets

from django.db import transaction

from core import clock
from interchange.domain.tokens import feed_hash
from interchange.models import PlanFeed
from organizations.models import Plant, User
from organizations.services import audit


@transaction.atomic
def make_feed(*, plant: Plant, by: User, token: str = "") -> PlanFeed:
    """Give a person an address for the calendar of a plant; the one before it stops working.

    Args:
        plant: whose plan it is.
        by: who will read it.
        token: the secret part of the address; a random one if empty. Only its hash is stored.
    """
    for feed in PlanFeed.objects.select_for_update().filter(
        plant=plant, reader=by, revoked_at=None
    ):
        revoke_feed(feed=feed, by=by)
    feed = PlanFeed(plant=plant, reader=by, token_hash=feed_hash(token or secrets.token_hex(32)))
    feed.full_clean()
    feed.save(force_insert=True)
    audit.record(by=by, verb="feed.made", target=feed, plant=plant, changes={})
    return feed


@transaction.atomic
def revoke_feed(*, feed: PlanFeed, by: User | None) -> None:
    """Close an address for good; closing it twice changes nothing."""
    rows = PlanFeed.objects.filter(pk=feed.pk, revoked_at=None)
    if rows.update(revoked_at=clock.now(), updated_at=clock.now()):
        audit.record(by=by, verb="feed.revoked", target=feed, plant=feed.plant, changes={})


def close_feeds(*, reader: User, organization_id: int, by: User | None) -> None:
    """Close the addresses of somebody who leaves an organization."""
    rows = PlanFeed.objects.filter(
        reader=reader, revoked_at=None, plant__organization=organization_id
    )
    for feed in rows.select_related("plant__organization").order_by("pk"):
        revoke_feed(feed=feed, by=by)
