"""Pages of the exchange rates: list, add, correct, delete."""

from __future__ import annotations

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from core.editing import edited, page_of
from core.errors import RuleError
from core.forms import add_error
from core.htmx import UNPROCESSABLE
from organizations.access import organization_rights, own_organization, person
from organizations.domain.roles import Permission
from organizations.forms.settings import RateForm
from organizations.models import ExchangeRate, Organization
from organizations.selectors.editors import by_now
from organizations.services import organizations as service
from organizations.services.once import once
from organizations.views.tabs import administration

LIST = "organizations:rate-list"


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def rate_list(request: HttpRequest) -> HttpResponse:
    """List the exchange rates; whoever may edit the organization adds one."""
    organization = own_organization(request)
    may_edit = Permission.ORGANIZATION_EDIT in organization_rights(request, organization)
    if request.method == "POST" and not may_edit:
        raise PermissionDenied
    form = RateForm(request.POST or None, organization=organization) if may_edit else None
    status = 200
    if request.method == "POST" and form is not None:
        if form.is_valid() and _added(request, organization, form):
            messages.success(request, _("The rate is added."))
            return redirect(LIST)
        status = UNPROCESSABLE
    context = {
        **administration(request, organization, "rate-list"),
        "rates": ExchangeRate.objects.filter(organization=organization),
        "form": form,
    }
    return render(request, "organizations/rate_list.html", context, status=status)


def _added(request: HttpRequest, organization: Organization, form: RateForm) -> bool:
    """Add what the form says, once; an error of the service is put into the form."""
    by = person(request)
    try:
        once(
            by=by,
            key=form.cleaned_data["key"],
            make=lambda: service.add_rate(by=by, organization=organization, **form.values()),
            model=ExchangeRate,
        )
    except (RuleError, ValidationError) as error:
        add_error(form, error)
        return False
    return True


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def rate_edit(request: HttpRequest, pk: int) -> HttpResponse:
    """Correct a rate that was entered wrongly."""
    rate = _owned(request, pk)
    form = RateForm(request.POST or None, organization=rate.organization, instance=rate)
    context = {
        **administration(request, rate.organization, "rate-list"),
        "rate": _owned(request, pk),
        "form": form,
    }

    def save() -> str:
        service.edit_rate(
            by=person(request),
            rate=_owned(request, pk),
            version=form.cleaned_data["version"],
            values=form.values(),
        )
        return _("The rate is saved.")

    return edited(
        request,
        form,
        save=save,
        show=page_of(request, "organizations/rate_edit.html", context),
        back=LIST,
        now=lambda: by_now(_owned(request, pk)),
    )


@login_required
@require_POST
def rate_delete(request: HttpRequest, pk: int) -> HttpResponse:
    """Take a rate away."""
    service.remove_rate(by=person(request), rate=_owned(request, pk))
    messages.success(request, _("The rate is deleted."))
    return redirect(LIST)


def _owned(request: HttpRequest, pk: int) -> ExchangeRate:
    """Return a rate that the person may change.

    Raises:
        Http404: there is none in the person's organization.
        PermissionDenied: the person may read it only.
    """
    organization = own_organization(request)
    rows = ExchangeRate.objects.select_related("organization")
    rate = get_object_or_404(rows, pk=pk, organization=organization)
    if Permission.ORGANIZATION_EDIT not in organization_rights(request, organization):
        raise PermissionDenied
    return rate
