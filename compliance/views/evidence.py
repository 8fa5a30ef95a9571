"""Evidence of a duty: add, hand out, remove."""

from __future__ import annotations

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from compliance.forms import DutyEvidenceForm
from compliance.models import ObligationEvidence
from compliance.services import evidence as writing
from compliance.views.detail import show_duty
from compliance.views.lookup import duty_for
from core.errors import RuleError
from core.forms import add_error
from core.htmx import UNPROCESSABLE
from core.uploads import as_attachment
from organizations.access import get_plant, person
from organizations.domain.roles import Permission


@login_required
@require_POST
def evidence_create(request: HttpRequest, slug: str, pk: int) -> HttpResponse:
    """Take a file or a link."""
    plant, duty = duty_for(request, slug, pk, Permission.COMPLIANCE_EDIT)
    form = DutyEvidenceForm(request.POST, request.FILES, auto_id="evidence-%s")
    if form.is_valid():
        given = form.cleaned_data
        act = {name: given[name] for name in ("key", "title")} | {"by": person(request)}
        try:
            if given["file"]:
                writing.add_file(row=duty.row, file=given["file"], **act)
            else:
                writing.add_link(row=duty.row, url=given["url"], **act)
        except RuleError as error:
            add_error(form, error)
        else:
            messages.success(request, _("Evidence added"))
            return redirect("compliance:obligation-detail", slug, pk)
    return show_duty(request, plant, duty, UNPROCESSABLE, evidence_form=form)


def evidence_for(
    request: HttpRequest, slug: str, pk: int, permission: Permission
) -> ObligationEvidence:
    """Return a piece of evidence of a plant.

    Raises:
        Http404: it is not this plant's.
        PermissionDenied: the person lacks the right.
    """
    plant = get_plant(request, slug, permission)
    rows = ObligationEvidence.objects.select_related("status__plant__organization")
    return get_object_or_404(rows, status__plant=plant, pk=pk)


@login_required
@require_safe
def evidence_download(request: HttpRequest, slug: str, pk: int) -> HttpResponseBase:
    """Hand out a file as an attachment.

    Raises:
        Http404: it is a link, or the file is no longer in the store.
    """
    evidence = evidence_for(request, slug, pk, Permission.COMPLIANCE_VIEW)
    if not evidence.file:
        raise Http404
    return as_attachment(evidence.file, title=evidence.title, content_type=evidence.content_type)


@login_required
@require_POST
def evidence_delete(request: HttpRequest, slug: str, pk: int) -> HttpResponse:
    """Take evidence away."""
    evidence = evidence_for(request, slug, pk, Permission.COMPLIANCE_EDIT)
    duty = evidence.status_id
    writing.remove(evidence=evidence, by=person(request))
    messages.success(request, _("Evidence removed"))
    return redirect("compliance:obligation-detail", slug, duty)
