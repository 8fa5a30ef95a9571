"""The audit log: filter, check of the chain, export."""

from __future__ import annotations

from typing import Any

from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.db.models import QuerySet
from django.http import FileResponse, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.functional import cached_property
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from core.htmx import is_htmx, page_or_partial
from core.uploads import open_stored
from organizations.access import get_organization, organization_rights, person
from organizations.domain.roles import Permission
from organizations.forms.settings import AuditFilterForm
from organizations.models import AuditChain, AuditEvent, AuditJob, Organization, Plant
from organizations.selectors.places import trail_people
from organizations.selectors.trail import TrailFilter, describe, known_acts, trail
from organizations.tasks import request_audit_job
from organizations.views.tabs import administration

PER_PAGE = 50
COUNTED = (
    10_000  # events that fit a filter are counted up to here; a narrower filter shows the rest
)
LISTED_JOBS = 5


class TrailPages(Paginator):  # type: ignore[type-arg]  # not subscriptable while it runs
    """Pages of events that count nothing but what a filter leaves, and that up to a limit."""

    def __init__(self, rows: QuerySet[AuditEvent], known: int | None) -> None:
        super().__init__(rows, PER_PAGE)
        self.known = known

    @cached_property
    def count(self) -> int:  # type: ignore[override]  # Django's is a cached property, too
        """Return how many events there are."""
        rows: Any = self.object_list
        return int(rows[:COUNTED].count()) if self.known is None else self.known


@login_required
@require_safe
def audit_list(request: HttpRequest) -> HttpResponse:
    """List who did what to which object, newest first."""
    organization = get_organization(request, Permission.AUDIT_VIEW)
    form = _filter_form(request, organization)
    is_filtered = bool({key for key in request.GET if key != "page" and request.GET[key]})
    length = AuditChain.objects.filter(organization=organization).values_list("length", flat=True)
    known = None if is_filtered else length.first() or 0
    page = TrailPages(_events(organization, form), known).get_page(request.GET.get("page"))
    context = {
        **administration(request, organization, "audit-list"),
        **_jobs(request, organization),
        "form": form,
        "page": page,
        "rows": describe(page),
        "may_redact": Permission.ORGANIZATION_EDIT in organization_rights(request, organization),
        "is_filtered": is_filtered,
    }
    return page_or_partial(request, "organizations/audit_list.html", "event-table", context)


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def audit_check(request: HttpRequest) -> HttpResponse:
    """Show what the last check of the chain found and how far exports are; POST asks for a check."""
    organization = get_organization(request, Permission.AUDIT_VIEW)
    if request.method == "POST":
        by = person(request)
        request_audit_job(organization=organization, kind=AuditJob.Kind.CHECK, by=by)
    if request.method == "POST" and not is_htmx(request):
        return redirect("organizations:audit-check")
    context = {
        **administration(request, organization, "audit-list"),
        **_jobs(request, organization),
    }
    if is_htmx(request):
        return render(request, "organizations/_audit_jobs.html", context)
    return render(request, "organizations/audit_check.html", context)


@login_required
@require_POST
def audit_export(request: HttpRequest) -> HttpResponse:
    """Ask for the filtered events as CSV; the request itself is recorded."""
    organization = get_organization(request, Permission.AUDIT_VIEW)
    form = _filter_form(request, organization)
    if form.is_valid():
        request_audit_job(
            organization=organization,
            kind=AuditJob.Kind.EXPORT,
            by=person(request),
            chosen=_chosen(form).as_json(),
        )
    return redirect("organizations:audit-check")


@login_required
@require_safe
def audit_file(request: HttpRequest, pk: int) -> FileResponse:
    """Hand out an export to who asked for it."""
    organization = get_organization(request, Permission.AUDIT_VIEW)
    job = get_object_or_404(
        AuditJob.objects.filter(organization=organization, requested_by=person(request)),
        pk=pk,
        kind=AuditJob.Kind.EXPORT,
        state=AuditJob.State.DONE,
    )
    name = f"audit-{organization.slug}-{job.created_at:%Y-%m-%d}.csv"
    return FileResponse(
        open_stored(job.file), as_attachment=True, filename=name, content_type="text/csv"
    )


def _jobs(request: HttpRequest, organization: Organization) -> dict[str, Any]:
    """Return the newest check and the person's own exports."""
    rows = AuditJob.objects.filter(organization=organization)
    checks = list(rows.filter(kind=AuditJob.Kind.CHECK)[:2])
    exports = list(
        rows.filter(kind=AuditJob.Kind.EXPORT, requested_by=person(request))[:LISTED_JOBS]
    )
    return {
        "check": checks[0] if checks else None,
        "last_check": next((one for one in checks if not one.is_open), None),
        "exports": exports,
        "is_busy": any(one.is_open for one in [*checks[:1], *exports]),
    }


def _filter_form(request: HttpRequest, organization: Organization) -> AuditFilterForm:
    return AuditFilterForm(
        request.GET,
        plants=Plant.objects.filter(organization=organization),
        people=trail_people(organization),
        verbs=known_acts(),
    )


def _chosen(form: AuditFilterForm) -> TrailFilter:
    values = form.cleaned_data
    return TrailFilter(
        plant=values["plant"].pk if values["plant"] else None,
        person=values["person"].pk if values["person"] else None,
        act=values["verb"],
        since=values["since"],
        until=values["until"],
    )


def _events(organization: Organization, form: AuditFilterForm) -> QuerySet[AuditEvent]:
    if not form.is_valid():
        return AuditEvent.objects.none()
    return trail(organization, _chosen(form))
