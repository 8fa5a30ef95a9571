"""What follows: documents and links are told to whoever owns them; those of leavers are closed."""

from __future__ import annotations

from django.urls import reverse
from django.utils import translation

from activity.models import Notice
from activity.services import notices as inbox
from core.phrases import in_languages, phrase
from core.text import LocalizedText
from organizations.domain.roles import Permission
from organizations.models import AuditEvent, User
from organizations.services.acts import Act, after, inside
from reports.models import Report, ShareLink
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


@after("report.produced")
def tell_requester(*, event: AuditEvent) -> None:
    """Tell whoever asked for a document that it is ready: it took a worker some time."""
    rows = Report.objects.select_related("plant", "requested_by")
    report = rows.filter(pk=event.object_id).first()
    if report is not None and report.requested_by is not None:
        inbox.tell(
            recipient=report.requested_by,
            kind=Notice.Kind.REPORT_READY,
            words=phrase(
                "{document}, version {n}, is ready", document=_kind(report), n=report.number
            ),
            path=reverse("reports:report-list", args=[report.plant.slug]),
            key=f"report/{report.pk}/",
            at=event.happened_at,
            organization_id=event.organization_id,
            plant=report.plant,
            right=Permission.REPORTS_VIEW,
        )


def _kind(report: Report) -> LocalizedText:
    def say(language: str) -> str:
        with translation.override(language):
            return report.get_kind_display()

    return in_languages(say)
