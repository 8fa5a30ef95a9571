"""What follows: work that was handed over is told, and whoever leaves is told nothing more."""

from __future__ import annotations

from django.urls import reverse
from django.utils import translation

from activity.models import Notice
from activity.services import feeds, notices
from core.phrases import in_languages, phrase
from core.text import LocalizedText
from organizations.domain.work import Owned
from organizations.models import AuditEvent, User
from organizations.services.acts import Act, after, inside
from organizations.services.handover import kinds


@inside("person.closed")
def drop_inbox(*, act: Act, target: User, by: User | None) -> None:  # noqa: ARG001 -- the registry's signature
    """Remove what a person was told here; without an account the calendar's address goes, too."""
    notices.drop(recipient=target, organization_id=act.organization_id)
    if not target.is_active:
        feeds.close_feeds(reader=target)


@after("work.handed_over")
def tell_successor(*, event: AuditEvent) -> None:
    """Tell the new owner of work, once for each kind of it at a plant; apps tell what they say so."""
    kind = next((one for one in kinds() if one.model.lower() == event.object_type), None)
    if kind is None or not kind.page or event.plant is None:
        return
    before, now = event.changes[f"{kind.column}_id"]
    successor = User.objects.filter(pk=now).first()
    if successor is not None:
        notices.tell(
            recipient=successor,
            kind=Notice.Kind.HANDED_OVER,
            words=phrase("You have taken over: {work}", work=_title(kind)),
            path=reverse(kind.page, args=[event.plant.slug]),
            key=f"handed_over/{before}/{event.plant_id}/{event.object_type}/",
            at=event.happened_at,
            organization_id=event.organization_id,
            plant=event.plant,
            right=kind.right,
            by=event.actor,
        )


def _title(kind: Owned) -> LocalizedText:
    def say(language: str) -> str:
        with translation.override(language):
            return str(kind.title)

    return in_languages(say)
