"""Making and revoking links to one version of a document."""

from __future__ import annotations

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods, require_POST

from core.errors import RuleError
from core.forms import add_error
from core.htmx import UNPROCESSABLE
from organizations.access import get_plant, person
from organizations.domain.roles import Permission
from reports.forms import ShareForm
from reports.models import Report, ShareLink
from reports.services import links
from reports.views.files import report_for


@sensitive_post_parameters("passphrase")
@login_required
@require_http_methods(["GET", "POST"])
def link_create(request: HttpRequest, slug: str, pk: int) -> HttpResponse:
    """Share one version; the link is shown once."""
    plant, report = report_for(request, slug, pk, Permission.REPORTS_SHARE)
    if report.state != Report.State.READY:
        raise Http404
    form = ShareForm(request.POST if request.method == "POST" else None)
    context = {"plant": plant, "area": "reports", "report": report, "form": form}
    if request.method == "POST" and form.is_valid():
        try:
            made = links.make_link(
                report=report,
                label=form.cleaned_data["label"],
                passphrase=form.cleaned_data["passphrase"],
                expires_at=form.expires_at,
                by=person(request),
            )
        except RuleError as error:
            add_error(form, error)
        else:
            address = reverse("reports:share-detail", args=[made.token])
            shown = {
                "link": made.link,
                "address": request.build_absolute_uri(address),
                "passphrase": form.cleaned_data["passphrase"],
            }
            response = render(request, "reports/link_detail.html", {**context, **shown})
            response.headers["Cache-Control"] = "no-store"
            return response
    status = UNPROCESSABLE if form.is_bound else 200
    return render(request, "reports/link_create.html", context, status=status)


@login_required
@require_POST
def link_revoke(request: HttpRequest, slug: str, pk: int) -> HttpResponse:
    """Close a link at once."""
    plant = get_plant(request, slug, Permission.REPORTS_SHARE)
    rows = ShareLink.objects.select_related("report__plant__organization")
    link = get_object_or_404(rows, report__plant=plant, pk=pk)
    links.revoke(link=link, by=person(request))
    messages.success(request, _("The link for %(label)s is closed.") % {"label": link.label})
    return redirect("reports:report-list", plant.slug)
