"""Links to one version of a document: made, prolonged, given another passphrase, closed."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

from django.conf import settings
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.contrib.auth.hashers import check_password
from django.core.exceptions import ValidationError
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods, require_POST

from core.errors import RuleError, StaleVersionError
from core.forms import VersionedForm, add_error, conflict_context, conflict_rows
from core.htmx import CONFLICT, UNPROCESSABLE
from core.wording.dates import day
from organizations.access import get_plant, person
from organizations.domain.roles import Permission
from organizations.models import Plant
from organizations.selectors.places import plant_day
from organizations.services.once import once, token_of
from reports.forms import LinkEndForm, LinkKeyForm, ShareForm
from reports.models import Report, ShareLink
from reports.services import links
from reports.views.files import report_for


@sensitive_post_parameters("passphrase")
@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def link_create(request: HttpRequest, slug: str, pk: int) -> HttpResponse:
    """Share one version; the link is shown once."""
    plant, report = report_for(request, slug, pk, Permission.REPORTS_SHARE)
    if report.state != Report.State.READY:
        raise Http404
    form = ShareForm(request.POST if request.method == "POST" else None, plant=plant)
    context = {"plant": plant, "area": "reports", "report": report, "form": form}
    if request.method == "POST" and form.is_valid():
        link = _made_once(request, report, form)
        if link is not None:
            token = token_of(person(request), form.cleaned_data["key"])
            address = settings.PUBLIC_URL + reverse("reports:share-detail", args=[token])
            return _shown_once(request, plant, link, form.cleaned_data["passphrase"], address)
    status = UNPROCESSABLE if form.is_bound else 200
    return render(request, "reports/link_create.html", context, status=status)


def _made_once(request: HttpRequest, report: Report, form: ShareForm) -> ShareLink | None:
    """Make the link of a form once; an error is put into the form."""
    by, values = person(request), form.cleaned_data
    try:
        link = once(
            by=by,
            key=values["key"],
            make=lambda: (
                links.make_link(
                    report=report,
                    label=values["label"],
                    passphrase=values["passphrase"],
                    expires_at=form.expires_at,
                    by=by,
                    token=token_of(by, values["key"]),
                ).link
            ),
            model=ShareLink,
        )
    except (RuleError, ValidationError) as error:
        add_error(form, error)
        return None
    if check_password(values["passphrase"], link.passphrase_hash):
        return link
    form.add_error(None, _("This form was sent before. Open it again for another link."))
    return None


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def link_edit(request: HttpRequest, slug: str, pk: int) -> HttpResponse:
    """Give a link another end."""
    plant, link = _link_of(request, slug, pk)
    initial = {"expires_on": _last_day(link), "version": link.version}
    form = LinkEndForm(request.POST or None, plant=plant, initial=initial)

    def act(version: int) -> HttpResponse:
        links.prolong(link=link, version=version, expires_at=form.expires_at, by=person(request))
        words = {"label": link.label, "day": day(form.cleaned_data["expires_on"])}
        messages.success(request, _("The link for %(label)s works until %(day)s.") % words)
        return redirect("reports:report-list", plant.slug)

    words = {"heading": _("Prolong the link"), "submit": _("Save the date")}
    return _change(request, link, form, act, words)


@sensitive_post_parameters("passphrase")
@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def link_rekey(request: HttpRequest, slug: str, pk: int) -> HttpResponse:
    """Give a link another passphrase; it is shown once."""
    plant, link = _link_of(request, slug, pk)
    initial = {"passphrase": links.propose_passphrase(), "version": link.version}
    form = LinkKeyForm(request.POST or None, initial=initial)

    def act(version: int) -> HttpResponse:
        passphrase = form.cleaned_data["passphrase"]
        links.rekey(link=link, version=version, passphrase=passphrase, by=person(request))
        return _shown_once(request, plant, link, passphrase)

    words = {"heading": _("Another passphrase"), "submit": _("Change the passphrase")}
    return _change(request, link, form, act, words)


def _change(
    request: HttpRequest,
    link: ShareLink,
    form: VersionedForm,
    act: Callable[[int], HttpResponse],
    words: dict[str, str],
) -> HttpResponse:
    """Show a form about a link, or do what it says; a stale one shows what was stored since."""
    plant = link.report.plant
    shown = {"plant": plant, "area": "reports", "report": link.report, "link": link, "form": form}
    if form.data.get("on_conflict") == "theirs":
        return redirect("reports:report-list", plant.slug)
    status = UNPROCESSABLE if form.is_bound else 200
    if form.is_bound and form.is_valid():
        try:
            return act(form.cleaned_data["version"])
        except StaleVersionError:
            status = CONFLICT
            link.refresh_from_db()
            rows = conflict_rows(form, {"expires_on": _last_day(link)})
            who = link.changed_by.name if link.changed_by else ""
            shown |= conflict_context(rows, who=who, version=link.version)
        except RuleError as error:
            add_error(form, error)
    return render(request, "reports/link_edit.html", {**shown, **words}, status=status)


def _link_of(request: HttpRequest, slug: str, pk: int) -> tuple[Plant, ShareLink]:
    """Return a link of the plant that the person may change.

    Raises:
        Http404: it is another plant's, or gone.
        PermissionDenied: the person lacks the right.
    """
    plant = get_plant(request, slug, Permission.REPORTS_SHARE)
    rows = ShareLink.objects.select_related("report__plant__organization")
    return plant, get_object_or_404(rows, report__plant=plant, pk=pk)


def _last_day(link: ShareLink) -> date:
    """Return the last day of a link at its plant."""
    return plant_day(link.report.plant, link.expires_at)


def _shown_once(
    request: HttpRequest, plant: Plant, link: ShareLink, passphrase: str, address: str = ""
) -> HttpResponse:
    """Show what is stored as a hash only; an address stays as it was sent."""
    shown = {"plant": plant, "area": "reports", "report": link.report, "link": link}
    context = {**shown, "passphrase": passphrase, "address": address}
    response = render(request, "reports/link_detail.html", context)
    response.headers["Cache-Control"] = "no-store"
    return response


@login_required
@require_POST
def link_revoke(request: HttpRequest, slug: str, pk: int) -> HttpResponse:
    """Close a link at once."""
    plant, link = _link_of(request, slug, pk)
    links.revoke(link=link, by=person(request))
    messages.success(request, _("The link for %(label)s is closed.") % {"label": link.label})
    return redirect("reports:report-list", plant.slug)
