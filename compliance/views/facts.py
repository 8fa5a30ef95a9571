"""What is due soon, and the plant facts behind the checklist."""

from __future__ import annotations

from itertools import groupby
from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST, require_safe

from compliance.domain.deadlines import DeadlineKind
from compliance.domain.status import Status
from compliance.models import FactCheck, ObligationStatus
from compliance.selectors.coverage import plant_coverage
from compliance.selectors.duties import DueItem, Duty, due_items, list_duties
from compliance.selectors.facts import fact_rows, is_outdated, last_check, situation_of
from compliance.services import tracking
from compliance.views.frame import page_context, tabs
from organizations.access import get_plant, person
from organizations.domain.roles import Permission


@login_required
@require_safe
def due_list(request: HttpRequest, slug: str) -> HttpResponse:
    """Show what is late and what is due within 90 days, by month."""
    plant = get_plant(request, slug, Permission.COMPLIANCE_VIEW)
    context = page_context(request, plant, "due")
    items = due_items(plant, context["today"])
    late = [item for item in items if item.deadline.is_late]
    overdue = [item for item in late if item.kind is DeadlineKind.DUE]
    context |= {
        "law": plant_coverage(plant),
        "overdue": overdue,
        "reviews": [item for item in late if item.kind is DeadlineKind.REVIEW],
        "months": months([item for item in items if not item.deadline.is_late]),
        "count": len(items),
        "tabs": tabs(plant, "due", len(overdue)),
        "is_tracked": last_check(plant) is not None,
    }
    return render(request, "compliance/due_list.html", context)


def months(items: list[DueItem]) -> list[dict[str, Any]]:
    """Return sorted deadlines by month."""
    return [
        {"first": first, "items": list(due)}
        for first, due in groupby(items, key=lambda item: item.deadline.on.replace(day=1))
    ]


@login_required
@require_safe
def fact_list(request: HttpRequest, slug: str) -> HttpResponse:
    """Show the facts that the duties depend on; unknown ones first."""
    plant = get_plant(request, slug, Permission.COMPLIANCE_VIEW)
    context = page_context(request, plant, "facts")
    check = last_check(plant)
    duties = list_duties(plant, context["today"])
    situation = situation_of(plant)
    rows = fact_rows(plant, situation)
    context |= {
        "law": plant_coverage(plant),
        "rows": rows,
        "is_outdated": is_outdated(check, situation),
        "unknown_count": sum(not row.is_known for row in rows),
        "counsel_count": sum(
            duty.effective is Status.TO_CONFIRM and duty.row.applies != "unknown" for duty in duties
        ),
        "check": check,
        "changes": changes_of(check, duties),
        "tabs": tabs(plant, "facts"),
    }
    return render(request, "compliance/fact_list.html", context)


def changes_of(check: FactCheck | None, duties: list[Duty]) -> list[dict[str, Any]]:
    """Return what the last check changed, in words."""
    if check is None:
        return []
    known = {duty.row.pk: duty for duty in duties}
    words: dict[str, Any] = dict(ObligationStatus.Applies.choices)
    return [
        {
            "duty": known[change["duty"]],
            "before": words.get(change["before"], _("not tracked before")),
            "after": words[change["after"]],
        }
        for change in check.changes
        if change["duty"] in known
    ]


@login_required
@require_POST
def obligation_refresh(request: HttpRequest, slug: str) -> HttpResponse:
    """Hold the plant's facts against the checklists again and say what changed."""
    plant = get_plant(request, slug, Permission.COMPLIANCE_EDIT)
    done = tracking.refresh(plant=plant, by=person(request))
    count = len(done.added) + len(done.changed)
    if not count:
        messages.success(request, _("Checked: nothing has changed."))
        return redirect("compliance:obligation-list", slug)
    text = ngettext(
        "Checked: %(count)s duty is new or changed.",
        "Checked: %(count)s duties are new or changed.",
        count,
    )
    messages.success(request, text % {"count": count})
    return redirect("compliance:fact-list" if done.changed else "compliance:obligation-list", slug)
