"""What follows for share links: their owner is told, and those of somebody who leaves are closed."""

from __future__ import annotations

from organizations.models import AuditEvent, User
from organizations.services.acts import Act, after, inside
from reports.models import ShareLink
from reports.services import links, notices


@inside("person.closed")
def close_links(*, act: Act, target: User, by: User | None) -> None:
    """Close the links that were not handed over: nobody would answer for them."""
    links.close_all(owner=target, organization_id=act.organization_id, by=by)


@after("link.prolonged", "link.rekeyed", "link.revoked", "link.paused")
def tell_owner(*, event: AuditEvent) -> None:
    """Write to the owner of a link what somebody else, or wrong passphrases, did to it."""
    rows = ShareLink.objects.select_related("owner", "report__plant__organization")
    link = rows.filter(pk=event.object_id).first()
    if link is not None and link.owner is not None and link.owner_id != event.actor_id:
        notices.mail_owner(link=link, owner=link.owner, act=event.verb, by=event.actor)
