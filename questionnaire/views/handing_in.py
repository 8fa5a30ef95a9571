"""Handing in the sections that a person answers, and taking them back."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from assessment.access import language, load_run, open_questions
from assessment.selectors.runs import section_progress
from assessment.services import sections
from core.errors import RuleError
from organizations.access import get_plant, person
from organizations.domain.roles import Permission
from organizations.models import Plant
from questionnaire.selectors.own import own_settled


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def section_submit(request: HttpRequest, slug: str, run: int) -> HttpResponse:
    """Hand in the person's own sections; what is missing is listed first."""
    plant = get_plant(request, slug, Permission.ASSESSMENT_ANSWER)
    found = load_run(plant, run)
    if request.method == "POST":
        done = _("Your sections are submitted. Thank you.")
        return _act(request, plant, run, sections.submit_sections, done)
    by = person(request)
    held = found.assignments.filter(user=by, submitted_at=None)
    own = set(held.values_list("section", flat=True))
    context = {
        "plant": plant,
        "area": "current",
        "run": found,
        "missing": open_questions(found, own_settled(found, by), own),
        "parts": [part for part in section_progress(found, language()) if part.id in own],
        "is_whole": False,
        "wanted": (),
    }
    return render(request, "assessment/assessment_submit.html", context)


@login_required
@require_POST
def section_reopen(request: HttpRequest, slug: str, run: int) -> HttpResponse:
    """Take the person's own sections back."""
    plant = get_plant(request, slug, Permission.ASSESSMENT_ANSWER)
    load_run(plant, run)
    done = _("Your sections are open again.")
    return _act(request, plant, run, sections.reopen_sections, done)


def _act(
    request: HttpRequest, plant: Plant, run: int, act: Callable[..., Any], done: str
) -> HttpResponse:
    try:
        act(plant=plant, run_id=run, by=person(request))
    except RuleError as error:
        messages.error(request, error.message)
    else:
        messages.success(request, done)
    return redirect("assessment:assessment-detail", slug=plant.slug, run=run)
