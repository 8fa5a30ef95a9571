"""The page of one duty: what is asked, why, by when, and what people say about it."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from compliance.forms import ApplicabilityForm, DutyForm
from compliance.models import ObligationStatus
from compliance.selectors.duties import Duty, get_duty, history, possible_owners
from compliance.services import duties as writing
from compliance.views.frame import page_context
from compliance.views.listing import duty_context
from compliance.views.lookup import duty_for, stale
from core.errors import RuleError, StaleVersionError
from core.forms import VersionedForm, add_error
from core.htmx import CONFLICT, UNPROCESSABLE
from core.wording.dates import day
from organizations.access import person
from organizations.domain.roles import Permission
from organizations.forms.evidence import EvidenceForm
from organizations.models import Plant
from organizations.selectors.trail import describe

TEMPLATE = "compliance/obligation_detail.html"


def duty_form(plant: Plant, row: ObligationStatus, data: Any = None) -> DutyForm:
    """Return the form of a duty."""
    names = ("version", "state", "due_on", "review_on", "note")
    initial = {name: getattr(row, name) for name in names} | {"owner": row.owner_id}
    return DutyForm(data, initial=initial, owners=possible_owners(plant))


def confirm_form(row: ObligationStatus, data: Any = None) -> ApplicabilityForm:
    """Return the form of a decision."""
    names = ("version", "decision", "decision_reason", "counsel_name", "counsel_on")
    initial = {name: getattr(row, name) for name in names}
    return ApplicabilityForm(data, initial=initial, auto_id="confirm-%s")


def show_duty(
    request: HttpRequest, plant: Plant, duty: Duty, status: int = 200, **more: Any
) -> HttpResponse:
    """Render the page of a duty; forms that were refused come in by name."""
    context = page_context(request, plant, "list") | duty_context(plant, duty)
    context |= {
        "duty": duty,
        "history": describe(history(duty.row)),
        "form": more.pop("form", None) or duty_form(plant, duty.row),
        "confirm": more.pop("confirm", None) or confirm_form(duty.row),
        "evidence_form": more.pop("evidence_form", None) or EvidenceForm(),
        **more,
    }
    return render(request, TEMPLATE, context, status=status)


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def obligation_detail(request: HttpRequest, slug: str, pk: int) -> HttpResponse:
    """Show a duty; take status, owner, dates and note."""
    right = Permission.COMPLIANCE_EDIT if request.method == "POST" else Permission.COMPLIANCE_VIEW
    plant, duty = duty_for(request, slug, pk, right)
    if request.method != "POST":
        return show_duty(request, plant, duty)
    return save(request, plant, duty, duty_form(plant, duty.row, request.POST), "form")


@login_required
@require_POST
def obligation_confirm(request: HttpRequest, slug: str, pk: int) -> HttpResponse:
    """Take the decision whether a duty applies, and counsel's review."""
    plant, duty = duty_for(request, slug, pk, Permission.COMPLIANCE_EDIT)
    return save(request, plant, duty, confirm_form(duty.row, request.POST), "confirm")


@login_required
@require_POST
def obligation_review(request: HttpRequest, slug: str, pk: int) -> HttpResponse:
    """Say that a met duty was looked at again today."""
    duty = duty_for(request, slug, pk, Permission.COMPLIANCE_EDIT)[1]
    form = VersionedForm(request.POST)
    expected = form.cleaned_data["version"] if form.is_valid() else 0
    try:
        row = writing.mark_reviewed(duty=duty, expected=expected, by=person(request))
    except StaleVersionError:
        messages.error(request, _("Somebody changed this duty meanwhile. Look at it again."))
    except RuleError as error:
        messages.error(request, error.message)
    else:
        text = _("Reviewed today, next review %(date)s.") % {"date": day(row.review_on)}
        messages.success(request, text)
    return redirect("compliance:obligation-detail", slug, pk)


def save(
    request: HttpRequest, plant: Plant, duty: Duty, form: DutyForm | ApplicabilityForm, name: str
) -> HttpResponse:
    """Store a form of the page; 422 for wrong input, 409 with both values if it is stale."""
    back = redirect("compliance:obligation-detail", plant.slug, duty.row.pk)
    if request.POST.get("on_conflict") == "theirs":
        return back
    if not form.is_valid():
        return show_duty(request, plant, duty, UNPROCESSABLE, **{name: form})
    try:
        writing.update_duty(
            duty=duty,
            expected=form.cleaned_data["version"],
            values=form.values(),
            by=person(request),
        )
    except StaleVersionError:
        stored = get_duty(plant, duty.row.pk, page_context(request, plant, "")["today"]) or duty
        return show_conflict(request, plant, stored, form, name)
    except RuleError as error:
        add_error(form, error)
        return show_duty(request, plant, duty, UNPROCESSABLE, **{name: form})
    if name == "form" and duty.is_unproven:
        messages.warning(request, _("Saved as met, but without evidence. Add a file or a link."))
    else:
        messages.success(request, _("Saved"))
    return back


def show_conflict(
    request: HttpRequest, plant: Plant, duty: Duty, form: VersionedForm, name: str
) -> HttpResponse:
    """Render the page with both values beside each other."""
    context = stale(form, duty.row) | {"conflict_in": name, name: form}
    return show_duty(request, plant, duty, CONFLICT, **context)
