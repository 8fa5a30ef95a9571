"""A shared document, for somebody without an account: passphrase, then one file, nothing else."""

from __future__ import annotations

import zoneinfo

from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_GET, require_http_methods

from core.base import tenant
from core.htmx import UNPROCESSABLE
from reports.domain.fingerprint import short
from reports.forms import PassphraseForm
from reports.models import ShareLink
from reports.selectors.documents import shared_link
from reports.services import links
from reports.views.files import file_of

PAGE = "reports/share_detail.html"
SESSION_KEY = "opened_links"
GONE = 410


@sensitive_post_parameters("passphrase")
@never_cache
@require_http_methods(["GET", "POST"])
def share_detail(request: HttpRequest, token: str) -> HttpResponse:
    """Ask for the passphrase; then name the document and offer it."""
    link = shared_link(token)
    if link is None:
        raise Http404
    if not link.is_open:
        return _page(request, {"is_closed": True}, GONE)
    if _is_unlocked(request, link):
        shown = {"link": link, "report": link.report, "hash": short(link.report.fingerprint)}
        # The reader's zone is unknown; the document names the plant's, and so does this page.
        with timezone.override(zoneinfo.ZoneInfo(link.report.plant.time_zone)):
            return _page(request, {**shown, "token": token}, 200)
    form = PassphraseForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        with tenant(link.report.plant.organization_id):
            right = links.unlock(link=link, passphrase=form.cleaned_data["passphrase"])
        if right:
            opened = request.session.get(SESSION_KEY, [])
            request.session[SESSION_KEY] = [*opened, link.seen_as]
            return redirect("reports:share-detail", token)
        link.refresh_from_db()
        if not link.is_open:
            return _page(request, {"is_closed": True}, GONE)
        form.add_error("passphrase", _("This passphrase is wrong."))
    return _page(request, {"form": form}, UNPROCESSABLE if form.is_bound else 200)


@never_cache
@require_GET
def share_download(request: HttpRequest, token: str) -> HttpResponse | FileResponse:
    """Hand out the file to whoever has given the passphrase in this browser."""
    link = shared_link(token)
    if link is None:
        raise Http404
    if not link.is_open or not _is_unlocked(request, link):
        return redirect("reports:share-detail", token)
    with tenant(link.report.plant.organization_id):
        response = file_of(link.report)
        links.count_download(link=link)
    response.headers["X-Robots-Tag"] = "noindex, nofollow"
    return response


def _is_unlocked(request: HttpRequest, link: ShareLink) -> bool:
    return link.seen_as in request.session.get(SESSION_KEY, [])


def _page(request: HttpRequest, context: dict[str, object], status: int) -> HttpResponse:
    response = render(request, PAGE, context, status=status)
    response.headers["X-Robots-Tag"] = "noindex, nofollow"
    return response
