"""Changing status, owner and date of a duty within the table."""

from __future__ import annotations

from typing import Any

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from compliance.forms import DutyRowForm
from compliance.selectors.duties import Duty, get_duty, list_duties, possible_owners
from compliance.services import duties as writing
from compliance.views.frame import drawer_query, overdue_count, page_context, tabs
from compliance.views.listing import row_context, summary_context
from compliance.views.lookup import duty_for, stale
from core.errors import RuleError, StaleVersionError
from core.forms import add_error
from core.htmx import CONFLICT, UNPROCESSABLE, announce, is_htmx
from organizations.access import person
from organizations.domain.roles import Permission
from organizations.models import Plant
from steps.views.turning import turn_context

ROW = "compliance/_duty_row.html"
FORM = "compliance/_duty_row_form.html"


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def obligation_edit(request: HttpRequest, slug: str, pk: int) -> HttpResponse:
    """Show the row of a duty as a form, and take it; without htmx the duty's page does this."""
    plant, duty = duty_for(request, slug, pk, Permission.COMPLIANCE_EDIT)
    if not is_htmx(request):
        return redirect("compliance:obligation-detail", slug, pk)
    context = page_context(request, plant, "list") | row_context(plant)
    context["kept"] = drawer_query(request)
    if request.method == "POST":
        return save_row(request, plant, duty, context)
    if "cancel" in request.GET:
        return render(request, ROW, {**context, "duty": duty})
    form = row_form(plant, duty)
    return render(request, FORM, {**context, "duty": duty, "form": form})


def row_form(plant: Plant, duty: Duty, data: Any = None) -> DutyRowForm:
    """Return the form of a row, filled with what is stored or what was sent."""
    row = duty.row
    initial = {
        "version": row.version,
        "state": row.state,
        "owner": row.owner_id,
        "due_on": row.due_on,
    }
    return DutyRowForm(
        data, initial=initial, owners=possible_owners(plant), auto_id=f"duty-{row.pk}-%s"
    )


def save_row(
    request: HttpRequest, plant: Plant, duty: Duty, context: dict[str, Any]
) -> HttpResponse:
    """Store a row; 422 for wrong input, 409 with both values if somebody was faster."""
    if request.POST.get("on_conflict") == "theirs":
        return row_response(request, plant, duty, context)
    form = row_form(plant, duty, request.POST)
    status = UNPROCESSABLE
    if form.is_valid():
        expected = form.cleaned_data["version"]
        try:
            writing.update_duty(
                duty=duty, expected=expected, values=form.values(), by=person(request)
            )
        except StaleVersionError:
            status = CONFLICT
            duty = get_duty(plant, duty.row.pk, context["today"]) or duty
            context |= stale(form, duty.row)
        except RuleError as error:
            add_error(form, error)
        else:
            return row_response(request, plant, duty, context)
    return render(request, FORM, {**context, "duty": duty, "form": form}, status=status)


def row_response(
    request: HttpRequest, plant: Plant, duty: Duty, context: dict[str, Any]
) -> HttpResponse:
    """Return the stored row, with roll-up and tabs brought up to date out of band."""
    duties = list_duties(plant, context["today"])
    fresh = next(item for item in duties if item.row.pk == duty.row.pk)
    context |= summary_context(duties, context)
    context |= turn_context(request, plant, "compliance:obligation-list")
    context |= {"tabs": tabs(plant, "list", overdue_count(duties)), "is_update": True}
    response = render(request, ROW, {**context, "duty": fresh})
    text = _("Saved as met, but without evidence") if fresh.is_unproven else _("Saved")
    return announce(response, text)
