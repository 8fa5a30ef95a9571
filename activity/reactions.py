"""What follows: mentions and work that was handed over are told; leavers are told nothing more."""

from __future__ import annotations

from django.urls import reverse
from django.utils import translation

from activity.models import Comment, Notice
from activity.selectors.comments import kinds, may_see, subject_of
from activity.services import feeds, notices
from core.phrases import in_languages, phrase
from core.text import LocalizedText
from organizations.domain.work import Owned
from organizations.models import AuditEvent, User
from organizations.services.acts import Act, after, inside
from organizations.services.handover import kinds as kinds_of_work


@inside("person.closed")
def drop_inbox(*, act: Act, target: User, by: User | None) -> None:  # noqa: ARG001 -- the registry's signature
    """Remove what a person was told here; without an account the calendar's address goes, too."""
    notices.drop(recipient=target, organization_id=act.organization_id)
    if not target.is_active:
        feeds.close_feeds(reader=target)


@after("work.handed_over")
def tell_successor(*, event: AuditEvent) -> None:
    """Tell the new owner of work, once for each kind of it at a plant; apps tell what they say so."""
    kind = next((one for one in kinds_of_work() if one.model.lower() == event.object_type), None)
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


@after("comment.added", "comment.deleted", "comment.edited")
def tell_mentioned(*, event: AuditEvent) -> None:
    """Tell whom a comment names, once for each comment, as far as they may see what it is about."""
    key = f"comment/{event.object_id}/"
    rows = Comment.objects.select_related("plant").filter(pk=event.object_id, deleted_at=None)
    comment = rows.first()
    subject = subject_of(comment.plant, comment.kind, comment.subject) if comment else None
    if comment is None or subject is None:
        notices.settle(organization_id=event.organization_id, start=key, at=event.happened_at)
        return
    place = (comment.plant, comment.kind, comment.subject)
    told = Notice.objects.filter(key=key).values("recipient")
    for person in comment.mentioned.exclude(pk__in=told):
        if may_see(*place, person):
            notices.tell(
                recipient=person,
                kind=Notice.Kind.MENTIONED,
                words=phrase("A comment on “{subject}” names you", subject=subject.title),
                path=reverse("activity:comment-list", args=[comment.plant.slug, *place[1:]]),
                key=key,
                at=event.happened_at,
                organization_id=event.organization_id,
                plant=comment.plant,
                right=kinds()[comment.kind].right,
                by=event.actor,
            )


def _title(kind: Owned) -> LocalizedText:
    def say(language: str) -> str:
        with translation.override(language):
            return str(kind.title)

    return in_languages(say)
