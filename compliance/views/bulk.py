"""Changing owner and due date of many duties: first shown, then written, all or nothing."""

from __future__ import annotations

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST

from compliance.forms import BulkForm
from compliance.selectors.duties import list_duties, possible_owners
from compliance.services import duties as writing
from compliance.views.frame import page_context
from core.errors import StaleVersionError
from core.htmx import CONFLICT, UNPROCESSABLE
from organizations.access import get_plant, person
from organizations.domain.roles import Permission

TEMPLATE = "compliance/obligation_bulk.html"


@login_required
@require_POST
def obligation_bulk(request: HttpRequest, slug: str) -> HttpResponse:
    """Preview a change of many duties; with `apply` write it, unless a duty changed meanwhile."""
    plant = get_plant(request, slug, Permission.COMPLIANCE_EDIT)
    context = page_context(request, plant, "list")
    duties = {duty.row.pk: duty for duty in list_duties(plant, context["today"])}
    form = BulkForm(request.POST, owners=possible_owners(plant), duties=list(duties))
    context["form"] = form
    if not form.is_valid():
        return render(request, TEMPLATE, context, status=UNPROCESSABLE)
    values = form.cleaned_data
    changes = writing.preview_bulk(
        [duties[pk] for pk in values["duty"]],
        owner=values["owner"],
        due_on=values["due_on"],
        suggested=values["suggested"],
    )
    context["changes"] = changes
    context["count"] = sum(change.is_change for change in changes)
    if "apply" not in request.POST:
        return render(request, TEMPLATE, context)
    expected = {change.duty.row.pk: seen_version(request, change.duty.row.pk) for change in changes}
    try:
        written = writing.apply_bulk(changes=changes, expected=expected, by=person(request))
    except StaleVersionError:
        return render(request, TEMPLATE, {**context, "is_stale": True}, status=CONFLICT)
    count = len(written)
    text = ngettext("%(count)s duty changed", "%(count)s duties changed", count)
    messages.success(request, text % {"count": count})
    return redirect("compliance:obligation-list", slug)


def seen_version(request: HttpRequest, pk: int) -> int:
    """Return the version of a duty in the preview; nonsense counts as stale."""
    text = request.POST.get(f"version-{pk}", "")
    return int(text) if text.isascii() and text.isdigit() and len(text) < 9 else 0
