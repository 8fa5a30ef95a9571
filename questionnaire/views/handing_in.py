"""Handing in the sections that a person answers, taking them back, handing one on."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from assessment.access import language, load_run, open_questions
from assessment.selectors.runs import section_progress
from assessment.services import sections
from core.editing import edited, page_of
from core.errors import RuleError
from organizations.access import get_plant, person
from organizations.domain.roles import Permission
from organizations.models import Plant
from organizations.selectors.places import people_with
from questionnaire.forms import HandOnForm
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


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def section_hand_on(request: HttpRequest, slug: str, run: int, section: str) -> HttpResponse:
    """Give a section of one's own to somebody else, or back."""
    plant = get_plant(request, slug, Permission.ASSESSMENT_ANSWER)
    found, by = load_run(plant, run), person(request)
    own = found.assignments.filter(user=by, section=section, submitted_at=None)
    part = next((one for one in section_progress(found, language()) if one.id == section), None)
    if part is None or not own.exists():
        raise Http404
    held = found.assignments.filter(section=section).values("user")
    others = people_with(plant, Permission.ASSESSMENT_ANSWER).exclude(pk__in=held)
    form = HandOnForm(request.POST if request.method == "POST" else None, people=others)

    def save() -> str:
        to = form.cleaned_data["person"]
        reason = form.cleaned_data["reason"]
        sections.hand_on(plant=plant, run_id=run, section=section, to=to, reason=reason, by=by)
        if to is None:
            return _("“%(section)s” is handed back. Whoever assigns is told.") % {
                "section": part.title
            }
        return _("%(name)s answers “%(section)s” now, and is told.") % {
            "name": to.name,
            "section": part.title,
        }

    context = {"plant": plant, "area": "current", "run": found, "part": part, "form": form}
    return edited(
        request,
        form,
        save=save,
        show=page_of(request, "questionnaire/hand_on.html", context),
        back=reverse("assessment:assessment-detail", args=[slug, run]),
    )


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
