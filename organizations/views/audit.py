"""The audit log: filter, check of the chain, export."""

from __future__ import annotations

import csv
import json
from collections.abc import Iterator
from datetime import datetime, time
from typing import Any

from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse, StreamingHttpResponse
from django.utils import timezone
from django.views.decorators.http import require_GET

from core import clock
from core.base import tenant
from core.htmx import page_or_partial
from organizations.access import get_organization, organization_rights, person
from organizations.domain.roles import Permission
from organizations.forms.settings import AuditFilterForm
from organizations.models import AuditEvent, Organization, Plant
from organizations.selectors.places import trail_people
from organizations.selectors.trail import audit_verbs, describe
from organizations.services import audit as service
from organizations.views.tabs import administration

PER_PAGE = 50
RISKY = ("=", "+", "-", "@", "\t", "\r")


@login_required
@require_GET
def audit_list(request: HttpRequest) -> HttpResponse:
    """List who did what to which object, newest first."""
    organization = get_organization(request, Permission.AUDIT_VIEW)
    form = _filter_form(request, organization)
    page = Paginator(_events(organization, form), PER_PAGE).get_page(request.GET.get("page"))
    context = {
        **administration(request, organization, "audit-list"),
        "form": form,
        "page": page,
        "rows": describe(page),
        "may_redact": Permission.ORGANIZATION_EDIT in organization_rights(request, organization),
        "is_filtered": bool({key for key in request.GET if key != "page" and request.GET[key]}),
    }
    return page_or_partial(request, "organizations/audit_list.html", "event-table", context)


@login_required
@require_GET
def audit_check(request: HttpRequest) -> HttpResponse:
    """Check the whole chain and say whether it is unbroken."""
    organization = get_organization(request, Permission.AUDIT_VIEW)
    context = {
        **administration(request, organization, "audit-list"),
        "result": service.verify(organization),
        "checked_at": clock.now(),
    }
    return page_or_partial(request, "organizations/audit_check.html", "chain-result", context)


@login_required
@require_GET
def audit_export(request: HttpRequest) -> StreamingHttpResponse:
    """Hand out the filtered events as CSV; the export itself is recorded."""
    organization = get_organization(request, Permission.AUDIT_VIEW)
    form = _filter_form(request, organization)
    events = _events(organization, form)
    service.record(
        by=person(request),
        verb="audit.exported",
        target=organization,
        organization=organization,
        changes={"filter": request.GET.urlencode()},
    )
    name = f"audit-{organization.slug}-{clock.today():%Y-%m-%d}.csv"
    response = StreamingHttpResponse(
        _lines(organization, events), content_type="text/csv; charset=utf-8"
    )
    response.headers["Content-Disposition"] = f'attachment; filename="{name}"'
    return response


def _filter_form(request: HttpRequest, organization: Organization) -> AuditFilterForm:
    return AuditFilterForm(
        request.GET,
        plants=Plant.objects.filter(organization=organization),
        people=trail_people(organization),
        verbs=audit_verbs(organization),
    )


def _events(organization: Organization, form: AuditFilterForm) -> QuerySet[AuditEvent]:
    rows = AuditEvent.objects.filter(organization=organization).select_related("plant", "words")
    if not form.is_valid():
        return rows.none()
    values = form.cleaned_data
    if values["plant"]:
        rows = rows.filter(plant=values["plant"])
    if values["person"]:
        rows = rows.filter(actor=values["person"])
    if values["verb"]:
        rows = rows.filter(verb=values["verb"])
    if values["since"]:
        rows = rows.filter(happened_at__gte=_moment(values["since"], time.min))
    if values["until"]:
        rows = rows.filter(happened_at__lte=_moment(values["until"], time.max))
    return rows


def _moment(day: Any, clock: time) -> datetime:
    return timezone.make_aware(datetime.combine(day, clock))


def _recorded(changes: dict[str, Any]) -> str:
    """Return what an event changed as one cell, in the words of the trail itself."""
    parts = []
    for name, value in changes.items():
        pair = value if isinstance(value, list) and len(value) == 2 else [value]
        parts.append(f"{name}: {' > '.join(map(_cell, pair))}")
    return "; ".join(parts)


def _cell(value: Any) -> str:
    return value if isinstance(value, str) else json.dumps(value, ensure_ascii=False)


class _Line:
    """A file that hands each written line back, for streaming."""

    def write(self, text: str) -> str:
        return text


def _lines(organization: Organization, events: QuerySet[AuditEvent]) -> Iterator[str]:
    writer = csv.writer(_Line())
    yield "\ufeff"  # spreadsheet programs then read UTF-8
    yield writer.writerow(
        [
            "time (UTC)",
            "person",
            "act",
            "plant",
            "type",
            "id",
            "object",
            "changes",
            "address",
            "seal",
        ]
    )
    # The answer is sent after the middleware has closed its scope.
    with tenant(organization.pk):
        for event in events.order_by("pk").iterator(chunk_size=500):
            yield writer.writerow(
                [
                    _safe(cell)
                    for cell in (
                        event.happened_at.isoformat(timespec="seconds"),
                        event.actor_label,
                        event.verb,
                        event.plant.name if event.plant else "",
                        event.object_type,
                        event.object_id,
                        event.object_label,
                        _recorded(event.changes),
                        event.address or "",
                        event.event_hash,
                    )
                ]
            )


def _safe(cell: str) -> str:
    """Keep a spreadsheet program from taking a cell for a formula."""
    return f"'{cell}" if cell.startswith(RISKY) else cell
