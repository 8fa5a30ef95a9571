"""Reads of calendar addresses."""

from __future__ import annotations

from core.base import every_row
from interchange.domain.tokens import feed_hash
from interchange.models import PlanFeed
from organizations.domain.roles import Permission
from organizations.models import Plant, User
from organizations.selectors.places import grants


def own_feed(plant: Plant, reader: User) -> PlanFeed | None:
    """Return the open address of a person for a plant."""
    return PlanFeed.objects.filter(plant=plant, reader=reader, revoked_at=None).first()


def feed_of(token: str) -> PlanFeed | None:
    """Return the feed of an address that may be read now, with its plant and reader.

    Whoever asks is signed in nowhere, so that no tenant is in scope. Rights count as they are at
    this moment: an address opens nothing to somebody who may no longer see the roadmap.

    Returns:
        None for an address that is unknown, revoked, or whose reader lost the right.
    """
    rows = every_row(PlanFeed).filter(token_hash=feed_hash(token), revoked_at=None)
    feed = rows.select_related("plant__organization", "reader").first()
    if feed is None or Permission.ROADMAP_VIEW not in grants(feed.reader).at_plant(feed.plant):
        return None
    return feed
