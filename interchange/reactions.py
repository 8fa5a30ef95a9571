"""What follows: sums agree with an imported plan; addresses of somebody who leaves are closed."""

from __future__ import annotations

from django.db import models

from interchange.services import feeds
from organizations.models import User
from organizations.services.acts import Act, inside
from roadmap.services import sums


@inside("plan.imported")
def keep_sums(*, act: Act, target: models.Model, by: User | None) -> None:  # noqa: ARG001 -- the signature
    """Store the sums of the plan anew."""
    if act.plant:
        sums.refresh(act.plant)


@inside("person.closed")
def close_feeds(*, act: Act, target: User, by: User | None) -> None:
    """Close the addresses; should the person come back, they make another."""
    feeds.close_feeds(reader=target, organization_id=act.organization_id, by=by)
