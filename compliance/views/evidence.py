"""Evidence of a duty: add, remove."""

from __future__ import annotations

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from compliance.models import ObligationEvidence
from compliance.services import evidence as writing
from compliance.views.detail import show_duty
from compliance.views.lookup import duty_for
from core.errors import RuleError
from core.forms import add_error
from core.htmx import UNPROCESSABLE
from organizations.access import get_plant, person
from organizations.domain.roles import Permission
from organizations.forms.evidence import EvidenceForm


@login_required
@require_POST
def evidence_create(request: HttpRequest, slug: str, pk: int) -> HttpResponse:
    """Take a file or a link."""
    plant, duty = duty_for(request, slug, pk, Permission.COMPLIANCE_EDIT)
    form = EvidenceForm(request.POST, request.FILES)
    if form.is_valid():
        try:
            writing.add_evidence(row=duty.row, by=person(request), **form.given())
        except RuleError as error:
            add_error(form, error)
        else:
            messages.success(request, _("Evidence added"))
            return redirect("compliance:obligation-detail", slug, pk)
    return show_duty(request, plant, duty, UNPROCESSABLE, evidence_form=form)


@login_required
@require_POST
def evidence_delete(request: HttpRequest, slug: str, pk: int) -> HttpResponse:
    """Take evidence away from a duty.

    Raises:
        Http404: it is no evidence of a duty of this plant.
    """
    plant = get_plant(request, slug, Permission.COMPLIANCE_EDIT)
    links = ObligationEvidence.objects.select_related("evidence", "status__plant__organization")
    link = get_object_or_404(links, status__plant=plant, pk=pk)
    writing.remove_evidence(link=link, by=person(request))
    messages.success(request, _("Evidence removed"))
    return redirect("compliance:obligation-detail", slug, link.status_id)
